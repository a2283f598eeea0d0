"""Snowflake: the methods of its cursor by which a text or a file goes there; Snowpark comes by them, too."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from snowflake.connector import cursor

from jupyter_guard.policy.model import Effect
from jupyter_guard.policy.targets import Target

from .importing import when_imported
from .patching import as_text, before

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

ROUTE = "Snowflake"
_OLD = ("_execute_helper",)  # before version 5 all texts came here
_NEW = ("_execute", "_execute_async", "_execute_file_transfer", "_execute_upload_stream")
_UPLOADS = ("_upload", "_upload_stream")
_ASYNCHRONOUS = ("snowflake.connector.aio._cursor", "snowflake.connector.aio.cursor")


def install(gate: Gate) -> None:
    """Guard the cursors, those that are awaited once they are imported."""
    base = getattr(cursor, "SnowflakeCursorBase", None) or _base()
    _guard(gate, base)
    for module in _ASYNCHRONOUS:
        when_imported(module, lambda name: _guard_all(gate, name))


def _base() -> type:
    from snowflake.connector.cursor._base import SnowflakeCursorBase

    found: type = SnowflakeCursorBase
    return found


def _guard_all(gate: Gate, module: str) -> None:
    """Guard the classes of a module that send by themselves."""
    for found in list(vars(sys.modules[module]).values()):
        for owner in getattr(found, "__mro__", ()):
            if "aio" in owner.__module__ and {*_OLD, *_NEW} & vars(owner).keys() and not _is_guarded(owner):
                _guard(gate, owner)


def _is_guarded(owner: type) -> bool:
    return "_guard_gate" in vars(owner)


def _guard(gate: Gate, owner: Any) -> None:
    methods = _OLD if hasattr(owner, _OLD[0]) else _NEW
    for name in methods:
        before(owner, name, _look(gate))
    for name in _UPLOADS:
        before(owner, name, _look_at_upload(gate))
    owner._guard_gate = gate


def _look(gate: Gate) -> Callable[..., Any]:
    def look(self: Any, text: Any = "", *args: Any, **kwargs: Any) -> AbstractContextManager[Any] | None:
        if kwargs.get("describe_only"):
            return None  # is not run
        said = text or kwargs.get("query") or kwargs.get("operation") or kwargs.get("sql") or ""
        return gate.check(as_text(said), "snowflake", lambda: [target_of(self)], ROUTE)

    return look


def _look_at_upload(gate: Gate) -> Callable[..., Any]:
    def look(self: Any, file: Any = "", stage: Any = "?", *args: Any, **kwargs: Any) -> Any:
        what = f"an upload to {kwargs.get('stage_location', stage)}"
        return gate.check_effect(Effect.WRITE, what, "snowflake", lambda: [target_of(self)], ROUTE)

    return look


def target_of(self: Any) -> Target:
    """Return where a connection leads to."""
    connection = self.connection
    host = next(
        (getattr(connection, n, None) for n in ("host", "_host") if getattr(connection, n, None)), "?"
    )
    return Target("snowflake", (str(host).lower(),), database=str(getattr(connection, "database", "") or ""))
