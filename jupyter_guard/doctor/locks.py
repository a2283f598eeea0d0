"""Per connection of the environments that forbid writes: which locks hold, and what the role may do."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from jupyter_guard.databases import Call, Database, open_database
from jupyter_guard.databases.probing import role_in_full
from jupyter_guard.databases.roles import Role, mysql_remedy, postgres_remedy
from jupyter_guard.databases.secrets import resolve
from jupyter_guard.databases.vendors import vendor_of
from jupyter_guard.errors import GuardError
from jupyter_guard.policy import Connection, Effect, Policy
from jupyter_guard.policy.targets import Target, dialect_of, target_of

from .findings import FAIL, OK, WARN, Finding

_AREA = "locks"
_AGAIN = "Start the server, or mend the connection in guard.toml; then run jupyter guard doctor again."
_SHOWN = 5  # findings about a role; the rest is counted
_EMBEDDED = ("duckdb", "sqlite")
Roles = dict[tuple[Target, str], Role]  # by user, that were looked into in full


def examine(policy: Policy, *, connect: bool) -> list[Finding]:
    """Open each connection whose environment forbids writes, and say what holds."""
    if policy.untrusted:
        said = "not looked at: guard.toml is not trusted, so none of its connections is opened"
        return [Finding(_AREA, WARN, said, f"jupyter guard trust {policy.files[0]}")]
    found: list[Finding] = []
    roles: Roles = {}
    for environment in policy.environments.values():
        if environment.limit >= Effect.WRITE:
            continue
        for name, url in sorted(environment.connections.items()):
            where = f"{name} in {environment.name}"
            found += _one(where, Connection(name, dialect_of(url), url=url), roles, connect=connect)
    return found


def _one(where: str, connection: Connection, roles: Roles, *, connect: bool) -> Iterator[Finding]:
    vendor = vendor_of(connection.dialect)
    if vendor is not None:
        said = f"{where}: 1 of 3 locks hold: text ✓, engine ✗ ({vendor.why}), role ? not asked"
        yield Finding(_AREA, WARN, said, f"{vendor.name}: {vendor.way}.")
        return
    if not connect:
        yield Finding(_AREA, OK, f"{where}: not opened (--no-connect)")
        return
    try:
        url = resolve(connection.url)
        database = open_database(connection, url, read_only=True)
    except GuardError as error:
        yield _failed(where, connection, error)
        return
    try:
        database.run([Call("SELECT 1", effect=Effect.READ)], {})
        yield from _held(where, connection, url, database, roles)
    except GuardError as error:
        yield _failed(where, connection, error)
    finally:
        database.close()


def _failed(where: str, connection: Connection, error: GuardError) -> Finding:
    """Return why a connection cannot be looked into; many an error says itself what to do."""
    said = str(error).removeprefix(f"{connection.name}: ")
    what, _, remedy = said.partition("\n") if "\n" in said else said.partition(" Set it in a terminal: ")
    return Finding(_AREA, FAIL, f"{where}: {what}", remedy or _AGAIN)


def _held(
    where: str, connection: Connection, url: str, database: Database, roles: Roles
) -> Iterator[Finding]:
    engine, weak = database.locks != "none", getattr(database, "weak", "")
    said = f"engine {'~' if weak else '✓'} {database.locks}" if engine else "engine ✗"
    said += f", but weak ({weak})" if weak else ""
    if connection.dialect in _EMBEDDED:
        state = OK if engine else FAIL
        remedy = "" if engine else "A database in memory cannot be locked; it holds nothing of prod's either."
        yield Finding(_AREA, state, f"{where}: {1 + engine} of 2 locks hold: text ✓, {said}", remedy)
        return
    key = target_of(url), urlsplit(url).username or ""
    role = roles[key] = roles.get(key) or role_in_full(database, connection.dialect)
    hold = 1 + (engine and not weak) + role.holds
    words = f"{where}: {hold} of 3 locks hold: text ✓, {said}, role {'✓' if role.holds else '✗'}"
    if role.holds and engine:
        yield Finding(_AREA, OK, f"{words} {role.in_words()}")
        return
    more = len(role.findings) - _SHOWN
    listed = "; ".join(f"{what} {thing}" for what, thing in role.findings[:_SHOWN])
    listed += f"; and {more} more" if more > 0 else ""
    state = WARN if engine else FAIL
    yield Finding(_AREA, state, f"{words} {role.name}: {listed}", _remedy(url, role))


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
