"""What must not stand in the journal: the secrets that this kernel knows of, taken out of any text."""

from __future__ import annotations

import os
from collections.abc import Sequence

Secrets = Sequence[tuple[str, str]]  # kind and value


class Hidden:
    """The secrets of this process and of a connection."""

    def __init__(self) -> None:
        self._variables: tuple[int, list[tuple[str, str]]] | None = None  # their number, and the secret ones

    def look_again(self) -> None:
        """Search the environment variables again before the next text."""
        self._variables = None

    def of(self, url: str) -> Secrets:
        """Return what is secret beside whatever looks like a secret; `url` has its references resolved."""
        from jupyter_guard.journal import secrets

        # To look through all variables takes as long as to write a row: once a cell, or when one came.
        if self._variables is None or self._variables[0] != len(os.environ):
            self._variables = len(os.environ), secrets.from_variables()
        return [*secrets.from_url(url), *self._variables[1]]

    def conceal(self, text: str) -> str:
        """Return `text` without secrets."""
        return conceal(text, self.of(""))


def conceal(text: str, hidden: Secrets) -> str:
    """Return `text` without the secrets `hidden`, nor any that looks like one."""
    from jupyter_guard.journal import secrets

    return secrets.conceal(text, hidden)
