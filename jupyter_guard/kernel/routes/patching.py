"""Let the gate see the arguments of a call before it is carried out."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import WRAPPER_ASSIGNMENTS, lru_cache, update_wrapper, wraps
from inspect import iscoroutinefunction
from typing import Any

Look = Callable[..., None]
_PLACEHOLDER = re.compile(r"%(?:%|\(\w+\)s|[sbt])")


def before(owner: Any, name: str, look: Look) -> None:
    """Replace `owner.name` by a function that calls `look` first; raises AttributeError if it is missing."""
    original = vars(owner)[name] if isinstance(owner, type) and name in vars(owner) else getattr(owner, name)
    rewrap: Callable[[Any], Any] = lambda function: function  # noqa: E731
    if isinstance(original, classmethod | staticmethod):
        rewrap, original = type(original), original.__func__
    setattr(owner, name, rewrap(_guarded(original, look)))


def _guarded(original: Any, look: Look) -> Any:
    if iscoroutinefunction(original):

        async def guarded_coroutine(*args: Any, **kwargs: Any) -> Any:
            look(*args, **kwargs)
            return await original(*args, **kwargs)

        return wraps(original)(guarded_coroutine)

    def guarded(*args: Any, **kwargs: Any) -> Any:
        look(*args, **kwargs)
        return original(*args, **kwargs)

    return wraps(original)(guarded)


def dressed_as(original: Any, function: Any) -> Any:
    """Return `function` with the name, the signature and the documentation of `original`."""
    return update_wrapper(function, original, WRAPPER_ASSIGNMENTS, updated=())


@lru_cache(maxsize=1024)
def with_numbers(text: str, sign: str = "$1") -> str:
    """Return `text` with the placeholders of Python (%s, %(name)s) as the server gets them."""
    return _PLACEHOLDER.sub(lambda found: "%" if found[0] == "%%" else sign, text)


def as_text(text: object) -> str:
    """Return a query that may have come as bytes."""
    return (
        bytes(text).decode("utf-8", "surrogateescape") if isinstance(text, bytes | bytearray) else str(text)
    )


@lru_cache(maxsize=256)
def below(base: type, plain: type, guarded: type) -> type:
    """Return a class in which `guarded` stands between `base` and `plain`."""
    if issubclass(base, guarded):
        return base
    if base is plain:
        return guarded
    return type(base.__name__, (base, guarded), {"__module__": base.__module__})
