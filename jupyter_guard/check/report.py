"""Say what was found: in words, as JSON, or as annotations of a code host."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from .explaining import explained
from .found import Checked, Place
from .judging import FileReport

_LONGEST = 3  # lines of a statement that are shown


def text(reports: Sequence[FileReport], *, explain: bool) -> str:
    """Return the report for a terminal: what is blocked, or with `explain` every statement and its way."""
    lines: list[str] = []
    every = [entry for report in reports for entry in report.checked]
    for entry in every:
        if explain or not entry.verdict.allowed:
            lines += _entry(entry, explain=explain)
    count = sum(not entry.verdict.allowed for entry in every)
    files = f"{len(reports)} file{'s' * (len(reports) != 1)}"
    said = f"{len(every)} statement{'s' * (len(every) != 1)} in {files}: "
    lines.append(said + (f"{count} blocked." if count else "all allowed." if every else "there is no SQL."))
    return "\n".join(lines)


def _entry(entry: Checked, *, explain: bool) -> Iterator[str]:
    verdict = entry.verdict
    done = "allowed" if verdict.allowed else "blocked"
    effect, where = verdict.statement.effect.name, verdict.environment.name
    yield f"{_where(entry.place)}: {effect} {done} in {where} [{verdict.rule}]"
    shown = verdict.statement.text.strip().splitlines()
    yield from (f"    {line}" for line in shown[:_LONGEST])
    if len(shown) > _LONGEST:
        yield "    …"
    yield f"  {verdict.reason}"
    if verdict.remedy:
        yield f"  {verdict.remedy}"
    if explain:
        yield from (f"  | {line}" for line in explained(entry))
    yield ""


def _where(place: Place) -> str:
    """Return file, line and column as editors read them; of a notebook the cell, too."""
    if place.cell is None:
        return f"{place.file}:{place.line}:{place.column}"
    number = f" [{place.execution}]" if place.execution is not None else ""
    at = f":{place.file_line}" if place.file_line else ""
    return f"{place.file}{at}: cell {place.cell}{number}, line {place.line}"


def as_json(reports: Sequence[FileReport], *, explain: bool) -> str:
    """Return one object per statement."""
    entries = [_object(entry, explain=explain) for report in reports for entry in report.checked]
    return json.dumps(entries, indent=2, ensure_ascii=False)


def _object(entry: Checked, *, explain: bool) -> dict[str, Any]:
    place, verdict, statement = entry.place, entry.verdict, entry.verdict.statement
    content = {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "cell": place.cell,
        "execution_count": place.execution,
        "file_line": place.file_line,
        "route": entry.found.route,
        "connection": entry.connection.name,
        "dialect": entry.connection.dialect,
        "environment": verdict.environment.name,
        "effect": statement.effect.name.lower(),
        "limit": verdict.environment.limit.name.lower(),
        "allowed": verdict.allowed,
        "rule": verdict.rule,
        "reason": verdict.reason,
        "remedy": verdict.remedy,
        "cause": statement.cause,
        "function": statement.function,
        "reads": list(statement.reads),
        "writes": list(statement.writes),
        "text": statement.text,
    }
    return {**content, "explanation": explained(entry)} if explain else content


def github(reports: Sequence[FileReport]) -> str:
    """Return workflow commands that annotate each blocked statement where it stands."""
    lines = []
    for entry in (entry for report in reports for entry in report.checked):
        verdict, place = entry.verdict, entry.place
        if verdict.allowed:
            continue
        at = {"file": _from_root(place.file), "line": str(place.file_line or 1)}
        if place.cell is None:
            at["col"] = str(place.column)
        at["title"] = f"{verdict.statement.effect.name} blocked in {verdict.environment.name}"
        cell = f"Cell {place.cell}, line {place.line}: " if place.cell is not None else ""
        first = verdict.statement.text.strip().partition("\n")[0]
        message = f"{cell}{first}\n{verdict.reason} [{verdict.rule}]\n{verdict.remedy}".rstrip()
        options = ",".join(f"{key}={_escaped(value, ':,')}" for key, value in at.items())
        lines.append(f"::error {options}::{_escaped(message, '')}")
    return "\n".join(lines)


def _from_root(file: str) -> str:
    """Return a file as the code host names it: from the top of the repository."""
    root = os.environ.get("GITHUB_WORKSPACE")
    path = Path(file).resolve()
    return path.relative_to(root).as_posix() if root and path.is_relative_to(root) else Path(file).as_posix()


def _escaped(value: str, more: str) -> str:
    for letter in "%\r\n" + more:
        value = value.replace(letter, f"%{ord(letter):02X}")
    return value
