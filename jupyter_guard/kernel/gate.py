"""Judge and record SQL that other libraries are about to send: one function, whatever the route.

Nothing here knows a driver. What every environment allows is remembered by its text for the
rest of the cell, so that reads which are sent again pass without a look at the tag or the target.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Container, Iterable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from jupyter_guard.errors import JournalFailed
from jupyter_guard.policy.model import Connection, Effect, Environment, Span, Statement, Tier, Verdict
from jupyter_guard.policy.policy import Policy
from jupyter_guard.policy.strictness import strictest, strictness
from jupyter_guard.policy.targets import Target

from .guard import Guard
from .in_force import InForce, describe, names_tables, where_this_is
from .locks.children import Children
from .passing import is_judged, is_recorded, judged_already
from .preparing import Prepared
from .refusing import failed, judge_client, refuse
from .sent import Sent, where
from .texts import Texts

if TYPE_CHECKING:
    from jupyter_guard.databases.roles import Role

    from .locks.lock import AnyLock

Targets = Callable[[], Iterable[Target]]  # asked for only when the text alone does not answer
_ANYWHERE = Target("plain", ("?",))
_REMEMBERED = 4096  # names of targets
_RECORDED = 200  # statements of a cell that are recorded below PROD; there it is every one


class Gate:
    """Where SQL of other libraries leaves the kernel."""

    def __init__(self, guard: Guard, *, says_where: bool = True) -> None:
        self._guard = guard
        # Gives what stays the same object while policy and tag do; bound, as each read asks for it.
        self.glance = guard.glance
        self._texts = Texts(guard)
        self._in_force = InForce(guard)
        self.prepared = Prepared(guard, self._in_force)
        self._left = _RECORDED
        self._settled: object = None
        self._locks: weakref.WeakSet[AnyLock] = weakref.WeakSet()
        self._said = not says_where  # where this kernel is
        self.children = Children(guard)
        self.roles: dict[tuple[Target, str], Role] = {}  # by user, that the notebook's connections have
        self.hosts: set[str] = set()  # that guarded drivers were seen to talk to
        self.seen: dict[Target, None] = {}  # where statements went
        self.went_to: dict[str, str] = {}  # targets in words, and the environment that each counted as

    def start_cell(self, info: object = None) -> None:
        """Record anew what this cell reads."""
        self._texts.start_cell()
        self._left = _RECORDED
        self.children.settle()
        self._settle()

    def check(self, text: str, dialect: str, targets: Targets, route: str) -> Sent | None:
        """Raise StatementBlocked, and show why, if `text` may not be sent to `targets`.

        Else it is recorded, unless this cell has it already; what is returned is entered around
        the call that sends it, and records how that ended.
        """
        if text in self._texts.reads(dialect) or is_judged():
            return None
        if self._texts.has_passed(text, dialect, targets):
            return None
        sent = self._decide(
            targets,
            dialect,
            route,
            lambda policy, connection, tag: self._texts.judge(text, policy, connection, tag),
            text,
        )
        if sent is not None and sent.effect is Effect.READ:
            self._texts.remember(text, dialect, targets)
        return sent

    def check_effect(
        self,
        effect: Effect,
        what: str,
        dialect: str,
        targets: Targets,
        route: str,
        *,
        writes: tuple[str, ...] = (),
        cause: str = "",
    ) -> Sent | None:
        """Judge a call that carries no SQL by what it does; `what` says that to a person."""
        if is_judged():
            return None
        statement = Statement(what, Span(0, len(what)), effect, (), writes, cause or route)
        return self._decide(
            targets,
            dialect,
            route,
            lambda policy, connection, tag: (policy.verdict(statement, connection, tag),),
            what,
        )

    def check_client(self, what: str, distribution: str, cause: str, target: Target = _ANYWHERE) -> None:
        """Refuse a client that the guard does not see through, where prod counts."""
        if not is_judged():
            judge = partial(judge_client, what, distribution, cause)
            self._decide(lambda: [target], "plain", distribution, judge, what)

    @property
    def unguarded_clients(self) -> tuple[str, ...]:
        """The distributions that guard.toml lets be used although nothing of them is seen."""
        return self._guard.policy.unguarded_clients

    @property
    def policy(self) -> Policy:
        """The policy in force."""
        return self._guard.policy

    def tier(self) -> Tier:
        """Return the tier that the session is tagged with."""
        return Tier.DEV if self._guard.off else self._guard.tag.environment.tier

    def environments(self, targets: Iterable[Target]) -> list[Environment]:
        """Return the environments in force at `targets`; none at what is exempt."""
        return self._in_force.at(self._guard.policy, targets, self._guard.tag.environment)

    def reads(self, dialect: str) -> Container[str]:
        """Return the texts that need no look; for a route where even a call counts."""
        return self._texts.reads(dialect)

    def allows(self, effect: Effect, targets: Iterable[Target]) -> bool:
        """Say whether `effect` may happen to `targets`, without a word to the user."""
        if is_judged():
            return True
        policy, tag = self._guard.policy, self._guard.tag.environment
        environments = self._in_force.at(policy, targets, tag)
        return self._guard.off or not environments or effect <= max(environments, key=strictness).limit

    def wants_lock(self, targets: Targets) -> bool:
        """Say whether the engine itself should refuse writes to `targets`."""
        try:
            if self._guard.off:
                return False
            environments = self._in_force.at(self._guard.policy, targets(), self._guard.tag.environment)
            return bool(environments) and max(environments, key=strictness).limit < Effect.WRITE
        except Exception:  # noqa: BLE001  # a failing guard locks
            return True

    def lock_made(self, lock: AnyLock) -> None:
        """Keep sight of a lock while its connection lives; not of the guard's own connections."""
        if not is_judged():
            self._locks.add(lock)
            self.prepared.prepare(lock.targets)

    @property
    def locks(self) -> tuple[AnyLock, ...]:
        """The locks of the connections that live."""
        return tuple(self._locks)

    @property
    def unlocks_last(self) -> bool:
        """Whether any unlock lasts."""
        return bool(self._guard.unlocks.active)

    def names(self, targets: Iterable[Target]) -> tuple[str, ...]:
        """Return targets in words."""
        return tuple(dict.fromkeys(map(describe, targets)))

    def _settle(self) -> None:
        """Let each connection lock itself, or be free again, where policy or tag has changed."""
        glance = self.glance()
        if glance is not self._settled:
            self._settled = glance
            for lock in self.locks:
                lock.settle()

    def _decide(
        self,
        targets: Targets,
        dialect: str,
        route: str,
        judge: Callable[[Policy, Connection, Environment], tuple[Verdict, ...]],
        what: str,
    ) -> Sent | None:
        verdicts: tuple[Verdict, ...] = ()
        name, known, unlock = route, tuple[Target, ...](), ""
        try:
            guard = self._guard
            policy = guard.policy
            if guard.off:
                return None
            known, tag = tuple(targets()), guard.tag.environment
            name = ", ".join(dict.fromkeys(map(describe, known))) or route
            environments = self._in_force.at(policy, known, tag)
            if not environments:
                return None
            place = max(environments, key=strictness)
            if place.limit >= Effect.UNKNOWN and self._left <= 0 and not names_tables(policy):
                return None
            verdicts = judge(policy, Connection(name, dialect, place, targets=known), tag)
            if not all(verdict.allowed for verdict in verdicts):
                verdicts, unlock = guard.unlocks.apply(verdicts)
        except Exception as error:  # noqa: BLE001  # a failing guard lets nothing through
            verdicts = failed(what, error, strictest(self._guard.policy.environments.values()))
        if not all(verdict.allowed for verdict in verdicts):
            self._record(name, dialect, route, verdicts)
            refuse(name, verdicts)
        return self._announce(name, dialect, route, verdicts, known, unlock)

    def _announce(
        self,
        name: str,
        dialect: str,
        route: str,
        verdicts: tuple[Verdict, ...],
        known: tuple[Target, ...],
        unlock: str,
    ) -> Sent | None:
        place = max((v.environment for v in verdicts), key=strictness, default=None)
        if place is None:
            return None  # blank
        effect = max(v.statement.effect for v in verdicts)
        if place.tier is not Tier.PROD and self._left <= 0 and not unlock:
            return Sent(self._guard.recorder, None, effect)
        self._left -= len(verdicts)
        self._say_where(place)
        if len(self.went_to) < _REMEMBERED:
            self.went_to[name] = place.name
            self.seen.update(dict.fromkeys(known))
        self.hosts.update(host for target in known for host in target.hosts)
        if is_recorded():
            return Sent(self._guard.recorder, None, effect, unlocked=bool(unlock))
        with judged_already():  # the journal itself is a SQLite file
            token = self._guard.recorder.intent(
                verdicts,
                Connection(name, dialect, place),
                route=route,
                send=True,
                target=where(known),
                unlock=unlock,
            )
        return Sent(self._guard.recorder, token, effect, unlocked=bool(unlock))

    def _say_where(self, place: Environment) -> None:
        """Say once where this kernel is, where no server part of ours shows it."""
        if not self._said and not self._guard.is_shown:
            self._said = True
            print(where_this_is(self._guard.tag, place))

    def _record(self, name: str, dialect: str, route: str, verdicts: tuple[Verdict, ...]) -> None:
        place = max((v.environment for v in verdicts), key=strictness)
        with suppress(JournalFailed), judged_already():  # nothing is sent, recorded or not
            self._guard.recorder.intent(verdicts, Connection(name, dialect, place), route=route, send=False)
