"""Every database that SQLAlchemy has a dialect for, through its own driver; and its engines and connections.

The guard has no read-only lock for these: the judgement of the text and the role hold.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from jupyter_guard.errors import ConnectionFailed

from .dbapi import Aside, DriverConnection
from .driver_errors import said_by
from .interrupts import interruptible
from .model import DEFAULT, Call, Column, Estimate, Fetch, Outcome, Table
from .served import Opening
from .transactions import is_inside


class Alchemy:
    """A database behind an SQLAlchemy engine; one connection of it, in autocommit, kept open."""

    def __init__(
        self,
        name: str,
        engine: sqlalchemy.Engine,
        dialect: str,
        *,
        given: bool = False,
        aside: Aside = contextlib.nullcontext,
    ) -> None:
        self._name = name
        self._given = given  # by the notebook, whose other connections live on
        self._aside = aside
        self._engine = engine
        self._dialect = dialect
        self._connection: sqlalchemy.Connection | None = None
        self._driver: DriverConnection | None = None

    @classmethod
    def at(cls, name: str, url: str, dialect: str) -> Alchemy:
        """Return the database at `url`; raises ConnectionFailed without showing any of it."""
        answer = ""
        try:
            return cls(name, sqlalchemy.create_engine(url), dialect)
        except NoSuchModuleError:
            answer = f"SQLAlchemy has no dialect for {dialect}; install the package that brings it"
        except ModuleNotFoundError as error:
            answer = f"the driver is not installed: pip install {error.name}"
        except (ArgumentError, ValueError):
            answer = "SQLAlchemy cannot read the URL; in a password @ : / ? # % are to be percent-encoded"
        raise ConnectionFailed(f"{name}: {answer}.")

    @property
    def locks(self) -> str:
        """Return "none": SQLAlchemy has no lock that all engines share."""
        return "none"

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open, where the driver says so."""
        return self._driver is not None and self._driver.in_transaction

    def run(
        self, calls: Sequence[Call], values: Mapping[str, object], fetch: Fetch = DEFAULT
    ) -> tuple[Outcome, ...]:
        """Send the statements in order and stop at the first that fails."""
        return self._open().run(calls, values, fetch)

    def cancel(self) -> None:
        """Ask the driver to stop what runs."""
        if self._driver is not None:
            self._driver.cancel()

    def estimate(self, call: Call, values: Mapping[str, object]) -> Estimate:
        """Return an empty estimate: there is no common way to ask for one."""
        return Estimate()

    def explain(self, call: Call, values: Mapping[str, object]) -> str:
        """Return the engine's plan for a read, as text, without running it."""
        return self._open().explain(call, values)

    def catalog(self) -> tuple[Table, ...]:
        """Return the tables and views of the default schema, by name."""
        self._open()
        if self._connection is None:
            return ()
        found = sqlalchemy.inspect(self._connection)
        schema = found.default_schema_name or ""
        tables = [("table", name) for name in found.get_table_names()]
        views = [("view", name) for name in found.get_view_names()]
        return tuple(
            Table(
                schema,
                name,
                "view" if kind == "view" else "table",
                tuple(Column(c["name"], str(c["type"])) for c in found.get_columns(name)),
            )
            for kind, name in sorted([*tables, *views], key=lambda pair: pair[1])
        )

    def close(self) -> None:
        """End the connection."""
        connection, self._connection, self._driver = self._connection, None, None
        if connection is not None:
            with contextlib.suppress(SQLAlchemyError):
                connection.close()
        if not self._given:
            self._engine.dispose()

    def _connected(self) -> sqlalchemy.Connection:
        """Return a connection of the engine; its driver may wait for the server without a look at Ctrl-C."""
        if self._engine.dialect.name == "sqlite":  # its connections belong to the thread that opened them
            return self._engine.connect()
        opening = Opening()
        return interruptible(lambda: opening.opened(self._engine.connect), lambda: None, leave=opening.leave)

    def _open(self) -> DriverConnection:
        if self._driver is None:
            answer = ""
            try:
                connection = self._connected()
                commits = False
                # A dialect that cannot says so in its own way: duckdb-engine has no such attribute.
                with contextlib.suppress(SQLAlchemyError, NotImplementedError, AttributeError):
                    connection = connection.execution_options(isolation_level="AUTOCOMMIT")
                    commits = True
                self._driver = AlchemyConnection(
                    self._name, connection, self._dialect, self._aside, commits=commits
                )
                self._connection = connection
            except SQLAlchemyError as error:
                answer = said_by(error)
            if answer:
                password = self._engine.url.password
                told = answer.replace(str(password), "…") if password else answer
                raise ConnectionFailed(f"{self._name}: it cannot be opened: {told}")
        if self._driver is None:
            raise ConnectionFailed(f"{self._name}: it cannot be opened.")
        return self._driver


class AlchemyConnection(DriverConnection):
    """A connection of SQLAlchemy, which keeps its own account of its transaction."""

    def __init__(
        self,
        name: str,
        connection: sqlalchemy.Connection,
        dialect: str,
        aside: Aside = contextlib.nullcontext,
        *,
        commits: bool = False,  # each statement by itself, whatever SQLAlchemy's own account says
    ) -> None:
        raw = connection.connection.dbapi_connection
        super().__init__(name, raw, dialect, _style(connection), aside)
        self._alchemy, self._commits = connection, commits
        self._in_place = isinstance(raw, sqlite3.Connection)  # which belongs to the thread that opened it

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open: as the driver says, for a text may have ended SQLAlchemy's."""
        said = is_inside(self._connection)
        return said if said is not None else not self._commits and self._alchemy.in_transaction()

    def _commit(self) -> None:
        with self._aside():
            self._alchemy.commit()
        super()._commit()

    def _roll_back(self) -> None:
        self._alchemy.rollback()
        super()._roll_back()

    def _execute(self, text: str, parameters: Any) -> int:
        options: Any = {} if parameters else {"no_parameters": True}  # else some drivers look for % in it
        answer = self._alchemy.exec_driver_sql(text, parameters or None, execution_options=options)
        self._cursor = answer.cursor
        return int(answer.rowcount)

    def _execute_many(self, text: str, rows: Sequence[Sequence[object]]) -> None:
        self._alchemy.exec_driver_sql(text, [tuple(row) for row in rows])


def _style(connection: sqlalchemy.Connection) -> str:
    return str(connection.dialect.paramstyle)
