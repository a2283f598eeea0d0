"""Find what a template engine fills into a .sql file before it is sent: {{ … }}, {% … %}, {# … #}."""

from __future__ import annotations

import re
from dataclasses import replace

from .found import Found
from .magics import fill

_MARKS = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_ALONE = re.compile(r"^[ \t]*(\{\{(?:(?!\}\}).)*\}\})[ \t]*$", re.DOTALL | re.MULTILINE)
REMEDY = "Check what it becomes: for dbt, `dbt compile`, and then the files below target/compiled."


def templated(found: Found) -> Found:
    """Return a text whose filled-in parts are names, or blanks where they stand alone or only steer."""
    marks = list(_MARKS.finditer(found.text))
    if not marks:
        return found
    alone = {match.span(1) for match in _ALONE.finditer(found.text)}
    names = tuple(m.span() for m in marks if m.group().startswith("{{") and m.span() not in alone)
    judged = fill(found.text, names)
    for mark in marks:
        if mark.span() not in names:
            blank = re.sub(r"[^\r\n]", " ", mark.group())
            judged = f"{judged[: mark.start()]}{blank}{judged[mark.end() :]}"
    # A comment of the template is gone before anything is sent.
    computed = tuple(m.span() for m in marks if not m.group().startswith("{#"))
    return replace(found, judged=judged, computed=computed, remedy=REMEDY if computed else "")
