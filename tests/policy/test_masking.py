"""Literals and comments are left out of a text, and names stay, as each database reads it."""

from __future__ import annotations

import pytest

from jupyter_guard.policy.masking import mask


@pytest.mark.parametrize(
    ("dialect", "text", "masked"),
    [
        ("postgres", "SELECT a FROM t1 WHERE b='x''y' AND c>1.5e-3", "SELECT a FROM t1 WHERE b='…' AND c>…"),
        ("postgres", "SELECT $$a$$, $1, \"q\", 0x12, b'101', E'\\n'", "SELECT '…', $1, \"q\", …, b'…', E'…'"),
        ("postgres", "SELECT 1 -- Ann\n+ 2 /* Bob */", "SELECT … /*…*/\n+ … /*…*/"),
        ("postgres", "SELECT 1; -- Ann\nSELECT 2 ;", "SELECT …; /*…*/\nSELECT … ;"),
        ("postgres", "SELECT 1; SELECT 2; /* Ann */", "SELECT …; SELECT …;\n/*…*/\n"),
        ("mysql", 'DELETE FROM `t` WHERE a = "x"', "DELETE FROM `t` WHERE a = '…'"),
        ("bigquery", "SELECT r'x', \"y\" FROM `a.b`", "SELECT r'…', '…' FROM `a.b`"),
        ("sqlite", 'SELECT [a b], "x" FROM t', "SELECT [a b], '…' FROM t"),
        ("tsql", "SELECT N'abc', 1_000 FROM [dbo].[t]", "SELECT N'…', … FROM [dbo].[t]"),
        ("duckdb", "SELECT :a, [1,2], {'k': 1}, t.c2 FROM 'A'", "SELECT :a, […,…], {'…': …}, t.c2 FROM '…'"),
        ("duckdb", "SELECT 'Ann", "(a text of 11 characters that cannot be read with certainty)"),
        ("unheard-of", "SELECT 'Ann', 5", "SELECT '…', …"),
    ],
)  # fmt: skip
def test_mask(dialect: str, text: str, masked: str) -> None:
    assert mask(text, dialect) == masked
