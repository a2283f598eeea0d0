"""The options of the line of a `%%guarded_sql` cell, and those that users of other magics type."""

from __future__ import annotations

from typing import NamedTuple


class Option(NamedTuple):
    """One option of the line."""

    name: str
    value: str  # what stands behind it, as a word for the help; "" for a switch
    help: str
    wants: str = ""  # what kind of value that is, for the message about another one


OPTIONS = (
    Option("--connection", "NAME", "the connection, where that reads better than the first word"),
    Option("--limit", "N", "fetch the first N rows; the query itself stays as it is", "a whole number"),
    Option("--to-parquet", "FILE", "stream the rows into a new Parquet file, in constant memory", "a file"),
    Option(
        "--dtypes", "KIND", "of this result: numpy, or arrow; guard.toml sets the default", "numpy or arrow"
    ),
    Option("--if", "VARIABLE", "run the cell only while that variable is true", "the name of a variable"),
    Option("--save", "QUERY", "run it, and keep its text under that name for --with", "a name"),
    Option("--with", "QUERY", "put a saved query before this one, as a CTE of that name", "names"),
    Option("--explain", "", "show the plan; the query does not run"),
    Option(
        "--dry-run", "", "say what would be sent, to which tables, and whether it may; sends nothing of it"
    ),
    Option(
        "--profile",
        "",
        "run it and show each column's type, NULLs, distinct, least, mean, greatest, top values",
    ),
    Option("--tables", "", "in place of SQL: list the tables; %guarded_sql warehouse --tables"),
    Option("--columns", "TABLE", "in place of SQL: list the columns of a table", "the name of a table"),
)
BY_NAME = {option.name: option for option in OPTIONS}

# What users of other SQL magics type -> how it is done here.
ELSEWHERE = {
    "--alias": 'a connection gets its name in guard.toml: connections.NAME = "URL"',
    "--section": "connections are named in guard.toml, one file for the project",
    "--connections": "%guard lists the connections",
    "--close": "connections close by themselves with the kernel",
    "--file": 'get_ipython().run_cell_magic("guarded_sql", "CONNECTION", open("FILE").read()) runs a file',
    "--persist": "frame.to_sql(…) of pandas writes a table, and is judged as any write",
    "--persist-replace": "frame.to_sql(…) of pandas writes a table, and is judged as any write",
    "--append": "frame.to_sql(…) of pandas writes a table, and is judged as any write",
    "--no-execute": "--dry-run shows what would be sent",
    "--interact": "set the variables with ipywidgets; the cell binds them as :name",
    "--params": "a :name in the query is bound to the notebook's variable of that name",
    "--max_results": "--limit N fetches the first N rows",
    "--dry_run": "--dry-run says what would be sent",
    "--destination_table": "write CREATE TABLE name AS SELECT …, so that it can be judged",
    "--project": "a connection of guard.toml says the project",
    "--no-index": "a result is a DataFrame: frame.set_index(…)",
    "--creator": "a variable that holds a connection is one: %%guarded_sql con",
    "--connection_arguments": "a variable that holds a connection is one: %%guarded_sql con",
    "--location": "a connection of guard.toml says the location",
    "--maximum_bytes_billed": "--dry-run says what would be sent",
}
# JupySQL's and ipython-sql's short forms.
_SHORT = {
    "-A": "--alias", "-a": "--connection_arguments", "-c": "--creator", "-f": "--file", "-i": "--interact",
    "-l": "--connections", "-n": "--no-index", "-N": "--no-execute", "-p": "--persist",
    "-P": "--persist-replace", "-s": "--section", "-x": "--close",
}  # fmt: skip
ELSEWHERE |= {short: ELSEWHERE[long] for short, long in _SHORT.items()}
