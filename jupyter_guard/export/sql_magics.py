"""Read what a cell of another SQL magic asks for: `%%sql` (JupySQL, ipython-sql), `%dql`, `%%bigquery`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Asked:
    """What one line or cell of a SQL magic asks for."""

    family: str = ""  # sql, dql or bigquery: what shares a connection; "" is no such magic
    source: str = ""  # the URL, the alias or the variable that it turns to; "" stays where it is
    alias: str = ""  # the name that the source gets
    for_good: bool = True  # later cells stay with the source
    result: str = ""  # the name that takes the rows
    sql: str = ""
    file: str = ""  # that the SQL stands in
    save: str = ""  # the name that the SQL gets, for use in later cells
    uses: tuple[str, ...] = ()  # saved SQL that comes before this one
    runs: bool = True
    parameters: str = ""  # what is bound: a variable that holds a dict, or JSON
    stores: bool = False  # a DataFrame, as a table
    problem: str = ""  # what cannot be said by a .sql file and a call


_FAMILIES = {"sql": "sql", "jupysql": "sql", "dql": "dql", "bigquery": "bigquery", "bq": "bigquery"}
_WORD = re.compile(r"""(?:"[^"]*"|'[^']*'|\{[^}]*\}|[^\s"'{]+)+""")
FIRST_WORD = re.compile(
    r"(?<![\w-])\(?(SELECT|WITH|FROM|VALUES|SHOW|DESC|DESCRIBE|EXPLAIN|SUMMARIZE|PIVOT|UNPIVOT|PRAGMA|INSERT|UPDATE|"
    r"DELETE|MERGE|REPLACE|CREATE|DROP|ALTER|TRUNCATE|SET|COPY|GRANT|REVOKE|CALL|ATTACH|INSTALL|LOAD|VACUUM)(?!\S)",
    re.IGNORECASE,
)
_RESULT = re.compile(r"\s*(?P<name>[^\W\d]\w*)\s*=?\s*<<\s*")
_URL = re.compile(r"[a-z][\w+]*://", re.IGNORECASE)

_Take = Callable[[Asked, str], Asked]


def _refuse(option: str) -> _Take:
    return lambda asked, _: replace(asked, problem=f"{option} is more than a .sql file and a call can say")


def _ignored(asked: Asked, _: str) -> Asked:
    return asked


def _stores(option: str) -> _Take:
    return lambda asked, _: replace(_refuse(option)(asked, ""), stores=True)


def _only_shows(asked: Asked, _: str) -> Asked:
    return replace(asked, runs=False, sql="", source="")


# Option -> (how many words follow it, what it says).
_JUPYSQL: Mapping[str, tuple[int, _Take]] = {
    **dict.fromkeys(("-A", "--alias"), (1, lambda asked, word: replace(asked, alias=word))),
    **dict.fromkeys(("-f", "--file"), (1, lambda asked, word: replace(asked, file=word))),
    **dict.fromkeys(("-S", "--save"), (1, lambda asked, word: replace(asked, save=word))),
    **dict.fromkeys(("-w", "--with"), (1, lambda asked, word: replace(asked, uses=(*asked.uses, word)))),
    **dict.fromkeys(("-N", "--no-execute"), (0, lambda asked, _: replace(asked, runs=False))),
    **dict.fromkeys(("-l", "--connections"), (0, _only_shows)),
    **dict.fromkeys(("-x", "--close"), (1, _only_shows)),
    **{
        option: (words, _refuse(option))
        for words, options in (
            (1, "-c --creator -s --section -a --connection_arguments --interact"),
            (0, "-n --no-index"),
        )
        for option in options.split()
    },
    **{option: (0, _stores(option)) for option in "-p --persist -P --persist-replace --append".split()},
}
_DQL: Mapping[str, tuple[int, _Take]] = {
    **dict.fromkeys(
        ("-cn", "--connection_string"), (1, lambda asked, word: replace(asked, source=_file(word)))
    ),
    **dict.fromkeys(("-co", "--connection_object"), (1, lambda asked, word: replace(asked, source=word))),
    **dict.fromkeys(("-o", "--output"), (1, lambda asked, word: replace(asked, result=word))),
    **dict.fromkeys(("-r", "--readfile"), (1, lambda asked, word: replace(asked, file=word))),
    **dict.fromkeys(("-j", "--jinja2"), (0, _ignored)),
    **dict.fromkeys(("-l", "--listtypes", "-f", "--format", "--tables"), (0, _only_shows)),
    **dict.fromkeys(
        ("-t", "--type"),
        (1, lambda asked, word: asked if word in ("df", "show") else _refuse(f"-t {word}")(asked, word)),
    ),
    **{
        option: (words, _refuse(option))
        for words, options in (
            (0, "-d --default_connection -g --getcon -ai -aichat --close"),
            (1, "-e --explain -p --param"),
            (2, "-tp --type_param"),
        )
        for option in options.split()
    },
}
_BIGQUERY: Mapping[str, tuple[int, _Take]] = {
    "--project": (1, lambda asked, word: replace(asked, source=f"bigquery://{word}", for_good=False)),
    "--params": (1, lambda asked, word: replace(asked, parameters=word)),
    "--dry_run": (0, _only_shows),
    **dict.fromkeys(
        ("--use_bqstorage_api", "--use_rest_api", "--no_query_cache", "--verbose"), (0, _ignored)
    ),
    **dict.fromkeys(("--progress_bar_type",), (1, _ignored)),
    **{
        option: (1, _refuse(option))
        for option in "--destination_table --max_results --maximum_bytes_billed --location "
        "--bigquery_api_endpoint --bqstorage_api_endpoint".split()
    },
    "--use_legacy_sql": (0, _refuse("--use_legacy_sql")),
}
_OPTIONS = {"sql": _JUPYSQL, "dql": _DQL, "bigquery": _BIGQUERY}


def asked(name: str, line: str, body: str, result: str = "") -> Asked:
    """Return what `%NAME line`, or `%%NAME line` with a body, asks for; `result` takes its value."""
    family = _FAMILIES.get(name, "")
    if not family:
        return Asked()
    words, found, rest = _read(line, Asked(family, result=result), _OPTIONS[family])
    if family == "bigquery":
        named = (
            found if len(words) < 2 else replace(found, problem=f"{words[1]!r} on its line is not understood")
        )
        return replace(named, result=words[0] if words else result, sql=body)
    return _sql(words, replace(found, result=found.result or result), rest, body)


def _read(line: str, found: Asked, options: Mapping[str, tuple[int, _Take]]) -> tuple[list[str], Asked, str]:
    """Return the words of a line that belong to no option, what the options say, and its SQL."""
    first = FIRST_WORD.search(line)
    end = first.start() if first else len(line)
    words: list[str] = []
    todo = [match[0] for match in _WORD.finditer(line[:end])]
    while todo:
        word, equals, value = todo.pop(0).partition("=")
        if word in options:
            wanted, take = options[word]
            given = [value] if equals else [todo.pop(0) for _ in range(min(wanted, len(todo)))]
            found = take(found, given[0].strip("'\"") if given else "")
        elif word.startswith("-") and len(word) > 1:
            found = replace(found, problem=f"the option {word} is not known")
        else:
            words.append(word + equals + value)
    return words, found, line[end:]


def _sql(words: list[str], found: Asked, rest: str, body: str) -> Asked:
    """Tell connection, result and SQL apart, which JupySQL lets follow one another without any mark."""
    alone = len(words) == 1 and not rest.strip() and not words[0].endswith("<<")
    if words and (_URL.match(words[0]) or words[0][0] in "${" or (alone and not found.stores)):
        found, words = replace(found, source=words[0]), words[1:]
    text = "\n".join(part for part in (" ".join(words) + (" " if words else "") + rest, body) if part.strip())
    named = _RESULT.match(text)
    if named is not None:
        found, text = replace(found, result=named["name"]), text[named.end() :]
    if text.strip() and FIRST_WORD.match(_bare(text)) is None and not found.problem:
        return replace(found, sql=text, problem=f"{text.strip().split()[0]!r} is no SQL that is understood")
    return replace(found, sql=text)


def _bare(text: str) -> str:
    """Return SQL without the comments and blanks that it begins with."""
    return re.sub(r"\A(\s|--[^\n]*\n|/\*.*?\*/|#[^\n]*\n)*", "", text, flags=re.DOTALL)


def _file(word: str) -> str:
    return f"duckdb:///{word}"


def constants(parameters: str) -> Mapping[str, object] | None:
    """Return the values that `--params` spells out as JSON; None where it names a variable, or nothing."""
    try:
        values = json.loads(parameters)
    except ValueError:
        return None
    return values if isinstance(values, dict) else None
