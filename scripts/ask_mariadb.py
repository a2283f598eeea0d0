"""Ask a MariaDB server which statements write, and keep its answers for the tests.

    python scripts/ask_mariadb.py --socket /path/to/mysqld.sock

Needs PyMySQL and a user that may do everything on a server of one's own: it makes and drops a
database `asked`. Each statement of `scripts/mariadb` runs in a READ ONLY transaction: refused means that
it writes, rows that it reads. What was written as a write and is not refused (locks, rights, files,
statements that commit by themselves) is kept as *control*. Questions that the server cannot run are
left out, and printed.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pymysql

HERE = Path(__file__).parent
KEPT = HERE.parent / "tests" / "policy" / "asked" / "mariadb.jsonl"
READ_ONLY = {1792, 1290}  # refused because the transaction, or the server, only reads


def statements() -> Iterator[tuple[str, bool]]:
    """Yield each statement, and whether it was written as a question."""
    for value in _lines("values"):
        yield f"SELECT {value} AS v FROM items", True  # noqa: S608  # its parts are ours
    for value in _lines("aggregates"):
        yield f"SELECT {value} AS v FROM items", True  # noqa: S608  # its parts are ours
        yield f"SELECT kind, {value} AS v FROM items WHERE price > 0 GROUP BY kind ORDER BY v", True  # noqa: S608  # its parts are ours
    for line in _lines("questions"):
        yield line, True
    for line in _lines("writes"):
        yield line, False


def _lines(name: str) -> list[str]:
    return (HERE / "mariadb" / f"{name}.sql").read_text(encoding="utf-8").splitlines()


def set_up(cursor: Any) -> None:
    """Make the tables anew."""
    cursor.execute("DROP DATABASE IF EXISTS asked")
    cursor.execute("DROP DATABASE IF EXISTS asked_too")
    cursor.execute("CREATE DATABASE asked CHARACTER SET utf8mb4")
    cursor.execute("USE asked")
    for line in _lines("tables"):
        cursor.execute(line.rstrip(";") if "BEGIN" not in line else line)


def answer(connection: Any, sql: str) -> tuple[str, str]:
    """Return read, write or error for a statement, and what the server said."""
    with connection.cursor() as cursor:
        cursor.execute("START TRANSACTION READ ONLY")
        try:
            cursor.execute(sql)
            gives_rows = cursor.description is not None
            cursor.fetchall()
            cursor.execute("ROLLBACK")
        except pymysql.MySQLError as error:
            connection.rollback()
            code = error.args[0]
            return ("write" if code in READ_ONLY else "error"), f"{code}: {error.args[1]}"
        return ("read" if gives_rows else "ran"), ""


def main() -> None:
    """Ask, and write the answers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--socket", required=True)
    parser.add_argument("--user", default="root")
    arguments = parser.parse_args()
    kept = []
    for sql, question in statements():
        connection = pymysql.connect(unix_socket=arguments.socket, user=arguments.user, autocommit=True)
        with connection.cursor() as cursor:
            if not question or not kept:
                set_up(cursor)
            cursor.execute("USE asked")
        verdict, said = answer(connection, sql)
        connection.close()
        if not question and verdict in ("read", "ran", "error"):
            verdict = "control"  # it writes, locks or controls, though a READ ONLY transaction lets it
        if question and verdict != "read":
            print(f"left out: {sql}: {verdict} {said}")
            continue
        kept.append({"sql": sql, "verdict": verdict, "said": said})
    KEPT.write_text("".join(f"{json.dumps(row)}\n" for row in kept), encoding="utf-8")
    print(f"{len(kept)} statements in {KEPT}")


if __name__ == "__main__":
    main()
