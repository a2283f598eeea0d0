"""Make the tables, columns and functions that a text of SQLite names, so that SQLite can compile it."""

from __future__ import annotations

import re
import sqlite3

from .columns import Columns, guessed
from .standing import quoted

_MISSING_TABLE = re.compile(r"no such table: (?P<name>.+)\Z", re.DOTALL)
_MISSING_COLUMN = re.compile(r"no such column: (?:.+\.)?(?P<name>[^.]+)\Z", re.DOTALL)
_MISSING_USING = re.compile(r"cannot join using column (?P<name>.+) - column not present", re.DOTALL)
_AMBIGUOUS = re.compile(r"ambiguous column name: (?:.+\.)?(?P<name>[^.]+)\Z", re.DOTALL)
_MISSING_FUNCTION = re.compile(r"no such function: (?P<name>.+)\Z", re.DOTALL)
_MOST = 300  # tables that are kept for the next texts


class NotMade(Exception):
    """SQLite would refuse the text with these tables, whatever else is made."""


class MadeUp:
    """The tables of a connection, and what the text at hand names."""

    def __init__(self) -> None:
        self.tables: dict[str, Columns] = {}  # by name, in lower case
        self.elsewhere: dict[str, str] = {}  # name of a table -> its schema, if that is not main
        self._attached: set[str] = set()
        self._sql = ""
        self._words: list[str] = []
        self._guessed: dict[str, Columns] | None = None  # what the text seems to name
        self._in_the_way: set[tuple[str, str]] = set()  # columns that a table had in the way of another

    def begin(self, sql: str) -> None:
        """Take up a new text."""
        if len(self.tables) > _MOST:
            raise NotMade
        self._sql, self._guessed = sql, None
        self._in_the_way.clear()

    def make(self, message: str, connection: sqlite3.Connection) -> None:
        """Make what SQLite's message lacks, or raise NotMade."""
        try:
            if found := _MISSING_TABLE.match(message):
                self._table(found["name"], connection)
            elif found := _MISSING_FUNCTION.match(message):
                connection.create_function(found["name"], -1, _nothing)
            elif (found := _MISSING_COLUMN.match(message)) or (found := _MISSING_USING.match(message)):
                self._column(found["name"].lower(), connection, everywhere=message.startswith("cannot"))
            elif found := _AMBIGUOUS.match(message):
                self._take_away(found["name"].lower(), connection)
            else:
                raise NotMade
        except sqlite3.Error:
            raise NotMade from None

    def _guess(self) -> dict[str, Columns]:
        if self._guessed is None:
            self._words, self._guessed = guessed(self._sql)
        return self._guessed

    def _table(self, name: str, connection: sqlite3.Connection) -> None:
        schema, dot, plain = name.partition(".")
        if dot and schema.lower() not in (*self._attached, "main", "temp"):
            connection.execute(f"ATTACH ':memory:' AS {quoted(schema)}")
            self._attached.add(schema.lower())
        plain = (plain if dot else name).lower()
        if dot:
            self.elsewhere[plain] = schema
        elif plain in self.tables:
            raise NotMade
        if not plain.startswith("sqlite_"):
            self._build(plain, self._guess().get(plain, {}), connection)

    def _column(self, name: str, connection: sqlite3.Connection, *, everywhere: bool) -> None:
        """Make the columns that the text seems to have, or this one in the next table that lacks it."""
        seen = {
            table: {c: None for c in columns if (table, c) not in self._in_the_way}
            for table, columns in self._guess().items()
            if table in self.tables
        }
        changed = {t: c for t, c in seen.items() if c.keys() - self.tables[t].keys()}
        for table, columns in changed.items():
            self._build(table, self.tables[table] | columns, connection)
        lacking = [
            table
            for table in self._named()
            if name not in self.tables[table] and (table, name) not in self._in_the_way
        ]
        if not lacking and not changed:
            raise NotMade
        for table in lacking if everywhere else lacking[: not changed]:
            self._build(table, self.tables[table] | {name: None}, connection)

    def _take_away(self, name: str, connection: sqlite3.Connection) -> None:
        """Drop a column of the first table that has it: another table, or a function, has one, too."""
        for table in self._named():
            if name in self.tables[table]:
                self._in_the_way.add((table, name))
                columns = {c: None for c in self.tables[table] if c != name}
                return self._build(table, columns, connection)
        raise NotMade

    def _named(self) -> list[str]:
        """Return the tables that the text names, in its order as far as that was understood."""
        seen = [table for table in self._guess() if table in self.tables]
        return seen + [t for t in self.tables if t not in seen and t in self._words]

    def _build(self, table: str, columns: Columns, connection: sqlite3.Connection) -> None:
        full = f"{quoted(self.elsewhere.get(table, 'main'))}.{quoted(table)}"
        if table in self.tables:
            connection.execute(f"DROP TABLE IF EXISTS {full}")
        connection.execute(f"CREATE TABLE {full} ({', '.join(map(quoted, columns)) or 'rowid_'})")
        self.tables[table] = columns


def _nothing(*_: object) -> None:
    """Stand for a function of the user's own, which is never called."""
