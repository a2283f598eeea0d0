"""The guard of one kernel: policy and tag in force, live connections, judge all and then run."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_guard.errors import GuardError, PolicyError, UsageError
from jupyter_guard.policy import places
from jupyter_guard.policy.model import Connection, Effect
from jupyter_guard.policy.policy import LOCAL, Policy
from jupyter_guard.policy.targets import target_of
from jupyter_guard.session import SessionTag, Tag

from .catalogs import Catalogs
from .recording import Recorder, Token
from .unlocks import Unlocks

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from jupyter_guard.databases import Call, Database, Estimate, Fetch, Outcome, Table

    from .judging import Judged


_GLANCE = 0.05  # seconds between two looks for reads, which every environment allows
_LOOK = 0.2  # seconds between two looks at guard.toml within one cell; a look costs as much as a statement
_judged: ContextVar[bool] = ContextVar("jupyter_guard_judged", default=False)


def is_judged() -> bool:
    """Whether what is sent at this moment comes from the guard itself, which judged it before."""
    return _judged.get()


@contextlib.contextmanager
def judged_already() -> Iterator[None]:
    """Send what was judged: the gate lets it pass as it is."""
    token = _judged.set(True)
    try:
        yield
    finally:
        _judged.reset(token)


class Guard:
    """What one kernel knows about where it is."""

    def __init__(
        self,
        shell: InteractiveShell,
        notebook: Path,
        folder: Path | None,
        kernel_id: str,
        *,
        switched_off: bool = False,
    ) -> None:
        self.shell = shell
        self.notebook = notebook
        self.problem: PolicyError | None = None  # why guard.toml cannot be used
        self._folder, self._kernel_id = folder, kernel_id
        self._policy: Policy | None = None
        self._stamp: object = None
        self._look_again = 0.0
        self._session: SessionTag | None = None
        self._databases: dict[str, tuple[str, bool, Database]] = {}
        self._switched_off = switched_off
        self._catalogs = Catalogs()
        self._glanced: tuple[Policy, str] | None = None
        self._glance_again = 0.0
        self.recorder = Recorder(self)
        self.unlocks = Unlocks()

    @property
    def is_shown(self) -> bool:
        """Whether a server part of ours is there, which lets the editor show where the session is."""
        return self._folder is not None

    @property
    def off(self) -> bool:
        """Whether the guard was switched off and guard.toml lets it be."""
        return self._switched_off and self.policy.off_allowed and self.problem is None

    @property
    def policy(self) -> Policy:
        """The policy in force; a guard.toml that changed is read again, a broken one locks all."""
        if self._policy is not None and time.monotonic() < self._look_again:
            return self._policy
        stamp = self._stamp_now()
        self._look_again = time.monotonic() + _LOOK
        if self._policy is None or stamp != self._stamp:
            self._policy, self.problem = self._load()
            self._stamp = self._stamp_now()
            if self._session is not None:
                self._session.renew(self._policy)
        return self._policy

    @property
    def tag(self) -> Tag:
        """The tag in force."""
        return self._tagged().current()

    @property
    def last_seen(self) -> tuple[Policy, Tag]:
        """Policy and tag as the last judgement found them, without another look at guard.toml."""
        if self._policy is None or self._session is None:
            return self.policy, self.tag
        return self._policy, self._session.current()

    def glance(self) -> object:
        """Return what stays the same object while policy and tag do, looked at now and then."""
        now = time.monotonic()
        if now >= self._glance_again:
            policy, name = self.policy, self.tag.environment.name
            if self._glanced is None or self._glanced[0] is not policy or self._glanced[1] != name:
                self._glanced = policy, name
            self._glance_again = now + _GLANCE
        return self._glanced

    def start_cell(self, info: Any) -> None:
        """Let a lower tag come into force; called before each cell."""
        self._look_again = self._glance_again = 0.0
        if self._session is not None:
            self._session.start_cell()
        self.recorder.start_cell(info)
        if self.unlocks.some:
            from .unlocking import note_those_over

            note_those_over(self)

    def set_tag(self, name: str) -> Tag:
        """Tag the session with the environment called `name`."""
        self._tagged().set(self.policy.environment(name), "chosen with %guard tag")
        self._glance_again = 0.0
        return self.tag

    def connection_names(self) -> list[str]:
        """Return the connections that the environment in force has."""
        return sorted(self.tag.environment.connections) or [LOCAL]

    def connection(self, name: str) -> Connection:
        """Return the connection called `name`, or the only one for ''; its URL keeps its references.

        Raises PolicyError or UsageError.
        """
        policy = self.policy
        if self.problem is not None:
            raise self.problem
        if "://" in name:  # not repeated: it may hold a password
            raise UsageError(
                "A URL is not taken here, so that no password stands in a notebook. Name it in guard.toml: "
                '[environments.dev] connections.NAME = "URL", with ${keyring:service/user} for the password.'
            )
        return policy.connection(name or self._only_connection(), self.tag.environment)

    def tables(self, connection_name: str) -> tuple[Table, ...]:
        """Return the tables that a connection sees, as far as they are known without waiting for long."""
        connection = self.connection(connection_name)
        held = self._databases.get(connection.name)
        return self._catalogs.tables(connection, held[2] if held else None)

    def judge(
        self,
        sql: str,
        connection_name: str,
        variables: Mapping[str, object],
        compose: Callable[[str, str], str] | None = None,
    ) -> Judged:
        """Judge all of `sql` for a connection, with `:name` bound to the value of that variable.

        `compose` makes the text that is meant from the one that was written and the dialect.
        """
        from jupyter_guard.databases.secrets import resolve

        from .judging import judge

        connection = self.connection(connection_name)
        policy, tag = self.policy, self.tag.environment
        url = resolve(connection.url)
        if url != connection.url:  # with its references resolved it may lead elsewhere
            connection = policy.at(connection, url, tag)
        sql = compose(sql, connection.dialect) if compose else sql
        return judge(policy, sql, replace(connection, url=url), tag, variables, self.unlocks)

    def run(self, judged: Judged, wanted: Fetch) -> tuple[Outcome, ...]:
        """Send what was judged and allowed: each text once, exactly as it was judged, and recorded.

        `wanted` says how the rows come; the environment bounds them, too.
        """
        token = self._announce(judged, send=True)
        try:
            outcomes = self._send(judged, wanted)
        except BaseException as error:
            self.recorder.outcome(token, error=error)
            raise
        self.recorder.outcome(token, rows=[o.rows for o in outcomes], seconds=[o.seconds for o in outcomes])
        return outcomes

    def refuse(self, judged: Judged) -> None:
        """Record that nothing of what was judged is sent."""
        self._announce(judged, send=False)

    def database(self, connection_name: str, url: str) -> Database | None:
        """Return the open database of a connection, if it is the one that `url` leads to."""
        held = self._databases.get(connection_name)
        return held[2] if held and target_of(held[0]) == target_of(url) else None

    def strength(self, judged: Judged) -> str:
        """Return how many locks hold on the connection of a text, or '' where none should."""
        from .strength import of_database, wanted_in

        connection = judged.connection
        database = self.database(connection.name, connection.url)
        # What is in memory is nobody else's: there is nothing to lock.
        if database is None or not wanted_in(judged.environment) or target_of(connection.url).in_memory:
            return ""
        return of_database(connection.dialect, database).short()

    def in_transaction(self, connection_name: str) -> bool:
        """Say whether a transaction that a cell began on that connection is still open."""
        held = self._databases.get(connection_name)
        return held is not None and held[2].in_transaction

    def _announce(self, judged: Judged, *, send: bool) -> Token:
        return self.recorder.intent(
            judged.verdicts,
            judged.connection,
            route="guarded_sql",
            send=send,
            parameters=judged.parameters,
            unlock=judged.unlock,
        )

    def estimate(self, judged: Judged) -> tuple[Estimate | None, ...]:
        """Ask the planner how much each read would return; None where it does not say."""
        return tuple(self._estimate(judged, call) for call in judged.calls)

    def _send(self, judged: Judged, wanted: Fetch) -> tuple[Outcome, ...]:
        # What is in memory has no lock to take, and would be gone if it were opened anew.
        kept = target_of(judged.connection.url).in_memory
        locked = not self.off and not judged.unlock and not kept
        read_only = locked and judged.environment.limit < Effect.WRITE
        database = self._database(judged.connection, read_only)
        limits = judged.environment
        bounds = [rows for rows in (wanted.max_rows, limits.max_rows) if rows is not None]
        fetch = replace(
            wanted,
            max_rows=min(bounds, default=None),
            dtypes=wanted.dtypes or self.policy.dtypes,
            time_limit=limits.time_limit,
            variables=self.shell.user_ns,
        )
        listing = (
            self._catalogs.quiet() if judged.connection.dialect == "duckdb" else contextlib.nullcontext()
        )
        try:
            with judged_already(), listing:
                outcomes = database.run(judged.calls, judged.values, fetch)
        finally:
            if judged.unlock and not kept:
                self._close(judged.connection.name)  # the next batch opens it read-only again
        if any(call.effect not in (Effect.READ, Effect.WRITE) for call in judged.calls):
            self._catalogs.forget()
        return outcomes

    def _estimate(self, judged: Judged, call: Call) -> Estimate | None:
        if call.effect is not Effect.READ or not judged.allowed:
            return None
        from jupyter_guard.databases import open_database

        connection = judged.connection
        held = self._databases.get(connection.name)
        try:
            with judged_already():
                if held is not None and target_of(connection.url).in_memory:
                    return held[2].estimate(call, judged.values)
                # A connection of its own: the user's may be within a transaction.
                with contextlib.closing(open_database(connection, connection.url, read_only=True)) as own:
                    return own.estimate(call, judged.values)
        except GuardError:
            return None  # a dry run tells what it can

    def _database(self, connection: Connection, read_only: bool) -> Database:
        from jupyter_guard.databases import open_database

        name, url = connection.name, connection.url
        held = self._databases.get(name)
        if held is not None:
            if held[:2] == (url, read_only):
                return held[2]
            self._close(name)
        database = open_database(connection, url, read_only=read_only)
        self._databases[name] = (url, read_only, database)
        return database

    def _close(self, name: str) -> None:
        _, _, database = self._databases.pop(name)
        database.close()

    def _only_connection(self) -> str:
        names = self.connection_names()
        if len(names) > 1:
            raise UsageError(f"Which connection? Name one: %%guarded_sql {' | '.join(names)}.")
        return names[0]

    def _tagged(self) -> SessionTag:
        policy = self.policy
        if self._session is None:
            notebook = self.notebook if self.notebook.suffix == ".ipynb" else None
            self._session = SessionTag(policy, notebook, self._folder, self._kernel_id)
        return self._session

    def _load(self) -> tuple[Policy, PolicyError | None]:
        try:
            return Policy.load(self.notebook), None
        except PolicyError as error:
            from jupyter_guard.policy.config import locked

            return locked(), error

    def _stamp_now(self) -> object:
        """Return what changes when a guard.toml in force, or the trust in it, changes."""
        project = places.find_project_file(self.notebook)
        known = set(self._policy.files if self._policy else ())
        files = sorted(known | ({project} if project else set()))
        return [(str(f), _modified(f)) for f in files], places.trust_stamp()


def _modified(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
