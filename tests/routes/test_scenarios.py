"""Every route: unguarded it writes, under prod it does not, and it still reads."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version

import pytest

from tests.kernel.conftest import Kernel, Ran
from tests.servers import missing

from . import (
    scenarios_of_copies,
    scenarios_of_habits,
    scenarios_of_libraries,
    scenarios_of_more_libraries,
    scenarios_of_processes,
    scenarios_of_shells,
    scenarios_of_starts,
    scenarios_of_times,
    scenarios_of_tricks,
)
from .conftest import UNTOUCHED, Outside
from .scenarios import SCENARIOS, Scenario
from .table import Row

ALL = [
    *SCENARIOS,
    *scenarios_of_habits.SCENARIOS,
    *scenarios_of_libraries.SCENARIOS,
    *scenarios_of_shells.SCENARIOS,
    *scenarios_of_tricks.SCENARIOS,
    *scenarios_of_processes.SCENARIOS,
    *scenarios_of_more_libraries.SCENARIOS,
    *scenarios_of_copies.SCENARIOS,
    *scenarios_of_times.SCENARIOS,
    *scenarios_of_starts.SCENARIOS,
]


@pytest.mark.parametrize("scenario", ALL, ids=lambda s: f"{s.route}, {s.name}")
def test_a_write_is_stopped_and_a_read_passes(
    scenario: Scenario,
    kernels: tuple[Kernel, Kernel],
    outside: Callable[[str], Outside],
    table: list[Row],
) -> None:
    number = _version(scenario)
    control, guarded = kernels
    database = outside(scenario.database)
    database.reset()
    shown = [control.run(cell) for cell in (scenario.open, scenario.write, scenario.close) if cell]
    assert database.look() != UNTOUCHED, (
        f"the control did not write: {[(ran.error, ran.output, ran.displays) for ran in shown]}"
    )

    database.reset()
    guarded.run("%guard tag dev")
    opened = guarded.run(scenario.open)
    guarded.run("%guard tag prod")
    refused = guarded.run(scenario.write)
    read = guarded.run(f"int({scenario.read})")
    later = [guarded.run(cell).output for cell in (scenario.close, "%guard tag dev")]

    after, answer = database.look(), (read.error, read.result.get("text/plain"))
    stopped, passed = after == UNTOUCHED, answer == ({}, "3")
    name = f"{scenario.name}*" if scenario.by_lock else scenario.name
    table.append(Row(scenario.route, number, scenario.database, name, stopped, passed))
    assert not opened.error
    assert after == UNTOUCHED
    told = " ".join([refused.output, str(refused.result), str(refused.error), read.output, *later])
    if scenario.by_lock:
        assert "StatementBlocked" not in told
    elif scenario.route != "another Python":  # test_headless looks at what that says
        assert "sent to " in told or _places(refused) == {"prod"} or "sent to " in _told_later(guarded)
    assert answer == ({}, "3")


def _told_later(kernel: Kernel) -> str:
    """Return what a fork said: it has only its standard error, which may arrive after its cell."""
    told = ""
    for _ in range(20):
        told += kernel.run("import time; time.sleep(0.5)").output
        if "sent to " in told:
            break
    return told


def _places(ran: Ran) -> set[str]:
    """Return the environments of the refusals that were shown; a library may have tried again."""
    mime = "application/vnd.jupyter-guard.refusal+json"
    return {display[mime]["environment"] for display in ran.displays if mime in display}


# The first has to be compiled, against headers that a machine rarely has; the others are tried by hand.
NOT_IN_CI = (
    *("mysqlclient", "dataset", "pugsql", "records", "aiopg", "apsw", "chdb", "dask", "databases", "joblib"),
    *("piccolo", "pony", "sqlite-utils"),
)


def _odbc_driver(name: str) -> None:
    pyodbc = pytest.importorskip("pyodbc")
    if name not in pyodbc.drivers():
        missing(f"no ODBC driver {name}: install libsqliteodbc and odbc-postgresql")


def _version(scenario: Scenario) -> str:
    if scenario.route == "shell":
        program = scenario.name.partition(" ")[0]
        return program if shutil.which(program) else missing(f"{program} is not installed")
    if scenario.route == "sqlite3":
        return "Python " + ".".join(map(str, sys.version_info[:2]))
    if scenario.distribution == "pyodbc":
        _odbc_driver("SQLite3" if scenario.database == "sqlite" else "PostgreSQL Unicode")
    try:
        return version(scenario.distribution or "duckdb")
    except PackageNotFoundError:
        if scenario.distribution in NOT_IN_CI:
            pytest.skip(f"{scenario.distribution} is not installed")
        missing(f"{scenario.distribution} is not installed")
