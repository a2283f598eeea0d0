"""Say what a cell would send, to which tables, and whether it may; nothing of it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from jupyter_guard.policy.model import Verdict

from .display import ICONS

if TYPE_CHECKING:
    from .judging import Judged


@dataclass(frozen=True)
class DryRun:
    """The verdicts on a text that is not sent."""

    judged: Judged

    @property
    def headline(self) -> str:
        """The answer in one line."""
        environment, connection = self.judged.environment, self.judged.connection.name
        blocked = sum(not v.allowed for v in self.judged.verdicts)
        count = len(self.judged.verdicts)
        answer = (
            "would run"
            if not blocked
            else "would be blocked"
            if count == 1
            else (f"would be blocked: {blocked} of {count} statements may not run")
        )
        place = f"{ICONS[environment.tier]} {environment.name} · {connection}"
        return f"{place} · {answer} · nothing was sent"

    def rows(self) -> list[list[tuple[str, str]]]:
        """Return for each statement pairs of a word and what stands behind it."""
        sent = [call.text for call in self.judged.calls]
        return [
            _about(verdict, text, number, len(sent) > 1)
            for number, (verdict, text) in enumerate(zip(self.judged.verdicts, sent, strict=True), 1)
        ]

    def bundle(self) -> dict[str, Any]:
        """Return it as HTML that reads without styles, and as plain text."""
        lines, tables = [self.headline], []
        for rows in self.rows():
            lines += [f"  {word + ':':<12}{_indented(value)}" for word, value in rows]
            cells = "".join(
                f"<tr><th style='text-align:left;vertical-align:top'>{escape(word)}</th>"
                f"<td style='text-align:left;white-space:pre-wrap'>{escape(value)}</td></tr>"
                for word, value in rows
            )
            tables.append(f"<table>{cells}</table>")
        html = f"<div><b>{escape(self.headline)}</b>{''.join(tables)}</div>"
        return {"text/html": html, "text/plain": "\n".join(lines)}


def show(judged: Judged) -> None:
    """Display what would happen."""
    from IPython.display import display

    display(DryRun(judged).bundle(), raw=True)  # type: ignore[no-untyped-call]  # IPython is untyped


def _about(verdict: Verdict, sent: str, number: int, several: bool) -> list[tuple[str, str]]:
    statement = verdict.statement
    rows = [
        (f"{number}. sends" if several else "Would send", sent.strip()),
        ("Effect", statement.effect.name + (f" ({statement.cause})" if statement.cause else "")),
        ("Reads", ", ".join(statement.reads)),
        ("Writes", ", ".join(statement.writes)),
        ("Verdict", "allowed" if verdict.allowed else f"blocked: {verdict.reason} [{verdict.rule}]"),
        ("Next", verdict.remedy),
    ]
    return [(word, value) for word, value in rows if value]


def _indented(value: str) -> str:
    return value.replace("\n", "\n" + " " * 14)
