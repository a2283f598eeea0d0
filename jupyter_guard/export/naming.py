"""Call the project and its package by names that nothing else has."""

from __future__ import annotations

import keyword
import re
import sys
from dataclasses import dataclass

from .imports import imported_modules
from .installed import Installed
from .plan import Plan

_OF_THE_TREE = ("tests", "config", "sql", "src", "data")


@dataclass(frozen=True)
class Names:
    """What the project is called."""

    project: str
    package: str

    @property
    def prefix(self) -> str:
        """What its environment variables begin with."""
        return self.package.upper()


def names_for(plan: Plan, name: str | None, installed: Installed) -> Names:
    """Return the names for `plan`: the notebook's, unless it is told another one or an import has it."""
    wanted = name or plan.notebook.path.stem
    slug = re.sub(r"[^a-z0-9]+", "_", wanted.lower()).strip("_") or "project"
    if slug[0].isdigit():
        slug = f"project_{slug}"
    used = {
        module.partition(".")[0]
        for part in plan.parts
        if part.is_import
        for module in imported_modules(part.piece.text)
    }
    taken = used | installed.imports.keys() | sys.stdlib_module_names
    if slug in taken or keyword.iskeyword(slug) or slug in _OF_THE_TREE:
        slug += "_project"
    return Names(slug.replace("_", "-"), slug)
