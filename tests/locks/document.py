"""docs/locks.md, made from the statements that test_engines.py sends and the off-switches of test_drivers.py."""

from __future__ import annotations

from jupyter_guard.databases.vendors import VENDORS

from .statements import cases
from .test_drivers import DRIVERS, OFF

HEAD = """\
# Three locks

Made from the tests (`python -m tests.locks.document > docs/locks.md`; a test compares). Every line of the tables was sent by an ordinary
role, past the judgement of the text, and looked for in the database from outside: PostgreSQL 18 and 15, MariaDB 10.11, SQLite, DuckDB 2.0.

| lock | what it is | who can take it off |
|---|---|---|
| **text** | every statement is judged before it is sent, and what is not understood is refused | code that goes round the driver ([routes.md](routes.md)) |
| **engine** | the database itself is told that this connection only reads | a statement that says so: the text lock refuses those, and the guard sets the lock again before the next one |
| **role** | the role of the database has no right to write | an administrator, nobody in the notebook |

DuckDB and SQLite have no roles, so there are two locks. Where a lock that should hold is missing, a line in the notebook and `%guard` say so.

## When the engine is locked

A connection whose target is in force as an environment with a limit below WRITE (prod) is locked when it is opened, by the notebook's own
drivers too, and one that was open before at its next use after the tag was raised, at the latest with the next cell. After each statement that does more than
read the lock is said again before the next one; PostgreSQL 14 and newer tell unasked when it was taken off, so there a read costs no round
trip. When the tag is lowered, connections are free again.

- Your own `options=` and `PGOPTIONS` are kept: the lock is added behind them.
- A pooler that refuses startup parameters, or drops them (PgBouncer): psycopg and psycopg2 begin each transaction READ ONLY, other drivers are told after `BEGIN`, and `%%guarded_sql` puts each statement into a
  READ ONLY transaction. That is shown as *weak* and does not count among the locks that hold. With autocommit there is no transaction to begin: only the text lock holds, and a line says so.
  A session of a pooler is never locked as such, because it is another client's next: the guard compares the server's process with the one that was told at connect
  (ADBC and pyodbc do not tell it; give them a connection that does not go through a pooler).
- Drivers that say nothing of the server's settings (PyMySQL and its relatives, pyodbc, ADBC): the lock is said again after each statement that does more than read, and after each ROLLBACK.
- connectorx opens connections of its own for each call: on PostgreSQL the lock is in their startup options, on MariaDB and MySQL in a statement sent first by `read_sql`
  (not where it partitions by itself). On SQLite, and for ADBC on DuckDB, only the text lock holds.
- mysqlclient and pyodbc do not tell whether a transaction is open: one that was open when the tag was raised stays open for writing, without a word, until it ends.
- A transaction that is open while the tag is raised is locked on PostgreSQL; on MariaDB and MySQL it stays open for writing until it ends, and a line says so.
- Programs that the notebook starts (`!psql`, `subprocess`, a `python -c`) are covered **only on PostgreSQL and only while the session's own tag** forbids writes: `PGOPTIONS` then has the lock
  behind your own options, which every libpq reads, also one in the kernel that goes past its guarded driver. Without it when the tag falls; an unlock does not reach them. A program that is started with
  an environment of its own, or that sets `PGOPTIONS` or the mode itself, is not covered; nor is one that is started under a dev tag and connects to prod. The text lock still knows clients by their name.
  A PgBouncer that refuses the option stops such programs: `ignore_startup_parameters = options` in pgbouncer.ini lets them pass, without this lock.
"""
UNLOCK = """\
## Unlock

```
%guard unlock --effect write --table analytics.tmp_* --for 10m --reason "backfill of March"
%guard lock
```

Where guard.toml permits it (`unlock = { effects = ["write"], max_minutes = 15 }`, which in a project's file counts once it is trusted): for that effect, those tables,
that long by a clock that nobody can set back. In prod the table's name has to be typed, so a headless run has no unlock. It ends by itself, by `%guard lock`,
with the kernel, and a fork has none. While it lasts a strip above the cells says what, why and until when, `%guard` shows it, the receipt of each statement that needed it says so, and the journal has its begin with the reason, every use, and its end.

A text that an unlock does not cover as a whole is refused as a whole. The engine's lock is lifted for the one statement and put back behind it, after an error or an interrupt, too:

- PostgreSQL with autocommit: the default mode around the statement. Without: the statement begins a READ WRITE transaction, which is read-only again after it. A transaction that
  has begun read-only cannot write any more: COMMIT or ROLLBACK first. So `to_sql`, which reads before it writes, needs a connection with autocommit.
- MariaDB and MySQL: `SET TRANSACTION READ WRITE` for the next transaction, which ends by itself; without autocommit it stays open until COMMIT or ROLLBACK.
- SQLite: `query_only` and the authorizer, around the statement.
- DuckDB: a file that was opened read-only stays so. While an unlock lasts, files are opened as the notebook asks: connect again; then all but the unlocked statements are in READ ONLY transactions.
- `%%guarded_sql` opens a connection of its own for the cell, and closes it.
"""
ENGINES = {
    "postgres": (
        "PostgreSQL",
        "`default_transaction_read_only=on` among the startup options; `SET default_transaction_read_only = on` later. dblink, postgres_fdw and a CREATE SUBSCRIPTION open sessions of the server's own, "
        "which no setting of this one reaches: not tried here (the extensions are not among the binaries); the text lock refuses what it does not know, the role has to be kept from them.",
    ),
    "mariadb": (
        "MariaDB and MySQL",
        "`SET SESSION TRANSACTION READ ONLY`. Tried on MariaDB; MySQL 8 was not run.",
    ),
    "sqlite": (
        "SQLite",
        "`PRAGMA query_only = ON`, and SQLite's authorizer, which is asked about every table, PRAGMA and ATTACH. Not `mode=ro`: a "
        "connection lives longer than a tag, and by `mode=ro` alone an attached file is written. The guard's own connections have that, too.",
    ),
    "duckdb": (
        "DuckDB",
        "`read_only=True` when a file is opened. A file that is open for writing already, since the tag was raised later or an unlock lasts: each statement is put into a transaction that was "
        "begun by `BEGIN TRANSACTION READ ONLY`, from the connection's next use on, which loses no result that is being fetched and lets DataFrames and local files be read. "
        "`COMMIT; DELETE …` in one text leaves it: there only the text lock holds; and a transaction that you began yourself stays open for writing, and a line says so. Not `enable_external_access=false`: without it DuckDB 2.0 reads no DataFrame of the notebook "
        "and no local file, which is what analysts have it for; so `lock_configuration` would lock nothing either.",
    ),
}
FOREIGN = """\
## Databases that no session can lock

Only the text lock holds there, and `%guard` says so. Give the notebook a role or a token that cannot write:

| database | why no session is locked | the vendor's own way |
|---|---|---|
{rows}

None of these was run against a server here.
"""


def document() -> str:
    """Return the whole document."""
    parts = [HEAD]
    for engine, (name, switch) in ENGINES.items():
        rows = []
        for case in cases(engine):
            text = " ".join(case.sql.split()).replace("|", "\\|")
            versions = f" (before version {case.before})" if case.before else ""
            said = f"**only the text lock stops this**{versions}: {case.passes}" if case.passes else "refused"
            rows.append(f"| {case.title} | `{text}` | {said} |")
        drivers = ", ".join(d.name for d in DRIVERS if d.engine == engine)
        switches = "; ".join(f"`{text}`" for text in OFF[engine])
        parts.append(
            f"## {name}\n\nSwitch: {switch}\n\nDrivers tried: {drivers}.\n\n"
            f"Off-switches tried, each alone in a statement before a write: {switches}. The lock was there again for the write.\n\n"
            "| what | sent past the text lock | engine |\n|---|---|---|\n" + "\n".join(rows) + "\n"
        )
    rows = "\n".join(f"| {v.name} | {v.why} | {v.way} |" for v in VENDORS)
    return "\n".join([*parts, UNLOCK, FOREIGN.format(rows=rows)])


if __name__ == "__main__":
    print(document(), end="")
