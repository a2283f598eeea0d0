"""The values that go into a database and come out of it, and what every engine can do."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol

from jupyter_guard.policy import Effect

if TYPE_CHECKING:
    import pandas


class Call(NamedTuple):
    """One judged statement, ready to send."""

    text: str  # the very string that was judged; sent once, unchanged
    names: tuple[str, ...] = ()  # bound parameters in the order of the placeholders
    effect: Effect = Effect.UNKNOWN  # not said counts as writing
    # The text cut at its placeholders, and the name of each: pieces[0] uses[0] pieces[1] …
    # Engines need both to write a parameter in another way than `text` does.
    pieces: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()  # the tables it reads, as far as the judgement knows them


class Progress(NamedTuple):
    """How far the running statement has come."""

    rows: int  # that arrived in this process
    bytes: int  # of data that arrived; 0 where the driver does not tell
    percent: float | None  # 0 to 100, where the engine tells or the planner estimated it
    seconds: float


@dataclass(frozen=True)
class Fetch:
    """How the rows of a batch come back."""

    max_rows: int | None = None  # of each result; the fetch stops there
    dtypes: str = "numpy"  # or "arrow"
    time_limit: float | None = None  # seconds for the batch; then it is cancelled on the server
    parquet: Path | None = None  # the rows of the last statement go to this new file, not to a DataFrame
    # Called about five times a second in the caller's thread, while a statement runs.
    progress: Callable[[Progress], object] | None = None
    check_memory: bool = True  # refuse what by the estimate does not fit into the free memory
    # The notebook's variables; DuckDB reads its pandas, polars and Arrow frames by their name.
    variables: Mapping[str, object] = field(default_factory=dict, repr=False)
    frames: tuple[str, ...] = ()  # variables that the batch reads as tables of their name


DEFAULT = Fetch()


class Estimate(NamedTuple):
    """What the planner expects of a statement that was not run; None is not known."""

    rows: int | None = None
    bytes: int | None = None  # as a DataFrame of NumPy dtypes, about


@dataclass(frozen=True)
class Outcome:
    """What the database answered to one Call."""

    frame: pandas.DataFrame | None = field(repr=False)  # None where the statement returns no rows
    rows: int | None  # returned or changed, None where the engine does not say
    more: bool  # max_rows stopped the fetch
    seconds: float
    note: str = ""  # what the user should know besides, such as a session that was lost
    total: int | None = None  # rows there are, as the planner estimates, where max_rows stopped the fetch
    file: Path | None = None  # where the rows were put instead of into a frame
    said: tuple[str, ...] = ()  # notices and warnings of the server
    further: tuple[Outcome, ...] = ()  # the other results of a procedure that gives several

    def tuples(self) -> list[tuple[Any, ...]]:
        """Return the rows of the frame as tuples; none where there is no frame."""
        return [] if self.frame is None else list(self.frame.itertuples(index=False, name=None))


class Column(NamedTuple):
    """A column of a table, with its type as the engine writes it."""

    name: str
    type: str


class Table(NamedTuple):
    """A table or a view that the connection can see."""

    schema: str  # "" where the engine has no schemas
    name: str
    kind: Literal["table", "view"]
    columns: tuple[Column, ...]


class Database(Protocol):
    """A connection that opens itself when the first batch comes."""

    @property
    def locks(self) -> str:
        """What the engine itself holds against writing, or "none"."""

    @property
    def in_transaction(self) -> bool:
        """Whether a BEGIN waits for its COMMIT; otherwise every statement commits by itself."""

    def run(
        self, calls: Sequence[Call], values: Mapping[str, object], fetch: Fetch = DEFAULT
    ) -> tuple[Outcome, ...]:
        """Send the statements in order and stop at the first that fails.

        Raises ConnectionFailed or StatementFailed, in the user's terms. After a
        KeyboardInterrupt the running statement is cancelled and the database still usable.
        """

    def cancel(self) -> None:
        """Ask the engine to stop what runs; from any thread, and nothing happens if nothing runs."""

    def estimate(self, call: Call, values: Mapping[str, object]) -> Estimate:
        """Ask the planner what a read would return, without running it; raises as `run` does."""

    def explain(self, call: Call, values: Mapping[str, object]) -> str:
        """Return the engine's plan for a read, as text, without running it; raises as `run` does."""

    def catalog(self) -> tuple[Table, ...]:
        """Return the tables and views that this connection sees, by schema and name."""

    def close(self) -> None:
        """Let everything go; a later `run` would open it again."""
