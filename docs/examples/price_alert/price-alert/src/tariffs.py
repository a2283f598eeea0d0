"""What a price means."""


def with_tax(price: float) -> float:
    """Add 19 %."""
    return round(price * 1.19, 2)
