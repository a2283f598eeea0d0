"""Judge the statements of which a real server said what they do.

`scripts/ask_mariadb.py` holds them and asks anew.
"""

from __future__ import annotations

import json
from pathlib import Path

from jupyter_guard.policy.model import Effect
from jupyter_guard.policy.parsing import parse

MARIADB = Path(__file__).parent / "asked" / "mariadb.jsonl"


def _asked(*verdicts: str) -> list[str]:
    rows = [json.loads(line) for line in MARIADB.read_text(encoding="utf-8").splitlines()]
    return [row["sql"] for row in rows if row["verdict"] in verdicts]


def _effect(sql: str) -> Effect:
    return max(s.effect for s in parse(sql, "mariadb"))


def test_what_mariadb_calls_a_read_is_one() -> None:
    reads = _asked("read")

    assert len(reads) > 400
    assert [sql for sql in reads if _effect(sql) is not Effect.READ] == []


def test_what_mariadb_refuses_in_a_read_only_transaction_is_blocked() -> None:
    writes = _asked("write", "control")

    assert len(writes) > 90
    assert [sql for sql in writes if _effect(sql) < Effect.WRITE] == []
