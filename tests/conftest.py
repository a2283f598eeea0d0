"""What holds for all tests: none of them reads or writes the developer's own Jupyter and IPython folders."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

_FOLDERS = ("JUPYTER_DATA_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")


@pytest.fixture(scope="session", autouse=True)
def own_jupyter_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Give the whole run folders of its own; a test may give itself others."""
    folder = tmp_path_factory.mktemp("jupyter")
    with pytest.MonkeyPatch.context() as patch:
        for name in _FOLDERS:
            patch.setenv(name, str(folder / name.lower()))
        yield
