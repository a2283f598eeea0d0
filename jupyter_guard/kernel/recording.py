"""Record each statement twice: what is about to be sent, and how it ended.

Whoever sends SQL calls `intent` before and `outcome` after. In prod nothing is sent that
cannot be recorded.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from jupyter_guard import __version__
from jupyter_guard.errors import ConnectionFailed, JournalFailed, PolicyError
from jupyter_guard.policy.keeping import Keeping
from jupyter_guard.policy.model import Connection, Environment, Tier, Verdict

if TYPE_CHECKING:
    from jupyter_guard.journal.statements import Outcome
    from jupyter_guard.journal.writer import Place, Writer

    from .cells import CellLog
    from .guard import Guard

_LONGEST = 20_000  # characters of a statement that are kept
_ROWS_TO_PRUNE = 5_000  # written since the journal was last kept to its size


@dataclass(frozen=True)
class Token:
    """Statements that were announced, for `outcome`."""

    places: tuple[Place, ...]
    texts: tuple[str, ...]  # as they are recorded


class Recorder:
    """The journal of one kernel."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._writer: Writer | None = None
        self._cell = ""
        self._cells: CellLog | None = None
        self._rows, self._prune_at = 0, 0  # the first row prunes what earlier sessions left
        self._said = False  # that there is no record
        self._variables: tuple[int, list[tuple[str, str]]] | None = None  # their number, and the secret ones

    def start_cell(self, info: Any) -> None:
        """Remember the cell that the statements to come belong to, and log it."""
        self._cell = info.cell_id or _version(info.raw_cell)
        self._variables = None
        policy, tag = self._guard.last_seen
        if not policy.journal.cells or self._guard.off:
            return
        if self._cells is None:
            from .cells import CellLog

            self._cells = CellLog(self._append, self._conceal, self._guard.shell.user_ns)
        source, version = info.raw_cell, _version(info.raw_cell)
        if policy.journal.masks(tag.environment.tier):
            from .sources import without_literals

            source = without_literals(source, _dialect(tag.environment))
        place, environment = str(self._guard.notebook), tag.environment.name
        try:
            self._cells.start(info, source, self._cell, version, place, environment)
        except JournalFailed as error:
            self._say(error)

    def end_cell(self, result: Any) -> None:
        """Log how the cell ended."""
        if self._cells is None:
            return
        try:
            self._cells.end(result)
        except JournalFailed as error:
            self._say(error)

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
        keeping = policy.journal
        hidden = self._secrets(connection.url)
        texts = tuple(_text(verdict, connection.dialect, keeping, hidden) for verdict in verdicts)
        common = {
            "tag": tag.environment.name,
            "connection": connection.name,
            "dialect": connection.dialect,
            "target": _conceal(target, hidden) if target else target_in_words(connection.url),
            "route": route,
            "unlock": unlock,
            "parameters": list(parameters),
            "notebook": str(self._guard.notebook),
            "cell": self._cell,
            "execution_count": self._execution_count(),
        }
        bodies = [
            _intent(verdict, text, keeping, hidden) | common | {"sent": send}
            for verdict, text in zip(verdicts, texts, strict=True)
        ]
        try:
            return Token(self._append([(INTENT, body) for body in bodies]), texts)
        except JournalFailed as error:
            if send and not self._guard.off and any(v.environment.tier is Tier.PROD for v in verdicts):
                raise JournalFailed(_blocked(error, connection)) from None
            self._say(error)
        return Token((), texts)

    def note(self, kind: str, body: dict[str, Any], *, must: bool = False) -> None:
        """Record something that is no statement; raises JournalFailed only where it `must` be recorded."""
        common = {"notebook": str(self._guard.notebook), "cell": self._cell}
        hidden = self._secrets("")
        told = {k: _conceal(v, hidden) if isinstance(v, str) else v for k, v in body.items()}
        try:
            self._append([(kind, told | common)])
        except JournalFailed as error:
            if must:
                raise
            self._say(error)

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
            ended = _ended(token, index, rows, seconds, error)
            entries.append((OUTCOME, {"session": place.session, "intent": place.seq, **vars(ended)}))
        try:
            self._append(entries)
        except JournalFailed as failure:
            # It was sent, so its result is due; the next intent blocks.
            self._say(failure)

    def close(self) -> None:
        """Let the file go."""
        if self._writer is not None:
            self._writer.close()

    def _append(self, entries: Sequence[tuple[str, dict[str, Any]]]) -> tuple[Place, ...]:
        if self._writer is None:
            from jupyter_guard.journal import places
            from jupyter_guard.journal.writer import Writer

            about = {"notebook": str(self._guard.notebook), **_about()}
            self._writer = Writer(places.journal_folder(), self._guard.policy.journal, about)
        written = self._writer.append(*entries)
        self._said = False
        self._rows += len(entries)
        if self._rows > self._prune_at:
            self._prune_at = self._rows + _ROWS_TO_PRUNE
            threading.Thread(target=self._prune, daemon=True).start()
        return written

    def _prune(self) -> None:
        import sqlite3

        from jupyter_guard.journal import places, retention

        # Another kernel may prune at the same time; what is left over now goes the next time.
        with suppress(OSError, sqlite3.Error):
            retention.prune(places.journal_folder(), self._guard.last_seen[0].journal)

    def _execution_count(self) -> int | None:
        # The shell's own number is already, or not yet, the next one, as its version has it.
        running = getattr(self._guard.shell.displayhook, "exec_result", None)
        return running.execution_count if running is not None else None

    def _secrets(self, url: str) -> list[tuple[str, str]]:
        from jupyter_guard.journal import secrets

        # To look through all variables takes as long as to write a row: once a cell, or when one came.
        if self._variables is None or self._variables[0] != len(os.environ):
            self._variables = len(os.environ), secrets.from_variables()
        return [*secrets.from_url(url), *self._variables[1]]

    def _conceal(self, text: str) -> str:
        return _conceal(text, self._secrets(""))

    def _say(self, error: JournalFailed) -> None:
        if not self._said:
            print(f"jupyter_guard: {error} What runs now is not recorded.", file=sys.stderr)
        self._said = True


@lru_cache(maxsize=32)  # asked for each statement
def target_in_words(url: str) -> str:
    """Return where a URL with its references resolved leads to, without user, password and options."""
    from jupyter_guard.policy.targets import target_of

    if not url:
        return ""
    try:
        target, parts = target_of(url), urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except (PolicyError, ValueError):
        return ""
    if not target.hosts:
        return f"{target.dialect}:///{target.path or ':memory:'}"
    return f"{target.dialect}://{','.join(target.hosts)}{port}{parts.path}"


def _intent(
    verdict: Verdict, text: str, keeping: Keeping, hidden: Sequence[tuple[str, str]]
) -> dict[str, Any]:
    statement, environment = verdict.statement, verdict.environment
    masked = keeping.masks(environment.tier)
    reason = _conceal(verdict.reason, hidden)
    return {
        "text": text,
        "masked": masked,
        "effect": statement.effect.name,
        "reads": list(statement.reads),
        "writes": list(statement.writes),
        "allowed": verdict.allowed,
        "rule": verdict.rule,
        # A reason may quote the place that was not understood.
        "reason": re.sub(r"'.*'", "'…'", reason) if masked else reason,
        "environment": environment.name,
        "tier": environment.tier.name,
    }


def _text(verdict: Verdict, dialect: str, keeping: Keeping, hidden: Sequence[tuple[str, str]]) -> str:
    text = verdict.statement.text.strip()
    if keeping.masks(verdict.environment.tier):
        from jupyter_guard.policy.masking import mask

        text = mask(text, dialect)
    text = _conceal(text, hidden)  # of all of it: half a secret is one, too
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}… ({len(text) - _LONGEST} more)"


def _ended(
    token: Token,
    index: int,
    rows: Sequence[int | None],
    seconds: Sequence[float | None],
    error: BaseException | None,
) -> Outcome:
    from jupyter_guard.journal.statements import DONE, Outcome

    if error is None:
        took = seconds[index] if index < len(seconds) else None
        return Outcome(
            DONE, rows[index] if index < len(rows) else None, None if took is None else round(took, 6)
        )
    from jupyter_guard.journal.wording import describe

    state = _state(index, len(token.places), error)
    return Outcome(state, error="" if state == DONE else describe(error, token.texts[index]))


def _state(index: int, count: int, error: BaseException) -> str:
    """Return how a statement ended whose text ended with `error`."""
    from jupyter_guard.journal.statements import DONE, FAILED, UNKNOWN, UNSENT

    done = getattr(error, "done", None)
    if isinstance(error, ConnectionFailed):
        return UNSENT
    if isinstance(done, int):
        return DONE if index < done else FAILED if index == done else UNSENT
    # Of several, or after an interrupt, nobody can tell which were carried out.
    return FAILED if count == 1 and isinstance(error, Exception) else UNKNOWN


def _about() -> dict[str, Any]:
    import getpass  # a kernel's start does not wait for these
    import platform

    user = ""
    with suppress(OSError, KeyError, ImportError):  # a user without a name
        user = getpass.getuser()
    return {
        "version": __version__,
        "python": platform.python_version(),
        "platform": f"{platform.system()} {platform.machine()}",
        "host": platform.node(),
        "user": user,
    }


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


def _conceal(text: str, hidden: Sequence[tuple[str, str]]) -> str:
    from jupyter_guard.journal.secrets import conceal

    return conceal(text, hidden)
