"""The execution log: what ran, in which version and order, and what it did."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from jupyter_guard.journal.cells import Ending, runs
from jupyter_guard.journal.reader import entries
from jupyter_guard.journal.statements import statements
from jupyter_guard.journal.verify import verify
from jupyter_guard.kernel.names import Names, names_of
from jupyter_guard.kernel.sources import without_literals
from tests.kernel.conftest import Kernel

Start = Callable[..., Kernel]


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "data" / "jupyter_guard" / "journal"


def test_each_run_says_what_it_did(kernel: Kernel, journal: Path, project: Path) -> None:
    cells = [
        "a, b = [1], 2",
        "a.append(3); b = 4; del b",
        "a = a",
        "open('notes.txt', 'w').close(); text = open('guard.toml').read()",
        "c = 1\n1 / 0",
        "a, b = [1], 2",
    ]
    for cell in cells:
        kernel.run(cell)

    found = runs(journal)
    assert [run.source for run in found] == cells
    assert found[0].version == found[-1].version == found[0].cell
    assert {(run.notebook, run.environment) for run in found} == {(str(project), "dev")}
    expected = [
        Ending("ok", bound=("a", "b")),
        Ending("ok", deleted=("b",), changed=("a",)),
        Ending("ok", rebound=("a",)),
        Ending("ok", bound=("text",), read=(f"{project}/guard.toml",), written=(f"{project}/notes.txt",)),
        Ending("error", error="ZeroDivisionError", bound=("c",)),
        Ending("ok", bound=("b",), rebound=("a",)),
    ]
    told = [
        Ending(e.state, None, None, e.error, e.bound, e.rebound, e.deleted, e.changed, e.read, e.written)
        for e in (run.ending for run in found)
    ]
    assert told == expected
    assert [run.ending.execution_count for run in found] == [1, 2, 3, 4, 5, 6]
    assert verify(journal).damages == ()


def test_a_cell_whose_kernel_died_is_unknown(kernel: Kernel, journal: Path) -> None:
    kernel.client.execute("import os\nos._exit(1)")
    while kernel.manager.is_alive():
        time.sleep(0.05)

    assert [(run.source, run.ending) for run in runs(journal)] == [
        ("import os\nos._exit(1)", Ending("unknown"))
    ]


def test_what_a_magic_runs_is_read_too(kernel: Kernel, journal: Path, project: Path) -> None:
    kernel.run("import pandas as pd\nframe = pd.DataFrame({'a': [1, 2]}); n = 1")
    kernel.run("%%time\nn = 1\nother = frame\nframe.to_parquet('x.parquet')")
    kernel.run("%time frame.loc[0, 'a'] = 5")
    kernel.run("%%capture out\nn = 1; frame.insert(0, 'b', 3)")
    kernel.run("%timeit -n 1 -r 1 n = 2")

    endings = [run.ending for run in runs(journal)[1:]]
    assert [(e.bound, e.rebound, e.changed) for e in endings] == [
        (("other",), ("n",), ()),
        ((), (), ("frame", "other")),
        (("out",), ("n",), ("frame", "other")),
        ((), (), ()),
    ]
    assert endings[0].written == (str(project / "x.parquet"),)


def test_each_session_has_the_source_of_its_cells(kernel: Kernel, journal: Path) -> None:
    kernel.run("a = 1")
    (file,) = journal.glob("*.sqlite")
    file.unlink()
    for _ in range(2):
        kernel.run("a = 1")

    found = runs(journal)
    assert [run.source for run in found] == ["a = 1", "a = 1"]
    assert [run.ending.state for run in found] == ["ok", "ok"]
    assert {run.session for run in found} != {file.stem}


def test_what_a_cell_runs_belongs_to_it(kernel: Kernel, journal: Path, project: Path) -> None:
    (project / "part.ipy").write_text("%guarded_sql warehouse SELECT 3")
    kernel.run("%%capture\na = 1\n%guarded_sql warehouse SELECT 1")
    kernel.run("b = get_ipython().run_cell('c = 5').result\n%guarded_sql warehouse SELECT 2")
    kernel.run("%run part.ipy")
    kernel.run("")
    kernel.run("import asyncio\nawait asyncio.sleep(0)\nd = 1")

    found = runs(journal)
    assert [(run.source.splitlines()[0], run.ending.state, run.ending.bound) for run in found] == [
        ("%%capture", "ok", ("a",)),
        ("b = get_ipython().run_cell('c = 5').result", "ok", ("b", "c")),
        ("%run part.ipy", "ok", ()),
        ("import asyncio", "ok", ("asyncio", "d")),
    ]
    assert [record.intent.cell for record in statements(journal)] == [run.cell for run in found[:3]]


def test_a_secret_in_a_cell_is_not_kept(start: Start, project: Path, journal: Path) -> None:
    kernel = start(project, SHOP_TOKEN="cAnary-variable")
    kernel.run("password = 'cAnary-text'\nprint('cAnary-variable', 'cAnary' + '-output')")
    kernel.run("open('cAnary-variable.txt', 'w').close()")
    kernel.run("raise ValueError('cAnary' + '-message')")

    content = b"".join(file.read_bytes() for file in journal.iterdir())
    words = ("cAnary-text", "cAnary-variable", "cAnary-output", "cAnary-message")
    assert [word for word in words if word.encode() in content] == []
    assert runs(journal)[1].ending.written == (f"{project}/<secret: variable SHOP_TOKEN>.txt",)


def test_the_packages_in_force_are_told_once(kernel: Kernel, journal: Path) -> None:
    for _ in range(3):
        kernel.run("1")
    found = []
    while not found:
        found = list(entries(journal, ["packages"]))
    kernel.run("2")

    (entry,) = entries(journal, ["packages"])
    import pandas

    assert entry.body["packages"]["pandas"] == {"version": pandas.__version__, "direct_url": ""}


def test_one_setting_turns_it_off(start: Start, project: Path, journal: Path, tmp_path: Path) -> None:
    own = tmp_path / "config" / "jupyter_guard" / "guard.toml"
    own.parent.mkdir(parents=True)
    own.write_text("[journal]\ncells = false\nfixed = true\n")
    file = project / "guard.toml"
    file.write_text(file.read_text() + "\n[journal]\ncells = true\n")
    kernel = start(project)
    kernel.run("a = 1")
    kernel.run("%%guarded_sql warehouse\nSELECT 1")

    assert [entry.kind for entry in entries(journal)] == ["session", "intent", "outcome"]


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("%%guarded_sql w r <<\nSELECT 'Ann', 5", "%%guarded_sql w r <<\nSELECT '…', …"),
        ("x = 'Ann'; q = f'''\n select {x} -- Bob\n'''; y = 2", "x = 'Ann'; q = '<sql>'; y = 2"),
        ("read('é' + \"SELECT 'Ann'\" \" WHERE 'Bob'\", c)", "read('é' + '<sql>' '<sql>', c)"),
        ("%%bash\necho '''Ann", "(a source of 18 characters that cannot be read as Python)"),
    ],
)
def test_sql_in_a_source_is_masked(source: str, kept: str) -> None:
    assert without_literals(source, "duckdb") == kept


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("a = b.c = 1; d[0].e += 2", Names(frozenset("a"), frozenset("bd"), frozenset("abd"))),
        ("import x.y, z as w\nfrom u import v", Names(frozenset("xwv"))),
        (
            "def f():\n    a = 1\n    b.append(2)\nclass C:\n    c = 1",
            Names(frozenset("fC"), used=frozenset("abc")),
        ),
        (
            "d.drop(1, inplace=True); e.drop(1, inplace=False); x.sort()",
            Names(changed=frozenset("dx"), used=frozenset("dex")),
        ),
        ("for i in r:\n    del q[i]", Names(frozenset("i"), frozenset("q"), frozenset("iqr"))),
        (
            "# Parameters\na = 1\nb = {'c': [2]}\n",
            Names(frozenset("ab"), used=frozenset("ab"), parameters=("a", "b")),
        ),
        ("# Parameters\na = 1\nprint(a)", Names(frozenset("a"), used=frozenset(["a", "print"]))),
        ("not python at all", Names()),
        # As IPython hands them on.
        (
            "get_ipython().run_cell_magic('time', '', '%time a = 1\\nb.x = 2\\n')",
            Names(frozenset("a"), frozenset("b"), frozenset(["a", "b", "get_ipython"])),
        ),
        (
            "get_ipython().run_line_magic('timeit', '-n 3 a = f(b)')",
            Names(used=frozenset(["a", "b", "f", "get_ipython"])),
        ),
        ("exec('a = b')", Names(frozenset("a"), used=frozenset(["a", "b", "exec"]))),
        ("f.eval('a = b')", Names(used=frozenset("f"))),
        ("get_ipython().run_cell_magic('bash', '', 'a=1')", Names(used=frozenset(["get_ipython"]))),
    ],
)
def test_names_of_a_source(source: str, names: Names) -> None:
    assert names_of(source) == names
