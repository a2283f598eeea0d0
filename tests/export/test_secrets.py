"""No credential leaves: whatever it looks like and wherever it stands, nothing is written."""

from __future__ import annotations

import base64
import codecs
import gzip
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from jupyter_guard.errors import NotExportable
from jupyter_guard.export import export
from jupyter_guard.policy import Policy

CANARY = "c4nary-Zq7Xw9Lk2Vt5"  # 19 characters that stand nowhere else
REMEDY = 'Read it from the environment: os.environ["PASSWORD"]; in guard.toml: ${keyring:service/name}.'
HEX32 = "9f86d081884c7d659a2feaa0c55ad015"
JOINED = "".join  # forms are put together here, so that this very file holds none of them
BASE64 = base64.b64encode(CANARY.encode()).decode()
HELD = JOINED(("gh", "p_", "Ab1" * 12))
CODE = {
    "a name": f"password = {CANARY!r}",
    "a prefix": f"PGPASSWORD = {CANARY!r}",
    "camel case": f"clientSecret = {CANARY!r}",
    "another language": f"passwort = {CANARY!r}",
    "short": f"db_pw = {CANARY!r}",
    "a number": "password = 48151623",
    "bytes": f"password = b{CANARY!r}",
    "an f-string": f"password = f{CANARY!r}",
    "joined": f"password = {CANARY[:9]!r} + {CANARY[9:]!r}",
    "unpacked": f"user, password = 'me', {CANARY!r}",
    "reversed": f"password = {CANARY!r}[::-1]",
    "wrapped": f"import base64\npassword = base64.b64decode({CANARY!r})",
    "a default": f"import os\npassword = os.environ.get('DB_PASSWORD', {CANARY!r})",
    "either": f"import os\npassword = os.getenv('DB_PASSWORD') or {CANARY!r}",
    "an environment variable": f"import os\nos.environ['AWS_SECRET_ACCESS_KEY'] = {CANARY!r}",
    "set as a default": f"import os\nos.environ.setdefault('DB_PASSWORD', {CANARY!r})",
    "an attribute": f"class Settings: pass\nSettings.api_key = {CANARY!r}",
    "a field": f"class Settings:\n    api_key: str = {CANARY!r}\nprint(Settings.api_key)",
    "an argument": f"connect = dict(host='h', password={CANARY!r})",
    "a default of a function": f"def connect(host, password={CANARY!r}):\n    return host",
    "a dictionary": f"settings = {{'password': {CANARY!r}}}",
    "a nested dictionary": f"settings = {{'db': {{'api-key': {CANARY!r}}}}}",
    "a pair": f"print(dict(auth=('me', {CANARY!r})))",
    "a login": f"import smtplib\nsmtplib.SMTP('h').login('me', {CANARY!r})",
    "a token by its value": "token = 'kJ8sQ2mZx91LpVt7'",
    "a header": "headers = {'Authorization': 'Bearer kJ8sQ2mZx91LpVt7'}",
    "compared": f"password = input()\nok = password == {CANARY!r}",
    "a URL": f"engine = 'postgresql://me:{CANARY}@db.example.com/shop'",
    "a URL with a host to come": f"host = 'h'\nengine = f'postgresql://me:{CANARY}@{{host}}/shop'",
    "a proxy": f"proxies = {{'https': 'http://me:{CANARY}@proxy.example.com:8080'}}",
    "a URL by +": f"url = 'postgresql://me:' + {CANARY!r} + '@db.example.com/shop'",
    "a URL by a name": f"p = {CANARY!r}\nurl = f'postgresql://me:{{p}}@db.example.com/shop'",
    "a URL by %": f"url = 'postgresql://%s:%s@h/shop' % ('me', {CANARY!r})",
    "a URL by format": f"url = 'postgresql://{{u}}:{{p}}@h/shop'.format(u='me', p={CANARY!r})",
    "a URL over lines": f"url = ('postgresql://me:'\n       '{CANARY}@h'\n       '/shop')",
    "a key in a URL": f"url = 'https://api.example.com/v1?api_key={CANARY}'",
    "a place of a call": f"import pymysql\npymysql.connect('h', 'me', {CANARY!r}, 'shop')",
    "an option of Spark": f"spark.conf.set('fs.azure.account.key.a.dfs.core.windows.net', {CANARY!r})",
    "a pair of a name": f"creds = ['me', {CANARY!r}]",
    "a comment behind": f"n = 1  # password: {CANARY}",
    "a connection string": f"dsn = 'host=db user=me password={CANARY} dbname=shop'",
    "ODBC": f"text = 'DRIVER={{ODBC}};SERVER=h;UID=me;PWD={CANARY};'",
    "an Azure key": JOINED(("text = 'Account", "Key=", "Zm9v" * 12, "=='")),
    "an AWS key": JOINED(("text = 'AK", "IA", "QWERTYUIOP123456'")),
    "a GitHub token": JOINED(("text = 'gh", "p_", "Ab1" * 12, "'")),
    "a Slack webhook": JOINED(("text = 'https://hooks.slack", ".com/services/T0000/B0000/", "aB3" * 8, "'")),
    "a Hugging Face token": JOINED(("text = 'h", "f_", "AbCdEfGhIj" * 4, "'")),
    "an Anthropic key": JOINED(("text = 's", "k-ant-api03-", "aB3" * 8, "'")),
    "a Google key": JOINED(("text = 'AI", "za", "B" * 35, "'")),
    "a Twilio key": JOINED(("text = 'S", "K", HEX32, "'")),
    "a web token": JOINED(("text = 'ey", "JhbGciOiJIUzI1", ".ey", "JzdWIiOiIxMjM0", ".c2lnbmF0dXJl'")),
    "a private key": JOINED(("text = '''-----BEGIN RSA PRIV", "ATE KEY-----\nMIIB\n'''")),
    "a shell line": f"!curl -u me:{CANARY} https://example.com/data.csv -o data.csv",
    "an environment magic": f"%env DB_PASSWORD={CANARY}",
    "a default by its name": f"import os\nx = os.environ.get('DB_PASSWORD', default={CANARY!r})",
    "a default of a field": f"from dataclasses import field\npassword = field(default={CANARY!r})",
    "a loop": f"for password in [{CANARY!r}]:\n    print(password)",
    "zipped": f"s = dict(zip(['user', 'password'], ['me', {CANARY!r}]))",
    "pairs": f"s = dict([('password', {CANARY!r})])",
    "words of a command": f"import subprocess\nsubprocess.run(['psql', '--password', {CANARY!r}])",
    "JSON in a text": f"import json\ns = json.loads('{{\"password\": \"{CANARY}\"}}')",
    "a URL of SQLAlchemy": f"from sqlalchemy import URL\nu = URL.create('postgresql', 'me', {CANARY!r}, 'h')",
    "base64": f"import base64\nx = base64.b64decode({BASE64!r})",
    "base64 of a URL": f"x = {base64.b64encode(f'postgresql://me:{CANARY}@h.example.com/shop'.encode()).decode()!r}",
    "hexadecimal": f"x = bytes.fromhex({CANARY.encode().hex()!r})",
    "backwards": f"x = {HELD[::-1]!r}[::-1]",
    "numbers": f"x = ''.join(map(chr, {[*CANARY.encode()]}))",
    "rot13": f"import codecs\nx = codecs.decode({codecs.encode(CANARY, 'rot13')!r}, 'rot13')",
    "lines of a private key": f"x = '\\n'.join({['-----BEGIN RSA PRIV' + 'ATE KEY-----', 'MIIB']!r})",
    "the body of a private key": f"x = {JOINED(['MII' + 'EowIBAAKCAQEAx' * 4] * 4)!r}",
    "a comment": f"# postgresql://me:{CANARY}@db.example.com/shop\ntext = 'x'",
}  # fmt: skip
HARMLESS = (
    "password = None",
    "password = ''",
    "import os\npassword = os.environ['DB_PASSWORD']",
    "import getpass\npassword = getpass.getpass('Password: ')",
    "password = input('Your password: ')",
    "password = '<password>'",
    "token = 'the'",
    "tokens = ['to', 'be', 'or', 'not2be1234']",
    "max_tokens = 4096",
    "tokenizer = 'bert-base-uncased-v2'",
    "pad_token = '<pad>'",
    "author = 'J. R. R. Tolkien 1892'",
    "key = 'order_id_2024'",
    "columns = {'token': 'Token', 'password_strength': 'strong1234'}",
    "dtypes = {'api_key': 'string', 'secret': 'category'}",
    "url = 'postgresql://me@db.example.com/shop'",
    "url = 'postgresql://user:password@localhost/shop'",
    "url = 'https://example.com/a:b@c'",
    "import os\nurl = f'postgresql://me:{os.environ[\"X\"]}@db.example.com/shop'",
    "digest = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'",
    "passengers = 'A1B2C3D4E5F6'",
    "text = 'password=password'",
    "secret_name = 'prod/warehouse/reader1'",
    "SECRET_ENV = 'DB_PASSWORD'",
    "API_KEY = input()\napiKey = 'Simple ' + API_KEY",
    "primary_key = 'customer_id_1234'",
    "columns = [('password', 'nunique'), ('token', 'count')]",
    "flags = ['--token', '--quiet']",
    "import base64\npicture = base64.b64decode('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAA')",
    "word = 'a few words, backwards'[::-1]",
    "text = 'Choose a password with upper and lower case'",
    "query = 'SELECT * FROM users WHERE password = :password'",
)


def notebook(folder: Path, *cells: str, tags: tuple[str, ...] = ()) -> Path:
    written = [
        {
            "cell_type": "markdown" if source.startswith("#md ") else "code",
            "id": str(i),
            "metadata": {"tags": list(tags)} if i == 0 else {},
            "source": source.removeprefix("#md "),
            **({} if source.startswith("#md ") else {"outputs": [], "execution_count": i + 1}),
        }
        for i, source in enumerate(cells)
    ]
    path = folder / "report.ipynb"
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    content = {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": kernel}, "cells": written}
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def secrets_of(path: Path, **options: Any) -> list[str]:
    """Export; return what stops it. Nothing may be written, and nothing told."""
    project = export(path, policy=Policy.load(path), **options)
    said = [f"{f.message} {f.remedy}" for f in project.secrets]
    if said:
        with pytest.raises(NotExportable):
            project.write(path.parent / "project")
        assert not (path.parent / "project").exists()
    assert not [text for text in said if CANARY in text or CANARY in repr(project)]
    return said


@pytest.mark.parametrize("source", CODE.values(), ids=CODE)
def test_a_credential_in_code_stops_the_export(source: str, tmp_path: Path) -> None:
    said = secrets_of(notebook(tmp_path, source), all_cells=True)

    assert said
    assert said[0].startswith("cell 1 (In [1]), line ")
    assert "os.environ[" in said[0]


@pytest.mark.parametrize("source", HARMLESS)
def test_what_only_looks_like_one_does_not(source: str, tmp_path: Path) -> None:
    assert secrets_of(notebook(tmp_path, source), all_cells=True) == []


def test_a_parameter_of_the_command_is_none(tmp_path: Path) -> None:
    path = notebook(
        tmp_path, f"password = {CANARY!r}", "open('a.txt', 'w').write(password)", tags=("parameters",)
    )

    assert secrets_of(path) == [f"cell 1 (In [1]) holds a literal 'password'. {REMEDY}"]


def test_text_that_becomes_a_docstring_is_looked_through(tmp_path: Path) -> None:
    words = f"#md ## Read the orders\n\nUse postgresql://me:{CANARY}@db.example.com/shop for that."

    said = secrets_of(notebook(tmp_path, words, "x = [1]", "open('a.txt', 'w').write(str(x))"))

    assert said
    assert "from cell 1" in said[0]


def test_sql_is_looked_through(tmp_path: Path) -> None:
    sql = f"%%guarded_sql local rows <<\nSELECT '{CANARY}' AS x, * FROM read_csv('https://me:{CANARY}@h.example.com/a.csv')"

    assert secrets_of(notebook(tmp_path, sql, "rows.to_csv('a.csv')"))


def test_a_module_beside_the_notebook_is_looked_through(tmp_path: Path) -> None:
    (tmp_path / "own.py").write_text(f"PASSWORD = {CANARY!r}\n", encoding="utf-8")

    said = secrets_of(notebook(tmp_path, "import own", "open('a.txt', 'w').write(own.PASSWORD)"))

    assert said == [f"src/own.py would hold a literal 'PASSWORD'. {REMEDY}"]


def test_guard_toml_is_looked_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from jupyter_guard.policy.places import content_hash

    rules = f'version = 1\n[environments.dev]\ntier = "dev"\nconnections.shop = "postgresql://me:{CANARY}@h/shop"\n'
    (tmp_path / "guard.toml").write_text(rules, encoding="utf-8")
    monkeypatch.setenv("JUPYTER_GUARD_TRUST", content_hash(rules.encode()))

    assert secrets_of(notebook(tmp_path, "%%guarded_sql shop rows <<\nSELECT 1 AS x", "rows.to_csv('a.csv')"))


def test_what_a_cell_that_is_left_out_holds_stops_nothing(tmp_path: Path) -> None:
    path = notebook(tmp_path, f"password = {CANARY!r}", "x = [1]", "open('a.txt', 'w').write(str(x))")

    assert secrets_of(path) == []
    written = export(path, policy=Policy.load(path)).write(tmp_path / "project")
    assert not [f for f in written.rglob("*") if f.is_file() and CANARY in f.read_text(encoding="utf-8")]


def zipped(text: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", text)
    return content.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", f"user,password\nme,{CANARY}\n".encode()),
        ("b.csv", ("x,password\n" + "1,\n" * 300 + f"1,{CANARY}\n").encode()),
        ("c.csv", f"x\n{HELD}\n".encode("utf-16")),
        ("d.csv.gz", gzip.compress(f"x\n{HELD}\n".encode())),
        ("e.zip", zipped(f"x\n{HELD}\n")),
        ("f.xlsx", zipped(f"x\n{HELD}\n")),
        ("g.json", json.dumps([{"password": CANARY}]).encode()),
        ("h.yaml", f"password: {CANARY}\n".encode()),
        ("i.env", f"DB_PASSWORD={CANARY}\n".encode()),
    ],
)
def test_data_files_are_looked_through(name: str, content: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    path = notebook(tmp_path, f"held = open({name!r}, 'rb').read()", "open('a.txt', 'w').write(str(held))")

    assert secrets_of(path) == []  # it is only referenced
    assert secrets_of(path, with_data=True)


def test_what_does_not_leave_stops_nothing(tmp_path: Path) -> None:
    """Metadata, outputs, attachments, raw cells and files beside the notebook are no part of a project."""
    path = notebook(tmp_path, "x = [1]", "open('a.txt', 'w').write(str(x))")
    told = json.loads(path.read_text(encoding="utf-8"))
    told["metadata"] |= {"password": CANARY, "widgets": {"state": {"value": CANARY}}}
    told["cells"][0]["metadata"] = {"tags": [CANARY], "token": CANARY}
    told["cells"][0]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": CANARY}]
    told["cells"] += [
        {"cell_type": "raw", "id": "r", "metadata": {}, "source": f"password = {CANARY}"},
        {
            "cell_type": "markdown", "id": "m", "metadata": {}, "source": "![x](attachment:x.png)",
            "attachments": {"x.png": {"image/png": BASE64}},
        },
    ]  # fmt: skip
    path.write_text(json.dumps(told), encoding="utf-8")
    (tmp_path / ".env").write_text(f"DB_PASSWORD={CANARY}\n", encoding="utf-8")

    assert secrets_of(path, with_data=True) == []
    root = export(path, policy=Policy.load(path), with_data=True).write(tmp_path / "project")
    texts = [f.read_text(encoding="utf-8") for f in root.rglob("*") if f.is_file()]
    assert not [text for text in texts if CANARY in text or BASE64 in text]


@pytest.mark.parametrize("place", ["notebook", "kernel", "project", "environment", "file"])
def test_names_are_looked_through(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from jupyter_guard.policy.places import content_hash

    path = notebook(tmp_path, f"open('{HELD if place == 'file' else 'a'}.txt', 'w').write('x')")
    if place == "kernel":
        path.write_text(path.read_text().replace('"python3"', json.dumps(HELD)))
    if place == "notebook":
        path = path.rename(tmp_path / f"{HELD}.ipynb")
    if place == "environment":
        rules = f'version = 1\n[environments.{HELD}]\ntier = "dev"\n'
        (tmp_path / "guard.toml").write_text(rules, encoding="utf-8")
        monkeypatch.setenv("JUPYTER_GUARD_TRUST", content_hash(rules.encode()))

    project = export(path, policy=Policy.load(path), name=HELD if place == "project" else None)

    assert project.secrets
    assert HELD not in " ".join(f"{f.message} {f.remedy}" for f in project.secrets)
    with pytest.raises(NotExportable):
        project.write(tmp_path / "project")
