"""Whether kernels load the guard, which kernels do not have it, and which drivers were tried."""

from __future__ import annotations

import os
import site
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, packages_distributions, version
from pathlib import Path

from jupyter_guard.drivers import ROUTES, Route

from .findings import FAIL, OK, WARN, Finding

_STARTUP = Path("etc", "ipython", "startup", "00-jupyter-guard.py")
_ASK = "import importlib.util as u, sys; print(u.find_spec('jupyter_guard') is not None, sys.prefix)"
_PATIENCE = 20  # seconds for another environment's Python


def examine() -> list[Finding]:
    """Return what there is to say about this environment and the other kernels."""
    return [_autoload(), *_switch(), *_kernels(), *_drivers()]


def _autoload() -> Finding:
    if (Path(sys.prefix) / _STARTUP).is_file():
        return Finding("kernels", OK, f"every kernel of {sys.prefix} loads the guard when it starts")
    if (Path(site.getuserbase()) / _STARTUP).is_file():
        return Finding(
            "kernels",
            FAIL,
            "installed with pip install --user: IPython reads no startup file there; kernels are unguarded",
            f"Install it into the environment of the kernel: {sys.executable} -m pip install jupyter-guard",
        )
    return Finding(
        "kernels",
        FAIL,
        f"{Path(sys.prefix) / _STARTUP} is missing, so kernels of this environment are unguarded",
        f"Install it again: {sys.executable} -m pip install --force-reinstall --no-deps jupyter-guard",
    )


def _switch() -> Iterator[Finding]:
    if os.environ.get("JUPYTER_GUARD", "").strip().lower() in ("off", "0", "false", "no"):
        yield Finding(
            "kernels", WARN, "JUPYTER_GUARD=off is set here, and kernels inherit it", "unset JUPYTER_GUARD"
        )


def _kernels() -> Iterator[Finding]:
    """Yield a finding for each kernel that Jupyter offers here and that runs elsewhere."""
    from jupyter_client.kernelspec import KernelSpecManager

    for name, found in sorted(KernelSpecManager().get_all_specs().items()):
        spec = found["spec"]
        title = f"the kernel {name} ({spec.get('display_name', name)})"
        if str(spec.get("language", "")).lower() != "python":
            yield Finding(
                "kernels",
                WARN,
                f"{title} is no Python kernel: unguarded",
                "Work against prod in a Python kernel, or with a role that only reads.",
            )
            continue
        program = str((spec.get("argv") or [""])[0])
        if program in ("python", "python3") or Path(program).absolute() == Path(sys.executable).absolute():
            continue  # Jupyter runs it by its own interpreter
        yield _asked(title, program)


def _asked(title: str, program: str) -> Finding:
    install = f"Install it there: {program} -m pip install jupyter-guard"
    try:
        done = subprocess.run(
            [program, "-I", "-c", _ASK], capture_output=True, text=True, timeout=_PATIENCE, check=True
        )
        there, _, prefix = done.stdout.strip().partition(" ")
    except (OSError, subprocess.SubprocessError):
        return Finding(
            "kernels", WARN, f"{title} by {program} could not be asked", "Look at its kernel.json."
        )
    if there == "True" and (Path(prefix) / _STARTUP).is_file():
        return Finding("kernels", OK, f"{title} loads the guard, too")
    return Finding("kernels", FAIL, f"{title} by {program} is unguarded", install)


def _drivers() -> Iterator[Finding]:
    for name, route in _installed():
        first, beyond = route.tested
        number = version(name)
        if _numbers(first) <= _numbers(number) < _numbers(beyond):
            yield Finding("drivers", OK, f"{name} {number}")
        else:
            yield Finding(
                "drivers",
                FAIL,
                f"{name} {number} was not tried, so prod refuses {route.name}",
                f'{sys.executable} -m pip install "{name}>={first},<{beyond}"',
            )


def _installed() -> Iterator[tuple[str, Route]]:
    """Yield each installed distribution that has a route, once."""
    providers = packages_distributions()
    seen = set()
    for route in ROUTES:
        # psycopg2 comes by several names; what the standard library has is in no distribution.
        names = [route.distribution] if route.distribution else providers.get(route.module, [])
        for name in names:
            if name not in seen and route.tested[0] and _is_there(name):
                seen.add(name)
                yield name, route


def _is_there(name: str) -> bool:
    try:
        version(name)
    except PackageNotFoundError:
        return False
    return True


def _numbers(text: str) -> tuple[int, ...]:
    digits = ("".join(c for c in part if c.isdigit()) for part in text.split("."))
    return tuple(int(d) for d in digits if d)
