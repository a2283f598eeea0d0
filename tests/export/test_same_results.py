"""The exported project writes the very bytes that the notebook wrote; a real kernel runs the notebook."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from jupyter_guard.export import Project
from tests.export.conftest import FILES, execute, run

NAMES = (
    "changes_in_place",
    "clutter",
    "environment_first",
    "figures_over_cells",
    "files",
    "headings",
    "lines_of_ipython",
    "outputs",
    "module_scope",
    "objects_and_scopes",
    "sql",
    "strings",
    "texts",
)


def written(folder: Path) -> dict[str, bytes]:
    """Return the files that a run left in `folder`, beside the projects that were exported there."""
    given = {*FILES, "shop.duckdb"}
    found = {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".csv", ".json", ".txt")
    }
    return {
        name: path.read_bytes()
        for name, path in found.items()
        if name not in given and not name.startswith("projects/")
    }


@pytest.mark.parametrize("all_cells", [False, True], ids=["slice", "all"])
@pytest.mark.parametrize("name", NAMES)
def test_the_project_writes_what_the_notebook_wrote(
    name: str, all_cells: bool, zoo: Path, exported: Callable[..., Project], tmp_path: Path
) -> None:
    execute(zoo / f"{name}.ipynb")
    project = exported(name, all_cells=all_cells)
    root = project.write(zoo / "projects" / project.name)

    done = run(root, project.package, "--env", "dev", folder=tmp_path / "elsewhere")

    assert (done.returncode, done.stderr) == (0, "")
    assert written(tmp_path / "elsewhere") == written(zoo)
    assert project.blockers == ()


def test_figures_are_saved(zoo: Path, exported: Callable[..., Project], tmp_path: Path) -> None:
    project = exported("figures")
    root = project.write(zoo / project.name)

    done = run(root, project.package, folder=tmp_path / "elsewhere")

    assert (done.returncode, done.stderr) == (0, "")
    found = sorted(
        p.relative_to(tmp_path / "elsewhere").as_posix() for p in tmp_path.glob("elsewhere/**/*.*g")
    )
    assert found == [
        "area.svg",
        "figures/area.png",
        "figures/lines_and_bars.png",
        "figures/lines_and_bars_2.png",
        "figures/lines_and_bars_3.png",
    ]


def test_what_is_only_shown_is_printed(zoo: Path, exported: Callable[..., Project], tmp_path: Path) -> None:
    project = exported("shown_only")
    root = project.write(zoo / project.name)

    done = run(root, project.package, folder=tmp_path / "elsewhere")

    assert done.stdout.splitlines()[1].split() == ["count", "2.000000"]
    assert done.stdout.splitlines()[-1] == "rows: 2"


def test_ipython_runs_the_magics_that_have_no_python(
    zoo: Path, exported: Callable[..., Project], tmp_path: Path
) -> None:
    project = exported("magics")
    root = project.write(zoo / project.name)

    done = run(root, project.package, folder=tmp_path / "elsewhere")

    assert project.draft
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "elsewhere" / "shouted.txt").read_text(encoding="utf-8") == "WITH 2 ROWS, 6.54"


def test_parameters_are_options_and_files_may_go_elsewhere(
    zoo: Path, exported: Callable[..., Project], tmp_path: Path
) -> None:
    project = exported("sql")
    root = project.write(zoo / project.name)

    done = run(root, project.package, "--limit", "1", "--output-dir", "out", folder=tmp_path / "elsewhere")

    assert (done.returncode, done.stderr) == (0, "")
    assert len((tmp_path / "elsewhere/out/orders.csv").read_text().splitlines()) == 2


def test_production_needs_its_password(zoo: Path, exported: Callable[..., Project], tmp_path: Path) -> None:
    project = exported("sql")
    root = project.write(zoo / project.name)

    done = run(root, project.package, "--env", "prod", folder=tmp_path / "elsewhere")

    assert done.returncode == 2
    assert done.stderr == f"{project.package}: The environment variable SHOP_ANALYST is not set.\n"
