"""Run the queries of sql/ with their parameters bound."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd
import psycopg
from psycopg.types.json import Jsonb

from .config import ConfigError, Connection, sql_folder
from .frames import frame
from .values import bound, items_of


def run_query(
    connection: Connection, name: str, /, **parameters: object
) -> pd.DataFrame:
    """Return the rows of sql/NAME.sql; its placeholders take the values of `parameters`.

    One that ends in __list stands behind IN, for a list or one value.
    """
    text = (sql_folder() / f"{name}.sql").read_text(encoding="utf-8")
    scheme = connection.url.partition(":")[0].partition("+")[0]
    if scheme not in _ENGINES:
        known = " or ".join(_ENGINES)
        raise ConfigError(
            f"{connection.name!r} is a {scheme} database here; sql/ is written for {known}."
        )
    values = values_of(parameters)
    try:
        return _ENGINES[scheme](connection, text, values)
    except _ERRORS as error:
        raise ConfigError(
            f"sql/{name}.sql on {connection.name!r}: {getattr(error, 'orig', error)}"
        ) from None


def values_of(parameters: Mapping[str, object]) -> dict[str, object]:
    """Return the values of a query as plain Python, which every driver can bind."""
    given = {
        name: _listed(value) if name.endswith("__list") else value
        for name, value in parameters.items()
    }
    values = bound([name for name in given if not name.endswith("__frame")], given)
    return {name: values.get(name, value) for name, value in given.items()}


def _listed(value: object) -> list[object]:
    items = items_of(value)
    return [value] if items is None else items


# OID of pg_type -> kind of column. All others go by their values.
_KINDS = {
    **dict.fromkeys((20, 21, 23, 26), "int"),
    **dict.fromkeys((700, 701), "float"),
    **dict.fromkeys((18, 19, 25, 1042, 1043), "text"),
    **dict.fromkeys((1082, 1114), "timestamp"),
    16: "bool",
    1184: "instant",
    1186: "duration",
    1700: "object",
}


def _postgres(
    connection: Connection, text: str, parameters: Mapping[str, object]
) -> pd.DataFrame:
    url = "postgresql" + connection.url[connection.url.index("://") :]
    with psycopg.connect(url, client_encoding="utf8", autocommit=True) as session:
        if (
            connection.read_only
        ):  # psycopg's own `read_only` does not count with autocommit
            session.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
        cursor = psycopg.RawCursor(session)
        cursor.execute(text.encode(), _sent(parameters.values()) or None)
        columns = cursor.description or []
        kinds = [_KINDS.get(column.type_code, "") for column in columns]
        return frame([column.name for column in columns], kinds, cursor.fetchall())


def _sent(values: Iterable[object]) -> list[object]:
    """Return values as psycopg sends them: objects as JSON."""
    return [
        Jsonb(v) if isinstance(v, dict) else _sent(v) if isinstance(v, list) else v
        for v in values
    ]


_ENGINES = {
    "postgresql": _postgres,
    "postgres": _postgres,
}
_ERRORS: tuple[type[Exception], ...] = (psycopg.Error,)
