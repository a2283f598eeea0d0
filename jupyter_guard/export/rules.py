"""Write docs/rules.md from the docstrings of the rules: python -m jupyter_guard.export.rules."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Mapping

from . import remarks, secrets
from .checks import CHECKS
from .fates import CELL_RULES, LEFT_OVER, PART_RULES

_HEAD = """\
# The rules of the export

`jupyter guard export` says of every code cell what became of it, and why, with one of these codes. They
are in the plan (`--plan`), in `--json` and in the project's REVIEW.md. A code is never reused or given
another meaning.

This page is made from the docstrings of the rules by `python -m jupyter_guard.export.rules`.
"""
_KEPT = {
    "JG001": """the cell is kept.

It gives a result, or a result depends on it; the reason names what needs it.""",
    "JG002": """the cell's values are parameters.

It has the tag `parameters`: the values that it sets are in `config/base.toml`, and options of the
command.""",
}


def rules() -> Mapping[str, str]:
    """Return the documentation of every rule, by its code."""
    functions: tuple[Callable[..., object], ...] = (
        *CELL_RULES,
        *PART_RULES,
        *LEFT_OVER,
        *CHECKS,
        remarks.package_findings,
        remarks.dialect_findings,
        remarks.folder_findings,
        secrets.in_parts,
    )
    found = dict(_KEPT)
    for function in functions:
        code, _, text = inspect.cleandoc(function.__doc__ or "").partition(": ")
        found[code] = text
    return dict(sorted(found.items()))


def page() -> str:
    """Return docs/rules.md."""
    sections = [_HEAD]
    for code, text in rules().items():
        title, _, body = text.partition("\n")
        sections.append(f"## {code}: {title.rstrip('.')}\n\n{body.strip()}\n")
    return "\n".join(sections)


if __name__ == "__main__":
    sys.stdout.write(page())
