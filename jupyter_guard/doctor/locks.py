"""Per connection of the environments that forbid writes: which locks hold, and what the role may do."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_guard.databases import Call, Database, open_database
from jupyter_guard.databases.roles import (
    MYSQL,
    POSTGRES,
    Role,
    findings,
    mysql_findings,
    mysql_remedy,
    postgres_remedy,
)
from jupyter_guard.databases.secrets import resolve
from jupyter_guard.errors import ConnectionFailed, GuardError
from jupyter_guard.policy import Connection, Effect, Policy
from jupyter_guard.policy.targets import dialect_of, target_of

from .findings import FAIL, OK, WARN, Finding

_SHOWN = 5  # findings about a role; the rest is counted
_EMBEDDED = ("duckdb", "sqlite")
_LOCKED = (*_EMBEDDED, "postgres", "mysql")
_NO_SESSION = (
    "No session of it is locked: give it a role that cannot write, as docs/locks.md says per vendor."
)


def examine(policy: Policy, *, connect: bool) -> list[Finding]:
    """Open each connection whose environment forbids writes, and say what holds."""
    if policy.untrusted:
        return []  # said already; what is not trusted is not opened
    found: list[Finding] = []
    for environment in policy.environments.values():
        if environment.limit >= Effect.WRITE:
            continue
        for name, url in sorted(environment.connections.items()):
            where = f"{name} in {environment.name}"
            found += _one(where, Connection(name, dialect_of(url), url=url), connect=connect)
    return found


def _one(where: str, connection: Connection, *, connect: bool) -> Iterator[Finding]:
    if connection.dialect not in _LOCKED:
        yield Finding("locks", WARN, f"{where}: 1 of 3 locks hold: only the text lock", _NO_SESSION)
        return
    try:
        url = resolve(connection.url)
        database = open_database(connection, url, read_only=True)
    except ConnectionFailed as error:
        yield Finding(
            "locks", FAIL, f"{where}: {error}", "See the message; then run jupyter guard doctor again."
        )
        return
    if not connect:
        yield Finding("locks", OK, f"{where}: not opened (--no-connect)")
        return
    try:
        database.run([Call("SELECT 1", effect=Effect.READ)], {})
        yield from _held(where, connection, url, database)
    except GuardError as error:
        yield Finding(
            "locks", FAIL, f"{where}: {error}", "See the message; then run jupyter guard doctor again."
        )
    finally:
        database.close()


def _held(where: str, connection: Connection, url: str, database: Database) -> Iterator[Finding]:
    engine = database.locks != "none"
    said = f"engine ✓ {database.locks}" if engine else "engine ✗"
    if connection.dialect in _EMBEDDED:
        state = OK if engine else FAIL
        remedy = "" if engine else "A database in memory cannot be locked; it holds nothing of prod's either."
        yield Finding("locks", state, f"{where}: {1 + engine} of 2 locks hold: text ✓, {said}", remedy)
        return
    role = _role(connection.dialect, database)
    hold = 1 + engine + role.holds
    words = f"{where}: {hold} of 3 locks hold: text ✓, {said}, role {'✓' if role.holds else '✗'}"
    if role.holds and engine:
        yield Finding("locks", OK, f"{words} {role.in_words()}")
        return
    more = len(role.findings) - _SHOWN
    listed = "; ".join(f"{what} {thing}" for what, thing in role.findings[:_SHOWN])
    listed += f"; and {more} more" if more > 0 else ""
    state = WARN if engine else FAIL
    yield Finding("locks", state, f"{words} {role.name}: {listed}", _remedy(url, role))


def _role(dialect: str, database: Database) -> Role:
    if dialect == "mysql":
        (outcome,) = database.run([Call(MYSQL, effect=Effect.READ)], {})
        return Role("its user", mysql_findings(outcome.tuples()), full=True)
    known: Role | None = getattr(database, "role", None)
    name = known.name if known else "its role"
    (outcome,) = database.run([Call(POSTGRES, effect=Effect.READ)], {})
    return Role(name, findings(outcome.tuples()), full=True)


def _remedy(url: str, role: Role) -> str:
    """Return the statements for a role that only reads, of the schemas that were found."""
    if dialect_of(url) == "mysql":
        made = mysql_remedy(target_of(url).database or "DATABASE")
        return f"Have an administrator make a user who only reads:\n{made}"
    owned = [thing for what, thing in role.findings if what in ("owns", "may write", "may advance")]
    schemas = {thing for what, thing in role.findings if what == "may create in schema"}
    schemas |= {thing.partition(".")[0] if "." in thing else "public" for thing in owned}
    functions = [thing for what, thing in role.findings if what.startswith("may call")]
    database = target_of(url).database or "DATABASE"
    return "Have an administrator make a role that only reads:\n" + postgres_remedy(
        database, sorted(schemas), functions
    )
