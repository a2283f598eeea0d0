"""The guard of one kernel: policy and tag in force, judge all and then run."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_guard.errors import PolicyError, UsageError
from jupyter_guard.policy import places
from jupyter_guard.policy.model import Effect
from jupyter_guard.policy.policy import Policy
from jupyter_guard.policy.strictness import strictest
from jupyter_guard.policy.targets import target_of
from jupyter_guard.session import SessionTag, Tag

from .connecting import Connections
from .passing import judged_already, recorded_already
from .recording import Recorder, Token
from .scope import variables
from .sent import where
from .unlocks import Unlocks

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from jupyter_guard.databases import Fetch, Outcome
    from jupyter_guard.databases.live import Live

    from .gate import Gate
    from .judging import Judged


_GLANCE = 0.05  # seconds between two looks for reads, which every environment allows
_LOOK = 0.2  # seconds between two looks at guard.toml within one cell; a look costs as much as a statement


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
        self._switched_off = switched_off
        self._glanced: tuple[Policy, str] | None = None
        self._glance_again = 0.0
        self.recorder = Recorder(self)
        self.unlocks = Unlocks()
        self.connections = Connections(self)
        self.gate: Gate  # what other libraries send passes there; set once it is built

    @cached_property
    def live(self) -> Live:
        """What this session knows of the functions and views of live databases."""
        from jupyter_guard.databases.live import Live  # needed once SQL is there

        return Live()

    @property
    def is_shown(self) -> bool:
        """Whether a server part of ours is there, which lets the editor show where the session is."""
        return self._folder is not None

    @property
    def session_place(self) -> tuple[Path, str] | None:
        """The folder of the server's files about its kernels, and the id of this one; None without them."""
        return (self._folder, self._kernel_id) if self._folder is not None and self._kernel_id else None

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
        self.connections.start_cell()
        if self.unlocks.some:
            from .unlocking import note_those_over

            note_those_over(self)

    def set_tag(self, name: str) -> Tag:
        """Tag the session with the environment called `name`."""
        self._tagged().set(self.policy.environment(name), "chosen with %guard tag")
        self._glance_again = 0.0
        return self.tag

    def inherit(self, name: str) -> None:
        """Take the tag of the kernel that started this process; one that is not known is the strictest."""
        with contextlib.suppress(UsageError):  # a path rule is stricter
            policy = self.policy
            environment = policy.environments.get(name) or strictest(policy.environments.values())
            self._tagged().set(environment, "as the notebook that started this process")
        self._tagged().start_cell()

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
        from .finding import is_exempt
        from .judging import freed, judge

        connection = self.connections.ready(connection_name)
        self.gate.prepared.load(connection.dialect)
        policy, tag = self.policy, self.tag.environment
        sql = compose(sql, connection.dialect) if compose else sql
        judged = judge(policy, sql, connection, tag, variables, self.unlocks, self.live)
        return freed(judged) if is_exempt(self, connection) else judged

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

    def _announce(self, judged: Judged, *, send: bool) -> Token:
        return self.recorder.intent(
            judged.verdicts,
            judged.connection,
            route="guarded_sql",
            send=send,
            parameters=judged.parameters,
            target="" if judged.connection.url else where(judged.connection.targets),
            unlock=judged.unlock,
        )

    def _send(self, judged: Judged, wanted: Fetch) -> tuple[Outcome, ...]:
        # What is in memory has no lock to take, and would be gone if it were opened anew.
        given = not judged.connection.url  # by the notebook: the gate locks it as its driver sends
        kept = given or target_of(judged.connection.url).in_memory
        locked = not self.off and not judged.unlock and not kept
        read_only = locked and judged.environment.limit < Effect.WRITE
        database = self.connections.open(judged.connection, read_only=read_only)
        limits = judged.environment
        bounds = [rows for rows in (wanted.max_rows, limits.max_rows) if rows is not None]
        fetch = replace(
            wanted,
            max_rows=min(bounds, default=None),
            dtypes=wanted.dtypes or self.policy.dtypes,
            time_limit=limits.time_limit,
            variables=variables(self.shell),
            frames=judged.frames,
        )
        own_file = judged.connection.dialect == "duckdb" and not given
        listing = self.connections.catalogs.quiet() if own_file else contextlib.nullcontext()
        try:
            with recorded_already() if given else judged_already(), listing:
                outcomes = database.run(judged.calls, judged.values, fetch)
        finally:
            if judged.unlock and not kept:
                self.connections.close(judged.connection.name)  # the next batch opens it read-only again
        if any(call.effect not in (Effect.READ, Effect.WRITE) for call in judged.calls):
            self.connections.catalogs.forget()
        if any(call.effect >= Effect.SCHEMA for call in judged.calls):
            self.live.forget(judged.connection)
        return outcomes

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
        return places.stamp(files)
