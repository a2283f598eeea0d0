"""Show a plan as the engine draws it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas


class Plan(str):
    """A plan as text, shown with its lines."""

    __slots__ = ()

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(str(self))


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
