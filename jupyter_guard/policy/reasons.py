"""Why a statement may not run and what to do about it, in words."""

from __future__ import annotations

from collections.abc import Iterable

from .model import Effect, Environment, Statement
from .pasted import advice


def why_not(statement: Statement, environment: Environment) -> str:
    """Say why an environment does not allow a statement."""
    limit = f"{environment.name} allows up to {environment.limit.name}"
    cause = f" ({statement.cause})" if statement.cause else ""
    if statement.effect is Effect.UNKNOWN:
        return f"It is not understood{cause}, and {limit}."
    tables = f" to {', '.join(statement.writes)}" if statement.writes else ""
    return f"It is {_article(statement.effect)}{tables}{cause}, and {limit}."


def what_next(statement: Statement, environment: Environment, dialect: str, elsewhere: str) -> str:
    """Say what can be done; `elsewhere` is an environment in which the statement may run, or ""."""
    if mended := mending(statement):
        return mended
    ways = []
    if statement.effect is Effect.UNKNOWN:
        from .spelling import meant  # only a refusal needs it

        if instead := meant(statement, dialect):
            ways.append(f"Did you mean {instead}?")
        if statement.function:
            ways.append(
                f"If {statement.function}() only reads, say so in guard.toml: "
                f'[environments.{environment.name}] functions = ["{statement.function}"].'
            )
    if elsewhere:
        ways.append(f"Run it in {elsewhere}: %guard tag {elsewhere}, then this cell again.")
    if statement.effect is not Effect.UNKNOWN:
        ways.append("If it must happen here, keep it as a .sql file and hand that to review.")
    elif not ways:
        ways.append("Write it with statements and functions that are known to only read.")
    return " ".join(ways)


def mending(statement: Statement) -> str:
    """Say how a text that cannot be read with certainty is mended, where that is known."""
    if "is not closed" in statement.cause:
        return "Close the quote or the comment, then run the cell again."
    return advice(statement.text) if "outside of quotes" in statement.cause else ""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return a sentence with the nearest name, behind a space; '' where none is near."""
    from difflib import get_close_matches  # a kernel's start does not wait for it

    near = get_close_matches(name, list(known), n=1)
    return f" Did you mean {near[0]}?" if near else ""


def _article(effect: Effect) -> str:
    words = {
        Effect.READ: "a READ",
        Effect.SESSION: "a SESSION change",
        Effect.WRITE: "a WRITE",
        Effect.SCHEMA: "a SCHEMA change",
        Effect.ADMIN: "an ADMIN statement",
    }
    return words.get(effect, effect.name)
