"""What is known of IPython's magics: which change nothing, which wrap code, and what others are in Python."""

from __future__ import annotations

import re
from collections.abc import Callable

_TIMES = "it only measures"
SHOWS = "it only shows something"
SETS = "it only sets up the notebook"
INERT = {
    **dict.fromkeys("timeit memit mprun lprun timer".split(), _TIMES),
    **dict.fromkeys(
        """
        who whos who_ls history hist lsmagic pinfo pinfo2 pdoc psource pdef pfile psearch page quickref
        magic ll dir cat more less head man watermark html HTML javascript js svg SVG latex
        markdown guard
        """.split(),
        SHOWS,
    ),
    **dict.fromkeys(
        """
        matplotlib config autoreload aimport load_ext reload_ext unload_ext precision xmode colors
        automagic pdb doctest_mode logstart logstop alias alias_magic unalias notebook
        tensorflow_version rehashx gui debug autosave pprint autocall
        """.split(),
        SETS,
    ),
}
INERT_WITH_A_RESULT = frozenset({"matplotlib", "load_ext", "autoreload"})
MEASURES_A_CELL = frozenset({"timeit"})
UNWRAPPED = frozenset({"time", "capture"})
INTERPRETERS = {"bash": "bash", "sh": "sh", "perl": "perl", "ruby": "ruby"}


def in_python(name: str, line: str, result: str) -> str | None:
    """Return plain Python for a line magic; None where there is none."""
    if result:
        value = _VALUES[name](line.strip()) if name in _VALUES else ""
        return f"import os\n{result} = {value}\n" if value else None
    if name in ("env", "set_env") and not re.search(r"[= ]", line.strip()):
        return ""  # only shows it
    return _STATEMENTS[name](line) if name in _STATEMENTS else None


_OPTION_OF_PRUN = re.compile(r"\s*-(?:[ls]\s*\S+|q)(?=\s|$)")


def profiled(line: str) -> str | None:
    """Return the statement that `%prun` runs; None where its options take the profile somewhere."""
    while option := _OPTION_OF_PRUN.match(line):
        line = line[option.end() :]
    return None if line.lstrip().startswith("-") else line.strip()


def _deleted(line: str) -> str:
    name = line.removeprefix("-n").strip()
    return f"del {name}\n" if name.isidentifier() else ""


def _pylab(_: str) -> str:
    return "import numpy as np\nfrom matplotlib import pyplot as plt\nfrom pylab import *\n"


def _environment(line: str) -> str:
    name, _, value = line.partition("=") if "=" in line else line.strip().partition(" ")
    return f"import os\nos.environ[{name.strip()!r}] = {_filled(value.strip())}\n"


def _filled(text: str) -> str:
    """Return a text into which IPython fills `{name}` and `$name`, as Python writes it."""
    # In capitals it is a variable of the machine, which IPython leaves as it is.
    text = re.sub(r"(?<!\$)\$([a-z_]\w*)", r"{\1}", text)
    return f"f{text!r}" if re.search(r"\{\w+\}", text) else repr(text)


def _folder(line: str) -> str:
    return _filled(line.strip().strip("\"'") or "~")


def _changed_folder(line: str) -> str:
    folder = _folder(line)
    folder = f"os.path.expanduser({folder})" if "~" in folder else folder
    return f"import os\nos.chdir({folder})\n"


def _made_folder(line: str) -> str:
    folders = [word for word in line.split() if not word.startswith("-")]
    return "import os\n" + "".join(f"os.makedirs({folder!r}, exist_ok=True)\n" for folder in folders)


_STATEMENTS: dict[str, Callable[[str], str]] = {
    "pylab": _pylab,
    "env": _environment,
    "set_env": _environment,
    "cd": _changed_folder,
    "mkdir": _made_folder,
    "xdel": _deleted,
    "pwd": lambda _: "",
    "ls": lambda _: "",
}
_VALUES: dict[str, Callable[[str], str]] = {
    "pwd": lambda _: "os.getcwd()",
    "env": lambda line: f"os.environ[{line!r}]" if line.isidentifier() else "",
}


_APPENDS = frozenset({"-a", "--append"})


def written_file(line: str, body: str) -> str:
    """Return what `%%writefile` does."""
    words = line.split()
    mode = "a" if _APPENDS & set(words) else "w"
    name = " ".join(word for word in words if word not in _APPENDS).strip("\"'")
    body = body if body.endswith("\n") else body + "\n"  # as IPython hands it on
    return f"with open({name!r}, {mode!r}, encoding='utf-8') as file:\n    file.write({body!r})\n"


def capture(line: str, body: str) -> str:
    """Return what `%%capture NAME` does with a body that is already indented."""
    name = next((word for word in line.split() if not word.startswith("-")), "captured")
    streams = "".join(
        f"{stream}=False, " for stream in ("stdout", "stderr", "display") if f"--no-{stream}" in line.split()
    )
    head = f"with capture_output({streams.rstrip(', ')}) as {name}:\n"
    return f"from IPython.utils.capture import capture_output\n{head}{body}\n"
