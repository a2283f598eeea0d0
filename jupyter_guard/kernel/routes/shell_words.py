"""Lines of a shell taken apart: the commands in them, what stands before a command, and what runs a text."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import shutil
from collections.abc import Iterator, Sequence

from .other_pythons import is_python
from .shell_clients import CLIENTS, NAMES, Client

_CUT = re.compile(r"\|\||&&|\$\(|[;&|`()\n]")
_QUOTED = re.compile(r"'[^']*'|\"(?:[^\"\\]|\\.)*\"", re.S)
# Programs and words of the shell that run what stands behind them, and their options.
_BEFORE = frozenset(
    "! { } command coproc do doas elif else env exec find if ionice nice nohup parallel script setsid stdbuf "
    "strace sudo then time timeout unbuffer until watch while xargs".split()
)
SHELLS = frozenset("ash bash dash eval fish ksh sh source zsh .".split())
# In a text of theirs a client's name, or how a database is opened, is enough.
_PROGRAMS = frozenset(
    "awk bun deno gawk groovy java jshell julia lua make mawk node perl php R Rscript ruby scala tclsh "
    "tsx".split()
)
_OPENS = re.compile(
    r"\bDBI\b|\bdbi:|\bjdbc:|\bPDO\b|\bnode:sqlite\b|\bRSQLite\b|\bmysqli?_|require\W+(?:pg|mysql2?)\b"
)
_MAKEFILES = ("GNUmakefile", "makefile", "Makefile")
_TEXT = ("-c", "-lc", "-ic", "-ec", "-xc", "-euc")  # options of a shell before a text
_SHELL_LINE = re.compile(r"#!.*\b(?:ash|bash|dash|ksh|sh|zsh)\b")
_LONGEST = 65_536  # bytes of a script that are looked at
_PLAIN = Client("plain")
# Programs whose arguments may name a client without running it.
_ONLY_NAME = frozenset(
    "[ apk apropos apt apt-cache apt-get aptitude basename brew cargo cat cd chmod chown cmp conda cp curl "
    "diff dirname dnf dpkg du echo egrep export fgrep file gem git grep hash head info jupyter kill killall "
    "less ln locate ls mamba man md5sum micromamba mkdir more mv npm pacman pgrep pip pip3 pipx pixi pkill "
    "pnpm poetry port printf ps pytest readlink realpath rg rm rmdir service set sha256sum stat systemctl "
    "tail tee test touch type uniq unset unzip uv wc wget whatis whereis which yarn yum zip".split()
)
_RUNS_INSIDE = frozenset({"exec", "run", "compose", "shell"})  # docker exec db psql …


def split(part: str) -> list[str]:
    """Return the words of one command, as a shell would read it."""
    try:
        return shlex.split(part, comments=True)
    except ValueError:
        return part.split()


def parts(script: str) -> Iterator[str]:
    """Yield the commands of a script, cut where no quotes are."""
    begin = 0
    quoted = [found.span() for found in _QUOTED.finditer(script)]
    for cut in _CUT.finditer(script):
        if not any(start <= cut.start() < end for start, end in quoted):
            yield script[begin : cut.start()].strip()
            begin = cut.end()
    yield script[begin:].strip()


def has_input(script: str) -> bool:
    """Say whether a script gives one of its commands something to read."""
    bare = _QUOTED.sub("", script)
    return "|" in bare or "<" in bare


def behind_wrappers(words: Sequence[str]) -> Sequence[str]:
    """Return the command that wrappers such as `timeout 5` or `xargs -I%` run."""
    while words and (os.path.basename(words[0]) in _BEFORE or re.match(r"\w+=", words[0])):
        wraps = os.path.basename(words[0]) in _BEFORE
        words = words[1:]
        behind = [i for i, word in enumerate(words) if _is_known(os.path.basename(word))]
        if wraps and behind:
            words = words[behind[0] :]
    return words


def _is_known(name: str) -> bool:
    return name in CLIENTS or name in SHELLS or name in _PROGRAMS or is_python(name)


def client_name(program: str) -> str:
    """Return the client that a program is by its name, or by that of the file that a link leads to."""
    found = shutil.which(program) or program
    names = (os.path.basename(program), os.path.basename(os.path.realpath(found)))
    return next((name for name in names if name in CLIENTS), "")


def reads_its_input(words: Sequence[str]) -> bool:
    """Say whether these words start a shell that runs what it reads."""
    name = os.path.basename(words[0]) if words else ""
    rest = [word for word in words[1:] if not word.startswith(("-", "<"))]
    return name in SHELLS and not any(word in _TEXT for word in words[1:]) and not rest


def only_names(words: Sequence[str]) -> bool:
    """Say whether a client that these words name is not run by them."""
    name = os.path.basename(words[0])
    return name in _ONLY_NAME and not _RUNS_INSIDE.intersection(words[1:3])


def scripts(words: Sequence[str]) -> Iterator[str]:
    """Yield what a shell would run: the text that it is given, or what is in the file."""
    name = os.path.basename(words[0]) if words else ""
    if name not in SHELLS:
        files = [word for word in words[:1] if os.sep in word]
    elif any(word in _TEXT for word in words[1:]) or name == "eval":
        yield " ".join(word for word in words[1:] if not word.startswith("-"))
        return
    else:
        rest = [word.lstrip("<") for word in words[1:] if not word.startswith("-")]
        files = [word for word in rest if word][:1]
    for file in files:
        text = text_of(file)
        if name in SHELLS or _SHELL_LINE.match(text):
            yield text


def named_in_a_program(words: Sequence[str], given: str = "") -> Client | None:
    """Return the client that a line of another language, or a Makefile, may start; `given` is its input."""
    name = os.path.basename(words[0]) if words else ""
    if name not in _PROGRAMS:
        return None
    texts = [given, *(word for word in words[1:] if not word.startswith("-"))]
    files = [*texts[1:], *_MAKEFILES] if name == "make" else texts[1:]
    texts += [text_of(file) for file in files]
    found = next(filter(None, map(NAMES.search, texts)), None)
    if found:
        return CLIENTS[found[0]]
    opens = name != "make" and any(map(_OPENS.search, texts))
    return _PLAIN if opens else None


def text_of(file: str) -> str:
    """Return what is in a file, unless that is too long or no file."""
    with contextlib.suppress(OSError, ValueError):
        if os.path.isfile(file) and os.path.getsize(file) <= _LONGEST:
            with open(file, "rb") as script:
                return script.read().decode("utf-8", "replace")
    return ""
