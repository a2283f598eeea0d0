"""A notebook becomes a project beside it, in a process of its own."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

import pytest

SOURCES = ("import pandas as pd", "frame = pd.DataFrame({'a': [1]})", "frame.to_csv('a.csv', index=False)")


async def test_a_second_export_never_touches_the_first(ask, make, jp_root_dir: Path) -> None:
    make("My notebook ü.ipynb", *SOURCES)
    first = await ask("POST", "jupyter-guard/exports", {"path": "My notebook ü.ipynb"})
    review = jp_root_dir / first[1]["review"]
    text = review.read_bytes()
    second = await ask("POST", "jupyter-guard/exports", {"path": "My notebook ü.ipynb"})

    assert first[0] == second[0] == 201, (first, second)
    assert second[1]["path"] == f"{first[1]['path']}-2"
    assert second[1]["review"] == f"{second[1]['path']}/REVIEW.md"
    assert review.read_bytes() == text
    assert (jp_root_dir / second[1]["review"]).is_file()


async def test_exports_at_the_same_time_do_not_collide(ask, make) -> None:
    make("sub/a.ipynb", *SOURCES)
    answers = await asyncio.gather(
        *(ask("POST", "jupyter-guard/exports", {"path": "sub/a.ipynb"}) for _ in range(3))
    )

    assert [status for status, _ in answers] == [201] * 3, answers
    assert len({answer["path"] for _, answer in answers}) == 3


async def test_a_name_that_the_exporter_avoids_is_numbered_too(ask, make) -> None:
    make("pandas.ipynb", *SOURCES)
    answers = [await ask("POST", "jupyter-guard/exports", {"path": "pandas.ipynb"}) for _ in range(2)]

    assert [status for status, _ in answers] == [201, 201], answers
    assert answers[0][1]["path"] != answers[1][1]["path"]


async def test_a_draft_says_what_has_to_be_decided(ask, make) -> None:
    make("a.ipynb", "print(nowhere_defined)\nopen('a.txt', 'w').write(nowhere_defined)")
    status, answer = await ask("POST", "jupyter-guard/exports", {"path": "a.ipynb"})

    assert (status, answer["draft"]) == (201, True)
    assert "nowhere_defined" in " ".join(answer["blockers"])


async def test_a_secret_is_said_and_nothing_is_written(ask, make, jp_root_dir: Path) -> None:
    make("a.ipynb", "key = 'AKIAIOSFODNN7EXAMPLZ'\nopen('a.txt', 'w').write(key)")
    status, answer = await ask("POST", "jupyter-guard/exports", {"path": "a.ipynb"})

    assert status == 422
    assert "Nothing was written" in answer["message"]
    assert "AKIAIOSFODNN7EXAMPLZ" not in answer["message"]
    assert [file.name for file in jp_root_dir.iterdir()] == ["a.ipynb"]


async def test_a_broken_notebook_is_one_clear_message(ask, jp_root_dir: Path) -> None:
    (jp_root_dir / "a.ipynb").write_text("{")
    status, answer = await ask("POST", "jupyter-guard/exports", {"path": "a.ipynb"})

    assert status in (400, 422)
    assert "a.ipynb" in answer["message"]
    assert "Traceback" not in answer["message"]


@pytest.mark.parametrize("body", [None, [], {}, {"path": 1}, {"path": "none.ipynb"}, {"path": "../a.ipynb"}])
async def test_only_notebooks_below_the_servers_folder_are_exported(ask, make, jp_root_dir, body) -> None:
    (jp_root_dir.parent / "a.ipynb").write_text("{}")
    status, answer = await ask("POST", "jupyter-guard/exports", body if body is not None else "text")

    assert status in (400, 404)
    assert answer["message"]


async def test_a_module_beside_the_notebook_is_not_taken_for_ours(ask, make, jp_root_dir: Path) -> None:
    make("a.ipynb", *SOURCES)
    (jp_root_dir / "json.py").write_text("raise SystemExit('the wrong json')")
    status, answer = await ask("POST", "jupyter-guard/exports", {"path": "a.ipynb"})

    assert status == 201, answer


async def test_packages_are_pinned_from_the_kernels_own_python(
    ask, make, jp_root_dir: Path, jp_data_dir: Path
) -> None:
    """The kernel's Python is asked what it has, whether the guard is there or not; this one exports."""
    python = jp_root_dir.parent / "python-of-the-kernel"
    seen = jp_root_dir.parent / "seen"
    python.write_text(f'#!/bin/sh\necho "$1 $2" >> {seen}\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    spec = jp_data_dir / "kernels" / "own" / "kernel.json"
    spec.parent.mkdir(parents=True)
    spec.write_text(json.dumps({"argv": [str(python), "-m", "x"], "display_name": "o", "language": "python"}))
    make("own.ipynb", *SOURCES, kernel="own")

    status, answer = await ask("POST", "jupyter-guard/exports", {"path": "own.ipynb"})

    assert status == 201, answer
    assert seen.read_text() == "-I -c\n"


async def test_a_plan_tells_what_becomes_of_each_cell_and_writes_nothing(
    ask, make, jp_root_dir: Path
) -> None:
    make("a.ipynb", *SOURCES, "1 + 1")

    status, answer = await ask("GET", "jupyter-guard/exports?path=a.ipynb")
    _, everything = await ask("GET", "jupyter-guard/exports?path=a.ipynb&all=1")

    assert status == 200, answer
    assert [d["fate"] for d in answer["decisions"]][-1] == "dropped"
    assert [d["fate"] for d in everything["decisions"]][-1] == "kept"
    assert answer["draft"] is False
    assert sorted(path.name for path in jp_root_dir.iterdir()) == ["a.ipynb"]
