"""What may stand at the cursor (|) of SQL that is being written."""

from __future__ import annotations

import pytest

from jupyter_guard.kernel.sql_context import Place, context_at


@pytest.mark.parametrize(
    ("sql", "place", "prefix"),
    [
        ("SELECT * FROM |", Place.TABLE, ""),
        ("SELECT * FROM ord|", Place.TABLE, "ord"),
        ('SELECT * FROM "Or|', Place.TABLE, '"Or'),
        ("SELECT * FROM a JOIN o|", Place.TABLE, "o"),
        ("SELECT * FROM a x, o|", Place.TABLE, "o"),
        ("SELECT a, b| FROM t", Place.EXPRESSION, "b"),
        ("SELECT * FROM t WHERE f(a, b|", Place.EXPRESSION, "b"),
        ("SELECT * FROM t WHERE a = 'x|", Place.NOTHING, ""),
        ("SELECT * FROM t -- |", Place.NOTHING, ""),
        ("SELECT 1; SELECT * FROM t WHERE c = :ci|", Place.VARIABLE, "ci"),
        ("SELECT * FROM t WHERE c = {{ci|", Place.VARIABLE, "ci"),
        ("SELECT a::in|", Place.EXPRESSION, "in"),
        ("SELECT t.|", Place.MEMBER, ""),
        ("SELECT 1.|", Place.NOTHING, ""),
        ("|", Place.EXPRESSION, ""),
    ],
)
def test_the_place(sql: str, place: Place, prefix: str) -> None:
    found = context_at(sql.replace("|", ""), sql.index("|"))

    assert (found.place, found.prefix) == (place, prefix)


def test_the_names_of_the_statement_are_known_on_both_sides_of_the_cursor() -> None:
    sql = (
        "SELECT 1 FROM gone; WITH big AS (SELECT * FROM raw) "
        'SELECT o.| FROM shop."Orders" AS o, big b JOIN raw USING (id)'
    )

    found = context_at(sql.replace("|", ""), sql.index("|"))

    assert found.qualifier == ("o",)
    assert found.ctes == {"big": ()}
    assert found.tables == {
        "raw": ("raw",),
        "orders": ("shop", "Orders"),
        "o": ("shop", "Orders"),
        "big": ("big",),
        "b": ("big",),
    }


@pytest.mark.parametrize(
    ("query", "columns"),
    [
        ('SELECT id AS a, t.b, count(x, y) AS n, "My C" FROM t', ("a", "b", "n", "My C")),
        ("SELECT *, 1 + 2, sum(x) FROM t", ()),
        ("SELECT a", ("a",)),
    ],
)
def test_the_columns_of_a_common_table_expression_are_known(query: str, columns: tuple[str, ...]) -> None:
    sql = f"WITH c AS ({query}) SELECT c. FROM c"

    assert context_at(sql, sql.index("c. ") + 2).ctes == {"c": columns}
