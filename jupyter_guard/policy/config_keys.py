"""What may stand at each key of guard.toml, and the one clear error for what may not."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from jupyter_guard.errors import PolicyError

from .model import Effect


class Key(NamedTuple):
    """What may stand at one key of guard.toml."""

    type: type | tuple[type, ...]
    wanted: str  # in words, for the message


TEXTS = Key(list, 'a list of texts, such as ["prod.*"]')
TOP = {
    "version": Key(int, "the number 1"),
    "default": Key(str, "the name of an environment"),
    "local_files": Key(str, '"tag" or "free"'),
    "off": Key(bool, "true (may be switched off) or false"),
    "dtypes": Key(str, '"numpy" or "arrow"'),
    "environments": Key(dict, "tables such as [environments.prod]"),
    "journal": Key(dict, "a table such as [journal] with days = 90"),
    "unguarded_clients": Key(list, 'a list of distributions, such as ["pymongo"]'),
}
ENVIRONMENT = {
    "tier": Key(str, '"dev", "test" or "prod"'),
    "limit": Key(str, ", ".join(f'"{e.name.lower()}"' for e in Effect)),
    "colour": Key(str, "a CSS colour"),
    "max_rows": Key(int, "a whole number of rows"),
    "time_limit": Key(int, "a whole number of seconds"),
    "connections": Key(dict, 'URLs, such as connections.warehouse = "duckdb:///data/dev.duckdb"'),
    "paths": TEXTS,
    "hosts": TEXTS,
    "tables": TEXTS,
    "functions": TEXTS,
    "unlock": Key(dict, "a table such as { effects = ['write'], max_minutes = 15 }"),
    "sandbox": Key(dict, "a table such as { connection = 'sandbox', schema = 'sandbox_{user}' }"),
}
UNLOCK = {
    "effects": Key(list, 'a list of "write" and "schema"'),
    "max_minutes": Key(int, "a whole number of minutes"),
}


def check(file: Path, where: str, table: Mapping[str, Any], keys: Mapping[str, Key]) -> None:
    """Raise PolicyError for a key that is not known, or a value of another type."""
    for name, value in table.items():
        full = f"{where}.{name}" if where else name
        if name not in keys:
            near = difflib.get_close_matches(name, keys, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise PolicyError(f"{file}: the key {full} is not known.{hint} Known are {', '.join(keys)}.")
        wrong = not isinstance(value, keys[name].type) or (
            isinstance(value, bool) != (keys[name].type is bool)
        )
        if wrong:
            raise PolicyError(f"{file}: {full} = {value!r} has to be {keys[name].wanted}.")


def texts_of(file: Path, where: str, values: list[Any]) -> tuple[str, ...]:
    """Return a list of texts, or raise PolicyError."""
    if not all(isinstance(value, str) for value in values):
        raise PolicyError(f"{file}: {where} has to be {TEXTS.wanted}.")
    return tuple(values)
