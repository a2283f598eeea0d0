"""Ask SQLite's own compiler what a statement would do, on made-up empty tables in memory.

The compiler wants the tables and columns that a text names, so they are made from the text itself, or
common table expressions stand for them; its authorizer then tells every action that the statement
holds. Nothing is run, and all but reading is denied even to the compiler, since some PRAGMAs act while
they are compiled.
"""

from __future__ import annotations

import atexit
import re
import sqlite3
import threading

from jupyter_guard.policy.model import Effect

from .made_up import MadeUp, NotMade
from .opinion import Opinion
from .standing import with_tables

_READS = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE})
# How SQLite calls what a table function declares itself in; making a table has an action of its own.
_SCHEMA_TABLES = ("sqlite_master", "sqlite_temp_master")
_EXPLAINS = re.compile(r"(\s|--[^\n]*\n|/\*.*?\*/)*EXPLAIN\b", re.IGNORECASE | re.DOTALL)
# Grammar elsewhere, as in the TPC's questions; SQLite takes it for a call of a function that it lacks.
_GROUPING = re.compile(r"\b(GROUP\s+BY\s+)?(rollup|cube)\s*\(", re.IGNORECASE)
_TRIES = 60  # names that are made up, one by one, until the text compiles
_OTHERS = {
    getattr(sqlite3, f"SQLITE_{name}"): name
    for name in """
    CREATE_INDEX CREATE_TABLE CREATE_TEMP_INDEX CREATE_TEMP_TABLE CREATE_TEMP_TRIGGER CREATE_TEMP_VIEW
    CREATE_TRIGGER CREATE_VIEW CREATE_VTABLE DROP_INDEX DROP_TABLE DROP_TEMP_INDEX DROP_TEMP_TABLE
    DROP_TEMP_TRIGGER DROP_TEMP_VIEW DROP_TRIGGER DROP_VIEW DROP_VTABLE INSERT UPDATE DELETE TRANSACTION
    SAVEPOINT ATTACH DETACH ALTER_TABLE REINDEX ANALYZE
    """.split()
}


def ask(sql: str) -> Opinion | None:
    """Return what a statement would do; None if SQLite refuses it for any other reason than names."""
    with _lock:
        return _compiler.ask(sql)


def ask_beside(sql: str) -> Opinion | None:
    """Do the same, without telling the tables: quicker, as most queries need no tables to be made."""
    with _lock:
        return _compiler.ask_query(sql) or _compiler.ask(sql)


class _Compiler:
    """A private connection: what it has made up once stays for the next text about the same tables."""

    def __init__(self) -> None:
        self._actions: list[tuple[int, str | None, str | None, str | None]] = []
        self._denied = ""  # the action that was
        self._making = False
        self._connection: sqlite3.Connection | None = None
        self._made = MadeUp()

    def ask(self, sql: str) -> Opinion | None:
        """Compile a text; once more with nothing but its own tables where others were in the way."""
        try:
            for _ in range(2):
                fresh = self._connection is None
                try:
                    return self._asked(sql)
                except NotMade:
                    self.forget()
                    if fresh:
                        return None
        except BaseException:
            self.forget()  # nobody knows what was made
            raise
        finally:
            if self._made.elsewhere:
                self.forget()  # a table of another schema would be found by its name alone
        return None

    def ask_query(self, sql: str) -> Opinion | None:
        """Compile a query with nothing made; None if it does not compile that way."""
        text = with_tables(sql)
        if text is None:
            return None
        try:
            self._compile(text)
        except sqlite3.Error as error:
            if self._denied or "binding" not in str(error):
                return None
        except (sqlite3.Warning, ValueError):
            return None
        return self._opinion(sql)

    def forget(self) -> None:
        """Begin anew with the next text."""
        if self._connection is not None:
            self._connection.close()
        self._connection, self._made = None, MadeUp()

    def _asked(self, sql: str) -> Opinion | None:
        self._made.begin(sql)
        for _ in range(_TRIES):
            try:
                self._compile(sql)
            except sqlite3.Error as error:
                if "one statement at a time" in str(error):
                    return Opinion(Effect.UNKNOWN, "SQLite finds several statements in it")
                if self._denied or "binding" in str(error):
                    break  # compiled as far as it goes; values for its parameters are needed to run it
                self._make(str(error))
                continue
            except sqlite3.Warning:  # what Python 3.11 calls several statements
                return Opinion(Effect.UNKNOWN, "SQLite finds several statements in it")
            except (ValueError, UnicodeError):
                return None  # NUL, a lone surrogate
            break
        else:
            return None
        return self._opinion(sql)

    def _compile(self, sql: str) -> None:
        self._actions.clear()
        self._denied = ""
        text = sql if _EXPLAINS.match(sql) else f"EXPLAIN {sql}"  # so nothing of it is run
        self._open().execute(text).close()

    def _make(self, message: str) -> None:
        """Make what a message says is missing; raise NotMade if that is not the trouble."""
        self._making = True
        try:
            self._made.make(message, self._open())
        finally:
            self._making = False

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            # The class itself: a kernel's guard stands in `connect`. A kept statement would not be compiled.
            self._connection = sqlite3.Connection(
                ":memory:", isolation_level=None, check_same_thread=False, cached_statements=0
            )
            self._connection.set_authorizer(self._authorize)
        return self._connection

    def _authorize(
        self, action: int, one: str | None, two: str | None, database: str | None, _: str | None
    ) -> int:
        if self._making:
            return sqlite3.SQLITE_OK
        self._actions.append((action, one, two, database))
        if action in _READS or action == sqlite3.SQLITE_FUNCTION or one in _SCHEMA_TABLES:
            return sqlite3.SQLITE_OK
        self._denied = self._denied or _OTHERS.get(action, "more than a read")
        return sqlite3.SQLITE_DENY

    def _opinion(self, sql: str) -> Opinion:
        functions, tables, pragmas = [], [], []
        for action, one, two, database in self._actions:
            if action == sqlite3.SQLITE_FUNCTION:
                functions.append(("", (two or "").lower()))
            elif action == sqlite3.SQLITE_READ and one and one.lower() in self._made.tables:
                tables.append(f"{database}.{one}" if one.lower() in self._made.elsewhere else one)
            elif action == sqlite3.SQLITE_PRAGMA:
                pragmas.append(((one or "").lower(), two is not None))
        more = self._denied and not pragmas
        return Opinion(
            Effect.UNKNOWN if more else Effect.READ,
            f"SQLite takes it for {self._denied}" if more else "",
            tuple(dict.fromkeys(f for f in functions if _is_function(f[1], sql))),
            tables=tuple(dict.fromkeys(tables)),
            pragmas=tuple(pragmas),
        )


def _is_function(name: str, sql: str) -> bool:
    if name in ("rollup", "cube"):
        return not all(grouping for grouping, _ in _GROUPING.findall(sql))
    # Its own operators, -> and ->>, are functions to it.
    return any(letter.isalpha() for letter in name)


_compiler = _Compiler()
_lock = threading.RLock()
atexit.register(_compiler.forget)
