"""Libraries above the drivers, by further ways of writing; which are installed differs, so some are skips."""

from __future__ import annotations

from .scenarios import COUNT, INSERT, by

PG_COUNT = f"__import__('psycopg').connect(PG).execute({COUNT!r}).fetchone()[0]"
LITE = "import sqlite3\nlook = sqlite3.connect(SQLITE)\n"
R = f"look.execute({COUNT!r}).fetchone()[0]"

SCENARIOS = (
    *by(
        "records", "postgres", "import records\ndb = records.Database(PG_SA)", "db.close()", "records",
        a_transaction=(f"with db.transaction() as t: t.query({INSERT!r})", "db.query('SELECT count(*) AS n FROM orders')[0].n"),
    ),
    *by(
        "dataset", "postgres", "import dataset\ndb = dataset.connect(PG_SA)", "db.close()", "dataset",
        insert=("db['orders'].insert({'id': 99, 'city': 'X'}, ensure=False)", "len(db['orders'])"),
        a_new_table=("db['made'].insert({'a': 1})", "len(db['orders'])"),
        delete=("db['orders'].delete(id=1)", "len(list(db['orders'].all()))"),
        query=(f"db.query({INSERT!r})", "list(db.query('SELECT count(*) AS n FROM orders'))[0]['n']"),
    ),
    *by(
        "peewee", "sqlite", "import peewee\ndb = peewee.SqliteDatabase(SQLITE)\nclass Order(peewee.Model):\n    city = peewee.TextField()\n    class Meta: database = db; table_name = 'orders'\n"
        "class Made(peewee.Model):\n    class Meta: database = db; table_name = 'made'", "db.close()", "peewee",
        save=("Order(city='X').save(force_insert=True)", "Order.select().count()"),
        insert_many=("Order.insert_many([{'id': 98, 'city': 'X'}]).execute()", "Order.select().count()"),
        create_tables=("db.create_tables([Made])", "Order.select().count()"),
        atomic=("with db.atomic(): Order.delete().execute()", "Order.select().count()"),
    ),
    *by(
        "pony", "sqlite", LITE + "from pony import orm\ndb = orm.Database()\nclass Order(db.Entity):\n    _table_ = 'orders'\n    id = orm.PrimaryKey(int)\n    city = orm.Optional(str)\n"
        "db.bind('sqlite', SQLITE); db.generate_mapping()", "db.disconnect()", "pony",
        an_entity=("with orm.db_session: Order(id=99, city='X')", R),
        execute=(f"with orm.db_session: db.execute({INSERT!r})", R),
    ),
    *by(
        "Piccolo", "postgres", "from piccolo.engine.postgres import PostgresEngine\nfrom piccolo.table import Table\nfrom piccolo.columns import Integer, Text\n"
        "db = PostgresEngine(config={**{k: v for k, v in PG_KW.items()}})\nclass Orders(Table, tablename='orders', db=db):\n    id = Integer(primary_key=True)\n    city = Text()", "", "piccolo",
        insert=("await Orders.insert(Orders(id=99, city='X')).run()", "await Orders.count().run()"),
        raw=("await Orders.raw('DELETE FROM orders').run()", "await Orders.count().run()"),
    ),
    *by(
        "sqlite-utils", "sqlite", "import sqlite_utils\ndb = sqlite_utils.Database(SQLITE)", "db.conn.close()", "sqlite-utils",
        insert=("db['orders'].insert({'id': 99, 'city': 'X'})", "db['orders'].count"),
        a_new_table=("db['made'].insert_all([{'a': 1}])", "db['orders'].count"),
        an_upsert=("db['orders'].upsert({'id': 99, 'city': 'X'}, pk='id')", "db['orders'].count"),
        its_command=("import subprocess, sys\nsubprocess.run([sys.executable, '-m', 'sqlite_utils', 'query', SQLITE, 'DELETE FROM orders'])", "db['orders'].count"),
    ),
    *by(
        "databases", "sqlite", "import databases\ndb = databases.Database('sqlite:///' + SQLITE)\nawait db.connect()", "await db.disconnect()", "databases",
        execute=(f"await db.execute({INSERT!r})", f"await db.fetch_val({COUNT!r})"),
    ),
    *by(
        "apsw", "sqlite", LITE + "import apsw", "", "apsw",
        execute=(f"apsw.Connection(SQLITE).execute({INSERT!r})", R),
        a_cursor=(f"apsw.Connection(SQLITE).cursor().execute({INSERT!r})", R),
    ),
    *by(
        "aiopg", "postgres", "import aiopg, psycopg", "", "aiopg",
        execute=(f"async with aiopg.connect(PG) as c, c.cursor() as k: await k.execute({INSERT!r})", PG_COUNT),
    ),
    *by(
        "Dask", "sqlite", LITE + "import dask.dataframe as dd, pandas\nframe = dd.from_pandas(pandas.DataFrame({'id': [99], 'city': ['X']}), npartitions=1)", "", "dask",
        to_sql=("frame.to_sql('made', 'sqlite:///' + SQLITE, index=False)", "len(dd.read_sql_table('orders', 'sqlite:///' + SQLITE, index_col='id'))"),
        delayed=("import dask, sqlite3\n@dask.delayed\ndef work(path):\n    c = sqlite3.connect(path)\n    with c: c.execute('DELETE FROM orders')\ntry: work(SQLITE).compute(scheduler='processes')\nexcept Exception as error: print(error)", R),
    ),
    *by(
        "joblib", "sqlite", LITE + "import joblib, sqlite3\ndef work(path):\n    c = sqlite3.connect(path)\n    with c: c.execute('DELETE FROM orders')\ndef count(path): return sqlite3.connect(path).execute('SELECT count(*) FROM orders').fetchone()[0]", "", "joblib",
        loky=("try: joblib.Parallel(2)(joblib.delayed(work)(SQLITE) for _ in range(1))\nexcept Exception as error: print(error)", "joblib.Parallel(2)(joblib.delayed(count)(SQLITE) for _ in range(1))[0]"),
        threads=("try: joblib.Parallel(2, backend='threading')(joblib.delayed(work)(SQLITE) for _ in range(1))\nexcept Exception as error: print(error)", "joblib.Parallel(2, backend='threading')(joblib.delayed(count)(SQLITE) for _ in range(1))[0]"),
    ),
    *by(
        "JupySQL", "sqlite", LITE + "import pandas\nframe = pandas.DataFrame({'id': [99], 'city': ['X']})\n%load_ext sql\nget_ipython().run_line_magic('sql', 'sqlite:///' + SQLITE)", "", "jupysql",
        persist_into_SQLite=("made = frame\n%sql --persist made", R),
        append_into_SQLite=("orders = frame.set_index('id')\n%sql --append orders", R),
    ),
    *by(
        "polars", "sqlite", LITE + "import polars\nframe = polars.DataFrame({'id': [99], 'city': ['X']})", "", "polars",
        write_database=("frame.write_database('made', 'sqlite:///' + SQLITE)", f"polars.read_database({COUNT!r}, look).item()"),
        a_frame_by_ADBC=("frame.write_database('made', 'sqlite:///' + SQLITE, engine='adbc')", f"polars.read_database_uri({COUNT!r}, 'sqlite://' + SQLITE, engine='connectorx').item()"),
        to_an_engine=("import sqlalchemy\nframe.write_database('made', sqlalchemy.create_engine('sqlite:///' + SQLITE).connect())", R),
    ),
    *by(
        "ADBC", "sqlite", LITE + "import adbc_driver_sqlite.dbapi as lite, pyarrow\ncon = lite.connect('file:' + SQLITE)", "con.close()", "adbc-driver-sqlite",
        ingest_into_SQLite=("con.cursor().adbc_ingest('made', pyarrow.table({'a': [1]})); con.commit()", f"[c := con.cursor(), c.execute({COUNT!r}), c.fetchone()][-1][0]"),
        an_attached_file=("other = lite.connect(); k = other.cursor(); k.execute(f\"ATTACH '{SQLITE}' AS it\"); k.execute(\"INSERT INTO it.orders VALUES (99, 'X')\"); other.commit(); other.close()", f"[c := con.cursor(), c.execute({COUNT!r}), c.fetchone()][-1][0]"),
    ),
    *by(
        "ibis", "sqlite", LITE + "import ibis, pandas\ncon = ibis.sqlite.connect(SQLITE)", "con.disconnect()", "ibis-framework",
        an_insert=("con.insert('orders', pandas.DataFrame({'id': [99], 'city': ['X']}))", "int(con.table('orders').count().execute())"),
        raw_sql_of_SQLite=(f"con.raw_sql({INSERT!r}); con.con.commit()", "int(con.table('orders').count().execute())"),
        a_view=("con.create_view('made', con.table('orders'))", "int(con.table('orders').count().execute())"),
    ),
    *by(
        "SQLModel", "sqlite", LITE + "import sqlmodel\nfrom sqlalchemy.orm import registry\nengine = sqlmodel.create_engine('sqlite:///' + SQLITE)\n"
        "class Base(sqlmodel.SQLModel, registry=registry()): pass\nclass Order(Base, table=True):\n    __tablename__ = 'orders'\n    id: int = sqlmodel.Field(primary_key=True)\n    city: str | None = None", "engine.dispose()", "sqlmodel",
        an_addition=("with sqlmodel.Session(engine) as s: s.add(Order(id=99, city='X')); s.commit()", "len(sqlmodel.Session(engine).exec(sqlmodel.select(Order)).all())"),
        all_tables=("Base.metadata.create_all(engine); Base.metadata.drop_all(engine)", "len(sqlmodel.Session(engine).exec(sqlmodel.select(Order)).all())"),
    ),
    *by(
        "chdb", "sqlite", LITE + "import subprocess", "", "chdb",
        a_function_that_writes_to_SQLite=("import chdb; chdb.query(f\"INSERT INTO FUNCTION sqlite('{SQLITE}', 'orders') VALUES (99, 'X')\")", R),
    ),
)  # fmt: skip
