"""Make up the rows of the files and tables that a program reads: columns and literals of the code, no data.

Each value that a filter compares with is there in all combinations, columns that are joined share their
values, and what is an index has each value once.
"""

from __future__ import annotations

import csv
import datetime
import io
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from random import Random

from .sql_fixtures import by_name
from .tracked import Source, Wanted

_ROWS = 48
_MOST_ROWS = 240
_POOL = 6  # different values of a column that tables are joined by
_DATE = re.compile(r"\d{4}-\d\d(?:-\d\d)?")
_ISO = "%Y-%m-%d"


class Maker:
    """Makes rows up, the same ones each time."""

    def __init__(self, wanted: Wanted, kinds: Mapping[str, str]) -> None:
        self._wanted = wanted
        self._kinds = kinds  # of columns of files that lie beside the notebook
        self._groups: dict[str, set[str]] = {}
        for column in wanted.keys:
            self._groups.setdefault(wanted.root(column), set()).add(column)

    def rows(self, source: Source, columns: Sequence[str]) -> list[list[object]]:
        """Return the rows of a source that has these columns."""
        compared = [
            c for c in columns if self._values(c) and c not in source.unique and self.kind(c) != "date"
        ]
        every = list(itertools.islice(itertools.product(*map(self._few, compared)), _MOST_ROWS))
        count = max(_ROWS, len(every))
        chosen = [row for row, _ in zip(itertools.cycle(every), range(count), strict=False)]
        made: dict[str, list[object]] = {}
        for column in columns:
            if column in compared:
                made[column] = [row[compared.index(column)] for row in chosen]
            else:
                unique = column in source.unique or (not column and "" in source.unique)
                made[column] = list(self._column(source.path, column, count, unique=unique))
        return [list(row) for row in zip(*(made[column] for column in columns), strict=True)]

    def kind(self, column: str) -> str:
        """Return number, decimal, text, date, flag, or the marks around a number that is a text."""
        wanted, group = self._wanted, sorted(self._groups.get(self._wanted.root(column), {column}))
        known = next((self._kinds[c] for c in (column, *group) if c in self._kinds), "")
        values = [v for c in group for v in wanted.values.get(c, ())]
        if known:
            said = {"int": "number", "float": "decimal"}.get(known, known)
            return "date" if "%" in said and "|" not in said else said
        if any(c in wanted.dates for c in group) or _are_dates(values):
            return "date"
        if any(c in wanted.texts for c in group) or any(isinstance(v, str) for v in values):
            return "text"
        if any(c in wanted.numbers for c in group) or any(isinstance(v, (int, float)) for v in values):
            return "decimal" if any(isinstance(v, float) for v in values) else "number"
        if any(c in wanted.flags for c in group):
            return "flag"
        guess = by_name(column.lower(), "date")
        return "number" if guess == "number" or column.isdigit() else guess

    def _values(self, column: str) -> list[object]:
        """Return what a column, or one that it is joined with, is compared with."""
        group = sorted(self._groups.get(self._wanted.root(column), {column}))
        return list(dict.fromkeys(v for c in group for v in self._wanted.values.get(c, ())))

    def _few(self, column: str) -> list[object]:
        """Return what a column that is compared may be: those values, and others on both sides."""
        kind, values = self.kind(column), self._values(column)
        if kind == "flag":
            return [True, False]
        if kind in ("number", "decimal"):
            numbers = [v for v in values if isinstance(v, (int, float)) and not isinstance(v, bool)]
            step = max(1, round(max(map(abs, numbers), default=1) / 10))
            return list(dict.fromkeys(n for v in numbers[:4] or [1] for n in (v + step, v, v - step)))
        texts = [str(v) for v in values if isinstance(v, (str, int))]
        return [*texts[:12], self._text(column, 1)]

    def _column(self, path: str, column: str, count: int, *, unique: bool) -> Iterator[object]:
        kind, random = self.kind(column), Random(f"{path} {column}")  # noqa: S311  # no secret
        if kind == "date" or (unique and not column):
            days = list(self._days(column, count))
            yield from days if unique or len(set(days)) < count else sorted(days)
            return
        keys = bool({column} & self._wanted.keys)
        for i in range(count):
            number = i + 1 if unique else random.randint(1, _POOL) if keys else random.randint(1, 100)
            if kind == "flag":
                yield random.random() < 0.5
            elif kind == "number":
                few = column in self._wanted.groups and not unique
                yield (
                    1 + number % 4
                    if few
                    else 2019 + number % 6
                    if _is_year(column) and not unique
                    else number
                )
            elif kind == "decimal":
                yield float(number) if unique or keys else round(random.uniform(1, 100), 2)
            elif "|" in kind:
                before, after = kind.split("|")
                yield f"{before}{number}{after}"
            else:
                yield self._text(column, number if unique or keys else 1 + number % 4)

    def _text(self, column: str, number: int) -> str:
        """Return a text that columns with the same values share."""
        root = self._wanted.root(column)
        group = sorted(self._groups.get(root, {column}))
        case = next((self._wanted.cases[c] for c in group if c in self._wanted.cases), "strip")
        values = [str(v) for v in self._values(column) if isinstance(v, str)]
        return (
            values[number - 1]
            if number <= len(values) and column in self._wanted.keys
            else str(getattr(f"{root} {number}", case)())
        )

    def _days(self, column: str, count: int) -> Iterator[str]:
        """Yield days on both sides of those that the code compares with."""
        form = self._wanted.formats.get(column) or self._kinds.get(column, _ISO)
        form = form if "%" in form and "|" not in form else _ISO
        said = sorted(
            datetime.date.fromisoformat(f"{v}-01"[:10] if len(v) < 10 else v[:10])
            for v in self._values(column)
            if isinstance(v, str) and _DATE.match(v)
        )
        first, last = (said[0], said[-1]) if said else (datetime.date(2023, 1, 1), datetime.date(2024, 12, 1))
        margin = max((last - first).days // 4, 40 if said else 0)
        step = max(1, ((last - first).days + 2 * margin) // count)
        step += step % 7 == 0  # else all days were the same day of the week
        for i in range(count):
            yield (first + datetime.timedelta(days=i * step - margin)).strftime(form)


def _are_dates(values: Sequence[object]) -> bool:
    return any(isinstance(v, str) and re.fullmatch(r"\d{4}-\d\d-\d\d.*", v) for v in values)


def _is_year(column: str) -> bool:
    return column.lower().endswith("year")


def csv_text(columns: Sequence[str], rows: Sequence[Sequence[object]], options: Mapping[str, object]) -> str:
    """Return the text of a file that `read_csv` reads with these options as the rows."""
    separator = str(options.get("sep") or options.get("delimiter") or ",")
    separator = " " if separator == r"\s+" else separator if len(separator) == 1 else ","
    written = io.StringIO()
    skipped = options.get("skiprows", 0)
    written.write("made up\n" * (skipped if isinstance(skipped, int) else 0))
    writer = csv.writer(written, delimiter=separator, lineterminator="\n")
    headless = ("header" in options and options["header"] is None) or (
        "names" in options and options.get("header") != 0
    )
    if not headless:
        writer.writerow(columns)
    point = str(options.get("decimal", "."))
    for row in rows:
        writer.writerow([_cell(value, point, spaced=separator == " ") for value in row])
    return written.getvalue()


def _cell(value: object, point: str, *, spaced: bool) -> str:
    said = str(value).replace(".", point) if isinstance(value, float) else str(value)
    return said.replace(" ", "_") if spaced else said
