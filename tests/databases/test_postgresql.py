"""PostgreSQL: passwords that stay secret, locks, transactions and lost connections."""

from __future__ import annotations

import datetime
from decimal import Decimal

import psycopg
import pytest

from jupyter_guard.databases import Fetch
from jupyter_guard.errors import ConnectionFailed, GuardError, StatementFailed
from tests.databases.words import read, schema, session, write
from tests.servers import PASSWORD


def chain(error: BaseException | None) -> str:
    """All that an error and the errors behind it say."""
    said = ""
    while error is not None:
        said += f"{error}{error!r}{error.args}{getattr(error, '__notes__', '')}"
        error = error.__cause__ or error.__context__
    return said


def failure(connect, url: str) -> GuardError:
    with pytest.raises(ConnectionFailed) as caught:
        connect(url).run([read("SELECT 1")], {})
    return caught.value


def test_a_wrong_password(connect, postgres) -> None:
    error = failure(connect, postgres.url_with("wrong%40secret"))

    assert str(error) == (
        f"warehouse: cannot connect to PostgreSQL at 127.0.0.1, port {postgres.port}, database postgres, "
        "as analyst: the server does not accept this user and password."
    )
    assert "secret" not in chain(error)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("postgresql://u:hushhush@127.0.0.1:1/d", "nothing listens there"),
        ("postgresql://u:hushhush@no.such.host.invalid/d", "the host name is not known"),
        ("postgresql://u:hushhush@/d?host=/no/such/folder", "no server behind this socket folder"),
        ("postgresql://u:hush@hush@127.0.0.1/d", "percent-encoded"),
        ("postgresql://u:hush/hush@127.0.0.1/d", "percent-encoded"),
        ("postgresql://u:hush#hush@127.0.0.1/d", "percent-encoded"),
        ("postgresql://u:hush%hush@127.0.0.1/d", "percent-encoded"),
        ("postgresql://u:hushhush@127.0.0.1/d?pasword=hush", "percent-encoded"),
    ],
)
def test_an_unusable_url(connect, url, words) -> None:
    error = failure(connect, url)

    assert words in str(error)
    assert "hush" not in chain(error)


def test_an_unknown_database(connect, postgres) -> None:
    error = failure(connect, postgres.url.replace("/postgres", "/nowhere"))

    assert str(error).endswith('database "nowhere" does not exist')


def test_no_password_is_kept_where_it_shows(connect, postgres) -> None:
    database = connect(postgres.url)
    database.run([read("SELECT 1")], {})

    assert PASSWORD not in repr(database)


def test_the_own_options_are_kept(connect, postgres) -> None:
    url = f"{postgres.url}?options=-c%20search_path%3Dpg_catalog%20-c%20default_transaction_read_only%3Doff"
    database = connect(url, read_only=True)

    shown = [
        database.run([read(f"SHOW {name}")], {})[0].frame.iloc[0, 0]
        for name in ("search_path", "default_transaction_read_only", "application_name")
    ]

    assert shown == ["pg_catalog", "on", "jupyter_guard"]
    assert database.locks == "read-only session"


def test_types(connect, postgres) -> None:
    text = """SELECT 12.30::numeric AS price, 7::bigint AS n, true AS yes, NULL::boolean AS maybe,
        DATE '2024-02-03' AS day, TIMESTAMPTZ '2024-02-03 04:05:06+02' AS at,
        'x'::text AS word, ARRAY[1, 2] AS a"""

    frame = connect(postgres.url).run([read(text)], {})[0].frame

    row = frame.iloc[0].to_dict()
    assert (row["price"], str(row["price"]), row["n"], row["a"]) == (Decimal("12.30"), "12.30", 7, [1, 2])
    assert row["at"] == datetime.datetime(2024, 2, 3, 2, 5, 6, tzinfo=datetime.UTC)
    assert [str(t) for t in frame.dtypes.iloc[1:6]] == [
        "int64",
        "bool",
        "boolean",
        "datetime64[us]",
        "datetime64[us, UTC]",
    ]


def test_a_list_is_bound(connect, postgres_items) -> None:
    (outcome,) = connect(postgres_items.url).run(
        [read("SELECT id FROM items WHERE id = ANY($1) ORDER BY id", "ids")],
        {"ids": [1, 3]},
        Fetch(max_rows=1),
    )

    assert (outcome.frame["id"].tolist(), outcome.more) == ([1], True)


def test_the_hint_of_the_server_is_shown(connect, postgres_items) -> None:
    with pytest.raises(
        StatementFailed, match=r'Hint: Perhaps you meant to reference the column "items\.name"'
    ):
        connect(postgres_items.url).run([read("SELECT nam FROM items")], {})


def test_notices_of_the_server_come_with_the_outcome(connect, postgres_items) -> None:
    many = write("DO $$ BEGIN FOR i IN 1..25 LOOP RAISE NOTICE 'step %', i; END LOOP; END $$")

    quiet, loud = connect(postgres_items.url).run([read("SELECT 1 AS a"), many], {})

    assert quiet.said == ()
    assert (loud.said[0], loud.said[-1], len(loud.said)) == ("NOTICE: step 1", "… and 5 more", 21)


def test_a_transaction_may_span_batches(connect, postgres_items) -> None:
    database = connect(postgres_items.url)

    (*_, begun) = database.run([session("BEGIN"), write("DELETE FROM items")], {})
    (bounded,) = database.run([read("SELECT * FROM generate_series(1, 9)")], {}, Fetch(max_rows=2))
    database.run([session("ROLLBACK")], {})

    assert begun.note == "COMMIT or ROLLBACK ends it."
    assert (bounded.rows, bounded.more) == (2, True)
    assert database.run([read("SELECT * FROM items")], {})[0].rows == 3


def cut(postgres) -> None:
    with psycopg.connect(postgres.superuser_url, autocommit=True) as connection:
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'analyst'")


def test_a_read_survives_a_lost_connection(connect, postgres) -> None:
    database = connect(postgres.url)
    database.run([read("SELECT 1")], {})
    cut(postgres)

    (outcome,) = database.run([read("SELECT 2 AS two")], {}, Fetch(max_rows=5))

    assert outcome.frame["two"].tolist() == [2]
    assert outcome.note.startswith("The connection was lost and opened anew")


def test_a_write_is_not_sent_twice(connect, postgres) -> None:
    database = connect(postgres.url)
    database.run([read("SELECT 1")], {})
    cut(postgres)

    with pytest.raises(ConnectionFailed, match="look whether it took effect"):
        database.run([schema("CREATE TABLE twice (i int)")], {})

    assert database.run([read("SELECT to_regclass('twice') IS NULL AS gone")], {})[0].frame[
        "gone"
    ].tolist() == [True]


def test_a_lost_transaction_is_said(connect, postgres) -> None:
    database = connect(postgres.url)
    database.run([session("BEGIN")], {})
    cut(postgres)

    with pytest.raises(ConnectionFailed, match="the open transaction with it"):
        database.run([read("SELECT 1")], {})

    assert database.run([read("SELECT 1")], {})[0].rows == 1
