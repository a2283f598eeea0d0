"""Say shell lines (`!ls`, `files = !ls *.csv`, `%%bash`) in Python, as far as their meaning is plain."""

from __future__ import annotations

import re
import shlex

INSTALLERS = frozenset({"pip", "conda", "mamba", "uv", "pip3"})
_HARMLESS_COMMANDS = frozenset(
    "ls pwd cat head tail wc echo date which whoami du df file nvidia-smi free uname tree stat grep".split()
)
# Asked of a program, these make it say what it is.
_QUESTIONS = (["--version"], ["-V"], ["--help"])
# What makes a command more than words: pipes, substitution, and what IPython fills in itself.
_SYNTAX = re.compile(r"[>|;&`<\\(){}$~]")
_FILLED_BY_IPYTHON = re.compile(r"[{}$]")


def installed(command: str) -> str | None:
    """Return the line behind `pip` in a command that is for an installer; None for others."""
    words = command.replace("{sys.executable}", "python").strip().partition(" ")
    if words[0] in ("python", "python3") and words[2].lstrip().startswith("-m "):
        words = words[2].lstrip()[3:].strip().partition(" ")
    return words[2] if words[0] in INSTALLERS else None


def only_shows(command: str) -> bool:
    """Return whether the command does nothing but print."""
    words = command.split()
    asks = words[0] in _HARMLESS_COMMANDS or words[1:] in _QUESTIONS if words else False
    return asks and not set(command) & set(">|;&$`")


def in_python(command: str) -> str:
    """Return plain Python that does what a command does whose output nobody takes; '' if there is none."""
    words = _words(command)
    if words[:1] != ["mkdir"] or "*" in command:
        return ""
    folders = [word for word in words[1:] if not word.startswith("-")]
    return "import os\n" + "".join(f"os.makedirs({folder!r}, exist_ok=True)\n" for folder in folders)


def lines_in_python(command: str) -> str:
    """Return an expression for the lines that a command prints; '' if plain Python has none."""
    words = _words(command)
    name, given = (words[0], words[1:]) if words else ("", [])
    if name == "pwd" and not given:
        return "[os.getcwd()]"
    if name == "ls" and len(given) == 1 and re.search(r"[*?\[]", given[0]):
        return f"sorted(glob.glob({given[0]!r}))"
    if name == "ls" and len(given) < 2 and not "".join(given).startswith("-"):
        folder = repr(given[0]) if given else "'.'"
        return f"sorted(name for name in os.listdir({folder}) if not name.startswith('.'))"
    if name == "cat" and len(given) == 1 and not re.search(r"[*?\[-]", given[0][:1]):
        return f"open({given[0]!r}).read().splitlines()"
    return repr([" ".join(given)]) if name == "echo" and given and not given[0].startswith("-") else ""


def by_the_shell(command: str, result: str = "") -> str:
    """Return Python that has the shell run a command; '' where IPython would fill in variables."""
    if _FILLED_BY_IPYTHON.search(command):
        return ""
    if not result:
        return f"subprocess.run({command!r}, shell=True, check=False)"
    run = f"subprocess.run({command!r}, shell=True, check=False, stdout=subprocess.PIPE, "
    return f"{result} = {run}stderr=subprocess.STDOUT, text=True).stdout.splitlines()"


def by_an_interpreter(program: str, body: str) -> str:
    """Return Python that hands a text to a program, as `%%bash` does."""
    return f"subprocess.run([{program!r}], input={body!r}, text=True, check=True)"


def _words(command: str) -> list[str]:
    if _SYNTAX.search(command):
        return []
    try:
        return shlex.split(command)
    except ValueError:
        return []
