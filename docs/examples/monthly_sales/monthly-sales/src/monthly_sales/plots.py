"""The figures of monthly_sales.ipynb."""

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure


def plot_revenue_by_month(monthly: pd.Series) -> Figure:
    """Draw 'Revenue by month'."""
    fig, ax = plt.subplots(figsize=(6, 3))
    monthly.plot(kind="bar", ax=ax)
    ax.set_title("Revenue by month")
    ax.set_ylabel("EUR")
    return fig
