"""Turn SQL cells into queries: judged, with bound parameters, and with a name of their own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from jupyter_guard.errors import PolicyError, UsageError
from jupyter_guard.policy import Effect, Policy
from jupyter_guard.policy.targets import Target, dialect_of, target_of

from .links import Link
from .notebook import Cell
from .pieces import Piece
from .result_sets import Rows
from .wording import short

# What SQLAlchemy would take for a parameter, where the text means something else.
_COLON = re.compile(r"(?<![:\w\\]):(?=\w)")
LOCAL = "local"  # the in-process DuckDB that is there without any guard.toml


@dataclass(frozen=True)
class Query:
    """The SQL of one cell."""

    name: str  # of its .sql file
    connection: str
    dialect: str
    text: str  # as it was written
    bound: str  # with the placeholders of the driver
    names: tuple[str, ...]  # of the bound parameters
    effect: Effect
    tables: tuple[str, ...]
    result: str = ""  # the variable that takes the rows
    condition: str = ""  # the variable that has to be true
    problem: str = ""  # why it cannot be a step
    writes: tuple[str, ...] = ()
    rows: Rows = Rows.TYPED
    variable: str = ""  # the notebook's own connection that it runs on, instead of one of config/
    driver: str = ""  # of that connection
    memory: bool = False  # its database lives as long as the program
    frames: tuple[str, ...] = ()  # names of DataFrames that it reads as tables
    given: tuple[str, ...] = ()  # more arguments of the call
    needs: tuple[str, ...] = ()  # more names of the program that those need
    variables: Mapping[str, str] = field(default_factory=dict)  # parameter -> variable, of another name

    @property
    def reads(self) -> tuple[str, ...]:
        """The names of the program that it needs."""
        own = (name for name in (self.condition, self.variable) if name)
        bound = (self.variable_of(name) for name in self.names)
        return (*dict.fromkeys(bound), *own, *self.frames, *self.needs)

    def variable_of(self, parameter: str) -> str:
        """Return the variable that a parameter takes its value from."""
        return self.variables.get(parameter, parameter)

    @property
    def lasts(self) -> bool:
        """Whether what it does outlives the program."""
        return not self.memory


@dataclass
class Catalog:
    """Gives every SQL cell its connection and a file name that no other has."""

    policy: Policy
    taken: set[str] = field(default_factory=set)
    headings: Mapping[int, str] = field(default_factory=dict)  # cell index -> heading above it
    folder: Path = Path()  # of the notebook
    urls: dict[str, str] = field(default_factory=dict)  # connections that the notebook itself names
    variables: set[str] = field(default_factory=set)  # of the cells so far
    tables: set[tuple[str, str]] = field(default_factory=set)  # of databases: connection and name

    def query(self, cell: Cell, piece: Piece) -> Query:
        """Return the query of a SQL piece; what is wrong with it stands in `problem`."""
        name = self._name(piece.result or "_".join(short(self.headings.get(cell.index, ""))) or "query")
        condition = piece.condition
        named = "" if "://" in piece.connection else piece.connection  # a URL may hold a password
        try:
            if piece.connection and not named:
                raise UsageError(
                    "The cell connects by a URL, the same in every environment; name it in guard.toml."
                )
            connection = named or self._only_connection()
            dialect = self._dialect(connection)
        except (UsageError, PolicyError) as error:
            return Query(
                name,
                named,
                "",
                piece.text,
                piece.text,
                (),
                Effect.UNKNOWN,
                (),
                piece.result,
                condition,
                str(error),
            )
        return self._judged(name, connection, dialect, piece, condition)

    def foreign(self, cell: Cell, link: Link, sql: str, result: str, rows: Rows) -> Query:
        """Return the query of one statement of another SQL magic, with the placeholders of its driver."""
        from jupyter_guard.policy.beyond import beyond  # sqlglot is slow to import
        from jupyter_guard.policy.parameters import bind
        from jupyter_guard.policy.parsing import parse

        statements = parse(sql, link.dialect, beyond(self.policy.functions))
        bound = bind(sql, link.dialect)
        sign = "$" if link.dialect == "duckdb" and link.driver in ("", "duckdb") else ":"
        escape = link.driver == "sqlalchemy" or link.dialect not in ("duckdb", "sqlite", "bigquery")
        pieces = [_COLON.sub(r"\\:", piece) if escape else piece for piece in bound.pieces or (sql,)]
        return Query(
            self._name(result or "_".join(short(self.headings.get(cell.index, ""))) or "query"),
            link.name if not link.variable else "",
            link.dialect,
            sql,
            pieces[0] + "".join(f"{sign}{n}{p}" for n, p in zip(bound.uses, pieces[1:], strict=True)),
            bound.names,
            max((s.effect for s in statements), default=Effect.READ),
            tuple(sorted({t for s in statements for t in (*s.reads, *s.writes)})),
            result,
            writes=tuple(sorted({t for s in statements for t in s.writes})),
            rows=rows,
            variable=link.variable,
            driver=link.driver,
            memory=link.memory,
        )

    def places(self) -> dict[str, frozenset[Target]]:
        """Return what the connections of guard.toml point at in the environments."""
        found: dict[str, frozenset[Target]] = {}
        for environment in self.policy.environments.values():
            for name, url in environment.connections.items():
                found[name] = found.get(name, frozenset()) | {target_of(url)}
        return found

    def connections(self) -> tuple[str, ...]:
        """Return the names of the connections of guard.toml."""
        return tuple(sorted({n for e in self.policy.environments.values() for n in e.connections}))

    def _judged(self, name: str, connection: str, dialect: str, piece: Piece, condition: str) -> Query:
        from jupyter_guard.policy.beyond import beyond
        from jupyter_guard.policy.braces import bind_braces  # sqlglot is slow to import
        from jupyter_guard.policy.parameters import BoundText, bind
        from jupyter_guard.policy.parsing import parse

        sql, problem = piece.text.strip(), ""
        try:
            sql = bind_braces(sql, dialect)
        except UsageError as error:
            problem = str(error)
        bound = BoundText(sql)
        try:
            bound = bind(sql, dialect, later=True)
        except UsageError as error:
            problem = str(error)
        statements = parse(bound.text, dialect, beyond(self.policy.functions))
        effect = max((s.effect for s in statements), default=Effect.READ)
        tables = tuple(sorted({t for s in statements for t in (*s.reads, *s.writes)}))
        frames = [*bound.frames, *(self._frames(connection, tables) if dialect == "duckdb" else ())]
        if len(statements) > 1:
            problem = problem or f"It holds {len(statements)} statements; put each into a cell of its own."
        elif not statements:
            problem = problem or "It holds no statement."
        elif frames and dialect != "duckdb":
            problem = problem or _reads_frames(frames)
        own = {f"{frame}__frame": frame for frame in frames}
        text = bound.text
        if bound.uses and dialect not in ("duckdb", "sqlite", "postgres"):
            text = _for_sqlalchemy(bound.uses, bound.pieces)
        writes = tuple(sorted({t for s in statements for t in s.writes}))
        return Query(
            name,
            connection,
            dialect,
            sql,
            text,
            (*bound.names, *own),
            effect,
            tables,
            piece.result,
            condition,
            problem,
            writes,
            variables={name: variable for name, (variable, _) in bound.items.items()} | own,
        )

    def _frames(self, connection: str, tables: Sequence[str]) -> list[str]:
        """Return which tables are variables that DuckDB may read; what was read before them is a table."""
        self.tables |= {(connection, table) for table in tables if table not in self.variables}
        return [t for t in tables if t in self.variables and (connection, t) not in self.tables]

    def _only_connection(self) -> str:
        names = self.connections()
        if len(names) > 1:
            raise UsageError(f"The cell names no connection, and there are several: {', '.join(names)}.")
        return names[0] if names else LOCAL

    def _dialect(self, connection: str) -> str:
        for environment in self.policy.environments.values():
            if connection in environment.connections:
                return dialect_of(environment.connections[connection])
        if connection == LOCAL:
            return "duckdb"
        known = self.connections()
        if self.policy.untrusted:
            raise UsageError(
                f"{connection!r} waits for trust: jupyter guard trust {self.policy.files[0].name}."
            )
        raise UsageError(
            f"There is no connection {connection!r} in guard.toml; it has: {', '.join(known) or 'none'}."
        )

    def _name(self, wanted: str) -> str:
        name, number = wanted, 2
        while name in self.taken:
            name, number = f"{wanted}_{number}", number + 1
        self.taken.add(name)
        return name


def _for_sqlalchemy(uses: Sequence[str], pieces: Sequence[str]) -> str:
    """Return a text whose parameters, and no other colons, are some to SQLAlchemy."""
    plain = [_COLON.sub(r"\\:", piece) for piece in pieces]
    return plain[0] + "".join(f":{name}{piece}" for name, piece in zip(uses, plain[1:], strict=True))


def _reads_frames(names: Sequence[str]) -> str:
    return (
        f"It reads :{names[0]}, a DataFrame, as a table, which queries of a project do not. "
        "Bind a column of it as a list, IN (:ids), or join the result with it by merge."
    )
