"""Why a statement may not run, in words."""

from __future__ import annotations

from .model import Effect, Environment, Statement


def why_not(statement: Statement, environment: Environment) -> str:
    """Say why an environment does not allow a statement."""
    limit = f"{environment.name} allows up to {environment.limit.name}"
    cause = f" ({statement.cause})" if statement.cause else ""
    if statement.effect is Effect.UNKNOWN:
        return f"It is not understood{cause}, and {limit}."
    tables = f" to {', '.join(statement.writes)}" if statement.writes else ""
    return f"It is {_article(statement.effect)}{tables}{cause}, and {limit}."


def _article(effect: Effect) -> str:
    words = {
        Effect.READ: "a READ",
        Effect.SESSION: "a SESSION change",
        Effect.WRITE: "a WRITE",
        Effect.SCHEMA: "a SCHEMA change",
        Effect.ADMIN: "an ADMIN statement",
    }
    return words.get(effect, effect.name)
