"""How each engine with a server is made read-only, opened for one statement, and closed again.

Measured on PostgreSQL 15 and 18 and MariaDB 10.11; docs/locks.md says what each of them stops.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from jupyter_guard.databases import roles
from jupyter_guard.policy.targets import Target


class Words(NamedTuple):
    """What an engine is told."""

    engine: str
    lock: str  # the transactions to come
    lock_inside: str  # the open one, too; '' where the engine cannot
    free: str  # what `lock` said is taken back
    lift: str  # for the next statement, while no transaction is open
    put_back: str  # after it; '' where the engine does that by itself
    begin: str  # a transaction in which the next statement may write; '' where `lift` does
    close: str  # after that statement, the rest of the transaction
    probe: str = ""  # one cheap question about the role; '' where there are no roles
    findings: Callable[[Iterable[Sequence[object]]], roles.Findings] = roles.findings

    def begun(self, text: str) -> str:
        """Return what PostgreSQL is told in a transaction that a driver begins for that very text.

        The user's statement is in it, too.
        """
        told = {
            self.lock: self.lock_inside,
            self.free: f"SET TRANSACTION READ WRITE; {self.free}",
            self.begin: "SET TRANSACTION READ WRITE",
        }
        return told.get(text, text)

    def behind(self, backend: int) -> Words:
        """Return PostgreSQL's words for a connection that was told to talk to the process `backend`.

        Behind a pooler it talks to others: a session of those must not be locked, because it is
        another one's next. So it is locked only where the process is the same.
        """
        if not backend:
            return self
        lock = f"SELECT set_config('default_transaction_read_only', 'on', false) WHERE pg_backend_pid() = {backend}"  # noqa: E501  # a number
        return self._replace(lock=lock, lock_inside=f"{self.close}; {lock}")


POSTGRES = Words(
    "PostgreSQL",
    lock="SET default_transaction_read_only = on",
    # In this order: in a transaction that may still change its mode, both hold from now on.
    lock_inside="SET transaction_read_only = on; SET default_transaction_read_only = on",
    free="SET default_transaction_read_only = off",
    lift="SET default_transaction_read_only = off",
    put_back="SET default_transaction_read_only = on",
    begin="BEGIN READ WRITE",
    close="SET transaction_read_only = on",
    probe=roles.POSTGRES_FIRST,
)
MYSQL = Words(
    "MySQL",
    lock="SET SESSION TRANSACTION READ ONLY",
    lock_inside="",
    free="SET SESSION TRANSACTION READ WRITE",
    lift="SET TRANSACTION READ WRITE",  # without SESSION: for one transaction, then it is gone by itself
    put_back="",
    begin="",
    close="",
    probe=roles.MYSQL,
    findings=roles.mysql_findings,
)
SQLITE = Words(  # for drivers that know of no authorizer
    "SQLite",
    lock="PRAGMA query_only = ON",
    lock_inside="PRAGMA query_only = ON",
    free="PRAGMA query_only = OFF",
    lift="PRAGMA query_only = OFF",
    put_back="PRAGMA query_only = ON",
    begin="",
    close="",
)


def target_of_parameters(given: Mapping[str, object]) -> Target:
    """Return where libpq's parameters lead to."""
    host = given.get("host") or given.get("hostaddr") or os.environ.get("PGHOST") or "?"
    hosts = tuple(part.strip().lower() for part in str(host).split(","))
    port = str(given.get("port") or os.environ.get("PGPORT") or "5432").partition(",")[0]
    database = given.get("dbname") or os.environ.get("PGDATABASE") or given.get("user") or ""
    return Target("postgres", hosts, port=port, database=str(database))
