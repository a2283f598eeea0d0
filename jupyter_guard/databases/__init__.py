"""Send judged statements to a database and bring back what it answers.

One module per engine, loaded when a connection of that dialect is opened: importing this
package loads no driver and no pandas. What arrives here was judged; it is sent as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from jupyter_guard.errors import ConnectionFailed
from jupyter_guard.policy import Connection, Effect

if TYPE_CHECKING:
    import pandas

__all__ = ["Call", "Database", "Outcome", "open_database"]


@dataclass(frozen=True)
class Call:
    """One judged statement, ready to send."""

    text: str  # the very string that was judged; sent once, unchanged
    names: tuple[str, ...] = ()  # bound parameters in the order of the placeholders
    effect: Effect = Effect.UNKNOWN  # not said counts as writing


@dataclass(frozen=True)
class Outcome:
    """What the database answered to one Call."""

    frame: pandas.DataFrame | None = field(repr=False)  # None where the statement returns no rows
    rows: int | None  # returned or changed, None where the engine does not say
    more: bool  # max_rows stopped the fetch
    seconds: float
    note: str = ""  # what the user should know besides, such as a session that was lost


class Database(Protocol):
    """A connection that opens itself when the first batch comes."""

    @property
    def locks(self) -> str:
        """What the engine itself holds against writing, or "none"."""

    def run(
        self, calls: Sequence[Call], values: Mapping[str, object], *, max_rows: int | None = None
    ) -> tuple[Outcome, ...]:
        """Send the statements in order and stop at the first that fails.

        Raises ConnectionFailed or StatementFailed, in the user's terms. After a
        KeyboardInterrupt the running statement is cancelled and the database still usable.
        """

    def close(self) -> None:
        """Let everything go; a later `run` would open it again."""


def open_database(connection: Connection, url: str, *, read_only: bool) -> Database:
    """Return the database at `url`, whose references are resolved; nothing is opened yet.

    `read_only` takes the engine's tightest lock. Raises ConnectionFailed for a URL that
    cannot be used, a dialect that has no module here, or a driver that is not installed.
    """
    engine = _ENGINES.get(connection.dialect)
    if engine is None:
        known = ", ".join(sorted(_ENGINES))
        raise ConnectionFailed(
            f"{connection.name}: there is no way yet to send SQL to {connection.dialect}; known are {known}."
        )
    try:
        return engine.load()(connection.name, url, read_only)
    except ImportError as error:
        missing = str(error)
    raise ConnectionFailed(
        f"{connection.name}: the driver for {connection.dialect} cannot be loaded ({missing}).\n"
        f"Run: pip install {engine.package}"
    )


def _duckdb() -> Callable[[str, str, bool], Database]:
    from .duckdb import DuckDB

    return DuckDB


def _sqlite() -> Callable[[str, str, bool], Database]:
    from .sqlite import SQLite

    return SQLite


def _postgresql() -> Callable[[str, str, bool], Database]:
    from .postgresql import PostgreSQL

    return PostgreSQL


@dataclass(frozen=True)
class _Engine:
    load: Callable[[], Callable[[str, str, bool], Database]]
    package: str  # what brings the driver


_ENGINES = {
    "duckdb": _Engine(_duckdb, '"jupyter-guard"'),
    "postgres": _Engine(_postgresql, '"jupyter-guard[postgres]"'),
    "sqlite": _Engine(_sqlite, '"jupyter-guard"'),
}
