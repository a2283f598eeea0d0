"""SQL cases: every file of `cases/` is of the dialect that it is named after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from jupyter_guard.policy.model import Effect
from jupyter_guard.policy.parsing import parse

CASES = Path(__file__).parent / "cases"


@dataclass(frozen=True)
class Case:
    """A statement and what its comments expect of it."""

    dialect: str
    sql: str
    expected: dict[str, str]


def _cases() -> Iterator[Case]:
    """Cases are set off by empty lines; `-- expect: WRITE`, `-- reads: a, b` stand above each."""
    for path in sorted(CASES.glob("*.sql")):
        for block in path.read_text(encoding="utf-8").split("\n\n"):
            lines = block.strip("\n").splitlines()
            body = [line for line in lines if not line.startswith("-- ")]
            notes = [line[3:].partition(": ") for line in lines if line.startswith("-- ")]
            expected = {
                key: value for key, colon, value in notes if colon and key.islower() and key.isalpha()
            }
            yield Case(path.stem, "\n".join(body), expected)


@pytest.mark.parametrize("case", list(_cases()), ids=lambda c: f"{c.dialect}: {c.sql[:60]}")
def test_case(case: Case) -> None:
    statements = parse(case.sql, case.dialect)

    assert len(statements) == 1, statements
    statement = statements[0]
    found = {
        "expect": statement.effect.name,
        "reads": ", ".join(statement.reads),
        "writes": ", ".join(statement.writes),
        "function": statement.function,
    }
    assert {key: found[key] for key in case.expected} == case.expected, statement
    assert statement.text == case.sql[statement.span.start : statement.span.end]
    assert statement.cause


def test_every_case_expects_an_effect() -> None:
    assert [c for c in _cases() if c.expected.get("expect") not in Effect.__members__] == []
