"""Choose the data files that a project takes along when it is asked to: small ones that are no programs."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from .inputs import Input
from .project import File

LARGEST = 5_000_000  # bytes of one file
MOST = 20_000_000  # bytes of all
_PROGRAMS = (".pkl", ".pickle", ".p", ".joblib", ".dill", ".npy", ".npz", ".h5", ".pt", ".pth", ".model")
_FOLDER = "data"


@dataclass(frozen=True)
class Taken:
    """The data files of a project."""

    files: tuple[File, ...] = ()
    home: str = ""  # the folder of the project that stands for the notebook's
    left: tuple[tuple[str, str], ...] = ()  # what is only referenced, and why

    @property
    def paths(self) -> frozenset[str]:
        """The files that are taken, as the notebook says them."""
        return frozenset(file.origin for file in self.files)


def taken(inputs: Sequence[Input], folder: Path) -> Taken:
    """Return which of `inputs` go along; paths that lead upwards keep their place beside one another."""
    chosen: list[Input] = []
    left: list[tuple[str, str]] = []
    for item in sorted(inputs, key=lambda item: item.size):
        size = sum(one.size for one in chosen) + item.size
        why = _why_not(item) or ("the files together are too large" if size > MOST else "")
        if why:
            left.append((item.path, why))
        else:
            chosen.append(item)
    upwards = max((ups(item.path) for item in chosen), default=0)
    home = "/".join([_FOLDER, *["notebook"] * upwards])
    files = tuple(
        File(os.path.normpath(f"{home}/{item.path}"), "", folder / item.path, item.path)
        for item in sorted(chosen, key=lambda item: item.path)
    )
    return Taken(files, home if files else "", tuple(sorted(left)))


def _why_not(item: Input) -> str:
    path = PurePosixPath(item.path.replace("\\", "/"))
    if path.is_absolute() or path.drive:
        return "its path is absolute"
    if path.suffix.lower() in _PROGRAMS:
        return "a file of this kind may run code when it is read"
    return f"it is larger than {LARGEST // 1_000_000} MB" if item.size > LARGEST else ""


def ups(path: str) -> int:
    """Return how many folders a path leads upwards."""
    return PurePosixPath(os.path.normpath(path)).parts.count("..")
