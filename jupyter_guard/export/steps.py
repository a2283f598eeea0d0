"""Split the program into functions, one for each heading or result, where that is surely the same program.

A function gets what it reads and returns what later ones read. That is the same program only
if nothing in it sees a variable of another function later on; where it does, the two become one.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .annotations import FRAME, SERIES, Types
from .chunks import Chunk, chunks_of, read_by
from .figures import Figure
from .parts import known_of
from .plan import Plan
from .program import Program
from .scopes import Names, names_of
from .source import parse
from .step_words import Namer, queries_of

_MOST_OUTPUTS = 5  # a step that hands on more is no step


@dataclass(frozen=True)
class Step:
    """A function of the program."""

    name: str
    explanation: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    text: str
    types: Mapping[str, str]  # of what it gets and gives, as far as they are known
    figure: Figure | None = None  # it draws that, and returns it


def steps_of(plan: Plan, written: Program) -> tuple[Step, ...]:
    """Return the functions that the program can be split into; none if it has to stay in one piece."""
    if written.shared or written.waits:
        return ()
    given = {p.name for p in plan.parameters} | {written.words.settings}
    given |= {place.name for place in written.locations}
    chunks = chunks_of(plan, written)
    while len(chunks) > 1:
        names = [names_of(parse(chunk.text).body) for chunk in chunks]
        flaw = _flaw(names, given)
        if flaw is None:
            return _steps(chunks, names, plan, written)
        if flaw + 1 == len(chunks):
            flaw -= 1
        chunks[flaw : flaw + 2] = [chunks[flaw].and_then(chunks[flaw + 1])]
    return ()


def _flaw(names: Sequence[Names], given: set[str]) -> int | None:
    """Return which chunk cannot be a function of its own, or None if all can."""
    before = set(given)
    for i, own in enumerate(names):
        later_sets = frozenset().union(*(n.sets for n in names[i + 1 :]))
        later_reads = frozenset().union(*(read_by(n) for n in names[i + 1 :]))
        outputs = own.sets & later_reads
        # What is set only sometimes keeps its former value otherwise.
        unsure = outputs - own.surely
        if own.late & later_sets or own.deletes & (given | later_sets | later_reads):
            return i
        if len(outputs) > _MOST_OUTPUTS or not unsure <= before:
            return i
        before |= own.sets
    return None


def _steps(chunks: Sequence[Chunk], names: Sequence[Names], plan: Plan, written: Program) -> tuple[Step, ...]:
    namer = Namer(plan, written, names)
    types = Types(known_of(plan.parts).modules, dict.fromkeys(queries_of(written.words), FRAME))
    types.of |= {p.name: type(p.value).__name__ for p in plan.parameters if p.value is not None}
    types.of[written.words.settings] = "Settings"
    types.of |= {place.name: "str" for place in written.locations}
    chosen = [*(p.name for p in plan.parameters), *(place.name for place in written.locations)]
    known = {written.words.settings: 0, **dict.fromkeys(chosen, 1000)}  # name -> its place among arguments
    shared = _sharing(plan)
    steps = []
    for i, chunk in enumerate(chunks):
        own, tree = names[i], parse(chunk.text)
        later = frozenset().union(*(read_by(n) for n in names[i + 1 :]))
        outputs = own.sets & later
        inputs = (read_by(own) | (outputs - own.surely)) & known.keys()
        before = {name: types.of[name] for name in inputs if name in types.of}
        seen = read_by(own) | later
        copied = [name for name in changed_tables(tree, inputs, before) if not (shared[name] - {name}) & seen]
        outputs |= frozenset(copied) & later
        types.follow(tree.body)
        types.of |= {name: before[name] for name in copied if name not in own.sets}
        text = "\n".join([*(f"{name} = {name}.copy()" for name in copied), chunk.text])
        places = _places(tree)
        step = Step(
            namer.name(i, chunk, sorted(outputs, key=lambda n: places.get(n, (0, 0)))),
            namer.explanation(chunk),
            tuple(sorted(inputs, key=lambda n: (known[n], n))),
            tuple(sorted(outputs, key=lambda n: (places.get(n, (0, 0)), n))),
            text,
            {**{f"<{n}": t for n, t in before.items()}, **{n: types.of[n] for n in outputs if n in types.of}},
            chunk.figure,
        )
        steps.append(step)
        for name in own.sets:
            known.setdefault(name, len(known))
        known |= dict.fromkeys(step.outputs, i + 1)
    return tuple(steps)


def _places(tree: ast.Module) -> Mapping[str, tuple[int, int]]:
    """Return where each name is first set."""
    found: dict[str, tuple[int, int]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            place = (node.lineno, node.col_offset)
            found[node.id] = min(found.get(node.id, place), place)
    return found


def changed_tables(tree: ast.Module, inputs: frozenset[str], types: Mapping[str, str]) -> list[str]:
    """Return the tables among `inputs` that the text changes in place, before it makes them anew."""
    found: list[str] = []
    for statement in tree.body:
        for node in ast.walk(statement):
            changed = ""
            if isinstance(node, (ast.Subscript, ast.Attribute)) and isinstance(
                node.ctx, (ast.Store, ast.Del)
            ):
                changed = _root(node)
            elif isinstance(node, ast.Call) and any(k.arg == "inplace" for k in node.keywords):
                changed = _root(node.func)
            if changed in inputs and types.get(changed) in (FRAME, SERIES) and changed not in found:
                found.append(changed)
        inputs = inputs - names_of([statement]).surely
    return found


def _root(node: ast.AST) -> str:
    while isinstance(node, (ast.Subscript, ast.Attribute)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _sharing(plan: Plan) -> Mapping[str, set[str]]:
    """Return, for each name, all names that may share its object at some time."""
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for part in plan.parts:
        for names in part.effects.aliases if not _chooses_rows(part.piece.tree) else ():
            merged = set(names).union(*(groups[name] for name in names))
            for name in merged:
                groups[name] = merged
    return groups


def _chooses_rows(tree: ast.stmt | None) -> bool:
    """Return whether a statement takes rows or columns of a table by a condition or list: that is a copy."""
    match tree:
        case ast.Assign(targets=[ast.Name()], value=ast.Subscript(value=ast.Name(), slice=part)):
            return isinstance(part, (ast.Compare, ast.BinOp, ast.BoolOp, ast.List))
    return False
