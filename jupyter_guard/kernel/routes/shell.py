"""Database clients that a notebook starts: `!psql`, `%%bash`, subprocess; known by their names."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import shutil
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from jupyter_guard.errors import UsageError
from jupyter_guard.policy.model import Effect
from jupyter_guard.policy.targets import Target

from .auditing import on_audit
from .importing import when_imported
from .patching import as_text, before
from .shell_clients import CLIENTS, HARMLESS, NAMES, Client, read

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

ROUTE = "shell"


_CUT = re.compile(r"\|\||&&|\$\(|[;&|`()\n]")
_QUOTED = re.compile(r"'[^']*'|\"(?:[^\"\\]|\\.)*\"", re.S)
# Programs and words of the shell that run what stands behind them, and their options.
_BEFORE = frozenset(
    "! command do doas elif else env exec find if ionice nice nohup parallel script setsid stdbuf strace "
    "sudo then time timeout unbuffer until watch while xargs".split()
)
_SHELLS = frozenset("ash bash dash eval fish ksh sh source zsh .".split())
_PROGRAMS = frozenset("make node perl php ruby".split())  # a client's name in them is enough
_MAKEFILES = ("GNUmakefile", "makefile", "Makefile")
_TEXT = ("-c", "-lc", "-ic", "-ec", "-xc", "-euc")  # options of a shell before a text
_DEEPEST = 5  # scripts that start scripts
_SHELL_LINE = re.compile(r"#!.*\b(?:ash|bash|dash|ksh|sh|zsh)\b")
_LONGEST = 65_536  # bytes of a script that are looked at


_NOT_THERE = (
    "This statement is unlocked, but programs that the notebook starts stay locked. "
    "Send it by %%guarded_sql, or by a driver of Python such as psycopg."
)
_CELLS = "IPython.core.magics.script"  # loaded with the first %%bash


def install(gate: Gate) -> None:
    """Look at what is started, whoever starts it; and at the scripts that a shell reads from its input."""
    from IPython.core.interactiveshell import InteractiveShell

    def look(shell: Any, command: str, *args: Any, **kwargs: Any) -> None:
        _check_script(
            gate, shell.var_expand(command, depth=2) if "{" in command or "$" in command else command
        )

    def look_at_cell(magics: Any, line: str, cell: str, *args: Any, **kwargs: Any) -> None:
        _check_script(gate, cell if NAMES.search(cell) else line)

    shells = (
        {InteractiveShell, type(InteractiveShell.instance())}
        if InteractiveShell.initialized()
        else {InteractiveShell}
    )
    for owner in shells:
        for name in ("system", "system_piped", "system_raw", "getoutput"):
            if name in vars(owner):
                before(owner, name, look)
    when_imported(_CELLS, lambda name: before(sys.modules[name].ScriptMagics, "shebang", look_at_cell))
    on_audit("subprocess.Popen", lambda args: _check_argv(gate, args[1], args[0]))
    on_audit("os.system", lambda args: _check_script(gate, as_text(args[0])))
    on_audit("os.posix_spawn", lambda args: _check_argv(gate, args[1], args[0]))
    on_audit("os.exec", lambda args: _check_argv(gate, args[1], args[0]))


def names_a_client(args: object) -> bool:
    """Say whether the arguments of a program that is started name a client that is known."""
    return bool(NAMES.search(str(args)))


def _check_argv(gate: Gate, argv: Any, program: Any = None) -> None:
    """Check what is started; `program` is the file, whatever the first argument calls it."""
    gate.children.settle()
    if isinstance(argv, str | bytes):
        _check_script(gate, as_text(argv))
        return
    words = [as_text(os.fsencode(word) if isinstance(word, os.PathLike) else word) for word in argv]
    name = _client_name(as_text(os.fsencode(program))) if program and words else ""
    _check_command(gate, [name, *words[1:]] if name else words, " ".join(words))


def _check_script(gate: Gate, script: str, depth: int = 0) -> None:
    """Check each client that `script` starts; only names are known, so hidden ones meet the engine's lock."""
    gate.children.settle()
    if depth > _DEEPEST:
        return
    piped = "|" in _QUOTED.sub("", script) or "<" in _QUOTED.sub("", script)
    for part in _parts(script):
        try:
            words = shlex.split(part, comments=True)
        except ValueError:
            words = part.split()
        _check_command(gate, words, part, piped=piped, depth=depth)


def _parts(script: str) -> Iterator[str]:
    """Yield the commands of a script, cut where no quotes are."""
    begin = 0
    quoted = [found.span() for found in _QUOTED.finditer(script)]
    for cut in _CUT.finditer(script):
        if not any(start <= cut.start() < end for start, end in quoted):
            yield script[begin : cut.start()].strip()
            begin = cut.end()
    yield script[begin:].strip()


def _check_command(
    gate: Gate, words: Sequence[str], shown: str, *, piped: bool = False, depth: int = 0
) -> None:
    words = _behind_wrappers(words)
    client = CLIENTS.get(_client_name(words[0])) if words else None
    if client is None:
        for text in _scripts(words):
            _check_script(gate, text, depth + 1)
        client = _named_in_a_program(words)
        texts: list[str] = []
        target = Target(client.dialect if client else "plain", path=os.path.abspath("?"))
    elif HARMLESS.intersection(words):
        return
    else:
        texts, target = read(client, words[1:])
    if client is None:
        return
    if texts and not (piped and "<" in shown):
        _check_texts(gate, texts, client.dialect, target)
        return
    cause = "the guard does not see the SQL that this program is given"
    gate.check_effect(Effect.UNKNOWN, shown, client.dialect, lambda: [target], ROUTE, cause=cause)


def _check_texts(gate: Gate, texts: Sequence[str], dialect: str, target: Target) -> None:
    for text in texts:
        sent = gate.check(text, dialect, lambda: [target], ROUTE)
        if sent is not None and sent.unlocked and dialect == "postgres":
            with sent:
                raise UsageError(_NOT_THERE)


def _behind_wrappers(words: Sequence[str]) -> Sequence[str]:
    """Return the command that wrappers such as `timeout 5` or `xargs -I%` run."""
    while words and (os.path.basename(words[0]) in _BEFORE or re.match(r"\w+=", words[0])):
        wraps = os.path.basename(words[0]) in _BEFORE
        words = words[1:]
        known = {*CLIENTS, *_SHELLS, *_PROGRAMS}
        behind = [i for i, word in enumerate(words) if os.path.basename(word) in known]
        if wraps and behind:
            words = words[behind[0] :]
    return words


def _client_name(program: str) -> str:
    """Return the client that a program is by its name, or by that of the file that a link leads to."""
    found = shutil.which(program) or program
    names = (os.path.basename(program), os.path.basename(os.path.realpath(found)))
    return next((name for name in names if name in CLIENTS), "")


def _scripts(words: Sequence[str]) -> Iterator[str]:
    """Yield what a shell would run: the text that it is given, or what is in the file."""
    name = os.path.basename(words[0]) if words else ""
    if name not in _SHELLS:
        files = [word for word in words[:1] if os.sep in word]
    elif any(word in _TEXT for word in words[1:]) or name == "eval":
        yield " ".join(word for word in words[1:] if not word.startswith("-"))
        return
    else:
        files = [word for word in words[1:] if not word.startswith("-")][:1]
    for file in files:
        with contextlib.suppress(OSError, ValueError):
            if os.path.isfile(file) and os.path.getsize(file) <= _LONGEST:
                with open(file, "rb") as script:
                    text = script.read().decode("utf-8", "replace")
                if name in _SHELLS or _SHELL_LINE.match(text):
                    yield text


def _named_in_a_program(words: Sequence[str]) -> Client | None:
    """Return the client that a line of another language, or a Makefile, may start."""
    name = os.path.basename(words[0]) if words else ""
    if name not in _PROGRAMS:
        return None
    texts = [word for word in words[1:] if not word.startswith("-")]
    for file in [*texts, *_MAKEFILES] if name == "make" else texts:
        with contextlib.suppress(OSError, ValueError):
            if os.path.isfile(file) and os.path.getsize(file) <= _LONGEST:
                with open(file, "rb") as program:
                    texts.append(program.read().decode("utf-8", "replace"))
    found = next(filter(None, map(NAMES.search, texts)), None)
    return CLIENTS[found[0]] if found else None
