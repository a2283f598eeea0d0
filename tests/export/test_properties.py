"""What holds for every notebook with a log: generated programs over a few names, run in any order."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from jupyter_guard.export.notebook import read
from jupyter_guard.export.parts import parts_of
from jupyter_guard.export.plan import Plan
from jupyter_guard.export.queries import Catalog
from jupyter_guard.export.slicing import chains
from jupyter_guard.policy import Policy
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


@st.composite
def programs(draw: st.DrawFn) -> list[str]:
    """Draw cells that run without an error in their order, the last of which writes a result."""
    names = st.sampled_from(NAMES)
    sources: list[str] = []
    for number in range(draw(st.integers(3, 12))):
        shape = draw(st.sampled_from(SHAPES))
        source = shape.format(x=draw(names), y=draw(names), z=draw(names), n=101 + 7 * number)
        if results([*sources, source]) is not None:
            sources.append(source)
    assume(sources)
    last = f"open('last.txt', 'w').write(str({draw(names)}))"
    assume(results([*sources, last]) is not None)
    return [*sources, last]


def results(sources: Sequence[str]) -> dict[str, str] | None:
    """Run cells and return the files that they write; None where one fails."""
    files: dict[str, str] = {}

    class File:
        def __init__(self, name: str, mode: str) -> None:
            self.name = name

        def write(self, text: str) -> None:
            files[self.name] = text

    space: dict[str, Any] = {"open": File, "print": lambda *_: None}
    try:
        for source in sources:
            exec(source, space)  # the cells are made above
    except (NameError, TypeError, AttributeError, MemoryError, OverflowError):
        return None
    return files


def texts(found: Plan) -> list[str]:
    return [part.piece.text for part in found.parts]


def laid_out(folder: Path, sources: Sequence[str], order: Sequence[int], *, log: bool) -> Plan:
    """Plan a notebook in which the cells stand in `order`, and ran in the order of `sources`."""
    path = folder / "n.ipynb"
    if log:
        logged(folder / "log", path, [(f"c{i}", source, "ok") for i, source in enumerate(sources)])
    saved(path, [(f"c{i}", sources[i], i + 1) for i in order])
    return planned(path, folder / "log")


few = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])


@few
@given(programs(), st.randoms(use_true_random=False))
def test_where_cells_stand_makes_no_difference(sources: list[str], random: Any) -> None:
    places = list(range(len(sources)))
    random.shuffle(places)
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        straight = laid_out(Path(one), sources, range(len(sources)), log=True)
        shuffled = laid_out(Path(other), sources, places, log=True)

    assert sorted(texts(shuffled)) == sorted(texts(straight))
    assert results(texts(shuffled)) == results(texts(straight)) == results(sources)


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
@given(programs(), st.randoms(use_true_random=False))
def test_every_read_sees_what_it_saw(sources: list[str], random: Any) -> None:
    places = list(range(len(sources)))
    random.shuffle(places)
    with TemporaryDirectory() as folder:
        path = Path(folder, "n.ipynb")
        found = laid_out(Path(folder), sources, places, log=True)
        cells = sorted((c for c in read(path).cells), key=lambda cell: cell.count or 0)
        ran, _ = parts_of(cells, Catalog(Policy.load(path)))

    kept = {(part.cell.index, part.piece.line) for part in found.parts}
    seen = {chain for chain in chains(ran) if chain[:2] in kept}
    assert chains(found.parts) == seen
