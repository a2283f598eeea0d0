"""Write config/*.toml: what guard.toml says of each environment, without any secret."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from jupyter_guard.policy import Environment, Policy, Tier
from jupyter_guard.policy.targets import target_of

from .locations import Location, values_for
from .parameters import Parameter
from .plan import Plan
from .queries import LOCAL

_SAME = "# What is the same in every environment; config/ENVIRONMENT.toml may override it."
_KEYRING = re.compile(r"\$\{keyring:([^}]+)\}")


def default_environment(policy: Policy) -> str:
    """Return the environment that the project runs in when nobody names one; never a PROD one."""
    safe = [
        e.name for e in sorted(policy.environments.values(), key=lambda e: e.tier) if e.tier is not Tier.PROD
    ]
    return "dev" if "dev" in safe or not safe else safe[0]


def connections(plan: Plan) -> tuple[str, ...]:
    """Return the names of the connections that the kept queries use."""
    queries = (part.query for part in plan.parts if part.query is not None)
    return tuple(sorted({query.connection for query in queries if not query.variable}))


def owners(locations: Iterable[Location], urls: Mapping[str, str], policy: Policy) -> Mapping[str, str]:
    """Return, by name, the environment of guard.toml that a database server belongs to."""
    found = {}
    places = {place.name: place.value for place in locations if place.is_database}
    for name, url in {**places, **urls}.items():
        hosts = target_of(url).hosts
        for environment in policy.environments.values():
            if any(fnmatchcase(host, pattern) for host in hosts for pattern in environment.hosts):
                found[name] = environment.name
    return found


def base_text(
    plan: Plan, root: Path, locations: Sequence[Location], own: Mapping[str, str], *, data: bool, home: str
) -> str:
    """Return config/base.toml for a project at `root`; `home` is its folder of data files, if it has one."""
    lines = [_SAME, ""]
    if data:
        folders = [*([home] if home else []), _relative(plan.notebook.path.resolve().parent, root)]
        lines += [
            "# The folders that input files are looked for in, in this order, from the project's.",
            f"data = [{', '.join(map(_quoted, folders))}]",
            "",
        ]
    if plan.parameters:
        lines += ["[parameters]", *(_parameter_line(p) for p in plan.parameters), ""]
    same = [place for place in locations if not place.written and place.name not in own]
    if same:
        lines += ["# Places that the notebook named.", "[locations]"]
        lines += [f"{place.name} = {_quoted(place.value)}" for place in same]
    return "\n".join(lines).rstrip() + "\n"


def environment_text(
    environment: Environment,
    names: Iterable[str],
    urls: Mapping[str, str],
    root: Path,
    locations: Sequence[Location],
    own: Mapping[str, str],
    *,
    default: bool,
) -> str:
    """Return config/ENVIRONMENT.toml for a project at `root`; `default` is what runs when none is named.

    `urls` are the connections that the notebook itself names, `own` what belongs to one environment only.
    """
    output = "." if default else f"output/{environment.name}"
    lines = [
        f'tier = "{environment.tier.name.lower()}"',
        "read_only = true  # connections are opened so that the database itself refuses to write",
        f"output = {_quoted(output)}  # where results go, from the current folder",
    ]
    names = list(names)
    lines += ["", "[connections]"] if names else []
    for name in names:
        url = environment.connections.get(name) or ("duckdb:///:memory:" if name == LOCAL else "")
        url = url or (urls.get(name, "") if own.get(name, environment.name) == environment.name else "")
        lines.append(
            f"{name} = {_quoted(_portable(url, root))}" if url else f"# {name} is not in guard.toml here"
        )
    told = list(values_for(locations, environment.name, environment.tier is Tier.PROD, own))
    if told:
        lines += ["", "[locations]"]
        lines += [
            f"# {name} is not known here" if value is None else f"{name} = {_quoted(value)}"
            for name, value in told
        ]
    return "\n".join(lines).rstrip() + "\n"


def one_text(base: str, environments: Mapping[str, str]) -> str:
    """Return config.toml: what is the same everywhere, then a table for each environment."""
    head = "# The values of all environments; a table of an environment may override what is above it."
    texts = [base.replace(_SAME, head)]
    for name, text in environments.items():
        place = f"environments.{name if re.fullmatch(r'[A-Za-z0-9_-]+', name) else _quoted(name)}"
        inside = re.sub(r"(?m)^\[(?=\w+\]$)", f"[{place}.", text)
        texts.append(f"[{place}]\n{inside}")
    return "\n".join(texts)


def references(policy: Policy, names: Iterable[str], urls: Mapping[str, str]) -> Mapping[str, str]:
    """Return the environment variables that the URLs need, and what each stands for."""
    found: dict[str, str] = {}
    names = list(names)
    for environment in policy.environments.values():
        for name in names:
            url = environment.connections.get(name) or urls.get(name, "")
            found |= {
                _variable(entry): f"{name} in {environment.name} (keyring {entry})"
                for entry in _KEYRING.findall(url)
            }
            found |= dict.fromkeys(re.findall(r"\$\{env:([^}]+)\}", url), f"{name} in {environment.name}")
    return dict(sorted(found.items()))


def _portable(url: str, root: Path) -> str:
    """Return `url` with its file relative to the project, and keyring references as variables."""
    url = _KEYRING.sub(lambda found: f"${{env:{_variable(found[1])}}}", url)
    target = target_of(url)
    if not target.path:
        return url
    scheme, _, query = url.partition(":")[0], "", url.partition("?")[2]
    return f"{scheme}:///{_relative(Path(target.path), root)}" + (f"?{query}" if query else "")


def _relative(path: Path, root: Path) -> str:
    return Path(os.path.relpath(path, root.resolve())).as_posix()


def _variable(entry: str) -> str:
    return re.sub(r"\W+", "_", entry).strip("_").upper()


def _parameter_line(parameter: Parameter) -> str:
    if parameter.value is None:
        return f"# {parameter.name} is not set"
    return f"{parameter.name} = {_toml(parameter.value)}"


def _toml(value: str | int | float | bool) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return _quoted(value)
    return repr(value)


def _quoted(text: str) -> str:
    # A JSON string is a TOML string, but for DEL, which TOML wants escaped.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
