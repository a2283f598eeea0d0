"""Write the example notebooks and what the export makes of them: python docs/examples/make.py [FOLDER].

The versions are written out below, so that the same files come out on every machine.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

from jupyter_guard.export import Installed, Project, export
from jupyter_guard.policy import Policy
from jupyter_guard.policy.places import content_hash

HERE = Path(__file__).parent
VERSIONS = {
    "certifi": "2026.6.2", "charset-normalizer": "3.4.4", "contourpy": "1.3.3", "cycler": "0.12.1", "fonttools": "4.68.0",
    "idna": "3.11", "kiwisolver": "1.5.1", "matplotlib": "3.11.2", "numpy": "2.4.6", "packaging": "26.3",
    "pandas": "3.1.1", "pillow": "13.0.0", "psycopg": "3.3.4", "psycopg-binary": "3.3.4", "pyparsing": "3.3.3",
    "python-dateutil": "2.9.0.post0", "requests": "2.34.2", "six": "1.17.0", "urllib3": "2.6.3",
}  # fmt: skip
REQUIRES = {
    "pandas": ("numpy>=1.26", "python-dateutil>=2.8.2"),
    "python-dateutil": ("six>=1.5",),
    "requests": ("certifi", "charset-normalizer", "idna", "urllib3"),
    "matplotlib": (
        *("contourpy", "cycler", "fonttools", "kiwisolver", "numpy", "packaging", "pillow", "pyparsing"),
        "python-dateutil",
    ),
}
INSTALLED = Installed("3.11.9", {name: (name,) for name in VERSIONS}, VERSIONS, REQUIRES)

SALES = """\
date,shop,product,pieces,price
2026-01-12,Ulm,tea,4,2.50
2026-01-20,Bonn,cup,1,7.90
2026-02-03,Ulm,cup,2,7.90
2026-02-17,Kiel,tea,9,2.40
2026-03-02,Bonn,pot,1,24.00
2026-03-09,Kiel,pot,3,22.50
2026-03-30,Ulm,tea,7,2.60
"""
GUARD = """\
version = 1
default = "dev"

[environments.dev]
tier = "dev"
connections.shop = "postgresql://reader:${env:SHOP_DEV_PASSWORD}@localhost/shop"

[environments.prod]
tier = "prod"
connections.shop = "postgresql://reader:${keyring:shop/reader}@db.prod.example.com/shop"
"""
# By name: other files, then cells. Text begins with #; a cell of parameters with its tag.
EXAMPLES: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "monthly_sales": (
        {"sales.csv": SALES},
        (
            "# Sales by month\n\nIs it growing, and where? For the meeting on the first Monday.",
            "%matplotlib inline\nimport matplotlib.pyplot as plt\nimport pandas as pd",
            "<parameters>\nsince = '2026-02-01'",
            "## Load\n\nThe export of the tills; one row is one sale.",
            "sales = pd.read_csv('sales.csv', parse_dates=['date'])\nsales.head()",
            "## Prices\n\nRevenue is what was paid, before tax.",
            "sales['revenue'] = sales['pieces'] * sales['price']",
            "sales.describe()",
            "## Months",
            "recent = sales[sales['date'] >= since]",
            "recent['month'] = recent['date'].dt.to_period('M')\n"
            "monthly = recent.groupby('month')['revenue'].sum()\nmonthly",
            "fig, ax = plt.subplots(figsize=(6, 3))\nmonthly.plot(kind='bar', ax=ax)\n"
            "ax.set_title('Revenue by month')\nax.set_ylabel('EUR')\nplt.show()",
            "## Shops",
            "by_shop = recent.groupby('shop').agg(revenue=('revenue', 'sum'), pieces=('pieces', 'sum'))\n"
            "by_shop = by_shop.sort_values('revenue', ascending=False)",
            "by_shop.to_csv('by_shop.csv')",
        ),
    ),
    "late_orders": (
        {"guard.toml": GUARD},
        (
            "# Late orders\n\nWhich customers wait longer than we promised?",
            "import pandas as pd",
            "<parameters>\npromised_days = 3\nsince = '2026-01-01'",
            "## Orders\n\nWhat was ordered and when it left the house.",
            "%%guarded_sql shop orders <<\n"
            "SELECT o.id, c.name AS customer, o.ordered, o.shipped, o.amount\n"
            "FROM orders AS o\nJOIN customers AS c ON c.id = o.customer_id\n"
            "WHERE o.ordered >= CAST(:since AS date)\nORDER BY o.id",
            "orders.head()",
            "## Late ones",
            "orders['days'] = (orders['shipped'] - orders['ordered']).dt.days\n"
            "late = orders[orders['days'] > promised_days]",
            "## Customers\n\nThe most patient first.",
            "customers = late.groupby('customer').agg(orders=('id', 'count'), days=('days', 'max'))\n"
            "customers = customers.sort_values('days', ascending=False)\ncustomers",
            "customers.to_csv('late_customers.csv')",
        ),
    ),
    "price_alert": (
        {"tariffs.py": '"""What a price means."""\n\n\ndef with_tax(price: float) -> float:\n    """Add 19 %."""\n    return round(price * 1.19, 2)\n'},
        (
            "# Price alert\n\nTells the purchasing team which prices rose.",
            "import pandas as pd\nimport requests\n\nfrom tariffs import with_tax",
            "<parameters>\nthreshold = 0.05",
            "## Prices\n\nOld and new list prices.",
            "prices = pd.DataFrame({'item': ['pen', 'cup', 'pot'], 'old': [1.0, 4.0, 20.0], 'new': [1.2, 4.1, 24.0]})",
            "## Risen",
            "prices['change'] = prices['new'] / prices['old'] - 1\nrisen = prices[prices['change'] > threshold]",
            "## Tell",
            "risen['gross'] = [with_tax(price) for price in risen['new']]\nrisen.to_csv('risen.csv', index=False)",
            "answer = requests.post('https://hooks.example.com/purchasing/prices', json=risen.to_dict('records'), timeout=10)\n"
            "answer.raise_for_status()",
        ),
    ),
}  # fmt: skip


def notebook(cells: tuple[str, ...]) -> str:
    """Return a notebook whose cells ran in their order."""
    written, count = [], 0
    for i, source in enumerate(cells):
        cell = {"cell_type": "markdown", "id": f"cell-{i}", "metadata": {}, "source": source}
        if not source.startswith("#"):
            count += 1
            tagged = source.startswith("<parameters>\n")
            cell |= {"cell_type": "code", "execution_count": count, "outputs": []}
            cell |= {"metadata": {"tags": ["parameters"]} if tagged else {}}
            cell |= {"source": source.removeprefix("<parameters>\n")}
        written.append(dict(sorted(cell.items())))
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    content = {"cells": written, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def make(root: Path) -> dict[str, Project]:
    """Write all examples below `root`, each beside its notebook."""
    os.environ["JUPYTER_GUARD_TRUST"] = content_hash(GUARD.encode())
    made = {}
    for name, (others, cells) in EXAMPLES.items():
        folder = root / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for path, text in {f"{name}.ipynb": notebook(cells), **others}.items():
            (folder / path).write_text(text, encoding="utf-8", newline="\n")
        path = folder / f"{name}.ipynb"
        made[name] = export(path, policy=Policy.load(path), installed=INSTALLED)
        made[name].write(folder / made[name].name)
    return made


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
