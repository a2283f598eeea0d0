"""Read a PostgreSQL URL strictly, and open a session with it.

Strictly, because libpq and others read a URL with a stray @ or # differently: the policy
might judge one host and libpq connect to another, or a piece of the password be taken for
a host and shown in a message.
"""

from __future__ import annotations

import os
import re

import psycopg
from psycopg.conninfo import conninfo_to_dict

from jupyter_guard.errors import ConnectionFailed

from . import postgres_options

_URL = re.compile(
    r"postgres(?:ql)?(?:\+\w+)?://(?P<rest>(?:[^@/?#]*@)?[^@/?#]*(?:/[^@/?#]*)?(?:\?[^@#]*)?)\Z"
)
_TOLD_ALREADY = re.compile(r"\A(?:connection failed: )?connection to server .*? port \d+ failed: ")
_TIMEOUT = "10"  # seconds for each host

# What libpq or the server says -> what it means. The first that is found counts.
_MEANINGS = {
    "password authentication failed": "the server does not accept this user and password.",
    "no password supplied": "the server wants a password and the URL has none: "
    "postgresql://user:${keyring:service/user}@host/database.",
    "unsupported startup parameter": "a pooler such as PgBouncer refuses the startup parameter 'options', "
    "which the URL or PGOPTIONS asks for. Leave it out, or set ignore_startup_parameters there.",
    "role": "{said}",
    "database": "{said}",
    "could not translate host name": "the host name is not known.",
    "failed to resolve host": "the host name is not known.",
    "Connection refused": "nothing listens there; is the server running, and host and port right?",
    "No such file or directory": "there is no server behind this socket folder.",
    "timeout": "there is no answer; is a VPN or a firewall between?",
    "pg_hba.conf": "the server does not let this user in from here (pg_hba.conf).",
    "SSL": "the encrypted connection failed: {said}",
    "certificate": "the encrypted connection failed: {said}",
}


def parameters_of(name: str, url: str, *, read_only: bool) -> dict[str, str]:
    """Return libpq's parameters for `url`, or raise ConnectionFailed without showing any of it."""
    found = _URL.match(url)
    given: dict[str, object] | None = None
    if found:
        try:
            given = dict(conninfo_to_dict(f"postgresql://{found['rest']}"))
        except psycopg.Error:  # its words may quote a piece of the password
            given = None
    if given is None:
        raise ConnectionFailed(
            f"{name}: the URL cannot be read. It has to be postgresql://user:password@host:port/database, "
            "and in user and password the characters @ : / ? # % have to be percent-encoded, as %40 for @; "
            "${env:…} and ${keyring:…} do that by themselves."
        )
    parameters = {"application_name": "jupyter_guard", "connect_timeout": _TIMEOUT}
    parameters |= {key: str(value) for key, value in given.items() if value is not None}
    parameters["client_encoding"] = "utf8"
    # An own value replaces what PGOPTIONS says, so both are put together.
    own = parameters.get("options")
    options = postgres_options.locked(own) if read_only else postgres_options.unlocked(own)
    if options is not None:
        parameters["options"] = options
    return parameters


def connect(name: str, parameters: dict[str, str]) -> psycopg.Connection[tuple[object, ...]]:
    """Return an open session, or raise ConnectionFailed that says what is wrong.

    Behind a pooler that refuses startup options it comes without the lock among them.
    """
    try:
        return _open(parameters)
    except psycopg.Error as error:
        answer = str(error)
    plain = _without_lock(parameters)
    if "unsupported startup parameter" in answer and plain is not None:
        try:
            return _open(plain)
        except psycopg.Error as error:
            answer = str(error)
    raise ConnectionFailed(f"{name}: {_where(parameters)}: {_meaning(answer, parameters)}")


def _open(parameters: dict[str, str]) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(
        **parameters,  # type: ignore[arg-type]  # libpq's own names, all of them texts
        autocommit=True,  # BEGIN and COMMIT are the user's own
        prepare_threshold=None,  # poolers lose prepared statements
    )


def _without_lock(parameters: dict[str, str]) -> dict[str, str] | None:
    """Return the parameters without our option; None where it is not there, or not alone."""
    return {**parameters, "options": ""} if parameters.get("options") == postgres_options.OPTION else None


def _where(parameters: dict[str, str]) -> str:
    asked = parameters.get("host") or parameters.get("hostaddr")
    host = asked or os.environ.get("PGHOST") or "the local socket"
    where = f"cannot connect to PostgreSQL at {host}"
    if "port" in parameters:
        where += f", port {parameters['port']}"
    if "dbname" in parameters:
        where += f", database {parameters['dbname']}"
    if "user" in parameters:
        where += f", as {parameters['user']}"
    return where


def _meaning(answer: str, parameters: dict[str, str]) -> str:
    # The last line tells of the last host that was tried; libpq adds a question to some.
    lines = [line for line in answer.splitlines() if line.strip() and "Is the server running" not in line]
    said = (lines or [answer])[-1].rpartition("FATAL:")[2].strip()
    said = _TOLD_ALREADY.sub("", said)
    password = parameters.get("password", "")
    if password:
        said = said.replace(password, "…")
    for words, meaning in _MEANINGS.items():
        if words in said:
            return meaning.format(said=said)
    return f"PostgreSQL says: {said}"
