"""The steps of price_alert.ipynb, each with what it needs and what it gives."""

import pandas as pd
import requests

from tariffs import with_tax

from .outside import send


def make_prices() -> pd.DataFrame:
    """Old and new list prices."""
    prices = pd.DataFrame(
        {
            "item": ["pen", "cup", "pot"],
            "old": [1.0, 4.0, 20.0],
            "new": [1.2, 4.1, 24.0],
        }
    )
    return prices


def select_risen(prices: pd.DataFrame, threshold: float) -> pd.DataFrame:
    """Risen."""
    prices = prices.copy()
    prices["change"] = prices["new"] / prices["old"] - 1
    risen = prices[prices["change"] > threshold]
    return risen


def write_risen(risen: pd.DataFrame, hooks_example_com_prices: str) -> None:
    """Tell."""
    risen = risen.copy()
    risen["gross"] = [with_tax(price) for price in risen["new"]]
    risen.to_csv("risen.csv", index=False)
    answer = send(
        requests.post,
        hooks_example_com_prices,
        json=risen.to_dict("records"),
        timeout=10,
    )
    answer.raise_for_status()
