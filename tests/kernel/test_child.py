"""A Python that a notebook starts is guarded as strictly as can be where the notebook's own guard fails."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from IPython.core.interactiveshell import InteractiveShell

from jupyter_guard.kernel import child
from jupyter_guard.kernel.guard import Guard
from jupyter_guard.kernel.locks.children import Children

WRITE = "import sqlite3; c = sqlite3.connect('it.db'); c.execute('DELETE FROM t'); c.commit()"


def test_rules_that_cannot_be_read_make_children_prod(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (child.VARIABLE, "PGOPTIONS", "JUPYTER_GUARD_PGOPTIONS"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    (tmp_path / "guard.toml").write_text("default = [")

    Children(Guard(InteractiveShell(), tmp_path, None, "")).settle()

    assert json.loads(os.environ[child.VARIABLE])["environment"] == "prod"


@pytest.mark.parametrize(("environment", "left"), [("dev", 0), ("", 1)])
def test_a_child_of_no_environment_writes_nothing(tmp_path: Path, environment: str, left: int) -> None:
    (tmp_path / "guard.toml").write_text('default = "dev"\n')
    with sqlite3.connect(tmp_path / "it.db") as outside:
        outside.execute("CREATE TABLE t AS SELECT 1")
    outside.close()

    told = child.told(tmp_path / "a.ipynb", environment)
    subprocess.run(
        [sys.executable, "-c", WRITE], cwd=tmp_path, env={**os.environ, child.VARIABLE: told}, check=False
    )

    with sqlite3.connect(tmp_path / "it.db") as outside:
        assert outside.execute("SELECT count(*) FROM t").fetchone() == (left,)
    outside.close()
