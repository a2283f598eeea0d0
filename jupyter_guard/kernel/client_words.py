"""Refuse what is meant for a database's own client program, and say how it is done here."""

from __future__ import annotations

import re
from collections.abc import Iterable

from jupyter_guard.errors import UsageError

_BEGIN = r"\A(?:\s|--[^\n]*\n|/\*.*?\*/)*"
_COMMAND = re.compile(_BEGIN + r"(?P<word>[\\.][A-Za-z]\w*\+?)(?=[\s;]|\Z)", re.DOTALL)
_DELIMITER = re.compile(_BEGIN + r"delimiter\s+\S", re.DOTALL | re.IGNORECASE)
_COPY = re.compile(
    _BEGIN + r"copy\b(?!.*\bprogram\b).*\b(?P<way>to\s+stdout|from\s+stdin)\b", re.DOTALL | re.IGNORECASE
)
_LISTS = re.compile(r"(?:\\d\w*\+?|\\l\+?|\.(?:tables|schema|databases|indexes|fullschema))\Z")


def refuse_client_words(texts: Iterable[str], connection: str, dialect: str) -> None:
    """Raise UsageError where one of the statements is a command of psql, sqlite3 or mysql."""
    for text in texts:
        if found := _COMMAND.match(text):
            raise UsageError(_about(found["word"], connection))
        if dialect == "mysql" and _DELIMITER.match(text):
            raise UsageError(
                "DELIMITER is a command of the program mysql, not SQL. Leave it out, and its sign behind the "
                "body, too: a procedure is sent whole as it stands."
            )
        if dialect in ("postgres", "redshift") and (found := _COPY.match(text)):
            raise UsageError(_copy(found["way"].lower().startswith("to")))


def _about(word: str, connection: str) -> str:
    program = "psql" if word.startswith("\\") else "sqlite3 or duckdb"
    begin = f"{word} is a command of the program {program}, not SQL."
    if word == "\\copy":
        return f"{begin} {_copy(to_client=True).partition('. ')[2]}"
    if _LISTS.match(word):
        line = f"%guarded_sql {connection}"
        return f"{begin} {line} --tables lists the tables, {line} --columns NAME the columns of one."
    return f"{begin} The database does not know it."


def _copy(to_client: bool) -> str:
    if to_client:
        return (
            "COPY … TO STDOUT gives rows to a client program. Write the SELECT itself: its rows come as a "
            "DataFrame, or with --to-parquet FILE into a file."
        )
    return (
        "COPY … FROM STDIN takes rows from a client program. A DataFrame is read as a table: "
        "INSERT INTO … SELECT * FROM :frame."
    )
