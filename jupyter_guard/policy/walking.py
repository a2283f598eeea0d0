"""Walk over every node of a parsed statement once: what it does, and to which tables."""

from __future__ import annotations

from functools import cache

from sqlglot import exp

from .calls import Calls
from .handlers import HANDLERS, Handler
from .knowledge import Knowledge
from .model import Effect
from .naming import Scope, key_of
from .nodes import HARMLESS, effect_of
from .walked import Walk

_NOTHING: Scope = frozenset()


def walk(root: exp.Expr, knowledge: Knowledge, calls: Calls) -> Walk:
    """Return what all that is in a statement does, but for its root itself.

    The walk keeps its own stack, so depth does not matter.
    """
    found = Walk(knowledge, calls)
    stack: list[tuple[exp.Expr, Scope]] = [(root, _NOTHING)]
    push, actions = stack.append, _actions(bool(knowledge.columns))
    skipped = _LEAVES if not knowledge.reserved else _NO_LEAVES
    # Most nodes are columns, and most databases have none that does more than name one.
    plain = exp.Column if not knowledge.columns and not knowledge.reserved else None
    branches = _BRANCHES if isinstance(root, exp.Merge) else ()
    while stack:
        node, scope = stack.pop()
        kind = type(node)
        args = node.args
        rule, handler = actions.get(kind) or _action(kind, actions)
        if rule is not HARMLESS and node is not root and not (kind in branches and _is_branch(node)):
            found.note(*rule)
        if handler is not None:
            handler(node, scope, found)
        if "with_" in args and (with_ := args["with_"]):
            scope = _see(with_, scope, stack, knowledge)
        for key, value in args.items():
            if not value:
                continue
            kind = type(value)
            if kind in skipped or key == "with_":
                continue
            for item in value if kind is list else (value,):
                kind = type(item)
                if kind in skipped or (kind is plain and type(item.args.get("this")) is exp.Identifier):
                    continue
                if isinstance(item, exp.Expr):
                    push((item, scope))
                elif kind in _SEQUENCES:
                    stack.extend((part, scope) for part in item if isinstance(part, exp.Expr))
    return found


# Nodes without children that matter, and values that are no nodes.
_NO_LEAVES: frozenset[type] = frozenset({str, bool, int, type(None)})
_LEAVES = _NO_LEAVES | {exp.Identifier, exp.Literal, exp.Var, exp.Null, exp.Boolean}


_SEQUENCES: frozenset[type] = frozenset({list, tuple})
_Action = tuple[tuple[Effect, str], Handler | None]


@cache
def _actions(columns: bool) -> dict[type[exp.Expr], _Action]:
    """Return what is to be done at each kind of node, as far as any came up."""
    return {} if columns else {exp.Column: (effect_of(exp.Column), None)}


def _action(kind: type[exp.Expr], actions: dict[type[exp.Expr], _Action]) -> _Action:
    action = actions[kind] = effect_of(kind), HANDLERS.get(kind)
    return action


# WHEN MATCHED THEN UPDATE: what MERGE itself does.
_BRANCHES = (exp.Update, exp.Insert)


def _is_branch(node: exp.Expr) -> bool:
    return node.this is None or isinstance(node.this, exp.Tuple)


def _see(with_: exp.Expr, scope: Scope, stack: list[tuple[exp.Expr, Scope]], knowledge: Knowledge) -> Scope:
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
