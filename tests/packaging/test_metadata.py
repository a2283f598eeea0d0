"""What is written down twice must be the same."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import jupyter_guard

ROOT = Path(__file__).parents[2]


def test_one_version_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))

    versions = [project["version"], package["version"], lock["version"], lock["packages"][""]["version"]]
    assert versions == [jupyter_guard.__version__] * 4


def test_the_lock_file_names_no_registry() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))

    assert len(lock["packages"]) > 100
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []
    # Without an address, the hash alone says that the right thing was fetched.
    assert [name for name, package in lock["packages"].items() if name and "integrity" not in package] == []
