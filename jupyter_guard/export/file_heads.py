"""Read what a data file calls its columns and what kind each is of; no value of it goes any further."""

from __future__ import annotations

import csv
import itertools
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_LOOKED_AT = 200  # rows
_WIDEST = 300  # columns
_LARGEST = 50_000_000  # bytes of a file of JSON
_KINDS = (
    ("flag", re.compile(r"(?i)true|false")),
    ("int", re.compile(r"[+-]?\d{1,15}")),
    ("float", re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")),
    ("%Y-%m-%d", re.compile(r"\d{4}-\d\d-\d\d")),
    (
        "%Y-%m-%d %H:%M:%S",
        re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?"),
    ),
    ("%d.%m.%Y", re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}")),
    ("%m/%d/%Y", re.compile(r"(?:0?[1-9]|1[0-2])/\d{1,2}/\d{4}")),
    ("%d/%m/%Y", re.compile(r"\d{1,2}/\d{1,2}/\d{4}")),
    ("%m/%d/%y", re.compile(r"(?:0?[1-9]|1[0-2])/\d{1,2}/\d\d")),
)
_MISSING = frozenset({"", "na", "n/a", "nan", "null", "none", "-", "#n/a"})
_MONEY = re.compile(r"([^\w\s.,()+-]{0,2} ?)[+-]?\d[\d,]*(?:\.\d+)?( ?[^\w\s.,()+-]{0,2})")
_DATUM = re.compile(r"@|\d{4,}-\d|^[+-]?\d+[.,]\d+$")  # a first row that holds data is no head


@dataclass(frozen=True)
class Head:
    """What a file says of its columns."""

    kinds: Mapping[
        str, str
    ]  # column -> flag, int, float, text, or the format of a date; '$|%' around numbers


def head_of(path: Path, options: Mapping[str, object], reader: str) -> Head | None:
    """Return the columns of a file that `reader` of pandas reads; None where they cannot be told."""
    try:
        if reader in ("read_csv", "read_table") and path.suffix.lower() in (
            ".csv",
            ".tsv",
            ".txt",
            ".dat",
            "",
        ):
            return _of_text(path, options, "\t" if reader == "read_table" else ",")
        if reader == "read_json" and path.stat().st_size < _LARGEST:
            told = json.loads(path.read_text(encoding="utf-8"))
            rows = told[:_LOOKED_AT] if isinstance(told, list) else []
            if rows and all(isinstance(row, dict) for row in rows):
                names = list(dict.fromkeys(str(key) for row in rows for key in row))
                return _head(names, [[_said(row.get(name)) for name in names] for row in rows])
    except (OSError, ValueError, csv.Error, RecursionError, LookupError):
        pass
    return None


def _said(value: object) -> str:
    return "" if value is None else str(value)


def _of_text(path: Path, options: Mapping[str, object], usual: str) -> Head | None:
    separator = options.get("sep", options.get("delimiter", usual))
    skipped = options.get("skiprows", 0)
    if not isinstance(separator, str) or not isinstance(skipped, int) or "comment" in options:
        return None
    spaces = separator in (r"\s+", " ")
    if not spaces and len(separator) != 1:
        return None
    encoding = options.get("encoding", "utf-8")
    with path.open(encoding=str(encoding), errors="replace", newline="") as file:
        lines = itertools.islice(file, skipped, skipped + _LOOKED_AT + 1)
        rows = [line.split() for line in lines] if spaces else list(csv.reader(lines, delimiter=separator))
    point = str(options.get("decimal", "."))
    rows = [[cell.replace(point, ".") if point != "." else cell for cell in row] for row in rows if row]
    names = options.get("names")
    if isinstance(names, (list, tuple)):
        return _head([str(n) for n in names], rows[1:] if options.get("header") == 0 else rows)
    if "header" in options and options["header"] is None:
        return _head([str(i) for i in range(len(rows[0]))], rows) if rows else None
    if options.get("header", 0) != 0 or not rows or any(map(_DATUM.search, rows[0])):
        return None
    return _head(rows[0], rows[1:])


def _head(names: Sequence[str], rows: Sequence[Sequence[str]]) -> Head | None:
    if not names or len(names) > _WIDEST or len(set(names)) < len(names):
        return None
    return Head({name: _kind(row[i] for row in rows if len(row) > i) for i, name in enumerate(names)})


def _kind(values: Iterable[str]) -> str:
    there = [value.strip() for value in values if value.strip().lower() not in _MISSING]
    for kind, form in _KINDS:
        if there and all(map(form.fullmatch, there)):
            return kind
    around = {found.groups() if (found := _MONEY.fullmatch(value)) else None for value in there}
    if len(around) == 1 and (marks := around.pop()):
        return "|".join(marks)
    return "text"
