"""The magics: `%%guarded_sql`, `%guarded_sql` and `%guard`."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

from IPython.core.magic import Magics, line_cell_magic, line_magic, magics_class, no_var_expand

from jupyter_guard.errors import StatementBlocked, UsageError
from jupyter_guard.policy.magic_line import USAGE, MagicLine

from .guard import Guard

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from .judging import Judged
    from .routes import Routes

GUARD_USAGE = """\
%guard                  where this session is, why, and what it may do
%guard tag ENVIRONMENT  put this session into another environment
%guard log [--blocked] [--table T] [--since 2h] …   what was sent and what was refused
%guard help             this text

%%guarded_sql [CONNECTION] [NAME <<]
SELECT … WHERE city = :city      a variable of the notebook, bound as a real parameter"""


@magics_class
class GuardMagics(Magics):
    """Send SQL that the policy allows, and say where the session is."""

    def __init__(self, shell: InteractiveShell, guard: Guard, routes: Routes) -> None:
        super().__init__(shell)
        self._guard, self._routes, self._variables = guard, routes, shell.user_ns

    @no_var_expand  # a {name} or $name in SQL is SQL: nothing is spliced into the text
    @line_cell_magic
    def guarded_sql(self, line: str, cell: str | None = None) -> Any:
        """Run SQL if the policy allows every statement of it; the result is a DataFrame.

        %%guarded_sql [CONNECTION] [NAME <<] [--if VARIABLE]
        SELECT * FROM orders WHERE city = :city

        CONNECTION is a name in guard.toml (not needed where there is only one); the
        environment that the session is tagged with says which database that is. `NAME <<`
        puts the result into that variable. `:city` is bound to the variable `city`. With
        `--if VARIABLE` the cell is skipped while that variable is not true.
        """
        if cell is None:
            line, cell = _split_line(line)
        request = MagicLine.parse(line)
        if request.condition and not self._variables.get(request.condition):
            print(f"Skipped: {request.condition} is not true.")
            return None
        from . import display  # a kernel's start does not wait for it

        judged = self._guard.judge(cell, request.connection, self._variables)
        if not judged.allowed and not self._guard.off:
            self._refuse(judged)
        outcomes = self._guard.run(judged)
        display.show(display.Receipt.of(judged, outcomes, request.result, unguarded=self._guard.off))
        frame = next((o.frame for o in reversed(outcomes) if o.frame is not None), None)
        if not request.result:
            return frame
        self._variables[request.result] = frame
        return None

    @line_magic
    def guard(self, line: str) -> None:
        """Show where this session is, tag it, or list what ran: %guard help tells how."""
        from . import display

        words = line.split()
        match words:
            case []:
                display.show(display.Status.of(self._guard, self._routes))
            case ["tag", name]:
                self._guard.set_tag(name)
                display.show(display.Status.of(self._guard, self._routes, wanted=name))
            case ["log", *_]:
                self._log(line)
            case ["help"]:
                print(GUARD_USAGE)
            case _:
                raise UsageError(f"%guard {line} is not understood.\n{GUARD_USAGE}")

    def _log(self, line: str) -> None:
        from jupyter_guard.journal import listing, places

        arguments = listing.parse_line(shlex.split(line)[1:])
        print(listing.answer(arguments, places.journal_folder(), self._guard.policy.journal).text)

    def _refuse(self, judged: Judged) -> None:
        from . import display

        self._guard.refuse(judged)
        refusal = display.Refusal.of(judged)
        display.show(refusal)
        raise StatementBlocked(refusal.headline, judged.verdicts)


def _split_line(line: str) -> tuple[str, str]:
    """Split `%guarded_sql [CONNECTION] [NAME <<] SELECT …` before the SQL."""
    words = line.split(" ")
    for index, word in enumerate(words):
        if word.upper().lstrip("(") in _FIRST_WORDS:
            return " ".join(words[:index]), " ".join(words[index:])
    raise UsageError(f"There is no SQL in this line. Usage: {USAGE} and the SQL below it.")


_FIRST_WORDS = frozenset(
    "SELECT WITH FROM VALUES SHOW DESCRIBE DESC EXPLAIN SUMMARIZE PRAGMA INSERT UPDATE DELETE MERGE "
    "CREATE DROP ALTER TRUNCATE SET".split()
)
