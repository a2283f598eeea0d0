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


def parse(sql: str, dialect: str) -> tuple[Statement, ...]:
    """Return the statements of `sql` with their effects; never raises.

    Blank or comment-only text gives `()`; other text in which no statement was found
    gives one statement of effect UNKNOWN.
    """
    from . import parsing  # sqlglot takes 0.4 s to import: only once SQL is there

    return parsing.parse(sql, dialect)
