"""Put a project into a git repository as one commit on a new branch; its working tree stays as it is."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from jupyter_guard.errors import NotExportable

from .project import Project


@dataclass(frozen=True)
class Commit:
    """What was committed, and where."""

    repository: Path
    branch: str
    commit: str
    path: str  # of the project within the repository


def publish(
    project: Project,
    repository: Path,
    branch: str,
    message: str,
    finish: Callable[[Path], object] | None = None,
) -> Commit:
    """Commit the project on the new branch `branch`; raise NotExportable where that cannot be.

    The project lies beside the notebook if that is in the repository, else at its top. The branch
    starts at HEAD. Neither the working tree nor the index nor the current branch is touched.
    """
    git = _Git(repository)
    top, path = git.top(), project.name
    if top is not None and project.folder.resolve().is_relative_to(top):
        path = project.folder.resolve().relative_to(top).as_posix()
    head = git.head()
    git.check(branch)
    if head and git.ask("ls-tree", head, "--", path):
        raise NotExportable(f"{path} is already in {repository} at HEAD; choose another --name.")
    root = (top or project.folder.parent) / path
    with TemporaryDirectory(prefix="jupyter-guard-") as folder:
        draft = project.write(Path(folder, "draft", project.name), finish, placed=root)
        index = {"GIT_INDEX_FILE": str(Path(folder, "index")), "GIT_WORK_TREE": str(draft)}
        git.do("add", "--force", "--all", ".", at=str(draft), **index)
        tree = git.do("write-tree", **index)
        whole = {**index, "GIT_INDEX_FILE": str(Path(folder, "whole"))}
        git.do("read-tree", *([head] if head else ["--empty"]), **whole)
        git.do("read-tree", f"--prefix={path}/", tree, **whole)
        parents = ["-p", head] if head else []
        made = git.do("commit-tree", git.do("write-tree", **whole), *parents, "-m", message)
    git.do("update-ref", f"refs/heads/{branch}", made, "0" * len(made))
    return Commit((top or repository).resolve(), branch, made, path)


class _Git:
    """Asks git about one repository."""

    def __init__(self, repository: Path) -> None:
        self._repository = repository
        if not repository.is_dir():
            raise NotExportable(f"There is no folder {repository}.")
        self._folder = ""
        self._folder = self.ask("rev-parse", "--absolute-git-dir")
        if not self._folder:
            raise NotExportable(f"{repository} is no git repository: git init {repository}")

    def top(self) -> Path | None:
        """Return the working tree, if there is one."""
        found = self.ask("rev-parse", "--show-toplevel")
        return Path(found).resolve() if found else None

    def head(self) -> str:
        """Return the commit of HEAD; '' in a repository without any."""
        return self.ask("rev-parse", "--verify", "--quiet", "HEAD^{commit}")

    def check(self, branch: str) -> None:
        """Raise NotExportable where the branch cannot be made."""
        if not self.ask("check-ref-format", "--branch", branch) or branch.startswith(("-", "@")):
            raise NotExportable(f"{branch!r} is no name for a branch.")
        if self.ask("rev-parse", "--verify", "--quiet", f"refs/heads/{branch}"):
            raise NotExportable(f"The branch {branch!r} is already in {self._repository}; choose a new one.")

    def ask(self, *arguments: str) -> str:
        """Return what git says; '' where it says no."""
        done = self._run(arguments, self._repository, {})
        return done.stdout.strip() if done.returncode == 0 else ""

    def do(self, *arguments: str, at: str = "", **variables: str) -> str:
        """Return what git says; raise NotExportable where it fails."""
        done = self._run(arguments, Path(at or self._repository), {"GIT_DIR": self._folder, **variables})
        if done.returncode:
            said = done.stderr.strip()
            if "empty ident" in said or "tell me who you are" in said:
                said = (
                    "git does not know who you are: git config user.name NAME; git config user.email ADDRESS"
                )
            raise NotExportable(f"Nothing was committed to {self._repository}: {said}")
        return done.stdout.strip()

    def _run(
        self, arguments: tuple[str, ...], at: Path, variables: dict[str, str]
    ) -> subprocess.CompletedProcess[str]:
        plain = {k: v for k, v in os.environ.items() if not k.startswith("GIT_") or k.startswith(_WHO)}
        try:
            return subprocess.run(
                ["git", *arguments],
                cwd=at,
                env={**plain, "LC_ALL": "C", **variables},
                capture_output=True,
                text=True,
                check=False,
            )
        except FileNotFoundError:
            raise NotExportable("git is not installed here.") from None


_WHO = ("GIT_AUTHOR_", "GIT_COMMITTER_", "GIT_CONFIG")
