"""Turn a text with `:name` parameters into judged calls; whatever fails here is UNKNOWN."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from jupyter_guard.databases import Call
from jupyter_guard.errors import UsageError
from jupyter_guard.policy.model import Connection, Effect, Environment, Span, Statement, Verdict
from jupyter_guard.policy.policy import Policy, strictness


@dataclass(frozen=True)
class Judged:
    """The verdicts on a text, and the calls that would send it."""

    connection: Connection
    environment: Environment  # the strictest in force for any of its statements
    verdicts: tuple[Verdict, ...]
    calls: tuple[Call, ...]
    values: Mapping[str, object] = field(repr=False)

    @property
    def allowed(self) -> bool:
        """Whether every statement may run; if one may not, none is sent."""
        return all(verdict.allowed for verdict in self.verdicts)


def judge(
    policy: Policy, sql: str, connection: Connection, tag: Environment, variables: Mapping[str, object]
) -> Judged:
    """Judge every statement of `sql` as it would be sent.

    Raises UsageError when there is nothing to run, or a parameter without a variable.
    """
    try:
        verdicts, calls = _judge_each(policy, sql, connection, tag)
    except Exception as error:  # noqa: BLE001  # a failing guard lets nothing through
        verdicts, calls = _not_understood(policy, sql, connection, tag, error)
    if not verdicts:
        raise UsageError("There is no SQL in this cell.")
    environment = max((v.environment for v in verdicts), key=strictness)
    names = dict.fromkeys(name for call in calls for name in call.names)
    if all(verdict.allowed for verdict in verdicts):
        _require(names, variables)
    values = {name: variables[name] for name in names if name in variables}
    return Judged(connection, environment, verdicts, calls, values)


def _judge_each(
    policy: Policy, sql: str, connection: Connection, tag: Environment
) -> tuple[tuple[Verdict, ...], tuple[Call, ...]]:
    from jupyter_guard.policy.parameters import bind

    verdicts, calls = [], []
    for written in policy.judge(sql, connection, tag):
        bound = bind(written.statement.text, connection.dialect)
        changed = bound.text != written.statement.text
        verdict = _judge_bound(policy, bound.text, written, connection, tag) if changed else written
        verdicts.append(verdict)
        effect = verdict.statement.effect
        calls.append(Call(bound.text, bound.names, effect, bound.pieces, bound.uses))
    return tuple(verdicts), tuple(calls)


def _judge_bound(
    policy: Policy, text: str, before: Verdict, connection: Connection, tag: Environment
) -> Verdict:
    """Judge the text that will be sent; the person is shown the one that was written."""
    verdicts = policy.judge(text, connection, tag)
    if len(verdicts) != 1:
        raise ValueError("binding changed the number of statements")
    sent = verdicts[0].statement
    shown = replace(sent, text=before.statement.text, span=before.statement.span)
    return replace(verdicts[0], statement=shown)


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


def _require(names: Mapping[str, None], variables: Mapping[str, object]) -> None:
    missing = [name for name in names if name not in variables]
    if missing:
        wanted = ", ".join(f":{name}" for name in missing)
        raise UsageError(
            f"{wanted} has no value: no variable of that name is in this notebook. "
            f"Set it first, such as {missing[0]} = …"
        )
