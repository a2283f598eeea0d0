"""Let the gate see the arguments of a call before it is carried out."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from functools import WRAPPER_ASSIGNMENTS, lru_cache, update_wrapper, wraps
from inspect import isasyncgenfunction, iscoroutinefunction, isgeneratorfunction, unwrap
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate
    from jupyter_guard.policy.targets import Target

# Sees the arguments of a call; what it returns, if anything, is entered around that call.
Look = Callable[..., AbstractContextManager[Any] | None]
_PLACEHOLDER = re.compile(r"%(?:%|\(\w+\)s|[sbt])")


def before(owner: Any, name: str, look: Look) -> None:
    """Replace `owner.name` by a function that calls `look` first; raises AttributeError if it is missing."""
    original = vars(owner)[name] if isinstance(owner, type) and name in vars(owner) else getattr(owner, name)
    rewrap: Callable[[Any], Any] = lambda function: function  # noqa: E731
    if isinstance(original, classmethod | staticmethod):
        rewrap, original = type(original), original.__func__
    setattr(owner, name, rewrap(_guarded(original, look)))


def after(owner: Any, name: str, done: Callable[[Any], None]) -> None:
    """Call `done` with the object when its method `name` has returned."""
    original = getattr(owner, name)

    @wraps(original)
    def followed(self: Any, *args: Any, **kwargs: Any) -> Any:
        answer = original(self, *args, **kwargs)
        done(self)
        return answer

    setattr(owner, name, followed)


def after_awaited(owner: Any, name: str, done: Callable[[Any], Awaitable[None]]) -> None:
    """Await `done` with the object when its asynchronous method `name` has returned."""
    original = getattr(owner, name)

    @wraps(original)
    async def followed(self: Any, *args: Any, **kwargs: Any) -> Any:
        answer = await original(self, *args, **kwargs)
        await done(self)
        return answer

    setattr(owner, name, followed)


def before_sending(
    gate: Gate,
    owner: Any,
    names: Iterable[str],
    target_of: Callable[[Any], Target],
    route: str,
    *,
    keyword: str = "operation",
    numbers: bool = False,
) -> None:
    """Let the gate see the first argument of methods that send SQL; AttributeError if one is missing.

    `keyword` is the name of that argument; with `numbers` the driver puts parameters into the
    text by Python's own signs.
    """

    def look(sender: Any, *args: Any, **kwargs: Any) -> AbstractContextManager[Any] | None:
        text = as_text(args[0] if args else kwargs.get(keyword, ""))
        if numbers and (len(args) > 1 or kwargs):
            text = with_numbers(text, "?")
        target = target_of(sender)
        return gate.check(text, target.dialect, lambda: [target], route)

    for name in names:
        before(owner, name, look)


def _guarded(original: Any, look: Look) -> Any:
    inner = unwrap(original)
    if isgeneratorfunction(inner) or isasyncgenfunction(inner):
        # It sends when it is gone through, so how that ends is not known here.
        def guarded_generator(*args: Any, **kwargs: Any) -> Any:
            look(*args, **kwargs)
            return original(*args, **kwargs)

        return wraps(original)(guarded_generator)

    if iscoroutinefunction(original):

        async def guarded_coroutine(*args: Any, **kwargs: Any) -> Any:
            sent = look(*args, **kwargs)
            if sent is None:
                return await original(*args, **kwargs)
            if isinstance(sent, AbstractAsyncContextManager):
                async with sent:
                    return await original(*args, **kwargs)
            with sent:
                return await original(*args, **kwargs)

        return wraps(original)(guarded_coroutine)

    def guarded(*args: Any, **kwargs: Any) -> Any:
        sent = look(*args, **kwargs)
        if sent is None:
            return original(*args, **kwargs)
        with sent:
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
    if isinstance(text, str):
        return text
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
