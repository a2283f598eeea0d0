"""A .sql file is taken as the client takes it that people run it with; nothing of it gets past by that."""

from __future__ import annotations

from pathlib import Path

import pytest

from jupyter_guard.check import Request
from jupyter_guard.check import check as judge
from tests.check.conftest import Check

PSQL = """\
\\set ON_ERROR_STOP on
\\echo it's on
SELECT count(*) FROM orders;
\\copy (SELECT a FROM orders) to 'out.csv' csv
SELECT a
\\x
FROM orders
\\g
SELECT b FROM orders \\gset
\\dt+ public.*
"""
DELIMITED = """\
DELIMITER $$
CREATE PROCEDURE p() BEGIN DELETE FROM t; SELECT '$$'; END$$
SELECT 1$$
DELIMITER ;
SELECT 2; DROP TABLE t;
"""
TEMPLATE = """\
{{ config(materialized='view') }}
{# DROP TABLE t; #}
SELECT a FROM {{ ref('t') }};
SELECT 1;
DELETE FROM {{ this }};
"""
# dialect, text, (line, effect) of each statement
SCRIPTS = {
    "psql's commands": ("postgres", PSQL, [(3, "read"), (4, "read"), (5, "read"), (9, "read")]),
    "a variable of psql's": (
        "postgres",
        "\\set x '; DROP TABLE t'\nSELECT 1 :x;\nSELECT a FROM t WHERE b = :given AND c = ':x' AND d::x > 1;",
        [(2, "unknown"), (3, "read")],
    ),
    "a variable that a query sets": (
        "postgres",
        "SELECT 'DROP TABLE t' AS x \\gset\n:x\n",
        [(1, "read"), (2, "unknown")],
    ),
    "the rest of a line is no SQL": ("postgres", "\\x on; DROP TABLE t;\nSELECT 1;", [(2, "read")]),
    "psql runs another file": ("postgres", "\\i more.sql\nSELECT 1;", [(1, "unknown"), (2, "read")]),
    "psql goes elsewhere": ("postgres", "\\connect shop\nSELECT 1;", [(1, "unknown"), (2, "read")]),
    "psql runs a program": ("postgres", "SELECT 1;\n\\! rm x", [(1, "read"), (2, "unknown")]),
    "a second command in the line": ("postgres", "\\echo a \\! rm x", [(1, "unknown")]),
    "a program in backticks": ("postgres", "\\set x `rm x`", [(1, "unknown")]),
    "psql runs what a query returns": ("postgres", "SELECT 'x' \\gexec", [(1, "read"), (1, "unknown")]),
    "psql copies in": ("postgres", "\\copy orders from 'a.csv'", [(1, "write")]),
    "psql copies a changed table": (
        "postgres",
        "\\copy (DELETE FROM t RETURNING *) to 'a.csv'",
        [(1, "write")],
    ),
    "rows behind COPY": (
        "postgres",
        "COPY t (a, b) FROM stdin;\n1\tit's\n2\tDROP TABLE t;\n\\.\n\nDELETE FROM t;\n",
        [(1, "write"), (6, "write")],
    ),
    "rows that never end": ("postgres", "COPY t FROM stdin;\nDROP TABLE t;\n", [(1, "write"), (2, "schema")]),
    "a command within a string": (
        "postgres",
        "SELECT '\n\\echo ' ; DROP TABLE t; --'",
        [(1, "read"), (2, "schema")],
    ),
    "a comment within a comment": (
        "postgres",
        "/* /* */\n\\echo */ DROP TABLE t;",
        [(1, "schema")],
    ),
    "batches": (
        "tsql",
        "USE shop\r\nGO\r\nSELECT 'a\nGO\n' FROM t\nGO 5 -- times\n/*\nGO\n*/ DELETE FROM t\nGO\n",
        [(1, "session"), (3, "read"), (7, "write")],
    ),
    "a batch that makes a procedure": (
        "tsql",
        "CREATE PROCEDURE p AS SELECT 1; DELETE FROM t\nGO\nSELECT 2\nGO\n",
        [(1, "schema"), (3, "read")],
    ),
    "mysql's delimiter": (
        "mysql",
        DELIMITED,
        [(2, "unknown"), (3, "read"), (5, "read"), (5, "schema")],
    ),
    "sqlite's shell": (
        "sqlite",
        ".mode csv\n.headers on\nSELECT a FROM t;\n.read more.sql\n.output |rm x\n",
        [(3, "read"), (4, "unknown"), (5, "unknown")],
    ),
    "duckdb's shell": ("duckdb", ".timer on\nFROM t;\n.shell rm x\n", [(2, "read"), (3, "unknown")]),
    "a template": (
        "postgres",
        TEMPLATE,
        [(3, "unknown"), (4, "read"), (5, "write")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_is_judged_as_its_client_sends_it(home: Path, name: str) -> None:
    dialect, text, expected = SCRIPTS[name]
    (home / "a.sql").write_text(text)

    report = judge(str(home / "a.sql"), Request("prod", dialect=dialect))

    found = [(entry.place.line, entry.verdict.statement.effect.name.lower()) for entry in report.checked]
    assert found == expected


def test_a_template_is_told_what_to_do(home: Path, check: Check) -> None:
    (home / "model.sql").write_text("SELECT a\nFROM {{ ref('orders') }}\n")

    ran = check("model.sql", "--dialect", "postgres")

    assert "{{ ref('orders') }} is computed, and nobody sees here what it will be" in ran.stdout
    assert "`dbt compile`" in ran.stdout


@pytest.mark.parametrize(
    ("content", "status", "said"),
    [
        (b"\xef\xbb\xbfSELECT 1;\r\nDROP TABLE t;\r\n", 1, "a.sql:2:1: SCHEMA"),
        ("SELECT 1;\r\nDROP TABLE t;\r\n".encode("utf-16"), 1, "a.sql:2:1: SCHEMA"),
        (
            "SELECT 1;\nSELECT 'café';".encode("latin-1"),
            2,
            "a.sql is no UTF-8 text, in line 2: save it as UTF-8.",
        ),
        (b"", 0, "0 statements in 1 file: there is no SQL."),
        (b"-- nothing\n/* at all */\n", 0, "there is no SQL."),
        (b"SELECT 1\x00; DROP TABLE t", 1, "UNKNOWN blocked"),
    ],
)
def test_files_of_all_encodings(home: Path, check: Check, content: bytes, status: int, said: str) -> None:
    (home / "a.sql").write_bytes(content)

    ran = check("a.sql", "--dialect", "postgres")

    assert ran.returncode == status
    assert said in ran.stdout + ran.stderr
