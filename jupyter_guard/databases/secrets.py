"""Fill the `${env:NAME}` and `${keyring:service/name}` references of a connection URL.

What comes out holds passwords: it goes to a driver and nowhere else, no message, no log.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from urllib.parse import quote

from jupyter_guard.errors import ConnectionFailed

_REFERENCE = re.compile(r"\$\{([^}]*)\}")


def resolve(url: str) -> str:
    """Return `url` with every reference replaced by its percent-encoded value.

    Raises ConnectionFailed that names the reference that has no value, and how to give it one.
    """
    # Each value is looked up once and never searched for references itself.
    return _REFERENCE.sub(lambda found: quote(_value(found[1]), safe=""), url)


def _value(reference: str) -> str:
    source, _, name = reference.partition(":")
    look_up = _SOURCES.get(source)
    if look_up is None or not name:
        raise ConnectionFailed(
            f"${{{reference}}} is no reference; write ${{env:NAME}} or ${{keyring:service/name}}."
        )
    return look_up(name)


def _from_environment(name: str) -> str:
    value = os.environ.get(name)
    if value:
        return value
    state = "not set" if value is None else "empty"
    raise ConnectionFailed(
        f"${{env:{name}}}: the environment variable {name} is {state}. "
        "Set it before JupyterLab starts, then restart the kernel."
    )


def _from_keyring(path: str) -> str:
    service, _, name = path.rpartition("/")
    if not service or not name:
        raise ConnectionFailed(f"${{keyring:{path}}} has to be ${{keyring:service/name}}.")
    import keyring  # slow to import, and only for those who use it
    from keyring.errors import KeyringError

    try:
        value, trouble = keyring.get_password(service, name), "it holds no such entry"
    except KeyringError as error:
        value, trouble = None, f"it cannot be read ({type(error).__name__})"
    if value:
        return value
    raise ConnectionFailed(
        f"${{keyring:{path}}}: asked the system's keyring, but {trouble}. "
        f"Set it in a terminal: keyring set {service} {name}"
    )


_SOURCES: dict[str, Callable[[str], str]] = {"env": _from_environment, "keyring": _from_keyring}
