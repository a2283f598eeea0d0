"""`%%guarded_sql` on a local Spark, classic and Spark Connect, in a real kernel.

Needs Java and the extra `spark`; run by `make soak`.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from tests.kernel import conftest
from tests.kernel.conftest import Kernel, Ran, starting

pytest.importorskip("pyspark")
if shutil.which("java") is None:
    pytest.skip("there is no Java", allow_module_level=True)

SESSIONS = {"classic": "master('local[1]')", "Spark Connect": "remote('local[1]')"}
OPEN = """
from pyspark.sql import SparkSession
spark = (SparkSession.builder.{how}.config("spark.ui.enabled", "false")
         .config("spark.sql.shuffle.partitions", "1").getOrCreate())
"""
ORDERS = (
    "CREATE TABLE orders USING parquet AS SELECT id, 'NY' AS city, CAST(id AS DECIMAL(10, 2)) AS price, "
    "DATE'2026-01-02' AS day, TIMESTAMP'2026-01-02 03:04:05' AS at FROM range(5)"
)


@pytest.fixture(scope="module", params=SESSIONS)
def kernel(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    """A kernel with a session `spark` and the table `orders`."""
    patch = pytest.MonkeyPatch()
    patch.setattr(conftest, "TIMEOUT", 900)  # Java takes its time on a busy machine
    folder = tmp_path_factory.mktemp("spark")
    (folder / "guard.toml").write_text('[environments.dev]\ntier = "dev"\n')
    with starting(folder.parent) as start:
        kernel = start(folder, TZ="UTC")
        opened = kernel.run(OPEN.format(how=SESSIONS[request.param]))
        assert not opened.error, opened.error
        made = kernel.run(f"%%guarded_sql spark\n{ORDERS}")
        assert not made.error, made.error
        yield kernel
    patch.undo()


def failed(ran: Ran) -> str:
    return "\n".join(ran.error["traceback"])


def test_parameters_are_bound_and_types_are_faithful(kernel: Kernel) -> None:
    kernel.run("from decimal import Decimal\ncity, ids, least = 'NY', [1, 2, 9], Decimal('1.5')")

    ran = kernel.run(
        "%%guarded_sql spark found <<\n"
        "SELECT * FROM orders WHERE city = :city AND id IN (:ids) AND price > :least"
    )

    assert not ran.error, ran.error
    assert kernel.value("[str(t) for t in found.dtypes]") == (
        "['int64', 'str', 'object', 'datetime64[us]', 'datetime64[us, UTC]']"
    )
    assert kernel.value("found.price[0]") == "Decimal('2.00')"


def test_a_frame_is_a_table(kernel: Kernel) -> None:
    kernel.run("import pandas; known = pandas.DataFrame({'id': [1, 2], 'x': ['a', 'b']})")

    ran = kernel.run(
        "%%guarded_sql spark found <<\nSELECT o.id, k.x FROM orders o JOIN :known k ON k.id = o.id ORDER BY 1"
    )

    assert not ran.error, ran.error
    assert kernel.value("found.values.tolist()") == "[[1, 'a'], [2, 'b']]"


def test_limit_parquet_and_plan(kernel: Kernel) -> None:
    kernel.run("%%guarded_sql spark limited << --limit 2\nSELECT * FROM orders")
    kernel.run("%%guarded_sql spark where << --to-parquet out.parquet\nSELECT * FROM orders")
    plan = kernel.run("%%guarded_sql spark --explain\nSELECT * FROM orders")

    assert kernel.value("limited.shape") == "(2, 5)"
    assert kernel.value("len(pandas.read_parquet(where))") == "5"
    assert "Physical Plan" in plan.result["text/plain"]


@pytest.mark.parametrize(
    ("sql", "first", "column"),
    [("SELECT idd FROM orders", "with name `idd`", 8), ("SELEC 1", "Syntax error", 1)],
)
def test_errors_are_in_the_users_terms(kernel: Kernel, sql: str, first: str, column: int) -> None:
    lines = failed(kernel.run(f"%%guarded_sql spark\n{sql}")).splitlines()

    assert first in lines[0]
    assert "SQLSTATE" not in lines[0]
    assert lines[1] == f"line 1, column {column}:"


def test_an_interrupt_leaves_it_usable(kernel: Kernel) -> None:
    endless = "SELECT sum(id % 7) AS n FROM range(0, 1000000000000, 1, 1)"
    kernel.run("import _thread, threading; threading.Timer(5, _thread.interrupt_main).start()")

    ran = kernel.run(f"%%guarded_sql spark\n{endless}")
    after = kernel.run("%%guarded_sql spark found <<\nSELECT count(*) AS n FROM orders")

    assert failed(ran) == "KeyboardInterrupt: cancelled; spark can be used again"
    assert not after.error, after.error


def test_a_write_is_refused_in_prod(kernel: Kernel) -> None:
    kernel.run("%guard tag prod")
    refused = kernel.run("%%guarded_sql spark\nDROP TABLE orders")
    read = kernel.run("%%guarded_sql spark found <<\nSELECT count(*) AS n FROM orders")
    kernel.run("%guard tag dev")

    assert failed(refused).startswith("StatementBlocked: Nothing was sent to spark")
    assert not read.error, read.error
