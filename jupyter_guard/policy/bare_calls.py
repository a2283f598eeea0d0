"""Find functions that are called without brackets, where a database allows that.

Oracle reads `package.name` as a call if no table is called `package`. What belongs to no table of
the statement may be one, and so may a plain name where the only table is DUAL.
"""

from __future__ import annotations

import re

from sqlglot import exp

from .knowledge import Knowledge
from .model import READ

_WORD = re.compile(r"\w+")
_DUAL = frozenset({"dual", "sys.dual"})


def bare_call(root: exp.Expr, knowledge: Knowledge) -> str:
    """Return the first name that may be a function; nothing if every name belongs to a table."""
    columns: list[exp.Column] = []
    names: set[str] = set()
    tables: set[str] = set()
    for node in root.walk():
        if isinstance(node, exp.Column):
            columns.append(node)
        elif isinstance(node, exp.Table):
            parts = [part.name.lower() for part in node.parts]
            tables.add(".".join(parts))
            names.update(parts)
            names.add(node.alias.lower())
        elif isinstance(node, (exp.TableAlias, exp.Alias, exp.CTE, exp.PivotAlias, exp.ColumnDef)):
            names.add(node.name.lower() or node.alias.lower())
            if isinstance(node, exp.TableAlias):
                names.update(column.name.lower() for column in node.args.get("columns") or ())
        elif isinstance(node, exp.MatchRecognize):
            names.update(word.lower() for word in _WORD.findall(str(node.args.get("pattern") or "")))
    only_dual = bool(tables) and tables <= _DUAL
    for column in columns:
        first = column.parts[0].name.lower()
        if first in names or first in knowledge.plain_names or column.name.lower() in knowledge.columns:
            continue
        full = ".".join(part.name.lower() for part in column.parts)
        known = knowledge.functions.get(full)
        if (len(column.parts) > 1 or only_dual) and (known is None or known.effect is not READ):
            return full
    return ""
