"""Judge what it takes to read a DataFrame of the notebook as a table: a temporary one is made first."""

from __future__ import annotations

from collections.abc import Sequence

from jupyter_guard.errors import UsageError
from jupyter_guard.policy.model import Connection, Effect, Verdict

# DuckDB and Spark read it where it lies. A read-only session of a server makes no temporary table.
_EFFECTS = {
    "duckdb": Effect.READ,
    "mysql": Effect.WRITE,
    "postgres": Effect.WRITE,
    "spark": Effect.SESSION,
    "sqlite": Effect.SESSION,
}
# The gate locks the notebook's own SQLite connections as a whole, temporary tables included.
_OWN_EFFECTS = {**_EFFECTS, "sqlite": Effect.WRITE}
_WAYS = (
    "Bind a column of it as a list (ids = {name}['id'], then IN (:ids)), or fetch the rows and join them in "
    "pandas or in DuckDB (FROM :{name} on a DuckDB connection)."
)


def frame_verdict(verdict: Verdict, connection: Connection, frames: Sequence[str]) -> Verdict:
    """Return the verdict on a statement that reads `frames`; UsageError where no table can be made."""
    name, dialect = frames[0], connection.dialect
    given = bool(connection.targets) and not connection.url
    effect = (_OWN_EFFECTS if given else _EFFECTS).get(dialect)
    if effect is None:
        raise UsageError(
            f":{name} is a DataFrame, which cannot become a table on {dialect}. {_WAYS.format(name=name)}"
        )
    limit = verdict.environment.limit
    if not verdict.allowed or effect <= limit:
        return verdict
    reason = (
        f"It makes a temporary table of the DataFrame {name} first, which the read-only session refuses as a "
        f"{effect.name}, and {verdict.environment.name} allows up to {limit.name}."
    )
    return verdict._replace(
        statement=verdict.statement._replace(effect=effect),
        allowed=False,
        rule="effect-limit",
        reason=reason,
        remedy=_WAYS.format(name=name),
    )
