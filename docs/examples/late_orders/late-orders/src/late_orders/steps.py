"""The steps of late_orders.ipynb, each with what it needs and what it gives."""

import pandas as pd

from .config import Settings
from .database import run_query


def load_orders(settings: Settings, since: str) -> pd.DataFrame:
    """What was ordered and when it left the house."""
    orders = run_query(settings.connection("shop"), "orders", since=since)
    return orders


def select_late_ones(orders: pd.DataFrame, promised_days: int) -> pd.DataFrame:
    """Late ones."""
    orders = orders.copy()
    orders["days"] = (orders["shipped"] - orders["ordered"]).dt.days
    late = orders[orders["days"] > promised_days]
    return late


def write_late_customers(late: pd.DataFrame) -> None:
    """The most patient first."""
    customers = late.groupby("customer").agg(
        orders=("id", "count"), days=("days", "max")
    )
    customers = customers.sort_values("days", ascending=False)
    customers.to_csv("late_customers.csv")
