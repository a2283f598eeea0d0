"""botocore, below boto3 and awswrangler: the calls of Athena's and the Data APIs that carry SQL."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from botocore.client import BaseClient

from jupyter_guard.policy.model import Effect
from jupyter_guard.policy.targets import Target

from .patching import before

if TYPE_CHECKING:
    from jupyter_guard.kernel.gate import Gate

ROUTE = "AWS SDK"
# Service and operation -> the dialect, and where the SQL stands; "plain" where it may be of several.
_TEXTS = {
    ("athena", "StartQueryExecution"): ("trino", "QueryString"),
    ("athena", "CreatePreparedStatement"): ("trino", "QueryStatement"),
    ("athena", "UpdatePreparedStatement"): ("trino", "QueryStatement"),
    ("dynamodb", "ExecuteStatement"): ("plain", "Statement"),
    ("rds-data", "ExecuteStatement"): ("plain", "sql"),
    ("rds-data", "BatchExecuteStatement"): ("plain", "sql"),
    ("rds-data", "ExecuteSql"): ("plain", "sqlStatements"),
    ("redshift-data", "ExecuteStatement"): ("redshift", "Sql"),
    ("redshift-data", "BatchExecuteStatement"): ("redshift", "Sqls"),
    ("timestream-query", "Query"): ("plain", "QueryString"),
}
_WRITES = {
    ("athena", "StartCalculationExecution"): (Effect.UNKNOWN, "a calculation in Spark"),
    ("dynamodb", "BatchExecuteStatement"): (Effect.UNKNOWN, "statements of PartiQL"),
    ("dynamodb", "BatchWriteItem"): (Effect.WRITE, "BatchWriteItem"),
    ("dynamodb", "DeleteItem"): (Effect.WRITE, "DeleteItem"),
    ("dynamodb", "DeleteTable"): (Effect.SCHEMA, "DeleteTable"),
    ("dynamodb", "ExecuteTransaction"): (Effect.UNKNOWN, "a transaction of PartiQL"),
    ("dynamodb", "PutItem"): (Effect.WRITE, "PutItem"),
    ("dynamodb", "TransactWriteItems"): (Effect.WRITE, "TransactWriteItems"),
    ("dynamodb", "UpdateItem"): (Effect.WRITE, "UpdateItem"),
    ("glue", "DeleteTable"): (Effect.SCHEMA, "DeleteTable"),
    ("glue", "BatchDeleteTable"): (Effect.SCHEMA, "BatchDeleteTable"),
    ("glue", "DeleteDatabase"): (Effect.SCHEMA, "DeleteDatabase"),
}


def install(gate: Gate) -> None:
    """Guard every client, whatever service it was made for."""

    def look(client: Any, operation: str = "", params: Any = None, *args: Any, **kwargs: Any) -> Any:
        called = client.meta.service_model.service_name, operation
        if called in _TEXTS:
            dialect, name = _TEXTS[called]
            found = (params or {}).get(name, "")
            passages = ExitStack()
            for text in [found] if isinstance(found, str) else found:
                sent = gate.check(str(text), dialect, lambda: [_target(client, dialect, params)], ROUTE)
                if sent is not None:
                    passages.enter_context(sent)
            return passages
        if called in _WRITES:
            effect, what = _WRITES[called]
            table = str((params or {}).get("TableName") or (params or {}).get("Name") or "")
            return gate.check_effect(
                effect,
                f"{what} {table}".strip(),
                "plain",
                lambda: [_target(client, "plain", params)],
                ROUTE,
                writes=(table,) if table else (),
            )
        return None

    before(BaseClient, "_make_api_call", look)


def _target(client: Any, dialect: str, params: Any) -> Target:
    host = urlsplit(str(client.meta.endpoint_url)).hostname or "?"
    named = (params or {}).get("Database") or (params or {}).get("database") or ""
    return Target(dialect, (host.lower(),), database=str(named))
