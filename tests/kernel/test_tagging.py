"""Which environment a kernel is in: by itself, from its server's folder, through restarts."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import nbformat
import papermill
import pytest
from nbclient import NotebookClient

from jupyter_guard import session_files
from tests.kernel.conftest import Kernel

Start = Callable[..., Kernel]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder that a server names to its kernels; this process starts them."""
    folder = tmp_path / "tags"
    folder.mkdir()
    (folder / session_files.SERVER_FILE).write_text(json.dumps({"pid": os.getpid()}))
    return folder


@pytest.fixture
def served(start: Start, project: Path, folder: Path) -> Kernel:
    """A kernel as a server starts it."""
    return start(
        project,
        JUPYTER_GUARD_DIR=str(folder),
        JPY_SESSION_NAME=str(project / "a.ipynb"),
        JPY_PARENT_PID=str(os.getpid()),
    )


def id_of(kernel: Kernel) -> str:
    return session_files.kernel_id_of(kernel.manager.connection_file)


def test_a_kernel_is_guarded_without_a_line_in_the_notebook(kernel: Kernel) -> None:
    status = kernel.run("%guard").shown("status")

    assert (status["environment"], status["why"], status["limit"]) == (
        "dev",
        "default of guard.toml",
        "UNKNOWN",
    )


def test_a_guarded_kernel_says_so_in_its_servers_folder(served: Kernel, folder: Path) -> None:
    assert session_files.is_guarded(folder, id_of(served))
    assert json.loads((folder / f"{id_of(served)}.ready").read_text())["pid"] == int(
        served.value("__import__('os').getpid()")
    )


def test_a_tag_from_the_server_is_in_force_at_the_next_cell(served: Kernel, folder: Path) -> None:
    session_files.write_tag(folder, id_of(served), "prod", "toolbar")

    assert served.environment() == "prod"


def test_a_tag_raised_while_a_cell_runs_acts_in_that_cell(served: Kernel, folder: Path) -> None:
    file = folder / f"{id_of(served)}.json"
    raised = (
        "import pathlib\n"
        f'pathlib.Path({str(file)!r}).write_text(\'{{"environment": "prod"}}\')\n'
        "get_ipython().run_cell_magic('guarded_sql', 'warehouse', 'DELETE FROM orders')"
    )

    assert served.run(raised).error["ename"] == "StatementBlocked"


def test_a_tag_survives_a_restart(served: Kernel) -> None:
    served.run("%guard tag prod")
    served.manager.restart_kernel(now=True)
    served.client.wait_for_ready(timeout=120)

    assert served.environment() == "prod"


def test_lowering_comes_into_force_with_the_next_cell(kernel: Kernel) -> None:
    kernel.run("%guard tag prod")

    status = kernel.run("%guard tag dev").shown("status")

    assert (status["environment"], status["next_environment"]) == ("prod", "dev")
    assert kernel.environment() == "dev"


def test_a_notebook_under_a_path_rule_cannot_be_lowered(start: Start, project: Path) -> None:
    (project / "reports").mkdir()
    kernel = start(project, JPY_SESSION_NAME=str(project / "reports" / "a.ipynb"))

    refused = kernel.run("%guard tag dev")

    assert refused.error["ename"] == "UsageError"
    assert kernel.environment() == "prod"


def test_a_kernel_within_a_kernel_does_not_take_its_tag(served: Kernel, project: Path, folder: Path) -> None:
    served.run("%guard tag prod")
    inner = served.run(
        "import nbformat, nbclient\n"
        "nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell('%guard')])\n"
        "nbclient.NotebookClient(nb, kernel_name='python3').execute()\n"
        "print(nb.cells[0].outputs[0].data['text/plain'])"
    )

    assert "dev (DEV)" in inner.output
    assert len(list(folder.glob("*.ready"))) == 1


@pytest.mark.parametrize("stored", ["", "prod"])
def test_nbclient_and_papermill_follow_guard_toml(
    project: Path, stored: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    delete = "%%guarded_sql warehouse\nDELETE FROM orders"
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(f"%guard tag {stored or 'dev'}"), nbformat.v4.new_code_cell(delete)]
    )
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, project / "a.ipynb")

    def by_nbclient() -> None:
        NotebookClient(notebook, resources={"metadata": {"path": str(project)}}).execute()

    def by_papermill() -> None:
        papermill.execute_notebook(project / "a.ipynb", project / "b.ipynb", progress_bar=False)

    for run in (by_nbclient, by_papermill):
        if stored:
            with pytest.raises(Exception, match="StatementBlocked: Nothing was sent to warehouse"):
                run()
        else:
            run()


def test_a_changed_guard_toml_is_in_force_without_a_restart(kernel: Kernel, project: Path) -> None:
    file = project / "guard.toml"
    before = kernel.environment()
    text = file.read_text()
    file.write_text("[environments.prod\n")
    broken = kernel.run("%guard").shown("status")
    refused = kernel.run("%%guarded_sql warehouse\nSELECT 1")
    file.write_text('default = "prod"\n' + text)
    kernel.run("pass")

    assert before == "dev"
    assert broken["environment"] == "prod"
    assert "is not valid TOML" in broken["problems"][0]
    assert refused.error["ename"] == "PolicyError"
    assert kernel.environment() == "prod"


@pytest.mark.parametrize(("forbidden", "unguarded"), [(False, True), (True, False)])
def test_the_guard_can_be_switched_off_unless_guard_toml_forbids_it(
    start: Start, project: Path, folder: Path, forbidden: bool, unguarded: bool
) -> None:
    file = project / "guard.toml"
    file.write_text(f"off = {str(not forbidden).lower()}\n" + file.read_text())
    kernel = start(
        project, JUPYTER_GUARD="off", JUPYTER_GUARD_DIR=str(folder), JPY_PARENT_PID=str(os.getpid())
    )
    kernel.run("%guard tag prod")

    ran = kernel.run("%%guarded_sql warehouse\nDELETE FROM orders")

    assert kernel.run("%guard").shown("status")["unguarded"] is unguarded
    assert bool(ran.error) is not unguarded
    assert session_files.is_guarded(folder, id_of(kernel)) is not unguarded


def test_loading_twice_changes_nothing(kernel: Kernel) -> None:
    ran = kernel.run("%load_ext jupyter_guard.kernel")

    assert not ran.error
    assert kernel.environment() == "dev"
