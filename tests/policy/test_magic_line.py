"""What the line of a SQL cell may say, and what each mistake is answered."""

from __future__ import annotations

import pytest

from jupyter_guard.errors import UsageError
from jupyter_guard.policy.magic_line import MagicLine


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("", MagicLine()),
        ("warehouse", MagicLine("warehouse")),
        ("warehouse orders << --limit 1000", MagicLine("warehouse", "orders", limit=1000)),
        ("orders << warehouse", MagicLine("warehouse", "orders")),
        ("orders<< --connection=warehouse", MagicLine("warehouse", "orders")),
        ("--limit 1_000 w --if sure", MagicLine("w", condition="sure", limit=1000)),
        ("w --with a --with b,c --save d", MagicLine("w", save="d", using=("a", "b", "c"))),
        ("orders<<warehouse --limit 0", MagicLine("warehouse", "orders", limit=0)),
        ("w --explain", MagicLine("w", explain=True)),
        (
            "w --to-parquet 'a b.parquet' --dtypes arrow",
            MagicLine("w", parquet="a b.parquet", dtypes="arrow"),
        ),
        (
            "postgresql://u:p@h:1/d?a=b%20c --dry-run",
            MagicLine("postgresql://u:p@h:1/d?a=b%20c", dry_run=True),
        ),
        ("'duckdb:///my data.duckdb' --profile", MagicLine("duckdb:///my data.duckdb", profile=True)),
    ],
)
def test_a_line(line: str, expected: MagicLine) -> None:
    assert MagicLine.parse(line) == expected


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("w --limt 3", "There is no option '--limt'. Did you mean --limit?"),
        ("w --fast", "There is no option '--fast'. There are: --connection, --limit, "),
        ("w --lim 3", "There is no option '--lim'. Did you mean --limit?"),
        ("w --persist df", "There is no option '--persist' here: frame.to_sql(…) of pandas writes"),
        ("w --limit", "--limit wants a whole number behind it: --limit N"),
        ("w --limit --explain", "--limit wants a whole number behind it: --limit N"),
        ("w --limit n", "--limit wants a whole number of rows, not 'n'; LIMIT :n in the SQL takes"),
        ("w --LIMT 3", "There is no option '--LIMT'. Did you mean --limit?"),
        ("w --file q.sql", "There is no option '--file' here: get_ipython().run_cell_magic("),
        ("w -l", "There is no option '-l' here: %guard lists the connections."),
        ("class << w", "'class' is no Python name to put the result in."),
        ("w --limit 1 --limit 2", "--limit stands there twice."),
        ("w --dtypes polars", "--dtypes is numpy or arrow, not 'polars'."),
        ("w --explain=yes", "--explain takes no value."),
        ("w --explain --profile", "--explain and --profile exclude each other."),
        ("w --if 1x", "--if wants the name of a variable, not '1x'."),
        ("w --with a,2b", "--with wants the name of a saved query, not '2b'."),
        ("w more", "'more' is one word too many. Usage: %%guarded_sql"),
        ("w limit 3", "'limit' is one word too many. Did you mean --limit?"),
        ("w SELECT 1", "'SELECT' is one word too many: the SQL of a cell begins on the line below"),
        ("1x <<", "'1x' is no Python name to put the result in."),
        ("<< w", "<< wants the name of a variable before it."),
    ],
)
def test_a_mistake_is_one_line(line: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        MagicLine.parse(line)

    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("line", "rest", "sql"),
    [
        ("SELECT 1", MagicLine(), "SELECT 1"),
        (
            "w n << --limit 5 select 'a', \"b\" -- --x",
            MagicLine("w", "n", limit=5),
            "select 'a', \"b\" -- --x",
        ),
        ("w --save select (SELECT 1)", MagicLine("w", save="select"), "(SELECT 1)"),
        ("w FROM orders", MagicLine("w"), "FROM orders"),
        ("w n <<SELECT 1 << 2", MagicLine("w", "n"), "SELECT 1 << 2"),
        ("w /* why */ SELECT 1", MagicLine("w"), "/* why */ SELECT 1"),
    ],
)
def test_the_sql_of_a_line_magic_begins_at_its_first_word(line: str, rest: MagicLine, sql: str) -> None:
    assert MagicLine.split(line) == (rest, sql)


def test_a_line_magic_without_sql_is_told() -> None:
    with pytest.raises(UsageError, match="There is no SQL in this line"):
        MagicLine.split("warehouse orders <<")


def test_a_password_in_the_line_is_not_in_its_repr() -> None:
    assert "s3cret" not in repr(MagicLine.parse("postgresql://me:s3cret@host/db"))
