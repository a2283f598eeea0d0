"""The connections of one kernel: which of them a line means, and the databases that are open."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING

from jupyter_guard.errors import GuardError, UsageError
from jupyter_guard.policy.model import Connection, Effect
from jupyter_guard.policy.policy import LOCAL
from jupyter_guard.policy.targets import target_of

from . import finding
from .catalogs import Catalogs
from .holding import without_interrupt
from .passing import judged_already
from .uncollected import uncollected

if TYPE_CHECKING:
    from jupyter_guard.databases import Call, Database, Estimate, Table

    from .guard import Guard
    from .judging import Judged
    from .objects import NotebookObject


class Connections:
    """Finds connections and keeps their databases open from cell to cell."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._open: dict[str, tuple[str, bool, Database]] = {}
        self._objects: dict[str, tuple[NotebookObject, Database]] = {}
        self.catalogs = Catalogs()

    def names(self) -> list[str]:
        """Return the connections that the environment in force has."""
        return sorted(self._guard.tag.environment.connections) or [LOCAL]

    def variables(self) -> list[str]:
        """Return the variables of the notebook that hold a connection."""
        return finding.variables(self._guard)

    def find(self, name: str) -> Connection:
        """Return the connection that `name` says: of guard.toml, a URL, or a variable; '' is the only one.

        A URL keeps its references. Raises PolicyError or UsageError.
        """
        return finding.find(self._guard, name or self._only())

    def ready(self, name: str) -> Connection:
        """Return the same with the references of its URL resolved; raises ConnectionFailed, too."""
        connection = self.find(name)
        if "${" not in connection.url:
            return connection
        from jupyter_guard.databases.secrets import resolve

        url = resolve(connection.url)
        if finding.is_url(name):  # its host may have been a reference
            return finding.by_url(self._guard, url)
        found = self._guard.policy.at(connection, url, self._guard.tag.environment)
        return replace(found, url=url)

    def tables(self, name: str) -> tuple[Table, ...]:
        """Return the tables that a connection sees, as far as they are known without waiting for long."""
        connection = self.find(name)
        if not connection.url:
            return ()  # nothing is sent aside on a connection of the notebook's
        held = self._open.get(connection.name)
        return self.catalogs.tables(connection, held[2] if held else None)

    def listing(self, connection: Connection) -> tuple[Table, ...]:
        """Return the tables that a connection sees now; raises UsageError or ConnectionFailed."""
        if not connection.url:
            raise UsageError(
                f"{connection.name} is a connection of the notebook, where the guard asks nothing by itself. "
                "Select from its catalog, such as information_schema.tables."
            )
        held = self._open.get(connection.name)
        return self.catalogs.listed(connection, held[2] if held else None)

    def database(self, name: str, url: str) -> Database | None:
        """Return the open database of a connection, if it is the one that `url` leads to."""
        held = self._open.get(name)
        return held[2] if held and target_of(held[0]) == target_of(url) else None

    def open(self, connection: Connection, *, read_only: bool) -> Database:
        """Return the database of `connection`, whose references are resolved; opened anew where that differs.

        Raises ConnectionFailed.
        """
        if not connection.url:
            return self._of_variable(connection)
        from jupyter_guard.databases import open_database

        name, url = connection.name, connection.url
        held = self._open.get(name)
        if held is not None:
            if held[:2] == (url, read_only):
                return held[2]
            self.close(name)
        with without_interrupt(), uncollected():  # the first one loads pandas
            database = open_database(connection, url, read_only=read_only)
        self._open[name] = (url, read_only, database)
        return database

    def close(self, name: str) -> None:
        """Let the database of a connection go."""
        _, _, database = self._open.pop(name)
        database.close()

    def start_cell(self) -> None:
        """Let objects go that the notebook has let go."""
        for name, (held, database) in list(self._objects.items()):
            if self._guard.shell.user_ns.get(name) is not held.thing:
                del self._objects[name]
                database.close()

    def in_transaction(self, connection: Connection) -> bool:
        """Say whether a transaction that a cell began on that connection is still open."""
        held = self._open.get(connection.name) if connection.url else None
        of_variable = None if connection.url else self._objects.get(connection.name)
        database = held[2] if held else of_variable[1] if of_variable else None
        with judged_already():
            return database is not None and database.in_transaction

    def strength(self, judged: Judged) -> str:
        """Return how many locks hold on the connection of a text, or '' where none should."""
        from .strength import of_database, of_targets, wanted_in

        connection = judged.connection
        if not wanted_in(judged.environment) or judged.exempt:
            return ""
        if not connection.url:
            return of_targets(self._guard.gate, connection.targets)
        database = self.database(connection.name, connection.url)
        # What is in memory is nobody else's: there is nothing to lock.
        if database is None or target_of(connection.url).in_memory:
            return ""
        return of_database(connection.dialect, database).short()

    def estimate(self, judged: Judged) -> tuple[Estimate | None, ...]:
        """Ask the planner how much each read would return; None where it does not say."""
        return tuple(self._estimate(judged, call) for call in judged.calls)

    def _estimate(self, judged: Judged, call: Call) -> Estimate | None:
        connection = judged.connection
        if call.effect is not Effect.READ or not judged.allowed or not connection.url:
            return None
        from jupyter_guard.databases import open_database

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

    def _of_variable(self, connection: Connection) -> Database:
        with without_interrupt():
            from jupyter_guard.databases.objects import database_of

        name = connection.name
        found = finding.of_variable(self._guard, name)
        held = self._objects.get(name)
        if held is not None and found is not None and held[0].thing is found.thing:
            return held[1]
        if found is None:
            raise UsageError(f"{name} is no connection any more.")
        with without_interrupt():
            database = database_of(name, found.thing, found.dialect, judged_already)
        self._objects[name] = (found, database)
        return database

    def _only(self) -> str:
        names = self.names()
        if len(names) > 1:
            raise UsageError(f"Which connection? Name one: %%guarded_sql {' | '.join(names)}.")
        return names[0]
