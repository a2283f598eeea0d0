"""MySQL's protocol in Python, as PyMySQL and its asynchronous relatives speak it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from jupyter_guard.policy.model import Effect
from jupyter_guard.policy.targets import Target

from .patching import as_text, before

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

_QUERY = 3
_HARMLESS = frozenset({1, 2, 9, 14})  # quit, another database, statistics, ping
_OWN = frozenset({"SET AUTOCOMMIT = 0", "SET AUTOCOMMIT = 1"})  # what the drivers say when they connect


def guard_commands(
    gate: Gate, connection: type, where: Callable[[Any], tuple[str, str, str]], route: str
) -> None:
    """Guard the method by which `connection` sends a command; `where` gives host, port, database."""

    def look(self: Any, command: int = 0, sql: Any = "", *args: Any, **kwargs: Any) -> Any:
        if command in _HARMLESS:
            return None
        text = as_text(sql)
        if command == _QUERY:
            return None if text in _OWN else gate.check(text, "mysql", lambda: [target(self)], route)
        return gate.check_effect(
            Effect.ADMIN, f"MySQL command {command}", "mysql", lambda: [target(self)], route
        )

    def target(self: Any) -> Target:
        host, port, database = where(self)
        return Target("mysql", ((host or "?").lower(),), port=port, database=database)

    before(connection, "_execute_command", look)
