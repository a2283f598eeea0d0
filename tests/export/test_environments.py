"""Places become keys of config/, results stay here, and nothing is sent elsewhere outside production."""

from __future__ import annotations

import http.server
import json
import threading
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.export.conftest import run
from tests.export.test_steps import exported, notebook, text_of


class _Receiver(http.server.BaseHTTPRequestHandler):
    received: list[bytes]

    def do_POST(self) -> None:
        self.received.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(201)
        self.end_headers()

    def log_message(self, *words: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[tuple[str, list[bytes]]]:
    """A web server on this machine, and what was posted to it."""
    handler = type("Receiver", (_Receiver,), {"received": []})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as receiver:
        threading.Thread(target=receiver.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{receiver.server_port}/hook", handler.received
        receiver.shutdown()


def test_a_post_is_sent_in_production_only(server: tuple[str, list[bytes]], tmp_path: Path) -> None:
    address, received = server
    project = exported(
        notebook(
            tmp_path,
            "import requests",
            "## Count",
            "rows = len('abc')",
            "## Tell",
            f"answer = requests.post('{address}', json={{'rows': rows}}, headers={{'X-Key': 'k'}})\n"
            "answer.raise_for_status()\n"
            "print(answer.status_code)",
        )
    )
    root = project.write(tmp_path / "out" / "report")

    for environment in ("dev", "test"):
        done = run(root, "report", "--env", environment, folder=tmp_path / environment)
        assert (done.returncode, done.stderr) == (0, "")
        assert received == []
        outbox = (tmp_path / environment / "outbox.jsonl").read_text()
        recorded = [json.loads(line) for line in outbox.splitlines()]
        assert recorded == [
            {
                "call": "requests.api.post",
                "arguments": [repr(address)],
                "options": {"json": "{'rows': 3}", "headers": "…"},
            }
        ]

    done = run(root, "report", "--env", "prod", folder=tmp_path / "prod")
    assert (done.returncode, done.stderr) == (0, "")
    assert [json.loads(body) for body in received] == [{"rows": 3}]
    assert not (tmp_path / "prod" / "outbox.jsonl").exists()


def test_places_are_keys_of_the_configuration(tmp_path: Path) -> None:
    project = exported(
        notebook(
            tmp_path,
            "import pandas as pd\nfrom sqlalchemy import create_engine",
            "## Read",
            "def day(number):\n    return pd.read_csv(f'https://data.example.com/days/{number}.csv')\n"
            "first = day(1)\nmore = pd.read_csv('/mnt/share/more.csv')\n"
            "engine = create_engine('postgresql://reader@db.example.com/shop')\n"
            "third = pd.read_sql('SELECT 1 AS a', engine)",
            "## Write",
            "pd.concat([first, more, third]).to_csv('s3://lake/reports/all.csv')",
        )
    )
    config = {f.path: tomllib.loads(f.text) for f in project.files if f.path.startswith("config/")}

    assert config["config/base.toml"] == {
        "locations": {
            "data_example_com_days": "https://data.example.com/days",
            "more_csv": "/mnt/share/more.csv",
            "db_example_com_shop": "postgresql://reader@db.example.com/shop",
        }
    }
    assert config["config/dev.toml"]["locations"] == {"lake_all_csv": "all.csv"}
    assert [config[f"config/{name}.toml"]["output"] for name in ("dev", "test", "prod")] == [
        ".",
        "output/test",
        "output/prod",
    ]
    assert config["config/prod.toml"]["locations"] == {"lake_all_csv": "s3://lake/reports/all.csv"}
    steps = text_of(project, "steps.py")
    assert [word for word in ("example.com", "/mnt/", "s3:") if word in steps] == []
    assert "pd.read_csv(f\"{location('data_example_com_days')}/{number}.csv\")" in steps


def test_without_a_name_the_environment_is_dev_and_the_variable_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = notebook(tmp_path, "open('a.txt', 'w').write('a')")
    root = exported(path).write(tmp_path / "out" / "report")
    folder = tmp_path / "here"

    monkeypatch.setenv("REPORT_ENV", "nowhere")
    refused = run(root, "report", folder=folder)
    monkeypatch.delenv("REPORT_ENV")
    done = run(root, "report", folder=folder)

    assert refused.stderr == "report: There is no environment 'nowhere'; choose one of dev, prod, test.\n"
    assert (done.returncode, (folder / "a.txt").read_text()) == (0, "a")


def test_a_missing_file_gives_one_line(tmp_path: Path) -> None:
    path = notebook(tmp_path, "text = open('missing.txt').read()\nopen('a.txt', 'w').write(text)")
    root = exported(path).write(tmp_path / "out" / "report")

    done = run(root, "report", folder=tmp_path / "here")

    assert (done.returncode, done.stderr) == (2, "report: There is no file missing.txt.\n")
