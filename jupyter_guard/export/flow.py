"""Walk statements in the order in which they run, and keep apart what surely runs from what may."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from contextlib import contextmanager


class Flow(ast.NodeVisitor):
    """Knows which names are surely set so far; a subclass says what sets and reads them."""

    def __init__(self) -> None:
        self.sets: set[str] = set()
        self.surely: set[str] = set()

    @contextmanager
    def branch(self) -> Iterator[set[str]]:
        """Walk a part that may not run; yields what it surely sets if it does."""
        before = set(self.surely)
        after: set[str] = set()
        yield after
        after.update(self.surely)
        self.surely = before

    def run(self, nodes: Iterable[ast.AST | None]) -> None:
        for node in nodes:
            if node is not None:
                self.visit(node)

    def set(self, name: str) -> None:
        self.sets.add(name)
        self.surely.add(name)

    def visit_If(self, node: ast.If) -> None:
        self.visit(node.test)
        with self.branch() as then:
            self.run(node.body)
        with self.branch() as other:
            self.run(node.orelse)
        self.surely |= then & other

    def visit_IfExp(self, node: ast.IfExp) -> None:
        self.visit(node.test)
        for branch in (node.body, node.orelse):
            with self.branch():
                self.visit(branch)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        self.visit(node.values[0])
        with self.branch():
            self.run(node.values[1:])

    def visit_For(self, node: ast.For | ast.AsyncFor) -> None:
        self.visit(node.iter)
        with self.branch():
            self.run((node.target, *node.body))
        with self.branch():
            self.run(node.orelse)

    visit_AsyncFor = visit_For

    def visit_While(self, node: ast.While) -> None:
        self.visit(node.test)
        with self.branch():
            self.run(node.body)
        with self.branch():
            self.run(node.orelse)

    def visit_With(self, node: ast.With | ast.AsyncWith) -> None:
        for item in node.items:
            self.run((item.context_expr, item.optional_vars))
        if not any(_may_stop(item.context_expr) for item in node.items):
            self.run(node.body)
            return
        with self.branch():
            self.run(node.body)

    visit_AsyncWith = visit_With

    def visit_Try(self, node: ast.Try) -> None:
        with self.branch() as tried:
            self.run((*node.body, *node.orelse))
        ends = [tried]
        for handler in node.handlers:
            with self.branch() as handled:
                if handler.type is not None:
                    self.visit(handler.type)
                if handler.name:
                    self.set(handler.name)
                self.run(handler.body)
                if handler.name:
                    self.surely.discard(handler.name)
            if not handler.body or not isinstance(handler.body[-1], (ast.Raise, ast.Return)):
                ends.append(handled)
        self.surely |= set.intersection(*ends)
        self.run(node.finalbody)

    def visit_Match(self, node: ast.Match) -> None:
        self.visit(node.subject)
        for case in node.cases:
            with self.branch():
                for part in ast.walk(case.pattern):
                    name = getattr(part, "name", None) or getattr(part, "rest", None)
                    if name:
                        self.set(name)
                    if isinstance(part, ast.MatchValue):
                        self.visit(part.value)
                self.run((case.guard, *case.body))


def _may_stop(manager: ast.expr) -> bool:
    """Return whether what stands inside may be left early: suppress(…), pytest.raises(…)."""
    func = manager.func if isinstance(manager, ast.Call) else manager
    return (func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")) in (
        "suppress",
        "raises",
    )
