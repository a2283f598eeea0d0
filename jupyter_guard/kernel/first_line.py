"""Read the first line of a pasted SQL cell as it looks: with what cannot be seen IPython finds no magic."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

_MAGIC = "%%guarded_sql"
_MARK = "\ufeff"  # of the byte order, at the begin of a file


def read_first_lines(shell: InteractiveShell) -> None:
    """Mend first lines before IPython looks for a magic in them; nothing else is changed."""
    shell.input_transformers_cleanup.insert(0, mended)


def mended(lines: list[str]) -> list[str]:
    """Return the lines of a cell: plain spaces beside the magic, no mark where a pasted file begins.

    An empty cell gets one empty line of SQL, for IPython would not ask the magic. Raises SyntaxError
    where only comments stand above the magic, for IPython would read its SQL as Python.
    """
    for at, line in enumerate(lines):
        plain = (line.lstrip(_MARK) if at == 0 else line).lstrip(" \t")
        if plain.startswith(_MAGIC):
            if any(above.strip() for above in lines[:at]):
                raise SyntaxError(
                    f"{_MAGIC} has to be the first line of its cell; write comments below it: -- …"
                )
            from jupyter_guard.policy.pasted import SPACES  # a kernel's start does not wait for the policy

            spaced = plain.translate({ord(space): " " for space in SPACES})
            sql = [below.lstrip(_MARK) for below in lines[at + 1 : at + 2]]
            below = [*sql, *lines[at + 2 :]]
            return [*lines[:at], spaced, *(below if any(map(str.strip, below)) else ["\n"])]
        if plain.strip() and not plain.startswith("#"):
            return lines
    return lines
