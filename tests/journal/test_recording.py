"""What a kernel's statements leave in the journal, and what they never leave there."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jupyter_guard.journal.places import sessions
from jupyter_guard.journal.reader import entries
from jupyter_guard.journal.statements import Record, statements
from jupyter_guard.journal.verify import verify
from jupyter_guard.journal.writer import Writer
from jupyter_guard.policy.keeping import Keeping
from tests.kernel.conftest import Kernel

Start = Callable[..., Kernel]


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    """Where the kernels of `start` keep their journal."""
    return tmp_path / "data" / "jupyter_guard" / "journal"


def told(record: Record, *names: str) -> tuple[Any, ...]:
    flat = record.to_json()
    return tuple(flat[name] for name in names)


def test_a_statement_is_recorded_with_all_that_was_known(
    kernel: Kernel, journal: Path, project: Path
) -> None:
    kernel.run("city = 'NY'")
    kernel.run("%%guarded_sql warehouse\nSELECT id FROM orders WHERE city = :city AND id > 0")

    (record,) = statements(journal)
    flat = record.to_json()
    seconds, cell = flat.pop("seconds"), flat.pop("cell")
    assert flat == {
        "session": record.session,
        "seq": record.seq,
        "at": record.at,
        "text": "SELECT id FROM orders WHERE city = :city AND id > 0",
        "masked": False,
        "effect": "READ",
        "reads": ("orders",),
        "writes": (),
        "allowed": True,
        "sent": True,
        "rule": "effect-limit",
        "reason": "READ is allowed in dev.",
        "environment": "dev",
        "tier": "DEV",
        "tag": "dev",
        "connection": "warehouse",
        "dialect": "duckdb",
        "target": f"duckdb:///{project}/dev.duckdb",
        "route": "guarded_sql",
        "unlock": "",
        "parameters": ("city",),
        "notebook": str(project),
        "execution_count": 2,
        "state": "done",
        "rows": 2,
        "error": "",
    }
    assert 0 < seconds < 60
    assert len(cell) == 64  # no cell id without a frontend: the source's hash
    assert verify(journal).damages == ()


def test_refused_and_held_back_failed_and_unsent(kernel: Kernel, journal: Path) -> None:
    kernel.run("%guard tag prod")
    kernel.run("%%guarded_sql warehouse\nSELECT 1;\nDELETE FROM orders")
    kernel.run("%guard tag dev")
    kernel.run("%%guarded_sql warehouse\nSELECT 2;\nSELECT * FROM ordrs;\nSELECT 3")
    kernel.run("%%guarded_sql notes\nSELECT 4")

    assert [
        told(r, "environment", "text", "allowed", "sent", "state", "rule") for r in statements(journal)
    ] == [
        ("prod", "SELECT …", True, False, "held-back", "effect-limit"),
        ("prod", "DELETE FROM orders", False, False, "blocked", "effect-limit"),
        ("dev", "SELECT 2", True, True, "done", "effect-limit"),
        ("dev", "SELECT * FROM ordrs", True, True, "failed", "effect-limit"),
        ("dev", "SELECT 3", True, True, "unsent", "effect-limit"),
        ("dev", "SELECT 4", True, True, "unsent", "effect-limit"),
    ]
    assert [r.outcome.error.partition(":")[0] for r in statements(journal)[3:]] == [
        "StatementFailed",
        "StatementFailed",
        "ConnectionFailed",
    ]


def test_a_cell_is_known_by_its_id(kernel: Kernel, journal: Path) -> None:
    message = kernel.client.session.msg(
        "execute_request",
        {"code": "%guarded_sql warehouse SELECT 1", "silent": False, "store_history": True},
        metadata={"cellId": "cell-7"},
    )
    kernel.client.shell_channel.send(message)
    reply: dict[str, Any] = {"parent_header": {}}
    while reply["parent_header"].get("msg_id") != message["header"]["msg_id"]:
        reply = kernel.client.get_shell_msg(timeout=60)

    (record,) = statements(journal)
    assert told(record, "cell", "execution_count") == ("cell-7", 1)


CANARIES = {
    "variable": "cAnary-variable-1",
    "bound": "cAnary-bound-2",
    "literal": "cAnary-literal-3",
    "data": "cAnary-data-4",
    "written": "cAnary-written-5",
    "comment": "cAnary-comment-6",
    "number": "777000777",
}


def test_no_secret_no_value_and_no_data_is_in_any_byte(start: Start, project: Path, journal: Path) -> None:
    kernel = start(project, SHOP_TOKEN=CANARIES["variable"])
    c = CANARIES
    kernel.run(f"value = '{c['bound'][:6]}' + '{c['bound'][6:]}'")
    kernel.run(
        "%%guarded_sql warehouse\n"
        f"CREATE TABLE t AS SELECT 'password={c['written']} ' AS a, '{c['variable']}' AS b;\n"
        "INSERT INTO t SELECT :value, chr(99) || 'Anary-data' || '-4'"
    )
    kernel.run("%%guarded_sql warehouse\nSELECT * FROM t WHERE CAST(a AS INTEGER) = 1")
    kernel.run("%%guarded_sql warehouse\nSELECT CAST(:value AS INTEGER)")
    kernel.run("%guard tag prod")
    prod = f"FROM orders /* {c['comment']} */ WHERE city = '{c['literal']}' OR id = {c['number']}"
    kernel.run(f"%%guarded_sql warehouse\nSELECT * {prod}")
    kernel.run(f"%%guarded_sql warehouse\nDELETE {prod}")
    kernel.run(f"%%guarded_sql warehouse\nSELEC * FROM '{c['literal']}' {c['number']} -- {c['comment']}")

    kernel.run(f"text = 'SELECT * {prod.replace(chr(39), chr(34))}'")

    content = b"".join(file.read_bytes() for file in journal.iterdir())
    assert [name for name, value in c.items() if value.encode() in content] == []
    assert [r.outcome.state for r in statements(journal)] == [
        "done",
        "done",
        "failed",
        "failed",
        "done",
        "blocked",
        "blocked",
    ]
    assert statements(journal)[0].intent.text == (
        "CREATE TABLE t AS SELECT 'password=<secret: named-word> ' AS a, '<secret: variable SHOP_TOKEN>' AS b"
    )


def test_guard_toml_says_whose_literals_are_kept(start: Start, project: Path, journal: Path) -> None:
    file = project / "guard.toml"
    file.write_text(file.read_text() + '\n[journal]\nliterals = "none"\n')
    kernel = start(project)

    kernel.run("%%guarded_sql warehouse\nSELECT 'x' AS a, 5 AS b")

    (record,) = statements(journal)
    assert told(record, "environment", "masked", "text") == ("dev", True, "SELECT '…' AS a, … AS b")


def test_what_cannot_be_recorded_is_not_sent_in_prod_and_said_once_in_dev(
    kernel: Kernel, journal: Path
) -> None:
    journal.parent.mkdir(parents=True, exist_ok=True)
    journal.write_text("a file where the folder should be")
    dev = [kernel.run("%%guarded_sql warehouse\nSELECT 1 AS one") for _ in range(2)]
    kernel.run("%guard tag prod")
    prod = kernel.run("%%guarded_sql warehouse\nSELECT 1 AS one")
    refused = kernel.run("%%guarded_sql warehouse\nDELETE FROM orders")
    journal.unlink()
    after = kernel.run("%%guarded_sql warehouse\nSELECT 1 AS one")

    said = f"jupyter_guard: The journal in {journal} cannot be written: File exists."
    assert [ran.output for ran in dev] == [f"{said} What runs now is not recorded.\n", ""]
    assert all(ran.result for ran in dev)
    assert prod.error["traceback"] == [
        f"JournalFailed: Nothing was sent to warehouse: prod wants a record of every statement. {said[15:]}",
        "Make room or mend the permissions there, then run the cell again.",
    ]
    assert refused.error["ename"] == "StatementBlocked"
    assert not after.error
    assert [r.outcome.state for r in statements(journal)] == ["done"]


def test_a_restart_begins_a_new_session(kernel: Kernel, journal: Path) -> None:
    kernel.run("%%guarded_sql warehouse\nSELECT 1")
    kernel.manager.restart_kernel(now=True)
    kernel.client.wait_for_ready(timeout=60)
    kernel.run("%%guarded_sql warehouse\nSELECT 2")

    first, second = statements(journal)
    assert first.session != second.session
    assert [entry.seq for entry in entries(journal, ["session"])] == [1, 1]


def test_a_kernel_prunes_what_is_too_old(start: Start, project: Path, journal: Path) -> None:
    long_ago = Writer(journal, Keeping(), {})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("time.time_ns", lambda: 10**18)  # September 2001
        long_ago.append(("a", {}))
    old = long_ago.session
    long_ago.close()
    kernel = start(project)
    kernel.run("1")

    for _ in range(600):
        kept = list(sessions(journal))
        if old not in kept:
            break
        time.sleep(0.1)
    assert len(kept) == 1
    assert old not in kept
    assert verify(journal).damages == ()


def test_guard_log_lists_what_ran(kernel: Kernel) -> None:
    kernel.run("%%guarded_sql warehouse\nSELECT 1")
    kernel.run("%guard tag prod")
    kernel.run("%%guarded_sql warehouse\nDELETE FROM orders")

    blocked = kernel.run("%guard log --blocked").output.splitlines()
    checked = kernel.run("%guard log --verify").output
    wrong = kernel.run("%guard log --since noon").error

    assert len(blocked) == 2
    assert blocked[0].split() == "When Environment Connection State Rows Seconds Statement".split()
    assert blocked[1].split()[2:5] == ["prod", "warehouse", "blocked"]
    assert blocked[1].endswith("DELETE FROM orders")
    assert checked.endswith("Every chain is whole.\n")
    assert wrong["evalue"].startswith("--since 'noon' is no time")
