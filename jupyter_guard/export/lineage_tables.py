"""What the methods of tables, columns and groups say of the columns that the program wants."""

from __future__ import annotations

import ast
import re
from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence

from .tracked import Column, Groups, Literal, Source, Table, Value, Wanted

_BY_NAME = frozenset(
    "by subset columns index values id_vars on x y hue column labels".split()
)  # options that name columns
_TAKE = frozenset("sort_values drop_duplicates dropna filter pop nlargest nsmallest corrwith".split())
_NEW_INDEX = frozenset({"reset_index", "value_counts", "melt", "explode", "describe", "stack", "size"})
# What pandas calls the columns that come of it, where the code does not say.
_NEW_COLUMNS = ("index", "level_0", "level_1", "variable", "value", "count", "proportion")
_SUFFIX = re.compile(r"_[xy]$")


class Tables:
    """Follows the methods of tables, and keeps what was found."""

    def __init__(self) -> None:
        self.sources: list[Source] = []
        self.wanted = Wanted()
        self.unknown: set[str] = set()  # calls of which nobody knows what they want
        self.computed = False  # rows are chosen by values that the program computes

    @abstractmethod
    def value(self, node: ast.expr) -> Value:
        """Return what is known of the value of an expression."""

    def column(self, table: Table, name: str) -> Column:
        """Return a column that the program reads from `table`."""
        if name in table.made:
            return Column(table, table.made[name])
        if len(table.sources) > 1 and not table.stacked and _SUFFIX.search(name):
            base = _SUFFIX.sub("", name)
            for i in table.sources:
                self.sources[i].columns.setdefault(base)
            return Column(table, base)
        own = [self.sources[i] for i in table.sources]
        having = [s for s in own if name in s.columns or (s.heads and name in s.heads)]
        open_ones = [s for s in own if s.heads is None]
        for source in own if table.stacked else having[:1] or open_ones[:1]:
            source.columns.setdefault(name)
        return Column(table, name if having or open_ones else "")

    def columns_of(self, table: Table) -> list[str]:
        """Return the columns of a table that are known by now."""
        own = (self.sources[i] for i in table.sources)
        return list(dict.fromkeys([*(c for s in own for c in (s.heads or s.columns)), *table.made]))

    def stack(self, values: Sequence[Value]) -> Value:
        """Return the tables as one."""
        tables = [v if isinstance(v, Table) else v.table for v in values if isinstance(v, (Table, Column))]
        sources = tuple(dict.fromkeys(s for t in tables for s in t.sources))
        made = {name: old for t in tables for name, old in t.made.items()}
        return Table(sources, made, stacked=True) if tables else None

    def named(self, table: Table, options: Mapping[str, Value]) -> None:
        """Note the columns that options such as `x=` and `subset=` name."""
        for key, said in options.items():
            for text in texts_of(said) if key in _BY_NAME else ():
                self.column(table, text)

    def kinds(self, kinds: Mapping[object, object]) -> None:
        for column, kind in kinds.items():
            said = str(kind)
            known = self.wanted.numbers if said.startswith(("int", "float", "Int")) else self.wanted.texts
            known.add(str(column))

    def of_table(
        self, table: Table, method: str, args: Sequence[Value], options: Mapping[str, Value]
    ) -> Value:
        """Return what a method of a table gives."""
        first = args[0] if args else None
        if method in ("merge", "join") and isinstance(first, Table):
            return self.merged(table, first, options)
        if method == "rename":
            pairs = mapping_of(options.get("columns"))
            return table.with_made(
                {str(new): self.column(table, str(old)).name for old, new in pairs.items()}
            )
        if method in ("query", "eval"):
            return self._asked(table, "".join(texts_of(first)[:1]))
        if method == "assign":
            return table.with_made(dict.fromkeys(options, ""))
        if method in _NEW_INDEX:
            self.named(table, options)
            return table.with_made(dict.fromkeys([*_NEW_COLUMNS, *new_names(options)], ""))
        if method in ("groupby", "resample"):
            return self._grouped(table, method, first or options.get("by"), options)
        if method in ("set_index", "pivot"):
            self._unique(table, [*texts_of(first), *(t for v in options.values() for t in texts_of(v))])
            return table
        self._taken(table, method, args, options)
        if method == "pivot_table":
            self.wanted.numbers |= set(texts_of(options.get("values")))
            return table.with_made({"index": ""})
        return table

    def _taken(self, table: Table, method: str, args: Sequence[Value], options: Mapping[str, Value]) -> None:
        """Note the columns that a method is given which leaves all others as they are."""
        first = args[0] if args else None
        if method == "astype":
            self.kinds(mapping_of(first))
        if method in ("agg", "aggregate"):
            names = {self.column(table, text).name for text in mapping_of(first) if isinstance(text, str)}
            self.wanted.numbers |= names - {""}
        if method in _TAKE or (method == "drop" and {"axis", "columns"} & options.keys()):
            for text in (*texts_of(first), *(t for a in args[1:2] for t in texts_of(a))):
                self.column(table, text)
        self.named(table, {k: v for k, v in options.items() if k != "index" or method == "pivot_table"})

    def _grouped(self, table: Table, method: str, by: Value, options: Mapping[str, Value]) -> Value:
        names = texts_of(by) if method == "groupby" else ()
        found = tuple(self.column(table, name).name for name in names)
        self.wanted.groups |= set(found)
        self.named(table, {k: v for k, v in options.items() if k == "on"})
        return Groups(table, found)

    def _unique(self, table: Table, names: Iterable[str]) -> None:
        """Note columns that become an index."""
        for name in names:
            found = self.column(table, name).name
            for source in (self.sources[i] for i in table.sources):
                if found in source.columns or found in (source.heads or ()):
                    source.unique.add(found)

    def _asked(self, table: Table, text: str) -> Value:
        """Note what the text of `.query("a > 3")` says."""
        try:
            tree = ast.parse(text.replace("@", ""), mode="eval").body
        except SyntaxError:
            self.unknown.add(".query with names in backquotes")
            return table
        own = set(re.findall(r"@(\w+)", text))
        for node in (n for n in ast.walk(tree) if isinstance(n, ast.Compare)):
            pairs = ((node.left, node.comparators[0]), (node.comparators[0], node.left))
            for side, other in pairs:
                if isinstance(side, ast.Name) and side.id not in own:
                    column = self.column(table, side.id)
                    given = not isinstance(other, ast.Name) or other.id in own
                    self.compared(column, self.value(other) if given else None)
        return table

    def compared(self, column: Column, said: Value) -> None:
        """Note that a column is compared with `said`."""
        if isinstance(said, Literal):
            values = said.value if isinstance(said.value, (list, tuple, set)) else [said.value]
            self.wanted.compared(column, values)
        self.computed |= not column.name or not isinstance(said, Literal)

    def merged(self, left: Table, right: Table, options: Mapping[str, Value]) -> Value:
        """Return two tables joined."""
        by_index = any("index" in key for key in options)
        lefts, rights = (
            texts_of(options.get(key)) or texts_of(options.get("on")) for key in ("left_on", "right_on")
        )
        if not lefts and not rights and not by_index:
            self._natural(left, right)
        for one, other in zip(lefts, rights, strict=False):
            a, b = self.column(left, one).name, self.column(right, other).name
            if a and b:
                self.wanted.join(a, b)
        for name in (*lefts, *rights) if by_index else ():
            self.looked_up(name, right if name in lefts else left)
        if texts_of(options.get("validate")):
            self._unique(right, rights)
        sources = tuple(dict.fromkeys((*left.sources, *right.sources)))
        return Table(sources, {**right.made, **left.made})

    def _natural(self, left: Table, right: Table) -> None:
        """Note a join by whatever columns both tables have."""
        own, other = (
            {c for i in t.sources for c in (self.sources[i].heads or self.sources[i].columns)}
            for t in (left, right)
        )
        for name in sorted(own & other):
            self.wanted.join(name, name)
        if not own & other:
            self.unknown.add("a join of whatever columns both tables have")

    def looked_up(self, name: str, other: Table) -> None:
        """Note that the values of `name` are looked up in the index of another table."""
        for source in other.sources:
            for unique in self.sources[source].unique:
                self.wanted.join(name, unique)


def texts_of(said: Value) -> tuple[str, ...]:
    """Return the texts that a literal is, or holds."""
    return said.texts if isinstance(said, Literal) else ()


def mapping_of(said: Value) -> Mapping[object, object]:
    """Return the mapping that a literal is."""
    return said.value if isinstance(said, Literal) and isinstance(said.value, dict) else {}


def new_names(options: Mapping[str, Value]) -> tuple[str, ...]:
    """Return what `name=` and the like call new columns."""
    return tuple(text for key, said in options.items() if "name" in key for text in texts_of(said)[:1])
