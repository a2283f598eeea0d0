"""What a project has to give again: what the notebook left in its folder, its outputs and the journal."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_guard.policy import Policy, Tier

from .acts import Act
from .notebook import Cell
from .plan import Plan
from .rewriting import written_files
from .settings import default_environment


@dataclass(frozen=True)
class Claims:
    """What the kept cells of a notebook made."""

    notebook: Path
    environment: str  # in which the project has to give it
    cells: frozenset[str] = frozenset()  # what the journal calls the kept cells
    names: frozenset[str] = frozenset()  # variables that they set
    files: tuple[str, ...] = ()  # that they write, from the notebook's folder
    shown: tuple[str, ...] = ()  # texts that the notebook shows, where those are the result
    draws: bool = False


def claims_of(plan: Plan, policy: Policy) -> Claims:
    """Return the claims of the kept parts of a notebook."""
    parts = [part for part in plan.parts if not part.is_import and not part.is_definition]
    trees = [
        part.piece.tree for part in parts if part.piece.tree is not None and Act.WRITE in part.effects.acts
    ]
    files = sorted(path for path in written_files(iter(trees)) if "." in path and "://" not in path)
    seen = {part.cell.environment for part in parts if part.cell.environment in policy.environments}
    safe = [name for name in seen if policy.environments[name].tier is not Tier.PROD]
    cells = {part.cell.index: part.cell for part in plan.parts}
    return Claims(
        plan.notebook.path.resolve(),
        safe[0] if len(safe) == 1 == len(seen) else default_environment(policy),
        frozenset(key for cell in cells.values() for key in _keys(cell)),
        frozenset().union(*(part.names.sets for part in parts)) if parts else frozenset(),
        tuple(path for path in files if not Path(path).is_absolute()),
        tuple(_texts(plan, cells)) if plan.shown else (),
        any(Act.FIGURE in part.effects.acts for part in parts),
    )


def _keys(cell: Cell) -> tuple[str, ...]:
    version = hashlib.sha256(cell.source.encode("utf-8", "surrogatepass")).hexdigest()
    return (cell.id, version) if cell.id else (version,)


def _texts(plan: Plan, cells: Mapping[int, Cell]) -> Iterator[str]:
    """Yield the texts that the kept cells of the file show."""
    content: Any = json.loads(plan.notebook.raw.decode("utf-8-sig"))
    for i, cell in enumerate(content.get("cells", ())):
        wanted = i in cells and "parameters" not in cells[i].tags
        for output in (cell.get("outputs") or ()) if wanted else ():
            if not isinstance(output, dict):
                continue
            data = output.get("data")
            text = output.get("text") if output.get("name") == "stdout" else None
            text = data.get("text/plain") if text is None and isinstance(data, dict) else text
            words = " ".join(("".join(map(str, text)) if isinstance(text, list) else str(text or "")).split())
            if words and not words.startswith("<"):  # `<Axes: >` and addresses of objects say nothing
                yield words
