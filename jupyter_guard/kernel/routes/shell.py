"""Database clients that a notebook starts: `!psql`, `%%bash`, subprocess; known by their names."""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jupyter_guard.errors import PolicyError, UsageError
from jupyter_guard.policy.model import Effect
from jupyter_guard.policy.targets import Target, target_of

from .auditing import on_audit
from .importing import when_imported
from .patching import as_text, before

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

ROUTE = "shell"


@dataclass(frozen=True)
class Client:
    """How a program is told its SQL and its database; what is not told like this is not understood."""

    dialect: str
    text: tuple[str, ...] = ()  # options whose value is SQL
    host: tuple[str, ...] = ()
    port: tuple[str, ...] = ()
    database: tuple[str, ...] = ()
    values: tuple[str, ...] = ()  # other options that take a value
    embedded: bool = False  # the first argument is a file
    text_last: bool = False  # the second argument is SQL


_PSQL = Client(
    "postgres", ("-c", "--command"), ("-h", "--host"), ("-p", "--port"), ("-d", "--dbname"),
    ("-U", "--username", "-F", "-P", "-R", "-T", "-o", "--output", "-v", "--set", "-L"),
)  # fmt: skip
_MYSQL = Client(
    "mysql", ("-e", "--execute"), ("-h", "--host", "-S", "--socket"), ("-P", "--port"), ("-D", "--database"),
    ("-u", "--user", "--default-character-set", "--protocol"),
)  # fmt: skip
_LOOKS = ("-separator", "-nullvalue", "-newline")
CLIENTS = {
    "psql": _PSQL,
    "mysql": _MYSQL,
    "mariadb": _MYSQL,
    "sqlite3": Client("sqlite", ("-cmd",), values=_LOOKS, embedded=True, text_last=True),
    "duckdb": Client("duckdb", ("-c", "-s", "-cmd"), values=_LOOKS, embedded=True, text_last=True),
    **dict.fromkeys("pg_restore createdb dropdb pgbench vacuumdb".split(), Client("postgres")),
    **dict.fromkeys("mysqladmin mysqlimport mariadb-admin mariadb-import".split(), Client("mysql")),
    **dict.fromkeys(
        "snowsql bq clickhouse-client clickhouse sqlcmd sqlplus trino beeline spark-sql dbsqlcli".split(),
        Client("plain"),
    ),
}  # fmt: skip
_HARMLESS = frozenset({"--version", "-V", "-version", "--help", "-?", "-help"})
_FLAGS = frozenset("AtqXEabensxz1wN")  # without a value, so that they may stand before an option in one word
_CUT = re.compile(r"\|\||&&|\$\(|[;&|`()\n]")
_QUOTED = re.compile(r"'[^']*'|\"(?:[^\"\\]|\\.)*\"", re.S)
_NAMES = re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, CLIENTS), key=len, reverse=True)) + r")\b")
_BEFORE = frozenset({"sudo", "env", "time", "nohup", "exec", "command", "timeout", "xargs"})


_NOT_THERE = (
    "This statement is unlocked, but programs that the notebook starts stay locked. "
    "Send it by %%guarded_sql, or by a driver of Python such as psycopg."
)
_CELLS = "IPython.core.magics.script"  # loaded with the first %%bash


def install(gate: Gate) -> None:
    """Look at what is started, whoever starts it; and at the scripts that a shell reads from its input."""
    from IPython.core.interactiveshell import InteractiveShell

    def look(shell: Any, command: str, *args: Any, **kwargs: Any) -> None:
        _check_script(
            gate, shell.var_expand(command, depth=2) if "{" in command or "$" in command else command
        )

    def look_at_cell(magics: Any, line: str, cell: str, *args: Any, **kwargs: Any) -> None:
        _check_script(gate, cell if _NAMES.search(cell) else line)

    shells = (
        {InteractiveShell, type(InteractiveShell.instance())}
        if InteractiveShell.initialized()
        else {InteractiveShell}
    )
    for owner in shells:
        for name in ("system", "system_piped", "system_raw", "getoutput"):
            if name in vars(owner):
                before(owner, name, look)
    when_imported(_CELLS, lambda name: before(sys.modules[name].ScriptMagics, "shebang", look_at_cell))
    on_audit("subprocess.Popen", lambda args: _check_argv(gate, args[1]))
    on_audit("os.system", lambda args: _check_script(gate, as_text(args[0])))
    on_audit("os.posix_spawn", lambda args: _check_argv(gate, args[1]))
    on_audit("os.exec", lambda args: _check_argv(gate, args[1]))


def _check_argv(gate: Gate, argv: Any) -> None:
    gate.children.settle()
    if isinstance(argv, str | bytes):
        _check_script(gate, as_text(argv))
        return
    words = [as_text(os.fsencode(word) if isinstance(word, os.PathLike) else word) for word in argv]
    if len(words) > 2 and words[1] in ("-c", "-lc", "-ic") and os.path.basename(words[0]).endswith("sh"):
        _check_script(gate, words[2])
    else:
        _check_command(gate, words, " ".join(words))


def _check_script(gate: Gate, script: str) -> None:
    """Check each client that `script` starts; only names are known, so hidden ones meet the engine's lock."""
    gate.children.settle()
    if not _NAMES.search(script):
        return
    piped = "|" in _QUOTED.sub("", script) or "<" in _QUOTED.sub("", script)
    for part in _parts(script):
        try:
            words = shlex.split(part, comments=True)
        except ValueError:
            words = part.split()
        _check_command(gate, words, part, piped=piped)


def _parts(script: str) -> Iterator[str]:
    """Yield the commands of a script, cut where no quotes are."""
    begin = 0
    quoted = [found.span() for found in _QUOTED.finditer(script)]
    for cut in _CUT.finditer(script):
        if not any(start <= cut.start() < end for start, end in quoted):
            yield script[begin : cut.start()].strip()
            begin = cut.end()
    yield script[begin:].strip()


def _check_command(gate: Gate, words: Sequence[str], shown: str, *, piped: bool = False) -> None:
    while words and (words[0] in _BEFORE or re.match(r"\w+=", words[0])):
        words = words[1:]
    client = CLIENTS.get(os.path.basename(words[0])) if words else None
    if client is None or _HARMLESS.intersection(words):
        return
    texts, target = _read(client, words[1:])
    if texts and not (piped and "<" in shown):
        for text in texts:
            sent = gate.check(text, client.dialect, lambda: [target], ROUTE)
            if sent is not None and sent.unlocked and client.dialect == "postgres":
                with sent:
                    raise UsageError(_NOT_THERE)
        return
    cause = "the guard does not see the SQL that this program is given"
    gate.check_effect(Effect.UNKNOWN, shown, client.dialect, lambda: [target], ROUTE, cause=cause)


def _read(client: Client, arguments: Sequence[str]) -> tuple[list[str], Target]:
    """Return the SQL and the target that a program is given by its arguments."""
    found: dict[tuple[str, ...], list[str]] = {}
    plain: list[str] = []
    rest = iter(arguments)
    kinds = (client.text, client.host, client.port, client.database, client.values)
    for word in rest:
        for names in kinds:
            value = _value(word, names, rest)
            if value is not None:
                found.setdefault(names, []).append(value)
                break
        else:
            if not word.startswith("-"):
                plain.append(word)
    texts = found.get(client.text, []) if client.text else []
    if client.embedded:
        path = plain[0] if plain else ""
        return texts + (plain[1:] if client.text_last else []), Target(
            client.dialect, path="" if path == ":memory:" else path
        )
    return texts, _server(client, lambda names: found.get(names, [""])[-1] if names else "", plain)


def _server(client: Client, option: Callable[[tuple[str, ...]], str], plain: Sequence[str]) -> Target:
    database = option(client.database) or (plain[0] if plain else "")
    if "://" in database:
        try:
            return target_of(database)
        except PolicyError:
            return Target(client.dialect, ("?",))
    host = option(client.host) or "?"
    return Target(client.dialect, (host.lower(),), port=option(client.port), database=database)


def _value(word: str, names: tuple[str, ...], rest: Iterator[str]) -> str | None:
    for name in names:
        if word == name:
            return next(rest, "")
        if name.startswith("--") and word.startswith(f"{name}="):
            return word[len(name) + 1 :]
        if len(name) == 2 and not word.startswith("--"):
            if word.startswith(name):
                return word[2:]
            if word[-1] == name[1] and _FLAGS.issuperset(word[1:-1]):  # -Atc
                return next(rest, "")
    return None
