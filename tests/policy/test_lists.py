"""Statements by the line: what has to be blocked, and what analysts ask every day.

Every file is of the dialect that it is named after; lines that begin with `-- ` are remarks.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from jupyter_guard.policy.model import Effect
from jupyter_guard.policy.parsing import parse

HERE = Path(__file__).parent
BLOCKED = sorted((HERE / "blocked").glob("*.sql"))
READS = sorted((HERE / "reads").glob("*.sql"))


def _lines(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.replace("\\n", "\n") for line in lines if line and not line.startswith("-- ")]


def _effect(sql: str, dialect: str) -> Effect:
    return max((s.effect for s in parse(sql, dialect)), default=Effect.READ)


@pytest.mark.parametrize("path", BLOCKED, ids=lambda p: p.stem)
def test_writes_in_odd_places_are_blocked(path: Path) -> None:
    lines = _lines(path)

    assert lines
    assert [sql for sql in lines if _effect(sql, path.stem) < Effect.WRITE] == []


@pytest.mark.parametrize("path", READS, ids=lambda p: p.stem)
def test_everyday_questions_are_reads(path: Path) -> None:
    lines = _lines(path)

    assert lines
    assert [sql for sql in lines if _effect(sql, path.stem) is not Effect.READ] == []
