"""Let each program that is started learn that it is guarded, also where its environment is given anew."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import wraps
from typing import TYPE_CHECKING, Any

from .importing import when_imported
from .patching import as_text, before
from .shell_words import text_of

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

# Places among the arguments of Popen: behind the object, and behind the arguments of the program.
_ENV, _STDIN = 11, 2


def settle_what_is_started(
    gate: Gate, look_at_input: Callable[[Any, str], None], look_at_argv: Callable[..., None]
) -> None:
    """Add what children have to know to the environments that are given to them.

    `look_at_input` sees the arguments of a program and the text that it reads, `look_at_argv` a
    file and its arguments that start without a word to audit hooks.
    """
    told = gate.children.told

    def look_at_file(process: Any, argv: Any = (), *args: Any, **kwargs: Any) -> None:
        file = kwargs.get("stdin", args[_STDIN] if len(args) > _STDIN else None)
        name = getattr(file, "name", file)
        if isinstance(name, int) and name >= 0:
            name = f"/proc/self/fd/{name}"
        if isinstance(name, str):
            look_at_input(argv, text_of(name))

    def look_at_text(process: Any, given: Any = None, *args: Any, **kwargs: Any) -> None:
        if given:
            look_at_input(process.args, as_text(given))

    def look_at_spawned(program: Any, argv: Any, *args: Any) -> None:
        gate.children.settle()
        look_at_argv(program, argv)

    before(subprocess.Popen, "__init__", look_at_file)
    before(subprocess.Popen, "communicate", look_at_text)
    _with_environment(subprocess.Popen, "__init__", _ENV, told)
    for name in ("posix_spawn", "posix_spawnp", "execve"):
        if hasattr(os, name):
            _with_environment(os, name, 2, told)
    when_imported(
        "multiprocessing.util",
        lambda name: before(sys.modules[name], "spawnv_passfds", look_at_spawned),
    )


def _with_environment(owner: Any, name: str, place: int, told: Callable[[Mapping[Any, Any]], Any]) -> None:
    original = getattr(owner, name)

    @wraps(original)
    def start(*args: Any, **kwargs: Any) -> Any:
        if len(args) > place and args[place] is not None:
            args = (*args[:place], told(args[place]), *args[place + 1 :])
        elif kwargs.get("env") is not None:
            kwargs["env"] = told(kwargs["env"])
        return original(*args, **kwargs)

    setattr(owner, name, start)
