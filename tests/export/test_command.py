"""`jupyter guard export`: into a git repository, with data, and verified in an environment of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from jupyter_guard import cli
from tests.export.conftest import execute
from tests.export.test_secrets import CANARY, notebook

SALES = "shop,pieces\nUlm,3\nBonn,5\nUlm,4\n"
CELLS = (
    "#md # Pieces by shop\n\nFor the weekly meeting.",
    "import pandas as pd\nsales = pd.read_csv('in/sales.csv')",
    "by_shop = sales.groupby('shop')['pieces'].sum()",
    "by_shop.to_csv('by_shop.csv')",
)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "sales.csv").write_text(SALES, encoding="utf-8")
    return notebook(tmp_path, *CELLS)


def git(at: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=at, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def repository(tmp_path: Path, report: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository around the notebook, in whose working tree somebody is at work."""
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Ann")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "ann@example.com")
    monkeypatch.setattr("jupyter_guard.export.locking.uv", lambda: "")
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", "report.ipynb")
    git(tmp_path, "commit", "-q", "-m", "Report")
    (tmp_path / "staged.txt").write_text("mine\n", encoding="utf-8")
    git(tmp_path, "add", "staged.txt")
    (tmp_path / "untracked.txt").write_text("mine, too\n", encoding="utf-8")
    return tmp_path


def test_a_project_becomes_a_commit_and_nothing_else_changes(repository: Path, report: Path) -> None:
    before = git(repository, "status", "--porcelain"), git(repository, "rev-parse", "main")

    status = cli.main(["export", str(report), "--into", str(repository), "--branch", "review/report"])

    assert status == 0
    assert (git(repository, "status", "--porcelain"), git(repository, "rev-parse", "main")) == before
    assert git(repository, "branch", "--show-current") == "main"
    assert git(repository, "log", "--format=%s", "review/report").splitlines() == [
        "Add report-project, exported from report.ipynb"
        if False
        else "Add report, exported from report.ipynb",
        "Report",
    ]
    added = git(repository, "diff", "--name-status", "main", "review/report").splitlines()
    assert "A\treport/src/report/pipeline.py" in added
    assert all(line.startswith("A\treport/") for line in added)
    assert 'data = [".."]' in git(repository, "show", "review/report:report/config/base.toml")


def test_a_repository_elsewhere_gets_it_at_its_top(repository: Path, report: Path, tmp_path: Path) -> None:
    bare = tmp_path / "other.git"
    git(tmp_path, "init", "-q", "--bare", str(bare))

    assert cli.main(["export", str(report), "--into", str(bare), "--branch", "new"]) == 0
    assert "report/README.md" in git(bare, "ls-tree", "-r", "--name-only", "new").splitlines()


@pytest.mark.parametrize(
    ("branch", "folder", "words"),
    [
        ("main", ".", "The branch 'main' is already in"),
        ("no..name", ".", "'no..name' is no name for a branch."),
        ("new", "in", ""),
        ("new", "nowhere", "There is no folder"),
    ],
)
def test_what_cannot_be_committed_says_why(
    repository: Path, report: Path, branch: str, folder: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status = cli.main(["export", str(report), "--into", str(repository / folder), "--branch", branch])

    assert status == (2 if words else 0)
    assert words in capsys.readouterr().err


def test_a_folder_without_git_is_refused(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["export", str(report), "--into", str(report.parent), "--branch", "new"]) == 2
    assert "is no git repository: git init" in capsys.readouterr().err


@pytest.mark.parametrize(
    "options",
    [
        ["--into", "."],
        ["--branch", "b"],
        ["--plan", "--verify"],
        ["--into", ".", "--branch", "b", "--verify"],
    ],
)
def test_options_that_do_not_go_together_are_refused(report: Path, options: list[str]) -> None:
    assert cli.main(["export", str(report), *options]) == 2


def test_small_data_files_go_along_when_asked(
    report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jupyter_guard.export.locking.uv", lambda: "")

    assert cli.main(["export", str(report), "--with-data", "--output", str(tmp_path / "out")]) == 0

    root = tmp_path / "out" / "report"
    (tmp_path / "in" / "sales.csv").unlink()
    assert (root / "data" / "in" / "sales.csv").read_text(encoding="utf-8") == SALES
    assert "| `in/sales.csv` | yes | 31 | 3 |" in (root / "REVIEW.md").read_text(encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(root / "src")}
    subprocess.run([sys.executable, "-m", "report"], cwd=tmp_path / "out", env=environment, check=True)
    assert (tmp_path / "out" / "by_shop.csv").read_text(encoding="utf-8") == "shop,pieces\nBonn,5\nUlm,7\n"


def test_large_files_and_pickles_are_only_referenced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jupyter_guard.export.locking.uv", lambda: "")
    (tmp_path / "large.csv").write_bytes(b"a\n" + b"1\n" * 3_000_000)
    (tmp_path / "model.pkl").write_bytes(b"x")
    source = "import pandas as pd\nt = pd.read_csv('large.csv')\nm = pd.read_pickle('model.pkl')"
    path = notebook(tmp_path, source, "t.to_csv('a.csv')\nm.to_csv('b.csv')")

    assert cli.main(["export", str(path), "--with-data"]) == 0

    root = tmp_path / "report"
    assert not (root / "data").exists()
    review = (root / "REVIEW.md").read_text(encoding="utf-8")
    assert "- `large.csv` is only referenced: it is larger than 5 MB." in review
    assert "- `model.pkl` is only referenced: a file of this kind may run code when it is read." in review


def test_a_data_file_with_a_credential_stops_the_export(
    report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "".join(f"Ulm,{CANARY}{i}\n" for i in range(3))
    (tmp_path / "in" / "sales.csv").write_text("shop,password\n" + rows, encoding="utf-8")

    assert cli.main(["export", str(report), "--with-data"]) == 1
    assert "data/in/sales.csv would hold a column 'password'." in capsys.readouterr().out
    assert not (tmp_path / "report").exists()


@pytest.fixture
def installs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fresh environment sees the libraries that are here already: no index is asked."""
    import sysconfig

    from jupyter_guard.export import verifying

    def installing(venv: Path, inside: str, root: Path, python: str) -> list[list[str]]:
        paths = f"{root / 'src'}\n{sysconfig.get_path('purelib')}"
        link = f"import sysconfig as s; open(s.get_path('purelib') + '/here.pth', 'w').write({paths!r})"
        return [[python, "-m", "venv", "--without-pip", str(venv)], [inside, "-c", link]]

    monkeypatch.setattr(verifying, "_installing", installing)
    monkeypatch.setattr(verifying, "_adding", lambda inside, *what: [inside, "-c", ""])
    monkeypatch.setattr("jupyter_guard.export.locking.uv", lambda: "")


def test_a_verified_project_gives_what_the_notebook_gave(
    report: Path, installs_nothing: None, capsys: pytest.CaptureFixture[str]
) -> None:
    execute(report)

    status = cli.main(["export", str(report), "--verify", "--json"])

    told = json.loads(capsys.readouterr().out)
    assert status == 0, told
    assert [(step["name"], step["ok"]) for step in told["verification"]["steps"]] == [
        ("install", True),
        ("tests", True),
        ("run", True),
    ]
    assert ("file", "by_shop.csv", "equal") in {
        (r["kind"], r["name"], r["state"]) for r in told["verification"]["results"]
    }


def test_a_result_that_differs_is_named(
    report: Path, installs_nothing: None, capsys: pytest.CaptureFixture[str]
) -> None:
    execute(report)
    (report.parent / "in" / "sales.csv").write_text(SALES + "Ulm,1\n", encoding="utf-8")

    assert cli.main(["export", str(report), "--verify"]) == 1

    said = capsys.readouterr().out
    assert "differs file by_shop.csv: line 3 is the first that differs" in said
    assert "NOT verified" in said


def test_what_a_notebook_shows_is_compared_with_what_the_run_prints(
    tmp_path: Path, installs_nothing: None, capsys: pytest.CaptureFixture[str]
) -> None:
    path = notebook(tmp_path, "x = 6", "print('the answer is', x * 7)", "[x] * 3")
    execute(path)

    assert cli.main(["export", str(path), "--verify"]) == 0

    assert "equal   text 'the answer is 42'" in capsys.readouterr().out


def test_values_are_compared_by_the_witnesses_of_the_journal(
    report: Path, installs_nothing: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The kernel is guarded, and knows the notebook as JupyterLab's kernels do."""
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(report.parent / "jupyter"))
    monkeypatch.setenv("JPY_SESSION_NAME", str(report))
    execute(report)
    monkeypatch.delenv("JPY_SESSION_NAME")

    status = cli.main(["export", str(report), "--verify", "--json"])

    results = json.loads(capsys.readouterr().out)["verification"]["results"]
    assert status == 0
    assert {"kind": "value", "name": "sales", "state": "equal", "said": ""} in results


def test_with_nothing_to_compare_nothing_is_verified(
    tmp_path: Path, installs_nothing: None, capsys: pytest.CaptureFixture[str]
) -> None:
    path = notebook(tmp_path, "x = 6", "open('x.txt', 'w').write(str(x))")

    assert cli.main(["export", str(path), "--verify"]) == 1
    assert "it runs, but nothing that the notebook left" in capsys.readouterr().out
