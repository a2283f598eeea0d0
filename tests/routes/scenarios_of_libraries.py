"""Libraries that stand on the drivers: ORMs, query builders, data frames, other SQL magics."""

from __future__ import annotations

from .scenarios import COUNT, CTE, DELETE, FRAME, INSERT, by

ALCHEMY = (
    "import sqlalchemy as sa\nfrom sqlalchemy import orm\nengine = sa.create_engine(PG_SA)\nmeta = sa.MetaData()\n"
    "orders = sa.Table('orders', meta, sa.Column('id', sa.Integer, primary_key=True), sa.Column('city', sa.Text))\n"
    "class Order(orm.registry().generate_base()): __table__ = orders"
)
SA_COUNT = f"engine.connect().exec_driver_sql({COUNT!r}).scalar()"
DJANGO = """
import django
from django.conf import settings
settings.configure(DATABASES={'default': {'ENGINE': 'django.db.backends.postgresql', 'USER': PG_KW['user'],
    'PASSWORD': PG_KW['password'], 'HOST': PG_KW['host'], 'PORT': PG_KW['port'], 'NAME': PG_KW['database']}}) if not settings.configured else None
django.setup()
import os; os.environ['DJANGO_ALLOW_ASYNC_UNSAFE'] = '1'
from django.apps import apps
from django.db import connection, models
if 'Django' not in globals():
    class Django(models.Model):
        city = models.TextField()
        class Meta: app_label, db_table, managed = 'shop', 'orders', False
"""
PEEWEE = """
import peewee
database = peewee.PostgresqlDatabase(PG_KW['database'], **{k: v for k, v in PG_KW.items() if k != 'database'})
class Order(peewee.Model):
    city = peewee.TextField()
    class Meta: database, table_name = globals()['database'], 'orders'
"""
SQLMODEL = """
import sqlmodel
engine = sqlmodel.create_engine(PG_SA)
if 'Model' not in globals():
    class Model(sqlmodel.SQLModel, table=True):
        __tablename__ = 'orders'
        id: int | None = sqlmodel.Field(default=None, primary_key=True)
        city: str
"""
COPYING = """
import csv, io, pandas
def copied(table, connection, keys, rows):
    text = io.StringIO(); csv.writer(text).writerows(rows)
    with connection.connection.cursor().copy(f'COPY {table.name} FROM STDIN (FORMAT CSV)') as copy: copy.write(text.getvalue())
pandas.DataFrame({'id': [99], 'city': ['X']}).to_sql('orders', engine, if_exists='append', index=False, method=copied)
"""

SCENARIOS = (
    *by(
        "SQLAlchemy", "postgres", ALCHEMY, "engine.dispose()", "sqlalchemy",
        a_bulk_insert=("with orm.Session(engine) as s: s.bulk_insert_mappings(Order, [{'id': 99, 'city': 'X'}]); s.commit()", "orm.Session(engine).query(Order).count()"),
        an_insert_from_a_select=(
            "with engine.begin() as c: c.execute(orders.insert().from_select(['id', 'city'], sa.select(orders.c.id + 96, orders.c.city)))",
            "engine.connect().execute(sa.select(sa.func.count()).select_from(sa.select(orders).subquery())).scalar()",
        ),
        an_orm_update=(
            "with orm.Session(engine) as s: s.execute(sa.update(Order).values(id=Order.id + 50)); s.execute(sa.delete(Order)); s.commit()",
            "len(orm.Session(engine).scalars(sa.select(Order)).all())",
        ),
        an_upsert=(
            "from sqlalchemy.dialects.postgresql import insert\n"
            "with engine.begin() as c: c.execute(insert(orders).values(id=99, city='X').on_conflict_do_nothing())", SA_COUNT,
        ),
        a_table_created=("sa.Table('made', sa.MetaData(), sa.Column('a', sa.Integer)).create(engine)", "len(sa.inspect(engine).get_columns('orders')) + 1"),
        all_tables_created=("sa.Table('made', meta, sa.Column('a', sa.Integer)); meta.create_all(engine)", "len(sa.Table('orders', sa.MetaData(), autoload_with=engine).columns) + 1"),
        autocommit=(f"with engine.connect().execution_options(isolation_level='AUTOCOMMIT') as c: c.exec_driver_sql({INSERT!r})", SA_COUNT),
        an_own_creator=(
            "import psycopg\nown = sa.create_engine('postgresql+psycopg://', creator=lambda: psycopg.connect(PG))\n"
            f"with own.begin() as c: c.exec_driver_sql({INSERT!r})", SA_COUNT,
        ),
        by_psycopg2=(
            f"with sa.create_engine(PG_SA.replace('+psycopg', '+psycopg2')).begin() as c: c.exec_driver_sql({INSERT!r})",
            f"sa.create_engine(PG_SA.replace('+psycopg', '+psycopg2')).connect().exec_driver_sql({COUNT!r}).scalar()",
        ),
        by_pg8000=(
            f"with sa.create_engine(PG_SA.replace('+psycopg', '+pg8000')).begin() as c: c.exec_driver_sql({INSERT!r})",
            f"sa.create_engine(PG_SA.replace('+psycopg', '+pg8000')).connect().exec_driver_sql({COUNT!r}).scalar()",
        ),
        by_asyncpg=(
            "from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine\n"
            "async with AsyncSession(create_async_engine(PG_SA.replace('+psycopg', '+asyncpg'))) as s: s.add(Order(id=99, city='X')); await s.commit()", SA_COUNT,
        ),
        run_sync=(
            "from sqlalchemy.ext.asyncio import create_async_engine\nmore = sa.MetaData(); sa.Table('made', more, sa.Column('a', sa.Integer))\n"
            "async with create_async_engine(PG_SA).begin() as c: await c.run_sync(more.create_all)", SA_COUNT,
        ),
        a_listener=(
            "engine2 = sa.create_engine(PG_SA)\n@sa.event.listens_for(engine2, 'connect')\ndef also(c, record): c.execute(\"INSERT INTO orders VALUES (99, 'X')\"); c.commit()\n"
            "engine2.connect()", SA_COUNT,
        ),
        alembic=(
            "from alembic.migration import MigrationContext\nfrom alembic.operations import Operations\n"
            "with engine.begin() as c: Operations(MigrationContext.configure(c)).create_table('made', sa.Column('a', sa.Integer))", SA_COUNT,
        ),
    ),
    *by(
        "pandas", "postgres", "import sqlalchemy as sa\nengine = sa.create_engine(PG_SA)", "engine.dispose()", "pandas",
        to_sql_by_COPY=(COPYING, f"__import__('pandas').read_sql({COUNT!r}, engine).iloc[0, 0]"),
        to_sql_multi=(FRAME + "frame.to_sql('orders', engine, if_exists='append', index=False, method='multi')", "len(__import__('pandas').read_sql_table('orders', engine))"),
        to_sql_replace=(FRAME + "with engine.begin() as c: frame.to_sql('made', c, if_exists='replace')", "sum(len(f) for f in __import__('pandas').read_sql('SELECT * FROM orders', engine, chunksize=1))"),
        read_sql_query=(f"import pandas\nwith engine.begin() as c: pandas.read_sql_query(sa.text({CTE!r}), c)", f"__import__('pandas').read_sql_query(sa.text({COUNT!r}), engine).iloc[0, 0]"),
        SQLDatabase=("import pandas.io.sql as s\nwith s.pandasSQL_builder(engine) as d, d.run_transaction(): d.execute(\"INSERT INTO orders VALUES (99, 'X')\")", f"__import__('pandas').read_sql({COUNT!r}, engine).iloc[0, 0]"),
    ),
    *by(
        "polars", "postgres", "import polars, sqlalchemy as sa\nengine = sa.create_engine(PG_SA)", "engine.dispose()", "polars",
        append=("polars.DataFrame({'id': [99], 'city': ['X']}).write_database('orders', engine, if_table_exists='append')", f"polars.read_database({COUNT!r}, engine).item()"),
        read_database=(f"with engine.begin() as c: polars.read_database({CTE!r}, c)", f"polars.read_database({COUNT!r}, engine, iter_batches=True, batch_size=1) and polars.read_database({COUNT!r}, engine).item()"),
    ),
    *by(
        "ibis", "postgres", "import ibis\nit = ibis.postgres.connect(**PG_KW)", "it.disconnect()", "ibis-framework",
        insert=("it.insert('orders', it.table('orders').mutate(id=ibis._.id + 96))", "it.table('orders').count().execute()"),
        create_table=("it.create_table('made', it.table('orders'))", "len(it.table('orders').to_pandas())"),
        raw_sql=(f"it.raw_sql({INSERT!r}); it.con.commit()", f"it.raw_sql({COUNT!r}).fetchone()[0]"),
        truncate=("it.truncate_table('orders')", "it.table('orders').id.nunique().execute()"),
    ),
    *by(
        "ibis", "sqlite", "import ibis\nit = ibis.sqlite.connect(SQLITE)", "it.disconnect()", "ibis-framework",
        insert_into_SQLite=("it.insert('orders', it.table('orders').mutate(id=ibis._.id + 96))", "it.table('orders').count().execute()"),
        create_table_in_SQLite=("it.create_table('made', it.table('orders'))", "len(it.table('orders').to_pandas())"),
    ),
    *by(
        "ibis", "duckdb", "import ibis\nit = ibis.duckdb.connect(DUCKDB)", "it.disconnect()", "ibis-framework",
        insert_into_DuckDB=("it.insert('orders', it.table('orders').mutate(id=ibis._.id + 96))", "it.table('orders').count().execute()"),
        create_table_in_DuckDB=("it.create_table('made', it.table('orders'))", "len(it.table('orders').to_pandas())"),
    ),
    *by(
        "JupySQL", "postgres",
        "import sqlalchemy, psycopg\nengine = sqlalchemy.create_engine(PG_SA)\nown = psycopg.connect(PG, autocommit=True)\n%load_ext sql\n%config SqlMagic.displaylimit = 10\n%sql engine --alias it",
        "%sql --close it\nengine.dispose(); own.close()", "jupysql",
        a_cell=(f"get_ipython().run_cell_magic('sql', '', {'SELECT 1; ' + INSERT!r})", f"get_ipython().run_cell_magic('sql', '', {COUNT!r})[0][0]"),
        append=(FRAME + "orders = frame.set_index('id')\n%sql --append orders", f"get_ipython().run_line_magic('sql', {COUNT!r})[0][0]"),
        persist_replace=(FRAME + "made = frame\n%sql --persist-replace made", f"get_ipython().run_line_magic('sql', {COUNT!r})[0][0]"),
        a_connection_of_its_own=(f"%sql own --alias mine\n%sql {INSERT}\n%sql --close mine", f"get_ipython().run_line_magic('sql', {COUNT!r})[0][0]"),
    ),
    *by(
        "dataset", "postgres", "import dataset\ndb = dataset.connect(PG_SA)", "db.close()", "dataset",
        insert=("db['orders'].insert({'id': 99, 'city': 'X'}, ensure=False)", "len(db['orders'])"),
        query=(f"with db as tx: tx.query({DELETE!r})", f"list(db.query({COUNT.replace('count(*)', 'count(*) AS n')!r}))[0]['n']"),
    ),
    *by(
        "peewee", "postgres", PEEWEE, "database.close()", "peewee",
        create=("Order.insert(id=99, city='X').execute()", "Order.select().count()"),
        raw=(f"database.execute_sql({DELETE!r})", f"database.execute_sql({COUNT!r}).fetchone()[0]"),
    ),
    *by(
        "SQLModel", "postgres", SQLMODEL, "engine.dispose()", "sqlmodel",
        add=("with sqlmodel.Session(engine) as s: s.add(Model(id=99, city='X')); s.commit()", "len(sqlmodel.Session(engine).exec(sqlmodel.select(Model)).all())"),
    ),
    *by(
        "Django", "postgres", DJANGO, "connection.close()", "django",
        create=("Django.objects.create(id=99, city='X')", "Django.objects.count()"),
        bulk_create=("Django.objects.bulk_create([Django(id=99, city='X')])", "len(list(Django.objects.all()))"),
        a_cursor=(f"connection.cursor().execute({DELETE!r})", f"[c := connection.cursor(), c.execute({COUNT!r}), c.fetchone()][-1][0]"),
    ),
    *by(
        "records", "postgres", "import records\ndb = records.Database(PG_SA)", "db.close()", "records",
        query=(f"c = db.get_connection(); t = c.transaction(); c.query({INSERT!r}); t.commit()", f"db.query({COUNT!r})[0][0]"),
    ),
    *by(
        "pugsql", "postgres", "import os, pugsql\nos.makedirs('queries', exist_ok=True)\n"
        f"open('queries/a.sql', 'w').write('-- :name gone :affected\\n{DELETE}'); open('queries/b.sql', 'w').write('-- :name many :scalar\\n{COUNT}')\n"
        "q = pugsql.module('queries'); q.connect(PG_SA)", "q.disconnect()", "pugsql",
        module=("q.gone()", "q.many()"),
    ),
)  # fmt: skip
