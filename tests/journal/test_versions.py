"""A session that an older version wrote stays whole, and is read as the newest version says it."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from jupyter_guard.journal import places, schema
from jupyter_guard.journal.cells import Ending, packages, runs
from jupyter_guard.journal.reader import entries
from jupyter_guard.journal.statements import statements
from jupyter_guard.journal.verify import Checked, verify
from jupyter_guard.journal.writer import Writer
from jupyter_guard.policy.keeping import Keeping

# What a kernel wrote with version 1: 23 rows as they came, in other places and under other names.
VERSION_1 = Path(__file__).with_name("version-1.sql").read_text(encoding="utf-8")
HEAD = "fed18592365bb6d927372906df02bb7dff6006ec47cc4e66de4bce582a00592c"


@pytest.fixture
def session(folder: Path) -> str:
    """The session of version 1, put where a kernel would have left it."""
    found = re.search(r"\d{8}T\d{12}-[0-9a-f]{10}", VERSION_1)
    assert found is not None
    places.make_folder(folder)
    with closing(sqlite3.connect(places.file_of(folder, found[0]))) as connection:
        connection.executescript(VERSION_1)
    line = f"00000001 {found[0]} {23:012} {HEAD} {0:012} {'0' * 64}\n"
    (folder / places.ANCHOR).write_text(line)
    return found[0]


def test_its_chain_is_whole(session: str, folder: Path) -> None:
    assert schema.VERSION > 1
    assert verify(folder) == Checked(1, 23, ())


def test_its_rows_are_read_as_of_now(session: str, folder: Path) -> None:
    found = runs(folder)

    assert [run.source.splitlines()[0] for run in found] == [
        "a, b = [1], 2",
        "a.append(3); del b",
        "%%guarded_sql warehouse",
        "%guard tag prod",
        "%%guarded_sql warehouse",
        "1/0",
    ]
    assert found[1].ending == Ending(
        "ok",
        0.004641,
        2,
        deleted=("b",),
        changed=("a",),
        written=("/home/ann/project/notes.txt",),
        values={},
        shown=(),
        files={},
    )
    assert {run.parameters for run in found} == {()}
    assert [(r.intent.text, r.outcome.state) for r in statements(folder)] == [
        ("SELECT id FROM orders WHERE city = 'NY'", "done"),
        ("DELETE FROM orders", "blocked"),
    ]
    (told,) = packages(folder)
    assert (told.python, told.prefix, sorted(told.packages)) == (
        "3.11.7",
        "",
        ["duckdb", "ipykernel", "pandas"],
    )


def test_a_new_session_stands_beside_it(session: str, folder: Path) -> None:
    writer = Writer(folder, Keeping(), {})
    writer.append(("a", {}))
    writer.close()

    versions = []
    for name in places.sessions(folder):
        with closing(schema.open_to_read(places.file_of(folder, name))) as connection:
            versions.append(schema.version_of(connection))
    assert versions == [1, schema.VERSION]
    assert len(list(entries(folder))) == 25
    assert verify(folder) == Checked(2, 25, ())
