"""What a database's own catalog says of the functions, views, operators and casts that people made.

Values only: whoever asked a database fills them, and the judgement looks names up in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeVar

FOREIGN = "foreign table"  # of another server, or of a program
Name = tuple[str, str]  # schema, '' where the engine has none, and name; both in lower case

_PLAIN = re.compile(r"[\w$]+\Z")
_GENERATED = re.compile(r"\bAS\s*\(", re.IGNORECASE)
_AS = re.compile(r"\bAS\b", re.IGNORECASE)


class Routine(NamedTuple):
    """A function, macro, aggregate or procedure; one of several if its name is overloaded."""

    schema: str
    name: str
    language: str = "sql"
    body: str = ""  # its source; '' where the role may not see it, or where there is none
    fixed: bool = False  # declared as stable or immutable, so that the engine refuses writing commands in it
    calls: tuple[Name, ...] = ()  # the functions that an aggregate is made of


class Hidden(NamedTuple):
    """What runs where nothing but a name stands: a view, a row policy, a domain's check, a cast."""

    kind: str
    schema: str
    name: str  # the name that brings it about: the view's, the table's, the type's
    query: str = ""  # what it runs
    calls: tuple[Name, ...] = ()  # functions that it runs


class Operator(NamedTuple):
    """An operator that somebody made, one of several of that symbol."""

    symbol: str  # of a cast between the engine's own types '::', or '' where nothing of it has to be written
    function: Name
    native: bool = False  # it takes nothing but the engine's own types, so any use of it may mean this one


@dataclass(frozen=True, eq=False)
class Catalog:
    """The objects of one database that somebody made; what belongs to the engine is in our lists."""

    dialect: str
    routines: tuple[Routine, ...] = ()
    hidden: tuple[Hidden, ...] = ()
    operators: tuple[Operator, ...] = ()
    tables: frozenset[str] = frozenset()  # the names of all tables and views there are, in lower case
    asked: float = 0.0  # when, as seconds since 1970

    @cached_property
    def by_name(self) -> Mapping[str, tuple[Routine, ...]]:
        """The routines of each name, whatever their schema and arguments."""
        return _grouped(self.routines)

    @cached_property
    def hidden_by_name(self) -> Mapping[str, tuple[Hidden, ...]]:
        """What runs where each name stands."""
        return _grouped(self.hidden)

    @cached_property
    def odd_names(self) -> tuple[str, ...]:
        """The names among these that are no single word, so that they are looked for as they are."""
        return tuple(name for name in self.hidden_by_name if not _PLAIN.match(name))

    def has_function(self, name: str) -> bool:
        """Say whether there is any routine of this name."""
        return name in self.by_name

    def has_table(self, name: str) -> bool:
        """Say whether there is a table or view of this name, whatever its schema."""
        return name.rpartition(".")[2].strip('"`[]').lower() in self.tables


def query_of_view(sql: str, dialect: str) -> str:
    """Return what stands behind AS in the text of a view; all of it where that cannot be told."""
    from .lexing import Unreadable, cut

    try:
        pieces = cut(sql, dialect)
    except Unreadable:
        return sql
    found = _AS.search(pieces[0].bare) if pieces else None
    return pieces[0].text[found.end() :] if found else sql


def query_of_columns(sql: str, dialect: str) -> str:
    """Return a query of what the generated columns of a table compute; '' where it has none."""
    from .lexing import Unreadable, cut

    if not _GENERATED.search(sql):
        return ""
    try:
        (piece,) = cut(sql, dialect)
    except (Unreadable, ValueError):
        return sql
    values = [
        piece.text[found.end() - 1 : _closing(piece.bare, found.end())]
        for found in _GENERATED.finditer(piece.bare)
    ]
    return f"SELECT {', '.join(values)}" if values else ""


def _closing(bare: str, at: int) -> int:
    """Return where the bracket that opened before `at` has been closed."""
    depth = 1
    while depth and at < len(bare):
        depth += {"(": 1, ")": -1}.get(bare[at], 0)
        at += 1
    return at


_T = TypeVar("_T", Routine, Hidden)


def _grouped(things: Iterable[_T]) -> Mapping[str, tuple[_T, ...]]:
    found: dict[str, list[_T]] = {}
    for thing in things:
        found.setdefault(thing.name.lower(), []).append(thing)
    return {name: tuple(same) for name, same in found.items()}
