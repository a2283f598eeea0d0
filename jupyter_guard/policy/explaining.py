"""Tell what is known of the functions that a statement calls."""

from __future__ import annotations

from .beyond import NOTHING, Beyond
from .knowledge import knowledge
from .model import Effect


def calls_of(sql: str, dialect: str, beyond: Beyond = NOTHING) -> list[str]:
    """Return one line per function that stands in the statement's text; never raises."""
    from sqlglot.errors import SqlglotError

    from .calls import calls_in
    from .grammar import grammar

    known = knowledge(dialect)
    try:
        tokens = grammar(known.grammar).tokenize(sql)
    except (SqlglotError, RecursionError):
        return []
    lines = []
    for name, found in calls_in(tokens, known, beyond):
        if found is None:
            lines.append(f"function {name}(): not listed")
        else:
            effect = (
                "only reads" if found.effect is Effect.READ else f"{found.effect.name} {found.why}".strip()
            )
            lines.append(f"function {name}(): {effect}")
    return list(dict.fromkeys(lines))
