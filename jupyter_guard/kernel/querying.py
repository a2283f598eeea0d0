"""Run one cell of `%%guarded_sql`: compose, judge, send, show, and put the results where they belong."""

from __future__ import annotations

import time
from collections.abc import Mapping, MutableMapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_guard.errors import StatementBlocked, StatementFailed, UsageError
from jupyter_guard.policy import Effect
from jupyter_guard.policy.magic_line import MagicLine

from . import scope
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

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._results: MutableMapping[str, Any] = guard.shell.user_ns
        self.saved: dict[str, SavedQuery] = {}

    def run(self, request: MagicLine, sql: str) -> Any:
        """Run the SQL of a cell as its line asks; return what the cell shows.

        Raises UsageError, StatementBlocked, ConnectionFailed or StatementFailed.
        """
        try:
            return self._run(request, sql)
        except Interrupted:
            raise
        except KeyboardInterrupt:  # while it was judged, or asked about, or shown
            raise Interrupted("cancelled") from None

    def _run(self, request: MagicLine, sql: str) -> Any:
        if request.condition and (skipped := _skipped(request.condition, self._variables)):
            print(skipped)
            return None
        self._check_order(request)
        if request.lists:
            return self._list(request, sql)
        to_save: list[SavedQuery] = []
        judged = self._judge(request, sql, to_save)
        _refuse_client_words(request, judged)
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
        except KeyboardInterrupt as error:
            progress.fail("interrupted")
            raise Interrupted(self._after(judged, error, inside=inside)) from None
        except BaseException:
            progress.fail("failed")
            raise
        self.saved |= {query.name: query for query in to_save}
        return self._give(request, judged, outcomes, progress)

    def _check_order(self, request: MagicLine) -> None:
        """Raise UsageError for `warehouse << orders`, which puts the result into `warehouse`."""
        names = self._guard.connections.names()
        if request.result in names and request.connection not in (*names, ""):
            raise UsageError(
                f"The name of the result stands before <<: {request.connection} << {request.result}. "
                f"There is no connection {request.connection!r}."
            )

    @property
    def _variables(self) -> Mapping[str, Any]:
        return scope.variables(self._guard.shell)

    def _after(self, judged: Judged, error: KeyboardInterrupt, *, inside: bool) -> str:
        """Return what holds after Ctrl-C, in one line."""
        changes = any(verdict.statement.effect > Effect.SESSION for verdict in judged.verdicts)
        holds = str(getattr(error, "holds", ""))
        left = getattr(error, "left", False) and not judged.connection.url
        parts = ["the query did not stop within ten seconds" if left else "cancelled"]
        if self._guard.connections.in_transaction(judged.connection):
            parts.append("the transaction is still open")
        elif inside and not holds:
            parts.append("the open transaction was rolled back")
        if getattr(error, "ended", False) and changes:
            parts[0] = "it had ended just before, and what it changed is kept"
        if holds:
            parts.append(holds[0].lower() + holds[1:].rstrip("."))
        name = judged.connection.name
        return "; ".join(
            [*parts, f"{name} is busy until its driver comes back" if left else f"{name} can be used again"]
        )

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
        self._results[request.result] = frame
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
        from jupyter_guard.databases import Fetch, Outcome

        wanted = Fetch(request.limit, request.dtypes, parquet=_new_file(request.parquet), progress=progress)
        try:
            return self._guard.run(judged, wanted)
        except StatementFailed as error:
            from .foreign import foreign
            from .nearest import nearest

            reads = [table for verdict in judged.verdicts for table in verdict.statement.reads]
            tables = self._guard.connections.tables(request.connection)
            hint = nearest(str(error), reads, tables, self._variables, self.saved)
            hint = hint or foreign(str(error), error.done or 0, judged, self._variables)
            kept = self._keep([each for each in error.outcomes if isinstance(each, Outcome)])
            error.args = ("\n".join(filter(None, (str(error), hint, kept))),)
            raise

    def _give(
        self, request: MagicLine, judged: Judged, outcomes: Sequence[Outcome], progress: ProgressLine
    ) -> Any:
        """Show the receipt, and put the results where they belong; return what the cell shows."""
        from .plans import explains
        from .receipts import Receipt

        each = [result for outcome in outcomes for result in (outcome, *outcome.further)]
        frames = [o.frame for o in each if o.frame is not None]
        last: Any = frames[-1] if frames else each[-1].file
        is_plan = bool(frames) and (request.explain or (not request.result and explains(judged, last)))
        if request.profile and frames:
            from .profiling import profile

            last = profile(last)
        elif is_plan:
            from .plans import plan_of

            last = plan_of(last)
        open_now = self._guard.connections.in_transaction(judged.connection)
        receipt = Receipt.of(
            judged,
            each,
            request.result,
            in_transaction=open_now,
            unguarded=self._guard.off,
            locks="" if judged.unlock else self._guard.connections.strength(judged),
            shows="plan" if is_plan else "",
            notes=self._remarks(judged),
        )
        progress.end(receipt)
        for said in [said for outcome in outcomes for said in outcome.said]:
            print(said)
        if len(each) > 1:
            self._results[RESULTS] = tuple(o.rows if o.frame is None else o.frame for o in each)
        if not request.result:
            return last if frames else None
        self._results[request.result] = last
        return None

    def _keep(self, outcomes: Sequence[Outcome]) -> str:
        """Put the results before an error where those of several statements are, and say so."""
        if all(outcome.frame is None for outcome in outcomes):
            return ""
        self._results[RESULTS] = tuple(o.rows if o.frame is None else o.frame for o in outcomes)
        return f"The results before it are in {RESULTS}."

    def _remarks(self, judged: Judged) -> list[str]:
        """Return what a text makes one think of that ran all the same."""
        if not any("':" in v.statement.text or "'%:" in v.statement.text for v in judged.verdicts):
            return []
        from .foreign import quoted_variables

        return quoted_variables(judged, self._variables)

    def _refuse(self, judged: Judged) -> None:
        from . import display

        self._guard.refuse(judged)
        refusal = display.Refusal.of(judged, self._guard.connections.strength(judged))
        display.show(refusal)
        raise StatementBlocked(refusal.headline, judged.verdicts)


def _refuse_client_words(request: MagicLine, judged: Judged) -> None:
    texts = [verdict.statement.text.lstrip() for verdict in judged.verdicts]
    if any(text.startswith(("\\", ".", "-", "/", "c", "C", "d", "D")) for text in texts):
        from .client_words import refuse_client_words  # not for each first cell

        refuse_client_words(texts, request.connection, judged.connection.dialect)


def _skipped(name: str, variables: Mapping[str, Any]) -> str:
    """Return why --if skips the cell, or ''; raises UsageError where nobody can tell."""
    try:
        if variables.get(name):
            return ""
    except ValueError:  # an array, a DataFrame
        kind = type(variables[name]).__name__
        raise UsageError(
            f"--if {name}: a {kind} is neither true nor false; set a variable first, such as len({name}) > 0."
        ) from None
    from jupyter_guard.policy.reasons import did_you_mean

    known = [n for n, value in variables.items() if not n.startswith("_") and not callable(value)]
    return f"Skipped: {name} is not true.{'' if name in variables else did_you_mean(name, known)}"


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
