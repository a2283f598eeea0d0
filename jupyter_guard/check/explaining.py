"""Tell how a verdict came to be, step by step."""

from __future__ import annotations

from jupyter_guard.policy.explaining import calls_of
from jupyter_guard.policy.strictness import strictness

from .found import Checked


def explained(entry: Checked) -> list[str]:
    """Return the steps of the judgement of one statement, one line each."""
    verdict, statement = entry.verdict, entry.verdict.statement
    lines = [f"found as {entry.found.route}; {'; '.join(entry.why)}"]
    if statement.reads:
        lines.append(f"reads {', '.join(statement.reads)}")
    if statement.behind:
        lines.append(f"views lead to {', '.join(statement.behind)}")
    if statement.writes:
        lines.append(f"writes {', '.join(statement.writes)}")
    if entry.found.effect is None:
        lines += calls_of(statement.text, entry.connection.dialect)
    lines.append(f"effect {statement.effect.name}: {statement.cause or 'every part of it is known to read'}")
    lines += _environment(entry)
    sign = "<=" if statement.effect <= verdict.environment.limit else ">"
    limit = f"limit of {verdict.environment.name}: {verdict.environment.limit.name}"
    lines.append(f"{limit}; {statement.effect.name} {sign} {verdict.environment.limit.name}: {verdict.rule}")
    return lines


def _environment(entry: Checked) -> list[str]:
    """Say whether a table's name made the environment stricter than tag and connection."""
    verdict, own = entry.verdict, entry.connection.environment
    if own is not None and strictness(verdict.environment) > strictness(own):
        return [f"environment {verdict.environment.name}: its tables, or the tag, are stricter"]
    return []
