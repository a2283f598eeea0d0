"""What each dialect's data file says: which functions, statements and settings are harmless.

The files in `dialects/` are written for people who know the database; nothing here knows a
single name of them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import Any, NamedTuple

from .model import Effect

# What a dialect may be called beside its own name.
ALIASES = {
    "postgresql": "postgres",
    "mariadb": "mysql",
    "mssql": "tsql",
    "sqlserver": "tsql",
    "azuresql": "tsql",
    "sparksql": "spark",
    "awsathena": "trino",
    "presto": "trino",
}
_REPLACED = frozenset({"grammar", "effect", "temporary_tables"})
PLAIN = "plain"  # the file for a dialect that has none

# The words of [statements] that name no effect but say how the statement is read.
WAYS = frozenset(
    {
        "parse",
        "explain",
        "set",
        "reset",
        "pragma",
        "prepare",
        "cursor",
        "begin",
        "call",
        "copy",
        "attach",
        "declare",
    }
)  # fmt: skip


class Known(NamedTuple):
    """What is known about one name."""

    effect: Effect
    why: str = ""  # what it does, when it is more than reading
    judged: bool = False  # it runs SQL that it is given as text: where that is constant, it decides
    made_by: str = ""  # the function that makes its argument of SQL; a constant there decides
    template: str = ""  # the SQL that it makes of its constants; without one they are the SQL
    least: Effect = Effect.READ  # of a call whose SQL is constant
    paths: bool = False  # it only reads where it is given constant paths of data
    identifier: bool = False  # it names what its one constant says


@dataclass(frozen=True)
class Knowledge:
    """One dialect's data file, and those that it extends."""

    dialect: str  # its own name
    grammar: str  # the name of the grammar that its text is parsed with
    functions: Mapping[str, Known]
    # First word of a statement -> (all its leading words, effect or way), the longest first.
    statements: Mapping[str, tuple[tuple[tuple[str, ...], Known | str], ...]]
    settings: Mapping[str, Known]
    pragmas: Mapping[str, Known]  # with a value
    pragma_reads: frozenset[str]  # without a value, or with a table's name
    procedures: frozenset[str]  # CALL or EXEC of them only reads
    plain_procedures: frozenset[str]  # the same, with one plain argument or none
    columns: Mapping[str, Known]  # names that look like columns and are not
    schemas: frozenset[str]  # where the engine keeps its own functions
    temporary: tuple[str, ...]  # how the name of a temporary table begins
    called: tuple[str, ...]  # how names of tables begin that are functions
    fillers: frozenset[str]  # reserved words that begin no other statement within a simple one
    reserved: frozenset[str]  # words that can't be a name without quotes
    starts: frozenset[str]  # those that begin a statement, also without a semicolon before them
    tails: tuple[tuple[str, ...], ...]  # words behind any statement that do more than it; ? is any word
    suffixes: tuple[str, ...]  # countIf is count
    hints: frozenset[str] | None  # None: every optimizer hint is harmless
    lock_hints: frozenset[str]  # table hints that lock nothing for writing
    explain: frozenset[str]  # words between EXPLAIN and the statement
    methods: bool  # value.function() is another spelling of function(value)
    methods_named: frozenset[str]  # functions of values that only read: column.function()
    bare_calls: bool  # functions without arguments need no brackets
    plain_names: frozenset[str]  # names of values that are no columns, and no such calls
    operators: frozenset[str] | None  # None: nobody can add operators to this database
    table_arguments: bool  # FROM t(…) may name a table: functions there are all listed
    set_lists: bool  # SET a = 1, b = 2 sets both
    set_shows: bool  # SET name, without a value, shows it
    explain_tables: bool  # EXPLAIN t is another spelling of DESCRIBE t
    temporary_tables: Effect  # of making one
    explain_runs: bool  # a plain EXPLAIN may run parts of the statement

    @cached_property
    def reading(self) -> frozenset[str]:
        """Return the functions that only read, whatever stands in their brackets."""
        known = self.functions.items()
        reads = {name for name, what in known if what.effect is Effect.READ and not what.identifier}
        return frozenset(reads - {"apply"})  # APPLY(f) calls f

    def function(self, name: str) -> Known | None:
        """Return what is known of a function, also with a suffix that changes nothing of it."""
        known = self.functions.get(name)
        while known is None and self.suffixes:
            suffix = next((s for s in self.suffixes if name.endswith(s)), "")
            if not suffix:
                return None
            name = name.removesuffix(suffix)
            known = self.functions.get(name)
        return known

    def statement(self, words: tuple[str, ...]) -> Known | str | None:
        """Return what is known of the statement that begins with these words."""
        for leading, known in self.statements.get(words[0] if words else "", ()):
            if words[: len(leading)] == leading:
                return known
        return None


@cache
def knowledge(dialect: str) -> Knowledge:
    """Return what is known of a dialect; of one without a file, what holds everywhere."""
    name = ALIASES.get(dialect.lower(), dialect.lower())
    if not (name.isidentifier() and _file(name).is_file()):
        name = PLAIN
    data = _load(name)
    return Knowledge(
        dialect=name,
        grammar=data.get("grammar", name),
        functions=_functions(data.get("functions", {})),
        statements=_statements(data.get("statements", {})),
        settings=_named(data.get("settings", {})),
        pragmas=_named(data.get("pragmas", {})),
        pragma_reads=_words(data.get("pragmas", {}).get("show", "")),
        procedures=_words(data.get("procedures", {}).get("read", "")),
        plain_procedures=_words(data.get("procedures", {}).get("read_plainly", "")),
        columns=_named(data.get("columns", {})),
        schemas=_words(data.get("schemas", "")),
        temporary=tuple(sorted(_words(data.get("temporary", "")))),
        called=tuple(sorted(_words(data.get("called", "")))),
        fillers=_words(data.get("fillers", "")),
        reserved=_words(data.get("reserved", "")),
        starts=_words(data.get("starts", "")),
        tails=tuple(tuple(tail.split()) for tail in data.get("tails", ())),
        suffixes=tuple(sorted(_words(data.get("suffixes", "")), key=len, reverse=True)),
        hints=_words(data["hints"]) if "hints" in data else None,
        lock_hints=_words(data.get("lock_hints", "")),
        explain=_words(data.get("explain", "")),
        methods=bool(data.get("methods", False)),
        methods_named=_words(data.get("methods_named", "")),
        bare_calls=bool(data.get("bare_calls", False)),
        plain_names=_words(data.get("plain_names", "")),
        operators=_words(data["operators"]["read"]) if "operators" in data else None,
        table_arguments=bool(data.get("table_arguments", False)),
        set_lists=bool(data.get("set_lists", False)),
        set_shows=bool(data.get("set_shows", False)),
        explain_tables=bool(data.get("explain_tables", False)),
        temporary_tables=Effect[str(data.get("temporary_tables", "session")).upper()],
        explain_runs=bool(data.get("explain_runs", False)),
    )


def _file(name: str) -> Any:
    return resources.files(__package__).joinpath("dialects", f"{name}.toml")


def _load(name: str) -> dict[str, Any]:
    data = tomllib.loads(_file(name).read_text(encoding="utf-8"))
    parent = data.pop("extends", "")
    return _merge(_load(parent), data) if parent else data


def _merge(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    merged = dict(old)
    for key, value in new.items():
        before = merged.get(key)
        if isinstance(value, dict) and isinstance(before, dict):
            merged[key] = _merge(before, value)
        elif isinstance(value, list) and isinstance(before, list):
            merged[key] = before + value
        elif isinstance(value, str) and isinstance(before, str) and key not in _REPLACED:
            merged[key] = f"{before} {value}"
        else:
            merged[key] = value
    return merged


def _words(text: str) -> frozenset[str]:
    return frozenset(text.lower().split())


def _functions(table: dict[str, Any]) -> dict[str, Known]:
    """Return the functions of a file: what is written by hand wins over what was generated."""
    found = dict.fromkeys(_words(table.get("generated", {}).get("read", "")), Known(Effect.READ))
    found.update(_named(table))
    return found


def _named(table: dict[str, Any]) -> dict[str, Known]:
    """Return the names of a table: `read = "…"`, or a sub-table that says what they do."""
    found: dict[str, Known] = {}
    for why, value in table.items():
        if isinstance(value, str) and why.upper() in Effect.__members__:
            found.update(dict.fromkeys(_words(value), Known(Effect[why.upper()])))
    for why, value in table.items():
        if isinstance(value, dict) and "effect" in value:
            known = Known(
                Effect[value["effect"].upper()],
                why,
                bool(value.get("judged") or value.get("template") or value.get("made_by")),
                value.get("made_by", ""),
                value.get("template", ""),
                Effect[value.get("least", "read").upper()],
                bool(value.get("paths")),
                bool(value.get("identifier")),
            )
            found.update(dict.fromkeys(_words(value["names"]), known))
    return found


def _statements(
    table: dict[str, list[str]],
) -> dict[str, tuple[tuple[tuple[str, ...], Known | str], ...]]:
    found: dict[str, dict[tuple[str, ...], Known | str]] = {}
    for way, texts in table.items():
        known = way if way in WAYS else Known(Effect[way.upper()])
        for text in texts:
            words = tuple(text.upper().split())
            found.setdefault(words[0], {})[words] = known
    return {
        first: tuple(sorted(entries.items(), key=lambda e: -len(e[0]))) for first, entries in found.items()
    }
