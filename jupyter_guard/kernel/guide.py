"""What `%%guarded_sql?` shows."""

from __future__ import annotations

from jupyter_guard.policy.magic_options import OPTIONS

_WIDTH = max(len(f"{option.name} {option.value}") for option in OPTIONS)
_LINES = "\n".join(f"{f'{option.name} {option.value}':<{_WIDTH}}  {option.help}" for option in OPTIONS)

GUIDE = f"""Run SQL if the session's environment allows all of it; the result is a pandas DataFrame.

%%guarded_sql [CONNECTION] [NAME <<] [options]
SELECT * FROM orders WHERE city = :city AND id IN (:ids)

%guarded_sql [CONNECTION] [NAME <<] [options] SELECT …      the same in one line
frame = %guarded_sql warehouse SELECT …                     also within Python

Where
    CONNECTION is a name in guard.toml; it is not needed where there is only one. The
    environment that the session is tagged with says which database that is: %guard shows it.
    Or a URL, also in a variable, with ${{env:NAME}} or ${{keyring:service/name}} for its password: postgresql://me@host/db
    Or a variable that holds a connection: an engine or connection of SQLAlchemy, a connection of a
    driver, of DuckDB, or a SparkSession. Its own transaction and temporary tables are there.

Variables
    :city     is bound to the notebook's variable `city`: never pasted, never quoted. Numbers, texts,
              dates, Decimal, UUID, bytes, None, and lists behind IN, empty ones too. A DataFrame
              where a table may stand: FROM :frame. In a function its own variables come first.
    {{{{city}}}}  is the same, for those who come from JupySQL.

Results
    NAME <<   puts the DataFrame into that variable and shows only the receipt.
    Several statements: the last one that returns rows is shown. All of them are in `_sql`, one
    entry each: a DataFrame, or the number of rows that were changed.

Transactions
    Every statement commits by itself. BEGIN … COMMIT in one cell is one transaction; an error
    in it rolls it back and says so. The receipt says committed, rolled back or still open.

Options
{_LINES}

Saved queries
    %%guarded_sql warehouse --save big          then     %%guarded_sql warehouse --with big
    SELECT * FROM orders WHERE amount > 100              SELECT city, count(*) FROM big GROUP BY city

All statements of the cell are judged before any is sent; if one may not run, nothing is sent.
"""  # noqa: S608  # a text about SQL
