"""Read the first line of a pasted SQL cell as it looks: with what cannot be seen IPython finds no magic."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

_MAGIC = "%%guarded_sql"
_MARK = "\ufeff"  # of the byte order, at the begin of a file


def read_first_lines(shell: InteractiveShell) -> None:
    """Mend first lines before IPython looks for a magic in them; nothing else is changed."""
    shell.input_transformers_cleanup[:0] = [mended, with_body]


def mended(lines: list[str]) -> list[str]:
    """Return the lines of a cell: plain spaces beside the magic, no mark where a pasted file begins.

    Raises SyntaxError where only comments stand above the magic: IPython would read its SQL as Python.
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
            return [*lines[:at], spaced, *sql, *lines[at + 2 :]]
        if plain.strip() and not plain.startswith("#"):
            return lines
    return lines


def with_body(lines: list[str]) -> list[str]:
    """Give a cell without SQL an empty line of it, for IPython asks no magic without one."""
    written = [line for line in lines if line.strip()]
    return [written[0], "\n"] if len(written) == 1 and written[0].startswith(_MAGIC) else lines


with_body.has_side_effects = True  # type: ignore[attr-defined]  # a terminal waits for more lines all the same
