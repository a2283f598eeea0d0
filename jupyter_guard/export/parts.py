"""Cut the cells of a notebook into parts: one statement each, with all it reads, sets and does."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from . import extensions, foreign_queries, foreign_sql, macros, outputs, shell_texts
from .acts import ARGUMENTS, Act, Effects, Notes
from .definitions import decorated, effects_of_function, imported, iterators
from .drivers import Driven, judged
from .effects import effects_of
from .magics import pieces_of
from .notebook import Cell
from .pieces import SHELL, Kind, NotPython, Piece
from .plain import plain_before, plain_names
from .queries import Catalog, Query
from .scopes import Names, free_names, names_of
from .side_effects import methods
from .unchanged import without_assumed_changes

_WORD = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True)
class Part:
    """A statement of a cell that ran, or what stands for one."""

    cell: Cell
    piece: Piece
    names: Names = field(default_factory=Names)
    effects: Effects = field(default_factory=Effects)
    last: bool = False  # the cell's last statement, whose value the notebook shows
    query: Query | None = None
    driven: Driven | None = None  # the SQL that it sends through a driver

    @property
    def is_import(self) -> bool:
        """Whether it is an import at the top level of its cell."""
        return isinstance(self.piece.tree, (ast.Import, ast.ImportFrom))

    @property
    def is_definition(self) -> bool:
        """Whether it defines a function or a class."""
        return isinstance(self.piece.tree, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))

    @property
    def runs_a_file(self) -> bool:
        """Whether it runs another file, whose names nobody can tell."""
        return self.piece.kind is Kind.OPAQUE and self.piece.text.lstrip().startswith("%run ")

    @property
    def displays(self) -> bool:
        """Whether its value or its text is all that it is for."""
        return isinstance(self.piece.tree, ast.Expr) or (self.query is not None and not self.query.result)

    @property
    def shows_a_value(self) -> bool:
        """Whether the notebook shows a value here: the cell's last one, or by `display`."""
        if not isinstance(self.piece.tree, ast.Expr):
            return False
        called = self.piece.tree.value.func if isinstance(self.piece.tree.value, ast.Call) else None
        return self._shown or (isinstance(called, ast.Name) and called.id == "display")

    @property
    def alters(self) -> frozenset[str]:
        """The names whose object it changes in place, without those that a shown call only might change."""
        called = self.piece.tree.value if isinstance(self.piece.tree, ast.Expr) else None
        method = getattr(called.func, "attr", "") if isinstance(called, ast.Call) else ""
        only_shown = self._shown or Act.DISPLAY in self.effects.acts
        if self.displays and only_shown and method not in methods("fits"):
            return frozenset()
        return self.effects.changes

    @property
    def acts(self) -> bool:
        """Whether it does something that outlives the program, or may."""
        return self.leaves_something or (Act.UNKNOWN in self.effects.acts and not self._shown)

    @property
    def leaves_something(self) -> bool:
        """Whether it writes a file or draws a figure."""
        return bool(self.effects.acts & {Act.WRITE, Act.FIGURE})

    @property
    def _shown(self) -> bool:
        # A call made for its side effect returns None, and the notebook shows nothing.
        return self.last and "value" in self.cell.shows


def parts_of(cells: Sequence[Cell], catalog: Catalog) -> tuple[tuple[Part, ...], dict[int, str]]:
    """Return the parts of `cells` in their order, and why the others are no Python, by cell index."""
    unread: dict[int, str] = {}
    cut: list[outputs.Cut] = []
    for cell in cells:
        try:
            cut.append((cell, pieces_of(cell.source)))
        except NotPython as error:
            unread[cell.index] = str(error)
    drafts = [
        draft
        for cell, pieces in outputs.named(shell_texts.kept(macros.written_out(cut)))
        for draft in _drafts(cell, pieces, catalog)
    ]
    drafts = foreign_queries.translated(drafts, catalog)
    drafts = extensions.revived(drafts)
    known = known_of(drafts)
    plain = plain_before(drafts, known.plain)
    now = (replace(known, plain=names) for names in plain)
    driven = {**judged(drafts, known.modules, catalog.policy), **foreign_sql.judged(drafts, catalog.policy)}
    parts = [
        replace(_with_effects(part, notes), driven=driven.get(i))
        for i, (part, notes) in enumerate(zip(drafts, now, strict=True))
    ]
    return tuple(without_assumed_changes(parts)), unread


def _drafts(cell: Cell, pieces: Sequence[Piece], catalog: Catalog) -> Iterable[Part]:
    for piece in pieces:
        last = piece is pieces[-1] and not cell.source.rstrip().endswith(";")
        if piece.kind is Kind.QUERY:
            query = catalog.query(cell, piece)
            sets = frozenset({piece.result} - {""})
            catalog.variables |= sets
            names = Names(frozenset(query.reads), frozenset(), sets, frozenset() if query.condition else sets)
            yield Part(cell, piece, names, last=last, query=query)
        elif piece.tree is not None and piece.kind is Kind.CODE:
            names = names_of([piece.tree])
            catalog.variables |= names.sets
            yield Part(cell, piece, names, last=last)
        elif piece.tree is not None and piece.kind is Kind.OPAQUE:
            yield Part(cell, piece, _opaque_names(piece), last=last)
        else:
            sets = frozenset({piece.result} - {""})
            yield Part(cell, piece, Names(sets=sets, surely=sets), last=last)


def _opaque_names(piece: Piece) -> Names:
    """Return the names of what IPython or the shell runs: it may look at every variable that it names."""
    names = names_of([piece.tree] if piece.tree is not None else [])
    words = frozenset(_WORD.findall(f"{piece.text}\n{piece.code}")) - {SHELL}
    return replace(names, reads=names.reads - {SHELL}, mentions=names.mentions | words)


def known_of(parts: Sequence[Part]) -> Notes:
    """Return what the imports and functions of `parts` tell about names."""
    trees = [part.piece.tree for part in parts if part.piece.tree is not None]
    modules = dict(imported(trees))
    for name, times in Counter(n for p in parts if not p.is_import for n in p.names.sets).items():
        if times:
            modules.pop(name, None)  # also a variable somewhere: no longer surely the module
    definitions = [t for t in trees if isinstance(t, (ast.FunctionDef, ast.AsyncFunctionDef))]
    often = Counter(tree.name for tree in definitions)
    functions = [tree for tree in definitions if often[tree.name] == 1]
    of_classes = [
        node
        for tree in trees
        if isinstance(tree, ast.ClassDef)
        for node in tree.body
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]
    holds = {tree.name: free_names(tree) - modules.keys() - often.keys() for tree in functions}
    known = Notes(modules, holds, plain_names(parts))
    classes = frozenset(tree.name for tree in trees if isinstance(tree, ast.ClassDef))
    known = replace(known, once=iterators(trees, known), classes=classes)
    for _ in range(2):  # a function may call one that stands below it
        summaries = {tree.name: effects_of_function(tree, known) for tree in functions}
        summaries = {tree.name: decorated(tree, summaries) for tree in functions}
        changed = (effects_of_function(method, known).changes - {ARGUMENTS} for method in of_classes)
        known = replace(known, does=summaries, wild=frozenset().union(*changed))
    return known


def _with_effects(part: Part, known: Notes) -> Part:
    if part.piece.kind is Kind.OPAQUE:
        return replace(part, effects=Effects(part.names.mentions))
    if part.piece.tree is None or part.piece.kind is not Kind.CODE:
        return part
    return replace(part, effects=effects_of([part.piece.tree], known))


def late_names(parts: Iterable[Part]) -> Mapping[str, frozenset[str]]:
    """Return, for each name of a function or of what holds one, the names that a call of it reads."""
    late: dict[str, frozenset[str]] = {}
    for part in parts:
        for name in part.names.sets if part.names.late else ():
            late[name] = late.get(name, frozenset()) | part.names.late
    return late
