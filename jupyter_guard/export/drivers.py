"""Judge the SQL that Python code sends through drivers: con.execute("…"), pd.read_sql("…", con)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jupyter_guard.policy import Effect, Policy

from .side_effects import dotted

if TYPE_CHECKING:
    from .parts import Part

_SENDS = frozenset({"execute", "executemany", "executescript", "sql"})
_READS = frozenset({"read_sql", "read_sql_query"})
_CONNECTS = frozenset({"connect", "create_engine"})
_FIRST_WORD = re.compile(
    r"(?is)\s*\(?(select|with|insert|update|delete|merge|create|drop|alter|truncate|copy|grant|replace|vacuum)\s"
)
MEMORY = ("", ":memory:", "sqlite://", "sqlite:///:memory:", "duckdb://", "duckdb:///:memory:")
# First part of a driver's name -> the dialect of its database.
DIALECTS = {
    "duckdb": "duckdb", "sqlite3": "sqlite", "sqlite": "sqlite", "psycopg": "postgres",
    "psycopg2": "postgres", "postgresql": "postgres", "pymysql": "mysql", "mysql": "mysql",
    "snowflake": "snowflake",
}  # fmt: skip


@dataclass(frozen=True)
class Driven:
    """What the SQL of a Python statement would do to a database that outlives the program."""

    effect: Effect
    tables: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Link:
    """What a variable is connected to."""

    dialect: str
    memory: bool


def judged(parts: Sequence[Part], modules: Mapping[str, str], policy: Policy) -> Mapping[int, Driven]:
    """Return, by position, what the parts send to databases; what stays in memory does not count."""
    links: dict[str, _Link] = {}
    texts: dict[str, str] = {}
    found: dict[int, Driven] = {}
    for i, part in enumerate(parts):
        tree = part.piece.tree
        if tree is None:
            continue
        sent = list(_sent(tree, modules, links, texts, policy))
        if sent:
            found[i] = max(sent, key=lambda driven: driven.effect)
        if isinstance(tree, ast.Assign) and len(tree.targets) == 1 and isinstance(tree.targets[0], ast.Name):
            _remember(tree.targets[0].id, tree.value, modules, links, texts)
    return found


def _remember(
    name: str, value: ast.expr, modules: Mapping[str, str], links: dict[str, _Link], texts: dict[str, str]
) -> None:
    """Note what a name stands for: a text, a connection, or something made from one."""
    texts.pop(name, None)
    text = _text(value, texts)
    if text is not None:
        texts[name] = text
    link = _link_of(value, modules, links)
    if link is not None:
        links[name] = link


def _link_of(value: ast.expr, modules: Mapping[str, str], links: Mapping[str, _Link]) -> _Link | None:
    """Return what `value` is connected to, if it is a connection, an engine or a cursor."""
    if isinstance(value, ast.Name):
        return links.get(value.id)
    if not isinstance(value, ast.Call):
        return None
    full = dotted(value.func, modules)
    if full.rpartition(".")[2] in _CONNECTS:
        first = value.args[0] if value.args else next((k.value for k in value.keywords), None)
        url = "" if first is None else first.value if isinstance(first, ast.Constant) else "?"
        scheme = str(url).partition(":")[0].partition("+")[0] if "://" in str(url) else full.partition(".")[0]
        return _Link(DIALECTS.get(scheme, ""), url in MEMORY)
    return _link_of(value.func.value, modules, links) if isinstance(value.func, ast.Attribute) else None


def _sent(
    tree: ast.stmt,
    modules: Mapping[str, str],
    links: Mapping[str, _Link],
    texts: Mapping[str, str],
    policy: Policy,
) -> Iterator[Driven]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        method, full = node.func.attr, dotted(node.func, modules)
        if method == "commit":
            link = _link_of(node.func.value, modules, links)
            if link is not None and not link.memory:
                yield Driven(Effect.WRITE)
        elif method == "to_sql":
            link = _of_argument(node, modules, links)
            if link is None or not link.memory:
                yield Driven(Effect.SCHEMA)
        elif method in _SENDS or method in _READS:
            by_argument = method in _READS
            link = (
                _of_argument(node, modules, links)
                if by_argument
                else _link_of(node.func.value, modules, links)
            )
            if full in ("duckdb.sql", "duckdb.execute") or (link is not None and link.memory):
                continue  # it lives as long as the program
            text = _text(node.args[0], texts) if node.args else None
            if text is not None and (link is not None or _FIRST_WORD.match(text)):
                yield judged_text(text, link.dialect if link else "", policy)
            elif link is not None and not by_argument:
                yield Driven(Effect.UNKNOWN)


def _of_object(node: ast.Call, modules: Mapping[str, str], links: Mapping[str, _Link]) -> _Link | None:
    return _link_of(node.func.value, modules, links) if isinstance(node.func, ast.Attribute) else None


def _of_argument(node: ast.Call, modules: Mapping[str, str], links: Mapping[str, _Link]) -> _Link | None:
    given = [*node.args[1:2], *(k.value for k in node.keywords if k.arg == "con")]
    return _link_of(given[-1], modules, links) if given else None


def judged_text(text: str, dialect: str, policy: Policy) -> Driven:
    """Return what a SQL text would do; what is not understood is UNKNOWN."""
    from jupyter_guard.policy.beyond import beyond
    from jupyter_guard.policy.parsing import parse  # sqlglot is slow to import

    statements = parse(text, dialect or "postgres", beyond(policy.functions))
    effect = max((s.effect for s in statements), default=Effect.READ)
    writes = tuple(sorted({table for s in statements for table in s.writes}))
    return Driven(effect, tuple(sorted({*writes, *(t for s in statements for t in s.reads)})), writes)


def _text(node: ast.expr, texts: Mapping[str, str]) -> str | None:
    """Return the SQL that `node` is written as, seen through text("…") and plain variables."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.Name():
            return texts.get(node.id)
        case ast.JoinedStr():
            return "".join(str(v.value) if isinstance(v, ast.Constant) else "x" for v in node.values)
        case ast.Call(func=ast.Name(id="text") | ast.Attribute(attr="text"), args=[inner, *_]):
            return _text(inner, texts)
        case ast.BinOp(op=ast.Add()):
            left, right = _text(node.left, texts), _text(node.right, texts)
            return None if left is None or right is None else left + right
    return None
