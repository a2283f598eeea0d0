"""The statements that were sent past the judgement of the text, and what is expected of each engine."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "statements"


@dataclass(frozen=True)
class Case:
    """One way to write."""

    engine: str
    title: str
    sql: str
    passes: str = ""  # why the engine's lock does not stop it
    before: int = 0  # only before this version of the engine; 0 for all

    def passes_in(self, version: int) -> bool:
        """Say whether the engine of this version carries it out although it is locked."""
        return bool(self.passes) and (not self.before or version < self.before)


def cases(engine: str) -> list[Case]:
    """Read `statements/ENGINE.sql`: a title, perhaps `passes: why`, and the statement below."""
    found: list[Case] = []
    title, passes, before, lines = "", "", 0, []
    for line in [*(FOLDER / f"{engine}.sql").read_text(encoding="utf-8").splitlines(), "-- end"]:
        if not line.startswith("-- "):
            lines.append(line)
            continue
        if lines:
            found.append(Case(engine, title, "\n".join(lines).removesuffix(";"), passes, before))
            title, passes, before, lines = "", "", 0, []
        said = line.removeprefix("-- ")
        if said.startswith("passes"):
            kind, _, passes = said.partition(": ")
            before = int(kind.partition("before ")[2] or 0)
        else:
            title = said
    return found
