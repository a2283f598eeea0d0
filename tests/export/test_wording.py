"""Steps are called what a colleague would call them: a verb, and what it is done to."""

from __future__ import annotations

from pathlib import Path

import pytest

from jupyter_guard.export.wording import Wording, named
from tests.export.test_steps import exported, notebook, text_of


@pytest.mark.parametrize(
    ("heading", "verb", "words"),
    [
        ("2. Clean the orders", "clean", ("orders",)),
        ("Step 3. Import the dataset from this address", "load", ()),
        ("Loading data", "load", ()),
        ("Load and join state demographics", "load", ("state", "demographics")),
        ("Model evaluation", "evaluate", ("model",)),
        ("Sales by town", "", ("sales", "by", "town")),
        ("Umsätze je Monat", "", ("umsaetze", "je", "monat")),
        ("How many orders were late in each month?", "", ()),
        ("I really think that we should look at all of the prices once more", "", ()),
        ("Results", "", ()),
        ("2024", "", ()),
    ],
)
def test_what_a_heading_says(heading: str, verb: str, words: tuple[str, ...]) -> None:
    assert Wording.of(heading) == Wording(verb, words)


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["orders_df"], "orders"),
        (["lateOrders"], "late_orders"),
        (["data1", "data2"], "data"),
        (["X", "y"], "features_and_target"),
        (["X_train", "X_test", "y_train", "y_test"], "data"),
        (["LIMIT", "prices"], "prices"),
        (["result"], ""),
        (["fig", "ax2"], ""),
        (["_2"], ""),
    ],
)
def test_what_variables_say(names: list[str], words: str) -> None:
    assert "_".join(named(names)) == words


def test_steps_without_telling_headings_are_named_by_what_they_do(tmp_path: Path) -> None:
    project = exported(
        notebook(
            tmp_path,
            "import pandas as pd",
            "## Part 1",
            "df = pd.read_csv('https://example.com/orders.csv')",
            "## Which customers wait longer than we promised them in spring?",
            "late = df[df['days'] > 3]",
            "## Then",
            "late['weeks'] = late['days'] / 7",
            "## Now something else that is written down here at some length",
            "totals = late.groupby('customer')['weeks'].sum().reset_index()",
            "## And the addresses, which somebody else keeps in another file of hers",
            "both = totals.merge(df[['customer', 'city']], on='customer')",
            "## Output",
            "both.to_csv('late_customers.csv')",
        )
    )

    called = [line for line in text_of(project, "steps.py").splitlines() if line.startswith("def ")]
    assert [line.partition("(")[0] for line in called] == [
        "def load_data",
        "def select_late",
        "def add_weeks",
        "def summarise_totals",
        "def join_both",
        "def write_late_customers",
    ]


def test_figures_of_one_section_are_told_apart_by_what_they_show(tmp_path: Path) -> None:
    project = exported(
        notebook(
            tmp_path,
            "import pandas as pd\nimport matplotlib.pyplot as plt",
            "sales = pd.read_csv('https://example.com/a.csv')",
            "## Sales",
            "sales.plot(x='day', y='pieces')",
            "sales.plot.scatter(x='day', y='pieces')",
            "sales['price'].plot.hist()",
        )
    )

    called = [line for line in text_of(project, "plots.py").splitlines() if line.startswith("def ")]
    assert [line.partition("(")[0] for line in called] == [
        "def plot_pieces_by_day",
        "def plot_sales",
        "def plot_price",
    ]


def test_what_only_names_a_value_is_left_out(tmp_path: Path) -> None:
    project = exported(
        notebook(
            tmp_path,
            "import pandas as pd",
            "table = pd.DataFrame({'a': [1]})\ntable\ntable.columns\nprint(len(table))",
        )
    )

    assert "noqa" not in text_of(project, "pipeline.py")
    assert "    table\n" not in text_of(project, "pipeline.py")
