"""List the tables of a connection, or the columns of one of them, as a DataFrame."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from jupyter_guard.errors import UsageError
from jupyter_guard.policy.reasons import did_you_mean
from jupyter_guard.policy.strictness import strictness

if TYPE_CHECKING:
    import pandas

    from jupyter_guard.databases import Table
    from jupyter_guard.policy.model import Connection

    from .guard import Guard
    from .receipts import Receipt


def tables_of(tables: Sequence[Table]) -> pandas.DataFrame:
    """Return one row per table or view."""
    import pandas

    rows = [(table.schema, table.name, table.kind, len(table.columns)) for table in tables]
    return pandas.DataFrame(rows, columns=["schema", "name", "kind", "columns"])


def columns_of(tables: Sequence[Table], wanted: str) -> pandas.DataFrame:
    """Return one row per column of `wanted`, with or without its schema; raises UsageError."""
    import pandas

    plain = wanted.lower().replace('"', "")
    found = [t for t in tables if plain in (t.name.lower(), f"{t.schema}.{t.name}".lower())]
    if not found:
        meant = did_you_mean(wanted, [table.name for table in tables])
        raise UsageError(f"There is no table {wanted!r} that this connection sees.{meant}")
    rows = [(t.schema, t.name, column.name, column.type) for t in found for column in t.columns]
    frame = pandas.DataFrame(rows, columns=["schema", "table", "column", "type"])
    return frame if len(found) > 1 else frame[["column", "type"]]


def receipt_of(guard: Guard, connection: Connection, result: str, shown: str, seconds: float) -> Receipt:
    """Return where a listing comes from, as it stands with every result."""
    from .receipts import Receipt

    place = max(filter(None, (guard.tag.environment, connection.environment)), key=strictness)
    return Receipt(
        environment=place.name,
        tier=place.tier.name,
        connection=connection.name,
        result=result,
        rows=None,
        columns=None,
        more=False,
        total=None,
        seconds=seconds,
        file="",
        transaction="",
        statements=1,
        notes=(),
        unguarded=guard.off,
        shows=shown,
    )
