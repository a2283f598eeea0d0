"""Say what to write where a variable is no connection that the magic can use."""

from __future__ import annotations

import re
from typing import Any

_EXPRESSION = re.compile(r"[^\W\d]\w*(?:\.\w+|\[[^\]]*\]|\([^()]*\))+\Z")
_AWAITED = "its methods are awaited, which a magic cannot"
# The name of a class -> what leads to a connection.
_WAYS = {
    "AsyncConnection": f"{_AWAITED}: open one that is not asynchronous",
    "AsyncEngine": f"{_AWAITED}: con = sqlalchemy.create_engine(…) of the same URL",
    "AsyncSession": f"{_AWAITED}: open one that is not asynchronous",
    "DataFrame": "SQL reads it where a table stands: FROM :{name}, over any connection",
    "DuckDBPyRelation": "run its own methods, or fetch it and read that: frame = {name}.df(), FROM frame",
    "Session": "its connection can be used: con = {name}.connection()",
    "URL": "open it: con = sqlalchemy.create_engine({name})",
    "scoped_session": "its connection can be used: con = {name}.connection()",
    "sessionmaker": "make a session and take its connection: con = {name}().connection()",
}
_KNOWN = (
    "which is no connection that can be used here: an engine or a connection of SQLAlchemy, a connection of "
    "a driver, of DuckDB, a SparkSession, or a text that is a URL."
)


def instead_of(name: str, value: Any) -> str:
    """Return a sentence about the variable `name`, which holds `value`."""
    kind = type(value).__name__
    article = "an" if kind[:1] in "AEIOaeiou" else "a"
    begin = f"The variable {name} is {article} {kind}"
    way = _WAYS.get(kind, "")
    if not way and kind == "module" and hasattr(value, "default_connection"):
        way = "its default connection can be used: con = {name}.default_connection()"
    if not way and hasattr(value, "connection") and "cursor" in kind.lower():
        way = "its connection can be used: con = {name}.connection"
    return f"{begin}; {way.format(name=name)}." if way else f"{begin}, {_KNOWN}"


def written_otherwise(name: str) -> str:
    """Return a sentence, behind a space, where a word of the line is meant to be more than a name; or ''."""
    plain = name.strip("{}$: ")
    if plain != name and plain.isidentifier():
        return f" Nothing is expanded in this line: write {plain}."
    return f" Put it into a variable first: con = {name}." if _EXPRESSION.match(name) else ""
