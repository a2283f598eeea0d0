"""The connections of one kernel: which of them a line means, and the databases that are open."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from jupyter_guard.errors import GuardError, UsageError
from jupyter_guard.policy.model import Connection, Effect
from jupyter_guard.policy.policy import LOCAL
from jupyter_guard.policy.targets import target_of

from .catalogs import Catalogs
from .passing import judged_already

if TYPE_CHECKING:
    from jupyter_guard.databases import Call, Database, Estimate, Table

    from .guard import Guard
    from .judging import Judged


class Connections:
    """Finds connections and keeps their databases open from cell to cell."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._open: dict[str, tuple[str, bool, Database]] = {}
        self.catalogs = Catalogs()

    def names(self) -> list[str]:
        """Return the connections that the environment in force has."""
        return sorted(self._guard.tag.environment.connections) or [LOCAL]

    def find(self, name: str) -> Connection:
        """Return the connection called `name`, or the only one for ''; its URL keeps its references.

        Raises PolicyError or UsageError.
        """
        policy = self._guard.policy
        if self._guard.problem is not None:
            raise self._guard.problem
        if "://" in name:  # not repeated: it may hold a password
            raise UsageError(
                "A URL is not taken here, so that no password stands in a notebook. Name it in guard.toml: "
                '[environments.dev] connections.NAME = "URL", with ${keyring:service/user} for the password.'
            )
        return policy.connection(name or self._only(), self._guard.tag.environment)

    def tables(self, name: str) -> tuple[Table, ...]:
        """Return the tables that a connection sees, as far as they are known without waiting for long."""
        connection = self.find(name)
        held = self._open.get(connection.name)
        return self.catalogs.tables(connection, held[2] if held else None)

    def database(self, name: str, url: str) -> Database | None:
        """Return the open database of a connection, if it is the one that `url` leads to."""
        held = self._open.get(name)
        return held[2] if held and target_of(held[0]) == target_of(url) else None

    def open(self, connection: Connection, *, read_only: bool) -> Database:
        """Return the database of `connection`, whose references are resolved; opened anew where that differs.

        Raises ConnectionFailed.
        """
        from jupyter_guard.databases import open_database

        name, url = connection.name, connection.url
        held = self._open.get(name)
        if held is not None:
            if held[:2] == (url, read_only):
                return held[2]
            self.close(name)
        database = open_database(connection, url, read_only=read_only)
        self._open[name] = (url, read_only, database)
        return database

    def close(self, name: str) -> None:
        """Let the database of a connection go."""
        _, _, database = self._open.pop(name)
        database.close()

    def in_transaction(self, name: str) -> bool:
        """Say whether a transaction that a cell began on that connection is still open."""
        held = self._open.get(name)
        return held is not None and held[2].in_transaction

    def strength(self, judged: Judged) -> str:
        """Return how many locks hold on the connection of a text, or '' where none should."""
        from .strength import of_database, wanted_in

        connection = judged.connection
        database = self.database(connection.name, connection.url)
        # What is in memory is nobody else's: there is nothing to lock.
        if database is None or not wanted_in(judged.environment) or target_of(connection.url).in_memory:
            return ""
        return of_database(connection.dialect, database).short()

    def estimate(self, judged: Judged) -> tuple[Estimate | None, ...]:
        """Ask the planner how much each read would return; None where it does not say."""
        return tuple(self._estimate(judged, call) for call in judged.calls)

    def _estimate(self, judged: Judged, call: Call) -> Estimate | None:
        if call.effect is not Effect.READ or not judged.allowed:
            return None
        from jupyter_guard.databases import open_database

        connection = judged.connection
        held = self._open.get(connection.name)
        try:
            with judged_already():
                if held is not None and target_of(connection.url).in_memory:
                    return held[2].estimate(call, judged.values)
                # A connection of its own: the user's may be within a transaction.
                with contextlib.closing(open_database(connection, connection.url, read_only=True)) as own:
                    return own.estimate(call, judged.values)
        except GuardError:
            return None  # a dry run tells what it can

    def _only(self) -> str:
        names = self.names()
        if len(names) > 1:
            raise UsageError(f"Which connection? Name one: %%guarded_sql {' | '.join(names)}.")
        return names[0]
