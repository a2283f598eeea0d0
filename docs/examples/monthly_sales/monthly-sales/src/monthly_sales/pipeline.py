"""Run the steps of monthly_sales.ipynb in their order."""

import logging

from .config import Settings
from .figures import save_figure
from .plots import plot_revenue_by_month
from .steps import load, months, prices, shops

logger = logging.getLogger(__name__)


def run(settings: Settings) -> None:
    """Is it growing, and where? For the meeting on the first Monday."""
    since = settings.parameters.since
    logger.info("Load")
    sales = load()
    logger.info("Prices")
    sales = prices(sales)
    logger.info("Months")
    recent, monthly = months(sales, since)
    save_figure(plot_revenue_by_month(monthly), "months")
    logger.info("Shops")
    shops(recent)
