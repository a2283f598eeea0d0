"""Guess from the words of a SQLite text which columns its tables have, well enough to compile it."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache

# Groups: a name, a sign.
_TOKENS = re.compile(
    r"([^\W\d][\w$]*+(?!')|\"(?:[^\"]|\"\")+\"|`(?:[^`]|``)+`|\[[^\]]+\])|([.(),])"
    r"|x?'(?:[^']|'')*'|\d[\w.]*|[:@$?][\w$]*|--[^\n]*|/\*.*?\*/",
    re.DOTALL,
)
_QUOTES = '"`['
# Words that are no columns.
_KEYWORDS = frozenset(
    """
    select from where and or not in is null as on join left right full inner outer cross natural group by
    order having limit offset union all except intersect case when then else end like between exists distinct
    with asc desc cast using over partition values recursive materialized glob collate escape filter window
    explain query plan
    """.split()
)
Columns = dict[str, None]  # in the order of the text, each once


def names_of(sql: str) -> list[str]:
    """Return the names and signs of a text; all in lower case, without quotes."""
    return [
        sign or (name[1:-1] if name[0] in _QUOTES else name)
        for name, sign in _TOKENS.findall(sql.lower())
        if name or sign
    ]


@lru_cache(maxsize=2)  # a text is asked about twice at most, one time after the other
def guessed(sql: str) -> tuple[list[str], dict[str, Columns]]:
    """Return the words of a text, and its tables with their columns; not to be changed."""
    words = names_of(sql)
    return words, columns_of(words)


def columns_of(words: list[str]) -> dict[str, Columns]:
    """Return the columns of each table behind FROM and JOIN: `t.a` of what t is, all others of the first."""
    tables, places = _tables(words)
    placed: Columns = {}
    plain: Columns = {}
    before = ""
    for at, (word, after) in enumerate(zip(words, [*words[1:], ""], strict=True)):
        if after not in _BEHIND_OTHERS and word not in _SIGNS:
            if before == ".":
                for table in places.get(words[at - 2], ()):
                    tables[table][word] = placed[word] = None
            elif word not in _KEYWORDS and before not in _BEFORE_TABLES:
                plain[word] = None
        before = word
    for first in list(tables.values())[:1]:
        first.update(dict.fromkeys(word for word in plain if word not in placed))
    return tables


def _tables(words: list[str]) -> tuple[dict[str, Columns], dict[str, list[str]]]:
    """Return the tables, still without columns, and which of them each name or alias stands for."""
    made = _common(words)
    tables: dict[str, Columns] = {}
    places: dict[str, list[str]] = defaultdict(list)
    for at, word in enumerate(words[:-1]):
        if word not in ("from", "join") or (end := _end(words, at + 1)) is None or words[end] in made:
            continue
        table = words[end]
        tables.setdefault(table, {})
        places[table].append(table)
        behind = words[end + 1 : end + 3]
        alias = behind[1] if behind[:1] == ["as"] and len(behind) > 1 else behind[0] if behind else ""
        if alias and alias.isidentifier() and alias not in _KEYWORDS:
            places[alias].append(table)
    return tables, places


_SIGNS = frozenset(".(),")
_BEHIND_OTHERS = frozenset(".(")  # behind what is no column: a table, a function
_BEFORE_TABLES = frozenset({"from", "join"})


def _end(words: list[str], at: int) -> int | None:
    """Return where the last part of a table's name stands, which may have a schema; None if it is no name."""
    if words[at] in _SIGNS:
        return None
    while at + 2 < len(words) and words[at + 1] == ".":
        at += 2
    return None if at + 1 < len(words) and words[at + 1] == "(" else at


def _common(words: list[str]) -> frozenset[str]:
    """Return the names of common table expressions."""
    if "with" not in words:
        return frozenset()
    found = set()
    for at, word in enumerate(words):
        if word != "as" or at == 0 or "(" not in words[at + 1 : at + 4]:
            continue
        before = at - 1
        if words[before] == ")":
            while before and words[before] != "(":
                before -= 1
            before -= 1
        found.add(words[before])
    return frozenset(found)
