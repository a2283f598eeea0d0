"""Cut the program into chunks that may become steps: by headings, around figures, and where they are long."""

from __future__ import annotations

from dataclasses import dataclass

from .figures import Figure, figure_of, sets_of
from .parts import known_of
from .plan import Plan
from .program import Program
from .scopes import Names, names_of
from .source import parse

_MOST_STATEMENTS = 14  # a step that is longer is cut between cells


@dataclass(frozen=True)
class Chunk:
    """Statements that may become a step."""

    heading: str
    cell: int
    statements: tuple[str, ...]
    figure: Figure | None = None

    @property
    def text(self) -> str:
        return "\n".join(self.figure.drawing if self.figure else self.statements)

    def and_then(self, other: Chunk) -> Chunk:
        return Chunk(self.heading, self.cell, (*self.statements, *other.statements))


def chunks_of(plan: Plan, written: Program) -> list[Chunk]:
    """Cut the blocks by headings, around figures, and where they are long."""
    modules = known_of(plan.parts).modules
    reads = [read_by(names_of(parse(block.text).body)) for block in written.body]
    chunks: list[Chunk] = []
    for i, block in enumerate(written.body):
        later = frozenset().union(*reads[i + 1 :])
        figure = figure_of(block, written.words, modules)
        if figure is not None and sets_of(figure.drawing) & later:
            figure = None
        own = Chunk(block.title, block.cell, figure.before if figure else block.statements)
        if own.statements:
            last = chunks[-1] if chunks else None
            joins = last is not None and last.figure is None and last.heading == own.heading
            if joins and last and len(last.statements) + len(own.statements) <= _MOST_STATEMENTS:
                chunks[-1] = last.and_then(own)
            else:
                chunks.append(own)
        if figure is not None:
            rest = block.statements[len(figure.before) :]
            chunks.append(Chunk(block.title, block.cell, rest, figure))
    return chunks


def read_by(names: Names) -> frozenset[str]:
    """Return all names that statements read, now or when their functions are called."""
    return names.reads | names.late | names.mentions
