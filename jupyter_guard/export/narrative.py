"""Read the text cells: headings name what follows, paragraphs explain it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from .notebook import Cell

_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+(?P<words>.+?)\s*#*\s*$", re.MULTILINE)
_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "o", "²": ""})
_MARKUP = re.compile(r"!\[[^\]]*\]\([^)]*\)|<[^>]+>|\[(?P<text>[^\]]*)\]\([^)]*\)|[*_`$]")


def headings(cells: Sequence[Cell]) -> Mapping[int, str]:
    """Return, by cell index, the heading that stands last above each cell."""
    current, found = "", {}
    for cell in cells:
        if cell.kind == "markdown":
            words = [match["words"] for match in _HEADING.finditer(cell.source)]
            current = plain(words[-1]) if words else current
        found[cell.index] = current
    return found


def title(cells: Sequence[Cell], otherwise: str) -> str:
    """Return the first heading of the notebook."""
    for cell in cells:
        if cell.kind == "markdown" and (found := _HEADING.search(cell.source)):
            return plain(found["words"])
    return otherwise


def paragraph(source: str) -> str:
    """Return the first paragraph of a text cell, without its heading and markup."""
    body = _HEADING.sub("\n", source)
    blocks = [block.strip() for block in re.split(r"\n\s*\n", body)]
    text = next((b for b in blocks if b and not b.startswith(("|", "```", "- ", "* ", "1."))), "")
    return " ".join(plain(text).split())


def plain(text: str) -> str:
    """Return `text` without Markdown's marks."""
    return _MARKUP.sub(lambda match: match["text"] or "", text).strip()


def letters(text: str) -> str:
    """Return `text` with plain letters for those with accents, where there are such."""
    spelled = unicodedata.normalize("NFC", text).translate(_SPELLED)
    return "".join(c for c in unicodedata.normalize("NFKD", spelled) if not unicodedata.combining(c))


def slug(text: str) -> str:
    """Return `text` as a name of a few words, or '' if nothing of it can be in a name."""
    words = re.findall(r"[a-z0-9]+", letters(text).lower())[:8]
    while words and words[0][0].isdigit():  # "2. Clean the data", "5a) Plot it"
        words.pop(0)
    return "_".join(words)


def counted(cells: Iterable[int]) -> str:
    """Return cells by their numbers, many beside one another as one: cells 1, 3 to 5."""
    runs: list[list[int]] = []
    for cell in sorted(cells):
        if runs and runs[-1][-1] == cell - 1:
            runs[-1].append(cell)
        else:
            runs.append([cell])
    told = [f"{run[0]} to {run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs]
    return f"cell{'s' if sum(map(len, runs)) > 1 else ''} {', '.join(told)}"
