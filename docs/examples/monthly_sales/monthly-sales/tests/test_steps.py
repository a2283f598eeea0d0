"""The steps work on made-up tables, and leave those as they were."""

import pandas as pd

# isort: split

from monthly_sales import steps


def test_prices() -> None:
    sales = pd.DataFrame({"pieces": [0, 1, 2, 11], "price": [0, 1, 2, 11]})
    before = sales.copy()
    sales_result = steps.prices(sales)
    assert len(sales_result) > 0
    pd.testing.assert_frame_equal(sales, before)


def test_months() -> None:
    sales = pd.DataFrame(
        {
            "date": pd.to_datetime(
                [
                    "2025-06-15",
                    "2026-12-24",
                    "2027-01-31",
                    "2025-06-15",
                    "2026-12-24",
                    "2027-01-31",
                ]
            ),
            "revenue": [0, 1, 2, 11, 0, 1],
        }
    )
    before = sales.copy()
    recent_result, monthly_result = steps.months(sales, "2026-02-01")
    assert len(recent_result) > 0
    assert len(monthly_result) > 0
    pd.testing.assert_frame_equal(sales, before)
