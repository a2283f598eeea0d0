"""Turn SQL cells into queries: judged, with bound parameters, and with a name of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from jupyter_guard.errors import PolicyError, UsageError
from jupyter_guard.policy import Effect, Policy
from jupyter_guard.policy.targets import dialect_of

from .narrative import slug
from .notebook import Cell
from .pieces import Piece

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

    @property
    def reads(self) -> tuple[str, ...]:
        """The names of the program that it needs."""
        return (*self.names, *([self.condition] if self.condition else ()))


@dataclass
class Catalog:
    """Gives every SQL cell its connection and a file name that no other has."""

    policy: Policy
    taken: set[str] = field(default_factory=set)
    headings: Mapping[int, str] = field(default_factory=dict)  # cell index -> heading above it

    def query(self, cell: Cell, piece: Piece) -> Query:
        """Return the query of a SQL piece; what is wrong with it stands in `problem`."""
        name = self._name(piece.result or slug(self.headings.get(cell.index, "")) or "query")
        condition = piece.condition
        try:
            connection = piece.connection or self._only_connection()
            dialect = self._dialect(connection)
        except (UsageError, PolicyError) as error:
            return Query(
                name,
                piece.connection,
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

    def _judged(self, name: str, connection: str, dialect: str, piece: Piece, condition: str) -> Query:
        from jupyter_guard.policy.braces import bind_braces  # sqlglot is slow to import
        from jupyter_guard.policy.parameters import bind
        from jupyter_guard.policy.parsing import parse

        sql, problem = piece.text.strip(), ""
        try:
            sql = bind_braces(sql, dialect)
        except UsageError as error:
            problem = str(error)
        statements = parse(sql, dialect, self.policy.functions)
        effect = max((s.effect for s in statements), default=Effect.READ)
        tables = tuple(sorted({t for s in statements for t in (*s.reads, *s.writes)}))
        if len(statements) > 1:
            problem = problem or f"It holds {len(statements)} statements; put each into a cell of its own."
        elif not statements:
            problem = problem or "It holds no statement."
        try:
            bound = bind(sql, dialect)
            text, names = bound.text, tuple(dict.fromkeys(bound.names))
        except UsageError as error:
            text, names, problem = sql, (), str(error)
        writes = tuple(sorted({t for s in statements for t in s.writes}))
        return Query(
            name,
            connection,
            dialect,
            sql,
            text,
            names,
            effect,
            tables,
            piece.result,
            condition,
            problem,
            writes,
        )

    def _only_connection(self) -> str:
        names = sorted({name for e in self.policy.environments.values() for name in e.connections})
        if len(names) > 1:
            raise UsageError(f"The cell names no connection, and there are several: {', '.join(names)}.")
        return names[0] if names else LOCAL

    def _dialect(self, connection: str) -> str:
        for environment in self.policy.environments.values():
            if connection in environment.connections:
                return dialect_of(environment.connections[connection])
        if connection == LOCAL:
            return "duckdb"
        known = sorted({name for e in self.policy.environments.values() for name in e.connections})
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
