"""Turn the cells of other SQL magics into queries of the project: a .sql file and a call."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from jupyter_guard.policy import Effect

from .acts import Effects
from .definitions import imported
from .foreign_sql import called
from .foreign_steps import Reader, Step
from .links import Links
from .pieces import Kind
from .result_sets import Rows, as_frame
from .scopes import Names
from .source import parse
from .sql_magics import asked

if TYPE_CHECKING:
    from .parts import Part
    from .queries import Catalog, Query

_CONFIGURED = "the project's config/ says where the database is"


def translated(parts: Sequence[Part], catalog: Catalog) -> list[Part]:
    """Return `parts` with the uses of SQL magics that a .sql file and a call can say as such."""
    if not any(asked(*called(part)).family for part in parts):
        return list(parts)
    trees = [part.piece.tree for part in parts if part.piece.tree is not None]
    links = Links(catalog.folder, dict(imported(trees)), catalog.places())
    reader = Reader(parts, catalog, links)
    steps = list(reader.steps())
    if any(step.asked.family == "dql" and step.link.memory for step in steps) and "duckdb" in links.modules:
        shared = "Python code may use its connection"
        steps = [replace(s, problem=s.problem or shared) if s.asked.family == "dql" else s for s in steps]
    return list(_said(parts, steps, catalog))


def _said(parts: Sequence[Part], steps: Sequence[Step], catalog: Catalog) -> Iterator[Part]:
    """Yield the parts; of a database in memory, and of saved SQL, all are said or none."""
    by_place = {step.place: step for step in steps}
    failed = {step.asked.family: step.problem for step in reversed(steps) if step.problem and not step.gone}
    whole = {step.asked.family for step in steps if step.asked.family in failed and not step.alone}
    frames = {
        q.result
        for step in steps
        for q in step.queries
        if step.asked.family not in whole and not step.problem and q.rows is Rows.FRAME
    }
    for place, part in enumerate(parts):
        step = by_place.get(place)
        if step is None:
            yield _reading(part, frames)
        elif step.problem or step.asked.family in whole:
            why = step.problem or failed.get(step.asked.family, "")
            yield replace(part, piece=replace(part.piece, reason=why))
        elif step.queries:
            if not step.link.variable and step.link.name not in catalog.connections():
                catalog.urls[step.link.name] = step.link.url
            yield from (_query(part, step, query) for query in step.queries)
        elif step.asked.family not in failed:
            yield replace(part, piece=replace(part.piece, kind=Kind.INERT, reason=_CONFIGURED))
        else:
            yield part  # IPython needs it for the cells that it runs


def _reading(part: Part, frames: set[str]) -> Part:
    """Return a part that takes the DataFrame of a result as one that is there already."""
    text = part.piece.text
    if part.piece.kind is not Kind.CODE or ".DataFrame(" not in text:
        return part
    for name in frames - {""}:
        text = as_frame(name, text)
    if text == part.piece.text:
        return part
    return replace(part, piece=replace(part.piece, text=text, tree=parse(text).body[0]))


def _query(part: Part, step: Step, query: Query) -> Part:
    sets = frozenset({query.result} - {""})
    lasting = query.effect is not Effect.READ
    state = step.link.variable or step.link.state
    effects = Effects(
        frozenset({state} if lasting and state else ()), reads=frozenset({step.link.state} - {""})
    )
    last = part.last and query is step.queries[-1]
    piece = replace(
        part.piece, kind=Kind.QUERY, text=query.text, tree=None, result=query.result, reason="", code=""
    )
    return replace(
        part,
        piece=piece,
        names=Names(frozenset(query.reads), sets=sets, surely=sets),
        effects=effects,
        last=last,
        query=query,
    )
