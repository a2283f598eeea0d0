"""Name the steps and explain them: a verb for what they do, and what they do it to."""

from __future__ import annotations

import keyword
from collections.abc import Iterator, Sequence

from .chunks import Chunk, read_by
from .doing import FIRST, SET_UP, Doing
from .narrative import paragraph, title
from .parts import known_of
from .plan import Plan
from .program import Program, Words
from .scopes import Names
from .slicing import BUILTINS
from .wording import Wording, named, object_of, unnumbered


class Namer:
    """Gives every step a name that nothing else has, and its docstring."""

    def __init__(self, plan: Plan, written: Program, names: Sequence[Names]) -> None:
        self._title = title(plan.notebook.cells, "")
        self._doing = Doing(
            known_of(plan.parts).modules,
            (written.words.data_file, *queries_of(written.words)),
            frozenset(vars(written.words).values()),
        )
        self._taken = set(BUILTINS).union(*(n.sets | read_by(n) for n in names))
        self._taken |= {p.name for p in plan.parameters} | {place.name for place in written.locations}
        self._taken |= {"run", "Settings", "Any", "Figure", *vars(written.words).values()}
        self._taken |= {name for part in plan.parts for name in part.names.sets | part.names.reads}
        self._explanations = _explanations(plan)
        self._used: set[str] = set()
        self._told: set[str] = set()

    def name(self, place: int, chunk: Chunk, outputs: Sequence[str]) -> str:
        """Return the name of a step: a verb, and its heading, its results or its columns."""
        fresh = chunk.heading not in self._used | {self._title}
        wording = Wording.of(chunk.heading) if fresh else Wording()
        if chunk.figure is None:
            self._used.add(chunk.heading)
            wanted = list(filter(None, self._wanted(place, chunk, outputs, wording)))
        else:
            wanted = list(filter(None, self._of_figure(chunk)))
        name = next((name for name in wanted if self._is_free(name)), wanted[0])
        number = 2
        while not self._is_free(name):
            name, number = f"{wanted[0]}_{number}", number + 1
        self._taken.add(name)
        return name

    def _is_free(self, name: str) -> bool:
        return name not in self._taken and not keyword.iskeyword(name)

    def _wanted(self, place: int, chunk: Chunk, outputs: Sequence[str], wording: Wording) -> Iterator[str]:
        """Yield names for a step that computes, the best one first."""
        done = self._doing.of(chunk.text, outputs)
        made = named(outputs) or named(done.read[:1])
        if done.verb in (FIRST, SET_UP):
            yield wording.verb and _joined(wording.verb, *wording.words)
            yield done.verb
        if done.writes and not outputs:
            yield _joined("write", *named([done.writes]))
        verb = wording.verb or done.verb
        if done.verb == "compute" and not wording.verb:
            yield _joined("add", *done.columns)
        if wording.words:
            yield _joined(verb, *wording.words)
            yield _joined(done.verb, *wording.words)
        if done.verb == "load" and (not made or made == ("data",)):
            yield _joined("load", *named(done.files))
        if made:
            yield _joined(verb, *made)
            yield _joined(done.verb, *made)
        yield _joined("add", *done.columns)
        if wording.verb and not made:
            yield _joined(wording.verb, done.writes or "figures") if done.verb == "plot" else wording.verb
        yield _joined("load", *named(done.files)) if done.verb == "load" else ""
        if made:
            yield from (_joined(other, *made) for other in done.verbs)
            yield from (_joined(done.verb, *made[-1:], "by", word) for word in done.columns[-1:])
        yield _joined(done.verb, *done.columns)
        yield from (_joined(done.verb, *named([name])) for name in reversed(done.read))
        yield _joined(done.verb, *Wording.of(chunk.heading, sentence=True).words)
        yield _joined(done.verb, *named(outputs, exact=True))
        yield "plot_figures" if done.verb == "plot" else "report" if place else FIRST

    def _of_figure(self, chunk: Chunk) -> Iterator[str]:
        """Yield names for a step that draws, the best one first."""
        told = (chunk.figure.title if chunk.figure else "", chunk.heading)
        words = [Wording.of(text, sentence=True).words for text in told]
        done = self._doing.of(chunk.text, ())
        objects = [*words[:1], done.shown, *words[1:], *(named([name]) for name in done.read)]
        yield from (_joined("plot", *one) for one in objects)
        for kind in done.kinds:
            yield from (_joined("plot", *one, kind) for one in objects if one and kind not in one)
        yield "plot_figure"

    def explanation(self, chunk: Chunk) -> str:
        """Return the docstring of a step: the text above it, or else its heading."""
        if chunk.figure is not None:
            drawn = chunk.figure.title or unnumbered(chunk.heading)
            drawn = " ".join(drawn.split())  # a title may have several lines
            return f"Draw {drawn!r}." if drawn else "Draw the figure."
        if options := self._doing.options(chunk.text):
            return f"Set the options of {options}."
        if chunk.heading == self._title:
            return ""
        own = self._explanations.get(chunk.cell, "")
        heading = unnumbered(chunk.heading)
        if chunk.heading in self._told:  # a section that is cut in two is explained once
            return ""
        self._told.add(chunk.heading)
        return _sentence(own) or _sentence(heading)


def _joined(verb: str, *words: str) -> str:
    """Return a verb and its object as a name; '' without an object."""
    kept = object_of(verb, words)
    return "_".join((verb, *kept)) if kept and all(kept) else ""


def _sentence(text: str) -> str:
    return text if not text or text.endswith((".", "!", "?", ":")) else f"{text}."


def _explanations(plan: Plan) -> dict[int, str]:
    """Return, for each cell, the paragraph of the text cell that stands right above its section."""
    found: dict[int, str] = {}
    current = ""
    for cell in plan.notebook.cells:
        if cell.kind == "markdown":
            current = paragraph(cell.source) or ("" if cell.source.lstrip().startswith("#") else current)
        found[cell.index] = current
    return found


def queries_of(words: Words) -> tuple[str, ...]:
    """Return the functions that give the rows of a query as a DataFrame."""
    return words.run_query, words.query_frame
