"""An agent that runs code in a kernel meets the same gate: by a released MCP server, in a real Jupyter server.

`make soak` puts jupyter-mcp-server into an environment of its own, beside this package, and names its
Python in AGENTS.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
from pathlib import Path

import pytest

from tests.servers import free_port

AGENT = """
import asyncio, json, os, subprocess, sys, time, urllib.request
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

port, cells = sys.argv[1], sys.argv[2:]
url = f"http://127.0.0.1:{port}"
options = ["--no-browser", "--allow-root", f"--port={port}", "--IdentityProvider.token=t"]
server = subprocess.Popen([sys.executable, "-m", "jupyter_server", *options], stdout=sys.stderr)
for _ in range(240):
    try:
        urllib.request.urlopen(f"{url}/api?token=t")
        break
    except OSError:
        time.sleep(0.5)

async def work():
    start = ["-m", "jupyter_mcp_server", "start", "--transport", "stdio", "--jupyter-url", url, "--jupyter-token", "t"]
    asked = StdioServerParameters(command=sys.executable, args=start, env=dict(os.environ))
    async with stdio_client(asked) as (read, write), ClientSession(read, write) as session:
        await session.initialize()
        notebook = {"notebook_name": "a", "notebook_path": "a.ipynb", "mode": "create"}
        await session.call_tool("use_notebook", notebook)
        told = []
        for cell in cells:
            answer = await session.call_tool("execute_code", {"code": cell})
            told.append(" ".join(getattr(part, "text", "") for part in answer.content))
        print(json.dumps(told), flush=True)

try:
    asyncio.run(asyncio.wait_for(work(), 300))
finally:
    server.kill()
"""


def test_an_agent_by_mcp_is_refused_and_reads(tmp_path: Path) -> None:
    python = os.environ.get("AGENTS") or pytest.skip("AGENTS names no Python; make soak does")
    (tmp_path / "guard.toml").write_text('default = "prod"\n')
    with sqlite3.connect(tmp_path / "it.db") as connection:
        connection.executescript("CREATE TABLE orders (id); INSERT INTO orders VALUES (1)")
    cells = [
        "import sqlite3; c = sqlite3.connect('it.db'); c.execute('DELETE FROM orders'); c.commit()",
        "sqlite3.connect('it.db').execute('SELECT count(*) FROM orders').fetchall()",
    ]

    done = subprocess.run(
        [python, "-c", AGENT, str(free_port()), *cells],
        cwd=tmp_path,
        env={
            **os.environ,
            "IPYTHONDIR": str(tmp_path / "ipython"),
            "JUPYTER_DATA_DIR": str(tmp_path / "data"),
        },
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )
    refused, read = json.loads(next(line for line in done.stdout.splitlines() if line.startswith("[")))

    assert "Nothing was sent to it.db: it is a WRITE to orders (DELETE)" in refused
    assert "(1,)" in read
    assert connection.execute("SELECT count(*) FROM orders").fetchone() == (1,)
    connection.close()
