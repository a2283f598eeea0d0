"""Run one cell of `%%guarded_sql`: compose, judge, send, show, and put the results where they belong."""

from __future__ import annotations

import time
from collections.abc import MutableMapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_guard.errors import StatementBlocked, StatementFailed, UsageError
from jupyter_guard.policy.magic_line import MagicLine

from .guard import Guard
from .progress import ProgressLine

if TYPE_CHECKING:
    from jupyter_guard.databases import Outcome
    from jupyter_guard.policy.composing import SavedQuery

    from .judging import Judged

RESULTS = "_sql"  # the variable that holds the results of a cell with several statements


class Interrupted(KeyboardInterrupt):
    """A cell that was interrupted: one line, as after Ctrl-C in a terminal, and no traceback of ours."""

    def _render_traceback_(self) -> list[str]:
        return [f"KeyboardInterrupt: {self}"]


Interrupted.__name__ = "KeyboardInterrupt"  # what notebooks and nbclient look for


class Querying:
    """The queries of one kernel: what --save keeps, and where results go."""

    def __init__(self, guard: Guard, variables: MutableMapping[str, Any]) -> None:
        self._guard, self._variables = guard, variables
        self.saved: dict[str, SavedQuery] = {}

    def run(self, request: MagicLine, sql: str) -> Any:
        """Run the SQL of a cell as its line asks; return what the cell shows.

        Raises UsageError, StatementBlocked, ConnectionFailed or StatementFailed.
        """
        if request.condition and not self._variables.get(request.condition):
            print(f"Skipped: {request.condition} is not true.")
            return None
        if request.lists:
            return self._list(request, sql)
        to_save: list[SavedQuery] = []
        judged = self._judge(request, sql, to_save)
        if request.dry_run:
            from . import dry_run

            dry_run.show(judged, self._guard.connections.estimate(judged))
            return None
        if not judged.allowed and not self._guard.off:
            self._refuse(judged)
        progress = ProgressLine(judged, self._guard.shell)
        inside = self._guard.connections.in_transaction(judged.connection)
        try:
            outcomes = self._send(request, judged, progress)
        except KeyboardInterrupt:
            progress.fail("interrupted")
            ended = inside and not self._guard.connections.in_transaction(judged.connection)
            lost = "the open transaction was rolled back, and " if ended else ""
            raise Interrupted(f"cancelled; {lost}{judged.connection.name} can be used again") from None
        except BaseException:
            progress.fail("failed")
            raise
        self.saved |= {query.name: query for query in to_save}
        return self._give(request, judged, outcomes, progress)

    def _list(self, request: MagicLine, sql: str) -> Any:
        """Return the tables or columns that there are, or put them into the variable."""
        from . import display
        from .listing import columns_of, receipt_of, tables_of

        option = "--tables" if request.tables else f"--columns {request.columns}"
        if sql.strip():
            raise UsageError(f"{option} stands in a line without SQL: %guarded_sql {option}")
        began = time.monotonic()
        connection = self._guard.connections.find(request.connection)
        tables = self._guard.connections.listing(connection)
        frame = tables_of(tables) if request.tables else columns_of(tables, request.columns)
        shown = "tables" if request.tables else f"columns of {request.columns}"
        display.show(receipt_of(self._guard, connection, request.result, shown, time.monotonic() - began))
        if not request.result:
            return frame
        self._variables[request.result] = frame
        return None

    def _judge(self, request: MagicLine, sql: str, to_save: list[SavedQuery]) -> Judged:
        if not (request.save or request.using or request.explain or request.profile):
            return self._guard.judge(sql, request.connection, self._variables)

        def compose(written: str, dialect: str) -> str:
            from jupyter_guard.policy import composing

            if request.save:
                to_save.append(composing.saved(request.save, written, dialect, request.using))
                if request.save in request.using:
                    raise UsageError(f"{request.save} cannot be built upon itself; give it another name.")
            text = composing.compose(written, request.using, self.saved, dialect)
            return composing.explained(text, dialect) if request.explain else text

        return self._guard.judge(sql, request.connection, self._variables, compose)

    def _send(self, request: MagicLine, judged: Judged, progress: ProgressLine) -> tuple[Outcome, ...]:
        from jupyter_guard.databases import Fetch

        wanted = Fetch(request.limit, request.dtypes, parquet=_new_file(request.parquet), progress=progress)
        try:
            return self._guard.run(judged, wanted)
        except StatementFailed as error:
            from .nearest import foreign, nearest

            reads = [table for verdict in judged.verdicts for table in verdict.statement.reads]
            tables = self._guard.connections.tables(request.connection)
            hint = nearest(str(error), reads, tables)
            hint = hint or foreign(str(error), error.done or 0, judged, self._variables)
            if hint:
                error.args = (f"{error}\n{hint}",)
            raise

    def _give(
        self, request: MagicLine, judged: Judged, outcomes: Sequence[Outcome], progress: ProgressLine
    ) -> Any:
        """Show the receipt, and put the results where they belong; return what the cell shows."""
        from .receipts import Receipt

        frames = [o.frame for o in outcomes if o.frame is not None]
        last: Any = frames[-1] if frames else outcomes[-1].file
        if request.profile and frames:
            from .profiling import profile

            last = profile(last)
        elif request.explain and frames:
            from .plans import plan_of

            last = plan_of(last)
        open_now = self._guard.connections.in_transaction(judged.connection)
        receipt = Receipt.of(
            judged,
            outcomes,
            request.result,
            in_transaction=open_now,
            unguarded=self._guard.off,
            locks="" if judged.unlock else self._guard.connections.strength(judged),
            shows="plan" if request.explain and frames else "",
        )
        progress.end(receipt)
        if len(outcomes) > 1:
            self._variables[RESULTS] = tuple(o.rows if o.frame is None else o.frame for o in outcomes)
        if not request.result:
            return last if frames else None
        self._variables[request.result] = last
        return None

    def _refuse(self, judged: Judged) -> None:
        from . import display

        self._guard.refuse(judged)
        refusal = display.Refusal.of(judged, self._guard.connections.strength(judged))
        display.show(refusal)
        raise StatementBlocked(refusal.headline, judged.verdicts)


def _new_file(name: str) -> Path | None:
    """Return where --to-parquet writes; raise UsageError where something stands already."""
    if not name:
        return None
    path = Path(name).expanduser().absolute()
    if path.exists():
        raise UsageError(
            f"{name} is there already, and nothing is overwritten. Remove it, or name another file."
        )
    if not path.parent.is_dir():
        raise UsageError(f"There is no folder {path.parent} for {path.name}.")
    return path
