"""Say what a cell would send, to which tables, and whether it may; nothing of it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from jupyter_guard.policy.model import Verdict

from .display import ICONS
from .progress import size
from .receipts import in_words

if TYPE_CHECKING:
    from jupyter_guard.databases import Estimate

    from .judging import Judged


@dataclass(frozen=True)
class DryRun:
    """The verdicts on a text that is not sent."""

    judged: Judged
    estimates: tuple[Estimate | None, ...]  # by statement, where the planner tells

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
        each = zip(self.judged.verdicts, self.judged.calls, self.estimates, strict=True)
        several = len(self.judged.calls) > 1
        return [
            _about(verdict, call.text, _expected(estimate), number if several else 0)
            for number, (verdict, call, estimate) in enumerate(each, 1)
        ]

    def bundle(self) -> dict[str, Any]:
        """Return it as HTML that reads without styles, and as plain text."""
        lines, tables = [self.headline], []
        for rows in self.rows():
            lines += [f"  {word + ':':<12}{_indented(value)}" for word, value in rows]
            cells = "".join(
                f"<tr><th style='text-align:left;vertical-align:top;white-space:nowrap'>{escape(word)}</th>"
                f"<td style='text-align:left;white-space:pre-wrap'>{escape(value)}</td></tr>"
                for word, value in rows
            )
            tables.append(f"<table>{cells}</table>")
        html = f"<div><b>{escape(self.headline)}</b>{''.join(tables)}</div>"
        return {"text/html": html, "text/plain": "\n".join(lines)}


def show(judged: Judged, estimates: tuple[Estimate | None, ...]) -> None:
    """Display what would happen."""
    from IPython.display import display

    display(DryRun(judged, estimates).bundle(), raw=True)  # type: ignore[no-untyped-call]  # IPython is untyped


def _about(verdict: Verdict, sent: str, expected: str, number: int) -> list[tuple[str, str]]:
    statement = verdict.statement
    rows = [
        (f"{number}. sends" if number else "Would send", sent.strip()),
        ("Effect", statement.effect.name + (f" ({statement.cause})" if statement.cause else "")),
        ("Reads", ", ".join(statement.reads)),
        ("Writes", ", ".join(statement.writes)),
        ("Expected", expected),
        ("Verdict", "allowed" if verdict.allowed else f"blocked: {verdict.reason} [{verdict.rule}]"),
        ("Next", verdict.remedy),
    ]
    return [(word, value) for word, value in rows if value]


def _expected(estimate: Estimate | None) -> str:
    if estimate is None or estimate.rows is None:
        return ""
    memory = f", {size(estimate.bytes)} as a DataFrame" if estimate.bytes else ""
    rows = "row" if estimate.rows == 1 else "rows"
    return f"about {in_words(estimate.rows)} {rows}{memory} (the planner's estimate)"


def _indented(value: str) -> str:
    return value.replace("\n", "\n" + " " * 14)
