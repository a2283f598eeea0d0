"""The values that `lineage` follows through a program: tables, their columns, paths and literals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from jupyter_guard.policy.joins import Joins


@dataclass
class Source:
    """A file or query that the program reads a table from."""

    path: str  # as the program names it, or the query's name
    place: str = ""  # the name of the location in config/ that the path starts from
    reader: str = ""  # of pandas, such as read_csv; query for sql/
    options: Mapping[str, object] = field(default_factory=dict)  # of the reader, as far as they are literals
    columns: dict[str, None] = field(default_factory=dict)  # that the code names
    unique: set[str] = field(default_factory=set)  # columns of which no value may come twice
    heads: tuple[str, ...] | None = None  # all columns, in order, where that is known


@dataclass(frozen=True)
class Table:
    """A table: the sources of its columns, and the columns that the program made."""

    sources: tuple[int, ...]
    made: Mapping[str, str] = field(default_factory=dict)  # name -> the column it stands for, or ''
    stacked: bool = False  # every source has all columns

    def with_made(self, made: Mapping[str, str]) -> Table:
        """Return the table with more columns that the program made."""
        return Table(self.sources, {**self.made, **made}, self.stacked)


@dataclass(frozen=True)
class Column:
    """A column of a table; without a name if it was computed."""

    table: Table
    name: str = ""
    part: str = ""  # year, month, … of a date


@dataclass(frozen=True)
class Groups:
    """A table in groups."""

    table: Table
    by: tuple[str, ...] = ()
    chosen: str = ""  # the column that is summed up, if it is one


@dataclass(frozen=True)
class Place:
    """A path: below the notebook's folder, or below a location of config/."""

    path: str
    location: str = ""


@dataclass(frozen=True)
class Database:
    """A database file that the program opens."""

    path: str
    dialect: str


@dataclass(frozen=True)
class Literal:
    """A value that is written out: a text, number, list or mapping of those."""

    value: object

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts that it is, or holds."""
        if isinstance(self.value, str):
            return (self.value,)
        held = self.value if isinstance(self.value, (list, tuple, set, dict)) else ()
        return tuple(text for text in held if isinstance(text, str))


Value = Table | Column | Groups | Place | Database | Literal | None


@dataclass
class Wanted(Joins):
    """What the program says of columns, by their names alone."""

    numbers: set[str] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)
    dates: set[str] = field(default_factory=set)
    flags: set[str] = field(default_factory=set)
    groups: set[str] = field(default_factory=set)  # they have few values
    values: dict[str, list[object]] = field(default_factory=dict)  # what a column is compared with
    formats: dict[str, str] = field(default_factory=dict)  # how a date is written
    cases: dict[str, str] = field(default_factory=dict)  # column -> lower, upper, … that its texts go through

    def compared(self, column: Column, values: Iterable[object]) -> None:
        """Note what a column, or a part of a date, is compared with."""
        plain: list[object] = [v for v in values if isinstance(v, (str, int, float))]
        if column.part:
            plain = list(_days(column.part, plain))
        if column.name and plain:
            self.values.setdefault(column.name, []).extend(plain)


def _days(part: str, values: Iterable[object]) -> Iterator[object]:
    """Yield days that have the year, month or quarter that a date is compared with."""
    for value in values:
        if isinstance(value, int) and part == "year":
            yield from (f"{value}-03-15", f"{value}-10-15")
        elif isinstance(value, int) and part in ("month", "quarter") and 1 <= value <= 12:
            yield f"2024-{min(value * (3 if part == 'quarter' else 1), 12):02}-15"
