"""Others who write the SQL: a language model by Jupyter AI, and dbt. Each needs an environment of its own.

`make soak` makes them and names their Pythons in JUPYTER_AI and DBT.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from tests.kernel.conftest import TIMEOUT, Ran
from tests.soak.kernels import kernel_of

PROD = 'default = "prod"\n'
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


def is_refused(ran: Ran) -> bool:
    return any(REFUSAL in display for display in ran.displays)


@pytest.mark.parametrize("guarded", [False, True])
def test_what_a_model_writes_is_judged_when_it_runs(guarded: bool, tmp_path: Path) -> None:
    (tmp_path / "guard.toml").write_text(PROD)
    with closing(sqlite3.connect(tmp_path / "it.db")) as connection:
        connection.executescript("CREATE TABLE orders (id); INSERT INTO orders VALUES (1), (2)")

    with kernel_of("JUPYTER_AI", tmp_path, **({} if guarded else {"JUPYTER_GUARD": "off"})) as own:
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
    (tmp_path / "guard.toml").write_text(PROD)
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "made.sql").write_text("{{ config(materialized='table') }} SELECT 1 AS a")
    (tmp_path / "dbt_project.yml").write_text(
        "name: shop\nversion: '1.0'\nprofile: shop\nmodel-paths: [models]\n"
    )
    (tmp_path / "profiles.yml").write_text(
        "shop:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: it.duckdb}\n"
    )
    duckdb.connect(str(tmp_path / "it.duckdb")).close()

    with kernel_of("DBT", tmp_path, **({} if guarded else {"JUPYTER_GUARD": "off"})) as own:
        own.run(RUNS[way])

    with duckdb.connect(str(tmp_path / "it.duckdb"), read_only=True) as database:
        made = database.execute("SELECT count(*) FROM information_schema.tables").fetchone()
    assert made == ((0,) if guarded else (1,))
