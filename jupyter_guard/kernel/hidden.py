"""What must not stand in the journal: the secrets that this kernel knows of, taken out of any text."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

Secrets = Sequence[tuple[str, str]]  # kind and value


class Hidden:
    """The secrets of this process, of its notebook and of a connection."""

    def __init__(self, values: Mapping[str, object]) -> None:
        self._values = values
        self._found: tuple[tuple[int, int], list[tuple[str, str]]] | None = None  # of so many variables

    def look_again(self) -> None:
        """Search all variables again before the next text."""
        self._found = None

    def of(self, url: str) -> Secrets:
        """Return what is secret beside whatever looks like a secret; `url` has its references resolved."""
        from jupyter_guard.journal import secrets

        # To look through all variables takes as long as to write a row: once a cell, or when one came.
        count = len(os.environ), len(self._values)
        if self._found is None or self._found[0] != count:
            self._found = count, [*secrets.from_variables(), *secrets.from_values(self._values)]
        return [*secrets.from_url(url), *self._found[1]]

    def conceal_source(self, source: str) -> str:
        """Return a cell's source without secrets."""
        from jupyter_guard.journal.source_secrets import conceal_source

        return conceal_source(source, self.of(""))

    def conceal(self, text: str) -> str:
        """Return `text` without secrets."""
        return conceal(text, self.of(""))


def conceal(text: str, hidden: Secrets) -> str:
    """Return `text` without the secrets `hidden`, nor any that looks like one."""
    from jupyter_guard.journal import secrets

    return secrets.conceal(text, hidden)


def conceal_sql(text: str, hidden: Secrets) -> str:
    """Return a statement without secrets."""
    from jupyter_guard.journal import secrets

    return secrets.conceal_sql(text, hidden)
