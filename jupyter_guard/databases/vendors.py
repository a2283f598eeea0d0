"""Databases of which the guard can lock no session, and each vendor's own way to one that only reads."""

from __future__ import annotations

from typing import NamedTuple

LOCKABLE = frozenset({"postgres", "mysql", "sqlite", "duckdb"})


class Vendor(NamedTuple):
    """What an administrator can do there."""

    name: str
    why: str  # there is no lock on a session
    way: str


_BY_DIALECT = {
    "snowflake": Vendor(
        "Snowflake",
        "no session of it can be made read-only",
        "a role with USAGE and SELECT only, and `ALTER USER … SET MULTI_STATEMENT_COUNT = 1`",
    ),
    "bigquery": Vendor(
        "BigQuery",
        "it has no sessions that could be read-only",
        "roles/bigquery.dataViewer and jobUser; a dry run tells statement type and bytes",
    ),
    "databricks": Vendor(
        "Databricks",
        "no session of it can be made read-only",
        "bind the catalog to the workspace read-only (Unity Catalog), and grant SELECT only",
    ),
    "spark": Vendor(
        "Spark",
        "no session of it can be made read-only",
        "with Unity Catalog as for Databricks; without a catalog service, storage credentials that only read",
    ),
    "trino": Vendor(
        "Trino, Starburst",
        "its sessions have no read-only mode that holds for every connector",
        'rules of the access control with `"privileges": ["SELECT"]`',
    ),
    "redshift": Vendor(
        "Redshift",
        "its users keep no read-only session",
        "a user with SELECT only",
    ),
    "athena": Vendor(
        "Athena",
        "it has no sessions that could be read-only",
        "an IAM role without s3:PutObject, s3:DeleteObject and without glue:Create*, Update*, Delete*",
    ),
    "tsql": Vendor(
        "SQL Server",
        "`ApplicationIntent=ReadOnly` counts only where there is a replica",
        "`ALTER ROLE db_datareader ADD MEMBER …` and no other role",
    ),
    "oracle": Vendor(
        "Oracle",
        "`SET TRANSACTION READ ONLY` lasts one transaction",
        "a user with READ grants only",
    ),
    "clickhouse": Vendor(
        "ClickHouse",
        "a client's own `readonly` may not be in force",
        "a profile with `readonly = 1` on the server",
    ),
}
_UNKNOWN = Vendor(
    "any other",
    "the guard knows no way to lock a session of it",
    "a user, role or token that cannot write",
)
VENDORS = (*_BY_DIALECT.values(), _UNKNOWN)


def vendor_of(dialect: str) -> Vendor | None:
    """Return who makes a database that cannot be locked here; None where it can."""
    return None if dialect in LOCKABLE else _BY_DIALECT.get(dialect, _UNKNOWN)
