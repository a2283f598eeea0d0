"""`%guard unlock` and `%guard lock`: begin an exception within what guard.toml permits, and end it."""

from __future__ import annotations

import argparse
import contextlib
import re
import shlex
import time
from typing import TYPE_CHECKING, NoReturn

from jupyter_guard import session_files
from jupyter_guard.errors import UsageError
from jupyter_guard.policy.model import Effect, Environment, Tier

from .unlocks import Unlock

if TYPE_CHECKING:
    from .guard import Guard

BEGAN, ENDED = "unlock", "unlock-end"  # kinds of the journal
_USAGE = '%guard unlock --effect write --table SCHEMA.TABLE --for 10m --reason "why"'
_UNITS = {"s": 1, "m": 60, "h": 3600}


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(f"%guard unlock: {message}. Usage: {_USAGE}")


def unlock(guard: Guard, line: str) -> Unlock:
    """Begin the unlock that `line` asks for, once it was confirmed; it is recorded before it holds.

    Raises UsageError where guard.toml does not permit it, nobody is there to confirm it, or
    another name was typed, and JournalFailed where it cannot be recorded.
    """
    asked = _parse(line)
    place = guard.policy.environment(asked.environment) if asked.environment else guard.tag.environment
    seconds = _seconds(asked.time)
    if f"environments.{place.name}.unlock" in guard.policy.untrusted:
        file = guard.policy.files[0]
        raise UsageError(f"{file} is not trusted yet. Read it, then run: jupyter guard trust {file}")
    effect = _permitted(place, asked.effect, seconds)
    tables = tuple(asked.table)
    for table in tables:
        if not re.search(r"\w", table):
            raise UsageError(f"--table {table} would be every table; name a schema or a table.")
    reason = asked.reason.strip()
    if not reason:
        raise UsageError(f"Say why, for those who read the journal. Usage: {_USAGE}")
    if place.tier is Tier.PROD:
        _confirm(place, tables)
    begun = Unlock(place.name, effect, tables, reason, time.monotonic() + seconds)
    guard.recorder.note(BEGAN, {**_body(begun), "seconds": seconds, "reason": reason}, must=True)
    guard.unlocks.add(begun)
    _tell(guard)
    return begun


def lock(guard: Guard) -> tuple[Unlock, ...]:
    """End all unlocks now."""
    ended = guard.unlocks.end()
    for one in ended:
        guard.recorder.note(ENDED, {**_body(one), "how": "%guard lock"})
    _tell(guard)
    return ended


def note_those_over(guard: Guard) -> None:
    """Record the unlocks whose time is over."""
    for one in guard.unlocks.ended_by_time():
        guard.recorder.note(ENDED, {**_body(one), "how": "its time was over"})


def _tell(guard: Guard) -> None:
    """Let the server know what lasts, so that the editor shows it; a fork has nothing to say."""
    if guard.session_place is not None:
        now = time.time()
        told = [
            {**_body(one), "reason": one.reason, "until": now + one.seconds_left}
            for one in guard.unlocks.active
        ]
        with contextlib.suppress(OSError):  # shown or not, it holds
            session_files.write_unlocks(*guard.session_place, told)


def _parse(line: str) -> argparse.Namespace:
    parser = _Parser(prog="%guard unlock", add_help=False)
    parser.add_argument("--effect", required=True)
    parser.add_argument("--table", required=True, action="append")
    parser.add_argument("--for", required=True, dest="time")
    parser.add_argument("--reason", required=True)
    parser.add_argument("--environment", default="")
    try:
        words = shlex.split(line)
    except ValueError as error:
        raise UsageError(f"%guard unlock: {error}. Usage: {_USAGE}") from None
    return parser.parse_args(words)


def _seconds(text: str) -> int:
    found = re.fullmatch(r"(\d{1,5})\s*([smh])", text)
    if not found or not int(found[1]):
        raise UsageError(f"--for {text} is no time; write 90s, 10m or 1h.")
    return int(found[1]) * _UNITS[found[2]]


def _permitted(place: Environment, word: str, seconds: int) -> Effect:
    """Return the effect called `word`, or raise UsageError that says what guard.toml permits."""
    if place.unlock is None:
        raise UsageError(
            f"guard.toml permits no unlock in {place.name}. Whoever keeps it may write:\n"
            f'[environments.{place.name}] unlock = {{ effects = ["write"], max_minutes = 15 }}'
        )
    permitted = [effect.name.lower() for effect in place.unlock.effects]
    if word.lower() not in permitted:
        raise UsageError(f"guard.toml permits in {place.name} to unlock {', '.join(permitted)}, not {word}.")
    if seconds > place.unlock.max_minutes * 60:
        raise UsageError(f"guard.toml permits {place.unlock.max_minutes} minutes at most in {place.name}.")
    return Effect[word.upper()]


def _confirm(place: Environment, tables: tuple[str, ...]) -> None:
    """Have the person type what is unlocked; where nobody is, there is no unlock."""
    wanted = ", ".join(tables)
    question = f"This lets SQL change {wanted} in {place.name}. Type {wanted} to unlock it: "
    try:
        typed = input(question)
    except (EOFError, OSError, RuntimeError, NotImplementedError):
        raise UsageError(
            "Nobody is here to confirm it: in a headless run there is no unlock. "
            "Run the change where a person is, or hand it to review as a .sql file."
        ) from None
    if typed.strip() != wanted:
        raise UsageError(f"{typed.strip()!r} is not {wanted!r}: nothing is unlocked.")


def _body(one: Unlock) -> dict[str, object]:
    return {
        "unlock": one.name,
        "environment": one.environment,
        "effect": one.effect.name,
        "tables": list(one.tables),
    }
