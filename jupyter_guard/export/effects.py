"""Say what a statement does besides setting names: what it changes, writes, draws, shows."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from .acts import APPEARANCE, ARGUMENTS, FIGURES, RANDOM, Act, Effects, Notes
from .sharing import roots, union
from .side_effects import builtins, dotted, listed, methods, opens_for_reading


def effects_of(statements: Iterable[ast.stmt], known: Notes) -> Effects:
    """Return what `statements` do besides setting names."""
    walk = _Walk(known)
    for statement in statements:
        walk.visit(statement)
    return Effects(
        frozenset(walk.changes),
        frozenset(walk.acts),
        tuple(walk.aliases),
        frozenset(walk.reads),
        tuple(walk.holds),
    )


class _Walk(ast.NodeVisitor):
    def __init__(self, known: Notes) -> None:
        self.known = known
        self.changes: set[str] = set()
        self.acts: set[Act] = set()
        self.aliases: list[frozenset[str]] = []
        self.holds: list[tuple[frozenset[str], frozenset[str]]] = []
        self.reads: set[str] = set()

    def _share(self, target: ast.AST | None, value: frozenset[str]) -> None:
        """Note that what is stored in `target` may be the object of `value`."""
        stored = (
            frozenset(
                n.id for n in ast.walk(target) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
            )
            if target is not None
            else frozenset()
        )
        if target is not None and not stored:
            stored = roots(target, self.known)
        if stored and value:
            self.holds.append((stored, value))
        group = stored | value
        if stored and len(group) > 1:
            self.aliases.append(group)

    def visit_Assign(self, node: ast.Assign) -> None:
        value = roots(node.value, self.known) | self._figures_in(node.value)
        stored = [roots(target, self.known) for target in node.targets]
        for target in node.targets:
            self._share(target, value.union(*stored) if len(stored) > 1 else value)
            self._changed(target)
        self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self._share(node.target, roots(node.value, self.known))
        self._changed(node.target)
        self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self.changes |= roots(node.target, self.known)
        self._module_state(node.target)
        self.generic_visit(node)

    def visit_Delete(self, node: ast.Delete) -> None:
        for target in node.targets:
            self._changed(target)
        self.generic_visit(node)

    def visit_For(self, node: ast.For | ast.AsyncFor) -> None:
        self._share(node.target, roots(node.iter, self.known))
        self._changed(node.target)
        self.generic_visit(node)

    visit_AsyncFor = visit_For

    def visit_withitem(self, node: ast.withitem) -> None:
        self._share(node.optional_vars, roots(node.context_expr, self.known))
        self.generic_visit(node)

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        self._share(node.target, roots(node.value, self.known))
        self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        # Its body acts when it is called; `Known.functions` tells how.
        self._decorated(node.decorator_list)

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._decorated(node.decorator_list)
        for base in (*node.bases, *(keyword.value for keyword in node.keywords)):
            if roots(base, self.known) & self.known.classes:
                self.changes |= self.known.wild  # it may keep a list of those that are made from it
        for statement in node.body:  # what it sets are the class's own names
            if isinstance(statement, (ast.Assign, ast.AnnAssign, ast.Expr)) and statement.value is not None:
                self.visit(statement.value)
            elif isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
                own = [d for d in statement.decorator_list if _called(d) in self.known.does]
                self._decorated(own)

    def _decorated(self, decorators: Iterable[ast.expr]) -> None:
        """Note what decorators do with what they are given: they may well keep it."""
        for decorator in decorators:
            func = decorator.func if isinstance(decorator, ast.Call) else decorator
            if isinstance(func, ast.Attribute) and isinstance(func.value, ast.Name):
                self.changes |= {func.value.id} - self.known.modules.keys()  # as in @shown.register(int)
            self.visit(decorator if isinstance(decorator, ast.Call) else ast.Call(decorator, [], []))

    def visit_Expr(self, node: ast.Expr) -> None:
        self.generic_visit(node)
        if isinstance(node.value, ast.Call) and not self._understood(node.value):
            self.acts.add(Act.UNKNOWN)

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load) and node.id in self.known.once:
            self.changes.add(node.id)
        # A function that is handed on is called somewhere.
        if isinstance(node.ctx, ast.Load) and node.id in self.known.does:
            does = self.known.does[node.id]
            self.acts |= does.acts
            self.reads |= does.reads
            self.changes |= does.changes - {ARGUMENTS}

    def visit_Call(self, node: ast.Call) -> None:
        full = dotted(node.func, self.known.modules)
        if full:
            self._module_call(node, full)
        elif isinstance(node.func, ast.Name):
            self._function_call(node, node.func.id)
        elif isinstance(node.func, ast.Attribute):
            self._method_call(node, node.func)
        else:
            self._unknown(node)
        self.generic_visit(node)

    def visit_FormattedValue(self, node: ast.FormattedValue) -> None:
        plain = isinstance(node.value, ast.Name) and node.value.id in self.known.plain
        if not (plain or node.format_spec or isinstance(node.value, ast.Constant)):
            self.reads.add(APPEARANCE)
        self.generic_visit(node)

    def _changed(self, target: ast.AST) -> None:
        if isinstance(target, (ast.Tuple, ast.List)):
            for part in target.elts:
                self._changed(part)
        elif isinstance(target, (ast.Attribute, ast.Subscript)):
            self.changes |= roots(target, self.known)
            self._module_state(target)

    def _module_state(self, target: ast.expr) -> None:
        """Note a change of a module's own attribute or item, such as os.environ["X"]."""
        while isinstance(target, ast.Subscript):
            target = target.value
        full = dotted(target, self.known.modules)
        if full:
            self._act(Act.LOOKS if listed("looks", full) else Act.STATE)

    def _module_call(self, node: ast.Call, full: str) -> None:
        first = node.args[0] if node.args else None
        text = first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""
        if full.rpartition(".")[2] in _MAKE_TEXTS:
            self.reads.add(APPEARANCE)
        if listed("changes", full):
            self.changes |= union(node.args, self.known)
        if listed("random", full):
            self.changes.add(RANDOM)
            self.reads.add(RANDOM)
        for kind, act in _ACTS_OF_FUNCTIONS.items():
            if listed(kind, f"{full}:{text}") or listed(kind, full):
                self._act(act)
                return
        if not listed("pure", full) and not listed("random", full):
            self._unknown(node)

    def _function_call(self, node: ast.Call, name: str) -> None:
        if name in _MAKE_TEXTS:
            self.reads.add(APPEARANCE)
        if name in self.known.does:
            if ARGUMENTS in self.known.does[name].changes:
                self._change_arguments(node)
        elif name in builtins("display"):
            self.acts.add(Act.DISPLAY)
        elif name == "open":
            if not opens_for_reading(node):
                self.acts.add(Act.WRITE)
        elif name not in builtins("pure"):
            self._unknown(node)

    def _method_call(self, node: ast.Call, func: ast.Attribute) -> None:
        method = func.attr
        base = roots(func.value, self.known)
        if method in _MAKE_TEXTS:
            self.reads.add(APPEARANCE)
        if method in methods("figure") or _is_plot(func):
            self._act(Act.FIGURE)
        elif method in methods("writes"):
            self._write(node, method)
        elif method in methods("fits"):
            self.changes |= base
            if method in _MAY_HOLD:
                self._share(func.value, union(node.args, self.known))
        elif method not in methods("pure"):
            self.changes |= base
            self._unknown(node)
        if any(k.arg == "inplace" and not _is_false(k.value) for k in node.keywords):
            self.changes |= base
        if method in methods("random") or (method in methods("draws") and self._has("sklearn")):
            self.changes.add(RANDOM)
            self.reads.add(RANDOM)

    def _write(self, node: ast.Call, method: str) -> None:
        given = [*node.args, *(k for k in node.keywords if k.arg in _FILE_ARGUMENTS)]
        if given or method not in methods("writes_if_given_a_file"):
            self.acts.add(Act.WRITE)
        if method == "savefig":
            self.reads.add(FIGURES)
        if method not in _LEAVE_THEIR_OBJECT:
            self.changes |= roots(node.func, self.known)

    def _act(self, act: Act) -> None:
        self.acts.add(act)
        if act is Act.FIGURE:
            self.changes.add(FIGURES)
            self.reads.add(FIGURES)
        if act is Act.LOOKS:
            self.changes.add(APPEARANCE)

    def _has(self, module: str) -> bool:
        return any(full.partition(".")[0] == module for full in self.known.modules.values())

    def _unknown(self, node: ast.Call) -> None:
        self.changes |= self.known.wild | {RANDOM}  # it may draw random numbers
        if isinstance(node.func, ast.Name) and node.func.id not in self.known.classes:
            self.changes |= roots(node.func, self.known)  # what is called may keep something to itself
        self._change_arguments(node)

    def _change_arguments(self, node: ast.Call) -> None:
        self.changes |= union([*node.args, *(k.value for k in node.keywords)], self.known)

    def _understood(self, node: ast.Call) -> bool:
        """Return whether a call is listed anywhere, so that its value alone is what it was made for."""
        full = dotted(node.func, self.known.modules)
        if full:
            return any(listed(kind, full) for kind in ("pure", *_ACTS_OF_FUNCTIONS))
        if isinstance(node.func, ast.Name):
            name = node.func.id
            return name in self.known.does or name in builtins("pure") | builtins("display")
        known = methods("pure") | methods("fits") | methods("writes_if_given_a_file")
        return isinstance(node.func, ast.Attribute) and node.func.attr in known - methods("act_if_not_taken")

    def _figures_in(self, value: ast.expr) -> frozenset[str]:
        inner = effects_of([ast.Expr(value)], self.known)
        full = dotted(value.func, self.known.modules) if isinstance(value, ast.Call) else ""
        drawn = Act.FIGURE in inner.acts or full == "matplotlib.pyplot.subplots"
        return frozenset({FIGURES}) if drawn else frozenset()


def _called(decorator: ast.expr) -> str:
    func = decorator.func if isinstance(decorator, ast.Call) else decorator
    return func.id if isinstance(func, ast.Name) else ""


_ACTS_OF_FUNCTIONS = {
    "looks": Act.LOOKS,
    "state": Act.STATE,
    "display": Act.DISPLAY,
    "writes": Act.WRITE,
    "figure": Act.FIGURE,
}
_FILE_ARGUMENTS = {"path_or_buf", "path", "buf", "excel_writer", "fname", "con", "file"}
_LEAVE_THEIR_OBJECT = {"savefig"} | {
    f"to_{kind}"
    for kind in ("csv", "excel", "feather", "html", "json", "parquet", "pickle", "sql", "stata", "xml")
}
# What gives a text that depends on how tables and arrays are shown.
_MAKE_TEXTS = frozenset(
    {"str", "repr", "format", "to_string", "to_html", "to_latex", "array2string", "get_option"}
)
_MAY_HOLD = {"append", "extend", "update", "add", "insert", "setdefault"}


def _is_plot(func: ast.Attribute) -> bool:
    """Return whether `func` is an accessor's method, as in df.plot.bar."""
    return isinstance(func.value, ast.Attribute) and func.value.attr == "plot"


def _is_false(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is False
