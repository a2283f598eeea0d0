"""Look for what the journal saw and the file no longer tells: former versions, second runs, environments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from .evidence import Evidence
from .findings import Finding, Level
from .witness import DELETED, environments


def another_version(evidence: Evidence) -> Iterator[Finding]:
    """JG122: a result depends on a version of a cell that the notebook no longer has.

    The cell was edited after it ran, or deleted. The project has the version that ran, from the journal,
    since that is what was seen. Where the journal took a secret out of it, nobody has that version.
    """
    for cell in dict.fromkeys(part.cell for part in evidence.kept if part.cell.former):
        what = "was deleted" if cell.former == DELETED else "was edited"
        yield Finding(
            "JG122",
            cell.index,
            f"{cell.label} {what} after it ran; the project has the version that ran.",
            "Restart the kernel, run all cells, look whether the results are the same, and export again.",
            Level.WARNING,
        )
    for label in evidence.seen.lost if evidence.seen else ():
        yield Finding(
            "JG122",
            None,
            f"{label} ran in a version that held a credential, or that is no longer recorded.",
            "Run the cell again as it stands now, and export again.",
            Level.WARNING,
        )


def ran_again(evidence: Evidence) -> Iterator[Finding]:
    """JG123: a result depends on several runs of one cell.

    Running it once would give another result, so the project has it as often as it ran.
    """
    cells = dict.fromkeys(part.cell for part in evidence.kept)
    times = Counter(cell.index for cell in cells)
    for cell in cells:
        if times[cell.index] > 1 and evidence.seen is not None:
            yield Finding(
                "JG123",
                cell.index,
                f"cell {cell.index + 1} ran {times[cell.index]} times, and the results depend on each.",
                "Write it so that a second run changes nothing, run all cells, and export again.",
                Level.WARNING,
            )
            times[cell.index] = 0


def ends_before(evidence: Evidence) -> Iterator[Finding]:
    """JG125: a variable of the project ends with a value that the notebook changed once more.

    The cell that did so is left out, as no result depends on it, and the notebook does not show the value
    afterwards. Results are the same; who looks at the variable at the end of the program sees the value
    before. `--all` keeps such cells.
    """
    told: set[str] = set()
    places = {id(part): i for i, part in enumerate(evidence.parts)}
    sets = {n: places[id(p)] for p in evidence.kept if id(p) in places for n in p.names.sets}
    for part in evidence.dropped:
        # What SQL changed, another finding tells.
        changed = part.names.sets | (part.alters if part.driven is None else frozenset())
        for name in sorted(changed & sets.keys() - told):
            if places.get(id(part), -1) > sets[name]:
                told.add(name)
                yield Finding(
                    "JG125",
                    part.cell.index,
                    f"{part.cell.label} changes {name!r} once more, which no result uses; it is left out.",
                    "Tag the cell 'keep' if its value is wanted.",
                    Level.NOTE,
                )


def several_environments(evidence: Evidence) -> Iterator[Finding]:
    """JG124: the cells that are kept ran in several environments.

    Data of one may have been mixed with those of another. The project runs in one.
    """
    found = environments([part.cell for part in evidence.kept])
    if len(found) > 1:
        told = ", ".join(f"{cell.label} in {name}" for name, cell in found.items())
        yield Finding(
            "JG124",
            None,
            f"The results come from several environments: {told}.",
            "Restart the kernel, tag the session, and run all cells in one environment.",
            Level.WARNING,
        )
