"""Run the steps of price_alert.ipynb in their order."""

import logging

from .config import Settings
from .steps import compute_prices, compute_risen, tell

logger = logging.getLogger(__name__)


def run(settings: Settings) -> None:
    """Tells the purchasing team which prices rose."""
    threshold = settings.parameters.threshold
    hooks_example_com_prices = settings.location("hooks_example_com_prices")
    logger.info("Compute prices")
    prices = compute_prices()
    logger.info("Compute risen")
    risen = compute_risen(prices, threshold)
    logger.info("Tell")
    tell(risen, hooks_example_com_prices)
