"""SQL that was found in a file, where it stands, and what was said of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from jupyter_guard.policy.model import Connection, Effect, Span, Verdict
from jupyter_guard.policy.targets import Target


@dataclass(frozen=True)
class Place:
    """Where something stands, so that a reviewer finds it."""

    file: str
    line: int = 1  # of the file, or of the cell, counted from 1
    column: int = 1
    cell: int | None = None  # of a notebook: its number from above, counted from 1, text cells too
    execution: int | None = None  # the number in its brackets, In [7]
    file_lines: tuple[int, ...] = ()  # of a cell: where each of its lines stands in the .ipynb file

    @property
    def file_line(self) -> int | None:
        """The line of the file; None for a cell whose place in it is not known."""
        if self.cell is None:
            return self.line
        return self.file_lines[self.line - 1] if 0 < self.line <= len(self.file_lines) else None


@dataclass(frozen=True)
class Found:
    """A text of SQL, and what the code around it tells about where it is sent."""

    text: str  # as it is shown; a computed part stands as {…}
    place: Place  # of its first character
    route: str  # how it would be sent: "SQL file", "%%sql", "read_sql()"
    connection: str = ""  # a name of guard.toml; '' where none is said
    dialect: str = ""  # '' where the code does not tell
    target: Target | None = None  # None where the code does not tell
    judged: str = ""  # the text with a name of the same length for every computed part
    computed: tuple[tuple[int, int], ...] = ()  # where those parts stand
    effect: Effect | None = None  # of a call that writes without any SQL
    exact: bool = True  # whether its lines are lines of the source
    remedy: str = "Bind values as parameters, or write the text in full."  # of what is computed

    def place_of(self, span: Span) -> Place:
        """Return where a statement of it stands."""
        place = self.place
        if not self.exact:
            return place
        column = span.column if span.line > 1 else place.column + span.column - 1
        return Place(
            place.file, place.line + span.line - 1, column, place.cell, place.execution, place.file_lines
        )


@dataclass(frozen=True)
class Checked:
    """One statement of a file, and the verdict on it."""

    found: Found
    place: Place
    connection: Connection
    verdict: Verdict
    why: tuple[str, ...] = field(default=())  # how dialect and environment were chosen, in sentences
