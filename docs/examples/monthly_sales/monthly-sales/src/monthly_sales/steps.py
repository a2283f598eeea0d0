"""The steps of monthly_sales.ipynb, each with what it needs and what it gives."""

import pandas as pd

from .config import data_file


def load_sales() -> pd.DataFrame:
    """The export of the tills; one row is one sale."""
    sales = pd.read_csv(data_file("sales.csv"), parse_dates=["date"])
    return sales


def add_revenue(sales: pd.DataFrame) -> pd.DataFrame:
    """Revenue is what was paid, before tax."""
    sales = sales.copy()
    sales["revenue"] = sales["pieces"] * sales["price"]
    return sales


def summarise_months(sales: pd.DataFrame, since: str) -> tuple[pd.DataFrame, pd.Series]:
    """Months."""
    recent = sales[sales["date"] >= since]
    recent["month"] = recent["date"].dt.to_period("M")
    monthly = recent.groupby("month")["revenue"].sum()
    return recent, monthly


def write_shop(recent: pd.DataFrame) -> None:
    """Shops."""
    by_shop = recent.groupby("shop").agg(
        revenue=("revenue", "sum"), pieces=("pieces", "sum")
    )
    by_shop = by_shop.sort_values("revenue", ascending=False)
    by_shop.to_csv("by_shop.csv")
