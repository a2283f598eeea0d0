"""Run the steps of monthly_sales.ipynb in their order."""

import logging

from .config import Settings
from .figures import save_figure
from .plots import plot_revenue_by_month
from .steps import add_revenue, load_sales, summarise_months, write_shop

logger = logging.getLogger(__name__)


def run(settings: Settings) -> None:
    """Is it growing, and where? For the meeting on the first Monday."""
    since = settings.parameters.since
    logger.info("Load sales")
    sales = load_sales()
    logger.info("Add revenue")
    sales = add_revenue(sales)
    logger.info("Summarise months")
    recent, monthly = summarise_months(sales, since)
    save_figure(plot_revenue_by_month(monthly), "months")
    logger.info("Write shop")
    write_shop(recent)
