"""Where the journal saw the session, what ran counts: versions, order, second runs, environments."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from jupyter_guard.export import Installed, export
from jupyter_guard.export.kernels import installed_for
from jupyter_guard.export.notebook import read
from jupyter_guard.export.plan import Plan, plan
from jupyter_guard.journal.cells import END, SOURCE, START
from jupyter_guard.journal.writer import Writer
from jupyter_guard.policy import Policy
from jupyter_guard.policy.keeping import Keeping

Ran = tuple[str, str, str]  # cell, source, state


def version(source: str) -> str:
    return hashlib.sha256(source.encode()).hexdigest()


def logged(
    folder: Path,
    notebook: Path,
    runs: Sequence[Ran],
    environment: str = "dev",
    types: Sequence[Mapping[str, str]] = (),
    hints: Sequence[Mapping[str, str]] = (),
) -> None:
    """Write the journal of a session that ran `runs`.

    `types` says what each cell bound, `hints` what it may have changed, each with the hash of its content.
    """
    writer = Writer(folder, Keeping(), {})
    for count, (cell, source, state) in enumerate(runs, 1):
        about = {
            "cell": cell,
            "version": version(source),
            "notebook": str(notebook),
            "environment": environment,
        }
        writer.append((SOURCE, {"version": version(source), "source": source}))
        (place,) = writer.append((START, about))
        ended: dict[str, object] = {
            "state": state,
            "execution_count": count,
            "error": "ValueError" if state == "error" else "",
        }
        bound = types[count - 1] if types else {}
        values: dict[str, object] = {name: {"type": kind} for name, kind in bound.items()}
        for name, hint in (hints[count - 1] if hints else {}).items():
            values[name] = {"type": "list", "hint": hint, "full": bool(hint)}
        ended |= {"bound": list(bound), "values": values}
        writer.append((END, {"cell": place.seq, "session": place.session, **ended}))
    writer.close()


def saved(path: Path, cells: Sequence[tuple[str, str, int | None]]) -> Path:
    """Write a notebook of (id, source, count)."""
    content = [
        {"cell_type": "code", "id": i, "source": s, "execution_count": n, "metadata": {}, "outputs": []}
        for i, s, n in cells
    ]
    path.write_text(
        json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": content}), encoding="utf-8"
    )
    return path


def planned(path: Path, log: Path) -> Plan:
    return plan(read(path), Policy.load(path), log=log)


def program(found: Plan) -> list[str]:
    return [part.piece.text for part in found.parts]


def codes(found: Plan) -> list[str]:
    return [finding.code for finding in found.findings]


WRITE = "open('n.txt', 'w').write(str(n))"


def test_a_second_run_counts_where_results_depend_on_it(tmp_path: Path) -> None:
    runs = [("a", "n = 1", "ok"), ("b", "n += 1", "ok"), ("b", "n += 1", "ok"), ("c", WRITE, "ok")]
    logged(tmp_path / "log", tmp_path / "n.ipynb", runs)
    path = saved(tmp_path / "n.ipynb", [("a", "n = 1", 1), ("b", "n += 1", 3), ("c", WRITE, 4)])

    found = planned(path, tmp_path / "log")

    assert program(found) == ["n = 1", "n += 1", "n += 1", WRITE]
    assert codes(found) == ["JG123"]


def test_a_second_run_that_sets_anew_is_the_only_one(tmp_path: Path) -> None:
    runs = [("a", "n = 1", "ok"), ("a", "n = 1", "ok"), ("c", WRITE, "ok")]
    logged(tmp_path / "log", tmp_path / "n.ipynb", runs)
    path = saved(tmp_path / "n.ipynb", [("a", "n = 1", 2), ("c", WRITE, 3)])

    found = planned(path, tmp_path / "log")

    assert program(found) == ["n = 1", WRITE]
    assert codes(found) == []


def test_edited_and_deleted_cells_are_there_as_they_ran(tmp_path: Path) -> None:
    runs = [("a", "n = 1", "ok"), ("gone", "n = n * 10", "ok"), ("c", WRITE, "ok")]
    logged(tmp_path / "log", tmp_path / "n.ipynb", runs)
    path = saved(tmp_path / "n.ipynb", [("a", "n = 7", 1), ("c", WRITE, 3)])

    found = planned(path, tmp_path / "log")

    assert program(found) == ["n = 1", "n = n * 10", WRITE]
    assert [f.message for f in found.findings if f.code == "JG122"] == [
        "cell 1 (In [1]) was edited after it ran; the project has the version that ran.",
        "deleted cell (In [2]) was deleted after it ran; the project has the version that ran.",
    ]
    assert [(d.label, d.fate) for d in found.decisions] == [
        ("cell 1 (In [1])", "kept"),
        ("cell 2 (In [3])", "kept"),
        ("deleted cell", "kept"),
    ]


def test_what_failed_is_no_step_and_what_ran_first_comes_first(tmp_path: Path) -> None:
    runs = [("b", "n = 2", "ok"), ("a", "n = n + 1", "ok"), ("x", "n = 1 / 0", "error"), ("c", WRITE, "ok")]
    logged(tmp_path / "log", tmp_path / "n.ipynb", runs)
    cells = [("a", "n = n + 1", 2), ("b", "n = 2", 1), ("x", "n = 1 / 0", 3), ("c", WRITE, 4)]
    path = saved(tmp_path / "n.ipynb", cells)

    found = planned(path, tmp_path / "log")

    assert program(found) == ["n = 2", "n = n + 1", WRITE]
    assert [d.code for d in found.decisions] == ["JG001", "JG001", "JG203", "JG001"]


def test_a_file_of_another_session_is_read_by_its_counts(tmp_path: Path) -> None:
    logged(tmp_path / "log", tmp_path / "n.ipynb", [("a", "n = 5", "ok")])
    path = saved(tmp_path / "n.ipynb", [("a", "n = 1", 1), ("c", WRITE, 2)])

    assert program(planned(path, tmp_path / "log")) == ["n = 1", WRITE]


@pytest.mark.parametrize("damage", [b"", b"no database"])
def test_a_damaged_journal_tells_nothing(damage: bytes, tmp_path: Path) -> None:
    (tmp_path / "log").mkdir()
    (tmp_path / "log" / "20260101T000000000000-0000000000.sqlite").write_bytes(damage)
    path = saved(tmp_path / "n.ipynb", [("a", "n = 1", 1), ("c", WRITE, 2)])

    assert program(planned(path, tmp_path / "log")) == ["n = 1", WRITE]


def test_several_environments_are_reported(tmp_path: Path) -> None:
    path = tmp_path / "n.ipynb"
    writer = Writer(tmp_path / "log", Keeping(), {})
    for count, (cell, source, environment) in enumerate([("a", "n = 1", "prod"), ("c", WRITE, "dev")], 1):
        about = {"cell": cell, "version": version(source), "notebook": str(path), "environment": environment}
        (place,) = writer.append((START, about))
        writer.append(
            (END, {"cell": place.seq, "session": place.session, "state": "ok", "execution_count": count})
        )
    writer.close()
    saved(path, [("a", "n = 1", 1), ("c", WRITE, 2)])

    found = planned(path, tmp_path / "log")

    assert [f.message for f in found.findings if f.code == "JG124"] == [
        "The results come from several environments: cell 1 (In [1]) in prod, cell 2 (In [2]) in dev."
    ]


@pytest.mark.parametrize(
    ("before", "after", "kept"),
    [("abc", "abc", False), ("abc", "abd", True), ("", "", True)],
    ids=["the same", "another", "not seen"],
)
def test_a_call_that_changed_nothing_is_left_out(before: str, after: str, kept: bool, tmp_path: Path) -> None:
    call = "seen = unknown.look(n)"
    runs = [("i", "import unknown", "ok"), ("a", "n = [1]", "ok"), ("b", call, "ok"), ("c", WRITE, "ok")]
    logged(tmp_path / "log", tmp_path / "n.ipynb", runs, hints=[{}, {"n": before}, {"n": after}, {}])
    cells = [(cell, source, count) for count, (cell, source, _) in enumerate(runs, 1)]
    path = saved(tmp_path / "n.ipynb", cells)

    assert (call in program(planned(path, tmp_path / "log"))) is kept


def test_two_changes_that_cancel_out_are_kept(tmp_path: Path) -> None:
    source = "n.append(2)\nm = len(n)\nn.pop()"
    write = "open('m.txt', 'w').write(str(m))"
    runs = [("a", "n = [1]", "ok"), ("b", source, "ok"), ("c", write, "ok")]
    logged(tmp_path / "log", tmp_path / "n.ipynb", runs, hints=[{"n": "abc"}, {"n": "abc"}, {}])
    path = saved(tmp_path / "n.ipynb", [(cell, text, count) for count, (cell, text, _) in enumerate(runs, 1)])

    assert program(planned(path, tmp_path / "log")) == ["n = [1]", "n.append(2)", "m = len(n)", write]


def test_the_journal_tells_the_packages_of_a_kernel_that_cannot_be_asked(tmp_path: Path) -> None:
    source = "import pandas as pd\nimport own_tools\npd.DataFrame().to_csv('out.csv')\nown_tools.go()"
    path = saved(tmp_path / "a.ipynb", [("a", source, 1)])
    logged(tmp_path / "log", path, [("a", source, "ok")])

    def record(prefix: str) -> Installed:
        with_packages(tmp_path / "log", path, source, prefix)
        found = planned(path, tmp_path / "log")
        return installed_for("gone", "", tmp_path / "log", found.session)

    told = record("/nowhere/venv")
    project = export(path, policy=Policy.load(path), log=tmp_path / "log")
    texts = {file.path: file.text for file in project.files}

    assert told.found("pandas") == ("pandas", "2.1.7")
    assert '"pandas==2.1.7"' in texts["pyproject.toml"]
    assert '"own-tools @ git+https://git.example.com/own.git@0123abc"' in texts["pyproject.toml"]
    assert "could not be asked itself" in texts["REVIEW.md"]
    # The environment itself knows more, where it is still there.
    assert record(sys.prefix).from_journal is False


def with_packages(folder: Path, notebook: Path, source: str, prefix: str) -> None:
    """Write a session whose packages the journal knows."""
    writer = Writer(folder, Keeping(), {})
    packages = {
        "pandas": {"version": "2.1.7", "direct_url": ""},
        "own-tools": {"version": "1", "direct_url": "git+https://git.example.com/own.git@0123abc"},
    }
    writer.append(("packages", {"python": "3.11.4", "prefix": prefix, "packages": packages}))
    about = {"cell": "a", "version": version(source), "notebook": str(notebook), "environment": "dev"}
    writer.append((SOURCE, {"version": version(source), "source": source}))
    (place,) = writer.append((START, about))
    ended = {"state": "ok", "execution_count": 1, "error": "", "bound": [], "values": {}}
    writer.append((END, {"cell": place.seq, "session": place.session, **ended}))
    writer.close()
