"""Show a plan as the engine draws it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas

    from .judging import Judged

_EXPLAINS = re.compile(r"(?:\s|--[^\n]*\n|/\*.*?\*/)*explain\b", re.IGNORECASE | re.DOTALL)


class Plan(str):
    """A plan as text, shown with its lines."""

    __slots__ = ()

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(str(self))


def explains(judged: Judged, frame: pandas.DataFrame) -> bool:
    """Say whether the last statement asks for a plan that comes as lines of text."""
    text = judged.verdicts[-1].statement.text
    if not _EXPLAINS.match(text):
        return False
    drawn = list(frame.columns) == ["explain_key", "explain_value"] or frame.shape[1] == 1
    return drawn and all(isinstance(line, str) for line in frame.iloc[:, -1])


def plan_of(frame: pandas.DataFrame) -> Plan:
    """Return the rows that an EXPLAIN gave as one text."""
    names = [str(name) for name in frame.columns]
    if names == ["id", "parent", "notused", "detail"]:  # SQLite gives a tree
        depth = {0: -1}
        lines = []
        for number, parent, _, detail in frame.itertuples(index=False):
            depth[number] = depth.get(parent, -1) + 1
            lines.append(f"{'  ' * depth[number]}{detail}")
        return Plan("\n".join(lines))
    if names == ["explain_key", "explain_value"]:  # DuckDB gives one drawing
        return Plan("\n".join(str(value).rstrip("\n") for value in frame["explain_value"]))
    if len(names) == 1:
        return Plan("\n".join(str(value) for value in frame.iloc[:, 0]))
    return Plan(frame.to_string(index=False))
