"""What documents leave in SQL that is pasted from them: its name, and what to type in its place."""

from __future__ import annotations

import re
import unicodedata

SPACES = "\xa0\u2002\u2003\u2007\u2009\u202f\u3000"
_UNSEEN = "\ufeff\u200b\u200c\u200d\u2060\xad"
_SINGLE, _DOUBLE = "\u2018\u2019\u201a\u2032", "\u201c\u201d\u201e\u00ab\u00bb\u2033"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212"
_NAMES = {"\ufeff": "byte order mark", "\xa0": "no-break space"}
_WAYS = {
    **dict.fromkeys(SPACES, "type a plain space"),
    **dict.fromkeys(_UNSEEN, "delete it; it cannot be seen"),
    **dict.fromkeys(_SINGLE, "type ' around a text"),
    **dict.fromkeys(_DOUBLE, "type ' around a text, \" around a name"),
    **dict.fromkeys(_DASHES, "type a plain -"),
}
# Near enough for an advice: what stands within quotes and comments is left alone.
_TEXT = re.compile(r"""'[^']*(?:'|\Z)|"[^"]*(?:"|\Z)|`[^`]*(?:`|\Z)|--[^\n]*|/\*.*?(?:\*/|\Z)""", re.DOTALL)


def called(character: str) -> str:
    """Return a character as it is seen, with its name."""
    name = _NAMES.get(character) or unicodedata.name(character, "").lower() or "control character"
    seen = f" {character}" if unicodedata.category(character)[0] in "PS" else ""
    return f"the {name}{seen} (U+{ord(character):04X})"


def advice(sql: str) -> str:
    """Say where the first pasted character stands and what to type there; '' where there is none."""
    bare = _TEXT.sub(lambda found: re.sub(r"[^\n]", ".", found.group()), sql)
    found = re.search(f"[{''.join(_WAYS)}]", bare)
    if found is None:
        return ""
    at, character = found.start(), found.group()
    line = bare.count("\n", 0, at) + 1
    column = at - (bare.rfind("\n", 0, at) + 1) + 1
    return f"Line {line}, column {column} holds {called(character)}: {_WAYS[character]}."
