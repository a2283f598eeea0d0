"""Find the SQL of magics: %%guarded_sql, JupySQL's, BigQuery's, DuckDB's, Spark's and their like."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from jupyter_guard.errors import GuardError, UsageError
from jupyter_guard.policy.magic_line import MagicLine
from jupyter_guard.policy.model import Effect
from jupyter_guard.policy.targets import Target, dialect_of, target_of

from .found import Found, Place

# Magic -> the dialect of its SQL; '' where its connection tells.
MAGICS = {
    "guarded_sql": "", "sql": "", "jupysql": "", "ipython_sql": "",
    "bigquery": "bigquery", "bq": "bigquery", "bqsql": "bigquery",
    "duckdb": "duckdb", "dql": "duckdb", "duck": "duckdb",
    "sparksql": "spark", "spark_sql": "spark", "livy_sql": "spark",
    "snowflake": "snowflake", "trino": "trino", "presto": "trino", "athena": "trino",
    "postgres": "postgres", "postgresql": "postgres", "psql": "postgres", "redshift": "redshift",
    "mysql": "mysql", "mariadb": "mysql", "sqlite": "sqlite", "clickhouse": "clickhouse", "ch": "clickhouse",
    "mssql": "tsql", "oracle": "oracle", "databricks": "databricks",
}  # fmt: skip
FIRST_WORDS = frozenset(
    """
    SELECT WITH FROM VALUES TABLE SHOW DESCRIBE DESC EXPLAIN SUMMARIZE PRAGMA INSERT UPDATE DELETE MERGE
    REPLACE UPSERT CREATE DROP ALTER TRUNCATE SET RESET USE GRANT REVOKE COPY CALL EXEC EXECUTE DO
    BEGIN START COMMIT ROLLBACK SAVEPOINT VACUUM ANALYZE OPTIMIZE
    ATTACH DETACH INSTALL LOAD EXPORT IMPORT REFRESH REINDEX LOCK
    UNLOCK COMMENT PREPARE DECLARE FETCH CLUSTER NOTIFY LISTEN RENAME FLUSH KILL PIVOT UNPIVOT REFRESH CACHE
    CHECKPOINT MSCK UNLOAD PUT GET REMOVE UNDROP DISCARD REASSIGN SECURITY DELIMITER
    """.split()
)
# What is filled in before the text is sent: {{x}}, {% … %}, {x}, $x, ${x}.
_COMPUTED = re.compile(
    r"\{\{.*?\}\}|\{%.*?%\}|\$?\{[A-Za-z_]\w*\}|(?<![\w$'])\$[A-Za-z_]\w*(?![\w$])", re.DOTALL
)
_WRITES = {
    "--persist": "stores a DataFrame as a table", "-p": "stores a DataFrame as a table",
    "--persist-replace": "replaces a table by a DataFrame", "-P": "replaces a table by a DataFrame",
    "--append": "appends a DataFrame to a table", "-A": "appends a DataFrame to a table",
    "--destination_table": "writes its result to a table",
}  # fmt: skip
# Options that take the word behind them; others stand alone.
_VALUED = frozenset(
    """
    --with -w --alias --section -s --save -S --file -f --connection_arguments -a --close -x --creator -c
    --connection --destination_table --project --params --maximum_bytes_billed --dialect --output -o --limit
    --maxrows -n --samplemethod -m --samplefraction -r --bqstorage_api --location --job_id --interact -i
    """.split()
)


@dataclass
class Session:
    """What the magics of a notebook have said so far: its open connections."""

    aliases: dict[str, str] = field(default_factory=dict)  # alias -> URL
    url: str = ""  # of the connection in use
    spark: bool = False  # whether %%sql is sparkmagic's

    def load(self, extension: str) -> None:
        """Note an extension that brings a %%sql of its own."""
        self.spark = self.spark or "spark" in extension


def in_cell(name: str, line: str, body: str, place: Place, session: Session) -> Iterator[Found]:
    """Yield the SQL of `%%name line` and the body below it."""
    if name == "spark":
        name = "sparksql" if "sql" in line.split() else ""
    if name not in MAGICS:
        return
    rest, found = _options(name, line, place, session)
    yield from _writes(found, line)
    below = replace(place, line=place.line + 1, column=1)
    if rest.strip():
        begin = replace(place, column=place.column + line.rfind(rest))
        yield _filled(replace(found, place=begin), f"{rest}\n{body}")
    elif body.strip():
        yield _filled(replace(found, place=below), body)


def in_line(name: str, line: str, place: Place, session: Session) -> Iterator[Found]:
    """Yield the SQL of `%name line`."""
    if name in ("load_ext", "reload_ext"):
        session.load(line)
    if name not in MAGICS:
        return
    rest, found = _options(name, line, place, session)
    found = replace(found, route=found.route.replace("%%", "%"))
    yield from _writes(found, line)
    if rest.strip():
        yield _filled(
            replace(found, place=replace(place, column=place.column + max(line.rfind(rest), 0))), rest
        )


def _options(name: str, line: str, place: Place, session: Session) -> tuple[str, Found]:
    """Return what of the line is SQL, and the rest read as options."""
    found = Found("", place, f"%%{name}", dialect=MAGICS[name])
    head, sql = _split(line)
    if name == "guarded_sql":
        try:
            connection = MagicLine.parse(head).connection
            dialect, target = read_url(connection)
            if "://" in connection:
                return sql, replace(found, dialect=dialect, target=target or Target("plain", ("?",)))
            return sql, replace(found, connection=connection)
        except UsageError:
            return line, found  # it is no such line: all of it is judged, which blocks
    plain: list[str] = []
    words = iter(_shell_words(re.sub(r"\S+\s*<<", " ", head)))
    for word in words:
        option, equals, value = word.partition("=")
        if word.startswith("-"):
            taken = value if equals else next(words, "") if option in _VALUED else ""
            if option == "--alias" and plain:
                session.aliases[taken] = plain[-1]
        else:
            plain.append(word)
    return sql, _at(found, plain, session) if name in ("sql", "jupysql", "ipython_sql") else found


def _at(found: Found, plain: list[str], session: Session) -> Found:
    for word in plain:
        if "://" in word:
            session.url = word
        elif word in session.aliases:
            session.url = session.aliases[word]
        elif not any(word in (w, w.lower()) for w in _WRITES):
            session.url = ""  # an engine in a variable, or an alias from elsewhere
    dialect, target = read_url(session.url)
    return replace(found, dialect=dialect or ("spark" if session.spark else ""), target=target)


def read_url(url: str) -> tuple[str, Target | None]:
    """Return dialect and target of a URL; nothing of what is none."""
    try:
        return (dialect_of(url), target_of(url)) if "://" in url else ("", None)
    except (GuardError, ValueError):
        return "", None


def _writes(found: Found, line: str) -> Iterator[Found]:
    for word in line.split():
        if why := _WRITES.get(word.partition("=")[0]):
            text = f"{found.route} {line.strip()}"
            yield replace(found, text=text, judged=why, effect=Effect.SCHEMA, exact=False)


def _split(line: str) -> tuple[str, str]:
    """Split a magic's line before its SQL."""
    for word in re.finditer(r"(?<!\S)\(*\w+;?(?!\S)", line):
        before = line[: word.start()].split()
        if word.group().strip("(;").upper() in FIRST_WORDS and not (before and before[-1] in _VALUED):
            return line[: word.start()], line[word.start() :]
    return line, ""


def _shell_words(line: str) -> list[str]:
    try:
        return shlex.split(line)
    except ValueError:
        return line.split()


def _filled(found: Found, text: str) -> Found:
    """Put names of the same length where something is filled in."""
    if found.route.endswith("guarded_sql"):
        return replace(found, text=text, judged=text)  # nothing is: :name is bound as a parameter
    spans = tuple(match.span() for match in _COMPUTED.finditer(text))
    return replace(found, text=text, judged=fill(text, spans), computed=spans)


def fill(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    """Return the text with a plain name of the same length at each span; line breaks stay."""
    judged = text
    for start, end in spans:
        name = "".join("\n" if letter == "\n" else "_" for letter in text[start + 1 : end])
        judged = f"{judged[:start]}x{name}{judged[end:]}"
    return judged
