"""Libraries that keep a database of their own work unhindered in a kernel without guard.toml.

The small ones are in tests/routes; needs `mlflow`, which `make soak` installs.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kernel.conftest import starting

pytest.importorskip("mlflow")
TRACKING = """
import mlflow
mlflow.set_tracking_uri("sqlite:///runs.db")
mlflow.set_experiment("shop")
with mlflow.start_run() as run:
    mlflow.log_param("rows", 3)
    mlflow.log_metric("score", 0.5)
found = mlflow.search_runs(experiment_names=["shop"])
(len(found), float(found["metrics.score"][0]))
"""


def test_mlflow_tracks_runs_in_its_own_file(tmp_path: Path) -> None:
    folder = tmp_path / "plain"
    folder.mkdir()
    with starting(tmp_path) as start_kernel:
        kernel = start_kernel(folder)

        ran = kernel.run(TRACKING, timeout=600)

    refusals = [
        display for display in ran.displays if "application/vnd.jupyter-guard.refusal+json" in display
    ]
    assert (ran.error, refusals, ran.result.get("text/plain")) == ({}, [], "(1, 0.5)")
