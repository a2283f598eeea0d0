"""What DuckDB and SQLite files have in common: when one may be made, and what their URL says."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import parse_qsl

from jupyter_guard.errors import ConnectionFailed
from jupyter_guard.policy import Effect
from jupyter_guard.policy.targets import target_of

from .model import Call

_MAKES = (Effect.SCHEMA, Effect.ADMIN)


def read_url(name: str, url: str, option: str, read_only: str) -> tuple[str, bool]:
    """Return the file of `url`, "" for memory, and whether its `option` asks for `read_only`.

    An option that is not known is refused, since ignoring it could ignore a lock.
    """
    target = target_of(url)
    if target.hosts:
        raise ConnectionFailed(f"{name}: only a local file or :memory: can be opened, not {target.hosts[0]}.")
    asked = False
    for key, value in parse_qsl(url.partition("?")[2], keep_blank_values=True):
        if (key, value.lower()) != (option, read_only):
            raise ConnectionFailed(
                f"{name}: the URL has the option {key!r}; the only one there is is ?{option}={read_only}."
            )
        asked = True
    return target.path, asked


def check_file(name: str, path: str, calls: Sequence[Call], *, writes: bool) -> bool:
    """Say whether the batch has to create the file, or raise ConnectionFailed if it must not.

    Only a statement that makes something creates a file: a read or a typing mistake would
    leave an empty database at a wrong place.
    """
    file = Path(path)
    if file.is_dir():
        raise ConnectionFailed(f"{name}: {path} is a folder, not a database file.")
    if file.exists():
        return False
    if not file.parent.is_dir():
        raise ConnectionFailed(f"{name}: there is no folder {file.parent} for the database file {path}.")
    if writes and any(call.effect in _MAKES for call in calls):
        return True
    raise ConnectionFailed(
        f"{name}: there is no database file {path}.\n"
        "Look at the connection in guard.toml. To make a new file there, run a CREATE TABLE "
        "in an environment that allows it, such as dev."
    )
