"""Look closer at the kinds of nodes that a table of kinds cannot judge: tables, targets, calls, locks."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlglot import exp

from .model import SCHEMA, SESSION, UNKNOWN, WRITE, Effect
from .naming import Scope, called_name, is_temporary, key_of, name_of, offset_of
from .walked import Walk


def _table(node: exp.Expr, scope: Scope, found: Walk) -> None:
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
        found.note(UNKNOWN, f"function {name}() is not known", name)
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


def _target(node: exp.Expr, scope: Scope, found: Walk) -> None:
    """Mark the table that a statement writes."""
    for key in ("this", "tables"):
        value = node.args.get(key)
        for item in value if isinstance(value, list) else [value]:
            table = item.this if isinstance(item, exp.Schema) else item
            if isinstance(table, exp.Table):
                found.targets.add(id(table))


def _insert(node: exp.Expr, scope: Scope, found: Walk) -> None:
    _target(node, scope, found)
    columns = node.this.expressions if isinstance(node.this, exp.Schema) else ()
    if any(
        isinstance(column, exp.ColumnDef) for column in columns
    ):  # (FROM t), which the parser takes for one
        found.note(UNKNOWN, "INSERT of something that is no list of columns")


def _into(node: exp.Expr, scope: Scope, found: Walk) -> None:
    target = node.this
    name = name_of(target) if target is not None else ""
    if isinstance(target, exp.Table):
        found.targets.add(id(target))
    inner = target.this if isinstance(target, exp.Table) else target
    if isinstance(inner, (exp.Parameter, exp.SessionParameter)) or (not name and node.expressions):
        found.note(SESSION, "INTO sets variables of the session")
    elif node.args.get("temporary") or is_temporary(name, found.knowledge):
        found.note(found.knowledge.temporary_tables, "INTO makes a temporary table")
    else:
        found.note(SCHEMA, "INTO makes a table")


def _call(node: exp.Expr, scope: Scope, found: Walk) -> None:
    name = node.name
    if name.lower() == "table":  # TABLE(…): its arguments are judged by themselves
        return
    _unless_known(name, found)


def _unless_known(name: str, found: Walk) -> None:
    # What a listed function does is noted by its token already.
    if name.lower() not in found.calls.approved and name.lower() not in found.knowledge.functions:
        found.note(UNKNOWN, f"function {name}() is not known", name)


def _aliases(node: exp.Expr, scope: Scope, found: Walk) -> None:
    column = node.this  # cube(a): a word that the parser takes for a column with columns of its own
    if isinstance(column, exp.Column) and isinstance(column.this, exp.Identifier):
        _unless_known(column.name, found)


def _column(node: exp.Expr, scope: Scope, found: Walk) -> None:
    if known := found.knowledge.columns.get(node.name.lower()):
        found.note(known.effect, f"{node.name} {known.why}")


def _lock(node: exp.Expr, scope: Scope, found: Walk) -> None:
    found.note(WRITE, "FOR UPDATE locks rows" if node.args.get("update") else "FOR SHARE locks rows")


def _identifier(node: exp.Expr, scope: Scope, found: Walk) -> None:
    if not node.args.get("quoted") and node.name.lower() in found.knowledge.reserved:
        found.note(UNKNOWN, f"{node.name.upper()} stands where no statement should begin")


def _alias_columns(node: exp.Expr, scope: Scope, found: Walk) -> None:
    if not node.args.get("columns"):
        return
    found.columns_of.append(_spelled(node.this, found) or node.name.lower())
    table = node.parent
    if not node.name and isinstance(table, exp.Table) and isinstance(table.this, exp.Identifier):
        _unless_known(table.name, found)  # FROM cube(1)


def _schema(node: exp.Expr, scope: Scope, found: Walk) -> None:
    table = node.this
    parts = [table.args.get(key) for key in ("catalog", "db", "this")] if isinstance(table, exp.Table) else []
    spelled = ".".join(_spelled(part, found) for part in parts if part is not None)
    quoted = '"' in spelled
    found.columns_of.append(spelled if quoted else (name_of(table) or node.name).lower().lstrip("#@"))


def _spelled(name: object, found: Walk) -> str:
    """Return a name as one before a bracket is spelled that may be a call."""
    if not isinstance(name, exp.Identifier):
        return ""
    return called_name(name.name, found.knowledge) if name.args.get("quoted") else name.name.lower()


def _assignment(node: exp.Expr, scope: Scope, found: Walk) -> None:
    if found.knowledge.dialect == "mysql":
        found.note(SESSION, ":= sets a variable of the session")


def _table_hint(node: exp.Expr, scope: Scope, found: Walk) -> None:
    for hint in node.expressions:
        found.calls.approved.add(hint.name.lower())  # INDEX(name)
        if hint.name.lower() not in found.knowledge.lock_hints:
            found.note(WRITE, f"the hint {hint.name.upper()} locks")


def _select(node: exp.Expr, scope: Scope, found: Walk) -> None:
    for setting in node.args.get("settings") or ():
        name = setting.this.name.lower() if setting.this else ""
        if name not in found.knowledge.settings:
            found.note(Effect.ADMIN, f"the setting {name} is not known to be harmless")


def _create(node: exp.Expr, scope: Scope, found: Walk) -> None:
    _target(node, scope, found)


Handler = Callable[[exp.Expr, Scope, Walk], None]
HANDLERS: Mapping[type[exp.Expr], Handler] = {
    exp.Table: _table,
    exp.Insert: _insert,
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
    exp.Aliases: _aliases,
    exp.Column: _column,
    exp.Lock: _lock,
    exp.Identifier: _identifier,
    exp.TableAlias: _alias_columns,
    exp.Schema: _schema,
    exp.PropertyEQ: _assignment,
    exp.WithTableHint: _table_hint,
    exp.Select: _select,
}
