"""Write parameters into a text, for drivers that know no other way; what comes out is judged again."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from jupyter_guard.errors import StatementFailed
from jupyter_guard.policy import parse

from .model import Call


def written_out(
    call: Call, values: Mapping[str, object], dialect: str, literal: Callable[[object], str]
) -> str:
    """Return the text of `call` with each parameter as a literal.

    Raises StatementFailed if that could be read as doing more than what was judged.
    """
    if not call.uses:
        return call.text
    literals = [literal(values[name]) for name in call.uses]
    text = "".join(part for pair in zip(call.pieces, (*literals, ""), strict=True) for part in pair)
    judged = parse(text, dialect)
    if len(judged) != 1 or judged[0].effect > call.effect:
        cause = f" ({judged[0].cause})" if judged else ""
        raise StatementFailed(
            f"It was not sent: with its values written into it the text is not read as before{cause}."
        )
    return text
