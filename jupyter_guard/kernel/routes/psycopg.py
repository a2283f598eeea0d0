"""psycopg 3: the methods of its Python cursor classes, which open connections have, too."""

from __future__ import annotations

import sys
from collections.abc import Container, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any

import psycopg

from jupyter_guard.kernel.locks import Passage
from jupyter_guard.kernel.passing import is_judged
from jupyter_guard.policy.model import Effect

from .patching import as_text, before, with_numbers
from .psycopg_connections import guard_connect, lock_of, target_of

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

ROUTE = "psycopg"
_METHODS = ("execute", "executemany", "stream", "copy")
_CURSORS = ("Cursor", "ServerCursor", "AsyncCursor", "AsyncServerCursor")
_LATER = {"stream", "copy"}  # these send nothing before they are iterated or entered


def install(gate: Gate) -> None:
    """Guard every cursor; the other classes inherit from these."""

    reads = gate.reads("postgres")

    def look(cursor: Any, query: Any = "", params: Any = None, *args: Any, **kwargs: Any) -> Any:
        connection = cursor.connection
        lock = vars(connection).get("_guard_lock") or lock_of(gate, connection)
        text = query if isinstance(query, str) else _text(cursor, query)
        if params is not None:
            text = with_numbers(text)
        sent = gate.check(text, "postgres", lambda: [target_of(connection)], ROUTE)
        if connection._read_only is False and not is_judged() and lock.wanted:
            what = "read_only = False, which begins transactions READ WRITE"
            gate.check_effect(Effect.ADMIN, what, "postgres", lambda: [target_of(connection)], ROUTE)
        return lock.passage(sent)

    for owner in _cursors():
        for method in _METHODS:
            if method in vars(owner) and method not in _LATER:
                before(owner, method, look)
    _pass_reads(psycopg.Cursor, reads)
    for owner in _cursors():
        for method in _LATER & set(vars(owner)):
            _around_later(owner, method, look)
    for method in _METHODS:  # a version that moved them must not look guarded
        if method not in vars(psycopg.Cursor) or method not in vars(psycopg.AsyncCursor):
            raise AttributeError(f"its Cursor has no {method}()")
    guard_connect(gate)


def _cursors() -> list[type]:
    """Return the cursor classes; where a part of the driver was loaded again, those of before and after."""
    parts = [module for name, module in list(sys.modules.items()) if name.partition(".")[0] == "psycopg"]
    found = [getattr(part, name) for name in _CURSORS for part in parts if hasattr(part, name)]
    return list(dict.fromkeys([*(getattr(psycopg, name) for name in _CURSORS), *found]))


def _pass_reads(owner: type, reads: Container[str]) -> None:
    """Let what was judged before pass with the least that a call can cost, for a read must not be slowed."""
    judged, original = vars(owner)["execute"], vars(owner)["execute"].__wrapped__

    @wraps(original)
    def execute(
        cursor: Any, query: Any, params: Any = None, *, prepare: Any = None, binary: Any = None
    ) -> Any:
        if params is None and query.__class__ is str and query in reads:
            lock = cursor._conn.__dict__.get("_guard_lock")
            if lock is not None and lock.calm():
                if prepare is None and binary is None:
                    return original(cursor, query)
                return original(cursor, query, params, prepare=prepare, binary=binary)
        return judged(cursor, query, params, prepare=prepare, binary=binary)

    setattr(owner, "execute", execute)  # noqa: B010  # mypy wants a method


def _around_later(owner: type, name: str, look: Any) -> None:
    """Judge at the call, as all else; lock and lift when it is carried out."""
    original = vars(owner)[name]
    waits = owner.__name__.startswith("Async")

    @wraps(original)
    def stream(*args: Any, **kwargs: Any) -> Any:
        passage = look(*args, **kwargs)
        inner = original(*args, **kwargs)
        return inner if passage is None else _streamed(passage, inner)

    @wraps(original)
    def stream_later(*args: Any, **kwargs: Any) -> Any:
        passage = look(*args, **kwargs)
        inner = original(*args, **kwargs)
        return inner if passage is None else _streamed_later(passage, inner)

    @wraps(original)
    def copy(*args: Any, **kwargs: Any) -> Any:
        passage = look(*args, **kwargs)
        inner = original(*args, **kwargs)
        return inner if passage is None else _copied(passage, inner)

    @wraps(original)
    def copy_later(*args: Any, **kwargs: Any) -> Any:
        passage = look(*args, **kwargs)
        inner = original(*args, **kwargs)
        return inner if passage is None else _copied_later(passage, inner)

    ways = {("stream", False): stream, ("stream", True): stream_later}
    ways |= {("copy", False): copy, ("copy", True): copy_later}
    setattr(owner, name, ways[name, waits])


def _opened(passage: Any) -> Any:
    return passage.open_to_user() if isinstance(passage, Passage) else passage


@asynccontextmanager
async def _opened_later(passage: Any) -> Any:
    if isinstance(passage, Passage):
        async with passage.open_to_user():
            yield
    else:
        with passage:
            yield


def _streamed(passage: Any, inner: Any) -> Iterator[Any]:
    with _opened(passage):
        yield from inner


async def _streamed_later(passage: Any, inner: Any) -> Any:
    async with _opened_later(passage):
        async for row in inner:
            yield row


@contextmanager
def _copied(passage: Any, inner: Any) -> Iterator[Any]:
    with _opened(passage), inner as copy:
        yield copy


@asynccontextmanager
async def _copied_later(passage: Any, inner: Any) -> Any:
    async with _opened_later(passage), inner as copy:
        yield copy


def _text(cursor: Any, query: Any) -> str:
    if hasattr(query, "as_bytes"):  # sql.Composable
        return as_text(query.as_bytes(cursor))
    if isinstance(query, bytes | bytearray):
        return as_text(query)
    from psycopg import sql

    return sql.as_string(query, cursor)  # a template string
