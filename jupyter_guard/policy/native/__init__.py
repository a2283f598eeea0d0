"""The engines' own parsers as a second opinion on one statement; nothing is run, nothing is opened.

PostgreSQL: libpg_query, if the extra `native` is installed. DuckDB: the driver's parser. SQLite: its
compiler, which says what it would do, on an empty database in memory.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from importlib import import_module

from jupyter_guard.policy.beyond import Beyond
from jupyter_guard.policy.calls import known_function
from jupyter_guard.policy.judgements import Judgement
from jupyter_guard.policy.knowledge import Knowledge
from jupyter_guard.policy.model import READ, UNKNOWN

from .opinion import Opinion

Ask = Callable[[str], Opinion | None]
# What is asked beside our own judgement, and what judges alone: the latter looks at every node.
_BESIDE = {"postgres": ("postgres", "ask"), "duckdb": ("duckdb", "ask"), "sqlite": ("sqlite", "ask_beside")}
_ALONE = {"postgres": ("postgres", "ask"), "duckdb": ("duckdb", "ask_fully"), "sqlite": ("sqlite", "ask")}


def second_opinion(
    text: str,
    ours: Judgement,
    known: Knowledge,
    beyond: Beyond,
    own: tuple[tuple[str, str], ...],
) -> Judgement:
    """Return the stricter of our judgement and the engine's; the engine's alone where we cannot parse."""
    alone = ours.effect is UNKNOWN and not ours.parsed
    if not alone and ours.effect is not READ:
        return ours  # what is more than a read already needs nobody to say so
    if not alone and known.dialect == "duckdb" and "duckdb" not in sys.modules:
        return ours  # nothing is sent to DuckDB from here, and to load it takes a while
    ask = _parser(*(_ALONE if alone else _BESIDE).get(known.dialect, ("", "")))
    found = ask(text) if ask else None
    if found is None:
        return ours
    theirs = _weighed(found, known, beyond, own, alone=alone)
    if alone:
        return theirs if theirs.effect is READ else ours
    if theirs.effect <= ours.effect:
        return ours
    return ours._replace(effect=theirs.effect, cause=theirs.cause, function=theirs.function)


def _weighed(
    found: Opinion,
    known: Knowledge,
    beyond: Beyond,
    own: tuple[tuple[str, str], ...],
    *,
    alone: bool,
) -> Judgement:
    """Put together what the nodes and what the functions do, by our own lists."""
    effect, cause = found.effect, found.cause
    for qualifier, name in found.functions:
        full = f"{qualifier}.{name}" if qualifier else name
        what = known_function(name, qualifier, full, known, beyond)
        if what is None and any(name == made for made, _ in own):
            continue
        if what is None:
            return Judgement(UNKNOWN, f"function {full}() is not known", full)
        # SQL and paths in constants were judged, if the text was parsed by us.
        if what.effect > effect and (alone or not (what.judged or what.paths)):
            effect, cause = what.effect, f"function {full}() {what.why}"
    for operator in found.operators:
        if known.operators is not None and operator not in known.operators:
            return Judgement(UNKNOWN, f"the operator {operator} is not known")
    for name, has_value in found.pragmas:
        what = known.pragmas.get(name)
        if name not in known.pragma_reads and (has_value or what is None or what.why):
            return Judgement(UNKNOWN, f"PRAGMA {name} does more than read")
    return Judgement(effect, cause or "SELECT", reads=found.tables)


@cache
def _parser(module: str, function: str) -> Ask | None:
    """Return what asks an engine; None where its parser is not installed."""
    if not module:
        return None
    try:
        ask: Ask = getattr(import_module(f".{module}", __package__), function)
    except ImportError:
        return None
    return ask


__all__ = ["second_opinion"]
