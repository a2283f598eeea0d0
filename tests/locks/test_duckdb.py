"""DuckDB files that were open for writing before the tag was raised: locked by READ ONLY transactions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from jupyter_guard.policy import places
from tests.kernel.conftest import Kernel, starting

from .conftest import PAST_THE_TEXT

# Each writes to `con`, or beside it, past the judgement of the text.
WRITES = {
    "execute": "con.execute('DELETE FROM t')",
    "sql": "con.sql('DELETE FROM t')",
    "executemany": "con.executemany('INSERT INTO t VALUES (?)', [[1], [2]])",
    "in a script": "con.execute('SELECT 1; DELETE FROM t')",
    "nextval": "con.sql(\"SELECT nextval('s')\").fetchall()",
    "EXPLAIN ANALYZE": "con.execute('EXPLAIN ANALYZE DELETE FROM t')",
    "DDL": "con.execute('DROP TABLE t')",
    "a cursor of it": "con.cursor().execute('DELETE FROM t')",
    "a second connection": "duckdb.connect('t.duckdb').execute('DELETE FROM t')",
    "another file, attached": "con.execute(\"ATTACH 'other.duckdb' AS other\"); con.execute('CREATE TABLE other.x (i int)')",
    "append": "con.append('t', pandas.DataFrame({'i': [1]}))",
}  # fmt: skip
REFUSED = "transaction is launched in read-only mode"


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    """A kernel whose connection `con` was opened for writing under dev, and that is prod now."""
    project: Path = tmp_path_factory.mktemp("duck")
    (project / "guard.toml").write_text(
        'default = "dev"\n[environments.dev]\ntier = "dev"\n[environments.prod]\ntier = "prod"\nunlock = { effects = ["write"] }\n'
    )
    with duckdb.connect(project / "t.duckdb") as made:
        made.execute("CREATE TABLE t AS SELECT range AS i FROM range(5000); CREATE SEQUENCE s")
    trusted = places.content_hash((project / "guard.toml").read_bytes())
    with starting(tmp_path_factory.mktemp("kernels")) as start:
        kernel = start(project, JUPYTER_GUARD_TRUST=trusted)
        kernel.run(f"import duckdb, pandas, time\n{PAST_THE_TEXT}\ncon = duckdb.connect('t.duckdb')")
        kernel.run(
            "from jupyter_guard.kernel.unlocks import Unlock\n"
            "guard = get_ipython().magics_manager.magics['line']['guard'].__self__._guard"
        )
        yield kernel


@pytest.fixture
def prod(session: Kernel) -> Iterator[Kernel]:
    """The kernel in prod."""
    session.run("%guard tag prod")
    yield session
    session.run("gate.Gate.check = judged; gate.Gate.check_effect = judged_effect")
    session.run("%guard tag dev")


@pytest.fixture
def past_the_text(prod: Kernel) -> Kernel:
    """The kernel while it judges nothing."""
    prod.run("judged_effect = gate.Gate.check_effect")
    prod.run("gate.Gate.check = unjudged\ngate.Gate.check_effect = lambda *args, **kwargs: None")
    return prod


@pytest.mark.parametrize("way", WRITES)
def test_what_the_text_lock_misses_is_refused(way: str, past_the_text: Kernel) -> None:
    ran = past_the_text.run(WRITES[way])
    rows = past_the_text.value("con.sql('SELECT count(*) FROM t').fetchall()[0][0]")

    assert REFUSED in ran.error["evalue"], ran.error
    assert rows == "5000"


def test_reads_go_on_with_frames_local_files_and_results_under_way(prod: Kernel, tmp_path: Path) -> None:
    prod.run("%guard tag dev")
    prod.run("con.execute('SELECT * FROM t ORDER BY i'); first = con.fetchone()")
    prod.run("%guard tag prod")
    prod.run("import pandas\nframe = pandas.DataFrame({'a': [1, 2, 3]})")
    prod.run(f"frame.to_csv({str(tmp_path / 'f.csv')!r}, index=False)")

    under_way = prod.value("[first, con.fetchone()]")
    found = [
        prod.value("con.sql('SELECT sum(a) FROM frame').fetchall()"),
        prod.value(f"con.sql(\"SELECT count(*) FROM '{tmp_path / 'f.csv'}'\").fetchall()"),
        prod.value("con.execute('SELECT count(*) FROM t').df().iloc[0, 0]"),
    ]
    failed = prod.run("con.execute('SELECT nothing FROM t')")
    after = prod.value("con.sql('SELECT count(*) FROM t').fetchall()")

    assert under_way == "[(0,), (1,)]"
    assert [f.replace("np.int64(5000)", "5000") for f in found] == ["[(6,)]", "[(3,)]", "5000"]
    assert failed.error["ename"] == "BinderException"
    assert after == "[(5000,)]"


def test_it_is_shown_before_and_after_its_next_use(prod: Kernel) -> None:
    prod.run("%guard tag dev")
    prod.run("con.execute('SELECT 1')")
    prod.run("%guard tag prod")

    before = prod.run("%guard").shown("status")["locks"]
    prod.run("con.execute('SELECT 2')")
    after = prod.run("%guard").shown("status")["locks"]

    line = "opened by the notebook: {} of 2 locks hold: text ✓, engine"
    assert any(
        line.format(1) + " ✗ (open for writing, and locked by its next statement)" in x for x in before
    )
    assert any(line.format(2) + " ✓ read-only" in x for x in after), after


def test_a_transaction_of_ones_own_is_said_to_be_open(prod: Kernel) -> None:
    prod.run("con.execute('SELECT 1')")
    begun = prod.run("con.begin()")
    ran = prod.run("con.execute('SELECT 1')")
    prod.run("con.rollback()")
    text = prod.run("con.execute('BEGIN'); con.execute('SELECT 1'); con.execute('COMMIT')")
    locked = prod.run("gate.Gate.check = unjudged\ncon.execute('DELETE FROM t')")

    assert (begun.error, text.error) == ({}, {})
    assert "a transaction of your own is open for writing" in ran.output
    assert REFUSED in locked.error["evalue"]


def test_an_unlock_lifts_it_for_one_statement(prod: Kernel) -> None:
    prod.run("guard.unlocks.add(Unlock('prod', Effect.WRITE, ('t',), 'test', time.monotonic() + 60))")
    written = prod.run("con.execute('INSERT INTO t VALUES (-1)'); con.execute('DELETE FROM t WHERE i = -1')")
    past = prod.run("guard.unlocks.end(); gate.Gate.check = unjudged\ncon.execute('DELETE FROM t')")
    raw = prod.run(
        "con.sql('SELECT 1')\nfrom jupyter_guard.kernel.passing import judged_already\nwith judged_already(): con.execute('DELETE FROM t')"
    )

    assert not written.error
    assert [REFUSED in ran.error["evalue"] for ran in (past, raw)] == [True, True]
