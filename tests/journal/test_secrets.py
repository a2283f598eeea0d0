"""A secret's kind and place stay in a text, its value never does."""

from __future__ import annotations

import time

import pytest

from jupyter_guard.journal.secrets import conceal, conceal_sql, from_url, from_variables
from jupyter_guard.journal.source_secrets import conceal_source
from jupyter_guard.journal.wording import describe


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("postgresql://me:s3cret@h/db", "postgresql://me:<secret: url-password>@h/db"),
        ("postgresql://me:p@ss@h/db", "postgresql://me:<secret: url-password>@h/db"),
        ("password = 'abc def'", "password = '<secret: named-text>'"),
        ("os.environ['PG_PASSWORD'] = \"zzz\"", "os.environ['PG_PASSWORD'] = \"<secret: named-text>\""),
        ("api_key: str = 'k'", "api_key: str = '<secret: named-text>'"),
        ("{'token': 'abc'}", "{'token': '<secret: named-text>'}"),
        ("connect('host=x password=foo user=y')", "connect('host=x password=<secret: named-word> user=y')"),
        ("CREATE USER a IDENTIFIED BY 'x''y'", "CREATE USER a IDENTIFIED BY '<secret: sql-identified>'"),
        ("Authorization: Bearer abcdefghijk", "Authorization: Bearer <secret: bearer>"),
        ("AKIAABCDEFGHIJKLMNOP", "<secret: aws-key>"),
        ("ghp_" + "a" * 36, "<secret: github-token>"),
        (
            "-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----",
            "-----BEGIN RSA PRIVATE KEY-----<secret: private-key>-----END RSA PRIVATE KEY-----",
        ),
        ("mssql+pyodbc://?odbc_connect=Driver%3DX%3BPwd%3Ds3cret", "mssql+pyodbc://<secret: url>"),
        ("postgresql://me:${env:HOST}s3cret@h/db", "postgresql://<secret: url>"),
        ("snowflake://me@acc/db?token=s3cret", "snowflake://me@acc/db?token=<secret: named-word>"),
        ("https://example.org/a?token_type=bearer", "https://example.org/a?token_type=bearer"),
        ("connect(password=pw, host='h')", "connect(password=pw, host='h')"),
        ("postgresql://me:${keyring:a/b}@h/db", "postgresql://me:${keyring:a/b}@h/db"),
        ("max_tokens = 512", "max_tokens = 512"),
        ("df.pivot(key='a')", "df.pivot(key='a')"),
        ("SELECT token FROM t", "SELECT token FROM t"),
    ],
)
def test_what_looks_like_a_secret(text: str, kept: str) -> None:
    assert conceal(text) == kept


def test_a_known_secret_is_found_however_it_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_PASSWORD", "it's/here")
    monkeypatch.setenv("PWD", "/home/me")
    known = [*from_url("postgresql://me:a%2Fb%20long@h/db"), *from_variables()]

    kept = [
        conceal(f"SELECT {text} /home/me", known) for text in ("it's/here", "it''s/here", "it%27s%2Fhere")
    ]
    kept += [conceal(text, known) for text in ("a/b long", "a%2Fb%20long", "short")]

    assert kept == [
        *["SELECT <secret: variable SHOP_PASSWORD> /home/me"] * 3,
        *["<secret: connection's password>"] * 2,
        "short",
    ]


@pytest.mark.parametrize(
    ("message", "recorded", "kept"),
    [
        ("no such table: ordrs", "SELECT * FROM ordrs", "no such table: ordrs"),
        (
            'duplicate key value violates unique constraint "people"\nDETAIL: Key (mail)=(a@b.c) exists.',
            "INSERT INTO orders",
            'duplicate key value violates unique constraint "…"',
        ),
        ("Could not convert string 'Ann' to INT32", "SELECT 1", "Could not convert string '…' to …"),
        ("customer Ann Smith is on the list", "SELECT f()", "… is on the …"),
        ("€§$", "", ""),
    ],
)
def test_an_error_is_told_without_values(message: str, recorded: str, kept: str) -> None:
    assert describe(ValueError(message), recorded) == (f"ValueError: {kept}" if kept else "ValueError")


def test_no_text_keeps_a_kernel_waiting() -> None:
    texts = ("QUJDREVG" * 25_000, "password" + " " * 50_000, "a-" * 60_000, "mysql " * 30_000, "://" * 50_000)
    began = time.thread_time()
    for text in texts:
        conceal_source(f"x = '{text}'  # key")
        conceal_source(f"%%bash\n{text}")
        conceal_sql(f"{text} -- key")

    assert time.thread_time() - began < 60  # a pattern that looks at each part from each place takes an hour
