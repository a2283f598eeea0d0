"""What the methods of columns and groups say of what the program wants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .lineage_tables import Tables, mapping_of, new_names, texts_of
from .tracked import Column, Groups, Literal, Value
from .understood import NUMERIC

_COMPARE = frozenset("isin eq ne gt ge lt le between contains startswith endswith match".split())
_SAME_TEXT = frozenset("strip lower upper title lstrip rstrip astype fillna copy".split())
_NUMBER_TYPES = ("int", "float", "Int")


class Columns(Tables):
    """Follows the methods of columns and groups."""

    def of_column(
        self, column: Column, method: str, args: Sequence[Value], options: Mapping[str, Value]
    ) -> Value:
        """Return what a method of a column gives."""
        first = args[0] if args else None
        if method in _COMPARE:
            for said in args:
                self.compared(column, said)
            return Column(column.table)
        if method == "map" and isinstance(first, Column) and column.name:
            self.looked_up(column.name, first.table)
        elif method == "map":
            self.wanted.compared(column, list(mapping_of(first)))
        elif column.name:
            self._kind_of(column, method, first)
        if method in ("to_frame", "reset_index", "rename_axis", "unstack"):
            return column.table.with_made(dict.fromkeys([*new_names(options), "index", "count"], ""))
        return column if method in _SAME_TEXT and not column.part else Column(column.table)

    def _kind_of(self, column: Column, method: str, first: Value) -> None:
        """Note what a method tells of the values of a column."""
        counts = method in NUMERIC and not column.part and column.name not in self.wanted.dates
        if counts or (method == "astype" and "".join(texts_of(first)).startswith(_NUMBER_TYPES)):
            self.wanted.numbers.add(column.name)
        if method in ("lower", "upper", "title", "capitalize"):
            self.wanted.cases[column.name] = method
        if method in ("value_counts", "unique", "nunique"):
            self.wanted.groups.add(column.name)

    def of_groups(
        self, groups: Groups, method: str, args: Sequence[Value], options: Mapping[str, Value]
    ) -> Value:
        """Return what a method of a table in groups gives."""
        table, first = groups.table, args[0] if args else None
        made: dict[str, str] = {}
        for name, said in options.items():
            if len(texts_of(said)) == 2:  # revenue=("amount", "sum")
                self._summed(groups, *texts_of(said))
                made[name] = ""
        for text, how in mapping_of(first).items():
            self._summed(groups, str(text), *texts_of(Literal(how)))
        if method in NUMERIC and groups.chosen and groups.chosen not in self.wanted.dates:
            self.wanted.numbers.add(groups.chosen)
        if method == "get_group" and groups.by and isinstance(first, Literal):
            self.wanted.compared(Column(table, groups.by[0]), [first.value])
        made |= {groups.chosen: ""} if groups.chosen else {}
        result = table.with_made(made)
        return Column(result) if method in NUMERIC and groups.chosen else result

    def _summed(self, groups: Groups, text: str, *how: str) -> None:
        column = self.column(groups.table, text).name
        if column and set(how) & NUMERIC and column not in self.wanted.dates:
            self.wanted.numbers.add(column)
