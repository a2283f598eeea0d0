"""Every notebook of the zoo becomes what stands in `expected/`: its plan, and its program.

After a change on purpose: `python tests/export/test_zoo.py` writes the files anew; read the diff.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from jupyter_guard.export import Project, export
from jupyter_guard.policy import Policy
from tests.export.conftest import RULES, ZOO, lay_out

EXPECTED = Path(__file__).with_name("expected")
NAMES = sorted(path.stem for path in ZOO.glob("*.ipynb"))


def told(project: Project) -> str:
    """Return what becomes of the notebook: the plan, then the program and its SQL."""
    shown = [f for f in project.files if f.path.endswith(("pipeline.py", "steps.py", ".sql"))]
    return "\n".join((project.plan_text(), *(f"\n=== {f.path}\n{f.text}" for f in shown)))


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_becomes_what_is_expected(name: str, exported: Callable[..., Project]) -> None:
    assert told(exported(name)) == (EXPECTED / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_the_same_notebook_gives_the_same_bytes(name: str, exported: Callable[..., Project]) -> None:
    assert exported(name).files == exported(name).files


def test_the_order_of_sets_makes_no_difference(zoo: Path) -> None:
    code = (
        "import sys, pathlib\nfrom jupyter_guard.policy import Policy\n"
        "from jupyter_guard.export import export\n"
        "for path in sorted(pathlib.Path(sys.argv[1]).glob('[cfhms]*.ipynb')):\n"
        "    print(path, export(path, policy=Policy.load(path)).files)"
    )
    texts = [
        subprocess.run(
            [sys.executable, "-c", code, str(zoo)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "77")
    ]

    assert texts[0] == texts[1]


if __name__ == "__main__":
    from jupyter_guard.policy.places import content_hash

    os.environ["JUPYTER_GUARD_TRUST"] = content_hash(RULES.encode())
    EXPECTED.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        folder = lay_out(Path(temporary, "zoo"))
        for name in NAMES:
            notebook = folder / f"{name}.ipynb"
            text = told(export(notebook, policy=Policy.load(notebook)))
            (EXPECTED / f"{name}.txt").write_text(text, encoding="utf-8")
