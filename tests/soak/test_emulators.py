"""Snowflake and AWS against emulators, BigQuery against a stand-in: the real clients, the write looked for.

An emulator runs in a virtual environment of its own, for it wants other versions of what is guarded here;
`make soak` makes them and names their programs, FAKESNOW and MOTO_SERVER. Needs the extra `routes-cloud`.
"""

from __future__ import annotations

import json
import os
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.kernel.conftest import Kernel, Ran, starting
from tests.servers import free_port

PROD = 'default = "prod"\n'


@contextmanager
def running(variable: str, *arguments: str) -> Iterator[int]:
    """Run an emulator and give its port; without it a skip."""
    program = os.environ.get(variable)
    if not program:
        pytest.skip(f"no emulator: {variable} names none; make soak does")
    port = free_port()
    with subprocess.Popen(
        [program, *arguments, "-p", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            _wait_for(port)
            yield port
        finally:
            server.terminate()


def _wait_for(port: int) -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.5)
        else:
            return
    pytest.fail(f"nothing answers on port {port}")


@dataclass(frozen=True)
class Pair:
    """A kernel whose guard is off, and one in prod."""

    control: Kernel
    guarded: Kernel

    def run(self, code: str) -> tuple[Ran, Ran]:
        return self.control.run(code), self.guarded.run(code)


@pytest.fixture
def kernels(tmp_path: Path) -> Iterator[Pair]:
    (tmp_path / "guard.toml").write_text(PROD)
    with starting(tmp_path) as start:
        yield Pair(start(tmp_path, JUPYTER_GUARD="off"), start(tmp_path))


def places(ran: Ran) -> set[str]:
    mime = "application/vnd.jupyter-guard.refusal+json"
    return {display[mime]["environment"] for display in ran.displays if mime in display}


# --- Snowflake -------------------------------------------------------------------------------------------------

SNOWFLAKE = """
import snowflake.connector
con = snowflake.connector.connect(
    user="a", password="b", account="fakesnow", host="127.0.0.1", port={port}, protocol="http",
    database="SHOP", schema="PUBLIC", session_parameters={{"CLIENT_OUT_OF_BAND_TELEMETRY_ENABLED": False}})
"""
SNOWPARK = (
    SNOWFLAKE
    + "\nfrom snowflake.snowpark import Session\nsession = Session.builder.configs({{'connection': con}}).create()"
)
# What opens it, what writes, and what reads 3.
WAYS: dict[str, tuple[str, str, str]] = {
    "execute": (SNOWFLAKE, "con.cursor().execute('DELETE FROM orders')", "con.cursor().execute('SELECT count(*) FROM orders').fetchone()[0]"),
    "execute_string": (SNOWFLAKE, "con.execute_string('SELECT 1; DELETE FROM orders')", "con.execute_string('SELECT count(*) FROM orders')[0].fetchone()[0]"),
    "a dict cursor": (SNOWFLAKE, "con.cursor(snowflake.connector.DictCursor).execute('DELETE FROM orders')", "con.cursor(snowflake.connector.DictCursor).execute('SELECT count(*) AS N FROM orders').fetchone()['N']"),
    "executemany": (SNOWFLAKE, "con.cursor().executemany('INSERT INTO orders VALUES (%s, %s)', [(98, 'X'), (99, 'X')])", "con.cursor().execute('SELECT count(*) FROM orders').fetchall()[0][0]"),
    "Snowpark's sql": (SNOWPARK, "session.sql('DELETE FROM orders').collect()", "session.sql('SELECT * FROM orders').count()"),
    "Snowpark's save_as_table": (SNOWPARK, "session.table('orders').write.mode('overwrite').save_as_table('made')\nsession.sql('DELETE FROM orders').collect()", "session.table('orders').count()"),
    "Snowpark's delete": (SNOWPARK, "session.table('orders').delete()", "len(session.table('orders').collect())"),
}  # fmt: skip
SET_UP = (
    "con.cursor().execute('CREATE OR REPLACE TABLE orders (id int, city text)')\n"
    "con.cursor().execute(\"INSERT INTO orders VALUES (1, 'NY'), (2, 'NY'), (3, 'LA')\")"
)
LOOK = "int(con.cursor().execute('SELECT count(*) FROM orders').fetchone()[0])"


@pytest.fixture(scope="module")
def snowflake() -> Iterator[int]:
    pytest.importorskip("snowflake.connector")
    with running("FAKESNOW", "-s") as port:
        yield port


@pytest.mark.parametrize("way", WAYS)
def test_a_write_to_snowflake_is_stopped_and_a_read_passes(way: str, snowflake: int, kernels: Pair) -> None:
    opening, write, read = WAYS[way]
    if "snowpark" in opening:
        pytest.importorskip("snowflake.snowpark")
    for ran in kernels.run(opening.format(port=snowflake)):
        assert not ran.error
    look = kernels.control.value
    kernels.control.run(SET_UP)

    kernels.control.run(write)
    assert look(LOOK) != "3", "the control did not write"
    kernels.control.run(SET_UP)
    refused = kernels.guarded.run(write)

    assert (look(LOOK), places(refused)) == ("3", {"prod"})
    assert kernels.guarded.value(f"int({read})") == "3"


# --- Athena ----------------------------------------------------------------------------------------------------

ATHENA = """
import os
os.environ.update(AWS_ACCESS_KEY_ID="a", AWS_SECRET_ACCESS_KEY="b", AWS_DEFAULT_REGION="eu-west-1")
import boto3, pyathena
place = {{"endpoint_url": "http://127.0.0.1:{port}", "region_name": "eu-west-1"}}
con = pyathena.connect(s3_staging_dir="s3://shop/", **place)
s3 = boto3.client("s3", **place)
try:
    s3.create_bucket(Bucket="shop", CreateBucketConfiguration={{"LocationConstraint": "eu-west-1"}})
except s3.exceptions.BucketAlreadyOwnedByYou:
    pass
athena, redshift = boto3.client("athena", **place), boto3.client("redshift-data", **place)
"""
SENT = (
    "[athena.get_query_execution(QueryExecutionId=i)['QueryExecution']['Query'] "
    "for i in athena.list_query_executions()['QueryExecutionIds']]"
)
AWS = {
    "PyAthena": ("con.cursor().execute('DELETE FROM orders')", "con.cursor().execute('SELECT 1')"),
    "boto3's athena": (
        "athena.start_query_execution(QueryString='DELETE FROM orders', ResultConfiguration={'OutputLocation': 's3://shop/'})",
        "athena.start_query_execution(QueryString='SELECT 1', ResultConfiguration={'OutputLocation': 's3://shop/'})",
    ),
}  # fmt: skip


@pytest.mark.parametrize("way", AWS)
def test_a_write_to_athena_is_stopped_and_a_read_passes(way: str, kernels: Pair) -> None:
    pytest.importorskip("pyathena")
    write, read = AWS[way]
    with running("MOTO_SERVER") as port:
        for ran in kernels.run(ATHENA.format(port=port)):
            assert not ran.error
        refused = kernels.guarded.run(write)
        kernels.guarded.run(read)
        before = kernels.control.value(SENT)
        kernels.control.run(write)
        after = kernels.control.value(SENT)

    assert places(refused) == {"prod"}
    assert ("DELETE" in before, "SELECT 1" in before, "DELETE" in after) == (False, True, True)


def test_a_write_by_the_data_api_of_redshift_is_stopped(kernels: Pair) -> None:
    pytest.importorskip("pyathena")
    call = "redshift.execute_statement(ClusterIdentifier='c', Database='d', DbUser='u', Sql={sql!r})['Id']"
    told = "redshift.describe_statement(Id=_)['QueryString']"
    with running("MOTO_SERVER") as port:
        for ran in kernels.run(ATHENA.format(port=port)):
            assert not ran.error
        kernels.control.run(call.format(sql="DELETE FROM orders"))
        written = kernels.control.value(told)
        refused = kernels.guarded.run(call.format(sql="DELETE FROM orders"))
        kernels.guarded.run(call.format(sql="SELECT 1"))
        read = kernels.guarded.value(told)

    assert (written, places(refused), read) == ("'DELETE FROM orders'", {"prod"}, "'SELECT 1'")


# --- BigQuery --------------------------------------------------------------------------------------------------


class Answering(BaseHTTPRequestHandler):
    """Speaks as much of BigQuery's protocol as its client asks for: each query is done, and answers 3."""

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = json.loads(raw) if raw.startswith(b"{") else {"file": raw.decode()}
        self.server.got.append(body)  # type: ignore[attr-defined]  # of the class below
        self._answer(_job(body.get("configuration", {})) if "/jobs" in self.path else _rows())

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path.endswith("/datasets/d"):
            self._answer({"datasetReference": {"projectId": "shop", "datasetId": "d"}})
        else:
            self._answer(_job({"query": {"query": "SELECT 3"}}) if "/jobs/" in path else _rows())

    def log_message(self, *args: Any) -> None:
        """Say nothing."""

    def _answer(self, told: dict[str, Any]) -> None:
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    """Keeps what it was sent."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.got: list[dict[str, Any]] = []


def _job(configuration: dict[str, Any]) -> dict[str, Any]:
    place = {"projectId": "shop", "jobId": "j", "location": "EU"}
    configuration = {**configuration, "jobType": "QUERY"}
    if "query" in configuration:
        configuration["query"].setdefault(
            "destinationTable", {"projectId": "shop", "datasetId": "anonymous", "tableId": "t"}
        )
    return {
        "jobReference": place,
        "configuration": configuration,
        "status": {"state": "DONE"},
        "statistics": {"query": {"statementType": "SELECT"}},
    }


def _rows() -> dict[str, Any]:
    return {
        "jobReference": {"projectId": "shop", "jobId": "j", "location": "EU"},
        "jobComplete": True,
        "schema": {"fields": [{"name": "n", "type": "INTEGER", "mode": "NULLABLE"}]},
        "totalRows": "1",
        "rows": [{"f": [{"v": "3"}]}],
    }


BIGQUERY = """
from google.auth.credentials import AnonymousCredentials
from google.cloud import bigquery
place = {{"api_endpoint": "http://127.0.0.1:{port}"}}
con = bigquery.Client("shop", credentials=AnonymousCredentials(), client_options=place)
import bigquery_magics
bigquery_magics.context.credentials, bigquery_magics.context.project = AnonymousCredentials(), "shop"
bigquery_magics.context.bigquery_client_options = place
%load_ext bigquery_magics
"""
CELL = "get_ipython().run_cell_magic('bigquery', {line!r}, {text!r})"
INTO = "bigquery.QueryJobConfig(destination='shop.d.made')"
QUESTIONS: dict[str, tuple[str, str]] = {
    "query": ("con.query('DELETE FROM d.orders WHERE true').result()", "list(con.query('SELECT 3 AS n').result())[0][0]"),
    "query_and_wait": ("con.query_and_wait('DELETE FROM d.orders WHERE true')", "list(con.query_and_wait('SELECT 3 AS n'))[0][0]"),
    "a destination": (f"con.query('SELECT 3 AS n', job_config={INTO}).result()", "con.query('SELECT 3 AS n').to_dataframe().iloc[0, 0]"),
    "streamed rows": ("con.insert_rows_json('shop.d.orders', [{'n': 1}])", "list(con.query('SELECT 3 AS n').result())[0][0]"),
    "a copy": ("con.copy_table('shop.d.orders', 'shop.d.made').result()", "list(con.query('SELECT 3 AS n').result())[0][0]"),
    "a cell": (CELL.format(line="", text="DELETE FROM d.orders WHERE true"), CELL.format(line="", text="SELECT 3 AS n") + ".iloc[0, 0]"),
    "a cell with --destination_table": (CELL.format(line="--destination_table d.made", text="SELECT 3 AS n"), CELL.format(line="", text="SELECT 3 AS n") + ".iloc[0, 0]"),
}  # fmt: skip


@pytest.fixture
def bigquery() -> Iterator[Server]:
    pytest.importorskip("google.cloud.bigquery")
    with Server() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.mark.parametrize("way", QUESTIONS)
def test_a_write_does_not_reach_bigquery_and_a_read_does(way: str, bigquery: Server, kernels: Pair) -> None:
    write, read = QUESTIONS[way]
    for ran in kernels.run(BIGQUERY.format(port=bigquery.server_port)):
        assert not ran.error

    kernels.control.run(write)
    reached = bool(bigquery.got)
    bigquery.got.clear()
    refused = kernels.guarded.run(write)

    assert (reached, bigquery.got, places(refused)) == (True, [], {"prod"})
    assert kernels.guarded.value(f"int({read})") == "3"
