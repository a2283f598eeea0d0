"""Local Spark, classic and Spark Connect: no writer writes under prod, and what reads still does.

Needs pyspark and Java; run by `make soak`.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.kernel.conftest import Kernel, start

__all__ = ["start"]

SESSIONS = {
    "classic": "SparkSession.builder.master('local[1]').config('spark.ui.enabled', 'false').getOrCreate()",
    "connect": "SparkSession.builder.remote('local[1]').getOrCreate()",
}
JDBC = "'jdbc:postgresql://db.example.com/shop'"
WRITES = (
    "spark.sql(\"INSERT INTO orders VALUES (9, 'x')\")",
    "spark.sql('DROP TABLE orders')",
    "orders.write.mode('append').insertInto('orders')",
    "orders.write.saveAsTable('made')",
    "orders.write.parquet('made')",
    "orders.write.format('csv').save('made')",
    f"orders.write.jdbc({JDBC}, 'made')",
    f"orders.write.format('jdbc').option('url', {JDBC}).option('dbtable', 'made').save()",
    "orders.writeTo('made').create()",
    "spark.catalog.createTable('made', source='parquet', schema=orders.schema)",
    f"spark.read.format('jdbc').option('url', {JDBC}).option('query', 'select 1')"
    ".option('sessionInitStatement', 'DELETE FROM a').load()",
    "spark.readStream.format('rate').load().writeStream.format('parquet').start('made')",
)
READS = {
    "spark.sql('SELECT count(*) FROM orders').collect()[0][0]": "3",
    "spark.sql('SELECT * FROM {t} WHERE id > {x}', t=orders, x=1).count()": "2",
    "spark.table('orders').count()": "3",
    "spark.catalog.listTables()[0].name": "'orders'",
    "[orders.createOrReplaceTempView('v'), spark.sql('SELECT * FROM v').count()][1]": "3",
}


@pytest.mark.parametrize("kind", SESSIONS)
def test_spark_writes_nothing_under_prod(kind: str, start: Callable[..., Kernel], tmp_path: Path) -> None:
    pytest.importorskip("pyspark")
    if shutil.which("java") is None:
        pytest.skip("no Java")
    folder = tmp_path / "project"
    folder.mkdir()
    kernel = start(folder)
    made = kernel.run(
        f"from pyspark.sql import SparkSession\nspark = {SESSIONS[kind]}\n"
        "spark.sql('CREATE TABLE orders (id INT, city STRING) USING parquet')\n"
        "spark.sql(\"INSERT INTO orders VALUES (1, 'a'), (2, 'b'), (3, 'c')\")\norders = spark.table('orders')"
    )
    assert not made.error
    kernel.run("%guard tag prod")

    for write in WRITES:
        ran = kernel.run(write)
        assert ran.error.get("ename") == "StatementBlocked", write
        assert ran.shown("refusal")["environment"] == "prod"

    assert {read: kernel.value(read) for read in READS} == READS
    assert not (folder / "made").exists()
    assert [path.name for path in (folder / "spark-warehouse").iterdir()] == ["orders"]
    kernel.run("spark.stop()")
