"""`%%guarded_sql` in a real kernel, against real DuckDB and SQLite files."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.kernel.conftest import Kernel

Count = Callable[[str], int]
Start = Callable[..., Kernel]


def test_the_same_cell_reads_dev_and_prod(kernel: Kernel) -> None:
    cell = "%%guarded_sql warehouse found <<\nSELECT count(*) AS n FROM orders WHERE city = :city"
    kernel.run("city = 'NY'")
    counts = []
    for environment in ("dev", "prod"):
        kernel.run(f"%guard tag {environment}")
        ran = kernel.run(cell)
        receipt = ran.shown("receipt")
        counts.append((receipt["environment"], receipt["result"], kernel.value("int(found.n[0])")))

    assert counts == [("dev", "found", "3"), ("prod", "found", "30")]


def test_a_write_works_in_dev_and_is_refused_in_prod(kernel: Kernel, rows: Count) -> None:
    cell = "%%guarded_sql warehouse\nDELETE FROM orders WHERE id = 0"

    allowed = kernel.run(cell)
    kernel.run("%guard tag prod")
    refused = kernel.run(cell)

    assert not allowed.error
    assert refused.error["ename"] == "StatementBlocked"
    assert (rows("dev"), rows("prod")) == (2, 30)
    refusal = refused.shown("refusal")
    (statement,) = refusal["statements"]
    assert (refusal["environment"], refusal["connection"]) == ("prod", "warehouse")
    assert (statement["effect"], statement["rule"], statement["writes"]) == (
        "WRITE",
        "effect-limit",
        ["orders"],
    )
    assert "%guard tag dev" in statement["remedy"]


def test_a_refusal_is_one_line_and_no_traceback(kernel: Kernel) -> None:
    kernel.run("%guard tag prod")

    error = kernel.run("%%guarded_sql warehouse\nDROP TABLE orders").error

    assert "\n".join(error["traceback"]) == (
        "StatementBlocked: Nothing was sent to warehouse: it is a SCHEMA change to orders (DROP), "
        "and prod allows up to SESSION. [effect-limit]"
    )


def test_one_refused_statement_keeps_all_from_being_sent(kernel: Kernel, rows: Count) -> None:
    kernel.run("%guard tag prod")

    ran = kernel.run("%%guarded_sql warehouse\nSELECT 1;\nDELETE FROM orders;\nSELECT 2")

    assert [s["allowed"] for s in ran.shown("refusal")["statements"]] == [True, False, True]
    assert ran.shown("refusal")["statements"][1]["line"] == 2
    assert not ran.result
    assert rows("prod") == 30


def test_run_all_stops_at_a_refusal(kernel: Kernel) -> None:
    kernel.run("%guard tag prod")
    kernel.client.execute("%%guarded_sql warehouse\nDELETE FROM orders")
    after = kernel.client.execute("after = 1")

    reply = {"content": {"status": ""}, "parent_header": {}}
    while reply["parent_header"].get("msg_id") != after:
        reply = kernel.client.get_shell_msg(timeout=60)

    assert reply["content"]["status"] in ("aborted", "error")


def test_markup_in_sql_is_shown_as_text(kernel: Kernel) -> None:
    kernel.run("%guard tag prod")

    ran = kernel.run("%%guarded_sql warehouse\nDELETE FROM orders WHERE city = '<script>alert(1)</script>'")

    (html,) = [d["text/html"] for d in ran.displays if "text/html" in d]
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_variables_are_bound_and_never_pasted(kernel: Kernel) -> None:
    kernel.run("city = \"NY' OR '1'='1\"")

    kernel.run("%%guarded_sql warehouse found <<\nSELECT * FROM orders WHERE city = :city")

    assert kernel.value("len(found)") == "0"


@pytest.mark.parametrize(
    ("cell", "error"),
    [
        (
            "%%guarded_sql lake\nSELECT 1",
            "UsageError: There is no connection 'lake'; dev has: notes, warehouse.",
        ),
        (
            "%%guarded_sql\nSELECT 1",
            "UsageError: Which connection? Name one: %%guarded_sql notes | warehouse.",
        ),
        ("%%guarded_sql warehouse\n-- nothing\n", "UsageError: There is no SQL in this cell."),
        ("%%guarded_sql warehouse 1x <<\nSELECT 1", "UsageError: '1x' is no Python name"),
        ("%%guarded_sql warehouse --fast\nSELECT 1", "UsageError: There is no option '--fast'."),
        ("%%guarded_sql warehouse more\nSELECT 1", "UsageError: 'more' is one word too many."),
        ("%%guarded_sql warehouse\nSELECT :nobody", "UsageError: :nobody has no value"),
        ("%guard tag live", "UsageError: There is no environment 'live'; choose one of dev, prod."),
        ("%guard dance", "UsageError: %guard dance is not understood."),
        ("%%guarded_sql warehouse\nSELEC 1", "StatementFailed: "),
        ("%%guarded_sql warehouse\nSELECT * FROM ordrs", "StatementFailed: "),
        ("%%guarded_sql notes\nSELECT 1", "ConnectionFailed: "),
    ],
)
def test_bad_input_is_one_clear_error(kernel: Kernel, cell: str, error: str) -> None:
    traceback = "\n".join(kernel.run(cell).error["traceback"])

    assert traceback.startswith(error)
    assert ".py" not in traceback


def test_a_cell_with_if_runs_only_while_the_variable_is_true(kernel: Kernel, rows: Count) -> None:
    cell = "%%guarded_sql warehouse --if sure\nDELETE FROM orders"

    skipped = [kernel.run(cell).output]
    kernel.run("sure = False")
    skipped.append(kernel.run(cell).output)
    before = rows("dev")
    kernel.run("sure = True")
    kernel.run(cell)

    assert skipped == ["Skipped: sure is not true.\n"] * 2
    assert (before, rows("dev")) == (3, 0)


def test_two_kernels_work_on_one_file_side_by_side(start: Start, project: Path) -> None:
    first, second = start(project), start(project)
    for kernel in (first, second):
        kernel.run("%%guarded_sql warehouse\nINSERT INTO orders VALUES (99, 'LA')")
    counted = [
        kernel.run("%%guarded_sql warehouse n <<\nSELECT count(*) AS n FROM orders")
        and kernel.value("int(n.n[0])")
        for kernel in (first, second)
    ]

    assert counted == ["5", "5"]


def test_a_lock_held_elsewhere_is_one_clear_message(kernel: Kernel, project: Path) -> None:
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import duckdb, sys; c = duckdb.connect('dev.duckdb'); print(1, flush=True); input()",
        ],
        cwd=project,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdout is not None
    holder.stdout.readline()
    error = kernel.run("%%guarded_sql warehouse\nSELECT 1").error
    holder.communicate(b"\n")
    after = kernel.run("%%guarded_sql warehouse\nSELECT 1 AS one")

    assert error["ename"] == "ConnectionFailed"
    assert "dev.duckdb" in error["evalue"]
    assert "another process" in error["evalue"]
    assert not after.error


def test_a_line_magic_runs_a_short_query(kernel: Kernel) -> None:
    ran = kernel.run("n = 2\n%guarded_sql warehouse SELECT count(*) AS n FROM orders WHERE id < :n")

    assert "2" in ran.result["text/plain"]


def test_the_last_result_is_shown_and_its_receipt_says_where(kernel: Kernel) -> None:
    ran = kernel.run("%%guarded_sql warehouse\nSELECT 1 AS one;\nSELECT id FROM orders")

    receipt = ran.shown("receipt")
    assert (receipt["environment"], receipt["connection"], receipt["rows"]) == ("dev", "warehouse", 3)
    assert "id" in ran.result["text/plain"]


def test_max_rows_stops_the_fetch_and_says_so(start: Start, project: Path) -> None:
    (project / "guard.toml").write_text(
        '[environments.dev]\ntier = "dev"\nmax_rows = 2\nconnections.warehouse = "duckdb:///dev.duckdb"\n'
    )
    kernel = start(project)

    ran = kernel.run("%%guarded_sql found <<\nSELECT * FROM orders")

    assert ran.shown("receipt")["more"] is True
    assert kernel.value("len(found)") == "2"
    assert any("first 2 of about 3 rows" in display["text/plain"] for display in ran.displays)


def test_without_any_guard_toml_there_is_an_in_process_duckdb(start: Start, tmp_path: Path) -> None:
    kernel = start(tmp_path)
    kernel.run("%%guarded_sql\nCREATE TABLE kept AS SELECT 7 AS seven")

    ran = kernel.run("%%guarded_sql local kept <<\nSELECT * FROM kept")

    assert ran.shown("receipt")["environment"] == "dev"
    assert kernel.value("int(kept.seven[0])") == "7"


def test_a_password_is_in_no_message(start: Start, project: Path) -> None:
    (project / "guard.toml").write_text(
        '[environments.prod]\ntier = "prod"\n'
        'connections.w = "postgresql://me:s3cret-word@127.0.0.1:1/w?connect_timeout=2"\n'
    )
    kernel = start(project)
    kernel.run("%guard tag prod")

    ran = kernel.run("%%guarded_sql w\nSELECT 1")
    status = kernel.run("%guard")

    assert ran.error["ename"] == "ConnectionFailed"
    assert "s3cret-word" not in f"{ran}{status}"
    assert "s3cret-word" not in str(kernel.run("%tb"))


def test_what_another_library_was_refused_is_in_the_journal(kernel: Kernel, project: Path) -> None:
    with sqlite3.connect(project / "notes.db") as connection:
        connection.execute("CREATE TABLE notes (id)")
    connection.close()
    kernel.run("%guard tag prod")

    refused = kernel.run("import sqlite3\nsqlite3.connect('notes.db').execute('DELETE FROM notes')")
    log = kernel.run("%guard log --blocked").output

    assert refused.error["ename"] == "StatementBlocked"
    assert "DELETE FROM notes" in log


def test_locks_are_counted_on_the_database_of_this_environment(kernel: Kernel) -> None:
    kernel.run("%%guarded_sql warehouse\nSELECT 1")
    kernel.run("%guard tag prod")

    before = kernel.run("%guard").displays[-1]["text/plain"]
    refused = kernel.run("%%guarded_sql warehouse\nDELETE FROM orders")
    kernel.run("%%guarded_sql warehouse\nSELECT 1")
    after = kernel.run("%guard").displays[-1]["text/plain"]

    assert "warehouse: text ✓; not opened yet, so neither is the engine locked nor the role known" in before
    assert "locks hold" not in refused.displays[-1]["text/plain"]
    assert "warehouse: 2 of 2 locks hold" in after


def test_an_unlock_that_is_not_trusted_yet_says_so(kernel: Kernel, project: Path) -> None:
    with (project / "guard.toml").open("a") as file:
        file.write('\n[environments.prod.unlock]\neffects = ["write"]\n')

    answer = kernel.run('%guard unlock --environment prod --effect write --table t --for 1m --reason "x"')

    assert f"not trusted yet. Read it, then run: jupyter guard trust {project / 'guard.toml'}" in str(
        answer.error
    )
