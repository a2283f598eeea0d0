"""The tag of a session: path rules, notebook metadata, and the file that carries the user's choice."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

import pytest

from jupyter_guard import session, session_files
from jupyter_guard.errors import UsageError
from jupyter_guard.policy import Policy
from jupyter_guard.session import SessionTag

RULES = """
[environments.dev]
tier = "dev"
[environments.test]
tier = "test"
[environments.prod]
tier = "prod"
paths = ["reports/prod/**", "*.prod.ipynb"]
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "config"))
    (tmp_path / "guard.toml").write_text(RULES)
    (tmp_path / "reports" / "prod").mkdir(parents=True)
    return tmp_path


@pytest.fixture
def policy(project: Path) -> Policy:
    return Policy.load(project)


def rewrite(project: Path, rules: str, first: str = "") -> Path:
    (project / "guard.toml").write_text(first + rules)
    return project


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "tags"
    folder.mkdir(mode=0o700)
    return folder


def notebook(path: Path, environment: str = "") -> Path:
    metadata = {"jupyter_guard": {"environment": environment}} if environment else {}
    path.write_text(json.dumps({"cells": [], "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}))
    return path


@pytest.mark.parametrize(
    ("name", "stored", "expected"),
    [
        ("a.ipynb", "", ("dev", "default of guard.toml")),
        ("a.ipynb", "test", ("test", "stored in the notebook")),
        ("a.ipynb", "prod", ("prod", "stored in the notebook")),
        ("a.prod.ipynb", "", ("prod", "path rule")),
        ("reports/prod/a.ipynb", "", ("prod", "path rule")),
        ("reports/prod/a.ipynb", "dev", ("prod", "path rule")),
        ("reports/a.ipynb", "live", ("prod", "the notebook is tagged 'live'")),
    ],
)
def test_a_new_session_is_tagged_by_path_metadata_or_default(
    project: Path, policy: Policy, name: str, stored: str, expected: tuple[str, str]
) -> None:
    tag = session.default_tag(policy, notebook(project / name, stored))

    assert tag.environment.name == expected[0]
    assert tag.why.startswith(expected[1])


def test_a_link_is_no_way_around_a_path_rule(project: Path, policy: Policy) -> None:
    real = notebook(project / "reports" / "prod" / "a.ipynb")
    inner, outer = project / "inner.ipynb", project / "reports" / "prod" / "outer.ipynb"
    inner.symlink_to(real)
    outer.symlink_to(notebook(project / "elsewhere.ipynb"))

    names = [session.default_tag(policy, path).environment.name for path in (inner, outer)]

    assert names == ["prod", "prod"]


def test_a_broken_notebook_has_no_stored_environment(project: Path) -> None:
    (project / "a.ipynb").write_text('{"metadata": {"jupyter_guard": []')

    assert session.stored_environment(project / "a.ipynb") == ""


def test_raising_acts_at_once_and_lowering_at_the_next_cell(policy: Policy, folder: Path) -> None:
    tag = SessionTag(policy, None, folder, "k")
    seen = [tag.current().environment.name]
    session_files.write_tag(folder, "k", "prod", "toolbar")
    seen.append(tag.current().environment.name)
    session_files.write_tag(folder, "k", "dev", "toolbar")
    seen.append(tag.current().environment.name)
    tag.start_cell()
    seen.append(tag.current().environment.name)

    assert seen == ["dev", "prod", "prod", "dev"]


@pytest.mark.parametrize("fault", ["vanished", "broken", "unknown"])
def test_a_file_that_cannot_be_used_keeps_the_highest_tag(policy: Policy, folder: Path, fault: str) -> None:
    tag = SessionTag(policy, None, folder, "k")
    session_files.write_tag(folder, "k", "prod", "toolbar")
    assert tag.current().environment.name == "prod"
    session_files.write_tag(folder, "k", "dev", "toolbar")
    tag.current()
    tag.start_cell()
    assert tag.current().environment.name == "dev"

    if fault == "vanished":
        (folder / "k.json").unlink()
    elif fault == "broken":
        (folder / "k.json").write_text("{")
    else:
        session_files.write_tag(folder, "k", "live", "toolbar")

    assert tag.current().environment.name == "prod"


def test_a_tag_survives_a_restart(policy: Policy, folder: Path) -> None:
    SessionTag(policy, None, folder, "k").set(policy.environment("prod"), "chosen")

    assert SessionTag(policy, None, folder, "k").current().environment.name == "prod"
    assert SessionTag(policy, None, folder, "other").current().environment.name == "dev"


def test_no_tag_goes_below_a_path_rule(project: Path, policy: Policy, folder: Path) -> None:
    tag = SessionTag(policy, notebook(project / "a.prod.ipynb"), folder, "k")

    with pytest.raises(UsageError, match="tagged prod by the path rule"):
        tag.set(policy.environment("dev"), "chosen")
    session_files.write_tag(folder, "k", "dev", "by hand")
    tag.start_cell()

    assert tag.current().environment.name == "prod"


def test_a_changed_guard_toml_keeps_the_tag_by_name(project: Path, policy: Policy) -> None:
    tag = SessionTag(policy, None, None, "")
    tag.set(policy.environment("test"), "chosen")
    names = []

    for rules in (policy, Policy.load(rewrite(project, '[environments.dev]\ntier = "dev"\n')), policy):
        tag.renew(rules)
        tag.start_cell()
        names.append(tag.current().environment.name)

    assert names == ["test", "prod", "test"]


def test_a_changed_default_lowers_with_the_next_cell(project: Path, policy: Policy) -> None:
    tag = SessionTag(Policy.load(rewrite(project, RULES, 'default = "prod"\n')), None, None, "")
    tag.renew(policy)
    before = tag.current().environment.name
    tag.start_cell()

    assert (before, tag.current().environment.name) == ("prod", "dev")


def test_files_are_for_the_owner_alone(folder: Path) -> None:
    session_files.write_tag(folder, "k", "dev", "")
    session_files.write_ready(folder, "k", "1")

    assert {file.name: file.stat().st_mode & 0o777 for file in folder.iterdir()} == {
        "k.json": 0o600,
        "k.ready": 0o600,
    }
    assert session_files.is_guarded(folder, "k")
    session_files.forget(folder, "k")
    assert list(folder.iterdir()) == []


def test_only_the_folder_of_ones_own_server_counts(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(session_files.FOLDER_VARIABLE, str(folder))
    monkeypatch.delenv("JPY_PARENT_PID", raising=False)
    counts = [session_files.own_folder()]
    (folder / session_files.SERVER_FILE).write_text(json.dumps({"pid": os.getpid() + 1}))
    counts.append(session_files.own_folder())
    (folder / session_files.SERVER_FILE).write_text(json.dumps({"pid": os.getppid()}))
    counts.append(session_files.own_folder())

    assert counts == [None, None, folder]


def test_a_tag_raised_while_guard_toml_is_read_anew_is_in_force(policy: Policy, folder: Path) -> None:
    tag = SessionTag(policy, None, folder, "k1")
    assert tag.current().environment.name == "dev"

    session_files.write_tag(folder, "k1", "prod", "toolbar")
    tag.renew(policy)

    assert tag.current().environment.name == "prod"


def test_a_thread_that_looks_at_the_tag_leaves_nobody_with_an_old_one(
    policy: Policy, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads, go_on = threading.Event(), threading.Event()
    read_tag = session_files.read_tag

    def slow(folder: Path, kernel_id: str) -> dict[str, str] | None:
        reads.set()
        go_on.wait(10)
        return read_tag(folder, kernel_id)

    tag = SessionTag(policy, None, folder, "k1")
    tag.current()
    session_files.write_tag(folder, "k1", "prod", "toolbar")
    monkeypatch.setattr(session, "read_tag", slow)  # as slow as a busy disk
    beside = threading.Thread(target=tag.current)
    beside.start()
    reads.wait(10)
    seen: list[str] = []
    cell = threading.Thread(target=lambda: seen.append(tag.current().environment.name))
    cell.start()
    cell.join(0.2)
    go_on.set()
    beside.join()
    cell.join()

    assert seen == ["prod"]
