"""The steps work on made-up tables, and leave those as they were."""

import itertools
from collections.abc import Iterable, Mapping

import pandas as pd

# isort: split

from monthly_sales import steps


def every(columns: Mapping[str, Iterable[object]]) -> pd.DataFrame:
    """Return a table of all combinations of these values."""
    return pd.DataFrame(itertools.product(*columns.values()), columns=list(columns))


def test_add_revenue() -> None:
    sales = every({"pieces": [1, 2], "price": [1, 2]})
    sales_before = sales.copy()

    sales_result = steps.add_revenue(sales)

    assert len(sales_result) > 0
    pd.testing.assert_frame_equal(sales, sales_before)


def test_summarise_months() -> None:
    sales = every(
        {
            "date": pd.to_datetime(["2025-06-15", "2026-12-24", "2027-01-31"]),
            "revenue": [1, 2],
        }
    )
    sales_before = sales.copy()

    recent_result, monthly_result = steps.summarise_months(sales, "2026-02-01")

    assert len(recent_result) > 0
    assert len(monthly_result) > 0
    pd.testing.assert_frame_equal(sales, sales_before)
