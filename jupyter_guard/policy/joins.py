"""The columns that tables are joined by, and which of them have the same values."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Joins:
    """Columns are known by their names alone, wherever they stand."""

    same: dict[str, str] = field(default_factory=dict)  # column -> one that it is joined with
    keys: set[str] = field(default_factory=set)  # columns that tables are joined by

    def root(self, column: str) -> str:
        """Return the column that stands for all that are joined with `column`."""
        while column in self.same:
            column = self.same[column]
        return column

    def join(self, one: str, other: str) -> None:
        """Note that two columns have the same values."""
        self.keys |= {one, other}
        first, second = sorted((self.root(one), self.root(other)))
        if first != second:
            self.same[second] = first
