# `make` lists the targets. Everything is built below this folder: the environment in .venv/, the state of the office in var/.

SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install -qq --progress-bar off
PACKAGES := models planning rendering activities workflows desk inbox web runtime cli

# Run a command that takes its time, with a dot for every second.
dotted = $(1) & job=$$!; while kill -0 $$job 2>/dev/null; do printf .; sleep 1; done; echo; wait $$job

.DEFAULT_GOAL := help
.PHONY: help setup run test lint bench format lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

setup: .venv/stamps/run ## build .venv from the locked, hashed list of packages
	@:

run: setup ## start the office: Temporal, worker, mail catcher; Ctrl-C stops it
	@exec $(BIN)/aarshjul run

# Four for two cores: many tests wait for a browser, for a server or for processes that they have killed.
test: export PYTHONDONTWRITEBYTECODE :=  # what is compiled once serves every process that the tests start
test: lint ## run everything there is; AARSHJUL_WITHOUT=postgres,browser,readers,openid,mailservers leaves those out
	$(BIN)/python -m pytest -n 4 --dist worksteal

lint: .venv/stamps/test ## ruff, mypy and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(PACKAGES) migrations settings.py temporal_client.py $(wildcard worker.py) bench
	$(BIN)/lint-imports

bench: .venv/stamps/bench ## measure, beside the barest and beside peers; MORE="--full" to a hundred times as many bodies
	$(BIN)/python -m bench $(MORE)

format: .venv/stamps/test ## write the code as ruff writes it
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: ## settle versions and hashes anew from pyproject.toml
	@echo "Settling versions and hashes …"
	@set -e; tools=$$(mktemp -d); trap 'rm -rf "$$tools"' EXIT; \
	$(PYTHON) -m venv "$$tools"; "$$tools/bin/pip" --disable-pip-version-check install --quiet uv; \
	compile="$$tools/bin/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11"; \
	$$compile pyproject.toml -o requirements/run.txt; \
	$$compile pyproject.toml --group dev -o requirements/test.txt; \
	$$compile pyproject.toml --group bench -o requirements/bench.txt

clean: ## remove the environment and the caches; the office's state in var/ stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info build

.venv/stamps/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Årshjul needs Python 3.11 or newer as '$(PYTHON)'. Name another one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { \
	  echo "Python's venv module is missing. On Debian: apt-get install -y python3-venv" >&2; exit 1; }
	@mkdir -p .venv/stamps && touch $@

.venv/stamps/run: requirements/run.txt pyproject.toml | .venv/stamps/python
	@echo "Installing the packages of requirements/run.txt into .venv (a minute or two the first time) …"
	@$(call dotted,$(PIP) --require-hashes -r requirements/run.txt)
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

.venv/stamps/test: requirements/test.txt | .venv/stamps/run
	@echo "Installing the packages of requirements/test.txt into .venv …"
	@$(call dotted,$(PIP) --require-hashes -r requirements/test.txt)
	@touch $@

.venv/stamps/bench: requirements/bench.txt | .venv/stamps/test
	@echo "Installing the packages of requirements/bench.txt into .venv …"
	@$(call dotted,$(PIP) --require-hashes -r requirements/bench.txt)
	@touch $@
