"""ClickHouse Connect: the backends by which its clients send, over HTTP or to an engine in the process."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from clickhouse_connect.driver._backend.http_sync import HttpSyncBackend

from jupyter_guard.policy.model import Effect
from jupyter_guard.policy.targets import Target

from .importing import when_imported
from .patching import as_text, before

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

ROUTE = "ClickHouse Connect"
_TEXTS = ("execute_command", "execute_raw_query", "execute_raw_stream")
_LATER = {  # module -> class, loaded when it is needed
    "clickhouse_connect.driver._backend.http_async": "HttpAsyncBackend",
    "clickhouse_connect.driver._backend.chdb_backend": "ChdbBackend",
}


def install(gate: Gate) -> None:
    """Guard each backend; the two that need other packages once they are imported."""
    _guard(gate, HttpSyncBackend)
    for module in _LATER:
        when_imported(module, lambda name: _guard(gate, getattr(sys.modules[name], _LATER[name])))


def _guard(gate: Gate, backend: type) -> None:
    def check(self: Any, text: Any) -> Any:
        return gate.check(as_text(text), "clickhouse", lambda: [_target(self)], ROUTE)

    def look(self: Any, text: Any = "", *args: Any, **kwargs: Any) -> Any:
        return check(self, text)

    def look_at_query(self: Any, context: Any, runtime: Any, prepped_query: Any, *args: Any) -> Any:
        return check(self, prepped_query)

    def look_at_insert(self: Any, context: Any, *args: Any, **kwargs: Any) -> Any:
        return look_at_table(self, context.table)

    def look_at_table(self: Any, table: Any = None, *args: Any, **kwargs: Any) -> Any:
        name = str(table or "?")
        return gate.check_effect(
            Effect.WRITE,
            f"insert() into {name}",
            "clickhouse",
            lambda: [_target(self)],
            ROUTE,
            writes=(name,),
        )

    for name in _TEXTS:
        before(backend, name, look)
    before(backend, "execute_query", look_at_query)
    before(backend, "execute_data_insert", look_at_insert)
    before(backend, "execute_raw_insert", look_at_table)


def _target(backend: Any) -> Target:
    url = getattr(backend, "url", "")
    if not url:  # chDB: the engine runs in this process
        path = str(backend.connection_string).partition("?")[0].removeprefix("file:")
        return Target("clickhouse", path="" if path in ("", ":memory:") else path)
    parts = urlsplit(str(url))
    return Target("clickhouse", ((parts.hostname or "?").lower(),), port=str(parts.port or ""))
