"""Put saved queries before another one, as common table expressions: one text, judged and sent as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import NamedTuple

from jupyter_guard.errors import UsageError

from .knowledge import knowledge
from .lexing import Piece, Unreadable, cut
from .model import Effect

_WITH = re.compile(r"\s*with\b(?:\s+recursive\b)?", re.IGNORECASE)
_EXPLAIN = re.compile(r"\s*explain\b", re.IGNORECASE)


class SavedQuery(NamedTuple):
    """A query that --save keeps."""

    name: str
    text: str  # as it was written, without a semicolon
    dialect: str
    using: tuple[str, ...] = ()  # the saved queries that it is built on itself


def saved(name: str, sql: str, dialect: str, using: tuple[str, ...]) -> SavedQuery:
    """Return `sql` as a query that can be built upon, or raise UsageError."""
    from .parsing import parse

    pieces = _cut(sql, dialect)
    statements = parse(sql, dialect)
    if len(pieces) != 1 or statements[0].effect > Effect.READ or not _is_query(pieces[0]):
        raise UsageError(f"--save {name} keeps one query, such as a SELECT, to build upon.")
    return SavedQuery(name, pieces[0].text, dialect, using)


def compose(sql: str, names: Iterable[str], queries: Mapping[str, SavedQuery], dialect: str) -> str:
    """Return `sql` with the saved queries `names`, and those that they need, before it.

    Raises UsageError for a name that nothing was saved under, and for several statements.
    """
    wanted = _in_order(names, queries, dialect)
    if not wanted:
        return sql
    pieces = _cut(sql, dialect)
    if len(pieces) != 1:
        raise UsageError("--with goes before one query; this cell holds several statements.")
    if _EXPLAIN.match(pieces[0].bare):
        raise UsageError("--with goes before the query itself; --explain asks for its plan.")
    # The names stand as they are written below, without quotes, and are folded alike.
    # A comment may end a saved text, so its bracket closes on the next line.
    tables = ",\n".join(f"{q.name} AS (\n{q.text}\n)" for q in wanted)
    text, begins = pieces[0].text, _WITH.match(pieces[0].bare)
    if begins is None:
        return f"WITH {tables}\n{text}"
    return f"{text[: begins.end()]} {tables},\n{text[begins.end() :].lstrip()}"


def explained(sql: str, dialect: str) -> str:
    """Return `sql` with the words before it that ask for its plan."""
    pieces = _cut(sql, dialect)
    if len(pieces) != 1:
        raise UsageError("--explain takes one statement; this cell holds several, or none.")
    if _EXPLAIN.match(pieces[0].bare):
        return sql
    return f"{'EXPLAIN QUERY PLAN' if dialect == 'sqlite' else 'EXPLAIN'} {sql.strip()}"


def _in_order(names: Iterable[str], queries: Mapping[str, SavedQuery], dialect: str) -> list[SavedQuery]:
    """Return the queries, each behind those that it is built on, and each once."""
    ordered: dict[str, SavedQuery] = {}
    for name in names:
        query = queries.get(name)
        if query is None:
            near = get_close_matches(name, queries, n=1)
            known = (
                f"Saved are: {', '.join(queries)}" if queries else "Nothing is saved yet: --save NAME does"
            )
            raise UsageError(
                f"No query is saved as {name!r}. " + (f"Did you mean {near[0]}?" if near else f"{known}.")
            )
        if query.dialect != dialect:
            raise UsageError(f"{name} was saved for {query.dialect}, and this connection is {dialect}.")
        for needed in (*_in_order(query.using, queries, dialect), query):
            ordered[needed.name] = needed
    return list(ordered.values())


def _cut(sql: str, dialect: str) -> tuple[Piece, ...]:
    try:
        return cut(sql, knowledge(dialect).dialect)
    except Unreadable as error:
        raise UsageError(f"This text cannot be built upon: {error}.") from None


def _is_query(piece: Piece) -> bool:
    words = piece.bare.lstrip(" \t\r\n(").split(None, 1)
    return bool(words) and words[0].lower() in ("select", "with", "from", "values", "table")
