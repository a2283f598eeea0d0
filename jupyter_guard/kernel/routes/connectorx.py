"""connectorx: the functions that its `read_sql` looks up when it is called."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import nullcontext
from functools import wraps
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import connectorx

from jupyter_guard.databases.postgres_options import merged
from jupyter_guard.errors import PolicyError
from jupyter_guard.kernel.locks import MYSQL
from jupyter_guard.kernel.passing import is_judged
from jupyter_guard.policy.targets import Target, dialect_of, target_of

from .patching import Look, before

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

ROUTE = "connectorx"
_BEFORE = "pre_execution_queries"
_POOLER = "unsupported startup parameter"


def install(gate: Gate) -> None:
    """Guard reading by one query, by partitions and across databases."""

    def look(
        conn: Any,
        return_type: Any = "",
        protocol: Any = None,
        queries: Any = None,
        partition_query: Any = None,
        pre_execution_queries: Any = None,
        **kwargs: Any,
    ) -> Any:
        ranged = [partition_query["query"]] if partition_query else []
        return _check(gate, str(conn), [*(pre_execution_queries or ()), *(queries or ()), *ranged])

    def look_across(query: Any, databases: Any = None, *args: Any, **kwargs: Any) -> None:
        for url in (databases or {"": "?"}).values():
            _check(gate, str(url), [query])

    def look_one(conn: Any, query: Any = None, *args: Any, **kwargs: Any) -> Any:
        query = query or kwargs.get("partition_query") or ""
        return _check(gate, str(conn), [query["query"] if isinstance(query, dict) else query])

    _locking(gate, "_read_sql", look, takes_more=True)
    before(connectorx, "_read_sql2", look_across)
    _locking(gate, "_partition_sql", look_one)
    _locking(gate, "_get_meta", look_one)
    low = sys.modules["connectorx.connectorx"]  # in Rust; whoever calls that itself
    for name in ("read_sql", "read_sql2", "partition_sql", "get_meta"):
        setattr(low, name, getattr(connectorx, f"_{name}"))


def _locking(gate: Gate, name: str, look: Look, *, takes_more: bool = False) -> None:
    """Let the gate see a call, which opens connections of its own, and have the engine lock those.

    `takes_more` says that the function can be given statements to send first.
    """
    original: Callable[..., Any] = getattr(connectorx, name)

    @wraps(original)
    def locked(conn: Any, *args: Any, **kwargs: Any) -> Any:
        sent, target = look(conn, *args, **kwargs), _target(str(conn))
        lifted = is_judged() or bool(getattr(sent, "unlocked", False))
        if lifted or not gate.wants_lock(lambda: [target]):
            with sent or nullcontext():
                return original(conn, *args, **kwargs)
        more = dict(kwargs)
        if target.dialect == "mysql" and takes_more:
            more[_BEFORE] = [MYSQL.lock, *(kwargs.get(_BEFORE) or ())]
        with sent or nullcontext():
            try:
                return original(_read_only(conn, target), *args, **more)
            except RuntimeError as error:
                if _POOLER not in str(error):
                    raise
                return original(conn, *args, **kwargs)  # only the judgement of the text holds there

    setattr(connectorx, name, locked)


def _read_only(conn: Any, target: Target) -> Any:
    """Return a PostgreSQL URL with the lock behind the user's own startup options."""
    if target.dialect != "postgres":
        return conn
    parts = urlsplit(str(conn))
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    options["options"] = merged(options.get("options", ""))
    return parts._replace(query=urlencode(options, quote_via=quote)).geturl()


def _check(gate: Gate, url: str, queries: Any) -> Any:
    target, sent = _target(url), None
    for query in queries:
        sent = gate.check(str(query), target.dialect, lambda: [target], ROUTE)
    return sent if len(queries) == 1 else None


def _target(url: str) -> Target:
    try:
        dialect_of(url)
    except PolicyError:
        return Target("plain", ("?",))
    if url.startswith("sqlite:") and not url.startswith("sqlite:///"):
        return Target("sqlite", path=url.removeprefix("sqlite:").removeprefix("//"))
    return target_of(url)
