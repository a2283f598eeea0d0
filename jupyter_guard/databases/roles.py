"""The third lock: whether the database's role could write, and the grants that make one that cannot."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

# Every way by which the login, or a role that it may become, could write; (what, object) each.
# Each part stops early under a LIMIT, so that the cheap question is one row of this, too.
POSTGRES = r"""
WITH me AS MATERIALIZED (
    SELECT oid, rolname FROM pg_catalog.pg_roles WHERE pg_has_role(session_user, oid, 'MEMBER')
), places AS MATERIALIZED (
    SELECT oid, nspname FROM pg_catalog.pg_namespace
    WHERE nspname <> 'information_schema' AND nspname !~ '^pg_'
)
SELECT 'is a superuser' AS what, rolname::text AS object FROM pg_catalog.pg_roles
    WHERE rolname = session_user AND rolsuper
UNION ALL SELECT 'may create roles', rolname::text FROM pg_catalog.pg_roles
    WHERE rolname = session_user AND rolcreaterole
UNION ALL SELECT 'is a member of', rolname::text FROM me WHERE rolname IN ('pg_write_all_data',
    'pg_write_server_files', 'pg_execute_server_program', 'pg_maintain', 'pg_create_subscription')
UNION ALL SELECT 'owns', c.oid::regclass::text
    FROM pg_catalog.pg_class c JOIN places n ON n.oid = relnamespace
    WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND relowner IN (SELECT oid FROM me)
UNION ALL SELECT 'may write', c.oid::regclass::text
    FROM pg_catalog.pg_class c JOIN places n ON n.oid = relnamespace
    WHERE relkind IN ('r', 'p', 'v', 'f') AND relowner NOT IN (SELECT oid FROM me) AND EXISTS (
        SELECT FROM me WHERE has_table_privilege(me.oid, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE'))
UNION ALL SELECT 'may write columns of', c.oid::regclass::text
    FROM pg_catalog.pg_class c JOIN places n ON n.oid = relnamespace
    WHERE relkind IN ('r', 'p', 'v', 'f') AND EXISTS (
        SELECT FROM me WHERE has_any_column_privilege(me.oid, c.oid, 'INSERT, UPDATE')
        AND NOT has_table_privilege(me.oid, c.oid, 'INSERT, UPDATE'))
UNION ALL SELECT 'may advance', c.oid::regclass::text
    FROM pg_catalog.pg_class c JOIN places n ON n.oid = relnamespace
    WHERE relkind = 'S' AND relowner NOT IN (SELECT oid FROM me) AND EXISTS (
        SELECT FROM me WHERE has_sequence_privilege(me.oid, c.oid, 'USAGE, UPDATE'))
UNION ALL SELECT 'may create in schema', nspname::text FROM places
    WHERE EXISTS (SELECT FROM me WHERE has_schema_privilege(me.oid, places.oid, 'CREATE'))
UNION ALL SELECT 'may create schemas in', current_database()::text
    WHERE has_database_privilege(session_user, current_database(), 'CREATE')
UNION ALL SELECT 'may call, with its owner''s rights,', p.oid::regprocedure::text
    FROM pg_catalog.pg_proc p JOIN places n ON n.oid = pronamespace
    WHERE prosecdef AND provolatile = 'v' AND proowner NOT IN (SELECT oid FROM me)
    AND has_function_privilege(session_user, p.oid, 'EXECUTE')
"""
POSTGRES_FIRST = f"SELECT what, object FROM ({POSTGRES}) AS found LIMIT 1"  # noqa: S608  # the text is ours
MYSQL = "SHOW GRANTS"
Findings = tuple[tuple[str, str], ...]  # (what, object)
_READS = frozenset(
    "SELECT;SHOW VIEW;USAGE;PROCESS;SHOW DATABASES;REPLICATION CLIENT;BINLOG MONITOR;SLAVE MONITOR;"
    "REPLICA MONITOR;SHOW CREATE ROUTINE;SHOW_ROUTINE".split(";")
)
_GRANT = re.compile(
    r"GRANT (?P<rights>.+?) ON (?P<object>(?:(?:FUNCTION|PROCEDURE|PACKAGE(?: BODY)?) )?\S+) TO ",
    re.IGNORECASE,
)
_NOT_LOOKED_INTO = "has a role that was not looked into:"
_COLUMNS = re.compile(r"\s*\([^)]*\)")


class Role(NamedTuple):
    """What a role was found to be able to do."""

    name: str
    findings: Findings = ()
    full: bool = False  # whether all was looked for, or only the first finding

    @property
    def holds(self) -> bool:
        """Whether nothing was found by which it could write."""
        return not self.findings

    def in_words(self) -> str:
        """Return in one line why it is no lock, or that it is."""
        if self.holds:
            return f"{self.name} cannot write"
        what, thing = self.findings[0]
        more = len(self.findings) - 1
        return f"{self.name} {what} {thing}{f' and {more} more' if more else ''}"


def findings(rows: Iterable[Sequence[object]]) -> Findings:
    """Return the answer to `POSTGRES` or `POSTGRES_FIRST`."""
    return tuple((str(what), str(thing)) for what, thing in rows)


def mysql_findings(rows: Iterable[Sequence[object]]) -> Findings:
    """Return the rights in the answer of SHOW GRANTS that are not only for reading."""
    found = []
    for (grant,) in ((str(cell) for cell in row) for row in rows):
        match = _GRANT.match(grant)
        if match is None:
            found.append((_NOT_LOOKED_INTO, grant.partition(" TO ")[0][:80]))
            continue
        rights = [right.strip().upper() for right in _COLUMNS.sub("", match["rights"]).split(",")]
        more = [right for right in rights if right not in _READS]
        if more:
            found.append((f"may {', '.join(more)} on", match["object"]))
    return tuple(found)


def mysql_findings_in_full(show_grants: Callable[[str], Iterable[Sequence[object]]]) -> Findings:
    """Return what a user may do with every role that was granted to it, one after the other.

    `show_grants` gives the answer to SHOW GRANTS with one role switched on, '' for none; it may
    raise LookupError where that cannot be done.
    """
    rows = list(show_grants(""))
    found = [finding for finding in mysql_findings(rows) if finding[0] != _NOT_LOOKED_INTO]
    for role in _granted(rows):
        try:
            more = mysql_findings(show_grants(role))
        except LookupError:
            found.append((_NOT_LOOKED_INTO, role))
            continue
        # Roles within it are in its answer.
        found += [finding for finding in more if finding[0] != _NOT_LOOKED_INTO]
    return tuple(dict.fromkeys(found))


def _granted(rows: Iterable[Sequence[object]]) -> list[str]:
    """Return the roles in the answer of SHOW GRANTS, quoted as the server writes them."""
    grants = (str(row[0]) for row in rows)
    named = (grant.removeprefix("GRANT ").partition(" TO ")[0] for grant in grants if not _GRANT.match(grant))
    return [role for names in named for role in names.split(",")]


def postgres_remedy(database: str, schemas: Sequence[str], functions: Sequence[str]) -> str:
    """Return the statements that make a role which only reads; an administrator runs them."""
    role = "analyst_read"
    lines = [
        f"CREATE ROLE {role} LOGIN PASSWORD '…' NOSUPERUSER NOCREATEDB NOCREATEROLE;",
        f"GRANT CONNECT ON DATABASE {_quoted(database)} TO {role};",
    ]
    for schema in schemas or ("public",):
        name = _quoted(schema)
        lines += [
            f"GRANT USAGE ON SCHEMA {name} TO {role};",
            f"GRANT SELECT ON ALL TABLES IN SCHEMA {name} TO {role};",
            f"ALTER DEFAULT PRIVILEGES IN SCHEMA {name} GRANT SELECT ON TABLES TO {role};",
            f"REVOKE CREATE ON SCHEMA {name} FROM PUBLIC;",
        ]
    lines += [f"REVOKE EXECUTE ON FUNCTION {function} FROM PUBLIC;" for function in functions]
    return "\n".join([*lines, f"ALTER ROLE {role} SET default_transaction_read_only = on;"])


def mysql_remedy(database: str) -> str:
    """Return the statements that make a user who only reads; an administrator runs them."""
    name = f"`{database.replace('`', '``')}`"
    return (
        f"CREATE USER 'analyst_read'@'%' IDENTIFIED BY '…';\n"
        f"GRANT SELECT, SHOW VIEW ON {name}.* TO 'analyst_read'@'%';"
    )


def _quoted(name: str) -> str:
    return name if re.fullmatch(r"[a-z_][a-z0-9_]*", name) else '"' + name.replace('"', '""') + '"'
