"""The released clients of servers that nobody has at hand: whatever is guarded in them is there.

Needs the extra `routes-cloud`; run by `make soak`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

MODULES = {
    "google.cloud.bigquery": "BigQuery",
    "snowflake.connector": "Snowflake",
    "snowflake.snowpark": "Snowflake",
    "databricks.sql.client": "Databricks SQL",
    "botocore.client": "AWS SDK",
    "pyathena.common": "PyAthena",
    "redshift_connector": "redshift_connector",
}
LOAD = """
import json
from IPython.core.interactiveshell import InteractiveShell
import jupyter_guard.kernel
shell = InteractiveShell.instance()
jupyter_guard.kernel.load_ipython_extension(shell)
import {module}
routes = shell.magics_manager.registry["GuardMagics"]._routes
print(json.dumps([routes.guarded, routes.outside]))
"""


@pytest.mark.parametrize("module", MODULES)
def test_the_adapter_fits_the_released_package(module: str, tmp_path: Path) -> None:
    code = LOAD.format(module=module)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    if "ModuleNotFoundError" in done.stderr:
        pytest.skip(f"{module} is not installed")

    guarded, outside = json.loads(done.stdout.splitlines()[-1])

    assert any(name.startswith(MODULES[module]) for name in guarded)
    assert outside == []
