"""What holds for every notebook with a log: generated programs over a few names, run in any order."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from jupyter_guard.export.plan import Plan
from tests.export.test_witness import logged, planned, saved

NAMES = "abcd"
# Each cell gets a number of its own, so that no two of them happen to give the same value.
SHAPES = (
    "{x} = {n}",
    "{x} = {y} + {n}",
    "{x} = {y} * {z} + {n}",
    "{x} += {n}",
    "{x}.append({n})",
    "{x} = [{y}, {n}]",
    "print({x})",
    "def f{n}():\n    return {y}\n{x} = f{n}() + {n}",
    "{x} = [{y} for {y} in range({n})]",
    "open('{n}.txt', 'w').write(str({x}))",
)


# What may or may not happen, and what goes by other names: all of it has to be kept that might matter.
MORE_SHAPES = (
    *SHAPES,
    "if {n} % 2:\n    {x} = {n}",
    "for {x} in range({n} - 99):\n    pass",
    "{x} = {y}",
    "{x}, {y} = {n}, {z}",
    "def g{n}(given):\n    given.append({n})\ng{n}({x})",
    "class C{n}:\n    seen = []\n\n    def add(self):\n        self.seen.append({y})\n{x} = C{n}().seen",
    "def h{n}():\n    global {x}\n    {x} = {n}\nh{n}()",
    "try:\n    {x} = {y} + {n}\nexcept TypeError:\n    {x} = {n}",
    "{x} = (lambda: {y})()",
    "{x} = [{z} for {z} in [{n}]][0]",
    "del {x}\n{x} = {n}",
    "{x} = sum(i for i in [{n}, {n}])",
)


@st.composite
def programs(draw: st.DrawFn, shapes: tuple[str, ...] = SHAPES) -> list[str]:
    """Draw cells that run without an error in their order, the last of which writes a result."""
    names = st.sampled_from(NAMES)
    sources: list[str] = []
    for number in range(draw(st.integers(3, 12))):
        shape = draw(st.sampled_from(shapes))
        source = shape.format(x=draw(names), y=draw(names), z=draw(names), n=101 + 7 * number)
        if results([*sources, source]) is not None:
            sources.append(source)
    assume(sources)
    last = f"open('last.txt', 'w').write(str({draw(names)}))"
    assume(results([*sources, last]) is not None)
    return [*sources, last]


class Space(dict[str, Any]):
    """The variables of a program, which remembers which place set each, and which place reads it."""

    def __init__(self) -> None:
        self.files: dict[str, str] = {}
        self.setter: dict[str, Any] = {}
        self.chains: set[tuple[Any, str, Any]] = set()
        self.place: Any = None
        files = self.files

        class File:
            def __init__(self, name: str, mode: str) -> None:
                self.name = name

            def write(self, text: str) -> None:
                files[self.name] = text

        super().__init__(open=File, print=lambda *_: None)

    def __getitem__(self, name: str) -> Any:
        if name in self.setter:
            self.chains.add((self.place, name, self.setter[name]))
        return super().__getitem__(name)

    def __setitem__(self, name: str, value: Any) -> None:
        self.setter[name] = self.place
        super().__setitem__(name, value)


def traced(statements: Sequence[tuple[Any, str]]) -> Space | None:
    """Run statements, each at its place; None where one fails."""
    space = Space()
    try:
        for place, text in statements:
            space.place = place
            exec(text, space)  # the cells are made above
    except (NameError, TypeError, AttributeError, MemoryError, OverflowError):
        return None
    return space


def results(sources: Sequence[str]) -> dict[str, str] | None:
    """Run cells and return the files that they write; None where one fails."""
    space = traced(list(enumerate(sources)))
    return None if space is None else space.files


def types_of(sources: Sequence[str]) -> list[dict[str, str]]:
    """Return the types of the values that each cell binds, as the journal has them."""
    told = []
    for i in range(len(sources)):
        space = traced(list(enumerate(sources[: i + 1])))
        assert space is not None
        told.append({n: type(space[n]).__name__ for n, by in space.setter.items() if by == i and n in space})
    return told


def texts(found: Plan) -> list[str]:
    return [part.piece.text for part in found.parts]


def fates(found: Plan) -> dict[str, tuple[str, str]]:
    ids = {cell.index: cell.id for cell in found.notebook.cells}
    return {ids[decision.cell]: (decision.fate, decision.code) for decision in found.decisions}


def laid_out(folder: Path, sources: Sequence[str], order: Sequence[int], *, log: bool) -> Plan:
    """Plan a notebook in which the cells stand in `order`, and ran in the order of `sources`."""
    path = folder / "n.ipynb"
    if log:
        runs = [(f"c{i}", source, "ok") for i, source in enumerate(sources)]
        logged(folder / "log", path, runs, types=types_of(sources))
    saved(path, [(f"c{i}", sources[i], i + 1) for i in order])
    return planned(path, folder / "log")


few = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])


@few
@given(programs(MORE_SHAPES), st.randoms(use_true_random=False))
def test_where_cells_stand_makes_no_difference(sources: list[str], random: Any) -> None:
    places = list(range(len(sources)))
    random.shuffle(places)
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        straight = laid_out(Path(one), sources, range(len(sources)), log=True)
        shuffled = laid_out(Path(other), sources, places, log=True)

    assert texts(shuffled) == texts(straight)
    assert fates(shuffled) == fates(straight)
    assert results(texts(straight)) == results(sources)


@few
@given(programs())
def test_every_kept_cell_is_needed(sources: list[str]) -> None:
    with TemporaryDirectory() as folder:
        kept = texts(laid_out(Path(folder), sources, range(len(sources)), log=True))

    whole = results(kept)
    for i in range(len(kept)):
        assert results(kept[:i] + kept[i + 1 :]) != whole, kept[i]


@few
@given(programs())
def test_what_was_kept_is_kept_again(sources: list[str]) -> None:
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        kept = texts(laid_out(Path(one), sources, range(len(sources)), log=True))
        again = texts(laid_out(Path(other), kept, range(len(kept)), log=False))

    assert again == kept


@few
@given(programs(MORE_SHAPES), st.randoms(use_true_random=False))
def test_every_read_sees_what_it_saw(sources: list[str], random: Any) -> None:
    places = list(range(len(sources)))
    random.shuffle(places)
    with TemporaryDirectory() as folder:
        found = laid_out(Path(folder), sources, places, log=True)
    ran = [
        ((i, statement.lineno), ast.unparse(statement))
        for i, source in enumerate(sources)
        for statement in ast.parse(source).body
    ]
    kept = [((int(part.cell.id[1:]), part.piece.line), part.piece.text) for part in found.parts]

    whole, exported = traced(ran), traced(kept)

    assert whole is not None
    assert exported is not None
    places_kept = {place for place, _ in kept}
    assert exported.chains == {chain for chain in whole.chains if chain[0] in places_kept}
