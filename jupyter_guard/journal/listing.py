"""Answer `jupyter guard log` and `%guard log`: what is asked for, and how it is shown."""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import NoReturn

from jupyter_guard.errors import UsageError
from jupyter_guard.policy.keeping import Keeping

from .cell_listing import HEADINGS, CellRun, cells, row
from .statements import Filter, Record, statements

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_SHOWN = 50  # statements or cells, unless asked for more
_HEADINGS = ("When", "Environment", "Connection", "State", "Rows", "Seconds", "Statement")
_WIDTH = 80  # characters of a statement or a cell in a table


@dataclass(frozen=True)
class Answer:
    """What is printed, and whether all is well."""

    text: str
    ok: bool = True


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(f"%guard log: {message}. {self.format_usage().strip()}")

    def exit(self, status: int = 0, message: str | None = None) -> NoReturn:
        raise UsageError(message or self.format_usage().strip())


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `log` to a parser."""
    parser.add_argument("--cells", action="store_true", help="the cells that ran, not the statements")
    parser.add_argument("--blocked", action="store_true", help="only what the policy blocked")
    parser.add_argument("--environment", default="", help="only what ran, or would have, in this one")
    parser.add_argument("--connection", default="", help="only what was meant for this one")
    parser.add_argument("--table", default="", help="only what names such a table; * stands for anything")
    parser.add_argument("--notebook", default="", help="only from notebooks with this in their path")
    parser.add_argument("--since", default="", help="30m, 2h, 7d, 2026-01-31 or 2026-01-31T09:45")
    newest = f"the newest so many; {_SHOWN} by default, 0 for all"
    parser.add_argument("--limit", type=_count, default=_SHOWN, help=newest)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--verify", action="store_true", help="check that no record was changed or removed")
    parser.add_argument("--prune", action="store_true", help="take out what is older or more than kept")


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is no number of lines; write 0 or more")
    return int(text)


def parse_line(words: Sequence[str]) -> argparse.Namespace:
    """Read the words behind `%guard log`; raises UsageError."""
    parser = _Parser(prog="%guard log", add_help=False)
    add_arguments(parser)
    return parser.parse_args(words)


def answer(arguments: argparse.Namespace, folder: Path, keeping: Keeping) -> Answer:
    """Do what was asked with the journal in `folder`."""
    if arguments.verify:
        return _verify(folder, as_json=arguments.json)
    if arguments.prune:
        return _prune(folder, keeping, as_json=arguments.json)
    names = ("blocked", "environment", "connection", "table", "notebook")
    wanted = Filter(**{name: getattr(arguments, name) for name in names}, since=moment(arguments.since))
    found: Sequence[Record | CellRun] = (cells if arguments.cells else statements)(folder, wanted)
    if arguments.limit > 0:
        found = found[-arguments.limit :]
    if arguments.json:
        return Answer(_json([one.to_json() for one in found]))
    if not found:
        return Answer(f"No such {'cell' if arguments.cells else 'statement'} is in the journal ({folder}).")
    rows = [row(one, _WIDTH) if isinstance(one, CellRun) else _row(one) for one in found]
    return Answer(_table(HEADINGS if arguments.cells else _HEADINGS, rows))


def moment(text: str) -> int:
    """Return the moment that `text` names, in microseconds since 1970; 0 for none."""
    if not text:
        return 0
    if found := re.fullmatch(r"(\d{1,6})([smhdw])", text):
        ago = timedelta(**{_UNITS[found[2]]: int(found[1])})
        return time.time_ns() // 1000 - int(ago.total_seconds() * 1_000_000)
    try:
        # Without a zone it is the time of the clock on the wall.
        return int(datetime.fromisoformat(text).astimezone().timestamp() * 1_000_000)
    except (ValueError, OverflowError):
        raise UsageError(
            f"--since {text!r} is no time; write 30m, 2h, 7d, 2026-01-31 or 2026-01-31T09:45."
        ) from None


def _verify(folder: Path, *, as_json: bool) -> Answer:
    from .verify import verify

    checked = verify(folder)
    if as_json:
        return Answer(_json(asdict(checked)), not checked.damages)
    lines = [f"{d.kind}: {d.session or 'anchor'}: {d.message}" for d in checked.damages]
    verdict = f"{len(lines)} things are wrong." if lines else "Every chain is whole."
    counted = f"{checked.rows} rows of {checked.sessions} sessions were checked in {folder}."
    return Answer("\n".join((*lines, counted, verdict)), not lines)


def _prune(folder: Path, keeping: Keeping, *, as_json: bool) -> Answer:
    from .retention import prune

    pruned = prune(folder, keeping)
    if as_json:
        return Answer(_json(pruned._asdict()))
    kept = f"kept are {keeping.days} days and {keeping.megabytes} MB"
    return Answer(f"{pruned.rows} rows and {pruned.files} files were taken out; {kept}.")


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    # What was recorded may hold codes that move a terminal's cursor, or turn the line around.
    shown = [["".join(c if c.isprintable() else "\ufffd" for c in text) for text in row] for row in rows]
    widths = [max(len(line[i]) for line in (headings, *shown)) for i in range(len(headings))]
    lines = [
        "  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip()
        for line in (headings, *shown)
    ]
    return "\n".join(lines)


def _row(record: Record) -> tuple[str, ...]:
    intent, outcome = record.intent, record.outcome
    when = datetime.fromtimestamp(record.at / 1_000_000).astimezone().strftime("%Y-%m-%d %H:%M:%S")
    rows = "" if outcome.rows is None else f"{outcome.rows:,}"
    seconds = "" if outcome.seconds is None else f"{outcome.seconds:.2f}"
    line = " ".join(intent.text.split())
    text = line if len(line) <= _WIDTH else line[: _WIDTH - 1] + "…"
    return when, intent.environment, intent.connection, outcome.state, rows, seconds, text


def _json(content: object) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False)
