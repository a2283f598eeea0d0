"""DuckDB: files are opened for one batch of statements and let go; memory stays.

A file that is open for writing shuts every other process out, so it is opened read-only
unless the batch writes. Only while temporary tables, settings and the like exist is the
read-only handle kept from batch to batch, because they would be gone with it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb

from jupyter_guard.errors import GuardError, StatementFailed
from jupyter_guard.policy import Effect

from . import catalogs
from .duckdb_batch import Batch, in_transaction, roll_back
from .duckdb_files import open_file, prepare
from .embedded import check_file, read_url
from .fetching import Meter
from .interrupts import go_on, interruptible
from .model import DEFAULT, Call, Estimate, Fetch, Outcome, Table
from .plans import EXPLAIN, duckdb_estimate
from .values import bound

_STATE = """
SELECT 'temporary table ' || table_name FROM duckdb_tables() WHERE temporary
UNION ALL SELECT 'temporary view ' || view_name FROM duckdb_views() WHERE temporary AND NOT internal
UNION ALL SELECT 'macro ' || function_name FROM duckdb_functions()
    WHERE database_name = 'temp' AND NOT internal
UNION ALL SELECT 'prepared statement ' || name FROM duckdb_prepared_statements()
UNION ALL SELECT 'variable ' || name FROM duckdb_variables()
UNION ALL SELECT 'attached ' || database_name FROM duckdb_databases() WHERE NOT internal
UNION ALL SELECT 'the setting ' || name || ' = ' || value FROM duckdb_settings()
    WHERE name NOT IN ('schema', 'search_path')
"""
_SEARCH_PATH = "SELECT current_setting('search_path')"
_UNFINISHED = (
    "The transaction of this cell was not ended, so it was rolled back: a DuckDB file is let go "
    "after each cell.\nPut BEGIN and COMMIT into one cell."
)


class DuckDB:
    """A DuckDB file, or a database in memory."""

    def __init__(self, name: str, url: str, read_only: bool) -> None:
        self._path, asked = read_url(name, url, "access_mode", "read_only")
        self._name = name
        self._read_only = read_only or asked
        self._kept: duckdb.DuckDBPyConnection | None = None
        self._running: Batch | None = None
        self._baseline: frozenset[str] = frozenset()
        self._state: frozenset[str] = frozenset()  # what the kept handle holds for the session
        self._search_path = ""  # as USE set it, which holds from batch to batch

    @property
    def locks(self) -> str:
        """What the engine itself holds against writing."""
        return "read-only file" if self._read_only and self._path else "none"

    def run(
        self, calls: Sequence[Call], values: Mapping[str, object], fetch: Fetch = DEFAULT
    ) -> tuple[Outcome, ...]:
        """Send the statements in order and stop at the first that fails."""
        parameters = [bound(call.names, values) for call in calls]
        writes = not self._read_only and any(call.effect > Effect.SESSION for call in calls)
        created = bool(self._path) and check_file(self._name, self._path, calls, writes=writes)
        meter = Meter(fetch.progress)

        def work() -> tuple[Outcome, ...]:
            lost: frozenset[str] = frozenset()
            if writes and self._path:
                lost = self._state
                self.close()
            batch = Batch(self._open(writes), calls, parameters, fetch, meter)
            return self._run(batch, calls, lost, created=created, writes=writes)

        # The file is opened and let go in the same thread: DuckDB loses a Ctrl-C that comes meanwhile.
        return interruptible(work, self.cancel, time_limit=fetch.time_limit, tick=meter.tick)

    def _run(
        self, batch: Batch, calls: Sequence[Call], lost: frozenset[str], *, created: bool, writes: bool
    ) -> tuple[Outcome, ...]:
        """Run an opened batch; keep the handle that holds session state, and let any other go."""
        connection = batch.connection
        try:
            if any(call.effect is Effect.SESSION for call in calls) and connection is not self._kept:
                self._baseline = _session_state(connection)
            self._running = batch
            go_on()
            outcomes = batch.run()
            lost |= self._finish(connection, calls, writes=writes)
        except BaseException as error:
            self._abandon(connection, created=created and batch.done == 0)
            if lost and isinstance(error, GuardError):
                error.args = (f"{error}\n{_lost(lost)}",)
            raise
        finally:
            self._running = None
        if not lost:
            return outcomes
        *earlier, last = outcomes
        return (*earlier, replace(last, note=" ".join(filter(None, (last.note, _lost(lost))))))

    @property
    def in_transaction(self) -> bool:
        """Whether a BEGIN waits for its COMMIT; a file is let go after each batch, so never there."""
        return self._kept is not None and in_transaction(self._kept)

    def cancel(self) -> None:
        """Ask the engine to stop what runs."""
        running = self._running
        if running is not None:
            running.interrupt()

    def estimate(self, call: Call, values: Mapping[str, object]) -> Estimate:
        """Ask the planner what a read would return, without running it."""
        return duckdb_estimate(self._plan(EXPLAIN, call, values))

    def explain(self, call: Call, values: Mapping[str, object]) -> str:
        """Return the engine's plan for a read, as text, without running it."""
        return self._plan("EXPLAIN ", call, values)

    def catalog(self) -> tuple[Table, ...]:
        """Return the tables and views of this database, by schema and name."""
        (outcome,) = self.run([Call(catalogs.DUCKDB, effect=Effect.READ)], {})
        return catalogs.tables_of(outcome.tuples())

    def _plan(self, verb: str, call: Call, values: Mapping[str, object]) -> str:
        asked = call._replace(text=f"{verb}{call.text}", effect=Effect.READ)
        (outcome,) = self.run([asked], values)
        return str(outcome.tuples()[0][1])

    def close(self) -> None:
        """Let everything go; what is in memory is gone."""
        if self._kept is not None:
            self._kept.close()
        self._kept, self._state = None, frozenset()

    def _open(self, writes: bool) -> duckdb.DuckDBPyConnection:
        if self._kept is not None:
            return self._kept
        if self._path:
            connection = open_file(self._name, self._path, read_only=not writes)
            if self._search_path:
                self._use(connection)
            return connection
        self._kept = duckdb.connect(":memory:")
        prepare(self._kept)
        return self._kept

    def _use(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Look for names where the last USE said, or raise StatementFailed before anything goes elsewhere."""
        try:
            connection.execute(f"SET search_path = '{self._search_path.replace(chr(39), chr(39) * 2)}'")
        except duckdb.Error as error:
            connection.close()
            path, self._search_path = self._search_path, ""
            raise StatementFailed(
                f"USE {path} holds no longer, so nothing was sent: {str(error).splitlines()[0]}\n"
                "The file is opened anew for each cell that writes. Say USE again, or run it without that."
            ) from None

    def _finish(
        self, connection: duckdb.DuckDBPyConnection, calls: Sequence[Call], *, writes: bool
    ) -> frozenset[str]:
        """Keep the handle that holds session state, close any other; return the state that is lost."""
        if not self._path:
            return frozenset()
        if roll_back(connection):
            raise StatementFailed(_UNFINISHED)
        state = self._state
        if any(call.effect is Effect.SESSION for call in calls):
            state = _session_state(connection) - self._baseline
            row = connection.execute(_SEARCH_PATH).fetchone()
            self._search_path = str(row[0]) if row else ""
        if state and not writes:
            self._kept, self._state = connection, state
            return frozenset()
        self._kept, self._state = None, frozenset()
        connection.close()
        return state

    def _abandon(self, connection: duckdb.DuckDBPyConnection, *, created: bool) -> None:
        """Leave no transaction, no handle and no new empty file behind a batch that failed."""
        roll_back(connection)
        if connection is not self._kept:
            connection.close()
        if created:
            with contextlib.suppress(OSError):
                Path(self._path).unlink()


def _session_state(connection: duckdb.DuckDBPyConnection) -> frozenset[str]:
    return frozenset(row[0] for row in connection.execute(_STATE).fetchall() if row[0])


def _lost(state: Collection[str]) -> str:
    # One setting moves others along, so the list is cut; what was made by hand comes first.
    named = sorted(state, key=lambda text: (text.startswith("the setting"), text))
    more = f" and {len(named) - 3} more" if len(named) > 3 else ""
    verb = "is" if len(named) == 1 else "are"
    return f"{', '.join(named[:3])}{more} {verb} gone: to write, the file had to be opened anew."
