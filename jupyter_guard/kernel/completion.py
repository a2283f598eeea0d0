"""Complete what is typed in a `%%guarded_sql` cell: connections, options, tables, columns, variables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from jupyter_guard.errors import GuardError, UsageError
from jupyter_guard.policy.magic_line import MagicLine
from jupyter_guard.policy.magic_options import OPTIONS

from .matching import ID
from .sql_context import KEYWORDS, Context, Place, context_at

if TYPE_CHECKING:
    from IPython.core.completer import IPCompleter, SimpleMatcherResult
    from IPython.core.interactiveshell import InteractiveShell

    from jupyter_guard.databases import Table
    from jupyter_guard.policy.model import Connection

    from .guard import Guard
    from .querying import Querying

_CELL = re.compile(r"\s*%%guarded_sql(?=\s|\Z)")
_LINE = re.compile(r"\s*(?:[\w.,\s]+=\s*)?%guarded_sql(?=\s)")
_PLAIN = re.compile(r"[a-z_][a-z0-9_]*\Z")
_ANY_CASE = re.compile(r"[^\W\d]\w*\Z")
_RESERVED = frozenset(KEYWORDS) | frozenset(
    "ANY CHECK COLUMN CONSTRAINT DEFAULT FETCH FOREIGN GRANT PRIMARY REFERENCES TO USER WINDOW".split()
)
Found = tuple[str, str]  # what to write, and what it is


class Completion:
    """Completes SQL cells through IPython's own completer, which JupyterLab and terminals ask."""

    def __init__(self, guard: Guard, querying: Querying, shell: InteractiveShell) -> None:
        self._guard, self._querying = guard, querying
        self._variables: Mapping[str, Any] = shell.user_ns
        self._completer: IPCompleter | None = shell.Completer
        self._switched_off: list[str] = []  # matchers of Python, while the cursor is in SQL

    def complete(self, code: str, line: int, column: int) -> tuple[str, list[Found]] | None:
        """Return what is written of the name at the cursor, and what it may become; None outside of SQL."""
        lines = code.split("\n")
        first = next((i for i, text in enumerate(lines) if text.strip()), 0)
        found = _CELL.match(lines[first])
        if found is not None and line == first:
            return self._on_the_line(lines[first][found.end() : column]) if column > found.end() else None
        if found is not None and line > first:
            sql = "\n".join(lines[first + 1 :])
            cursor = sum(len(text) + 1 for text in lines[first + 1 : line]) + column
            return self._in_sql(lines[first][found.end() :], sql, cursor)
        found = _LINE.match(lines[line])
        if found is None or column <= found.end():
            return None
        return self._on_one_line(lines[line][found.end() :], column - found.end())

    def result(self, code: str, line: int, column: int) -> SimpleMatcherResult:
        """Answer IPython's completer, and keep its own matchers out of SQL."""
        from IPython.core.completer import SimpleCompletion

        try:
            found = self.complete(code, line, column)
        except GuardError:
            found = None  # a guard.toml that cannot be used is told where a cell runs
        self._switch_python(off=found is not None)
        if found is None:
            return {"completions": [], "suppress": False}
        prefix, names = found
        completions = [SimpleCompletion(text, type=kind) for text, kind in names]
        return {"completions": completions, "matched_fragment": prefix, "suppress": True, "ordered": True}

    def _switch_python(self, *, off: bool) -> None:
        """Keep IPython's own matchers out of SQL, also where nothing is offered in their place."""
        completer = self._completer
        if completer is None or off == bool(self._switched_off):
            return
        if off:
            kinds = ("matcher_identifier", "__name__", "__qualname__")
            others = {getattr(matcher, kind, ID) for matcher in completer.matchers for kind in kinds}
            self._switched_off = sorted(others - {ID} - set(completer.disable_matchers))
            completer.disable_matchers = [*completer.disable_matchers, *self._switched_off]
        else:
            kept = [name for name in completer.disable_matchers if name not in self._switched_off]
            completer.disable_matchers, self._switched_off = kept, []

    def _on_one_line(self, text: str, column: int) -> tuple[str, list[Found]] | None:
        try:
            _, sql = MagicLine.split(text)
        except UsageError:
            return self._on_the_line(text[:column])
        start = len(text) - len(sql)
        if column < start:
            return self._on_the_line(text[:column])
        return self._in_sql(text[:start], sql, column - start)

    def _on_the_line(self, written: str) -> tuple[str, list[Found]]:
        """Complete the words behind the magic's name."""
        words = written.split()
        prefix = "" if written[-1:].isspace() or not words else words.pop()
        before = words[-1] if words else ""
        connections = [(name, "connection") for name in self._guard.connections.names()]
        connections += [(name, "connection of the notebook") for name in self._guard.connections.variables()]
        values: dict[str, Iterable[Found]] = {
            "--with": ((name, "saved query") for name in self._querying.saved),
            "--if": self._values(),
            "--connection": connections,
        }
        wants_value = any(option.value for option in OPTIONS if option.name == before)
        if wants_value:
            return prefix, list(_starting(prefix, values.get(before, ())))
        named = any(word in dict(connections) for word in words) or "--connection" in words
        options = [(o.name, o.help) for o in OPTIONS if o.name not in words or o.name == "--with"]
        return prefix, list(_starting(prefix, [*([] if named else connections), *options]))

    def _in_sql(self, line: str, sql: str, cursor: int) -> tuple[str, list[Found]]:
        context = context_at(sql, cursor)
        if context.place is Place.NOTHING:
            return "", []
        if context.place is Place.VARIABLE:
            return context.prefix, list(_starting(context.prefix, self._values()))
        try:
            request = MagicLine.parse(line)
        except UsageError:
            request = MagicLine()
        tables = self._guard.connections.tables(request.connection)
        connection = self._guard.connections.find(request.connection)
        dialect = connection.dialect
        names = _names(context, tables, dialect, _own_schema(connection))
        if context.place is Place.TABLE:
            others = [*((name, "saved query") for name in request.using), *((c, "CTE") for c in context.ctes)]
            if dialect == "duckdb":
                others += [(name, "DataFrame") for name, kind in self._values() if kind.endswith("Frame")]
            names = [*others, *names]
        return context.prefix, list(_starting(context.prefix, dict(names).items()))

    def _values(self) -> Iterator[Found]:
        """Yield the notebook's variables that hold something to bind."""
        hidden = getattr(self._guard.shell, "user_ns_hidden", {})
        for name, value in list(self._variables.items()):
            module = type(value).__name__ == "module"
            if not name.startswith("_") and name not in hidden and not module and not callable(value):
                yield name, type(value).__name__


def _own_schema(connection: Connection) -> str:
    """Return the schema whose tables need no prefix."""
    if connection.dialect == "mysql" and connection.url:
        from jupyter_guard.policy.targets import target_of

        return target_of(connection.url).database
    return {"duckdb": "main", "postgres": "public"}.get(connection.dialect, "")


def _names(context: Context, tables: tuple[Table, ...], dialect: str, own: str) -> list[Found]:
    """Return the names of the database that may stand there, the likeliest first."""
    if context.place is Place.TABLE:
        return _tables(tables, dialect, own)
    inside = {name.lower(): columns for name, columns in context.ctes.items()}
    if context.place is Place.MEMBER:
        name = context.tables.get(context.qualifier[-1].lower(), context.qualifier)
        if selected := inside.get(name[-1].lower()):
            return [(_written(column, dialect), "column of a CTE") for column in selected]
        columns = _columns(tables, [name], dialect)
        schema = context.qualifier[-1].lower()
        return [
            *columns,
            *((_written(t.name, dialect), t.kind) for t in tables if t.schema.lower() == schema),
        ]
    columns = _columns(tables, context.tables.values(), dialect)
    read = {name[-1].lower() for name in context.tables.values()} & inside.keys()
    columns += [(_written(c, dialect), "column of a CTE") for name in sorted(read) for c in inside[name]]
    aliases = [(alias, "table") for alias in context.tables]
    upper = not context.prefix[:1].islower()
    return [*columns, *aliases, *((word if upper else word.lower(), "keyword") for word in KEYWORDS)]


def _tables(tables: tuple[Table, ...], dialect: str, own: str) -> list[Found]:
    found: list[Found] = [(_written(t.name, dialect), t.kind) for t in tables if t.schema in ("", own)]
    elsewhere = [t for t in tables if t.schema not in ("", own)]
    found += [(_written(schema, dialect), "schema") for schema in dict.fromkeys(t.schema for t in elsewhere)]
    found += [(f"{_written(t.schema, dialect)}.{_written(t.name, dialect)}", t.kind) for t in elsewhere]
    return found


def _columns(tables: tuple[Table, ...], wanted: Iterable[tuple[str, ...]], dialect: str) -> list[Found]:
    found: dict[str, str] = {}
    for name in wanted:
        lower = tuple(part.lower() for part in name)
        for table in tables:
            full = (table.schema.lower(), table.name.lower())
            if lower[-2:] == full[-len(lower) :]:
                found |= {_written(column.name, dialect): column.type for column in table.columns}
    return list(found.items())


def _written(name: str, dialect: str) -> str:
    """Return `name` as it has to be written, in quotes where it needs them."""
    plain = _PLAIN if dialect in ("postgres", "redshift") else _ANY_CASE
    if plain.match(name) and name.upper() not in _RESERVED:
        return name
    mark = "`" if dialect in ("mysql", "bigquery", "spark", "databricks") else '"'
    return f"{mark}{name.replace(mark, mark * 2)}{mark}"


def _starting(prefix: str, names: Iterable[Found]) -> Iterator[Found]:
    start = prefix.lstrip('"`').lower()
    return ((name, kind) for name, kind in names if name.lstrip('"`').lower().startswith(start))
