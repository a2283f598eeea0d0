"""Make up tables for the queries of a project, from what their SQL says of columns; never from data.

Every filter and join is to let rows pass. Whether it does is tried here, in a DuckDB of its own in memory:
a query that finds no row there gets no test, rather than one that fails or says nothing.
"""

from __future__ import annotations

import contextlib
import datetime
import itertools
import json
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .queries import Query

if TYPE_CHECKING:
    from jupyter_guard.policy.shapes import Shape

    from .parameters import Parameter

_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_MOST_ROWS = 48
_KINDS = {
    "number": "BIGINT",
    "decimal": "DOUBLE",
    "text": "VARCHAR",
    "date": "DATE",
    "time": "TIMESTAMP",
    "flag": "BOOLEAN",
}
_NUMBERS = re.compile(
    r"(?:^|_)(?:id|key|count|amount|price|quantity|qty|total|number|num|size|year|cost|value|units?)$"
)
_DATES = re.compile(r"(?:^|_)(?:date|day|month|time|timestamp|at|on|since|until|from|to)$|ed$")
_FLAGS = re.compile(r"^(?:is|has|was)_")
# What a column may be of which the SQL says nothing, and dates with or without a time: the first that works.
_VARIANTS = tuple(itertools.product(("", "number", "text", "date"), ("date", "time"), (1, 8)))


@dataclass(frozen=True)
class Tables:
    """The made-up tables of one connection, and the queries that find rows in them."""

    connection: str
    dialect: str
    sql: str  # that makes the tables
    cases: tuple[tuple[str, Mapping[str, object]], ...]  # query -> what its parameters are


def tables_of(
    queries: Sequence[Query],
    parameters: Sequence[Parameter],
    more: Mapping[str, Sequence[object]] | None = None,
) -> tuple[Tables, ...]:
    """Return made-up tables for each connection whose queries find rows in some.

    `more` is what the program compares columns of the results with.
    """
    chosen = {p.name: p.value for p in parameters if p.value is not None}
    found = []
    for connection in sorted({query.connection for query in queries}):
        own = [q for q in queries if q.connection == connection and not q.problem and not q.condition]
        if own and (made := _made_up(connection, own, chosen, more or {})) is not None:
            found.append(made)
    return tuple(found)


def _made_up(
    connection: str,
    queries: Sequence[Query],
    chosen: Mapping[str, str | int | float | bool],
    more: Mapping[str, Sequence[object]],
) -> Tables | None:
    from jupyter_guard.policy.shapes import shape_of  # sqlglot is slow to import

    dialect = queries[0].dialect
    shape = shape_of({query.name: query.text for query in queries}, dialect, chosen)
    read = {column for own in shape.tables.values() for column in own}
    for column, compared in more.items():
        if column in read and len(shape.values.get(column, ())) < 4:
            said = [v for v in compared if isinstance(v, (str, int, float))][:4]
            shape.values.setdefault(column, []).extend(said)
    best: Tables | None = None
    for unknown, dates, times in _VARIANTS if shape.tables else ():
        maker = _Maker(shape, unknown, dates, times)
        text = "\n".join(maker.statements())
        cases = []
        for query in queries:
            found = {n: chosen.get(v, maker.value_of(v)) for n in query.names for v in [query.variable_of(n)]}
            values = {n: [v] if n.endswith("__list") and v is not None else v for n, v in found.items()}
            if None not in values.values() and _finds_rows(text, query, values):
                cases.append((query.name, values))
        if cases and (best is None or len(cases) > len(best.cases)):
            best = Tables(connection, dialect, text, tuple(cases))
        if best is not None and len(best.cases) == len(queries):
            break
    return best


def in_duckdb(text: str, dialect: str, values: Mapping[str, object]) -> tuple[str, object]:
    """Return a query as DuckDB takes it, and its values."""
    if dialect == "postgres":
        return text, list(values.values()) or None
    plain = text if dialect == "duckdb" else re.sub(r"(?<!:):(\w+)", r"$\1", text)
    return plain, dict(values) or None


def _finds_rows(tables: str, query: Query, values: Mapping[str, object]) -> bool:
    import duckdb

    if query.dialect == "sqlite":
        return _finds_rows_in_sqlite(tables, query, values)
    with duckdb.connect(":memory:", config={"enable_external_access": False}) as database:
        try:
            database.execute(tables)
            text, bound = in_duckdb(query.bound, query.dialect, values)
            return database.execute(text, bound).fetchone() is not None
        except duckdb.Error:
            return False


def _finds_rows_in_sqlite(tables: str, query: Query, values: Mapping[str, object]) -> bool:
    with contextlib.closing(sqlite3.connect(":memory:")) as database:
        try:
            database.executescript(tables)
            sent = {n: json.dumps(v) if isinstance(v, list) else v for n, v in values.items()}
            return database.execute(query.bound, sent).fetchone() is not None
        except sqlite3.Error:
            return False


class _Maker:
    """Makes the tables up, with one guess for all columns of which the SQL says nothing."""

    def __init__(self, shape: Shape, unknown: str, dates: str, times: int) -> None:
        self._shape, self._unknown, self._dates, self._times = shape, unknown, dates, times
        columns = {column for own in shape.tables.values() for column in own}
        self._groups: dict[str, set[str]] = {}
        for column in sorted(columns | shape.same.keys() | shape.values.keys()):
            self._groups.setdefault(shape.root(column), set()).add(column)

    def statements(self) -> Iterator[str]:
        """Yield the SQL that makes all tables."""
        for schema in sorted({name.rpartition(".")[0] for name in self._shape.tables if "." in name}):
            yield f"CREATE SCHEMA IF NOT EXISTS {_quoted(schema)};"
        for place_of, (name, columns) in enumerate(sorted(self._shape.tables.items())):
            own = list(columns) or ["id"]
            place = ".".join(map(_quoted, name.split(".")))
            heads = ", ".join(f"{_quoted(c)} {_KINDS[self._kind(c)]}" for c in own)
            rows = [f"  ({', '.join(map(_literal, row))})" for row in self._rows(own, alone=place_of > 0)]
            yield f"CREATE TABLE {place} ({heads});"
            yield f"INSERT INTO {place} VALUES\n" + ",\n".join(rows) + ";"

    def value_of(self, parameter: str) -> object:
        """Return what a parameter may be whose value nobody knows: one of its column's."""
        column = self._shape.parameters.get(parameter)
        return self._candidates(column)[0] if column else None

    def _rows(self, columns: Sequence[str], *, alone: bool) -> list[tuple[object, ...]]:
        """Return all combinations of what filters and joins look at; other columns take values in turn.

        `alone`: leave the last key out, so that outer joins find rows of one side only, too.
        """
        chosen = [c for c in columns if self._is_compared(c)]
        last = {c: -1 if alone and self._group(c) & self._shape.keys else None for c in chosen}
        every = list(itertools.product(*(self._candidates(c)[: last[c]] for c in chosen)))
        most = _MOST_ROWS // self._times
        picked = every[:: max(1, -(-len(every) // most))] * self._times
        picked = picked if len(picked) >= 4 else picked * 4
        rest = {c: itertools.cycle(self._candidates(c)) for c in columns if c not in chosen}
        return [
            tuple(row[chosen.index(c)] if c in chosen else next(rest[c]) for c in columns) for row in picked
        ]

    def _is_compared(self, column: str) -> bool:
        group = self._group(column)
        return bool(group & self._shape.keys) or any(
            c in self._shape.values or self._shape.kinds.get(c) == "flag" for c in group
        )

    def _group(self, column: str) -> set[str]:
        return self._groups.get(self._shape.root(column), {column})

    def _kind(self, column: str) -> str:
        group = sorted(self._group(column))
        values = [v for c in group for v in self._shape.values.get(c, ())]
        said = next((self._shape.kinds[c] for c in group if c in self._shape.kinds), "")
        if any(isinstance(v, bool) for v in values) or said == "flag":
            return "flag"
        if said == "date" or any(isinstance(v, str) and _DATE.match(v) for v in values):
            return self._dates
        if any(isinstance(v, str) for v in values) or said == "text":
            return "text"
        if values or said == "number":
            return "decimal" if any(isinstance(v, float) for v in values) else "number"
        return self._unknown or by_name(column, self._dates)

    def _candidates(self, column: str) -> list[object]:
        kind = self._kind(column)
        values = sorted({v for c in self._group(column) for v in self._shape.values.get(c, ())}, key=str)
        if kind == "flag":
            return [True, False]
        if kind in ("date", "time"):
            days = [
                datetime.date.fromisoformat(v[:10]) for v in values if isinstance(v, str) and _DATE.match(v)
            ]
            days = days or [datetime.date(2024, 1, 8)]
            return [str(day + datetime.timedelta(days=n)) for day in days for n in (1, 0, 40, -40)]
        if kind == "text":
            texts: list[object] = [*dict.fromkeys(map(str, values))]
            return [*texts, f"{column} 1"] if texts else [f"{column} 1", f"{column} 2"]
        numbers = [v for v in values if isinstance(v, (int, float))]
        return [*dict.fromkeys(n for v in numbers or [2] for n in (v + 1, v, v - 1))]


def by_name(column: str, dates: str) -> str:
    """Return what kind a column is of, as its name tells; `dates` is what a date is called."""
    if _FLAGS.search(column):
        return "flag"
    return "number" if _NUMBERS.search(column) else dates if _DATES.search(column) else "text"


def _quoted(name: str) -> str:
    return (
        name
        if re.fullmatch(r"[a-z_][a-z0-9_]*", name) and name not in _WORDS
        else '"' + name.replace('"', '""') + '"'
    )


_WORDS = frozenset(
    "order group select from where table user end case when all desc asc default limit offset".split()
)


def _literal(value: object) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value)
