"""Where a notebook holds SQL, and what is said of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from jupyter_guard.check import Request, check
from tests.check.conftest import notebook

BLOCKED_CELLS = [
    ("%%guarded_sql\nDELETE FROM t", (2, "DELETE FROM t")),
    ("%%guarded_sql local res <<\n\nDELETE FROM t", (3, "DELETE FROM t")),
    ("x = %guarded_sql local DELETE FROM t", (1, "DELETE FROM t")),
    ("%%sql\nSELECT 1;\nDELETE FROM t", (3, "DELETE FROM t")),
    ("%%sql duckdb:///a.db\nDELETE FROM t", (2, "DELETE FROM t")),
    ("%%sql res <<\nDELETE FROM t", (2, "DELETE FROM t")),
    ("%sql DELETE FROM t", (1, "DELETE FROM t")),
    ("%%sql DELETE\nFROM t", (1, "DELETE\nFROM t")),
    ("%sql --persist df", (1, "%sql --persist df")),
    ("%%sql --with a\nDROP TABLE t", (2, "DROP TABLE t")),
    ("%%bigquery df --destination_table d.t\nSELECT 1", (1, "%%bigquery df --destination_table d.t")),
    ("%%bigquery\nDELETE FROM d.t WHERE TRUE", (2, "DELETE FROM d.t WHERE TRUE")),
    ("%%guarded_sql postgresql://me@h/d\nDELETE FROM t", (2, "DELETE FROM t")),
    ("%%guarded_sql con\nDELETE FROM t", (2, "DELETE FROM t")),
    ("%%dql\nDROP TABLE t", (2, "DROP TABLE t")),
    ("%%sparksql\nDROP TABLE t", (2, "DROP TABLE t")),
    ("%%sql\nSELECT * FROM {{table}}", (2, "SELECT * FROM {{table}}")),
    ("%%time\npd.read_sql('DELETE FROM t', con)", (2, "DELETE FROM t")),
    ("con.execute('DELETE FROM t')", (1, "DELETE FROM t")),
    ("con.executemany('INSERT INTO t VALUES (%s)', rows)", (1, "INSERT INTO t VALUES (%s)")),
    ("con.execute(text(\n    '''DELETE\nFROM t'''))", (2, "DELETE\nFROM t")),
    ("q = 'DELETE FROM t'\ncon.execute(q)", (1, "DELETE FROM t")),
    ("for q in ['SELECT 1', 'DROP TABLE t']:\n    con.execute(q)", (1, "DROP TABLE t")),
    ("con.execute(f'SELECT * FROM {t}')", (1, "SELECT * FROM {t}")),
    ("con.execute(f'DELETE FROM {t}')", (1, "DELETE FROM {t}")),
    ("con.execute('DELETE FROM %s' % t)", (1, "DELETE FROM {t}")),
    ("con.execute('DELETE FROM {}'.format(t))", (1, "DELETE FROM {…}")),
    ("con.execute('SELECT a FROM ' + t)", (1, "SELECT a FROM {t}")),
    ("spark.sql('DROP TABLE t')", (1, "DROP TABLE t")),
    ("pd.read_sql_query(sql='DROP TABLE t', con=con)", (1, "DROP TABLE t")),
    ("client.query('DROP TABLE t')", (1, "DROP TABLE t")),
    ("await con.fetch('DELETE FROM t RETURNING 1')", (1, "DELETE FROM t RETURNING 1")),
    ("df.to_sql('t', con)", (1, "df.to_sql('t', con)")),
    ("cur.callproc('tidy')", (1, "cur.callproc('tidy')")),
    ("con.raw_sql('DROP TABLE t')", (1, "DROP TABLE t")),
    ("con.execute(b'DROP TABLE t')", (1, "DROP TABLE t")),
    ("con.execute(*['DROP TABLE t'])", (1, "DROP TABLE t")),
    ("pd.read_sql(q := 'DROP TABLE t', con)", (1, "DROP TABLE t")),
    ("con.execute(''.join(['DROP TABLE ', t]))", (1, "DROP TABLE {t}")),
    ("texts = {'a': 'SELECT 1', 'b': 'DROP TABLE t'}\ncon.execute(texts['b'])", (1, "DROP TABLE t")),
    ("class R:\n    SQL = 'DROP TABLE t'\n    def run(self): con.execute(self.SQL)", (2, "DROP TABLE t")),
    ("import duckdb\nduckdb.sql(\"ATTACH 'x.db'\")", (2, "ATTACH 'x.db'")),
    ("import sqlite3\nc = sqlite3.connect('a.db')\nc.execute('DELETE FROM t')", (3, "DELETE FROM t")),
]
ALLOWED_CELLS = [
    "%%guarded_sql\nSELECT a FROM t WHERE b = :b",
    "%%sql postgresql://h/d\nSELECT a::int FROM t",
    "%%guarded_sql postgresql://me:${env:P}@h/d\nSELECT a::int FROM t",
    "%%guarded_sql con\nSELECT a FROM t",
    "%%bigquery df\nSELECT * FROM `p.d.t`",
    "df.query('select > 3')",
    "print('delete from t')",
    "t = 'orders'\npd.read_sql(f'SELECT a FROM {t}', con)",
    "cur.execute('SELECT a FROM t WHERE b = %s AND c LIKE \\'a%%\\'', (1,))",
    "import duckdb\nduckdb.sql('CREATE TABLE t AS SELECT 1')",
    "import duckdb\ncon = duckdb.connect()\ncon.execute(f'DROP TABLE {t}')",
    "import sqlite3\nwith sqlite3.connect(':memory:') as con:\n    con.cursor().execute('CREATE TABLE t(a)')",
    "%%html\n<b>DROP TABLE t</b>",
    "!ls\n%matplotlib inline\nx = 1",
]


@pytest.mark.parametrize(("source", "expected"), BLOCKED_CELLS)
def test_sql_is_found_where_it_stands(home: Path, source: str, expected: tuple[int, str]) -> None:
    report = check(str(notebook(home / "a.ipynb", "1 + 1", source)), Request())

    blocked = [entry for entry in report.checked if not entry.verdict.allowed]
    assert [(e.place.cell, e.place.line, e.verdict.statement.text) for e in blocked] == [(3, *expected)]
    assert report.problems == ()
    line = blocked[0].place.file_line
    written = (home / "a.ipynb").read_text().splitlines()[(line or 0) - 1]
    assert expected[1].splitlines()[0].split("{")[0] in written.replace('\\"', '"')


@pytest.mark.parametrize("source", ALLOWED_CELLS)
def test_reads_and_what_is_no_sql_pass(home: Path, source: str) -> None:
    report = check(str(notebook(home / "a.ipynb", source)), Request())

    assert [e.verdict for e in report.checked if not e.verdict.allowed] == []
    assert report.problems == ()


def test_a_connection_of_one_cell_counts_in_the_next(home: Path) -> None:
    path = notebook(
        home / "a.ipynb",
        "%load_ext sql\n%sql mysql://h/d --alias shop",
        "%%sql shop\nSELECT `a` FROM t",
        "import psycopg\ncon = psycopg.connect(host='h')",
        "cur = con.cursor()\ncur.execute('SELECT a::int FROM t')",
    )

    report = check(str(path), Request())

    assert [(e.connection.dialect, e.connection.name, e.verdict.allowed) for e in report.checked] == [
        ("mysql", "mysql on h", True),
        ("postgres", "postgres on h", True),
    ]


def test_a_cell_that_cannot_be_read_and_may_hold_sql_is_a_problem(home: Path) -> None:
    report = check(str(notebook(home / "a.ipynb", "con.execute('DROP TABLE t'", "x = = 1")), Request())

    assert report.problems == (
        f"{home / 'a.ipynb'}: cell 2 is no Python that can be read, and may hold SQL.",
    )


def test_an_old_format_is_read(home: Path) -> None:
    cell = {"cell_type": "code", "input": ["%%sql\nDROP TABLE t"], "language": "python", "outputs": []}
    import json

    content = {
        "metadata": {"name": ""},
        "nbformat": 3,
        "nbformat_minor": 0,
        "worksheets": [{"cells": [cell]}],
    }
    (home / "a.ipynb").write_text(json.dumps(content))

    report = check(str(home / "a.ipynb"), Request())

    assert [(e.place.cell, e.place.file_line, e.verdict.allowed) for e in report.checked] == [
        (1, None, False)
    ]
