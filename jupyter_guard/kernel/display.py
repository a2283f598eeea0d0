"""What the guard shows in a notebook: refusals and its status (receipts: receipts.py), in words first.

Each is a MIME bundle: JSON for our renderer, HTML that reads without styles and scripts,
and plain text. State is never colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from html import escape
from typing import TYPE_CHECKING, Any, Protocol

from jupyter_guard.policy.model import Tier, Verdict

if TYPE_CHECKING:
    from .guard import Guard
    from .judging import Judged
    from .routes import Routes

ICONS = {Tier.DEV: "●", Tier.TEST: "▲", Tier.PROD: "■"}  # a shape each, for those who see no colour


class Shown(Protocol):
    """Something with a MIME type of its own, HTML and plain text."""

    mime: str

    def data(self) -> dict[str, Any]: ...
    def html(self) -> str: ...
    def text(self) -> str: ...


def bundle(shown: Shown) -> dict[str, Any]:
    """Return all forms of `shown` by their MIME types."""
    return {shown.mime: shown.data(), "text/html": shown.html(), "text/plain": shown.text()}


def show(shown: Shown) -> None:
    """Display `shown` in the cell at hand."""
    from IPython.display import display

    display(bundle(shown), raw=True)  # type: ignore[no-untyped-call]  # IPython is untyped


@dataclass(frozen=True)
class RefusedStatement:
    """One statement of a refused text."""

    line: int
    text: str
    allowed: bool
    effect: str
    rule: str
    reason: str
    remedy: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]

    @classmethod
    def of(cls, verdict: Verdict) -> RefusedStatement:
        """Return what a person needs to know of `verdict`."""
        s = verdict.statement
        return cls(
            s.span.line,
            s.text.strip(),
            verdict.allowed,
            s.effect.name,
            verdict.rule,
            verdict.reason,
            verdict.remedy,
            s.reads,
            s.writes,
        )


@dataclass(frozen=True)
class Refusal:
    """Nothing was sent, and why, and the ways on."""

    environment: str
    tier: str
    connection: str
    statements: tuple[RefusedStatement, ...]
    locks: str = ""  # "2 of 3 locks hold"; '' where that is not known
    mime = "application/vnd.jupyter-guard.refusal+json"

    @classmethod
    def of(cls, judged: Judged, locks: str = "") -> Refusal:
        """Return the refusal of a text that was judged."""
        environment = judged.environment
        statements = tuple(RefusedStatement.of(verdict) for verdict in judged.verdicts)
        return cls(environment.name, environment.tier.name, judged.connection.name, statements, locks)

    @property
    def refused(self) -> tuple[RefusedStatement, ...]:
        """The statements that may not run."""
        return tuple(s for s in self.statements if not s.allowed)

    @property
    def headline(self) -> str:
        """The refusal in one line."""
        first, count = self.refused[0], len(self.statements)
        sent = "Nothing was sent" if count == 1 else f"None of the {count} statements was sent"
        return f"{sent} to {self.connection}: {_lower_first(first.reason)} [{first.rule}]"

    def data(self) -> dict[str, Any]:
        """Return the refusal as JSON."""
        return {"version": 1, "headline": self.headline, **asdict(self)}

    def text(self) -> str:
        """Return the refusal as plain text."""
        lines = [f"{ICONS[Tier[self.tier]]} {self.environment.upper()} · not sent to {self.connection}"]
        for s in self.refused:
            lines += [
                f"  line {s.line}: {_shorten(s.text)}",
                f"  Why:  {s.reason} [{s.rule}]",
                f"  What: {s.effect}{_tables(s)}",
                f"  Next: {s.remedy}",
            ]
        if self.locks:
            lines.append(f"  Here {self.locks}.")
        return "\n".join(lines)

    def html(self) -> str:
        """Return the refusal as HTML that reads without styles."""
        blocks = []
        for s in self.refused:
            rows = [
                ("Statement", f"<code>{escape(_shorten(s.text))}</code> (line {s.line})"),
                ("Effect", f"<b>{escape(s.effect)}</b>{escape(_tables(s))}"),
                ("Why not", f"{escape(s.reason)} <small>[{escape(s.rule)}]</small>"),
                ("What next", escape(s.remedy)),
            ]
            cells = "".join(f"<tr><th align='left'>{k}</th><td align='left'>{v}</td></tr>" for k, v in rows)
            blocks.append(f"<table>{cells}</table>")
        title = f"{ICONS[Tier[self.tier]]} {self.environment.upper()} · not sent to {self.connection}"
        locks = f"<p><small>{escape(self.locks)}</small></p>" if self.locks else ""
        return f"<div role='alert'><p><b>{escape(title)}</b></p>{''.join(blocks)}{locks}</div>"


@dataclass(frozen=True)
class Status:
    """Where the session is, why, and what it may do."""

    environment: str
    tier: str
    why: str
    limit: str
    connections: tuple[str, ...]
    files: tuple[str, ...]
    problems: tuple[str, ...]
    unguarded: bool
    next_environment: str  # comes into force with the next cell; "" where none does
    guarded: tuple[str, ...] = ()  # drivers of other libraries whose SQL is judged, too
    outside: tuple[str, ...] = ()  # drivers that were imported and are not guarded
    unlocks: tuple[str, ...] = ()  # that last
    locks: tuple[str, ...] = ()  # a line for each connection that should be locked
    targets: tuple[str, ...] = ()  # where statements of other libraries went, and what each counted as
    mime = "application/vnd.jupyter-guard.status+json"

    @classmethod
    def of(cls, guard: Guard, routes: Routes, wanted: str = "") -> Status:
        """Return the status of `guard`; `wanted` is the environment just asked for."""
        from .strength import lines

        policy, tag = guard.policy, guard.tag
        problems = [str(guard.problem)] if guard.problem else []
        problems += policy.warnings
        if policy.untrusted:
            keys = ", ".join(policy.untrusted)
            problems.append(f"{policy.files[0]} is not trusted yet ({keys}): run jupyter guard trust.")
        return cls(
            tag.environment.name,
            tag.environment.tier.name,
            tag.why,
            tag.environment.limit.name,
            tuple(guard.connections.names()),
            tuple(str(file) for file in policy.files),
            tuple(problems),
            guard.off,
            wanted if wanted != tag.environment.name else "",
            routes.guarded,
            routes.outside,
            tuple(unlock.in_words() for unlock in guard.unlocks.active),
            tuple(lines(guard, routes.gate)),
            routes.targets,
        )

    def data(self) -> dict[str, Any]:
        """Return the status as JSON."""
        return {"version": 1, **asdict(self)}

    def rows(self) -> list[tuple[str, str]]:
        """Return the status as pairs of a word and what stands behind it."""
        rows = [
            ("Environment", f"{ICONS[Tier[self.tier]]} {self.environment} ({self.tier})"),
            ("Why", self.why),
            ("Allowed", f"up to {self.limit}"),
            ("Connections", ", ".join(self.connections)),
            ("Rules from", ", ".join(self.files) or "built-in defaults (no guard.toml)"),
        ]
        if self.targets:
            rows.append(("Sent to", _list(self.targets)))
        if self.guarded:
            rows.append(("Guarded", ", ".join(self.guarded)))
        rows += [("Outside", unguarded) for unguarded in self.outside]
        rows += [("Locks", line) for line in self.locks]
        rows += [("UNLOCKED", unlock) for unlock in self.unlocks]
        if self.unguarded:
            rows.insert(0, ("UNGUARDED", "the guard is switched off; everything is sent"))
        if self.next_environment:
            rows.append(("Next cell", f"{self.next_environment} comes into force"))
        return rows + [("Problem", problem) for problem in self.problems]

    def text(self) -> str:
        """Return the status as plain text."""
        return "\n".join(f"{word + ':':<13}{value}" for word, value in self.rows())

    def html(self) -> str:
        """Return the status as HTML that reads without styles."""
        cells = "".join(
            f"<tr><th align='left'>{escape(word)}</th><td align='left'>{escape(value)}</td></tr>"
            for word, value in self.rows()
        )
        return f"<table>{cells}</table>"


def _list(words: Sequence[str], most: int = 8) -> str:
    more = len(words) - most
    return ", ".join(words[:most]) + (f" and {more} more" if more > 0 else "")


def _tables(statement: RefusedStatement) -> str:
    parts = []
    if statement.writes:
        parts.append(f"writes {', '.join(statement.writes)}")
    if statement.reads:
        parts.append(f"reads {', '.join(statement.reads)}")
    return f" · {' · '.join(parts)}" if parts else ""


def _shorten(text: str, width: int = 120) -> str:
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1] + "…"


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
