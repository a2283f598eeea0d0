"""No secret of any shape gets into the journal: every byte of it is searched for what was planted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from jupyter_guard.journal.cells import runs
from jupyter_guard.journal.secrets import conceal_sql
from jupyter_guard.journal.source_secrets import conceal_source
from jupyter_guard.journal.statements import statements
from tests.kernel.conftest import Kernel

CANARY = "cAnary7Zq"
# Cells and statements as people write them; @@@ stands for the secret.
SOURCES = [
    'create_engine("postgresql://me:@@@@h/db")',
    'create_engine(f"postgresql://{user}:@@@@{host}/db")',
    'url = "postgresql+psycopg://me:p%40@@@/x@h:5432/db"',
    'url = "https://@@@@api.example.com/x"',
    'url = "https://:@@@@api.example.com/x"',
    'os.environ["DB_PASSWORD"] = "@@@"',
    'os.environ.update(DB_PASSWORD="@@@")',
    'os.environ.setdefault("API_TOKEN", "@@@")',
    'os.putenv("API_TOKEN", "@@@")',
    "%env DB_PASSWORD=@@@",
    "%env DB_PASSWORD = @@@",
    "%env DB_PASSWORD @@@",
    "%set_env API_KEY=@@@",
    "!PGPASSWORD=@@@ psql -h x",
    "!mysql -u root -p@@@ db",
    "!curl -u me:@@@ https://x",
    '!curl -H "Authorization: Basic @@@" https://x',
    '!curl -H "X-Api-Key: @@@" https://x',
    "!aws configure set aws_secret_access_key @@@",
    "!export TOKEN=@@@",
    "!tool --password @@@ --x",
    "!tool --token=@@@",
    'd = {"password": "@@@"}',
    "d = {'db': {'api_key': '@@@'}}",
    'd = dict(password="@@@")',
    "connect(host, password='@@@')",
    'connect(host="h", passwd = "@@@")',
    'password: str = "@@@"',
    'def f(password="@@@"): pass',
    'password = x or "@@@"',
    'os.getenv("PASSWORD", "@@@")',
    'if token == "@@@": pass',
    'if (token := "@@@"): pass',
    'password = ("@@@")',
    'password = ("cAnary"\n   "@@@")',
    'password = "@@@" + "cAnary2"',
    'token = str("@@@")',
    'token = b"@@@"',
    'tokens = ["x1234567", "@@@"]',
    'auth = ("user", "@@@")',
    'requests.get(u, auth=("user", "@@@"))',
    'requests.get(u, auth=HTTPBasicAuth("user", "@@@"))',
    'setattr(cfg, "password", "@@@")',
    'keyring.set_password("svc", "user", "@@@")',
    'cfg.password = "@@@"',
    'cfg["secret_key"] = f"@@@"',
    'headers = {"Authorization": "Bearer @@@"}',
    'headers = {"Authorization": "Basic @@@=="}',
    'headers = {"Authorization": f"token @@@"}',
    'headers["X-Api-Key"] = "@@@"',
    'cookies = {"sessionid": "@@@"}',
    's = \'{"password": "@@@"}\'',
    's = "{\\"password\\": \\"@@@\\"}"',
    's = """\npassword = @@@\n"""',
    's = """\ndb:\n  password: @@@\n"""',
    "# password: @@@",
    '# the token is "@@@"',
    'pd.read_csv("https://x.blob.core.windows.net/a.csv?sv=1&sig=@@@")',
    'pd.read_csv("https://x/a.csv?token=@@@&b=1")',
    'pd.read_csv("https://x/a.csv?X-Amz-Signature=@@@")',
    'pd.read_csv("https://x/a?access_token=@@@")',
    'open("/data/token=@@@.txt")',
    "DRIVER={PG};SERVER=h;UID=u;PWD=@@@;",
    'conn = "Driver=x;Uid=u;Password=@@@"',
    "AccountKey=@@@;EndpointSuffix=x",
    'hf = "hf_abcdefghij@@@klmnop"',
    'x = "dapi0123456789abcdef0123456789ab@@@"',
    'x = "npm_abcdefghij@@@klmnopqrstuvwxyz"',
    'x = "pypi-AgEIcHlwaS5vcmc@@@abcdefgh"',
    'x = "SG.abcdefghij@@@.klmnopqrstuvwxyz"',
    'x = "ghp_abcdefghijkl@@@mnopqrst"',
    'x = "glpat-abcdefg@@@hijkl"',
    'x = "xoxb-1234567890-@@@"',
    'x = "sk-proj-abcdefg@@@hijkl"',
    'x = "AIzaSyabcdefghijklmnop@@@qrstuvwx"',
    'x = "eyJhbGciOi.eyJzdWIi@@@OiIx.abc@@@def"',
    'x = "-----BEGIN RSA PRIVATE KEY-----\\n@@@\\n-----END RSA PRIVATE KEY-----"',
    'print("my password is @@@")',
    'params = {"client_secret": "@@@", "x": 1}',
    'Config(private_key="""@@@""")',
    "snowflake.connector.connect(user='u', password=\"@@@\", passcode='@@@')",
    'mongo = "mongodb+srv://u:@@@@cluster/x"',
    'redis.Redis.from_url("redis://:@@@@h:6379/0")',
    "amqp = 'amqp://guest:@@@@h'",
    "pwd = '''@@@'''",
    "api_secret = r'@@@'",
    "PASSWORD = '@@@'  # noqa",
    'user, password = "ann", "@@@"',
    'user, password = ("ann", "@@@")',
    'login(user="ann", pw="@@@")',
    'with open("x") as f, connect(pass_="@@@"): pass',
    'token="@@@";x=1',
    'lambda: connect(token="@@@")',
    'class A:\n    secret: ClassVar[str] = "@@@"',
    "def connect(user, /, secret='@@@', *, token='@@@'): ...",
    "match = {**base, 'token': f'x{y}@@@'}",
    "x = ('password', '@@@')",
    "with connect(token='@@@') as c:\n    !curl -u me:@@@ https://h\n    rows = !PGPASSWORD=@@@ psql",
    "%%bash\nexport DB_PASSWORD='@@@'\npsql",
    "%%writefile .env\nDB_PASSWORD=@@@\nTOKEN: @@@",
    "ü = 'é'; password = '@@@'; 'ü'",
    's = "postgresql://{}:{}@h/db".format("me", "@@@")',
    's = "postgresql://%s:%s@h/db" % ("me", "@@@")',
    's = "PWD={};".format("@@@")',
    'URL.create("postgresql", "me", "@@@", "h")',
    'pymysql.connect("h", "root", "@@@", "db")',
    'cur.execute("ALTER USER ann PASSWORD %s", ("@@@",))',
    'smtp.login("me", "@@@")',
    'jwt.encode({"a": 1}, "@@@", algorithm="HS256")',
    'oracledb.connect("scott/@@@@h/x")',
    'u = "jdbc:oracle:thin:scott/@@@@//h:1521/x"',
    'spark.conf.set("fs.azure.account.key.x.dfs.core.windows.net", "@@@")',
    'builder.config("spark.hadoop.fs.s3a.secret.key", "@@@")',
    'for password in ["@@@"]: pass',
    'found = [connect(p) for token in ("@@@",)]',
    'password = b64decode("@@@").decode()',
    'def get_token():\n    return "@@@"',
    'get_password = lambda: "@@@"',
    'd["auth"]["bearer"] = "@@@"',
    'headers = {"Ocp-Apim-Subscription-Key": "@@@"}',
    'passwort = "@@@"',
    'senha = "@@@"',
    'DB_PW = "@@@"',
    'signing_key = "@@@"',
    'hook = "https://hooks.slack.com/services/T000/B000/@@@"',
    'subprocess.run(["mysql", "-u", "me", "-p@@@"])',
    'subprocess.run(["curl", "-u", "me:@@@", "h"])',
    's = """\npassword: >\n   @@@\n"""',
    "s = \"INSERT INTO users (name, password) VALUES ('ann', '@@@')\"",
    "!sqlplus scott/@@@@h",
    "!sshpass -p @@@ ssh h",
    "!docker login -u me -p @@@",
    "!redis-cli -a @@@ ping",
    "!echo @@@ | sudo -S ls",
    "!kinit me <<< @@@",
    '%%html\n<input type="password" value="@@@">',
]
STATEMENTS = [
    "ALTER USER ann PASSWORD '@@@'",
    "CREATE USER ann IDENTIFIED BY '@@@'",
    "CREATE USER ann IDENTIFIED WITH mysql_native_password BY '@@@'",
    "SET PASSWORD FOR ann = PASSWORD('@@@')",
    "CREATE SECRET s (TYPE s3, KEY_ID 'AKIAX', SECRET '@@@')",
    "CREATE SECRET s (TYPE postgres, PASSWORD '@@@')",
    "ATTACH 'host=h password=@@@ dbname=d' AS p (TYPE postgres)",
    "ATTACH 'postgresql://me:@@@@h/d' AS p",
    "SELECT * FROM dblink('host=h password=@@@', 'SELECT 1')",
    "COPY t FROM 's3://x' CREDENTIALS 'aws_access_key_id=AKIA;aws_secret_access_key=@@@'",
    "SET s3_secret_access_key='@@@'",
    "OPEN SYMMETRIC KEY k DECRYPTION BY PASSWORD = '@@@'",
    "SELECT pgp_sym_decrypt(x, 'key') -- password @@@",
    "CREATE FOREIGN SERVER s OPTIONS (user 'u', password '@@@')",
    "CREATE SECRET s (TYPE s3, SECRET('@@@'))",
    "SELECT 1 /* the token is @@@ */",
    "CREATE ROLE x PASSWORD E'@@@'",
    "CREATE ROLE x PASSWORD $$@@@$$",
    "CREATE LOGIN x WITH PASSWORD = N'@@@'",
    'ALTER USER x IDENTIFIED BY "@@@"',
    "ALTER USER x IDENTIFIED BY @@@",
    "CREATE USER x IDENTIFIED BY VALUES '@@@'",
    "COPY t FROM 's3://b' ACCESS_KEY_ID 'x' SECRET_ACCESS_KEY '@@@'",
    "ATTACH 'x.db' AS e (ENCRYPTION_KEY '@@@')",
    "PRAGMA key = '@@@'",
    "PRAGMA add_parquet_key('k', '@@@')",
    "CREATE SECRET (TYPE huggingface, TOKEN '@@@')",
    "SELECT * FROM mysql('h', 'db', 't', 'u', '@@@')",
    "SELECT pgp_sym_encrypt('x', '@@@')",
    "SELECT crypt('@@@', gen_salt('bf'))",
    "UPDATE users SET password = crypt('@@@', gen_salt('bf'))",
    "INSERT INTO users (name, password) VALUES ('a;b', 'x'), ('ann', '@@@')",
    "SELECT * FROM users WHERE api_key NOT IN ('x', '@@@')",
    "EXEC sp_addlogin 'x', '@@@'",
    "EXEC sp_addlinkedsrvlogin 's', 'false', NULL, 'u', '@@@'",
    "CONNECT TO h USER u USING '@@@'",
]
INNOCENT = [
    "max_tokens = 512",
    "tokenizer = AutoTokenizer.from_pretrained('bert-base-uncased')",
    "df.pivot(index='a', columns='key')",
    "password = getpass('Password of the warehouse: ')",
    "password = os.environ['DB_PASSWORD']",
    "password = keyring.get_password('warehouse', 'ann')",
    "token = os.getenv('API_TOKEN')",
    "engine = create_engine(f'postgresql://{user}:{password}@{host}/db')",
    "url = '${keyring:warehouse/ann}'",
    "connect(password=pw, host='h')",
    "author = 'Ann'; passed = 'yes'; compass = 'north'",
    "# pass the frame on, then sort by key",
    "key = 'store'\nfor key in ['a', 'b']: pass",
    "%load_ext autoreload\n!ls -la",
    "!docker run -p 8080:80 x\n!echo hello | wc -l",
    "print('{}: {}'.format('a', 'b')); s = '%s of %s' % ('one', 'two')",
    "subprocess.run(['tar', '-p', '-x', 'file'])",
    "def get_key(row):\n    return 'store'",
    "con.execute('INSERT INTO t (a, b) VALUES (?, ?)', ('x', 'yyy'))",
    "con.execute(\"SELECT * FROM a JOIN b USING (id) WHERE city IN ('Rome')\")",
    "# The rows are identified by the number of the store",
    "%%bash\nls",
]


@pytest.mark.parametrize("source", SOURCES)
def test_a_source_keeps_no_secret(source: str) -> None:
    kept = conceal_source(source.replace("@@@", CANARY))

    assert CANARY not in kept
    assert "<secret: " in kept


@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_statement_keeps_no_secret(statement: str) -> None:
    assert CANARY not in conceal_sql(statement.replace("@@@", CANARY))


@pytest.mark.parametrize("source", INNOCENT)
def test_what_is_no_secret_stays_as_it_is(source: str) -> None:
    assert conceal_source(source) == source


def test_no_planted_secret_is_in_any_byte(
    start: Callable[..., Kernel], project: Path, tmp_path: Path
) -> None:
    journal = tmp_path / "data" / "jupyter_guard" / "journal"
    planted = {
        f"{CANARY}{number:03}x": source for number, source in enumerate(SOURCES) if source[0] not in "%!"
    }
    notebook = project / "token=cAnaryNotebook9.ipynb"
    kernel = start(project, JPY_SESSION_NAME=str(notebook), SHOP_TOKEN="cAnaryVariable9")
    for canary, source in planted.items():
        kernel.run(source.replace("@@@", canary))
    # What only the running notebook knows: values that stand in no source.
    kernel.run("db_password = 'cAnary' + 'Value9'")
    kernel.run("open(f'{db_password}.txt', 'w').write(db_password)")
    kernel.run("open('token=cAnaryPath9.csv', 'w').close()")
    kernel.run("import pandas as pd; frame = pd.DataFrame({db_password: ['cAnary' + 'Data9']})\nframe")
    kernel.run("print(db_password); raise ValueError(f'login with {db_password} failed')")
    kernel.run("get_ipython().run_cell_magic('guarded_sql', 'warehouse', f\"SELECT '{db_password}' AS a\")")
    kernel.run("%%guarded_sql warehouse\nSELECT :db_password AS a, CAST(:db_password AS INTEGER) AS b")
    for canary, statement in {f"{CANARY}{n}y": s for n, s in enumerate(STATEMENTS)}.items():
        kernel.run(f"%%guarded_sql warehouse\n{statement.replace('@@@', canary)}")
    kernel.run("import sqlite3; sqlite3.connect('notes.db').execute(f\"SELECT '{db_password}'\")")
    kernel.run("%guard tag prod")
    kernel.run("%guard unlock --effect write --for 1m --reason 'password=cAnaryReason9'")
    kernel.run("%%guarded_sql warehouse\nSELECT * FROM orders WHERE city = 'cAnaryLiteral9'")

    content = b"".join(file.read_bytes() for file in journal.iterdir())
    leaked = [canary for canary in planted if canary.encode() in content]
    assert {canary: planted[canary] for canary in leaked} == {}
    assert [s for n, s in enumerate(STATEMENTS) if f"{CANARY}{n}y".encode() in content] == []
    words = ("Variable9", "Value9", "Data9", "Path9", "Reason9", "Literal9", "Notebook9")
    assert [word for word in words if f"cAnary{word}".encode() in content] == []
    assert runs(journal)[-1].ending.state == "ok"  # it was not lost on the way
    assert len(statements(journal)) > len(STATEMENTS)
