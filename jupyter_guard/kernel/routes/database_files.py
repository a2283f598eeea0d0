"""Files of databases that are overwritten, moved or removed as files: judged as a change of the whole."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from jupyter_guard.policy.model import Effect
from jupyter_guard.policy.targets import Target

from .auditing import on_audit

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

ROUTE = "database files"
_CHANGES = os.O_WRONLY | os.O_RDWR | os.O_TRUNC | os.O_APPEND
_HEADS = ((0, b"SQLite format 3\0", "sqlite"), (8, b"DUCK", "duckdb"))  # where, what, dialect
_LENGTH = 16  # of the longest head


def install(gate: Gate) -> None:
    """Look at what Python itself does to files; the engines do theirs below it."""
    on_audit("open", partial(_opened, gate))
    on_audit("os.remove", lambda args: _check(gate, "removing", *args[:2]))
    on_audit("os.truncate", lambda args: _check(gate, "cutting", args[0]))
    on_audit("os.rename", partial(_renamed, gate))


def target_of_file(path: Any, folder: int = -1) -> Target | None:
    """Return the database that a file is by its first bytes, or None; `folder` is an open one."""
    with suppress(OSError, ValueError, TypeError):
        name = os.fsdecode(path)
        if folder >= 0 and not os.path.isabs(name):
            name = os.path.join(os.readlink(f"/proc/self/fd/{folder}"), name)
        if not stat.S_ISREG(os.stat(name).st_mode):
            return None  # reading a pipe would wait
        with open(name, "rb") as file:
            head = file.read(_LENGTH)
        for begin, sign, dialect in _HEADS:
            if head[begin : begin + len(sign)] == sign:
                return Target(dialect, path=os.path.abspath(name))
    return None


def _opened(gate: Gate, args: tuple[Any, ...]) -> None:
    path, _, flags = args
    if isinstance(flags, int) and flags & _CHANGES:
        _check(gate, "opening to change", path)


def _renamed(gate: Gate, args: tuple[Any, ...]) -> None:
    source, destination, source_folder, destination_folder = args
    _check(gate, "moving", source, source_folder)
    _check(gate, "replacing", destination, destination_folder)


def _check(gate: Gate, doing: str, path: Any, folder: int = -1) -> None:
    if isinstance(path, int):
        return  # it was looked at when it was opened
    target = target_of_file(path, folder)
    if target is not None:
        what = f"{doing} the file {os.fsdecode(path)}"
        gate.check_effect(Effect.SCHEMA, what, target.dialect, lambda: [target], ROUTE)
