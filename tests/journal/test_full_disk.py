"""A disk that is full: prod sends nothing and says why, dev sends and says once that there is no record."""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyter_guard.errors import JournalFailed
from jupyter_guard.journal.cells import runs
from jupyter_guard.journal.statements import statements
from jupyter_guard.journal.verify import verify
from jupyter_guard.journal.writer import Writer
from jupyter_guard.policy.keeping import Keeping
from tests.kernel.conftest import Kernel

READ = "%%guarded_sql warehouse\nSELECT 1 AS one"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte, where the journal lies; without the right to mount, only its folder."""
    folder = tmp_path / "data" / "jupyter_guard"
    folder.mkdir(parents=True)
    done = None
    if shutil.which("mount"):
        command = ["mount", "-t", "tmpfs", "-o", "size=1m,mode=700", "tmpfs", folder]
        done = subprocess.run(command, check=False, capture_output=True)
    yield folder
    if done is not None and not done.returncode:
        subprocess.run(["umount", "--lazy", folder], check=True)


@contextlib.contextmanager
def full(disk: Path, pid: int) -> Iterator[None]:
    """Leave no room: on the disk where it is one of its own, else for this one process."""
    filler = disk / "filler"
    if disk.is_mount():
        with open(filler, "wb", buffering=0) as stream, contextlib.suppress(OSError):
            while True:
                stream.write(b"x" * 4096)
    limits = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, limits if disk.is_mount() else (0, limits[1]))
    yield
    resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)
    filler.unlink(missing_ok=True)


def test_prod_is_blocked_and_dev_is_told_once(kernel: Kernel, disk: Path) -> None:
    pid = int(kernel.value("__import__('os').getpid()"))
    kernel.run(READ)
    with full(disk, pid):
        dev = [kernel.run(READ) for _ in range(3)]
        kernel.run("%guard tag prod")
        prod = kernel.run(READ)
        plain = kernel.run("1 + 1")
    after = kernel.run(READ)

    said = [ran.output for ran in dev]
    assert all(ran.result for ran in dev)
    assert said[0].startswith(f"jupyter_guard: The journal in {disk / 'journal'} cannot be written: ")
    assert said[0].endswith(". What runs now is not recorded.\n")
    assert "full" in said[0] or not disk.is_mount()
    assert said[1:] == ["", ""]
    first, *more = prod.error["traceback"]
    assert first.startswith(
        "JournalFailed: Nothing was sent to warehouse: prod wants a record of every statement. "
    )
    assert more == ["Make room or mend the permissions there, then run the cell again."]
    assert plain.result["text/plain"] == "2"
    assert after.result
    journal = disk / "journal"
    assert [r.intent.environment for r in statements(journal)][-1] == "prod"
    assert runs(journal)[-1].ending.state == "ok"
    assert verify(journal).damages == ()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")
def test_without_permission_the_error_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir()
    writer = Writer(folder / "journal", Keeping(), {})
    os.seteuid(65534)
    try:
        with pytest.raises(JournalFailed) as caught:
            writer.append(("a", {}))
    finally:
        os.seteuid(0)

    assert str(caught.value) == f"The journal in {folder}/journal cannot be written: Permission denied."
