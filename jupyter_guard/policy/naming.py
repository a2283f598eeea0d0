"""Read the names of tables off a parsed statement."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from sqlglot import exp

from .knowledge import Knowledge

_PLAIN = re.compile(r"[\w$]+")
Scope = frozenset[str]  # names of the common table expressions that can be seen

# Where the name of a CTE means the same in any case; elsewhere only unless it is quoted.
_CASELESS = frozenset({"sqlite", "duckdb", "mysql", "tsql", "bigquery", "spark", "databricks", "trino"})


def key_of(identifier: exp.Expr | str, knowledge: Knowledge) -> str:
    """Return a name so that two spellings of one name are equal."""
    if isinstance(identifier, str):
        return identifier.lower()
    name = identifier.name
    if identifier.args.get("quoted") and knowledge.dialect not in _CASELESS:
        fold = str.upper if knowledge.dialect in {"snowflake", "oracle"} else str.lower
        return name.lower() if fold(name) == name else f'"{name}"'
    return name.lower()


def called_name(name: str, knowledge: Knowledge) -> str:
    """Return the name of a function that stands in quotes: within quotes, too, if it is not the plain one.

    `"LOWER"` of PostgreSQL is a function of somebody's own, and so is one that has a dot in its name.
    """
    dialect = knowledge.dialect
    if dialect == "bigquery":  # `project.dataset.function`
        return name.lower()
    fold = str.upper if dialect in {"snowflake", "oracle"} else str.lower
    plain = dialect in _CASELESS | {"clickhouse", "redshift"} or fold(name) == name
    return name.lower() if plain and _PLAIN.fullmatch(name) else f'"{name}"'


def name_of(table: exp.Expr) -> str:
    """Return a table's name, qualified as written; of a table function nothing."""
    if not isinstance(table, exp.Table):
        return ""
    parts = []
    for key in ("catalog", "db", "this"):
        part = table.args.get(key)
        if isinstance(part, exp.Identifier):
            args = part.args
            mark = "##" if args.get("global_") else "#" if args.get("temporary") else ""
            parts.append(mark + part.name)
        elif isinstance(part, exp.Dot):
            parts.extend(p.name for p in part.flatten() if isinstance(p, exp.Identifier))
        elif isinstance(part, exp.Parameter):
            parts.append(f"@{part.name}")
        elif isinstance(part, (exp.Var, exp.Literal)):
            parts.append(part.name)
        elif isinstance(part, exp.Func):
            first = _constant_name(part)
            if not isinstance(first, exp.Literal):
                return ""
            parts.append(first.name)
    return ".".join(parts)


def _constant_name(call: exp.Expr) -> object:
    """Return the constant in IDENTIFIER('…'), which names a table."""
    if call.key == "dynamicidentifier":
        return call.this
    alone = len(call.expressions) == 1 and call.name.upper() == "IDENTIFIER"
    return call.expressions[0] if alone else None


def offset_of(node: exp.Expr | None) -> int:
    """Return where in the text a name stands."""
    start = node.meta_get("start") if node is not None else None
    return start if isinstance(start, int) else 0


def is_temporary(name: str, knowledge: Knowledge) -> bool:
    """Say whether a name alone tells that the table is one's own for the session."""
    lower = name.lower()
    return any(lower.startswith(prefix) for prefix in knowledge.temporary) and "##" not in lower


@lru_cache(maxsize=4096)
def plain_name(name: str) -> str:
    """Return a name so that spellings which some database takes for the same are equal."""
    plain = re.sub(r"[\"`]", "", name)
    if not plain.isascii():
        letters = unicodedata.normalize("NFKD", plain)
        plain = "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()
    return ".".join(part.strip() for part in plain.lower().split("."))
