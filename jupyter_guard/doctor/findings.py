"""What the doctor found, one value each, and the table that a person reads."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass

OK, WARN, FAIL = "ok", "warning", "problem"
_MARKS = {OK: "✓", WARN: "!", FAIL: "✗"}
_COLOURS = {OK: "32", WARN: "33", FAIL: "31;1"}
_AREA = 15  # columns of the first column


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. Holds no secret: it is printed in CI."""

    area: str
    state: str  # ok, warning or problem
    what: str
    remedy: str = ""  # '' only where it is ok


def table(findings: Iterable[Finding], width: int, *, colours: bool) -> str:
    """Return the findings by area, each with its remedy below it, no wider than `width`."""
    found = list(findings)
    lines: list[str] = []
    area = ""
    room = max(40, width - _AREA - 4)
    for finding in found:
        shown = finding.area if finding.area != area else ""
        if shown and lines:
            lines.append("")
        area = finding.area
        mark = _MARKS[finding.state]
        if colours:
            mark = f"\033[{_COLOURS[finding.state]}m{mark}\033[0m"
        first, *rest = _wrapped(finding.what, room)
        lines.append(f"{shown:<{_AREA}} {mark} {first}")
        lines += [f"{'':<{_AREA}}   {line}" for line in rest]
        lines += [f"{'':<{_AREA}}   {line}" for line in _remedy(finding.remedy, room)]
    counts = {state: sum(f.state == state for f in found) for state in _MARKS}
    summary = f"{_counted(counts[FAIL], FAIL)}, {_counted(counts[WARN], WARN)}, {counts[OK]} in order."
    return "\n".join([*lines, "", summary])


def _remedy(remedy: str, room: int) -> list[str]:
    if not remedy:
        return []
    if "\n" in remedy:  # statements to copy are not broken
        return ["→ " + remedy.splitlines()[0], *(f"  {line}" for line in remedy.splitlines()[1:])]
    first, *rest = _wrapped(remedy, room - 2)
    return [f"→ {first}", *(f"  {line}" for line in rest)]


def _wrapped(text: str, room: int) -> list[str]:
    lines = [part for line in text.splitlines() for part in textwrap.wrap(line, room, break_long_words=False)]
    return lines or [""]


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
