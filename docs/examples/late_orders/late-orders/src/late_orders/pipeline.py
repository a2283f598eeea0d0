"""Run the steps of late_orders.ipynb in their order."""

import logging

from .config import Settings
from .steps import load_orders, select_late_ones, write_late_customers

logger = logging.getLogger(__name__)


def run(settings: Settings) -> None:
    """Which customers wait longer than we promised?"""
    promised_days = settings.parameters.promised_days
    since = settings.parameters.since
    logger.info("Load orders")
    orders = load_orders(settings, since)
    logger.info("Select late ones")
    late = select_late_ones(orders, promised_days)
    logger.info("Write late customers")
    write_late_customers(late)
