"""Record each statement twice: what is about to be sent, and how it ended; and each cell that ran.

Whoever sends SQL calls `intent` before and `outcome` after. In prod nothing is sent that
cannot be recorded.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from jupyter_guard.errors import JournalFailed
from jupyter_guard.policy.model import Connection, Environment, Tier, Verdict

from .hidden import Hidden, conceal
from .session_journal import SessionJournal
from .statement_rows import intent_of, outcome_of, target_in_words, text_of

if TYPE_CHECKING:
    from jupyter_guard.journal.writer import Place

    from .cells import CellLog
    from .guard import Guard


class Token(NamedTuple):
    """Statements that were announced, for `outcome`."""

    places: tuple[Place, ...]
    texts: tuple[str, ...]  # as they are recorded


class Recorder:
    """The journal of one kernel."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._journal = SessionJournal(
            lambda: guard.last_seen[0].journal, lambda: self._hidden.conceal(str(guard.notebook))
        )
        self._hidden = Hidden(guard.shell.user_ns)
        self._cell = ""
        self._cells: CellLog | None = None
        self._running: Any = None  # what IPython told of the cell that runs
        self._request: object = None

    def start_cell(self, info: Any) -> None:
        """Remember the cell that the statements to come belong to, and log it."""
        request = _request(self._guard.shell)
        if self._running is not None and request == self._request:
            return  # run by a cell, with %%capture or %run say: it belongs to that one
        self._running, self._request = info, request
        self._cell = info.cell_id or _version(info.raw_cell)
        self._hidden.look_again()
        policy, tag = self._guard.last_seen
        if not policy.journal.cells or self._guard.off:
            return
        if self._cells is None:
            from .cells import CellLog

            self._cells = CellLog(self._journal.append, self._hidden, self._guard.shell)
        source, version = info.raw_cell, _version(info.raw_cell)
        if policy.journal.masks(tag.environment.tier):
            from .sources import without_literals

            source = without_literals(source, _dialect(tag.environment))
        place, environment = str(self._guard.notebook), tag.environment.name
        try:
            self._cells.start(info, source, self._cell, version, place, environment)
        except JournalFailed as error:
            self._journal.say(error)

    def end_cell(self, result: Any) -> None:
        """Log how the cell ended."""
        running = self._running
        # After an interrupt IPython may tell of the cell by another object.
        if running is None or (result.info is not running and result.info.raw_cell != running.raw_cell):
            return
        self._running = None
        if self._cells is None:
            return
        self._hidden.look_again()
        try:
            self._cells.end(result)
        except JournalFailed as error:
            self._journal.say(error)

    def intent(
        self,
        verdicts: Sequence[Verdict],
        connection: Connection,
        *,
        route: str,
        send: bool,
        parameters: Iterable[str] = (),
        target: str = "",
        unlock: str = "",
    ) -> Token:
        """Record statements before they are sent, or that they were refused (`send` is False).

        `connection.url` has its references resolved, or is ''; `target` says in its place where
        the statements go. Raises JournalFailed where prod's cannot be recorded.
        """
        from jupyter_guard.journal.statements import INTENT

        policy, tag = self._guard.last_seen
        keeping, hidden = policy.journal, self._hidden.of(connection.url)
        texts = tuple(text_of(verdict, connection.dialect, keeping, hidden) for verdict in verdicts)
        common = {
            "tag": tag.environment.name,
            "connection": connection.name,
            "dialect": connection.dialect,
            "target": conceal(target, hidden) if target else target_in_words(connection.url),
            "route": route,
            "unlock": unlock,
            "parameters": list(parameters),
            "notebook": conceal(str(self._guard.notebook), hidden),
            "cell": self._cell,
            "execution_count": self._execution_count(),
        }
        bodies = [
            intent_of(verdict, text, keeping, hidden) | common | {"sent": send}
            for verdict, text in zip(verdicts, texts, strict=True)
        ]
        try:
            return Token(self._journal.append([(INTENT, body) for body in bodies]), texts)
        except JournalFailed as error:
            if send and not self._guard.off and any(v.environment.tier is Tier.PROD for v in verdicts):
                raise JournalFailed(_blocked(error, connection)) from None
            self._journal.say(error)
        return Token((), texts)

    def outcome(
        self,
        token: Token,
        *,
        rows: Sequence[int | None] = (),
        seconds: Sequence[float | None] = (),
        error: BaseException | None = None,
    ) -> None:
        """Record how the statements of `token` ended; rows and seconds are one per statement."""
        from jupyter_guard.journal.statements import OUTCOME

        if not token.places:
            return
        entries = []
        for index, place in enumerate(token.places):
            ended = outcome_of(token.texts, index, rows, seconds, error)
            entries.append((OUTCOME, {"session": place.session, "intent": place.seq, **ended._asdict()}))
        try:
            self._journal.append(entries)
        except JournalFailed as failure:
            # It was sent, so its result is due; the next intent blocks.
            self._journal.say(failure)

    def note(self, kind: str, body: dict[str, Any], *, must: bool = False) -> None:
        """Record something that is no statement; raises JournalFailed only where it `must` be recorded."""
        common = {"notebook": self._hidden.conceal(str(self._guard.notebook)), "cell": self._cell}
        told = {k: self._hidden.conceal(v) if isinstance(v, str) else v for k, v in body.items()}
        try:
            self._journal.append([(kind, told | common)])
        except JournalFailed as error:
            if must:
                raise
            self._journal.say(error)

    def close(self) -> None:
        """Let the file go."""
        self._journal.close()

    def _execution_count(self) -> int | None:
        # The shell's own number is already, or not yet, the next one, as its version has it.
        running = getattr(self._guard.shell.displayhook, "exec_result", None)
        return running.execution_count if running is not None else None


def _request(shell: Any) -> object:
    """Return what the frontend's request that runs now is called; None in a terminal."""
    parent = getattr(shell, "parent_header", None) or {}
    return parent.get("header", {}).get("msg_id")


def _dialect(environment: Environment) -> str:
    """Return the dialect of the environment's connections; where they differ, the plainest."""
    from jupyter_guard.policy.targets import dialect_of

    found = {dialect_of(url) for url in environment.connections.values()} or {"duckdb"}
    return found.pop() if len(found) == 1 else "plain"


def _version(source: str) -> str:
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()


def _blocked(error: JournalFailed, connection: Connection) -> str:
    return (
        f"Nothing was sent to {connection.name or 'the database'}: prod wants a record of every statement. "
        f"{error}\nMake room or mend the permissions there, then run the cell again."
    )
