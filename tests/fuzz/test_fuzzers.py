"""The fuzzers themselves work, and a first look finds nothing; `make fuzz` looks for longer."""

from __future__ import annotations

import pytest

from jupyter_guard.policy.model import Effect

from .properties import check, in_duckdb, postgres, sqlite
from .with_hypothesis import run


def test_a_first_look_finds_nothing() -> None:
    run(examples=150, number=1)


def test_the_engines_tell_a_write_from_a_read() -> None:
    pytest.importorskip("postgast")

    for ask in (sqlite, in_duckdb, postgres):
        assert (ask("SELECT a FROM t"), ask("no SQL at all '")) == ("", "")
        assert ask("INSERT INTO t VALUES (1, 2)")
        assert ask("SELECT 1; DROP TABLE t")
    assert postgres("WITH x AS (DELETE FROM t RETURNING *) SELECT * FROM x") == "DeleteStmt"
    assert sqlite("PRAGMA user_version = 3")
    assert check("INSERT INTO t VALUES (1, 2)", "sqlite") is Effect.WRITE
