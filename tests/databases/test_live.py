"""What live databases say of their own functions, views, operators and casts, and what comes of it."""

from __future__ import annotations

import json
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import psycopg
import pymysql
import pytest

from jupyter_guard.databases import asking, live
from jupyter_guard.databases.live import Live
from jupyter_guard.databases.mysql_url import parameters_of
from jupyter_guard.policy import Effect, Environment, Policy, Tier, Verdict
from jupyter_guard.policy.model import Connection
from tests.servers import MariaDB, Postgres, mariadb, postgres

__all__ = ["mariadb", "postgres"]

POSTGRES = """
CREATE SCHEMA live; SET search_path = live;
CREATE TABLE orders (id int, amount int); CREATE SEQUENCE s; CREATE TABLE log (note text);
CREATE TYPE pair AS (a int, b int);
CREATE FUNCTION counts() RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM live.orders $$;
CREATE FUNCTION bumps() RETURNS bigint LANGUAGE sql AS $$ SELECT nextval('live.s') $$;
CREATE FUNCTION standard(x int) RETURNS int LANGUAGE sql RETURN x + 1;
CREATE FUNCTION atomic() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT nextval('live.s'); END;
CREATE FUNCTION scripted(x int) RETURNS text LANGUAGE plpgsql AS $$
    DECLARE label text := 'small';
    BEGIN
        IF x > 10 THEN label := upper('large'); END IF;
        FOR x IN SELECT amount FROM live.orders LOOP RAISE NOTICE 'seen %', x; END LOOP;
        RETURN CASE WHEN x IS NULL THEN 'none' ELSE label END;
    END $$;
CREATE FUNCTION least_of(VARIADIC numeric[]) RETURNS numeric LANGUAGE plpgsql AS $$
    DECLARE least numeric = $1[1];
    BEGIN
        FOR i IN 2..array_upper($1, 1) LOOP IF $1[i] < least THEN least := $1[i]; END IF; END LOOP;
        RETURN least;
    END $$;
CREATE FUNCTION logs() RETURNS int LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO live.log VALUES ('x'); RETURN 1; END $$;
CREATE FUNCTION stable_but_logs() RETURNS int STABLE LANGUAGE plpgsql AS $$ BEGIN RETURN live.logs(); END $$;
CREATE FUNCTION stable_and_dynamic() RETURNS int STABLE LANGUAGE plpgsql AS $$
    DECLARE r int; BEGIN EXECUTE 'SELECT live.' || 'logs()' INTO r; RETURN r; END $$;
CREATE FUNCTION definer() RETURNS int STABLE SECURITY DEFINER LANGUAGE sql AS $$ SELECT live.logs() $$;
CREATE FUNCTION twice(int) RETURNS int LANGUAGE sql AS $$ SELECT 2 * $1 $$;
CREATE FUNCTION twice(text) RETURNS int LANGUAGE sql AS $$ SELECT live.logs() $$;
CREATE FUNCTION peeks(pair) RETURNS int LANGUAGE sql AS $$ SELECT live.logs() $$;
CREATE FUNCTION adds(int, text) RETURNS int LANGUAGE sql AS $$ SELECT live.logs() $$;
CREATE FUNCTION joins(int, text) RETURNS text LANGUAGE sql AS $$ SELECT $1::text || $2 $$;
CREATE OPERATOR @+@ (FUNCTION = adds, LEFTARG = int, RIGHTARG = text);
CREATE OPERATOR @|@ (FUNCTION = joins, LEFTARG = int, RIGHTARG = text);
CREATE FUNCTION system_rows(internal) RETURNS tsm_handler LANGUAGE internal AS 'tsm_bernoulli_handler';
CREATE FUNCTION compiled(int) RETURNS int LANGUAGE internal AS 'int4abs';
CREATE VIEW sampled AS SELECT * FROM live.orders TABLESAMPLE live.system_rows(5);
CREATE AGGREGATE sums(int) (SFUNC = int4pl, STYPE = int, INITCOND = '0');
CREATE FUNCTION keeps(int, int) RETURNS int LANGUAGE sql AS $$ SELECT live.logs() $$;
CREATE AGGREGATE notes(int) (SFUNC = keeps, STYPE = int, INITCOND = '0');
CREATE VIEW totals AS SELECT sum(amount) AS total FROM live.orders;
CREATE VIEW totals_of_totals AS SELECT max(total) AS best FROM live.totals;
CREATE VIEW writing AS SELECT live.bumps() AS n;
CREATE VIEW "Odd name" AS SELECT * FROM live.writing;
CREATE FUNCTION as_int(pair) RETURNS int LANGUAGE sql AS $$ SELECT live.logs() $$;
CREATE CAST (pair AS int) WITH FUNCTION as_int(pair);
CREATE DOMAIN checked AS int CHECK (live.logs() > VALUE);
CREATE TABLE watched (id int); ALTER TABLE watched ENABLE ROW LEVEL SECURITY;
CREATE POLICY noted ON watched USING (live.logs() > 0);
GRANT USAGE ON SCHEMA live TO analyst; GRANT ALL ON ALL TABLES IN SCHEMA live TO analyst;
"""
# What runs although nothing but a type, an operator or a default is meant; each wrote on PostgreSQL 15.
POSTGRES_UNSEEN = """
CREATE SCHEMA unseen; SET search_path = unseen;
CREATE TABLE log (note text); CREATE SEQUENCE s; CREATE TABLE t (a int);
CREATE FUNCTION writes() RETURNS int LANGUAGE sql AS $$ INSERT INTO unseen.log VALUES ('x'); SELECT 1 $$;
CREATE DOMAIN inner_domain AS int CHECK (unseen.writes() > 0); CREATE DOMAIN outer_domain AS inner_domain;
CREATE TYPE holding AS (x inner_domain, y int); CREATE TABLE held (x inner_domain[]);
CREATE FUNCTION gives() RETURNS inner_domain LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION takes(OUT x outer_domain) LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION defaults(x bigint DEFAULT nextval('unseen.s')) RETURNS bigint LANGUAGE sql AS 'SELECT x';
CREATE TYPE pair AS (a int, b int); CREATE TABLE pairs (p pair);
CREATE FUNCTION compares(pair, pair) RETURNS int LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO unseen.log VALUES ('x'); RETURN ($1).a - ($2).a; END $$;
CREATE FUNCTION less(pair, pair) RETURNS bool LANGUAGE sql AS 'SELECT ($1).a < ($2).a';
CREATE OPERATOR #<# (FUNCTION = less, LEFTARG = pair, RIGHTARG = pair);
CREATE OPERATOR CLASS pair_ops DEFAULT FOR TYPE pair USING btree
    AS OPERATOR 1 #<#, FUNCTION 1 compares(pair, pair);
CREATE FUNCTION compares(int, int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO unseen.log VALUES ('x'); RETURN $1 - $2; END $$;
CREATE OPERATOR <<< (FUNCTION = int4lt, LEFTARG = int, RIGHTARG = int);
CREATE OPERATOR CLASS odd_ops FOR TYPE int USING btree AS OPERATOR 1 <<<, FUNCTION 1 compares(int, int);
CREATE TYPE odd_range AS RANGE (subtype = int, subtype_opclass = odd_ops);
CREATE FUNCTION as_point(int) RETURNS point LANGUAGE sql AS $$ SELECT unseen.writes(); SELECT point(1, 1) $$;
CREATE CAST (int AS point) WITH FUNCTION as_point(int);
CREATE FUNCTION equals(point, int) RETURNS bool LANGUAGE sql AS $$ SELECT unseen.writes() > 0 $$;
CREATE OPERATOR = (FUNCTION = equals, LEFTARG = point, RIGHTARG = int);
CREATE OPERATOR >= (FUNCTION = equals, LEFTARG = point, RIGHTARG = int);
CREATE OPERATOR ~~ (FUNCTION = equals, LEFTARG = point, RIGHTARG = int);
CREATE FUNCTION advances(regclass) RETURNS bigint LANGUAGE internal STABLE AS 'nextval_oid';
CREATE FUNCTION folded(int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS $$ BEGIN
    PERFORM unseen.writes(); RETURN 1; END $$;
CREATE VIEW "a""b" AS SELECT unseen.writes() AS n;
CREATE FOREIGN DATA WRAPPER odd_wrapper; CREATE SERVER elsewhere FOREIGN DATA WRAPPER odd_wrapper;
CREATE FOREIGN TABLE remote (a int) SERVER elsewhere; CREATE VIEW over_remote AS SELECT * FROM remote;
GRANT USAGE ON SCHEMA unseen TO analyst; GRANT ALL ON ALL TABLES IN SCHEMA unseen TO analyst;
"""
UNSEEN = [
    "SELECT 1::unseen.outer_domain",
    "SELECT '{1}'::unseen._inner_domain",
    "SELECT ROW(1, 2)::unseen.holding",
    "SELECT json_populate_record(NULL::unseen.held, '{\"x\": [1]}')",
    "SELECT * FROM jsonb_to_recordset('[{\"x\": 1}]') AS r (x unseen.outer_domain)",
    "SELECT unseen.gives()",
    "SELECT unseen.takes()",
    "SELECT unseen.defaults()",
    "SELECT p FROM unseen.pairs ORDER BY p",
    "SELECT DISTINCT p FROM unseen.pairs",
    "SELECT rank() OVER (ORDER BY p) FROM unseen.pairs",
    "SELECT a FROM unseen.t ORDER BY a USING <<<",
    "SELECT unseen.odd_range(1, 2)",
    "SELECT '[1,2]'::unseen.odd_range && '[2,3]'::unseen.odd_range",
    "SELECT 1::point",
    "SELECT CAST(a AS point) FROM unseen.t",
    "SELECT point '(1,1)' IN (1)",
    "SELECT CASE point '(1,1)' WHEN 1 THEN 2 END",
    "SELECT NULLIF(point '(1,1)', 1)",
    "SELECT point '(1,1)' IS DISTINCT FROM 1",
    "SELECT point '(1,1)' BETWEEN 1 AND 2",
    "SELECT point '(1,1)' LIKE 1",
    "SELECT unseen.advances('unseen.s')",
    "EXPLAIN SELECT unseen.folded(1)",
    "EXPLAIN DELETE FROM unseen.t WHERE unseen.folded(1) = 1",
    'SELECT * FROM unseen."a""b"',
    "SELECT * FROM unseen.remote",
    "TABLE unseen.remote",
    "COPY unseen.remote TO STDOUT",
    "SELECT * FROM unseen.over_remote",
    "WITH x AS (SELECT * FROM unseen.over_remote) SELECT count(*) FROM x",
]
READS = [
    "SELECT id FROM live.sampled",  # compiled by the extension tsm_system_rows, which our lists know
    "SELECT live.counts()",
    "SELECT counts() FROM live.orders",
    "SELECT live.standard(1)",
    "SELECT live.least_of(3, 1, 2)",
    "SELECT live.scripted(amount) FROM live.orders",
    "SELECT live.sums(amount) FROM live.orders",
    "SELECT 1 OPERATOR(pg_catalog.+) 1, 1 @|@ 'x' FROM live.orders",
    "SELECT * FROM live.totals_of_totals",
    "SELECT watching FROM live.orders AS watching",
]
WRITES = [
    "SELECT live.compiled(1)",
    "SELECT live.bumps()",
    "SELECT live.atomic()",
    "SELECT LIVE.Logs()",
    'SELECT "live"."logs"()',
    "SELECT live.stable_but_logs()",
    "SELECT live.stable_and_dynamic()",
    "SELECT live.definer()",
    "SELECT live.twice(1)",
    "SELECT (p).peeks FROM (SELECT ROW(1, 2)::live.pair AS p) AS x",
    "SELECT 1 @+@ 'x'",
    "SELECT live.notes(amount) FROM live.orders",
    "SELECT * FROM live.writing",
    "TABLE live.writing",
    'SELECT * FROM live."Odd name"',
    "EXPLAIN ANALYZE SELECT * FROM live.writing",
    "WITH w AS (SELECT * FROM live.writing) SELECT count(*) FROM w",
    "SELECT ROW(1, 2)::live.pair::int",
    "SELECT 5::live.checked",
    "SELECT * FROM live.watched",
    "COPY live.writing TO STDOUT",
]


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))


@pytest.fixture(scope="module")
def server(postgres: Postgres) -> Iterator[Postgres]:
    with psycopg.connect(postgres.superuser_url, autocommit=True) as admin:
        for statement in (POSTGRES, "RESET search_path"):
            admin.execute(statement.encode())
        yield postgres
        admin.execute("DROP SCHEMA live CASCADE")


def _judged(
    url: str, dialect: str, sql: str, known: Live | None = None, limit: Effect = Effect.READ
) -> tuple[Verdict, ...]:
    prod = Environment("prod", Tier.PROD, limit, connections={"warehouse": url})
    policy = Policy({"prod": prod}, default="prod")
    connection = Connection("warehouse", dialect, prod, url)
    return (known or Live()).judge(policy, sql, connection, prod, connection)


def _effect(url: str, dialect: str, sql: str, known: Live | None = None) -> Effect:
    return max(verdict.statement.effect for verdict in _judged(url, dialect, sql, known))


def test_postgresql_functions_are_judged_by_what_they_do(server: Postgres) -> None:
    known = Live()

    assert {sql: _effect(server.url, "postgres", sql, known).name for sql in READS} == dict.fromkeys(
        READS, "READ"
    )
    passed = [sql for sql in WRITES if _effect(server.url, "postgres", sql, known) <= Effect.SESSION]
    assert passed == []


def test_what_runs_unseen_in_postgresql_is_judged_too(postgres: Postgres) -> None:
    known = Live()
    with psycopg.connect(postgres.superuser_url, autocommit=True) as admin:
        for statement in (POSTGRES_UNSEEN, "RESET search_path"):
            admin.execute(statement.encode())
        try:
            effects = {sql: _effect(postgres.url, "postgres", sql, known) for sql in UNSEEN}
            plain = _effect(postgres.url, "postgres", "SELECT a, 'remote' FROM unseen.t ORDER BY a", known)
        finally:
            admin.execute("DROP SCHEMA unseen CASCADE; DROP FOREIGN DATA WRAPPER odd_wrapper CASCADE")

    assert [sql for sql, effect in effects.items() if effect <= Effect.SESSION] == []
    assert plain is Effect.READ


def test_a_foreign_table_reads_where_guard_toml_says_so(postgres: Postgres) -> None:
    url = postgres.url
    prod = Environment(
        "prod", Tier.PROD, Effect.READ, connections={"warehouse": url}, functions=("far.remote",)
    )
    policy = Policy({"prod": prod}, default="prod", functions=("far.remote",))
    connection = Connection("warehouse", "postgres", prod, url)
    with psycopg.connect(postgres.superuser_url, autocommit=True) as admin:
        admin.execute(
            "CREATE SCHEMA far; CREATE FOREIGN DATA WRAPPER far_wrapper;"
            "CREATE SERVER far_server FOREIGN DATA WRAPPER far_wrapper;"
            "CREATE FOREIGN TABLE far.remote (a int) SERVER far_server;"
            "CREATE FOREIGN TABLE far.other (a int) SERVER far_server"
        )
        try:
            verdicts = Live().judge(
                policy, "SELECT * FROM far.remote; SELECT * FROM far.other", connection, prod, connection
            )
        finally:
            admin.execute("DROP SCHEMA far CASCADE; DROP FOREIGN DATA WRAPPER far_wrapper CASCADE")

    assert [verdict.allowed for verdict in verdicts] == [True, False]
    assert "list far.other as one of guard.toml's functions" in verdicts[1].reason


def test_a_view_leads_to_the_tables_behind_it(server: Postgres) -> None:
    (verdict,) = _judged(server.url, "postgres", "SELECT * FROM live.totals_of_totals")

    assert verdict.statement.behind == ("live.totals", "live.orders")


def test_a_view_over_tables_of_prod_counts_as_prod(server: Postgres) -> None:
    url = server.url
    dev = Environment("dev", Tier.DEV, Effect.UNKNOWN, connections={"warehouse": url})
    prod = Environment(
        "prod", Tier.PROD, Effect.READ, connections={"warehouse": url}, tables=("live.orders",)
    )
    policy = Policy({"dev": dev, "prod": prod})
    connection = Connection("warehouse", "postgres", dev, url)

    (verdict,) = Live().judge(policy, "SELECT * FROM live.totals_of_totals", connection, dev, connection)

    assert verdict.environment is prod
    assert verdict.allowed


def test_mariadb_functions_and_views(mariadb: MariaDB) -> None:
    made = """
        CREATE TABLE IF NOT EXISTS orders (id int);
        CREATE FUNCTION doubled(x int) RETURNS int DETERMINISTIC RETURN 2 * x;
        CREATE FUNCTION counted() RETURNS int READS SQL DATA
        BEGIN DECLARE n int DEFAULT 0; SELECT count(*) INTO n FROM orders; SET n = n + 1; RETURN n; END;
        CREATE FUNCTION sly() RETURNS int NO SQL BEGIN INSERT INTO orders VALUES (1); RETURN 1; END;
        CREATE VIEW plain_view AS SELECT doubled(id) AS d FROM orders;
        CREATE VIEW sly_view AS SELECT sly() AS n
    """
    with pymysql.connect(**parameters_of("shop", mariadb.url)) as admin, admin.cursor() as cursor:
        pieces = made.replace("BEGIN", "BEGIN\0").split(";\n        CREATE")
        for piece in pieces:
            text = piece.replace("\0", "").strip()
            cursor.execute(text if text.startswith("CREATE") else f"CREATE {text}")
    known = Live()

    effects = {
        sql: _effect(mariadb.url, "mysql", sql, known).name
        for sql in (
            "SELECT doubled(id), counted() FROM orders",
            "SELECT * FROM plain_view",
            "SELECT sly()",
            "SELECT * FROM sly_view",
        )
    }

    assert list(effects.values()) == ["READ", "READ", "UNKNOWN", "UNKNOWN"]


def test_duckdb_macros_and_views(tmp_path: Path) -> None:
    file = tmp_path / "warehouse.duckdb"
    with duckdb.connect(str(file)) as made:
        made.execute(
            "CREATE SEQUENCE s; CREATE TABLE t (i INT); CREATE MACRO twice(x) AS 2 * x;"
            "CREATE MACRO next_of(x) AS nextval('s') + x;"
            "CREATE MACRO pick(n) AS TABLE SELECT * FROM t LIMIT n;"
            'CREATE VIEW v AS SELECT twice(i) FROM t; CREATE VIEW w(" AS ") AS SELECT next_of(1);'
        )
    url, known = f"duckdb:///{file}", Live()

    effects = {
        sql: _effect(url, "duckdb", sql, known).name
        for sql in (
            "SELECT twice(2)",
            "FROM pick(3)",
            "FROM v",
            "SELECT next_of(2)",
            "FROM w",
            "SUMMARIZE w",
            "SELECT * FROM query_table('w')",
        )
    }

    assert list(effects.values()) == ["READ", "READ", "READ", "WRITE", "WRITE", "WRITE", "WRITE"]


@pytest.mark.parametrize(
    ("made", "sql"),
    [
        ("CREATE TABLE g (a INT, b BIGINT GENERATED ALWAYS AS (nextval('s')))", "FROM g"),
        ("CREATE MACRO lower(x) AS nextval('s')", "SELECT 'A'.lower()"),
        ("CREATE MACRO \"+\"(a, b) AS nextval('s')", "SELECT 1 + 2"),
        ("CREATE MACRO \"||\"(a, b) AS nextval('s')", "SELECT 'a' || 'b'"),
        ("CREATE MACRO \"~~\"(a, b) AS nextval('s') > 0", "SELECT 'a' LIKE 'b'"),
        ("CREATE MACRO list_value(a) AS nextval('s')", "SELECT [5]"),
        ("CREATE MACRO struct_pack(a) AS nextval('s')", "SELECT {'a': 1}"),
        ("CREATE MACRO contains(a, b) AS nextval('s') > 0", "SELECT 1 IN [1, 2]"),
        ("CREATE MACRO current_date() AS nextval('s')", "SELECT current_date"),
        ("CREATE MACRO count_star() AS nextval('s')", "SELECT count(*)"),
        ('CREATE VIEW "a""b" AS SELECT nextval(\'s\')', 'FROM "a""b"'),
        ("CREATE MACRO of_two(a) AS a, (a, b) AS nextval('s')", "SELECT of_two(1, 2)"),
    ],
)
def test_what_runs_unseen_in_duckdb_is_judged_too(tmp_path: Path, made: str, sql: str) -> None:
    """Each wrote in DuckDB 2.0.1; a macro in place of its own functions is taken for any of their ways."""
    file = tmp_path / "warehouse.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute(f"CREATE SEQUENCE s; {made}")

    assert _effect(f"duckdb:///{file}", "duckdb", sql) is Effect.WRITE


def test_a_duckdb_macro_that_only_reads_may_take_the_place_of_a_function(tmp_path: Path) -> None:
    file = tmp_path / "warehouse.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute(
            "CREATE MACRO lower(x) AS upper(x); CREATE TABLE t (a INT, b INT GENERATED ALWAYS AS (a + 1))"
        )
    url, known = f"duckdb:///{file}", Live()

    assert _effect(url, "duckdb", "SELECT 'A'.lower(), b FROM t", known) is Effect.READ


def test_sqlite_views(tmp_path: Path) -> None:
    file = tmp_path / "warehouse.sqlite"
    with closing(sqlite3.connect(file)) as made, made:
        made.executescript(
            "CREATE TABLE t (a); CREATE VIEW v AS SELECT upper(a) FROM t;"
            "CREATE VIEW w AS SELECT own_function(a) FROM t;"
            'CREATE TABLE g (a, "as (", b AS (upper(a)) STORED);'
        )
        made.create_function("own_function", 1, str, deterministic=True)
        made.execute("CREATE TABLE h (a, b GENERATED ALWAYS AS (own_function(a)))")
    url, known = f"sqlite:///{file}", Live()

    assert _effect(url, "sqlite", "SELECT * FROM v", known) is Effect.READ
    assert _effect(url, "sqlite", "SELECT * FROM w", known) is Effect.UNKNOWN
    assert _effect(url, "sqlite", "SELECT * FROM g", known) is Effect.READ
    assert _effect(url, "sqlite", "SELECT b FROM h", known) is Effect.UNKNOWN


def test_a_session_asks_once_and_again_only_for_a_new_name(
    server: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    monkeypatch.setattr(live, "ask", lambda *args: (asked.append(args), asking.ask(*args))[1])
    known = Live()

    for sql in ("SELECT live.counts()", "SELECT live.bumps()", "SELECT * FROM live.totals, live.orders"):
        _judged(server.url, "postgres", sql, known)
    assert len(asked) == 1
    for _ in range(3):
        _judged(server.url, "postgres", "SELECT later()", known)
    assert len(asked) == 2
    with psycopg.connect(server.superuser_url, autocommit=True) as admin:
        admin.execute("CREATE FUNCTION live.newer() RETURNS int LANGUAGE sql AS 'SELECT 1'")
    assert _effect(server.url, "postgres", "SELECT live.newer()", known) is Effect.READ
    assert len(asked) == 3
    _judged(server.url, "postgres", "SELECT live.newer()", Live())
    assert len(asked) == 3  # another session takes what is on disk


def test_what_leaves_nothing_open_asks_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "ask", lambda *args: pytest.fail("asked"))

    assert _effect("postgresql://u@nowhere.example/db", "postgres", "SELECT 1") is Effect.READ
    assert _effect("postgresql://u@nowhere.example/db", "postgres", "DROP TABLE t") is Effect.SCHEMA


def test_a_catalog_on_disk_is_its_owners_and_holds_no_password(server: Postgres, tmp_path: Path) -> None:
    _judged(server.url, "postgres", "SELECT live.counts()")

    (file,) = (tmp_path / "data" / "jupyter_guard" / "catalogs").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    content = file.read_text()
    assert server.password not in content
    assert json.loads(content)["dialect"] == "postgres"


def test_a_database_that_cannot_be_asked_leaves_the_text_alone() -> None:
    url = "postgresql://analyst:s3cret@127.0.0.1:1/none"

    allowed, blocked = (_judged(url, "postgres", sql)[0] for sql in ("SELECT * FROM t", "SELECT f()"))

    assert allowed.allowed
    assert "Only its text was looked at, since warehouse could not be asked" in blocked.reason
    assert "s3cret" not in blocked.reason


def test_the_question_is_sent_on_a_read_only_session_of_its_own(server: Postgres) -> None:
    with psycopg.connect(server.superuser_url, autocommit=True) as admin:
        admin.execute("ALTER SYSTEM SET log_statement = 'all'")
        admin.execute("ALTER SYSTEM SET log_line_prefix = '%p %a '")
        admin.execute("SELECT pg_reload_conf()")
        try:
            _judged(server.url, "postgres", "SELECT live.counts()")
        finally:
            admin.execute("ALTER SYSTEM RESET ALL")
            admin.execute("SELECT pg_reload_conf()")
    log = (server.folder / "data" / "log").read_text()

    sent = [line for line in log.splitlines() if " jupyter_guard LOG:  statement:" in line]
    assert len(sent) == 1  # the question; nothing else, and the mode comes with the connection


def test_after_a_change_in_the_same_text_the_catalog_is_not_believed(server: Postgres) -> None:
    made = "CREATE OR REPLACE FUNCTION live.counts() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'"
    sql = f"{made}; SELECT live.counts()"

    effects = [verdict.statement.effect for verdict in _judged(server.url, "postgres", sql)]

    assert effects == [Effect.SCHEMA, Effect.UNKNOWN]
