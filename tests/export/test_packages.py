"""The list of packages: names, versions, what is needed without an import, and where it came from."""

from __future__ import annotations

import ast
import json
import re
import sys
import venv
from pathlib import Path

import pytest

from jupyter_guard.errors import NotExportable
from jupyter_guard.export import Installed
from jupyter_guard.export.implied import tables
from jupyter_guard.export.imports import local_modules, search_paths
from jupyter_guard.export.installed import Origin, _origin
from jupyter_guard.export.kernels import installed_for
from jupyter_guard.export.packages import ONLY_IN_THE_NOTEBOOK, closure, packages

HERE = Installed(
    "3.12.1",
    {
        "pandas": ("pandas",),
        "sklearn": ("scikit-learn",),
        "google": ("google-auth", "google-cloud-bigquery", "google-cloud-storage"),
        "cv2": ("opencv-contrib-python", "opencv-python-headless"),
        "statsmodels": ("statsmodels",),
        "own": ("own-tools",),
        "near": ("near",),
    },
    {
        "pandas": "3.0.1", "scikit-learn": "1.8", "google-auth": "2", "google-cloud-storage": "3",
        "google-cloud-bigquery": "4", "opencv-contrib-python": "5", "opencv-python-headless": "5",
        "beautifulsoup4": "4", "html5lib": "1", "scipy": "1.17", "statsmodels": "1",
        "own-tools": "0.2", "near": "1", "dask": "2026.1", "distributed": "2026.1", "numpy": "2.4",
    },
    {
        "pandas": ("numpy>=1.26",),
        "statsmodels": ("scipy>=1.8",),
        "dask": ("distributed==2026.1; extra == 'distributed'", "click; python_version < '3.12'"),
    },
    {
        "own-tools": Origin("https://git.example.com/own.git", "abc123", "git"),
        "near": Origin("file:///home/me/near", folder=True),
    },
    {
        "google.cloud": ("google-cloud-bigquery", "google-cloud-storage"),
        "google.cloud.bigquery": ("google-cloud-bigquery",),
        "google.cloud.storage": ("google-cloud-storage",),
        "google.auth": ("google-auth",),
        "cv2": ("opencv-contrib-python", "opencv-python-headless"),
    },
    frozenset({"opencv-python-headless"}),
)  # fmt: skip

GCS = "google-cloud-storage==3"


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
        ("import pandas\nt.plot(kind='kde')", ["matplotlib", "pandas==3.0.1", "scipy==1.17"]),
        ("import sqlalchemy\ncreate_engine('mysql+pymysql://h/d')", ["pymysql", "sqlalchemy"]),
        ("import sqlalchemy\ncreate_engine('postgresql://h/d')", ["psycopg2-binary", "sqlalchemy"]),
        ("import pandas\npandas.read_sql('SELECT 1', 'sqlite:///a.db')", ["pandas==3.0.1", "sqlalchemy"]),
        ("from google.cloud import bigquery, storage", ["google-cloud-bigquery==4", GCS]),
        ("import google.auth", ["google-auth==2"]),
        ("from azure.storage.blob import BlobClient", ["azure-storage-blob"]),
        ("import cv2", ["opencv-python-headless==5"]),
        ("import importlib\nimportlib.import_module('sklearn')", ["scikit-learn==1.8"]),
        ("import dask.dataframe as dd", ["dask[dataframe]==2026.1"]),
        ("import pandas\nt.interpolate(method='spline')", ["pandas==3.0.1", "scipy==1.17"]),
        ("import pandas, statsmodels\nt.interpolate(method='spline')", ["pandas==3.0.1", "statsmodels==1"]),
        ("import statsmodels\nplot_acf(t)", ["matplotlib", "statsmodels==1"]),
        ("import pandas\nt.style.format('{:.1f}')", ["jinja2", "pandas==3.0.1"]),
        ("import pandas\n# t.plot()\n'draws by t.plot()'", ["pandas==3.0.1"]),
        ("import pandas\nimport matplotlib as mpl\nmpl.style.use('dark')", ["matplotlib", "pandas==3.0.1"]),
        ("import pandas\npandas.read_html('a')", ["beautifulsoup4==4", "html5lib==1", "pandas==3.0.1"]),
        ("import pandas\nt.plot(backend='plotly')", ["pandas==3.0.1", "plotly"]),
        ("import spacy\nspacy.load('en_core_web_sm')", ["en_core_web_sm", "spacy"]),
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


def test_the_kernel_of_the_notebook_says_what_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = tmp_path / "venv" / "bin" / "python"
    venv.create(tmp_path / "venv", with_pip=False)
    kernel = tmp_path / "kernels" / "other" / "kernel.json"
    kernel.parent.mkdir(parents=True)
    kernel.write_text(json.dumps({"argv": [str(python), "-m", "ipykernel_launcher"]}))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))

    assert installed_for("other").versions == {}
    assert installed_for("", str(python)).versions == {}
    assert installed_for("nowhere").versions == Installed.here().versions
    with pytest.raises(NotExportable, match="cannot say what is installed"):
        installed_for("", str(tmp_path / "no-python"))


def test_every_pattern_can_be_used() -> None:
    for rule in tables()["implied"]:
        assert re.compile(rule["match"]) if "match" in rule else rule["modules"]
        assert re.compile(rule.get("unless", "x"))
        assert rule.get("needs") or "[" in rule["extra"]


def test_what_only_left_out_cells_import_is_named_last() -> None:
    found = packages(["import pandas"], (), HERE, frozenset(), (), ["sklearn.svm", "pandas", "jupyter_guard"])

    assert [(p.pin, p.reason) for p in found] == [
        ("pandas==3.0.1", "import pandas"),
        ("scikit-learn==1.8", ONLY_IN_THE_NOTEBOOK),
    ]


def test_what_the_modules_around_need_is_listed_unless_it_comes_along() -> None:
    def names(source: str) -> list[str]:
        return [p.name for p in packages([source], (), HERE, frozenset(), around=["import scipy"])]

    assert names("import pandas") == ["pandas", "scipy"]
    assert names("import statsmodels") == ["statsmodels"]


def test_modules_of_one_name_are_told_apart_by_their_files() -> None:
    here = Installed.here()

    assert here.inside
    assert all(len(here.imports[module.partition(".")[0]]) > 1 for module in here.inside)


def test_modules_beside_the_notebook_come_along(tmp_path: Path) -> None:
    texts = {
        "mine.py": "from shop import prices\n",
        "shop/__init__.py": "",
        "shop/prices.py": "import rates\n",
        "lib/rates.py": "RATE = 2\n",
        "unused.py": "",
    }
    for path, text in texts.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    notebook = "import sys\nsys.path.insert(0, 'lib')\nimport mine, json, pandas"

    found = local_modules([notebook], tmp_path, HERE, search_paths(ast.parse(notebook).body))

    assert list(found) == ["mine.py", "rates.py", "shop/__init__.py", "shop/prices.py"]
