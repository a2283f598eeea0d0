"""Offer completions in `%%guarded_sql` cells through IPython's own completer, which every editor asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from IPython.core.completer import CompletionContext, SimpleMatcherResult
    from IPython.core.interactiveshell import InteractiveShell

    from .building import BuiltInKernel
    from .completion import Completion

ID = "jupyter_guard.sql"


def match_in_sql(shell: InteractiveShell, build: Callable[[], BuiltInKernel]) -> None:
    """Stand before IPython's matchers, which would take SQL for Python; loads nothing before it is asked."""
    from IPython.core.completer import context_matcher

    completion: Completion | None = None

    @context_matcher(identifier=ID, priority=1000)  # type: ignore[untyped-decorator]  # IPython
    def match(context: CompletionContext) -> SimpleMatcherResult:
        nonlocal completion
        if completion is None:
            if "guarded_sql" not in context.full_text:
                return {"completions": [], "suppress": False}
            completion = build().completion
        return completion.result(context.full_text, context.cursor_line, context.cursor_position)

    if shell.Completer is not None:
        shell.Completer.custom_matchers.append(match)
