"""`jupyter guard doctor`: a remedy for each finding, an exit status, and no secret."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest

from jupyter_guard.doctor.findings import Finding, table
from jupyter_guard.journal.writer import Writer
from jupyter_guard.policy import places
from jupyter_guard.policy.keeping import Keeping
from tests.servers import PASSWORD, QUOTED_PASSWORD, Postgres, postgres

__all__ = ["postgres"]


def doctor(folder: Path, *options: str, **variables: str) -> tuple[int, str]:
    """Run the command in a folder; return its status and what it printed, errors included."""
    own = {"JUPYTER_DATA_DIR": str(folder / "data"), "JUPYTER_CONFIG_DIR": str(folder / "config")}
    done = subprocess.run(
        [sys.executable, "-m", "jupyter_guard.cli", "doctor", *options],
        cwd=folder,
        env={**os.environ, **own, "COLUMNS": "100", **variables},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def found(folder: Path, *options: str, **variables: str) -> tuple[int, list[dict[str, Any]]]:
    status, printed = doctor(folder, "--json", *options, **variables)
    return status, json.loads(printed)


def test_it_says_which_locks_hold_and_gives_the_grants_and_no_secret(
    tmp_path: Path, postgres: Postgres
) -> None:
    with psycopg.connect(postgres.superuser_url, autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS mine (a int); ALTER TABLE mine OWNER TO analyst")
    file = tmp_path / "guard.toml"
    file.write_text(
        f'[environments.prod]\ntier = "prod"\nconnections.warehouse = "{postgres.url}"\n'
        'connections.lake = "databricks://token@host/x"\n'
    )

    status, printed = doctor(tmp_path, JUPYTER_GUARD_TRUST=places.content_hash(file.read_bytes()))

    with psycopg.connect(postgres.superuser_url, autocommit=True) as connection:
        connection.execute("DROP TABLE mine")
    assert status == 0, printed
    assert "warehouse in prod: 2 of 3 locks hold: text ✓, engine ✓ read-only session" in printed
    assert "owns mine" in printed
    assert "GRANT SELECT ON ALL TABLES IN SCHEMA public TO analyst_read;" in printed
    assert "lake in prod: 1 of 3 locks hold" in printed
    assert "holds a password" in printed
    assert PASSWORD not in printed
    assert QUOTED_PASSWORD not in printed


def test_problems_give_a_status_and_each_has_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "guard.toml").write_text(
        '[environments.prod]\ntier = "prod"\nunlock = { effects = ["write"] }\n'
    )
    kernels = tmp_path / "data" / "kernels"
    for name, spec in {
        "other": {"argv": [os.path.realpath(sys.executable)], "language": "python", "display_name": "Other"},
        "r": {"argv": ["R"], "language": "R", "display_name": "R"},
    }.items():
        (kernels / name).mkdir(parents=True)
        (kernels / name / "kernel.json").write_text(json.dumps(spec))

    status, findings = found(tmp_path)

    problems = [f for f in findings if f["state"] != "ok"]
    said = " | ".join(f["what"] for f in problems)
    assert status == 1
    assert "is not trusted as it is now, so these keys do not count: environments.prod.unlock" in said
    assert "the kernel other (Other)" in said
    assert "the kernel r (R) is no Python kernel: unguarded" in said
    assert all(f["remedy"] for f in problems)


def test_a_guard_toml_that_cannot_be_used_is_one_finding(tmp_path: Path) -> None:
    (tmp_path / "guard.toml").write_text("[environments.prod\n")

    status, findings = found(tmp_path)

    (problem,) = [f for f in findings if f["area"] == "guard.toml"]
    assert (status, problem["state"]) == (1, "problem")
    assert "is not valid TOML" in problem["what"]


def test_a_connection_that_cannot_be_opened_says_why_and_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "guard.toml"
    file.write_text(
        '[environments.prod]\ntier = "prod"\nconnections.files = "sqlite:///nothere.db"\n'
        'connections.far = "postgresql://me@127.0.0.1:1/x"\nconnections.near = "postgresql://me:${env:NOBODY_SET_IT}@h/x"\n'
    )

    trusted = places.content_hash(file.read_bytes())
    waiting, findings = found(tmp_path)
    status, problems = found(tmp_path, JUPYTER_GUARD_TRUST=trusted)

    (not_yet,) = [f for f in findings if f["area"] == "locks"]
    said = {f["what"].partition(":")[0]: f for f in problems if f["area"] == "locks"}
    assert (waiting, status) == (1, 1)
    assert "is not trusted" in not_yet["what"]
    assert not_yet["remedy"] == f"jupyter guard trust {file}"
    assert "there is no database file" in said["files in prod"]["what"]
    assert "run a CREATE TABLE" in said["files in prod"]["remedy"]
    assert "nothing listens there" in said["far in prod"]["what"]
    assert "Start the server, or mend the connection" in said["far in prod"]["remedy"]
    assert "NOBODY_SET_IT" in said["near in prod"]["what"]


def test_drivers_are_named_as_they_are_installed(tmp_path: Path) -> None:
    pytest.importorskip("psycopg2")
    _, findings = found(tmp_path, "--no-connect")

    assert any(f["what"].startswith("psycopg2-binary 2.9") for f in findings)


@pytest.mark.parametrize("width", [60, 100, 200])
def test_the_table_is_no_wider_than_the_terminal(width: int) -> None:
    findings = [
        Finding("kernels", "problem", "word " * 60, "do this " * 30),
        Finding("kernels", "ok", "fine"),
        Finding("locks", "warning", "weak", "GRANT a;\nGRANT b;"),
    ]

    lines = table(findings, width, colours=False).splitlines()

    assert max(map(len, lines)) <= width
    assert lines[-1] == "1 problem, 1 warning, 1 in order."


def test_it_says_how_the_journal_is_kept(tmp_path: Path) -> None:
    journal = tmp_path / "data" / "jupyter_guard" / "journal"
    for write_ahead in (True, False, False):
        writer = Writer(journal, Keeping(), {}, write_ahead=write_ahead)
        writer.append(("a", {}))
        writer.close()

    _, findings = found(tmp_path)
    said = [one["what"] for one in findings if one["area"] == "journal"]
    assert said[1].startswith("on a local file system, so with a WAL where that can be; ")
    assert said[1].endswith("of the newest sessions 1 with a WAL, 2 with a rollback journal")
