"""Save figures in place of showing them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import matplotlib

matplotlib.use("Agg")  # draws without a screen

import matplotlib.pyplot as plt  # the backend comes first
from matplotlib.figure import Figure

FOLDER = Path("figures")
_saved: Counter[str] = Counter()


def _save(figure: Figure, name: str) -> None:
    _saved[name] += 1
    suffix = f"_{_saved[name]}" if _saved[name] > 1 else ""
    FOLDER.mkdir(exist_ok=True)
    figure.savefig(FOLDER / f"{name}{suffix}.png", bbox_inches="tight")


def save_figure(figure: Figure, name: str) -> None:
    """Save `figure` as figures/NAME.png, or NAME_2.png, … where there is one, and close it."""
    _save(figure, name)
    plt.close("all")
