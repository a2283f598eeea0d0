"""Run a program on made-up data although it may ask for more, such as a model for enough rows."""

import contextlib
import signal
import socket
from collections.abc import Iterator

import pytest

# isort: split

from late_orders import config

# What is wrong with any data.
OF_THE_CODE = (NameError, SyntaxError, config.ConfigError)


@contextlib.contextmanager
def tolerance(monkeypatch: pytest.MonkeyPatch, seconds: int) -> Iterator[None]:
    """Skip, and say why, where made-up data are not enough; what is wrong with any data fails."""
    asked = _refuse_network(monkeypatch)
    try:
        with _limited(seconds):
            yield
    except (Exception, SystemExit) as error:
        said = f"{type(error).__name__}: {str(error).partition(chr(10))[0][:200]}"
        if asked:
            pytest.skip(f"it asks another machine ({asked[0]})")
        called_wrongly = isinstance(error, TypeError) and "positional argument" in said
        if isinstance(error, OF_THE_CODE) or called_wrongly:
            raise
        pytest.skip(f"made-up data are not enough: {said}")


def _refuse_network(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let nothing reach another machine; return the list of what tried to."""
    asked: list[str] = []

    def refuse(*arguments: object, **_: object) -> None:
        asked.append(str(arguments[1:] or arguments[0])[:200])
        raise OSError("a test reaches no other machine")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    return asked


@contextlib.contextmanager
def _limited(seconds: int) -> Iterator[None]:
    """Stop what takes longer, where the system can do that."""
    if not hasattr(signal, "SIGALRM"):
        yield
        return

    def stop(*_: object) -> None:
        raise TimeoutError(f"it takes longer than {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
