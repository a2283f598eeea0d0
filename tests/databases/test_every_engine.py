"""What holds for DuckDB, SQLite, PostgreSQL and MariaDB alike."""

from __future__ import annotations

import enum
import uuid
from pathlib import Path

import pytest

from jupyter_guard.databases import Fetch
from jupyter_guard.errors import StatementFailed
from tests.databases.words import read, schema, session, write

MARKS = {"duckdb": "${}", "sqlite": ":{}", "mysql": ":{}"}
ENDLESS = {
    "duckdb": "SELECT count(*) FROM range(1000000000000) WHERE range % 7 = 3",
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
    "mysql": "SELECT count(*) FROM seq_1_to_1000000000000 WHERE seq % 7 = 3",
    "postgresql": "SELECT count(*) FROM generate_series(1, 1000000000000) AS n WHERE n % 7 = 3",
}


def engine_of(url: str) -> str:
    return url.partition(":")[0]


def mark(url: str, name: str, number: int = 1) -> str:
    return f"${number}" if engine_of(url) == "postgresql" else MARKS[engine_of(url)].format(name)


def test_a_read_gives_a_frame(connect, items_url) -> None:
    (outcome,) = connect(items_url, read_only=True).run([read("SELECT id, name FROM items ORDER BY id")], {})

    # A missing text is NaN in pandas 3 and None before.
    assert outcome.frame.fillna("missing").to_dict("list") == {
        "id": [1, 2, 3],
        "name": ["ale", "gin", "missing"],
    }
    assert (outcome.rows, outcome.more, outcome.note) == (3, False, "")


def test_a_write_gives_a_count(connect, items_url) -> None:
    database = connect(items_url)

    (changed,) = database.run([write("UPDATE items SET price = 1 WHERE id < 3")], {})
    (after,) = database.run([read("SELECT count(*) AS n FROM items WHERE price = 1")], {})

    assert (changed.frame, changed.rows) == (None, 2)
    assert after.frame["n"].tolist() == [2]


def test_a_statement_without_rows_and_count(connect, items_url) -> None:
    (made,) = connect(items_url).run(
        [schema("CREATE TABLE made (i INTEGER)"), schema("DROP TABLE made")], {}
    )[:1]

    assert (made.frame, made.rows, made.more) == (None, None, False)


def test_returning_gives_the_rows_of_a_write(connect, items_url) -> None:
    database = connect(items_url)

    (outcome,) = database.run([write("DELETE FROM items WHERE id > 1 RETURNING id")], {}, Fetch(max_rows=1))
    (left,) = database.run([read("SELECT id FROM items")], {})

    assert (outcome.frame["id"].tolist(), outcome.more) == ([2], True)
    assert left.frame["id"].tolist() == [1]


def test_parameters_are_bound(connect, items_url) -> None:
    text = f"SELECT id FROM items WHERE name = {mark(items_url, 'name')} AND id < {mark(items_url, 'top', 2)}"

    (outcome,) = connect(items_url).run(
        [read(text, "name", "top")], {"top": 5, "name": "ale", "unused": object()}
    )
    (hostile,) = connect(items_url).run([read(text, "name", "top")], {"top": 5, "name": "' OR 1=1 --"})

    assert outcome.frame["id"].tolist() == [1]
    assert hostile.frame["id"].tolist() == []


def test_numbers_and_missing_values_of_pandas_are_bound(connect, items_url) -> None:
    import numpy
    import pandas

    text = f"SELECT id FROM items WHERE id = {mark(items_url, 'i')}"
    database = connect(items_url)

    frames = [
        database.run([read(text, "i")], {"i": value})[0].frame["id"].tolist()
        for value in (numpy.int64(2), pandas.Series([3]).iloc[0], pandas.NA)
    ]

    assert frames == [[2], [3], []]


class _Size(enum.IntEnum):
    SMALL = 2


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (_Size.SMALL, "2"),
        (uuid.UUID(int=1), "00000000-0000-0000-0000-000000000001"),
    ],
)
def test_values_of_other_kinds_are_bound(connect, items_url, value, found) -> None:
    text = "CHAR" if engine_of(items_url) == "mysql" else "TEXT"

    (outcome,) = connect(items_url).run(
        [read(f"SELECT CAST({mark(items_url, 'v')} AS {text}) AS v", "v")], {"v": value}
    )

    assert outcome.frame["v"].tolist() == [found]


@pytest.mark.parametrize(
    ("value", "way"),
    [
        (iter([1]), "It can be read only once: keep its values first, v = list(v)."),
        (enum.Enum("Size", "SMALL")["SMALL"], "Bind its value: v = v.value."),
        (Path("a"), "Bind its text: v = str(v)."),
        ("\ud800", "holds half of a character, which no database takes."),
    ],
)
def test_what_cannot_be_bound_says_what_can(connect, items_url, value, way) -> None:
    with pytest.raises(StatementFailed) as caught:
        connect(items_url).run([read(f"SELECT {mark(items_url, 'v')}", "v")], {"v": value})

    assert str(caught.value).startswith(":v ")
    assert str(caught.value).endswith(way)


def test_a_value_that_no_database_knows(connect, items_url) -> None:
    text = f"SELECT {mark(items_url, 'x')}"

    with pytest.raises(StatementFailed, match=r":x is of type object"):
        connect(items_url).run([read(text, "x")], {"x": object()})


def test_integers_with_null_stay_integers(connect, items_url) -> None:
    (outcome,) = connect(items_url).run(
        [read("SELECT CASE WHEN id < 3 THEN id END AS i, id FROM items ORDER BY id")], {}
    )

    assert str(outcome.frame["i"].dtype) in ("Int32", "Int64")
    assert str(outcome.frame["id"].dtype) in ("int32", "int64")
    assert outcome.frame["i"].dropna().tolist() == [1, 2]


def test_a_column_name_may_come_twice(connect, items_url) -> None:
    (outcome,) = connect(items_url).run([read("SELECT 1 AS a, 2 AS a, 3 AS a")], {})

    assert outcome.frame.to_dict("list") == {"a": [1], "a_1": [2], "a_2": [3]}


@pytest.mark.parametrize(
    ("max_rows", "rows", "more"), [(2, 2, True), (3, 3, False), (0, 0, True), (None, 3, False)]
)
def test_max_rows_bounds_the_fetch(connect, items_url, max_rows, rows, more) -> None:
    (outcome,) = connect(items_url).run([read("SELECT * FROM items")], {}, Fetch(max_rows=max_rows))

    assert (len(outcome.frame), outcome.rows, outcome.more) == (rows, rows, more)
    assert list(outcome.frame.columns) == ["id", "name", "price"]


@pytest.mark.parametrize("max_rows", [None, 10])
def test_an_empty_answer_has_its_columns(connect, items_url, max_rows) -> None:
    text = f"SELECT id, name FROM items WHERE id > {mark(items_url, 'i')}"

    (outcome,) = connect(items_url).run([read(text, "i")], {"i": 9}, Fetch(max_rows=max_rows))

    assert (list(outcome.frame.columns), outcome.rows, outcome.more) == (["id", "name"], 0, False)


def test_a_syntax_error_shows_its_place(connect, items_url) -> None:
    with pytest.raises(StatementFailed) as caught:
        connect(items_url).run([read("SELECT id\nFROM items\nWHERE 1 = = 2 oops")], {})

    assert "\n  WHERE 1 = = 2 oops\n" in str(caught.value) or "syntax error" in str(caught.value)
    assert "syntax error" in str(caught.value)
    assert caught.value.__cause__ is None


def test_an_unknown_column_shows_its_place(connect, items_url) -> None:
    with pytest.raises(StatementFailed) as caught:
        connect(items_url).run([read("SELECT id,\n  nmae\nFROM items")], {})

    first, *rest = str(caught.value).splitlines()
    assert "nmae" in first
    assert rest[:3] == ["line 2, column 3:", "    nmae", "    ^"]


def test_an_unknown_table_shows_its_place(connect, items_url) -> None:
    with pytest.raises(StatementFailed) as caught:
        connect(items_url).run([read("SELECT 1"), read("SELECT * FROM itmes")], {})

    first, *rest = str(caught.value).splitlines()
    assert "itmes" in first
    assert "statement 2 of 2, line 1, column 15:" in rest
    assert "  SELECT * FROM itmes" in rest
    assert "                ^" in rest


def test_one_call_is_one_statement(connect, items_url) -> None:
    database = connect(items_url)

    with pytest.raises(StatementFailed):
        database.run([write("SELECT 1; DELETE FROM items")], {})

    (outcome,) = database.run([read("SELECT * FROM items")], {})
    assert outcome.rows == 3


def test_a_transaction_within_a_batch(connect, items_url) -> None:
    database = connect(items_url)

    database.run([session("BEGIN"), write("DELETE FROM items WHERE id = 1"), session("COMMIT")], {})

    assert database.run([read("SELECT id FROM items")], {})[0].rows == 2


def test_an_error_inside_a_transaction_rolls_it_back(connect, items_url) -> None:
    database = connect(items_url)
    batch = [session("BEGIN"), write("DELETE FROM items"), write("DELETE FROM nothing"), session("COMMIT")]

    with pytest.raises(StatementFailed, match=r"The open transaction was rolled back\."):
        database.run(batch, {})

    assert database.run([read("SELECT id FROM items")], {})[0].rows == 3


def test_without_a_transaction_the_error_says_what_took_effect(connect, items_url) -> None:
    database = connect(items_url)

    with pytest.raises(StatementFailed, match=r"What stands before it \(1 statement\) took effect\."):
        database.run([write("DELETE FROM items WHERE id = 1"), write("DELETE FROM nothing")], {})

    assert database.run([read("SELECT id FROM items")], {})[0].rows == 2


def test_read_only_is_held_by_the_engine(connect, items_url) -> None:
    database = connect(items_url, read_only=True)
    before = database.run([read("SELECT 1")], {})

    with pytest.raises(StatementFailed, match=r"(?i)read.?only"):
        database.run([write("DELETE FROM items")], {})

    assert before[0].rows == 1
    assert database.locks in ("read-only file", "read-only session")
    assert connect(items_url).locks == "none"


def test_a_temporary_table_is_there_in_the_next_batch(connect, items_url) -> None:
    # PostgreSQL and MariaDB make no temporary table in a read-only session.
    database = connect(items_url, read_only=engine_of(items_url) not in ("postgresql", "mysql"))

    database.run([session("CREATE TEMPORARY TABLE picked AS SELECT id FROM items WHERE id = 2")], {})
    (outcome,) = database.run([read("SELECT id FROM picked")], {})

    assert outcome.frame["id"].tolist() == [2]


@pytest.mark.parametrize("max_rows", [None, 5])
def test_an_interrupt_leaves_the_database_usable(connect, items_url, max_rows, ctrl_c) -> None:
    database = connect(items_url)
    database.run([read("SELECT 1")], {})
    ctrl_c.start()

    with pytest.raises(KeyboardInterrupt):
        database.run([read(ENDLESS[engine_of(items_url)])], {}, Fetch(max_rows=max_rows))

    assert database.run([read("SELECT id FROM items")], {})[0].rows == 3


def test_a_time_limit_cancels_and_leaves_the_database_usable(connect, items_url) -> None:
    database = connect(items_url)

    with pytest.raises(StatementFailed, match=r"cancelled after 0\.3 seconds, the time limit"):
        database.run([read(ENDLESS[engine_of(items_url)])], {}, Fetch(time_limit=0.3))

    assert database.run([read("SELECT id FROM items")], {})[0].rows == 3


def test_the_plan_of_a_read_is_text(connect, items_url) -> None:
    call = read(f"SELECT name FROM items WHERE id = {mark(items_url, 'i')}", "i")

    assert "items" in connect(items_url, read_only=True).explain(call, {"i": 1})


def test_the_planner_expects_rows_where_it_says_so(connect, items_url) -> None:
    found = connect(items_url).estimate(read("SELECT id FROM items"), {})

    assert (found.rows is None) == (engine_of(items_url) == "sqlite")


def test_the_catalog_lists_tables_and_columns(connect, items_url) -> None:
    database = connect(items_url)
    database.run([schema("CREATE VIEW dear AS SELECT name FROM items WHERE price > 10")], {})

    tables = database.catalog()
    database.run([schema("DROP VIEW dear")], {})

    kinds = {table.name: (table.kind, [column.name for column in table.columns]) for table in tables}
    assert kinds == {"dear": ("view", ["name"]), "items": ("table", ["id", "name", "price"])}
    assert tables[1].columns[0].type.lower().startswith("int")


def test_an_open_transaction_is_told(connect, items_url) -> None:
    database = connect(items_url)
    begin = [session("BEGIN"), read("SELECT 1")]

    if engine_of(items_url) == "duckdb":  # a file is let go after each batch
        with pytest.raises(StatementFailed, match="rolled back"):
            database.run(begin, {})
        assert not database.in_transaction
        return
    database.run(begin, {})
    open_then = database.in_transaction
    database.run([session("ROLLBACK")], {})

    assert (open_then, database.in_transaction) == (True, False)


def test_a_closed_database_opens_again(connect, items_url) -> None:
    database = connect(items_url)
    database.run([read("SELECT 1")], {})

    database.close()
    database.close()

    assert database.run([read("SELECT id FROM items")], {})[0].rows == 3


def test_an_empty_batch(connect, items_url) -> None:
    assert connect(items_url).run([], {}) == ()
