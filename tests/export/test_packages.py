"""The list of packages: names, versions, what is needed without an import, and where it came from."""

from __future__ import annotations

import re
import sys

import pytest

from jupyter_guard.export import Installed
from jupyter_guard.export.installed import Origin, _origin
from jupyter_guard.export.packages import _tables, closure, packages

HERE = Installed(
    "3.12.1",
    {
        "pandas": ("pandas",),
        "sklearn": ("scikit-learn",),
        "google": ("google-auth", "google-cloud-storage"),
        "own": ("own-tools",),
        "near": ("near",),
    },
    {
        "pandas": "3.0.1", "scikit-learn": "1.8", "google-auth": "2", "google-cloud-storage": "3",
        "own-tools": "0.2", "near": "1", "dask": "2026.1", "distributed": "2026.1", "numpy": "2.4",
    },
    {
        "pandas": ("numpy>=1.26",),
        "dask": ("distributed==2026.1; extra == 'distributed'", "click; python_version < '3.12'"),
    },
    {
        "own-tools": Origin("https://git.example.com/own.git", "abc123", "git"),
        "near": Origin("file:///home/me/near", folder=True),
    },
)  # fmt: skip


def pins(source: str, *dialects: str, requirements: tuple[str, ...] = ()) -> list[str]:
    return [p.pin for p in packages([source], dialects, HERE, frozenset({"helpers"}), requirements)]


@pytest.mark.parametrize(
    ("source", "needed"),
    [
        ("import os, helpers", []),
        ("import sklearn.linear_model", ["scikit-learn==1.8"]),
        ("from google.cloud.storage import Client", ["google-cloud-storage==3"]),
        ("import yaml", ["PyYAML"]),
        ("import own", ["own-tools @ git+https://git.example.com/own.git@abc123"]),
        ("import near", ["near==1"]),
        ("import pandas\npandas.read_excel('a.xls')", ["pandas==3.0.1", "xlrd"]),
        ("import pandas\npandas.read_excel('a.xlsx')", ["openpyxl", "pandas==3.0.1"]),
        ("import pandas\npandas.read_excel(path)", ["openpyxl", "pandas==3.0.1"]),
        ("import pandas\nread_excel('a.xlsx', engine='calamine')", ["pandas==3.0.1", "python-calamine"]),
        ("import pandas\nt.to_parquet('s3://lake/a')", ["pandas==3.0.1", "pyarrow", "s3fs"]),
        ("import pandas\nt.to_parquet('a', engine='fastparquet')", ["fastparquet", "pandas==3.0.1"]),
        ("import pandas\nt.plot()", ["matplotlib", "pandas==3.0.1"]),
        ("import pandas\nt.plot(kind='kde')", ["matplotlib", "pandas==3.0.1", "scipy"]),
        ("import sqlalchemy\ncreate_engine('mysql+pymysql://h/d')", ["pymysql", "sqlalchemy"]),
        ("import sqlalchemy\ncreate_engine('postgresql://h/d')", ["psycopg2-binary", "sqlalchemy"]),
    ],
)  # fmt: skip
def test_what_code_needs(source: str, needed: list[str]) -> None:
    assert pins(source) == needed


def test_extras_are_those_of_the_notebooks_own_pip_line() -> None:
    found = packages(["import dask"], (), HERE, frozenset(), ("dask[distributed]>=2025", "unused[all]"))

    assert [p.pin for p in found] == ["dask[distributed]==2026.1"]
    assert [p.name for p in closure(found, HERE)] == ["dask", "distributed"]


def test_the_closure_has_what_is_required_on_that_python() -> None:
    assert [p.pin for p in closure(packages(["import pandas"], (), HERE, frozenset()), HERE)] == [
        "numpy==2.4",
        "pandas==3.0.1",
    ]


def test_an_origin_is_told_without_user_and_password() -> None:
    told = {
        "url": "https://me:s3cret@git.example.com/own.git",
        "vcs_info": {"vcs": "git", "commit_id": "abc"},
    }

    assert _origin(told).reference == "git+https://git.example.com/own.git@abc"
    assert _origin({"url": "file:///home/me/near", "dir_info": {"editable": True}}).reference == ""


def test_another_interpreter_says_what_this_one_says() -> None:
    assert Installed.at(sys.executable).versions == Installed.here().versions


def test_every_pattern_can_be_used() -> None:
    for rule in _tables()["implied"]:
        assert re.compile(rule["match"])
        assert re.compile(rule.get("unless", "x"))
        assert rule["needs"]
