"""What a SQL text does, and whether it may: pure, offline, and the only part that knows sqlglot."""

from __future__ import annotations

from .model import Connection, Effect, Environment, Span, Statement, Tier, Verdict
from .policy import Policy

__all__ = [
    "Connection",
    "Effect",
    "Environment",
    "Policy",
    "Span",
    "Statement",
    "Tier",
    "Verdict",
    "parse",
]


def parse(sql: str, dialect: str, functions: tuple[str, ...] = ()) -> tuple[Statement, ...]:
    """Return the statements of `sql` with their effects; never raises.

    `functions` are patterns of one's own functions that only read, as in guard.toml. Blank or
    comment-only text gives `()`; other text in which no statement was found gives one statement
    of effect UNKNOWN.
    """
    from . import parsing  # sqlglot takes 0.4 s to import: only once SQL is there
    from .beyond import NOTHING, Beyond

    return parsing.parse(sql, dialect, Beyond(functions) if functions else NOTHING)
