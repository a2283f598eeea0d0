"""The result of an export in memory, and how it is written: all of it or nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

from jupyter_guard.errors import NotExportable

from .findings import Decision, Finding, Level

if TYPE_CHECKING:
    from .claims import Claims


@dataclass(frozen=True)
class File:
    """A file of the project, by its path within it."""

    path: str
    text: str
    source: Path | None = None  # copied byte by byte in place of `text`
    origin: str = ""  # what the notebook calls it, if it is a copy


@dataclass(frozen=True)
class Project:
    """What a reviewer receives."""

    name: str
    package: str
    folder: Path  # where it is written unless somebody says otherwise
    decisions: tuple[Decision, ...]
    findings: tuple[Finding, ...]
    # Relative paths in config/ depend on where the project lies; the rest does not.
    at: Callable[[Path], tuple[File, ...]] = field(repr=False)
    claims: Claims  # what it has to give again
    kernel: str = ""  # that the notebook names

    @property
    def files(self) -> tuple[File, ...]:
        """All files, as they are for a project in its own folder."""
        return self.at(self.folder)

    @property
    def guide(self) -> str:
        """The file that a reviewer reads first."""
        return "REVIEW.md" if any(file.path == "REVIEW.md" for file in self.files) else "README.md"

    @property
    def blockers(self) -> tuple[Finding, ...]:
        """What makes the project a draft."""
        return tuple(finding for finding in self.findings if finding.level >= Level.BLOCKER)

    @property
    def draft(self) -> bool:
        """Whether somebody has to decide something before the project can be trusted."""
        return bool(self.blockers)

    @property
    def secrets(self) -> tuple[Finding, ...]:
        """The credentials on account of which nothing is written."""
        return tuple(finding for finding in self.findings if finding.level is Level.SECRET)

    def write(
        self, root: Path, finish: Callable[[Path], object] | None = None, placed: Path | None = None
    ) -> Path:
        """Create the project at `root`, which must not exist yet: all of it or nothing.

        `finish` may add files to the folder that it is given, before that gets its name. `placed`
        is where the project will lie in the end, if that is somewhere else.
        """
        if self.secrets:
            found = "\n".join(f"  {finding.message} {finding.remedy}" for finding in self.secrets)
            raise NotExportable(f"Nothing was written: the project would hold a credential.\n{found}")
        if root.exists() or root.is_symlink():
            raise NotExportable(
                f"{root} is already there and is never overwritten; choose another name or folder."
            )
        try:
            root.parent.mkdir(parents=True, exist_ok=True)
            draft = Path(mkdtemp(dir=root.parent, prefix=f".{root.name}-"))
        except OSError as error:
            raise NotExportable(f"{root.parent} cannot be written to: {error.strerror}.") from None
        try:
            for file in self.at(placed or root):
                path = draft / file.path
                path.parent.mkdir(parents=True, exist_ok=True)
                if file.source is not None:
                    shutil.copyfile(file.source, path)
                else:
                    path.write_text(file.text, encoding="utf-8", newline="\n")
            if finish is not None:
                finish(draft)
            draft.chmod(0o755)  # mkdtemp lets nobody else look in
            _move(draft, root)
        except OSError as error:
            raise NotExportable(f"{root} could not be written: {error.strerror}.") from None
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        return root

    def to_json(self) -> dict[str, Any]:
        """Return what `--json` prints."""
        return {
            "name": self.name,
            "package": self.package,
            "exportable": not self.draft,
            "draft": self.draft,
            "files": [file.path for file in self.files],
            "decisions": [
                {
                    "cell": d.cell + 1,
                    "kind": d.kind,
                    "fate": d.fate,
                    "code": d.code,
                    "reason": d.reason,
                    "path": [cell + 1 for cell in d.path],
                }
                for d in self.decisions
            ],
            "findings": [
                {
                    "code": f.code,
                    "level": f.level.name.lower(),
                    "cell": None if f.cell is None else f.cell + 1,
                    "message": f.message,
                    "remedy": f.remedy,
                }
                for f in self.findings
            ],
        }

    def plan_text(self) -> str:
        """Return what `--plan` prints: the fate of every code cell, then the findings."""
        rows = [(d.label, d.fate, d.code, d.reason) for d in self.decisions if d.kind == "code"]
        widths = [max((len(row[i]) for row in rows), default=0) for i in range(3)]
        lines = [
            f"{label:<{widths[0]}}  {fate:<{widths[1]}}  {code:<{widths[2]}}  {reason}"
            for label, fate, code, reason in rows
        ]
        lines += [""] * bool(self.findings)
        lines += [f"{f.level.name.lower()} {f.code}: {f.message} {f.remedy}".rstrip() for f in self.findings]
        verdict = f"{len(self.blockers)} blocker(s): a draft" if self.draft else "exportable"
        return "\n".join([*lines, "", f"{self.name}: {verdict}"])


def free_name(folder: Path, name: str) -> Path:
    """Return `folder / name`, or with -2, -3, … behind it where that is taken."""
    path, number = folder / name, 2
    while path.exists() or path.is_symlink():
        path, number = folder / f"{name}-{number}", number + 1
    return path


def _move(draft: Path, root: Path) -> None:
    """Rename `draft` to `root`, unless somebody has made `root` in the meantime."""
    try:
        root.mkdir()  # fails where it exists; an empty folder of our own may be replaced
    except FileExistsError:
        raise NotExportable(f"{root} is already there and is never overwritten.") from None
    draft.rename(root)
