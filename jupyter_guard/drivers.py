"""The drivers that have a route here: which module, which adapter, which versions were tried."""

from __future__ import annotations

from typing import NamedTuple


class Route(NamedTuple):  # each kernel makes it at its start, and a dataclass takes longer to make
    """A driver, and the module of kernel/routes that guards it."""

    name: str
    module: str  # whose import makes the driver usable
    adapter: str  # module of kernel/routes
    distribution: str = ""  # '' for the standard library
    tested: tuple[str, str] = ("", "")  # the first version that works, and the first that was not tried
    entries: tuple[str, ...] = ()  # what opens connections; closed in prod when the adapter does not fit


ROUTES = (
    Route("sqlite3", "sqlite3", "sqlite"),
    Route("shell", "IPython.core.interactiveshell", "shell"),
    Route("database files", "os", "database_files"),
    Route("DuckDB", "duckdb", "duckdb", "duckdb", ("1.4", "2.1"), ("connect", "execute", "sql", "query")),
    Route("SQLAlchemy", "sqlalchemy", "sqlalchemy", "sqlalchemy", ("2.0", "2.2"), ("create_engine",)),
    Route(
        "psycopg",
        "psycopg",
        "psycopg",
        "psycopg",
        ("3.2", "3.4"),
        ("connect", "Connection.connect", "AsyncConnection.connect"),
    ),
    Route("psycopg2", "psycopg2", "psycopg2", "", ("2.9", "2.10"), ("connect", "_connect")),
    Route("PyMySQL", "pymysql", "pymysql", "pymysql", ("1.1", "1.3"), ("connect", "Connection")),
    Route(
        "MySQL Connector",
        "mysql.connector",
        "mysql_connector",
        "mysql-connector-python",
        ("9.7", "27"),
        ("connect",),
    ),
    Route(
        "MySQL Connector, asynchronous",
        "mysql.connector.aio",
        "mysql_connector_aio",
        "mysql-connector-python",
        ("9.7", "27"),
        ("connect",),
    ),
    Route("aiomysql", "aiomysql", "aiomysql", "aiomysql", ("0.2", "0.4"), ("connect", "create_pool")),
    Route("asyncmy", "asyncmy", "asyncmy", "asyncmy", ("0.2.10", "0.3"), ("connect", "create_pool")),
    Route("mysqlclient", "MySQLdb", "mysqlclient", "mysqlclient", ("2.2", "2.4"), ("connect", "Connect")),
    Route("pg8000", "pg8000.core", "pg8000", "pg8000", ("1.31", "1.32"), ("CoreConnection",)),
    Route("asyncpg", "asyncpg", "asyncpg", "asyncpg", ("0.30", "0.33"), ("connect", "create_pool")),
    Route(
        "ADBC", "adbc_driver_manager._lib", "adbc", "adbc-driver-manager", ("1.13", "1.14"), ("AdbcDatabase",)
    ),
    Route("connectorx", "connectorx", "connectorx", "connectorx", ("0.3.3", "0.5"), ("read_sql",)),
    Route("pyodbc", "pyodbc", "pyodbc", "pyodbc", ("5.1", "5.6"), ("connect", "Connection")),
    Route("pymssql", "pymssql", "pymssql", "pymssql", ("2.3", "2.5"), ("connect",)),
    Route(
        "python-oracledb",
        "oracledb",
        "oracledb",
        "oracledb",
        ("3.0", "27"),
        ("connect", "connect_async", "create_pool", "create_pool_async"),
    ),
    Route("Trino", "trino", "trino", "trino", ("0.330", "0.341"), ("dbapi.connect",)),
    Route(
        "ClickHouse Connect",
        "clickhouse_connect",
        "clickhouse_connect",
        "clickhouse-connect",
        ("1.12", "1.13"),
        ("get_client", "create_client", "get_async_client", "create_async_client"),
    ),
    Route(
        "clickhouse-driver",
        "clickhouse_driver",
        "clickhouse_driver",
        "clickhouse-driver",
        ("0.2.9", "0.3"),
        ("connect", "Client"),
    ),
    Route("PySpark", "pyspark.sql", "pyspark", "pyspark", ("4.0", "4.4"), ("SparkSession",)),
    Route(
        "BigQuery",
        "google.cloud.bigquery",
        "bigquery",
        "google-cloud-bigquery",
        ("3.20", "3.48"),
        ("Client",),
    ),
    Route(
        "Snowflake",
        "snowflake.connector",
        "snowflake",
        "snowflake-connector-python",
        ("4.8", "5.3"),
        ("connect", "Connect", "SnowflakeConnection"),
    ),
    Route(
        "Databricks SQL",
        "databricks.sql.client",
        "databricks",
        "databricks-sql-connector",
        ("4.9", "4.10"),
        ("Connection",),
    ),
    Route(
        "AWS SDK",
        "botocore.client",
        "botocore",
        "botocore",
        ("1.35", "1.46"),
        ("ClientCreator.create_client",),
    ),
    Route("PyAthena", "pyathena.common", "pyathena", "pyathena", ("4.2", "4.3"), ("BaseCursor",)),
    Route(
        "redshift_connector",
        "redshift_connector.core",
        "redshift",
        "redshift_connector",
        ("2.1", "2.3"),
        ("Connection",),
    ),
)
