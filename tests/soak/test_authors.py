"""Others who write the SQL: a language model by Jupyter AI, and dbt. Each needs an environment of its own.

`make soak` makes them and names their Pythons in JUPYTER_AI and DBT.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import duckdb
import pytest
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

from tests.kernel.conftest import TIMEOUT, Kernel, Ran

REFUSAL = "application/vnd.jupyter-guard.refusal+json"
# A model that always answers the same takes the place of a service.
WRITER = r"""
%load_ext jupyter_ai_magics
from langchain.chains import LLMChain
from langchain_community.llms.fake import FakeListLLM
from langchain_core.prompts import PromptTemplate
answer = "import sqlite3\ncon = sqlite3.connect('it.db')\ncon.execute('DELETE FROM orders'); con.commit()"
writer = LLMChain(llm=FakeListLLM(responses=[answer] * 9), prompt=PromptTemplate.from_template("{text}"))
%ai register writer writer
"""
OPTIONS = ["--profiles-dir", ".", "--project-dir", "."]
RUNS = {
    "within the kernel": f"from dbt.cli.main import dbtRunner\ndbtRunner().invoke(['run', *{OPTIONS}])",
    "a line of the shell": f"!dbt run {' '.join(OPTIONS)}",
    "a process": f"import subprocess; subprocess.run(['dbt', 'run', *{OPTIONS}])",
}


@contextmanager
def kernel(name: str, folder: Path, **variables: str) -> Iterator[Kernel]:
    """A kernel of the environment whose Python the variable `name` says, in a folder that is prod."""
    python = os.environ.get(name) or pytest.skip(f"{name} names no Python; make soak does")
    (folder / "guard.toml").write_text('default = "prod"\n')
    spec = folder / "kernels" / "own"
    spec.mkdir(parents=True, exist_ok=True)
    argv = [python, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    (spec / "kernel.json").write_text(json.dumps({"argv": argv, "display_name": "own", "language": "python"}))
    manager = KernelManager(
        kernel_name="own", kernel_spec_manager=KernelSpecManager(kernel_dirs=[str(spec.parent)])
    )
    path = os.pathsep.join((str(Path(python).parent), os.environ["PATH"]))
    own = {"IPYTHONDIR": str(folder / "ipython"), "JUPYTER_DATA_DIR": str(folder / "jupyter"), "PATH": path}
    manager.start_kernel(cwd=str(folder), env={**os.environ, **own, **variables})
    client = manager.blocking_client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=TIMEOUT)
        yield Kernel(manager, client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def is_refused(ran: Ran) -> bool:
    return any(REFUSAL in display for display in ran.displays)


@pytest.mark.parametrize("guarded", [False, True])
def test_what_a_model_writes_is_judged_when_it_runs(guarded: bool, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "it.db")) as connection:
        connection.executescript("CREATE TABLE orders (id); INSERT INTO orders VALUES (1), (2)")

    with kernel("JUPYTER_AI", tmp_path, **({} if guarded else {"JUPYTER_GUARD": "off"})) as own:
        assert not own.run(WRITER).error
        reply = own.client.execute_interactive(
            "%%ai writer -f code\nRemove all orders", timeout=TIMEOUT, output_hook=lambda message: None
        )
        (written,) = [one["text"] for one in reply["content"]["payload"] if one["source"] == "set_next_input"]
        ran = own.run(written)

    assert is_refused(ran) is guarded
    with closing(sqlite3.connect(tmp_path / "it.db")) as connection:
        left = connection.execute("SELECT count(*) FROM orders").fetchone()[0]
    assert left == (2 if guarded else 0)


@pytest.mark.parametrize("guarded", [False, True])
@pytest.mark.parametrize("way", RUNS)
def test_models_of_dbt_are_not_made_in_prod(way: str, guarded: bool, tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "made.sql").write_text("{{ config(materialized='table') }} SELECT 1 AS a")
    (tmp_path / "dbt_project.yml").write_text(
        "name: shop\nversion: '1.0'\nprofile: shop\nmodel-paths: [models]\n"
    )
    (tmp_path / "profiles.yml").write_text(
        "shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: it.duckdb}\n"
    )
    duckdb.connect(str(tmp_path / "it.duckdb")).close()

    with kernel("DBT", tmp_path, **({} if guarded else {"JUPYTER_GUARD": "off"})) as own:
        own.run(RUNS[way])

    with duckdb.connect(str(tmp_path / "it.duckdb"), read_only=True) as database:
        made = database.execute("SELECT count(*) FROM information_schema.tables").fetchone()
    assert made == ((0,) if guarded else (1,))
