"""PySpark on a local Spark, classic and Spark Connect, in real kernels; what it wrote is seen on disk.

Needs Java and the extra `routes-cloud`; run by `make soak`.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from tests.kernel.conftest import Kernel, starting

pytest.importorskip("pyspark")
if shutil.which("java") is None:
    pytest.skip("there is no Java", allow_module_level=True)

# NEW is a place that is not there yet, `frame` a row (99, 'X').
WRITES = {
    "sql, INSERT": "spark.sql(\"INSERT INTO orders VALUES (99, 'X')\")",
    "sql, CREATE TABLE AS": "spark.sql('CREATE TABLE NEW AS SELECT * FROM orders')",
    "sql, a parameter": "spark.sql('INSERT INTO orders VALUES (:id, :city)', args={'id': 99, 'city': 'X'})",
    "sql, a frame in the text": "spark.sql('INSERT INTO orders SELECT * FROM {rows}', rows=frame)",
    "sql, into a folder": (
        "spark.sql(\"INSERT OVERWRITE DIRECTORY 'spark-warehouse/NEW' USING parquet SELECT * FROM orders\")"
    ),
    "insertInto": "frame.write.insertInto('orders')",
    "saveAsTable": "frame.write.saveAsTable('NEW')",
    "save": "frame.write.save('spark-warehouse/NEW')",
    "save by its options": "frame.write.format('csv').option('path', 'spark-warehouse/NEW').save()",
    "parquet": "frame.write.mode('append').parquet('spark-warehouse/NEW')",
    "csv": "frame.write.csv('spark-warehouse/NEW')",
    "json": "frame.write.json('spark-warehouse/NEW')",
    "a writer's method taken before": "early = frame.write.orc; early('spark-warehouse/NEW')",
    "writeTo": "frame.writeTo('NEW').using('parquet').create()",
    "catalog.createTable": "spark.catalog.createTable('NEW', schema=frame.schema)",
    "a stream into files": (
        "lines.writeStream.trigger(availableNow=True).option('checkpointLocation', 'marks/NEW')"
        ".start('spark-warehouse/NEW').awaitTermination()"
    ),
    "a stream into a table": (
        "lines.writeStream.trigger(availableNow=True).option('checkpointLocation', 'marks/NEW')"
        ".toTable('NEW').awaitTermination()"
    ),
    "a stream's batches": (
        "def keep(batch, number): batch.write.mode('append').save(HOME + '/spark-warehouse/NEW')\n"
        "lines.writeStream.trigger(availableNow=True).option('checkpointLocation', 'marks/NEW')"
        ".foreachBatch(keep).start().awaitTermination()"
    ),
    "another thread": (
        "import threading\n"
        "t = threading.Thread(target=lambda: frame.write.save('spark-warehouse/NEW')); t.start(); t.join()"
    ),
    "swallowed": "try: frame.write.save('spark-warehouse/NEW')\nexcept Exception: pass",
}
READS = (
    "spark.sql('SELECT count(*) FROM orders').first()[0]",
    "spark.sql('SELECT count(*) FROM {rows} WHERE id < {most}', rows=seen, most=9).first()[0]",
    "spark.table('orders').count()",
    "spark.read.parquet('spark-warehouse/orders').count()",
    "sum(table.name == 'orders' for table in spark.catalog.listTables()) * 3",
    "(frame.createOrReplaceTempView('seen'), spark.table('orders').toPandas().shape[0])[1]",
)
SESSIONS = {
    "classic": "master('local[1]')",
    "Spark Connect": "remote('local[1]')",
}
OPEN = """
import os
from pyspark.sql import SparkSession
HOME = os.getcwd()
os.makedirs("lines", exist_ok=True)
open("lines/a.txt", "w").write("a line")
spark = (SparkSession.builder.{how}.config("spark.ui.enabled", "false")
         .config("spark.sql.shuffle.partitions", "1").getOrCreate())
spark.sql("CREATE TABLE orders (id INT, city STRING) USING parquet")
spark.sql("INSERT INTO orders VALUES (1, 'NY'), (2, 'NY'), (3, 'LA')")
frame = spark.createDataFrame([(99, "X")], "id INT, city STRING")
lines = spark.readStream.text("lines")
seen = spark.table("orders")
"""


@dataclass(frozen=True)
class Spark:
    """A session of Spark in a kernel, and the folder that it writes to."""

    kernel: Kernel
    folder: Path

    def wrote(self, new: str) -> bool:
        """Say whether the place `new` holds anything, or the orders are not the three any more."""
        warehouse = self.folder / "spark-warehouse"
        orders = duckdb.sql(f"SELECT count(*) FROM read_parquet('{warehouse}/orders/*.parquet')").fetchall()
        return (warehouse / new).exists() or orders != [(3,)]

    def back_to_three(self) -> None:
        """Make the orders what they were."""
        self.kernel.run(
            "spark.sql(\"INSERT OVERWRITE orders SELECT * FROM VALUES (1, 'NY'), (2, 'NY'), (3, 'LA')\")"
        )


@dataclass(frozen=True)
class Tried:
    """A guarded session, and which of the writes really wrote where the guard was switched off."""

    api: str
    guarded: Spark
    wrote_without: dict[str, bool]


@contextmanager
def session(how: str, folder: Path, **variables: str) -> Iterator[Spark]:
    """Start Spark in a kernel."""
    folder.mkdir()
    (folder / "guard.toml").write_text('[environments.dev]\ntier = "dev"\n')
    with starting(folder.parent) as start_kernel:
        kernel = start_kernel(folder, **variables)
        opened = kernel.run(OPEN.format(how=how), timeout=600)
        assert not opened.error
        yield Spark(kernel, folder)


def new_place(name: str) -> str:
    """Return a place of that write's own."""
    return f"made_{list(WRITES).index(name)}"


@pytest.fixture(scope="module", params=SESSIONS)
def tried(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tried]:
    """One session after the other, for each of Spark Connect wants the same port."""
    folder, how = tmp_path_factory.mktemp("spark"), SESSIONS[request.param]
    wrote = {}
    with session(how, folder / "control", JUPYTER_GUARD="off") as control:
        for name, code in WRITES.items():
            control.kernel.run(code.replace("NEW", new_place(name)))
            wrote[name] = control.wrote(new_place(name))
            control.back_to_three()
    with session(how, folder / "guarded") as guarded:
        yield Tried(request.param, guarded, wrote)


@pytest.mark.parametrize("name", WRITES)
def test_a_write_is_stopped(name: str, tried: Tried) -> None:
    kernel, code = tried.guarded.kernel, WRITES[name].replace("NEW", new_place(name))

    kernel.run("%guard tag prod")
    stopped = kernel.run(code)
    kernel.run("%guard tag dev")

    # By Spark Connect on this machine the batches did not write without the guard either.
    assert tried.wrote_without[name] or (tried.api, name) == ("Spark Connect", "a stream's batches")
    assert stopped.shown("refusal")["environment"] == "prod"
    assert not tried.guarded.wrote(new_place(name))


@pytest.mark.parametrize("read", READS)
def test_a_read_passes(read: str, tried: Tried) -> None:
    kernel = tried.guarded.kernel

    kernel.run("%guard tag prod")
    answer = kernel.run(f"int({read})")
    kernel.run("%guard tag dev")

    assert (answer.error, answer.displays, answer.result.get("text/plain")) == ({}, [], "3")
