"""The test_smoke of a project runs the whole program on made-up data, and fails where that is wrong."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from jupyter_guard.export import Installed, export
from jupyter_guard.policy import Policy
from jupyter_guard.policy.places import content_hash

GUARD = """\
version = 1
default = "dev"
[environments.dev]
tier = "dev"
limit = "unknown"
connections.shop = "{url}"
"""
CLEANING = """\
import numpy as np
import pandas as pd
---
<parameters>
first_day = '2025-02-01'
---
orders = pd.read_csv('raw/orders.csv', sep=';', decimal=',')
customers = pd.read_csv('../master/customers.csv', parse_dates=['since'])
shops = pd.read_json('shops.json')
---
orders.columns = [c.lower().replace(' ', '_') for c in orders.columns]
orders['order_date'] = pd.to_datetime(orders['order_date'], format='%d.%m.%Y')
orders['customer'] = orders['customer'].str.strip().str.upper()
---
sales = orders[orders.status.isin(['paid', 'open']) & (orders['amount'] >= 10)]
sales = sales[sales['order_date'] >= first_day].drop_duplicates(subset=['order_id'])
---
full = sales.merge(customers, left_on='customer', right_on='customer_id', how='inner')
full = full.merge(shops, on='shop', validate='many_to_one')
---
full['years'] = (full['order_date'] - full['since']).dt.days / 365
full['size'] = np.where(full['amount'] > 250, 'large', 'small')
---
result = full.groupby(['country', 'size']).agg(n=('order_id', 'count'))
result.to_csv('out.csv')"""
RAW = {
    "raw/orders.csv": "Order ID;Customer;Order Date;Amount;Status;Shop\n1;C1 ;03.04.2025;17,50;paid;8\n",
    "../master/customers.csv": "customer_id,name,country,since\nC1,Ada Zuse,DE,2010-03-01\n",
    "shops.json": '[{"shop": 8, "city": "Ulm"}]',
}


def exported(tmp_path: Path, source: str, files: dict[str, str] | None = None, url: str = "") -> Path:
    """Return the folder of the project that a notebook of these cells becomes, far away from its data."""
    folder = tmp_path / "work" / "notebook"
    for path, text in {**(files or {}), **({"guard.toml": GUARD.format(url=url)} if url else {})}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    folder.mkdir(parents=True, exist_ok=True)
    code = [
        {
            "cell_type": "code",
            "id": f"c{i}",
            "metadata": {"tags": ["parameters"]} if cell.startswith("<") else {},
            "source": cell.removeprefix("<parameters>\n"),
            "execution_count": i,
            "outputs": [],
        }
        for i, cell in enumerate(source.split("\n---\n"), 1)
    ]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    told = {"cells": code, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    notebook = folder / "analysis.ipynb"
    notebook.write_text(json.dumps(told))
    project = export(notebook, policy=Policy.load(notebook), installed=Installed.here())
    root = project.write(tmp_path / "away" / "analysis")
    (tmp_path / "work").rename(tmp_path / "gone")
    return root


def smoke(root: Path) -> str:
    """Run test_smoke of a project; return what pytest says."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "JUPYTER"))}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider", "tests/test_smoke.py"],
        cwd=root,
        env=environment | {"PYTHONPATH": "src", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


def changed(root: Path, old: str, new: str) -> None:
    """Change the one place of the project's code that says `old`."""
    for path in (root / "src").rglob("*.py"):
        text = path.read_text()
        if old in text:
            path.write_text(text.replace(old, new))
            return
    raise AssertionError(f"{old} is nowhere in the code")


def test_filters_joins_and_renamed_columns_let_rows_pass(tmp_path: Path) -> None:
    root = exported(tmp_path, CLEANING, RAW)

    assert "3 passed" in smoke(root)


def test_no_value_of_the_data_is_in_the_project(tmp_path: Path) -> None:
    root = exported(tmp_path, CLEANING, RAW)

    texts = "".join(path.read_text() for path in root.rglob("*") if path.is_file())
    for value in ("C1", "Ada Zuse", "17,50", "17.5", "2010-03-01", "Ulm", "03.04.2025"):
        assert value not in texts
    assert "Order ID" in texts


def test_mistakes_in_the_code_fail(tmp_path: Path) -> None:
    root = exported(tmp_path, CLEANING, RAW)

    for old, new in (
        ('"paid", "open"', '"nobody", "nothing"'),
        ('right_on="customer_id"', 'right_on="name"'),
        ('n=("order_id", "count")', 'n=("order", "count")'),
        (".str.upper()", ".str.lower()"),
    ):
        changed(root, old, new)
        assert "1 failed" in smoke(root), new
        changed(root, new, old)


FILES_IN_SQL = """\
import duckdb
---
<parameters>
least = 2
---
query = '''
SELECT item, {'price': price} AS found
FROM 'data/prices.csv'
'''
found = duckdb.sql(query).df()
---
dear = duckdb.sql(f"SELECT * FROM read_csv('data/pri*.csv') WHERE price > {least} ORDER BY price").df()
dear.to_csv('dear.csv', index=False)
---
found.to_csv('found.csv', index=False)"""


def test_files_that_sql_of_duckdb_names_are_found(tmp_path: Path) -> None:
    prices = {"data/prices.csv": "item,price\npen,1.5\ncup,4\nhat,20\n"}
    root = exported(tmp_path, FILES_IN_SQL, prices)
    work = tmp_path / "elsewhere"
    work.mkdir()
    where = {"PYTHONPATH": str(root / "src"), "ANALYSIS_DATA": str(tmp_path / "gone" / "notebook")}

    subprocess.run([sys.executable, "-m", "analysis"], cwd=work, env=os.environ | where, check=True)

    assert next(tmp_path.rglob("dear.csv")).read_text() == "item,price\ncup,4.0\nhat,20.0\n"
    assert "pen" in next(tmp_path.rglob("found.csv")).read_text()
    assert "failed" not in smoke(root)


SQL = """\
import pandas as pd
---
<parameters>
status = 'paid'
---
%%guarded_sql shop orders <<
SELECT o.id, o.amount, c.region FROM orders AS o JOIN customers AS c ON c.id = o.customer_id
WHERE o.status = :status AND o.ordered >= DATE '2025-03-01'
---
eu = orders[orders['region'] == 'EU']
eu.groupby('region')['amount'].sum().to_csv('regions.csv')"""


def test_sql_of_a_file_is_answered_from_made_up_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = "duckdb:///shop.duckdb"
    monkeypatch.setenv("JUPYTER_GUARD_TRUST", content_hash(GUARD.format(url=url).encode()))
    (tmp_path / "work" / "notebook").mkdir(parents=True)
    with duckdb.connect(str(tmp_path / "work" / "notebook" / "shop.duckdb")) as database:
        database.execute("CREATE TABLE orders AS SELECT 1 AS id")

    root = exported(tmp_path, SQL, url=url)

    assert "3 passed" in smoke(root)
    changed(root, '"EU"', '"nowhere"')
    assert "1 failed" in smoke(root)


def test_sql_of_a_server_is_answered_without_the_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = "postgresql://me:${env:SHOP_PASSWORD}@127.0.0.1:1/shop"
    monkeypatch.setenv("JUPYTER_GUARD_TRUST", content_hash(GUARD.format(url=url).encode()))

    root = exported(tmp_path, SQL, url=url)

    assert "3 passed" in smoke(root)
    changed(root, 'groupby("region")', 'groupby("regio")')
    assert "1 failed" in smoke(root)


WEB = """\
from urllib.request import urlopen
---
page = urlopen('https://example.org/x').read()
open('page.html', 'wb').write(page)"""
PROGRAM = """\
import subprocess
---
done = subprocess.run(['true'])
open('x.txt', 'w').write(str(done))"""
OWN_TABLE = """\
import pandas as pd
---
rates = {'A': 1, 'B': 2}
t = pd.read_csv('t.csv')
---
class Bill:
    def rate(self, kind):
        return rates[kind]
---
t['r'] = [Bill().rate(k) for k in t['kind']]
t.to_csv('out.csv')"""


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (WEB, "asks another machine"),
        (PROGRAM, "starts other programs"),
        (OWN_TABLE, "made-up data are not enough: KeyError"),
    ],
)
def test_what_made_up_data_cannot_serve_is_skipped_with_its_reason(
    tmp_path: Path, source: str, said: str
) -> None:
    told = smoke(exported(tmp_path, source, {"t.csv": "kind,a,b\nA,1,2\nB,3,4\n"}))

    assert "2 passed, 1 skipped" in told
    assert said in told


def test_a_doubtful_program_that_is_wrong_with_any_data_still_fails(tmp_path: Path) -> None:
    source = """\
import numpy as np
import pandas as pd
---
t = pd.read_csv('t.csv')
pd.Series([np.linalg.norm(t['a'])]).to_csv('x.csv')"""
    root = exported(tmp_path, source, {"t.csv": "a\n1\n2\n"})
    assert "3 passed" in smoke(root)

    changed(root, "np.linalg.norm(", "npp.linalg.norm(")

    assert "1 failed" in smoke(root)


def test_the_made_up_rows_are_the_same_each_time(tmp_path: Path) -> None:
    one, other = (exported(tmp_path / str(i), CLEANING, RAW) for i in range(2))

    for path in sorted(one.rglob("*")):
        if path.is_file() and path.name != "base.toml":
            text, again = (re.sub(r"/\d/", "/", p.read_text()) for p in (path, other / path.relative_to(one)))
            assert text == again


@pytest.mark.parametrize(
    "line",
    [
        "pd.read_csv('t.csv', sep=';').to_csv('u.csv')",
        "x = t.loc['A']",
        "x = t['a'].value_counts()[3]",
        "t.index = ['x', 'y']",
        "t = t[t['a'] > t['b'].mean()]",
    ],
)
def test_what_hangs_on_the_data_is_doubted(tmp_path: Path, line: str) -> None:
    start = "import pandas as pd\n---\nt = pd.read_csv('t.csv')\n---\n"
    sure = exported(tmp_path / "sure", start + "t.to_csv('out.csv')", {"t.csv": "a,b\n1,2\n"})
    used = "open('x.txt', 'w').write(str(x))" if line.startswith("x") else "t.to_csv('out.csv')"
    root = exported(tmp_path, f"{start}{line}\n{used}", {"t.csv": "a,b\n1,2\n"})

    assert not (sure / "tests" / "tolerance.py").exists()
    assert (root / "tests" / "tolerance.py").exists()
