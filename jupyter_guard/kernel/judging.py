"""Turn a text with `:name` parameters into judged calls; whatever fails here is UNKNOWN."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from jupyter_guard.databases import Call
from jupyter_guard.databases.sqlite_values import as_json
from jupyter_guard.databases.values import items_of
from jupyter_guard.errors import UsageError
from jupyter_guard.policy.model import Connection, Effect, Environment, Span, Statement, Verdict
from jupyter_guard.policy.policy import Policy
from jupyter_guard.policy.strictness import strictness

from .unlocks import Unlocks

if TYPE_CHECKING:
    from jupyter_guard.databases.live import Live
    from jupyter_guard.policy.namespaces import Namespace


@dataclass(frozen=True)
class Judged:
    """The verdicts on a text, and the calls that would send it."""

    connection: Connection
    environment: Environment  # the strictest in force for any of its statements
    verdicts: tuple[Verdict, ...]
    calls: tuple[Call, ...]
    values: Mapping[str, object] = field(repr=False)
    parameters: tuple[str, ...] = ()  # the variables that are bound
    unlock: str = ""  # the name of the unlock without which it would be refused
    exempt: bool = False  # whether it goes only to what is nobody else's
    frames: tuple[str, ...] = ()  # DataFrames that become temporary tables

    @property
    def allowed(self) -> bool:
        """Whether every statement may run; if one may not, none is sent."""
        return all(verdict.allowed for verdict in self.verdicts)


def judge(
    policy: Policy,
    sql: str,
    connection: Connection,
    tag: Environment,
    variables: Mapping[str, object],
    unlocks: Unlocks | None = None,
    live: Live | None = None,
) -> Judged:
    """Judge every statement of `sql` as it would be sent; `live` knows the catalogs of databases.

    Raises UsageError when there is nothing to run, a parameter has no variable, or one
    stands where nothing can be bound.
    """
    items: dict[str, tuple[str, int | None]] = {}
    frames: dict[str, None] = {}
    try:
        judge_it = _Judge(policy, connection, tag, live)
        verdicts, calls = _judge_each(judge_it, sql, variables, items, frames)
    except UsageError:
        raise
    except Exception as error:  # noqa: BLE001  # a failing guard lets nothing through
        verdicts, calls = _not_understood(policy, sql, connection, tag, error)
    if not verdicts:
        raise UsageError("There is no SQL in this cell.")
    unlock = ""
    if unlocks is not None and not all(verdict.allowed for verdict in verdicts):
        verdicts, unlock = unlocks.apply(verdicts)
    environment = max((v.environment for v in verdicts), key=strictness)
    names = dict.fromkeys(name for call in calls for name in call.names)
    if all(verdict.allowed for verdict in verdicts):
        wanted = dict.fromkeys(items[name][0] if name in items else name for name in names)
        _require([name for name in wanted if name not in variables], variables)
    values = {name: variables[name] for name in names if name in variables and name not in items}
    values |= _values_of(items, variables)
    parameters = tuple(dict.fromkeys(items[name][0] if name in items else name for name in names))
    return Judged(connection, environment, verdicts, calls, values, parameters, unlock, frames=tuple(frames))


def _values_of(
    items: Mapping[str, tuple[str, int | None]], variables: Mapping[str, object]
) -> Mapping[str, object]:
    """Return the values that stand for a variable, or for a part of it."""
    if not items:
        return {}
    from jupyter_guard.policy.parameters import WHOLE

    lists = {of: items_of(variables[of]) or [] for of in {of for of, at in items.values() if at != WHOLE}}
    found: dict[str, object] = {}
    for name, (of, at) in items.items():
        if at == WHOLE:
            found[name] = variables.get(of)  # a missing one was told, or nothing is sent
        else:
            found[name] = as_json(of, lists[of]) if at is None else lists[of][at]
    return found


def freed(judged: Judged) -> Judged:
    """Allow what goes to memory or to the temporary folder; ATTACH and its like reach beyond it."""
    reason = "It is sent to a database that is nobody else's."
    verdicts = tuple(
        verdict
        if verdict.allowed or verdict.statement.effect is Effect.ADMIN
        else verdict._replace(allowed=True, rule="exempt", reason=reason, remedy="")
        for verdict in judged.verdicts
    )
    return replace(judged, verdicts=verdicts, exempt=True)


class _Judge(NamedTuple):
    """By what a text is judged."""

    policy: Policy
    connection: Connection
    tag: Environment
    live: Live | None

    def verdicts(self, sql: str, namespace: Namespace | None = None) -> tuple[Verdict, ...]:
        """Judge a text, with the catalog of the database where guard.toml names that."""
        policy, connection, tag = self.policy, self.connection, self.tag
        if self.live is None:
            return policy.judge(sql, connection, tag, namespace)
        from .passing import judged_already

        source = self.live.source_of(policy, connection, tag)
        with judged_already():  # the question to the database is our own
            return self.live.judge(policy, sql, connection, tag, source, namespace)


def _judge_each(
    judge: _Judge,
    sql: str,
    variables: Mapping[str, object],
    items: dict[str, tuple[str, int | None]],
    frames: dict[str, None],
) -> tuple[tuple[Verdict, ...], tuple[Call, ...]]:
    from jupyter_guard.databases.frame_kinds import is_frame
    from jupyter_guard.policy.braces import bind_braces
    from jupyter_guard.policy.namespaces import UNKNOWN, after
    from jupyter_guard.policy.parameters import bind

    from .frames import frame_verdict

    def length(name: str) -> int | None:
        found = items_of(variables.get(name))
        return None if found is None else len(found)

    verdicts, calls = [], []
    namespace, connection = UNKNOWN, judge.connection
    for written in judge.verdicts(bind_braces(sql, connection.dialect)):
        bound = bind(
            written.statement.text,
            connection.dialect,
            length,
            arrays=connection.binds_lists,
            is_frame=lambda name: is_frame(variables.get(name)),
        )
        items |= bound.items
        frames |= dict.fromkeys(bound.frames)
        changed = bound.text != written.statement.text
        verdict = _judge_bound(judge, bound.text, written, namespace) if changed else written
        if bound.frames:
            verdict = frame_verdict(verdict, connection, bound.frames)
        namespace = after(verdict.statement, connection.dialect, namespace)
        verdicts.append(verdict)
        effect, reads = verdict.statement.effect, verdict.statement.reads
        calls.append(Call(bound.text, bound.names, effect, bound.pieces, bound.uses, reads))
    return tuple(verdicts), tuple(calls)


def _judge_bound(judge: _Judge, text: str, before: Verdict, namespace: Namespace) -> Verdict:
    """Judge the text that will be sent; the person is shown the one that was written."""
    verdicts = judge.verdicts(text, namespace)
    if len(verdicts) != 1:
        raise ValueError("binding changed the number of statements")
    sent = verdicts[0].statement
    shown = sent._replace(text=before.statement.text, span=before.statement.span)
    return verdicts[0]._replace(statement=shown)


def _not_understood(
    policy: Policy, sql: str, connection: Connection, tag: Environment, error: Exception
) -> tuple[tuple[Verdict, ...], tuple[Call, ...]]:
    environment = max((tag, connection.environment or tag), key=strictness)
    cause = f"the guard failed with {type(error).__name__}"
    statement = Statement(sql, Span(0, len(sql)), Effect.UNKNOWN, cause=cause)
    allowed = environment.limit >= Effect.UNKNOWN
    reason = f"It was not understood ({cause}), and {environment.name} allows up to {environment.limit.name}."
    remedy = "Write it more plainly, and please report this: the guard should never fail."
    verdict = Verdict(statement, environment, allowed, "guard-failed", reason, "" if allowed else remedy)
    return (verdict,), (Call(sql, (), Effect.UNKNOWN),)


def _require(missing: Sequence[str], variables: Mapping[str, object]) -> None:
    if not missing:
        return
    wanted = ", ".join(f":{name}" for name in missing)
    from difflib import get_close_matches

    # IPython puts functions among them: open, quit, get_ipython.
    known = {n.lower(): n for n, v in variables.items() if not n.startswith("_") and not callable(v)}
    near = get_close_matches(missing[0].lower(), known, n=1)
    way = f"Did you mean :{known[near[0]]}?" if near else f"Set it first, such as {missing[0]} = …"
    raise UsageError(f"{wanted} has no value: no variable of that name is in this notebook. {way}")
