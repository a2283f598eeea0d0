"""What calls of pandas and others say of the tables that they are given."""

from __future__ import annotations

import ast
import operator
from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence

from . import renaming
from .file_heads import Head
from .lineage_columns import Columns
from .lineage_tables import texts_of
from .side_effects import dotted
from .tracked import Column, Database, Groups, Literal, Place, Source, Table, Value
from .understood import is_understood, is_understood_method

_FOLDS: dict[type[ast.operator], Callable[[object, object], object]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


class Calls(Columns):
    """Follows calls, and keeps what was found."""

    def __init__(
        self, modules: Mapping[str, str], words: Mapping[str, str], look: Callable[[Source], Head | None]
    ) -> None:
        super().__init__()
        self.look = look  # tells the columns of a file
        self.heads: dict[str, str] = {}  # column of such a file -> its kind
        self.modules = modules
        self.words = words  # what the program calls data_file, run_query, location
        self.queries: list[tuple[str, str]] = []  # text and file of SQL for database files

    @abstractmethod
    def follow(self, body: Sequence[ast.stmt], given: Mapping[str, Value]) -> Value:
        """Follow the statements of a function in a scope of their own."""

    def folded(self, op: ast.operator, left: Value, right: Value) -> Value:
        """Return what two literals come to."""
        fold = _FOLDS.get(type(op))
        if fold and isinstance(left, Literal) and isinstance(right, Literal):
            try:
                return Literal(fold(left.value, right.value))
            except (TypeError, ArithmeticError):
                pass
        return None

    def call(self, node: ast.Call) -> Value:
        """Return what is known of the value of a call."""
        full = dotted(node.func, self.modules)
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if full.startswith("pandas.read_") and not full.startswith("pandas.read_sql"):
            return self._read(node, full.rpartition(".")[2])
        if full or name:
            return self._function(node, full or name)
        if isinstance(node.func, ast.Attribute):
            return self._method(node, self.value(node.func.value), node.func)
        self.unknown.add(ast.unparse(node.func)[:60])
        return None

    def _given(self, node: ast.Call) -> tuple[list[Value], dict[str, Value]]:
        lambdas = [a for a in (*node.args, *(k.value for k in node.keywords)) if isinstance(a, ast.Lambda)]
        args = [None if a in lambdas else self.value(a) for a in node.args]
        return args, {
            k.arg or "**": None if k.value in lambdas else self.value(k.value) for k in node.keywords
        }

    def _read(self, node: ast.Call, reader: str) -> Value:
        """Note a table that is read from a file."""
        args, options = self._given(node)
        place = (
            args[0]
            if args
            else options.pop("filepath_or_buffer", options.pop("path", options.pop("io", None)))
        )
        if isinstance(place, Literal) and isinstance(place.value, str):
            place = Place(place.value)
        if not isinstance(place, Place):
            self.unknown.add(f"a file whose name is not written out ({reader})")
            return Table(())
        known = {k: v.value if isinstance(v, Literal) else None for k, v in options.items()}
        if len(args) > 1 and isinstance(args[1], Literal):
            known.setdefault("sheet_name" if reader == "read_excel" else "sep", args[1].value)
        return Table((self._source(place, reader, known),))

    def _source(self, place: Place, reader: str, options: Mapping[str, object]) -> int:
        for i, source in enumerate(self.sources):
            if (source.path, source.place, source.reader) == (place.path, place.location, reader):
                if dict(source.options) != dict(options):
                    self.unknown.add("one file that is read in two ways")
                if len(options) > len(source.options):
                    source.options = options
                    self._told(source)
                return i
        source = Source(place.path, place.location, reader, options)
        self._told(source)
        self.sources.append(source)
        return len(self.sources) - 1

    def _told(self, source: Source) -> None:
        """Note what the options of a reader, and the file itself, tell of the columns."""
        options = source.options
        names = options.get("names")
        source.heads = tuple(map(str, names)) if isinstance(names, (list, tuple)) else None
        if head := self.look(source):
            source.heads = tuple(head.kinds)
            self.heads |= head.kinds
        for key in ("usecols", "parse_dates", "index_col"):
            said = Literal(options.get(key)).texts
            source.columns.update(dict.fromkeys(said))
            self.wanted.dates |= set(said) if key == "parse_dates" else set()
            source.unique |= set(said) if key == "index_col" else set()
        if options.get("index_col") == 0 and options.get("parse_dates") is True:
            source.unique.add("")
        kinds = options.get("dtype")
        self.kinds(kinds if isinstance(kinds, dict) else {})

    def _function(self, node: ast.Call, full: str) -> Value:
        """Return what a function gives that is called by its name."""
        word = self.words.get(full, "")
        args, options = self._given(node)
        first = args[0] if args else None
        if word == "data_file":
            return Place(first.texts[0]) if isinstance(first, Literal) and first.texts else first
        if word == "location":
            return Place("", first.texts[0]) if isinstance(first, Literal) and first.texts else None
        if word == "query" and len(args) > 1 and isinstance(args[1], Literal):
            return Table((self._source(Place(str(args[1].value)), "query", {}),))
        if full == "open" and isinstance(first, Place):
            self._source(first, "open", {})
            return None
        if full == "pandas.merge":
            pair = [v for v in (*args, options.get("left"), options.get("right")) if isinstance(v, Table)][:2]
            return self.merged(pair[0], pair[1], options) if len(pair) == 2 else first
        if full in ("pandas.concat", "pandas.merge_ordered"):
            return self.stack([first]) if isinstance(first, Table) else first
        if full in ("sqlite3.connect", "duckdb.connect") and isinstance(first, Place):
            return Database(first.path, full.partition(".")[0].replace("sqlite3", "sqlite"))
        database = args[1] if len(args) > 1 else None
        if full.startswith("pandas.read_sql") and isinstance(database, Database) and texts_of(first):
            return self._rows_of(texts_of(first)[0], database)
        if full in ("pathlib.Path", "os.path.join", "str", "os.fspath", "glob.glob", "sorted") and args:
            return self._path(args)
        if not word and not is_understood(full):
            self.unknown.add(full)
        return self._of_library(node, full, args, options)

    def _rows_of(self, text: str, database: Database) -> Table:
        """Return the rows of SQL that a database file is asked."""
        self.queries.append((text, database.path))
        return Table((self._source(Place(f"{database.path} {len(self.queries)}"), "sql", {}),))

    def _path(self, args: Sequence[Value]) -> Value:
        first, *rest = args
        if isinstance(first, Literal) and first.texts:
            first = Place(first.texts[0])
        if isinstance(first, Place):
            more = [str(r.value) for r in rest if isinstance(r, Literal)]
            return Place("/".join([first.path, *more]).lstrip("/") if more else first.path, first.location)
        return first

    def _of_library(
        self, node: ast.Call, full: str, args: Sequence[Value], options: Mapping[str, Value]
    ) -> Value:
        columns = [a for a in args if isinstance(a, Column) and a.name]
        if full == "pandas.to_datetime":
            for column in columns:
                self.wanted.dates.add(column.name)
                if isinstance(said := options.get("format"), Literal) and said.texts:
                    self.wanted.formats[column.name] = said.texts[0]
        elif full.startswith(("numpy.", "pandas.to_numeric", "pandas.cut", "pandas.qcut")) and full not in (
            "numpy.where",
            "numpy.unique",
            "numpy.array",
        ):
            self.wanted.numbers |= {c.name for c in columns if not c.part}
        data = options.get("data", args[0] if args else None)
        if isinstance(data, Table):
            self.named(data, options)
        if full == "pandas.to_datetime" and columns:
            return columns[0]
        return next((a for a in args if isinstance(a, (Table, Column))), None)

    def _method(self, node: ast.Call, held: Value, func: ast.Attribute) -> Value:
        """Return what a method gives."""
        method = func.attr
        args, options = self._given(node)
        own = isinstance(func.value, ast.Name) and func.value.id in self.words
        if not own and not is_understood_method(method) and not isinstance(held, Database):
            self.unknown.add(f".{method}")
        for inner in (
            a for a in (*node.args, *(k.value for k in node.keywords)) if isinstance(a, ast.Lambda)
        ):
            names = [a.arg for a in inner.args.args]
            shown = held.table if isinstance(held, Groups) else held
            self.follow([ast.Return(inner.body)], dict.fromkeys(names[:1], shown))
        if isinstance(held, Table) and method == "rename":
            rules = [renaming.rule_of(k.value) for k in node.keywords if k.arg == "columns"]
            if rules and rules[0]:
                return held.with_made(renaming.applied(rules[0], self.columns_of(held)))
        if isinstance(held, Table):
            return self.of_table(held, method, args, options)
        if isinstance(held, Column):
            return self.of_column(held, method, args, options)
        if isinstance(held, Groups):
            return self.of_groups(held, method, args, options)
        if isinstance(held, Place) and method in ("joinpath", "glob", "rglob"):
            return self._path([held, *args])
        if isinstance(held, Database) and method in ("execute", "sql", "query") and args:
            return self._rows_of("".join(texts_of(args[0])[:1]), held)
        if isinstance(held, Literal) and held.texts and method in ("split", "strip", "lower", "upper"):
            words: object = getattr(str(held.value), method)() if isinstance(held.value, str) else held.value
            return Literal(words)
        tables = [a for a in (*args, *options.values()) if isinstance(a, Table)]
        for table in tables:
            self.named(table, options)
        return held if isinstance(held, Place) else None
