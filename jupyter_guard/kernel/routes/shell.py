"""Database clients that a notebook starts: `!psql`, `%%bash`, subprocess; known by their names."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from jupyter_guard.errors import UsageError
from jupyter_guard.policy.model import Effect
from jupyter_guard.policy.targets import Target

from .auditing import on_audit
from .importing import when_imported
from .other_pythons import forgets, is_guarded, is_python, names_a_driver, source_of
from .patching import as_text, before
from .shell_clients import CLIENTS, HARMLESS, NAMES, RUN, Client, read
from .shell_words import (
    SHELLS,
    behind_wrappers,
    client_name,
    has_input,
    named_in_a_program,
    only_names,
    parts,
    reads_its_input,
    scripts,
    split,
    text_of,
)
from .starting import settle_what_is_started

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

ROUTE = "shell"
_DEEPEST = 5  # scripts that start scripts
_NOT_THERE = (
    "This statement is unlocked, but programs that the notebook starts stay locked. "
    "Send it by %%guarded_sql, or by a driver of Python such as psycopg."
)
_NOT_SEEN = "the guard does not see the SQL that this program is given"
_OTHER_PYTHON = (
    "it names {}, and the guard is not in this Python: it is of another environment, or starts without site"
)
_CELLS = "IPython.core.magics.script"  # loaded with the first %%bash
_PYTHON_LINE = re.compile(r"#!\s*(\S*/env\s+)?(\S*\bpython\S*)")


def install(gate: Gate) -> None:
    """Look at what is started, whoever starts it; and at the scripts that a shell reads from its input."""
    from IPython.core.interactiveshell import InteractiveShell

    def look(shell: Any, command: str, *args: Any, **kwargs: Any) -> None:
        expanded = shell.var_expand(command, depth=2) if "{" in command or "$" in command else command
        _check_script(gate, expanded)

    def look_at_cell(magics: Any, line: str, cell: str, *args: Any, **kwargs: Any) -> None:
        _check_given(gate, behind_wrappers(split(line)), line, cell)

    def look_at_input(argv: Any, given: str) -> None:
        listed = argv if isinstance(argv, list | tuple) else split(as_text(argv))
        words = behind_wrappers([as_text(os.fsencode(word)) for word in listed])
        if words and (reads_its_input(words) or is_python(words[0])):
            _check_given(gate, words, " ".join(words), given)

    def look_at_argv(program: Any, argv: Any, *args: Any) -> None:
        _check_argv(gate, argv, program)

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
    settle_what_is_started(gate, look_at_input, look_at_argv)
    on_audit("subprocess.Popen", lambda args: _check_argv(gate, args[1], args[0]))
    on_audit("os.system", lambda args: _check_argv(gate, args[0], ""))
    on_audit("os.posix_spawn", lambda args: _check_argv(gate, args[1], args[0]))
    on_audit("os.exec", lambda args: _check_argv(gate, args[1], args[0]))


def names_a_client(args: object) -> bool:
    """Say whether the arguments of a program that is started name a client that is known."""
    return bool(NAMES.search(str(args)))


def _check_argv(gate: Gate, argv: Any, program: Any) -> None:
    """Check what is started; `program` is the file, whatever the first argument calls it."""
    gate.children.settle()
    if isinstance(argv, str | bytes):
        _check_script(gate, as_text(argv))
        return
    words = [as_text(os.fsencode(word) if isinstance(word, os.PathLike) else word) for word in argv]
    if program and words:
        file = as_text(os.fsencode(program))
        name = client_name(file) or (file if is_python(file) else "")
        words = [name, *words[1:]] if name else words
    _check_command(gate, words, " ".join(words), without_guard=forgets(" ".join(words)))


def _check_script(gate: Gate, script: str, depth: int = 0, *, without_guard: bool = False) -> bool:
    """Check each client that `script` starts, and say whether there is any.

    Only names are known, so hidden ones meet the engine's lock.
    """
    gate.children.settle()
    if depth > _DEEPEST:
        return False
    piped = has_input(script)
    without_guard = without_guard or forgets(script)
    commands = [(part, split(part)) for part in parts(script)]
    feeds = piped and any(reads_its_input(behind_wrappers(words)) for _, words in commands)
    found = False
    for part, words in commands:
        found |= _check_command(
            gate,
            words,
            part,
            piped=piped,
            depth=depth,
            feeds=feeds,
            without_guard=without_guard,
            script=script,
        )
    return found


def _check_given(gate: Gate, words: Sequence[str], line: str, given: str) -> None:
    """Check a program that is given a text to run."""
    name = os.path.basename(words[0]) if words else ""
    if name in SHELLS:
        _check_script(gate, given)
    elif is_python(name):
        _check_python(gate, words, line, without_guard=forgets(line), given=given)
    elif client := named_in_a_program(words, given):
        _refuse(gate, client, line)
    else:
        _check_script(gate, line)


def _check_command(
    gate: Gate,
    words: Sequence[str],
    shown: str,
    *,
    piped: bool = False,
    depth: int = 0,
    feeds: bool = False,
    without_guard: bool = False,
    script: str = "",
) -> bool:
    """Check one command, and say whether it starts a client.

    `feeds` tells that a shell reads what it prints, `without_guard` that a Python would not learn of it.
    """
    words = behind_wrappers(words)
    if not words or depth > _DEEPEST:
        return False
    client = CLIENTS.get(client_name(words[0]))
    if client is not None:
        _check_client(gate, client, words, shown, piped=piped)
        return True
    if is_python(words[0]):
        return _check_python(gate, words, shown, without_guard=without_guard, given=script)
    found = False
    for text in scripts(words):
        found |= _check_script(gate, text, depth + 1, without_guard=without_guard)
    if client := named_in_a_program(words):
        _refuse(gate, client, shown)
    if found or (only_names(words) and not feeds):
        return found
    if python := _PYTHON_LINE.match(text := text_of(shutil.which(words[0]) or words[0])):
        return _check_python(gate, [python[2]], shown, without_guard=without_guard, given=text)
    return _check_hidden(gate, words, shown, depth, without_guard=without_guard)


def _check_hidden(gate: Gate, words: Sequence[str], shown: str, depth: int, *, without_guard: bool) -> bool:
    """Check a program that nobody knows, whose arguments name a client: it may run that, or a text."""
    for index, word in enumerate(words[1:], 1):
        if os.path.basename(word) in CLIENTS or (is_python(word) and os.sep in word):
            return _check_command(gate, words[index:], shown, depth=depth + 1, without_guard=without_guard)
    for word in words[1:]:
        if (named := RUN.search(word)) and re.search(r"\s", word):
            if not _check_script(gate, word, depth + 1, without_guard=without_guard):
                _refuse(gate, CLIENTS[named[1]], shown)
            return True
    return False


def _check_client(gate: Gate, client: Client, words: Sequence[str], shown: str, *, piped: bool) -> None:
    if HARMLESS.intersection(words):
        return
    texts, target = read(client, words[1:])
    if not texts or (piped and "<" in shown):
        gate.check_effect(Effect.UNKNOWN, shown, client.dialect, lambda: [target], ROUTE, cause=_NOT_SEEN)
        return
    for text in texts:
        sent = gate.check(text, client.dialect, lambda: [target], ROUTE)
        if sent is not None and sent.unlocked and client.dialect == "postgres":
            with sent:
                raise UsageError(_NOT_THERE)


def _check_python(
    gate: Gate, words: Sequence[str], shown: str, *, without_guard: bool, given: str = ""
) -> bool:
    """Check a Python in which the guard is not: what it runs may not name a driver."""
    if is_guarded(words) and not without_guard:
        return False
    named = names_a_driver(source_of(words, given))
    if named:
        _refuse(gate, Client("plain"), shown, _OTHER_PYTHON.format(named))
    return bool(named)


def _refuse(gate: Gate, client: Client, shown: str, cause: str = _NOT_SEEN) -> None:
    target = Target(client.dialect, path=os.path.abspath("?"))
    gate.check_effect(Effect.UNKNOWN, shown, client.dialect, lambda: [target], ROUTE, cause=cause)
