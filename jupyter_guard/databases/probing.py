"""Ask an open database for all that its role may do, which the cheap question at connect stops short of."""

from __future__ import annotations

from jupyter_guard.errors import StatementFailed
from jupyter_guard.policy import Effect

from .model import Call, Database
from .roles import MYSQL, POSTGRES, Role, findings, mysql_findings_in_full


def role_in_full(database: Database, dialect: str) -> Role:
    """Return all by which the role of an open connection could write; raises as `run` does."""
    known: Role | None = getattr(database, "role", None)
    name = known.name if known else "its role"
    if dialect == "mysql":
        return Role(name, mysql_findings_in_full(lambda role: _grants(database, role)), full=True)
    (outcome,) = database.run([Call(POSTGRES, effect=Effect.READ)], {})
    return Role(name, findings(outcome.tuples()), full=True)


def _grants(database: Database, role: str) -> list[tuple[object, ...]]:
    """Return what SHOW GRANTS says with a role switched on, or LookupError; the session is the doctor's."""
    switch = [Call(f"SET ROLE {role}", effect=Effect.SESSION)] if role else []
    try:
        return database.run([*switch, Call(MYSQL, effect=Effect.READ)], {})[-1].tuples()
    except StatementFailed:
        raise LookupError(role) from None
