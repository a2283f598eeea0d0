"""Read what the tags of a cell, and the directives at its top, say about the export."""

from __future__ import annotations

import re

from .notebook import Cell

# Ours, nbconvert's and Jupyter Book's, jupytext's (`active-ipynb`: in the notebook only).
_DROP_TAGS = frozenset(
    {"drop", "jupyter_guard.drop", "skip", "remove-cell", "remove_cell", "active-ipynb", "exclude"}
)
_KEEP_TAGS = frozenset({"keep", "jupyter_guard.keep"})
# nbdev's, and Quarto's, which are written alike.
_DROP_DIRECTIVES = frozenset({"hide", "eval:false"})
_KEEP_DIRECTIVES = frozenset({"export", "exports", "exporti"})
_DIRECTIVE = re.compile(r"#\s*\|\s*(\S.*?)\s*$")
_FORMER_DIRECTIVE = re.compile(r"#\s*(hide|exports?|exporti)\s*$")  # of nbdev 1, without the bar


def says_drop(cell: Cell) -> str:
    """Return what says that `cell` is not for export; '' if nothing does."""
    return _said(cell, _DROP_TAGS, _DROP_DIRECTIVES)


def says_keep(cell: Cell) -> str:
    """Return what says that `cell` belongs to the results; '' if nothing does."""
    return _said(cell, _KEEP_TAGS, _KEEP_DIRECTIVES)


def _said(cell: Cell, tags: frozenset[str], directives: frozenset[str]) -> str:
    found = sorted(cell.tags & tags)
    if found:
        return f"its tag {found[0]!r} says so"
    for line in cell.source.lstrip().splitlines():
        directive = _DIRECTIVE.match(line) or _FORMER_DIRECTIVE.match(line)
        if directive is None:
            break
        if _plain(directive[1]) in directives:
            return f"its directive {line.strip()!r} says so"
    return ""


def _plain(directive: str) -> str:
    """Return a directive without what it may name: `export utils` is `export`."""
    name, colon, value = directive.partition(":")
    return f"{name.strip()}:{value.strip().lower()}" if colon else directive.split(maxsplit=1)[0]
