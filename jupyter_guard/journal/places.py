"""Where the journal lies, and which file belongs to which session."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterator
from pathlib import Path

ANCHOR = "anchor"
_SUFFIX = ".sqlite"
# File systems on which processes of several machines share no memory, which WAL needs.
_NETWORK = frozenset(
    "nfs nfs4 cifs smb3 smbfs 9p afs ceph lustre gpfs beegfs glusterfs fuse.sshfs fuse.glusterfs fuse.s3fs "
    "fuse.gcsfuse fuse.rclone ncpfs ocfs2 gfs2".split()
)


def journal_folder() -> Path:
    """Return the folder of this user's journal, which need not exist."""
    from jupyter_core.paths import jupyter_data_dir  # slow to import: once a session

    return Path(jupyter_data_dir(), "jupyter_guard", "journal")


def make_folder(folder: Path) -> None:
    """Make the folder, for its owner alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_mode & 0o077:
        folder.chmod(0o700)


def new_session() -> str:
    """Return a name for a session; in order of time, and no two are alike."""
    now = time.time_ns()
    second = time.strftime("%Y%m%dT%H%M%S", time.gmtime(now // 10**9))
    return f"{second}{now // 1000 % 10**6:06}-{secrets.token_hex(5)}"


def file_of(folder: Path, session: str) -> Path:
    """Return the file of a session."""
    return folder / f"{session}{_SUFFIX}"


def sessions(folder: Path) -> Iterator[str]:
    """Yield the sessions that have a file, the oldest first."""
    for file in sorted(folder.glob(f"*{_SUFFIX}")):
        yield file.name.removesuffix(_SUFFIX)


def files(folder: Path) -> Iterator[Path]:
    """Yield the files of all sessions, with what SQLite puts beside them, and the anchor."""
    yield from folder.glob(f"*{_SUFFIX}*")
    yield folder / ANCHOR


def on_network(folder: Path, mounts: Path = Path("/proc/self/mounts")) -> bool:
    """Say whether `folder` lies on a file system of the network; False where nobody can tell."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False
    place = os.path.realpath(folder)
    kind, longest = "", -1
    for line in lines:
        _, point, found, *_ = line.split(" ")
        point = point.replace("\\040", " ").rstrip("/")
        if (place == point or place.startswith(f"{point}/")) and len(point) >= longest:
            kind, longest = found, len(point)
    return kind in _NETWORK
