"""What `%%guarded_sql` offers, in one real kernel on DuckDB and SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from tests.kernel.conftest import RULES, Kernel, starting


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with orders in DuckDB and notes in SQLite."""
    folder = tmp_path_factory.mktemp("magic") / "project"
    folder.mkdir()
    (folder / "guard.toml").write_text(RULES)
    for name in ("dev", "prod"):
        with duckdb.connect(folder / f"{name}.duckdb") as connection:
            connection.execute(
                "CREATE TABLE orders AS SELECT i AS id, ['NY', 'LA'][i % 2 + 1] AS city, i * 1.5 AS amount "
                "FROM range(5) AS r(i)"
            )
    connection = sqlite3.connect(folder / "notes.db")
    connection.executescript(
        "CREATE TABLE notes (id INT, body TEXT); INSERT INTO notes VALUES (1, 'a'), (2, NULL)"
    )
    connection.close()
    return folder


@pytest.fixture(scope="module")
def shared(folder: Path) -> Iterator[Kernel]:
    """One kernel for all tests here."""
    with starting(folder.parent) as start:
        yield start(folder)


@pytest.fixture
def kernel(shared: Kernel) -> Kernel:
    """The kernel, back in dev and without variables."""
    shared.run("%reset -f\n%guard tag dev")
    shared.run("pass")
    return shared


def receipt(ran) -> str:
    """Return the words of the receipt, without the time."""
    (text,) = [d["text/plain"] for d in ran.displays if "application/vnd.jupyter-guard.receipt+json" in d]
    return " · ".join(part for part in text.split(" · ") if not part.endswith(" s"))


def failed(ran) -> str:
    return "\n".join(ran.error["traceback"])


def test_a_limit_bounds_the_rows_and_the_receipt_says_so(kernel: Kernel) -> None:
    ran = kernel.run("%%guarded_sql warehouse top << --limit 2\nSELECT * FROM orders")

    assert receipt(ran) == "● dev · warehouse · top = first 2 of about 5 rows × 3 columns"
    assert kernel.value("len(top)") == "2"


def test_the_results_of_several_statements_are_all_there(kernel: Kernel) -> None:
    ran = kernel.run(
        "%%guarded_sql orders << warehouse\n"
        "SELECT 1 AS one;\nDELETE FROM orders WHERE id > 99;\nSELECT 2 AS two"
    )

    assert receipt(ran) == "● dev · warehouse · 3 statements · orders = 1 row × 1 column · committed"
    assert kernel.value("[_sql[0].one[0], _sql[1], _sql[2].two[0], orders.two[0]] == [1, 0, 2, 2]") == "True"


@pytest.mark.parametrize("connection", ["warehouse", "notes"])
@pytest.mark.parametrize(
    ("condition", "ids"),
    [
        ("id IN (:some)", [1, 2]),
        ("id NOT IN :some AND id < 3", []),
        ("id IN (:none)", []),
        ("id NOT IN (:none) AND id IN (:numbers)", [1, 2]),
        ("id = {{one}}", [1]),
    ],
)
def test_lists_and_braces_are_bound(kernel: Kernel, connection: str, condition: str, ids: list[int]) -> None:
    table = "orders" if connection == "warehouse" else "notes"
    kernel.run("import numpy\nsome, none, numbers, one = (1, 2), [], numpy.array([1, 2]), 1")
    exclude = " AND id > 0" if "NOT IN :some" in condition else ""

    kernel.run(
        f"%%guarded_sql {connection} r <<\nSELECT id FROM {table} WHERE {condition}{exclude} ORDER BY id"
    )

    assert kernel.value("r.id.tolist()") == str(ids)


@pytest.mark.parametrize("connection", ["warehouse", "notes"])
@pytest.mark.parametrize(
    "made",
    [
        "{1: 'a', 2: 'b'}.keys()",
        "pandas.Categorical([1, 2])",
        "polars.Series([1, 2])",
        "pyarrow.array([1, 2])",
        "numpy.arange(1, 60_000)",
    ],
)
def test_lists_of_every_kind_and_length_are_bound(kernel: Kernel, connection: str, made: str) -> None:
    table = "orders" if connection == "warehouse" else "notes"
    kernel.run(f"import numpy, pandas, polars, pyarrow; some = {made}")

    ran = kernel.run(
        f"%%guarded_sql {connection} r <<\nSELECT id FROM {table} WHERE id IN (:some) AND id < 3 ORDER BY id"
    )

    assert not ran.error, failed(ran)
    assert kernel.value("r.id.tolist()") == "[1, 2]"


def test_a_function_s_own_variables_come_first(kernel: Kernel) -> None:
    kernel.run("number = 4")
    kernel.run(
        "def ids(number, con, other):\n"
        "    r = %guarded_sql con SELECT id FROM :other WHERE id = :number\n"
        "    return r.id.tolist()"
    )

    ran = kernel.run(
        "import duckdb, pandas\nids(2, duckdb.connect(), pandas.DataFrame({'id': [1, 2, 4]}))",
    )

    assert not ran.error, failed(ran)
    assert ran.result["text/plain"] == "[2]"


def test_a_missing_variable_gets_the_nearest_name(kernel: Kernel) -> None:
    kernel.run("city = 'NY'")

    ran = kernel.run("%%guarded_sql warehouse\nSELECT * FROM orders WHERE city = :citi")

    assert failed(ran) == (
        "UsageError: :citi has no value: no variable of that name is in this notebook. Did you mean :city?"
    )
    assert failed(kernel.run("%%guarded_sql warehouse\nSELECT :CITY")).endswith("Did you mean :city?")


def test_functions_of_ipython_are_no_variables_that_were_meant(kernel: Kernel) -> None:
    ran = kernel.run("%%guarded_sql warehouse\nSELECT * FROM orders WHERE city = :opn")

    assert failed(ran).endswith("is in this notebook. Set it first, such as opn = …")


@pytest.mark.parametrize(
    ("cell", "advice"),
    [
        (
            "SELECT * FROM orders WHERE city = “NY”",
            "Line 1, column 35 holds the left double quotation mark “",
        ),
        ("SELECT city,\n  id – 1 FROM orders", "Line 2, column 6 holds the en dash –"),  # noqa: RUF001
        ("SELECT * FROM orders WHERE city = %(city)s", "A variable is bound as :city here."),
        ("SELECT * FROM orders WHERE city = $city", "A variable is bound as :city here."),
        ("SELECT * FROM orders WHERE city = ?", "Here a value is bound by the name of its variable: :name."),
        ("SELECT * FROM orders WHERE city = %s", "Here a value is bound by the name of its variable: :name."),
        ("SELECT * FROM orders WHERE id = :ids", ":ids is a list, which stands behind IN: IN (:ids)."),
        ("SELECT * FROM kept", "kept is a saved query: --with kept."),
        ('SELECT * FROM orders WHERE city = "NY"', '"NY" in double quotes is a column; a text stands in'),
        ("SELECT * FORM orders", "Did you mean FROM instead of FORM?"),
        ("SELECT TOP 3 * FROM orders", "TOP is T-SQL's: write LIMIT 3 at the end."),
        ("SELECT nvl(city, 'x') FROM orders", "NVL() is COALESCE() here."),
        ("SELECT 1 AS one\nGO", "GO is a word of sqlcmd, not of SQL: leave it out."),
        ("\\dt orders", "UsageError: \\dt is a command of the program psql, not SQL. %guarded_sql"),
        (".tables", "UsageError: .tables is a command of the program sqlite3 or duckdb, not SQL."),
        ("SELECT '–' AS dash FROM ordrs", 'Did you mean "orders"?'),  # noqa: RUF001
    ],
)
def test_what_a_document_or_another_magic_left_is_named(kernel: Kernel, cell: str, advice: str) -> None:
    kernel.run("city, ids = 'NY', [1]")
    kernel.run("%guarded_sql warehouse --save kept SELECT 1 AS one")

    assert failed(kernel.run(f"%%guarded_sql warehouse\n{cell}")).splitlines()[-1].startswith(advice)


def test_what_is_refused_for_a_pasted_mark_says_how_to_mend_it(kernel: Kernel) -> None:
    kernel.run("%guard tag prod")
    refused = kernel.run("%%guarded_sql warehouse\nSELECT\u00a0id FROM orders").shown("refusal")
    unclosed = kernel.run("%%guarded_sql warehouse\nSELECT 'a FROM orders").shown("refusal")

    assert refused["statements"][0]["remedy"].startswith(
        "Line 1, column 7 holds the no-break space (U+00A0): type a plain space."
    )
    assert unclosed["statements"][0]["remedy"].startswith("Close the quote or the comment")


@pytest.mark.parametrize(
    "cell",
    [
        "\ufeff%%guarded_sql warehouse r <<\nSELECT 1 AS one",
        "%%guarded_sql\u00a0warehouse\u2009r <<\n\ufeffSELECT 1 AS one",
        "\n%%guarded_sql warehouse r <<\r\nSELECT 1\r\nAS one\r\n",
        "  %%guarded_sql warehouse r <<\n  SELECT 1 AS one",
    ],
)
def test_what_cannot_be_seen_in_the_first_line_is_read_as_it_looks(kernel: Kernel, cell: str) -> None:
    ran = kernel.run(cell)

    assert receipt(ran) == "● dev · warehouse · r = 1 row × 1 column"


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("%%guarded_sql warehouse", "UsageError: There is no SQL in this cell."),
        ("%%guarded_sql warehouse --columns ordrs", "UsageError: There is no table 'ordrs'"),
        ("# why\n%%guarded_sql warehouse\nSELECT 1", "%%guarded_sql has to be the first line of its cell"),
        ("%%guarded_sql warehouse --if a\nSELECT 1", "UsageError: --if a: a DataFrame is neither true nor"),
        ("%%guarded_sql warehouse << orders\nSELECT 1", "stands before <<: orders << warehouse."),
        ("%%guarded_sql $name\nSELECT 1", "Nothing is expanded in this line: write name."),
        ("%%guarded_sql a\nSELECT 1", "The variable a is a DataFrame; SQL reads it where a table stands"),
        ("%%guarded_sql make()\nSELECT 1", "Put it into a variable first: con = make()."),
    ],
)
def test_a_line_that_cannot_be_used_says_what_to_write(kernel: Kernel, cell: str, words: str) -> None:
    kernel.run("import pandas; a = pandas.DataFrame({'a': [1]})")

    assert words in failed(kernel.run(cell))


def test_a_cell_that_is_skipped_for_a_misspelt_variable_says_so(kernel: Kernel) -> None:
    kernel.run("ready = True")

    assert kernel.run("%%guarded_sql warehouse --if redy\nSELECT 1").output == (
        "Skipped: redy is not true. Did you mean ready?\n"
    )


def test_an_empty_cell_may_ask_for_the_tables(kernel: Kernel) -> None:
    assert receipt(kernel.run("%%guarded_sql notes --tables\n")) == "● dev · notes · tables"

    # A terminal goes on asking for its lines.
    assert kernel.value("get_ipython().check_complete('%%guarded_sql notes')[0]") == "'incomplete'"


def test_a_variable_in_quotes_is_remarked(kernel: Kernel) -> None:
    kernel.run("city = 'NY'")

    ran = kernel.run("%%guarded_sql warehouse\nSELECT * FROM orders WHERE city = ':city' OR city = ':cty'")

    assert receipt(ran).endswith("':city' is a text as it stands; a variable is bound outside of quotes")


@pytest.mark.parametrize(
    ("sql", "error"),
    [
        ("SELECT * FROM {{table}}", "UsageError: {{table}} stands where a table or a column is named"),
        ("SELECT * FROM orders WHERE id = :kernel_like", "StatementFailed: :kernel_like is of type object"),
        ("SELECT * FROM orders WHERE id IN (1, :some)", "UsageError: :some is a list and stands among other"),
    ],
)
def test_what_cannot_be_bound_is_one_line(kernel: Kernel, sql: str, error: str) -> None:
    kernel.run("table, kernel_like, some = 'orders', object(), [1]")

    message = failed(kernel.run(f"%%guarded_sql warehouse\n{sql}"))

    assert message.startswith(error)
    assert "\n" not in message


def test_a_saved_query_is_built_upon_and_judged_as_what_is_sent(kernel: Kernel) -> None:
    kernel.run("%%guarded_sql warehouse --save big\nSELECT * FROM orders WHERE id > :low -- comment\n")
    kernel.run("low = 2")
    kernel.run("%%guarded_sql warehouse --save big\nSELECT * FROM orders WHERE id > :low -- comment")
    dry = kernel.run("%%guarded_sql warehouse --with big --dry-run\nSELECT count(*) AS n FROM big")
    kernel.run("%%guarded_sql warehouse r << --with big\nSELECT count(*) AS n FROM big")

    assert kernel.value("int(r.n[0])") == "2"
    (plain,) = [d["text/plain"] for d in dry.displays]
    assert "SELECT * FROM orders WHERE id > $low -- comment" in plain
    assert "Reads:      orders" in plain


def test_a_dry_run_says_the_verdict_and_sends_nothing(kernel: Kernel, folder: Path) -> None:
    allowed = kernel.run("%%guarded_sql warehouse --dry-run\nDELETE FROM orders")
    kernel.run("%guard tag prod")
    kernel.run("pass")
    blocked = kernel.run("%%guarded_sql warehouse --dry-run\nSELECT 1; DELETE FROM orders")

    assert "● dev · warehouse · would run · nothing was sent" in allowed.displays[0]["text/plain"]
    words = blocked.displays[0]["text/plain"]
    assert "■ prod · warehouse · would be blocked: 1 of 2 statements may not run · nothing was sent" in words
    assert "Writes:     orders" in words
    assert not blocked.error
    with duckdb.connect(folder / "dev.duckdb", read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM orders").fetchone() == (5,)


def test_a_dry_run_gives_the_planner_s_estimate(kernel: Kernel) -> None:
    ran = kernel.run("%%guarded_sql warehouse --dry-run\nSELECT * FROM orders")

    (words,) = [d["text/plain"] for d in ran.displays]
    assert "Expected:   about 5 rows" in words


def test_an_interrupt_is_one_line_and_the_connection_stays_usable(kernel: Kernel) -> None:
    endless = "SELECT count(*) AS n FROM range(100000000) a, range(100000) b WHERE a.range + b.range < 0"
    kernel.run("import _thread, threading; threading.Timer(2.5, _thread.interrupt_main).start()")

    ran = kernel.run(f"%%guarded_sql warehouse\n{endless}")
    after = kernel.run("%%guarded_sql warehouse r <<\nSELECT count(*) AS n FROM orders")

    assert failed(ran) == "KeyboardInterrupt: cancelled; warehouse can be used again"
    assert ran.error["ename"] == "KeyboardInterrupt"
    assert not after.error


def test_an_interrupt_says_what_took_effect(kernel: Kernel) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    kernel.run("import _thread, threading; threading.Timer(2, _thread.interrupt_main).start()")

    ran = kernel.run(f"%%guarded_sql notes\nCREATE TABLE kept AS SELECT 1 AS one;\n{endless}")

    assert failed(ran) == (
        "KeyboardInterrupt: cancelled; what stands before it (1 statement) took effect; "
        "notes can be used again"
    )
    assert not kernel.run("%guarded_sql notes DROP TABLE kept").error


# Presses Ctrl-C while a file is opened, where DuckDB would lose it.
_WHILE_IT_OPENS = """
import signal, sys
def hook(event, args, armed=[True], sys=sys, signal=signal):  # a reset takes the variables away
    frame = sys._getframe() if armed and event == "import" else None
    while frame is not None and frame.f_code.co_name != "open_file":
        frame = frame.f_back
    if frame is not None:
        armed.clear()
        signal.raise_signal(signal.SIGINT)
sys.addaudithook(hook)
"""


def test_ctrl_c_while_a_file_opens_is_not_lost(kernel: Kernel) -> None:
    kernel.run(_WHILE_IT_OPENS)
    endless = "SELECT count(*) AS n FROM range(100000000) a, range(100000) b WHERE a.range + b.range < 0"

    ran = kernel.run(f"%%guarded_sql warehouse\n{endless}")

    assert ran.error["ename"] == "KeyboardInterrupt"


# Presses Ctrl-C in the midst of an import.
_AT_AN_IMPORT = """
import signal, sys
class Once:
    def find_spec(self, name, path, target=None):
        if name == {name!r}:
            sys.meta_path.remove(self)
            signal.raise_signal(signal.SIGINT)
sys.meta_path.insert(0, Once())
"""


@pytest.mark.parametrize("name", ["sqlglot.parser", "pyarrow.lib"])
def test_ctrl_c_in_the_first_cell_leaves_no_half_import(folder: Path, tmp_path: Path, name: str) -> None:
    with starting(tmp_path) as start:
        kernel = start(folder)
        kernel.run(_AT_AN_IMPORT.format(name=name))
        first, second = (kernel.run("%guarded_sql notes SELECT 1 AS one") for _ in range(2))

    assert first.error["ename"] == "KeyboardInterrupt"
    assert not second.error, second.error


def test_rows_go_to_a_new_parquet_file_and_over_none(kernel: Kernel, folder: Path) -> None:
    cell = "%%guarded_sql warehouse where << --to-parquet out.parquet\nSELECT * FROM orders"

    first, again = kernel.run(cell), kernel.run(cell)
    nowhere = kernel.run("%%guarded_sql warehouse --to-parquet no/out.parquet\nSELECT 1 AS one")

    file = folder / "out.parquet"
    assert receipt(first) == "● dev · warehouse · where = 5 rows in out.parquet"
    assert duckdb.read_parquet(str(file)).fetchall() == [
        (i, "NY" if i % 2 == 0 else "LA", i * Decimal("1.5")) for i in range(5)
    ]
    assert kernel.value("str(where)") == repr(str(file))
    assert failed(again).startswith("UsageError: out.parquet is there already, and nothing is overwritten.")
    assert failed(nowhere).startswith("UsageError: There is no folder ")


def test_dtypes_are_chosen_for_a_cell(kernel: Kernel) -> None:
    kernel.run("%%guarded_sql warehouse a << --dtypes arrow\nSELECT id FROM orders")
    kernel.run("%%guarded_sql warehouse b <<\nSELECT id FROM orders")

    assert kernel.value("[str(f.dtypes['id']) for f in (a, b)]") == "['int64[pyarrow]', 'int64']"


@pytest.mark.parametrize("dtypes", ["arrow", "numpy"])
def test_a_result_is_drawn(kernel: Kernel, dtypes: str) -> None:
    exact = "sum(amount)" if dtypes == "arrow" else "CAST(sum(amount) AS DOUBLE)"
    kernel.run("import matplotlib; matplotlib.use('agg')")
    kernel.run(
        f"%%guarded_sql warehouse r << --dtypes {dtypes}\n"
        f"SELECT city, {exact} AS total, count(*) AS n FROM orders GROUP BY city ORDER BY city"
    )

    assert kernel.value("[bar.get_height() for bar in r.plot.bar(x='city', y='total').patches]") == (
        "[np.float64(6.0), np.float64(9.0)]"
    )
    assert kernel.value("len(r.plot(x='city').lines)") == "2"


def test_frames_of_the_notebook_are_tables_of_duckdb(kernel: Kernel) -> None:
    kernel.run("import pandas; frame = pandas.DataFrame({'id': [1, 2], 'note': ['a', 'b']})")

    kernel.run("%%guarded_sql warehouse r <<\nSELECT note FROM orders JOIN frame USING (id) ORDER BY id")

    assert kernel.value("r.note.tolist()") == "['a', 'b']"

    # Also behind a statement whose result nobody fetched.
    kernel.run("%guarded_sql warehouse CREATE OR REPLACE TEMP TABLE t AS SELECT 1 AS id")
    kernel.run("%guarded_sql warehouse r << SELECT note FROM t JOIN :frame USING (id)")
    assert kernel.value("r.note.tolist()") == "['a']"


def test_a_long_query_shows_its_progress_and_then_the_receipt(kernel: Kernel) -> None:
    slow = "SELECT count(*) AS n FROM range(100000000) a, range(100) b WHERE a.range + b.range < 0"
    kernel.run("import _thread, threading; threading.Timer(4, _thread.interrupt_main).start()")

    ran = kernel.run(f"%%guarded_sql warehouse\n{slow}")

    assert ran.earlier[0]["text/plain"].startswith("● dev · warehouse · running ")
    words = ran.displays[0]["text/plain"]
    assert "· interrupted after " in words or "1 row × 1 column" in words
    assert failed(ran).startswith("KeyboardInterrupt") or "1 row × 1 column" in words


def test_explain_shows_the_plan_with_its_lines(kernel: Kernel) -> None:
    ran = kernel.run("%%guarded_sql warehouse --explain\nSELECT * FROM orders WHERE id = 1")
    drawn = ran.result["text/plain"]
    tree = kernel.run("%%guarded_sql notes --explain\nSELECT * FROM notes").result["text/plain"]

    assert "orders" in drawn
    assert len(drawn.splitlines()) > 3
    assert tree == "SCAN notes"
    assert receipt(ran) == "● dev · warehouse · plan"
    assert "orders" in kernel.run("%guarded_sql warehouse EXPLAIN SELECT * FROM orders").result["text/plain"]


def test_a_profile_describes_each_column(kernel: Kernel) -> None:
    kernel.run("%%guarded_sql warehouse p << --profile\nSELECT *, [1, 2] AS pair, NULL AS gone FROM orders")

    assert kernel.value("p.loc['city', ['min', 'max']].tolist()") == "['LA', 'NY']"
    assert kernel.value("p.loc['amount', ['mean', 'top']].tolist(), p.loc['city', 'top']") == (
        "([3.0, None], 'NY')"
    )
    assert kernel.value("p.nulls.tolist(), p.distinct.tolist()") == "([0, 0, 0, 0, 5], [5, 2, 5, 1, 0])"


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("INSERT INTO notes VALUES (9, 'x')", "1 row changed · committed"),
        ("BEGIN; INSERT INTO notes VALUES (9, 'x'); COMMIT", "3 statements · committed"),
        ("BEGIN; DELETE FROM notes WHERE id = 9; ROLLBACK", "3 statements · rolled back"),
        ("SELECT count(*) FROM notes WHERE id = 9", "1 row × 1 column"),
        ("DELETE FROM notes WHERE id = 9", "2 rows changed · committed"),
    ],
)
def test_the_receipt_says_what_became_of_the_changes(kernel: Kernel, sql: str, words: str) -> None:
    assert receipt(kernel.run(f"%%guarded_sql notes\n{sql}")) == f"● dev · notes · {words}"


@pytest.mark.parametrize("connection", ["warehouse", "notes"])
def test_what_was_read_before_an_error_is_there(kernel: Kernel, connection: str) -> None:
    ran = kernel.run(f"%%guarded_sql {connection}\nSELECT 1 AS one;\nSELECT nowhere")

    assert failed(ran).splitlines()[-1] == "The results before it are in _sql."
    assert kernel.value("[len(_sql), int(_sql[0].one[0])]") == "[1, 1]"


def test_an_error_within_a_transaction_rolls_back_and_says_so(kernel: Kernel) -> None:
    ran = kernel.run("%%guarded_sql notes\nBEGIN;\nDELETE FROM notes;\nSELECT bdy FROM notes;\nCOMMIT")
    kernel.run("%%guarded_sql notes r <<\nSELECT count(*) AS n FROM notes")

    assert failed(ran).splitlines() == [
        "StatementFailed: no such column: bdy",
        "statement 3 of 4, line 1, column 8:",
        "  SELECT bdy FROM notes",
        "         ^",
        "The open transaction was rolled back.",
        "Did you mean body of notes?",
    ]
    assert kernel.value("int(r.n[0])") == "2"


@pytest.mark.parametrize(
    ("connection", "sql", "hint"),
    [
        ("notes", "SELECT * FROM nots", "Did you mean notes?"),
        ("warehouse", "SELECT cty FROM orders", 'Candidate bindings: "city"'),
        ("warehouse", "SELECT * FROM ordrs", 'Did you mean "orders"?'),
    ],
)
def test_an_unknown_name_gets_the_nearest(kernel: Kernel, connection: str, sql: str, hint: str) -> None:
    lines = failed(kernel.run(f"%%guarded_sql {connection}\n{sql}")).splitlines()

    assert lines[-1].startswith(hint)
    assert lines[3].strip() == "^"


def test_a_line_magic_has_the_whole_grammar(kernel: Kernel) -> None:
    kernel.run("%guarded_sql warehouse r << --limit 1 SELECT 'it''s' AS s, id FROM orders")
    kernel.run("n = %guarded_sql warehouse SELECT count(*) AS n FROM orders")

    assert kernel.value("(r.s[0], len(r), int(n.n[0]))") == '("it\'s", 1, 5)'


def test_tables_and_columns_are_listed(kernel: Kernel) -> None:
    listed = kernel.run("%guarded_sql t << notes --tables")
    kernel.run("c = %guarded_sql warehouse --columns main.orders")
    wrong = kernel.run("%guarded_sql warehouse --columns ordrs")
    beside = kernel.run("%%guarded_sql warehouse --tables\nSELECT 1")

    assert receipt(listed) == "● dev · notes · t = tables"
    assert kernel.value("t.values.tolist()") == "[['', 'notes', 'table', 2]]"
    assert kernel.value("c.column.tolist(), c.type.tolist()") == (
        "(['id', 'city', 'amount'], ['BIGINT', 'VARCHAR', 'DECIMAL(21,1)'])"
    )
    assert failed(wrong) == (
        "UsageError: There is no table 'ordrs' that this connection sees. Did you mean orders?"
    )
    assert failed(beside).startswith("UsageError: --tables stands in a line without SQL")


def test_loading_the_extension_is_harmless(kernel: Kernel) -> None:
    loaded = kernel.run("%load_ext jupyter_guard")

    assert (loaded.error, loaded.output) == ({}, "")
    assert kernel.run("%guarded_sql warehouse SELECT 1 AS one").result


def test_the_help_tells_every_option(kernel: Kernel) -> None:
    reply = kernel.client.get_shell_msg
    kernel.client.execute("%%guarded_sql?")
    content = {}
    while "payload" not in content:
        content = reply(timeout=60)["content"]
    (page,) = [p["data"]["text/plain"] for p in content["payload"]]

    for word in ("--limit", "--with", "--dry-run", ":city", "_sql", "BEGIN … COMMIT"):
        assert word in page
