"""What a cell left behind: values and how they changed, what was shown, files, parameters, packages."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from pathlib import Path

import nbformat
import pandas
import papermill
import pytest

from jupyter_guard.journal.cells import Fingerprint, Run, packages, runs
from jupyter_guard.journal.fingerprints import key_of, witness_of, witness_of_file
from jupyter_guard.journal.verify import verify
from tests.kernel.conftest import Kernel


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "data" / "jupyter_guard" / "journal"


def last(journal: Path, ready: Callable[[Run], object] = bool) -> Run:
    """Return the newest run, once it is as it should be in the end."""
    until = time.monotonic() + 30
    while not ready(runs(journal)[-1]) and time.monotonic() < until:
        time.sleep(0.05)
    return runs(journal)[-1]


def test_a_change_that_the_source_does_not_show(kernel: Kernel, journal: Path) -> None:
    def changed_by(cell: str) -> set[str]:
        time.sleep(0.5)  # a cell that comes at once after another looks only at what it speaks of
        kernel.run(cell)
        return set(last(journal).ending.changed)

    kernel.run("import pandas as pd\nframe = pd.DataFrame({'a': range(1000)}); items = [1]; n = 5")
    kernel.run("def change(f, to):\n    f.loc[7, 'a'] = to\ndef grow():\n    items.extend([2])")
    kernel.run("other = frame; inside = {'frame': frame}")
    for value in range(-1, -30, -1):
        changed = changed_by(f"change(frame, {value})")
        assert {"frame", "other"} <= changed <= {"frame", "other", "inside"}
        if "inside" in changed:  # no cell speaks of it, so there may be no time to look at it at once
            break
    else:
        pytest.fail("the change inside the dict was never seen")

    assert changed_by("grow()") == {"items"}
    # What is set there stands there already.
    for same in (f"change(other, {value})", f"change(inside['frame'], {value}); 1", "n + 1", "frame.a"):
        assert changed_by(same) == set()


def test_in_a_hurry_a_change_of_what_a_cell_speaks_of_shows(kernel: Kernel, journal: Path) -> None:
    cells = [
        "import pandas as pd\nframe = pd.DataFrame({'a': range(1000)}); other = frame; d = {}",
        "def change(f):\n    f.loc[7, 'a'] = -1",
        "change(frame)",
        "(lambda d: d.update(a=1))(d)",
    ]
    for cell in cells:
        kernel.client.execute(cell)
    kernel.run("1")

    assert [run.ending.changed for run in runs(journal)] == [(), (), ("frame", "other"), ("d",), ()]


def test_a_value_has_the_witness_that_anybody_finds_again(kernel: Kernel, journal: Path) -> None:
    kernel.run("import pandas as pd; frame = pd.DataFrame({'a': [1, 2], 'b': ['x', 'y']}); n = 5")
    kernel.run("frame['a'] += 1\nlamb = lambda: 1\nit = iter(())")
    last(journal, lambda run: run.ending.values["frame"].witness)
    first, second = (run.ending.values for run in runs(journal))

    frame, key = pandas.DataFrame({"a": [1, 2], "b": ["x", "y"]}), key_of(journal)
    hint = first["frame"].hint
    dtypes = ("int64", str(frame["b"].dtype))  # "object" before pandas 3
    expected = Fingerprint("pandas.DataFrame", (2, 2), dtypes, hint, True, witness_of(frame, key), "")
    assert first["frame"] == expected
    assert first["n"] == Fingerprint("builtins.int", witness=witness_of(5, key))
    assert list(second) == ["frame"]  # there is nothing to tell of a function and an iterator
    assert second["frame"].witness == witness_of(frame.assign(a=[2, 3]), key)
    assert second["frame"].hint != hint


def test_a_large_value_is_witnessed_when_the_kernel_is_idle(kernel: Kernel, journal: Path) -> None:
    kernel.run("import pandas as pd")
    kernel.run("frame = pd.DataFrame({'a': range(3_000_000)})")
    hurried = runs(journal)[-1].ending.values["frame"]
    run = last(journal, lambda run: run.ending.values["frame"].witness)

    told = run.ending.values["frame"]
    assert (hurried.witness, hurried.unwitnessed) in (("", "no time"), (told.witness, ""))
    assert told.witness == witness_of(pandas.DataFrame({"a": range(3_000_000)}), key_of(journal))
    assert told.unwitnessed == ""
    assert verify(journal).damages == ()


def test_figures_and_tables_that_were_shown(kernel: Kernel, journal: Path) -> None:
    kernel.run("%matplotlib inline\nimport pandas as pd, matplotlib.pyplot as plt")
    kernel.run("frame = pd.DataFrame({'a': [1, 2]})\ndisplay(frame)\nframe['a'] += 1\nframe.style")
    kernel.run("figure = plt.figure(); plt.plot([1, 2]); plt.show()")
    kernel.run("%%capture\ndisplay(frame)")
    kernel.run("display({'image/png': b'abc', 'text/plain': 'x'}, raw=True); print(frame); 5")
    _, tables, figures, captured, raw = (run.ending.shown for run in runs(journal))

    before, after = (pandas.DataFrame({"a": values}) for values in ([1, 2], [2, 3]))
    assert [(s.kind, s.names, s.fingerprint.witness) for s in tables] == [
        ("table", ("frame",), witness_of(before, key_of(journal))),
        ("table", ("frame",), witness_of(after, key_of(journal))),
    ]
    assert [(s.kind, s.names, s.fingerprint.type) for s in figures] == [
        ("figure", ("figure",), "matplotlib.Figure")
    ]
    assert captured == ()
    assert [(s.kind, s.mimes, s.names) for s in raw] == [("figure", ("image/png", "text/plain"), ())]


def test_files_have_witnesses(kernel: Kernel, journal: Path, project: Path) -> None:
    (project / "in.csv").write_text("a\n1\n")
    kernel.run("text = open('in.csv').read()\nopen('out.csv', 'w').write(text + '2')")

    files = runs(journal)[-1].ending.files
    told = {path: (file.bytes, file.witness) for path, file in files.items()}
    assert told == {
        str(project / name): (size, witness_of_file(project / name, key_of(journal)))
        for name, size in (("in.csv", 4), ("out.csv", 5))
    }


def test_files_that_a_library_opens_in_c(kernel: Kernel, journal: Path, project: Path) -> None:
    kernel.run(
        "import pandas as pd, polars as pl, duckdb, sqlite3\nfrom pathlib import Path\nOUT = Path('.'); n = 7"
    )
    kernel.run(
        "pd.DataFrame({'a': [1]}).to_parquet(OUT / f'x{n}.parquet')\n"
        "pl.DataFrame({'a': [1]}).write_csv('y.csv')"
    )
    time.sleep(0.1)  # more than the clock of a file system may go behind
    kernel.run("pl.read_parquet(str(OUT / 'x7.parquet')); duckdb.sql(\"COPY (FROM 'y.csv') TO 'z.csv'\")")
    kernel.run("c = sqlite3.connect('lite.db'); c.execute('CREATE TABLE t (a)'); c.close()")
    time.sleep(0.1)
    kernel.run("c = sqlite3.connect('lite.db'); c.execute('SELECT * FROM t').fetchall(); c.close()")
    kernel.run("print('y.csv', 'https://x/y.csv', 'no such.csv')")

    told = [(run.ending.read, run.ending.written) for run in runs(journal)[1:]]
    at = {name: f"{project}/{name}" for name in ("x7.parquet", "y.csv", "z.csv", "lite.db")}
    assert told == [
        ((), (at["x7.parquet"], at["y.csv"])),
        ((at["x7.parquet"], at["y.csv"]), (at["z.csv"],)),
        ((at["lite.db"],), (at["lite.db"],)),
        ((at["lite.db"],), ()),
        ((), ()),
    ]


def test_what_papermill_injects_is_told(
    journal: Path, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("data", "config", "runtime"):
        monkeypatch.setenv(f"JUPYTER_{name.upper()}_DIR", str(tmp_path / name))
    cell = nbformat.v4.new_code_cell("market = 'DE'\nlimit = 5", metadata={"tags": ["parameters"]})
    use = nbformat.v4.new_code_cell("print(market)")
    notebook = nbformat.v4.new_notebook(cells=[cell, use])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, project / "a.ipynb")

    papermill.execute_notebook(
        project / "a.ipynb",
        project / "b.ipynb",
        parameters={"market": "FR", "options": {"api_token": "cAnary-token"}},
        progress_bar=False,
        cwd=project,
    )

    found = runs(journal)
    assert [run.parameters for run in found] == [(), ("market", "options"), ()]
    assert found[1].source.splitlines()[:2] == ["# Parameters", 'market = "FR"']
    assert found[1].cell == found[1].version  # a runner without JupyterLab tells no cell's id
    assert [run.ending.execution_count for run in found] == [1, 2, 3]
    assert b"cAnary" not in b"".join(file.read_bytes() for file in journal.iterdir())


def test_packages_are_told_again_when_one_comes(
    start: Callable[..., Kernel], project: Path, journal: Path, tmp_path: Path
) -> None:
    place = tmp_path / "site-packages"
    place.mkdir()
    kernel = start(project, PYTHONPATH=str(place))
    kernel.run("1")
    while not packages(journal):
        time.sleep(0.05)
    (place / "late-1.2.dist-info").mkdir()
    (place / "late-1.2.dist-info" / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: late\nVersion: 1.2\n"
    )
    control = '{"vcs": "git", "commit_id": "0123abc"}'
    url = f'{{"url": "https://me:s3cret@git.example.com/late.git", "vcs_info": {control}}}'
    (place / "late-1.2.dist-info" / "direct_url.json").write_text(url)
    kernel.run("2")
    while len(packages(journal)) < 2:
        time.sleep(0.05)
    kernel.run("3")

    first, second = packages(journal)
    assert "late" not in first.packages
    assert second.packages["late"] == {
        "version": "1.2",
        "direct_url": "git+https://git.example.com/late.git@0123abc",
    }
    assert second.python.startswith("3.")
    assert second.prefix


def test_edited_and_deleted_cells_stay_known(kernel: Kernel, journal: Path) -> None:
    def run_as(cell_id: str, code: str) -> None:
        content = {"code": code, "silent": False, "store_history": True}
        message = kernel.client.session.msg("execute_request", content, metadata={"cellId": cell_id})
        kernel.client.shell_channel.send(message)
        while (
            kernel.client.get_shell_msg(timeout=60)["parent_header"]["msg_id"] != message["header"]["msg_id"]
        ):
            pass

    for cell_id, code in (("one", "a = 1"), ("two", "b = 2"), ("one", "a = 3"), ("one", "a = 1")):
        run_as(cell_id, code)

    versions = [hashlib.sha256(code.encode()).hexdigest() for code in ("a = 1", "b = 2", "a = 3", "a = 1")]
    assert [(run.cell, run.version, run.source) for run in runs(journal)] == [
        ("one", versions[0], "a = 1"),
        ("two", versions[1], "b = 2"),
        ("one", versions[2], "a = 3"),
        ("one", versions[3], "a = 1"),
    ]
