"""Walk over every node of a parsed statement once: what it does, and to which tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sqlglot import exp

from .calls import Calls
from .knowledge import Knowledge
from .model import Effect
from .naming import is_temporary, key_of, name_of, offset_of
from .nodes import HARMLESS, effect_of

_Scope = frozenset[str]  # names of the common table expressions that can be seen
_NOTHING: _Scope = frozenset()


@dataclass
class Walk:
    """What a walk has found so far."""

    knowledge: Knowledge
    calls: Calls
    effect: Effect = Effect.READ
    cause: str = ""
    function: str = ""
    reads: list[tuple[int, str]] = field(default_factory=list)  # (offset, name)
    writes: list[tuple[int, str]] = field(default_factory=list)
    targets: set[int] = field(default_factory=set)  # identities of nodes that are written
    aliases: dict[str, str] = field(default_factory=dict)
    columns_of: list[str] = field(default_factory=list)  # names that column lists belong to

    def note(self, effect: Effect, cause: str, function: str = "") -> None:
        """Remember the strongest."""
        if effect > self.effect:
            self.effect, self.cause, self.function = effect, cause, function


def walk(root: exp.Expr, knowledge: Knowledge, calls: Calls) -> Walk:
    """Return what a statement does; the walk keeps its own stack, so depth does not matter."""
    found = Walk(knowledge, calls)
    stack: list[tuple[exp.Expr, _Scope]] = [(root, _NOTHING)]
    push, handlers = stack.append, _HANDLERS
    skipped = _LEAVES if not knowledge.reserved else _NO_LEAVES
    while stack:
        node, scope = stack.pop()
        kind = type(node)
        rule = effect_of(kind)
        if rule is not HARMLESS:
            found.note(*rule)
        if kind in handlers:
            handlers[kind](node, scope, found)
        args = node.args
        if "with_" in args and (with_ := args["with_"]):
            scope = _see(with_, scope, stack, knowledge)
        for key, value in args.items():
            if not value or key == "with_":
                continue
            if type(value) is not list:
                if type(value) not in skipped and isinstance(value, exp.Expr):
                    push((value, scope))
                continue
            for item in value:
                if isinstance(item, exp.Expr):
                    if type(item) not in skipped:
                        push((item, scope))
                elif type(item) in (list, tuple):
                    stack.extend((part, scope) for part in item if isinstance(part, exp.Expr))
    return found


# Nodes without children that matter, and values that are no nodes.
_NO_LEAVES: frozenset[type] = frozenset({str, bool, int})
_LEAVES = _NO_LEAVES | {exp.Identifier, exp.Literal, exp.Var, exp.Null, exp.Boolean}


def _see(
    with_: exp.Expr, scope: _Scope, stack: list[tuple[exp.Expr, _Scope]], knowledge: Knowledge
) -> _Scope:
    """Queue the common table expressions, each with what it can see; return what all of them add."""
    ctes = with_.expressions
    if with_.args.get("recursive"):
        scope = scope | {key_of(cte.args["alias"].this, knowledge) for cte in ctes if cte.args.get("alias")}
    for cte in ctes:
        alias = cte.args.get("alias")
        name = key_of(alias.this, knowledge) if alias and alias.this else ""
        # Many databases need no RECURSIVE for an expression that names itself.
        own = scope | {name} if knowledge.dialect in _SELF_SEEING else scope
        stack.append((cte, own))
        scope = scope | {name}
    for key in ("search",):
        if extra := with_.args.get(key):
            stack.append((extra, scope))
    return scope


_SELF_SEEING = frozenset({"tsql", "oracle", "sqlite", "bigquery"})


def _table(node: exp.Expr, scope: _Scope, found: Walk) -> None:
    this = node.this
    name = name_of(node)
    alias = node.args.get("alias")
    _staged(node, found)
    if alias and alias.this and name:
        found.aliases.setdefault(alias.name.lower(), name)
    if not name:
        if found.knowledge.table_arguments and isinstance(this, exp.Anonymous):
            _table_with_arguments(this, found)
        return
    is_call = name.lower().startswith(found.knowledge.called or ("\0",))
    if is_call and name.lower() not in found.knowledge.functions:
        found.note(Effect.UNKNOWN, f"function {name}() is not known", name)
    if id(node) in found.targets:
        found.writes.append((offset_of(this), name))
        return
    if "." not in name and isinstance(this, exp.Identifier) and key_of(this, found.knowledge) in scope:
        return
    found.reads.append((offset_of(this), name))


def _staged(node: exp.Expr, found: Walk) -> None:
    """Know the brackets behind a file of a stage: @stage/file (PATTERN => …)."""
    if node.args.get("pattern") or node.args.get("format"):
        path = node.this.name.lstrip("@").lower()
        found.columns_of += [path, path.rpartition("/")[2], path.rpartition(".")[2]]


def _table_with_arguments(call: exp.Expr, found: Walk) -> None:
    """Take what is no listed function for a virtual table: nobody can add other ones."""
    name = call.name.lower()
    if name not in found.knowledge.functions and not name.startswith("pragma_"):
        found.calls.approved.add(name)
        found.columns_of.append(name)
        found.reads.append((offset_of(call), call.name))


def _target(node: exp.Expr, scope: _Scope, found: Walk) -> None:
    """Mark the table that a statement writes."""
    for key in ("this", "tables"):
        value = node.args.get(key)
        for item in value if isinstance(value, list) else [value]:
            table = item.this if isinstance(item, exp.Schema) else item
            if isinstance(table, exp.Table):
                found.targets.add(id(table))


def _into(node: exp.Expr, scope: _Scope, found: Walk) -> None:
    target = node.this
    name = name_of(target) if target is not None else ""
    if isinstance(target, exp.Table):
        found.targets.add(id(target))
    inner = target.this if isinstance(target, exp.Table) else target
    if isinstance(inner, (exp.Parameter, exp.SessionParameter)) or (not name and node.expressions):
        found.note(Effect.SESSION, "INTO sets variables of the session")
    elif node.args.get("temporary") or is_temporary(name, found.knowledge):
        found.note(Effect.SESSION, "INTO makes a temporary table")
    else:
        found.note(Effect.SCHEMA, "INTO makes a table")


def _call(node: exp.Expr, scope: _Scope, found: Walk) -> None:
    name = node.name
    # What a listed function does is noted by its token already.
    if name.lower() not in found.calls.approved and name.lower() not in found.knowledge.functions:
        found.note(Effect.UNKNOWN, f"function {name}() is not known", name)


def _column(node: exp.Expr, scope: _Scope, found: Walk) -> None:
    if known := found.knowledge.columns.get(node.name.lower()):
        found.note(known.effect, f"{node.name} {known.why}")


def _lock(node: exp.Expr, scope: _Scope, found: Walk) -> None:
    found.note(Effect.WRITE, "FOR UPDATE locks rows" if node.args.get("update") else "FOR SHARE locks rows")


def _identifier(node: exp.Expr, scope: _Scope, found: Walk) -> None:
    if not node.args.get("quoted") and node.name.lower() in found.knowledge.reserved:
        found.note(Effect.UNKNOWN, f"{node.name.upper()} stands where no statement should begin")


def _alias_columns(node: exp.Expr, scope: _Scope, found: Walk) -> None:
    if node.args.get("columns"):
        found.columns_of.append(node.name.lower())


def _schema(node: exp.Expr, scope: _Scope, found: Walk) -> None:
    found.columns_of.append((name_of(node.this) or node.name).lower())


def _assignment(node: exp.Expr, scope: _Scope, found: Walk) -> None:
    if found.knowledge.dialect == "mysql":
        found.note(Effect.SESSION, ":= sets a variable of the session")


def _table_hint(node: exp.Expr, scope: _Scope, found: Walk) -> None:
    for hint in node.expressions:
        if hint.name.lower() not in found.knowledge.lock_hints:
            found.note(Effect.WRITE, f"the hint {hint.name.upper()} locks")


def _select(node: exp.Expr, scope: _Scope, found: Walk) -> None:
    for setting in node.args.get("settings") or ():
        name = setting.this.name.lower() if setting.this else ""
        if name not in found.knowledge.settings:
            found.note(Effect.ADMIN, f"the setting {name} is not known to be harmless")


def _create(node: exp.Expr, scope: _Scope, found: Walk) -> None:
    _target(node, scope, found)


_Handler = Callable[[exp.Expr, _Scope, Walk], None]
_HANDLERS: Mapping[type[exp.Expr], _Handler] = {
    exp.Table: _table,
    exp.Insert: _target,
    exp.Update: _target,
    exp.Delete: _target,
    exp.Merge: _target,
    exp.Drop: _target,
    exp.Alter: _target,
    exp.Comment: _target,
    exp.Copy: _target,
    exp.LoadData: _target,
    exp.Create: _create,
    exp.Into: _into,
    exp.Anonymous: _call,
    exp.AnonymousAggFunc: _call,
    exp.Column: _column,
    exp.Lock: _lock,
    exp.Identifier: _identifier,
    exp.TableAlias: _alias_columns,
    exp.Schema: _schema,
    exp.PropertyEQ: _assignment,
    exp.WithTableHint: _table_hint,
    exp.Select: _select,
}


def tables(found: Walk) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the tables read and written, in order of appearance, each once."""
    reads = dict.fromkeys(name for _, name in sorted(found.reads, key=_first))
    resolved = (found.aliases.get(name.lower(), name) for _, name in sorted(found.writes, key=_first))
    return tuple(reads), tuple(dict.fromkeys(resolved))


def _first(entry: tuple[int, str]) -> int:
    return entry[0]
