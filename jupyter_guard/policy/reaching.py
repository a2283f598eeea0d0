"""Whether a statement names a table of an environment's `tables`, or may do so.

Names are compared so that two spellings that any database takes for one are one: without regard to case, to
accents, to wide letters and to blanks at the end of a name. That may find more than the database would.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fnmatch import fnmatchcase

from .model import Effect, Environment, Statement
from .namespaces import Namespace
from .naming import plain_name

# DROP DATABASE x, ALTER SCHEMA a.b: what holds tables, and not only one.
_CONTAINER = re.compile(
    r"(?P<verb>DROP|ALTER|UNDROP|RENAME|TRUNCATE|DETACH|CREATE(?:\s+OR\s+REPLACE)?)\s+(?:TRANSIENT\s+)?"
    r"(?P<kind>SCHEMA|DATABASE|CATALOG|NAMESPACE)\b",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"/\*.*?\*/|--[^\n]*", re.DOTALL)
_DATABASES = frozenset({"snowflake", "tsql", "redshift", "postgres", "duckdb"})  # where they hold schemas


def reaches(
    environment: Environment, statement: Statement, namespace: Namespace, dialect: str, *, shared: bool
) -> bool:
    """Say whether a statement names a table of an environment's `tables`, or may do so.

    `shared` says whether such tables may lie where the statement is sent: only then does what
    cannot be told count.
    """
    patterns = [plain_name(pattern).split(".") for pattern in environment.tables]
    kind, new = _container(statement, dialect)
    tables = (*statement.reads, *(() if kind else statement.writes), *statement.behind)
    names = [plain_name(name) for name in tables]
    if any(_matches(name, pattern, namespace, shared) for name in names for pattern in patterns):
        return True
    if Effect.SCHEMA <= statement.effect < Effect.UNKNOWN:
        held = [plain_name(name).split(".") for name in statement.writes]
        # What is made just now holds nothing yet.
        if any(_holds(name, pattern, kind, shared and not new) for name in held for pattern in patterns):
            return True
    hidden = statement.effect >= Effect.ADMIN or (statement.effect >= Effect.WRITE and not statement.writes)
    return shared and bool(patterns) and (hidden or any(map(_elsewhere, statement.writes)))


def _elsewhere(name: str) -> bool:
    """Say whether nobody can tell which table is meant: one of a computed name, at a path, behind a link."""
    return name.lower() == "identifier" or any(sign in name for sign in "/@")


def _matches(name: str, pattern: Sequence[str], namespace: Namespace, shared: bool) -> bool:
    parts, wanted = name.split("."), ".".join(pattern)
    # A pattern may leave out the catalog that a name says.
    if any(fnmatchcase(".".join(parts[i:]), wanted) for i in range(len(parts))):
        return True
    if len(parts) == 1 and namespace.schemas is not None:
        within = namespace._replace(schemas=None)
        return any(_matches(f"{schema}.{name}", pattern, within, shared) for schema in namespace.schemas)
    if len(parts) == 2:
        catalogs = namespace.catalogs if namespace.catalogs is not None else tuple(pattern[:1]) * shared
        if any(fnmatchcase(f"{catalog}.{name}", wanted) for catalog in catalogs):
            return True
        if namespace.catalogs and len(pattern) > 2:
            return False  # it lies in another one
    return shared and len(parts) < len(pattern) and fnmatchcase(name, ".".join(pattern[-len(parts) :]))


def _container(statement: Statement, dialect: str) -> tuple[str, bool]:
    """Return "schema" or "catalog" if a statement is about all tables of one, and whether it makes it."""
    found = None
    if statement.effect >= Effect.SCHEMA:
        found = _CONTAINER.match(_COMMENT.sub(" ", statement.text).lstrip())
    if found is None:
        return "", False
    kind, new = found["kind"].lower(), found["verb"].upper() == "CREATE"
    catalog = kind == "catalog" or (kind == "database" and dialect in _DATABASES)
    return "catalog" if catalog else "schema", new


def _holds(container: Sequence[str], pattern: Sequence[str], kind: str, shared: bool) -> bool:
    """Say whether tables of a pattern may lie in what a statement is about."""
    outer = pattern[:-1]  # of the table: its schema, and perhaps its catalog
    if shared and kind and len(outer) < (2 if kind == "catalog" else 1):
        return True  # the pattern does not say in which
    # The one may say its catalog and the other not, so they are compared from where both begin.
    ways = [(container[i:], outer) for i in range(len(container) if kind else 1)]
    ways += [(container, outer[i:]) for i in range(1, len(outer) if kind else 0)]
    return any(one and len(one) <= len(other) and all(map(fnmatchcase, one, other)) for one, other in ways)
