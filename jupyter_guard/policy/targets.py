"""What a connection URL really points at: hosts, or a local file, or memory."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from jupyter_guard.errors import PolicyError

# URL scheme -> dialect of `parse`. A driver behind a plus sign does not matter here.
DIALECTS = {
    "bigquery": "bigquery",
    "clickhouse": "clickhouse",
    "clickhousedb": "clickhouse",
    "databricks": "databricks",
    "duckdb": "duckdb",
    "mariadb": "mysql",
    "mssql": "tsql",
    "mysql": "mysql",
    "oracle": "oracle",
    "postgres": "postgres",
    "postgresql": "postgres",
    "redshift": "redshift",
    "snowflake": "snowflake",
    "sc": "spark",  # Spark Connect
    "spark": "spark",
    "sqlite": "sqlite",
    "trino": "trino",
}
_PORTS = {"mysql": "3306", "postgres": "5432"}
_EMBEDDED = ("duckdb", "sqlite")
# libpq and its like read these from the query string, where they win over the host before it.
_HOST_OPTIONS = ("host", "hostaddr", "service", "unix_socket")


class Target(NamedTuple):
    """Where statements really go. Either `hosts` or `path` is filled, or both are empty for memory."""

    dialect: str
    hosts: tuple[str, ...] = ()  # lower case, every one that the driver may choose
    path: str = ""  # of a local file
    port: str = ""  # '' where it is not said
    database: str = ""

    @property
    def address(self) -> tuple[str, str, str]:
        """What tells two databases of one host apart."""
        return self.dialect, self.port or _PORTS.get(self.dialect, ""), self.database

    @property
    def in_memory(self) -> bool:
        """Whether nothing outlives the connection."""
        return not self.hosts and not self.path


def dialect_of(url: str) -> str:
    """Return the SQL dialect that the scheme of `url` stands for, or raise PolicyError."""
    scheme = url.partition(":")[0].partition("+")[0].lower()
    try:
        return DIALECTS[scheme]
    except KeyError:
        known = ", ".join(sorted(DIALECTS))
        raise PolicyError(f"No database is known by the URL scheme {scheme!r}; known are {known}.") from None


@lru_cache(maxsize=256)  # asked for several times for each statement
def target_of(url: str) -> Target:
    """Return what `url` points at; what cannot be read off it is a host named '?', which is PROD."""
    dialect = dialect_of(url)
    if dialect in _EMBEDDED:
        path = embedded_path(url)
        if path.startswith(("md:", "motherduck:")) or "://" in path:
            return Target(dialect, hosts=(path.lower(),))
        return Target(dialect, path="" if path in ("", ":memory:") else path)
    parts = urlsplit(url)
    options = parse_qs(parts.query)
    hosts = [h for option in _HOST_OPTIONS for value in options.get(option, []) for h in value.split(",")]
    hosts += [_host(part) for part in parts.netloc.rpartition("@")[2].split(",")]
    # "?" stands for what the driver would choose by itself (a socket, PGHOST, a service file).
    known = tuple(dict.fromkeys(h.lower() for h in hosts if h)) or ("?",)
    return Target(dialect, known, port=_port(parts.netloc, options), database=_database(parts.path, options))


def embedded_path(url: str) -> str:
    """Return the file of a duckdb: or sqlite: URL: `///relative`, `////absolute`, or '' for memory."""
    rest = url.partition(":")[2].partition("?")[0]
    if rest.startswith("///"):
        return unquote(rest[3:])
    return unquote(rest.removeprefix("//"))


def with_absolute_path(url: str, folder: Path) -> str:
    """Return `url` with the relative file of an embedded database resolved below `folder`."""
    if dialect_of(url) not in _EMBEDDED:
        return url
    target = target_of(url)
    if not target.path or PurePosixPath(target.path).is_absolute() or Path(target.path).is_absolute():
        return url
    scheme, _, query = url.partition(":")[0], "", url.partition("?")[2]
    path = (folder / target.path).resolve()
    return f"{scheme}:///{path.as_posix()}" + (f"?{query}" if query else "")


def _port(netloc: str, options: Mapping[str, list[str]]) -> str:
    found = re.search(r":(\d+)\Z", netloc.rpartition("@")[2])
    return options.get("port", [found[1] if found else ""])[-1]


def _database(path: str, options: Mapping[str, list[str]]) -> str:
    return options.get("dbname", [unquote(path.removeprefix("/"))])[-1]


def _host(netloc: str) -> str:
    # A reference such as ${env:DB_HOST} holds a colon of its own.
    if "${" in netloc:
        return netloc
    if netloc.startswith("["):
        return netloc[1:].partition("]")[0]
    return unquote(netloc.partition(":")[0])


def is_same_file(one: str, other: str) -> bool:
    """Say whether two paths lead to one file, be it by links of either kind."""
    if os.path.realpath(one) == os.path.realpath(other):
        return True
    try:
        return os.path.samefile(one, other)
    except OSError:  # one of them is not there
        return False
