"""Database clients as programs: their names, and how each is told its SQL and its database."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from jupyter_guard.errors import PolicyError
from jupyter_guard.policy.targets import Target, target_of


class Client(NamedTuple):
    """How a program is told its SQL and its database; what is not told like this is not understood."""

    dialect: str
    text: tuple[str, ...] = ()  # options whose value is SQL
    host: tuple[str, ...] = ()
    port: tuple[str, ...] = ()
    database: tuple[str, ...] = ()
    values: tuple[str, ...] = ()  # other options that take a value
    embedded: bool = False  # the first argument is a file
    text_last: bool = False  # the second argument is SQL


_PSQL = Client(
    "postgres", ("-c", "--command"), ("-h", "--host"), ("-p", "--port"), ("-d", "--dbname"),
    ("-U", "--username", "-F", "-P", "-R", "-T", "-o", "--output", "-v", "--set", "-L"),
)  # fmt: skip
_MYSQL = Client(
    "mysql", ("-e", "--execute"), ("-h", "--host", "-S", "--socket"), ("-P", "--port"), ("-D", "--database"),
    ("-u", "--user", "--default-character-set", "--protocol"),
)  # fmt: skip
_LOOKS = ("-separator", "-nullvalue", "-newline")
CLIENTS = {
    "psql": _PSQL,
    "mysql": _MYSQL,
    "mariadb": _MYSQL,
    "sqlite3": Client("sqlite", ("-cmd",), values=_LOOKS, embedded=True, text_last=True),
    "duckdb": Client("duckdb", ("-c", "-s", "-cmd"), values=_LOOKS, embedded=True, text_last=True),
    **dict.fromkeys("pg_restore createdb dropdb pgbench vacuumdb".split(), Client("postgres")),
    **dict.fromkeys("mysqladmin mysqlimport mariadb-admin mariadb-import".split(), Client("mysql")),
    **dict.fromkeys(
        "bcp beeline bq clickhouse clickhouse-client cockroach cqlsh cypher-shell dbsqlcli dolt freebcp "
        "impala-shell impdp isql iusql mclient mongo mongoimport mongorestore mongosh mysqlsh nzsql ogr2ogr "
        "snowsql spark-sql sqlcmd sqlldr sqlplus trino tsql turso usql vsql ysqlsh".split(),
        Client("plain"),
    ),
}  # fmt: skip
HARMLESS = frozenset({"--version", "-V", "-version", "--help", "-?", "-help"})
_FLAGS = frozenset("AtqXEabensxz1wN")  # without a value, so that they may stand before an option in one word
_LONGEST_FIRST = "|".join(sorted(map(re.escape, CLIENTS), key=len, reverse=True))
NAMES = re.compile(rf"\b(?:{_LONGEST_FIRST})\b")
RUN = re.compile(rf"(?<![\w.-])({_LONGEST_FIRST})(?![\w.=/-])")  # as a command, not as part of a file's name


def read(client: Client, arguments: Sequence[str]) -> tuple[list[str], Target]:
    """Return the SQL and the target that a program is given by its arguments."""
    found: dict[tuple[str, ...], list[str]] = {}
    plain: list[str] = []
    rest = iter(arguments)
    kinds = (client.text, client.host, client.port, client.database, client.values)
    for word in rest:
        for names in kinds:
            value = _value(word, names, rest)
            if value is not None:
                found.setdefault(names, []).append(value)
                break
        else:
            if not word.startswith("-"):
                plain.append(word)
    texts = found.get(client.text, []) if client.text else []
    if client.embedded:
        path = plain[0] if plain else ""
        return texts + (plain[1:] if client.text_last else []), Target(
            client.dialect, path="" if path == ":memory:" else path
        )
    return texts, _server(client, lambda names: found.get(names, [""])[-1] if names else "", plain)


def _server(client: Client, option: Callable[[tuple[str, ...]], str], plain: Sequence[str]) -> Target:
    database = option(client.database) or (plain[0] if plain else "")
    if "://" in database:
        try:
            return target_of(database)
        except PolicyError:
            return Target(client.dialect, ("?",))
    host = option(client.host) or "?"
    return Target(client.dialect, (host.lower(),), port=option(client.port), database=database)


def _value(word: str, names: tuple[str, ...], rest: Iterator[str]) -> str | None:
    for name in names:
        if word == name:
            return next(rest, "")
        if name.startswith("--") and word.startswith(f"{name}="):
            return word[len(name) + 1 :]
        if len(name) == 2 and not word.startswith("--"):
            if word.startswith(name):
                return word[2:]
            if word[-1] == name[1] and _FLAGS.issuperset(word[1:-1]):  # -Atc
                return next(rest, "")
    return None
