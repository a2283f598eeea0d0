"""Read the cells of other SQL magics in their order: where each is connected, and what it asks there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from jupyter_guard.errors import UsageError

from .foreign_sql import called
from .links import Link, Links
from .pieces import Kind
from .result_sets import Mixed, Rows, rows_for
from .sql_magics import Asked, asked, constants

if TYPE_CHECKING:
    from .parts import Part
    from .queries import Catalog, Query

# What IPython itself fills into the line of a magic.
_SINGLE = re.compile(
    r"(?<!\{)\{\s*([^\W\d]\w*)\s*\}(?!\})|(?<![\w$'])\$([^\W\d]\w*)|(?<=')\$([^\W\d]\w*)(?=')"
)
_DOUBLE = re.compile(r"\{\{\s*([^\W\d]\w*)\s*\}\}")
_AUTOPANDAS = re.compile(r"SqlMagic\.autopandas\s*=\s*(?P<value>\w+)")


@dataclass(frozen=True)
class Step:
    """One use of a SQL magic, and what it becomes."""

    place: int  # among the parts
    asked: Asked
    link: Link
    queries: tuple[Query, ...] = ()
    problem: str = ""

    @property
    def gone(self) -> bool:
        """Whether it is left out anyhow, since it stores something that lasts."""
        return self.asked.stores and not self.link.memory

    @property
    def alone(self) -> bool:
        """Whether it shares nothing with other cells that the program itself would have to keep."""
        return not (self.link.memory or self.asked.save or self.asked.uses)


@dataclass(frozen=True)
class _Saved:
    """A query that JupySQL keeps under a name."""

    sql: str
    uses: tuple[str, ...]  # of the saved queries, those that it needs


@dataclass
class Reader:
    """Reads the SQL magics of a notebook from its first part to its last."""

    parts: Sequence[Part]
    catalog: Catalog
    links: Links
    current: dict[str, Link] = field(default_factory=dict)  # family -> where it is connected
    saved: dict[str, _Saved] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)  # names that are set so far
    made: set[str] = field(default_factory=set)  # tables that the program made in memory
    frames: bool = False  # JupySQL was told to give DataFrames

    def steps(self) -> Iterator[Step]:
        """Yield what each use of a SQL magic becomes."""
        for place, part in enumerate(self.parts):
            name, line, body = called(part)
            wanted = asked(name, line, body, part.piece.result)
            if configured := _AUTOPANDAS.search(part.piece.text):
                self.frames = configured["value"] == "True"
            if wanted.family:
                yield self._step(place, part, wanted)
            elif part.piece.kind is Kind.CODE:
                self.links.note(part.piece.tree, part.names.sets)
            self.known |= part.names.sets | {wanted.result} - {""}

    def _step(self, place: int, part: Part, wanted: Asked) -> Step:
        link = self._link(wanted)
        problem = wanted.problem or link.problem or _shape(part)
        try:
            if problem or not (sql := self._sql(wanted)):
                return Step(place, wanted, link, (), problem)
            text = self._bindable(sql, link)
            queries = tuple(self._queries(part, wanted, link, text)) if wanted.runs else ()
            if wanted.save:
                self.saved[wanted.save] = _Saved(text.strip().rstrip(";"), self._uses(wanted, text, link))
        except (UsageError, Mixed, OSError, UnicodeDecodeError) as error:
            return Step(place, wanted, link, (), str(error))
        return Step(place, wanted, link, queries)

    def _link(self, wanted: Asked) -> Link:
        family = wanted.family
        if not wanted.source and family not in self.current:
            first = {"bigquery": "bigquery://", "dql": "duckdb:///:memory:"}.get(family)
            if first is None:
                return Link(problem="no cell before it says which database it is for")
            self.current[family] = self.links.find(first, "")
        if not wanted.source:
            return self.current[family]
        link = self.links.find(wanted.source, wanted.alias)
        if wanted.for_good:
            self.current[family] = link
        return link

    def _sql(self, wanted: Asked) -> str:
        text = wanted.sql
        if wanted.file:
            text = (self.links.folder / wanted.file).read_text(encoding="utf-8") + "\n" + text
        return text if text.strip() else ""

    def _bindable(self, sql: str, link: Link) -> str:
        """Return SQL with `:name` in place of variables, and their text where they cannot be bound."""
        from jupyter_guard.policy.braces import bind_braces  # sqlglot is slow to import

        def doubled(found: re.Match[str]) -> str:
            name = found[1] or found[2] or found[3]
            return f"{{{{{name}}}}}" if name in self.known else found[0]

        text = _SINGLE.sub(doubled, sql)
        try:
            return bind_braces(text, link.dialect)
        except UsageError:
            pasted = _DOUBLE.sub(lambda found: self.links.texts.get(found[1], found[0]), text)
            return bind_braces(pasted, link.dialect)

    def _queries(self, part: Part, wanted: Asked, link: Link, text: str) -> Iterator[Query]:
        """Yield the queries of a cell: one for each statement, of which the last one gives the rows."""
        from jupyter_guard.policy.beyond import beyond
        from jupyter_guard.policy.parsing import parse as parse_sql

        statements = parse_sql(text, link.dialect, beyond(self.catalog.policy.functions))
        for i, statement in enumerate(statements):
            last = i + 1 == len(statements)
            result = wanted.result if last else ""
            sql = statement.text
            if (uses := self._uses(wanted, sql, link)) and not sql.lower().startswith("with "):
                sql = self._with_saved(uses, sql)
            rows = self._rows(wanted, part, link) if last else Rows.FRAME
            made = self.catalog.foreign(part.cell, link, sql, result, rows)
            unknown = sorted(set(made.names) - self.known)
            if unknown:
                raise UsageError(f":{unknown[0]} is no variable that a cell before it sets")
            if link.dialect == "bigquery" and wanted.parameters:
                made = _with_parameters(made, wanted.parameters)
            frames = (set(made.tables) & self.known) - self.made - self.saved.keys()
            self.made |= set(made.writes)
            yield replace(made, frames=tuple(sorted(frames)) if link.dialect == "duckdb" else ())

    def _uses(self, wanted: Asked, sql: str, link: Link) -> tuple[str, ...]:
        """Return the saved queries that one uses: those that it names, and those that these use."""
        from jupyter_guard.policy.parsing import parse as parse_sql

        found: dict[str, None] = {}
        reads = [table for statement in parse_sql(sql, link.dialect) for table in statement.reads]
        for name in (*wanted.uses, *(t for t in reads if t in self.saved and t != wanted.save)):
            if name not in self.saved:
                raise UsageError(f"no cell before it saves a query {name!r}")
            found |= dict.fromkeys((*self.saved[name].uses, name))
        return tuple(found)

    def _with_saved(self, names: Sequence[str], sql: str) -> str:
        """Return a query with saved ones as common table expressions before it."""
        return "WITH " + ",\n".join(f"{name} AS ({self.saved[name].sql})" for name in names) + "\n" + sql

    def _rows(self, wanted: Asked, part: Part, link: Link) -> Rows:
        if wanted.family != "sql" or self.frames or not wanted.result:
            return Rows.FRAME
        trees = (p.piece.tree for p in self.parts if p is not part)
        plain = link.dialect != "duckdb"
        return rows_for(wanted.result, (tree for tree in trees if tree is not None), plain=plain)


def _with_parameters(query: Query, parameters: str) -> Query:
    """Return a query of BigQuery with what `--params` gives it."""
    values = constants(parameters)
    if values is not None:
        return replace(query, given=tuple(f"{name}={value!r}" for name, value in values.items()))
    name = parameters.lstrip("$")
    if not name.isidentifier():
        raise UsageError(f"--params {parameters} is neither a variable nor JSON")
    return replace(query, given=(f"**{name}",), needs=(name,))


def _shape(part: Part) -> str:
    """Return why a magic cannot be said that is only a part of a statement; '' for others."""
    tree = part.piece.tree
    value = tree.value if isinstance(tree, (ast.Expr, ast.Assign)) else None
    whole = isinstance(value, ast.Call) and (isinstance(tree, ast.Expr) or bool(part.piece.result))
    return "" if whole else "it stands inside of another statement"
