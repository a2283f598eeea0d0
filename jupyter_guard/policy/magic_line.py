"""What the line of a `%%guarded_sql` cell says; kernel, export and check read it alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from keyword import iskeyword

from jupyter_guard.errors import UsageError

from .magic_options import BY_NAME, ELSEWHERE

USAGE = "%%guarded_sql [CONNECTION] [NAME <<] [options]"


_ALONE = ("--explain", "--dry-run", "--profile", "--to-parquet", "--tables", "--columns")
_WORD = re.compile(r"""\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<plain>\S+))""")
_RESULT = re.compile(r"(?<!\S)(?P<name>[^\s<]+)\s*<<|(?<!\S)<<")
_FIRST_WORDS = frozenset(
    """
    alter analyze attach begin call checkpoint comment commit copy create delete desc describe detach drop
    execute explain export from grant insert merge pivot pragma replace reset revoke rollback savepoint
    select set show start summarize table truncate unpivot update use vacuum values with
    """.split()
)


@dataclass(frozen=True)
class MagicLine:
    """The parts of `[CONNECTION] [NAME <<] [options]`."""

    connection: str = field(default="", repr=False)  # "" is the one there is; a URL may hold a password
    result: str = ""  # "" shows the result
    condition: str = ""  # the cell runs only while this variable is true; "" always runs
    limit: int | None = None
    save: str = ""
    using: tuple[str, ...] = ()  # saved queries, in the order they were named
    explain: bool = False
    dry_run: bool = False
    profile: bool = False
    parquet: str = ""  # the file that takes the rows
    dtypes: str = ""  # "numpy" or "arrow"; "" is what guard.toml says
    tables: bool = False
    columns: str = ""  # the table whose columns are listed

    @property
    def lists(self) -> bool:
        """Whether the line asks what there is, and has no SQL."""
        return self.tables or bool(self.columns)

    @property
    def looks_only(self) -> bool:
        """Whether the cell shows something about a query in place of its rows."""
        return self.explain or self.dry_run or self.profile or self.lists

    @property
    def elsewhere(self) -> str:
        """The option, if there is one, without which the cell's own SQL gives another result."""
        given = {"--with": self.using, "--limit": self.limit is not None}
        given |= {"--to-parquet": self.parquet, "--dtypes": self.dtypes}
        looks = {"--explain": self.explain, "--dry-run": self.dry_run, "--profile": self.profile}
        looks |= {"--tables": self.tables, "--columns": bool(self.columns)}
        return next((name for name, there in (given | looks).items() if there), "")

    @classmethod
    def parse(cls, line: str) -> MagicLine:
        """Read the line of a cell, or raise UsageError that says how it is written."""
        line, result = _take_result(line)
        given, rest = _take_options(line)
        return _checked(given, rest, result)

    @classmethod
    def split(cls, line: str) -> tuple[MagicLine, str]:
        """Read the line of `%guarded_sql`, in which the SQL follows; return the two parts."""
        start = _start_of_sql(line)
        if start is None:
            if "--tables" in line or "--columns" in line:
                return cls.parse(line), ""
            raise UsageError(
                "There is no SQL in this line. Usage: %guarded_sql [CONNECTION] [NAME <<] [options] SELECT …"
            )
        return cls.parse(line[:start]), line[start:]


def _checked(given: dict[str, list[str]], words: list[str], result: str) -> MagicLine:
    named = given.get("--connection", [])
    connection = named[0] if named else words.pop(0) if words else ""
    if words:
        raise UsageError(_too_many(words[0]))
    looks = [name for name in _ALONE if name in given]
    if len(looks) > 1:
        raise UsageError(f"{looks[0]} and {looks[1]} exclude each other. Take one of them.")
    return MagicLine(
        connection,
        result,
        _identifier("--if", given),
        _limit(given),
        _identifier("--save", given),
        _saved_names(given),
        explain="--explain" in given,
        dry_run="--dry-run" in given,
        profile="--profile" in given,
        parquet=given.get("--to-parquet", [""])[0],
        dtypes=_dtypes(given),
        tables="--tables" in given,
        columns=given.get("--columns", [""])[0],
    )


def _take_result(line: str) -> tuple[str, str]:
    found = _RESULT.search(line)
    if found is None:
        return line, ""
    name = found["name"]
    if not name:
        raise UsageError(f"<< wants the name of a variable before it. Usage: {USAGE}")
    if not name.isidentifier() or iskeyword(name):
        raise UsageError(f"{name!r} is no Python name to put the result in. Usage: {USAGE}")
    return line[: found.start()] + " " + line[found.end() :], name


def _take_options(line: str) -> tuple[dict[str, list[str]], list[str]]:
    """Return the options with their values, and the words that are none."""
    given: dict[str, list[str]] = {}
    rest: list[str] = []
    words = _words(line)
    for word, quoted, _ in words:
        if quoted or not word.startswith("-"):
            rest.append(word)
            continue
        name, equals, value = word.partition("=")
        option = BY_NAME.get(name)
        if option is None:
            raise UsageError(_unknown(name))
        if not option.value:
            if equals:
                raise UsageError(f"{name} takes no value.")
        elif not equals:
            value = next(words, ("", False, 0))[0]
        if option.value and (not value or value.startswith("--")):
            raise UsageError(f"{name} wants {option.wants or 'a name'} behind it: {name} {option.value}")
        if name in given and name != "--with":
            raise UsageError(f"{name} stands there twice.")
        given.setdefault(name, []).append(value)
    return given, rest


def _words(line: str) -> Iterator[tuple[str, bool, int]]:
    """Yield each word of `line`, whether it is quoted, and where it starts."""
    position = 0
    while found := _WORD.match(line, position):
        kind = found.lastgroup or "plain"
        yield found[kind], kind != "plain", found.start(kind)
        position = found.end()


def _start_of_sql(line: str) -> int | None:
    """Return where the SQL begins: at the first word that a statement may begin with."""
    words = _words(line)
    for word, quoted, start in words:
        option = None if quoted else BY_NAME.get(word)
        if option and option.value:
            next(words, None)  # `--save values` names a query
        elif not quoted:
            sql = word[2:] if word.startswith("<<") else word
            first = sql.lower().lstrip("(").partition("(")[0].rstrip(";")
            if first in _FIRST_WORDS or sql == "--" or sql.startswith("/*"):
                return start + len(word) - len(sql)
    return None


def _unknown(name: str) -> str:
    if name in ELSEWHERE:
        return f"There is no option {name!r} here: {ELSEWHERE[name]}."
    from difflib import get_close_matches  # a kernel's start does not wait for it

    near = get_close_matches(name.lower(), BY_NAME, n=1, cutoff=0.65)
    meant = f" Did you mean {near[0]}?" if near else f" There are: {', '.join(BY_NAME)}."
    return f"There is no option {name!r}.{meant}"


def _too_many(word: str) -> str:
    from difflib import get_close_matches  # a kernel's start does not wait for it

    near = get_close_matches(f"--{word}", BY_NAME, n=1, cutoff=0.8)
    if near:
        return f"{word!r} is one word too many. Did you mean {near[0]}?"
    if word.lower().lstrip("(") in _FIRST_WORDS:
        return f"{word!r} is one word too many: the SQL of a cell begins on the line below %%guarded_sql."
    return f"{word!r} is one word too many. Usage: {USAGE}"


def _identifier(name: str, given: dict[str, list[str]]) -> str:
    value = given.get(name, [""])[0]
    if value and not value.isidentifier():
        raise UsageError(f"{name} wants {BY_NAME[name].wants}, not {value!r}.")
    return value


def _limit(given: dict[str, list[str]]) -> int | None:
    value = given.get("--limit", [""])[0]
    if not value:
        return None
    digits = value.replace(",", "").replace("_", "")
    if not digits.isascii() or not digits.isdigit():
        raise UsageError(
            f"--limit wants a whole number of rows, not {value!r}; LIMIT :n in the SQL takes a variable."
        )
    return int(digits)


def _dtypes(given: dict[str, list[str]]) -> str:
    value = given.get("--dtypes", [""])[0]
    if value not in ("", "numpy", "arrow"):
        raise UsageError(f"--dtypes is numpy or arrow, not {value!r}.")
    return value


def _saved_names(given: dict[str, list[str]]) -> tuple[str, ...]:
    names = [name for value in given.get("--with", []) for name in value.split(",") if name]
    for name in names:
        if not name.isidentifier():
            raise UsageError(f"--with wants the name of a saved query, not {name!r}.")
    return tuple(dict.fromkeys(names))
