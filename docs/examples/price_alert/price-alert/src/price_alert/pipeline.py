"""Run the steps of price_alert.ipynb in their order."""

import logging

from .config import Settings
from .steps import make_prices, select_risen, write_risen

logger = logging.getLogger(__name__)


def run(settings: Settings) -> None:
    """Tells the purchasing team which prices rose."""
    threshold = settings.parameters.threshold
    hooks_example_com_prices = settings.location("hooks_example_com_prices")
    logger.info("Make prices")
    prices = make_prices()
    logger.info("Select risen")
    risen = select_risen(prices, threshold)
    logger.info("Write risen")
    write_risen(risen, hooks_example_com_prices)
