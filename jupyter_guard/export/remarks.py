"""Say what has to be known of the packages and connections of a project."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jupyter_guard.policy import Policy
from jupyter_guard.policy.targets import dialect_of

from .findings import Finding, Level
from .packages import Package
from .queries import Query


def package_findings(needed: Sequence[Package]) -> Iterator[Finding]:
    """JG112: a package that the code imports is not installed here.

    Its version is not known, and its name is a guess from the name of the import.
    """
    for package in needed:
        if not package.version:
            yield Finding(
                "JG112",
                None,
                f"{package.name} ({package.reason}) is not installed here; its version is not known.",
                "Export with the Python that runs the notebook.",
                Level.WARNING,
            )


def folder_findings(needed: Sequence[Package]) -> Iterator[Finding]:
    """JG116: a package is installed from a folder of this machine.

    Others cannot install it from there: publish it, or name its repository in pyproject.toml.
    """
    for package in needed:
        if package.origin is not None and package.origin.folder:
            yield Finding(
                "JG116",
                None,
                f"{package.name} {package.version} is installed from a folder that others do not have.",
                "Publish it, or name its repository in pyproject.toml and requirements.lock.",
                Level.WARNING,
            )


def dialect_findings(policy: Policy, queries: Sequence[Query]) -> Iterator[Finding]:
    """JG115: a connection is another kind of database in another environment.

    The placeholders in sql/ are those of one driver, so the project runs only in the
    environments whose database is of that kind.
    """
    used = {query.connection: query.dialect for query in queries if query.dialect and query.connection}
    for environment in policy.environments.values():
        for name, url in environment.connections.items():
            if name in used and dialect_of(url) != used[name]:
                yield Finding(
                    "JG115",
                    None,
                    f"{name} is {used[name]}, but {dialect_of(url)} in {environment.name}; it fails there.",
                    "Give every environment the same kind of database.",
                    Level.WARNING,
                )
