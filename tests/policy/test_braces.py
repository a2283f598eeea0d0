"""`{{name}}` is bound where it stands for a value, and refused where it would splice text."""

from __future__ import annotations

import pytest

from jupyter_guard.errors import UsageError
from jupyter_guard.policy.braces import bind_braces


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("SELECT a FROM t WHERE b = {{x}} AND c='{{ y }}'", "SELECT a FROM t WHERE b = :x AND c=:y"),
        ("SELECT extract(day FROM {{d}}), f({{x}}, 1)", "SELECT extract(day FROM :d), f(:x, 1)"),
        ("SELECT a FROM t WHERE b IN ({{x}}) LIMIT {{n}}", "SELECT a FROM t WHERE b IN (:x) LIMIT :n"),
        ("SELECT a FROM t JOIN u ON t.a = {{x}}; SELECT 1 -- {{z}}",
         "SELECT a FROM t JOIN u ON t.a = :x; SELECT 1 -- {{z}}"),
        ("SELECT a FROM (SELECT a FROM t WHERE b={{x}})", "SELECT a FROM (SELECT a FROM t WHERE b=:x)"),
        ("INSERT INTO t VALUES ({{a}}, '{{b}}')", "INSERT INTO t VALUES (:a, :b)"),
        ("SELECT {'a': 1}", "SELECT {'a': 1}"),
        ("SELECT '{{1,NULL},{2,3}}'::int[]", "SELECT '{{1,NULL},{2,3}}'::int[]"),
    ],
)  # fmt: skip
def test_a_value_is_bound(sql: str, expected: str) -> None:
    assert bind_braces(sql, "duckdb") == expected


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("SELECT * FROM {{t}}", "{{t}} stands where a table or a column is named"),
        ("SELECT * FROM a, {{t}}", "{{t}} stands where a table or a column is named"),
        ("SELECT * FROM s.{{t}}", "{{t}} stands where a table or a column is named"),
        ("SELECT * FROM t_{{x}}", "{{x}} stands where a table or a column is named"),
        ("SELECT a, {{c}} FROM t", "{{c}} stands where a table or a column is named"),
        ("SELECT a FROM t WHERE b = 1 ORDER BY {{c}}", "{{c}} stands where a table or a column is named"),
        (
            "SELECT '%{{c}}%'",
            "{{c}} stands within a text, where nothing can be bound. Write '%' || :c || '%' in",
        ),
        ("SELECT '{{c}}, {{d}}'", "{{c}} stands within a text"),
        ('SELECT \'{"a": {{c}}, "b": 1}\'', "{{c}} stands within a text"),
        ('SELECT "{{c}}" FROM t', '{{c}} stands within "{{c}}", where nothing can be bound; text'),
        ("SELECT a FROM t WHERE b = {{ x + 1 }}", "{{ x + 1 }} is a template, and text is never pasted"),
        ("SELECT a FROM t {% if x %} WHERE 1 {% endif %}", "{% if x %} is a template"),
    ],
)
def test_what_would_splice_text_is_refused(sql: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        bind_braces(sql, "duckdb")

    assert str(caught.value).startswith(message)
