"""A kernel of another environment, whose Python a variable names."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

from tests.kernel.conftest import TIMEOUT, Kernel


@contextmanager
def kernel_of(name: str, folder: Path, **variables: str) -> Iterator[Kernel]:
    """Start a kernel in `folder` with the Python that the variable `name` says; skip without one."""
    python = os.environ.get(name) or pytest.skip(f"{name} names no Python; make soak does")
    spec = folder / "kernels" / "own"
    spec.mkdir(parents=True, exist_ok=True)
    argv = [python, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    (spec / "kernel.json").write_text(json.dumps({"argv": argv, "display_name": "own", "language": "python"}))
    found = KernelSpecManager(kernel_dirs=[str(spec.parent)])
    manager = KernelManager(kernel_name="own", kernel_spec_manager=found)
    path = os.pathsep.join((str(Path(python).parent), os.environ["PATH"]))
    own = {"IPYTHONDIR": str(folder / "ipython"), "JUPYTER_DATA_DIR": str(folder / "jupyter"), "PATH": path}
    manager.start_kernel(cwd=str(folder), env={**os.environ, **own, **variables})
    client = manager.blocking_client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=TIMEOUT)
        yield Kernel(manager, client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
