# What people and machines call. `make demo` and `make test` need Python >= 3.11 with
# its venv module, make, bash and a package index; nothing else.
#
#   make demo        install into .venv and run the main job on the embedded default
#   make test        everything .ci/run runs: lint types unit docs
#   make bench       every script in benchmarks/ (installs GPL peers into .venv)
#   make generated   rewrite the pages that are made from the code (docs/cli.md ...)
#   make lock        refresh requirements/*.lock after a change in pyproject.toml;
#                    make lock LOCK=--upgrade takes newer versions too (needs uv)
#
# PYTHON=python3.13 chooses the interpreter; UV= does without uv though it is there;
# WORKERS=1 runs the tests one after another.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := test

PYTHON ?= python3
UV ?= $(shell command -v uv)
LOCK ?=
# Tests wait for disks and for other processes: one worker more than there are cores.
WORKERS ?= $(shell echo $$(($$(nproc || echo 1) + 1)))

BIN := .venv/bin
PACKAGES := $(wildcard vocabulary ledger certs documents accountability crpo ksef crpdph jst)
PIP := $(if $(UV),$(UV) pip install --quiet --python $(BIN)/python,$(BIN)/python -m pip install --quiet --disable-pip-version-check)
COMPILE := $(UV) pip compile --quiet --universal --python-version 3.11 \
    --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links

.PHONY: .venv demo test lint types unit docs generated bench clean lock

.venv: .venv/run.stamp

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	    echo "make: Python 3.11 or newer is needed; choose one with PYTHON=..." >&2; \
	    exit 1; }
	$(PYTHON) -m venv .venv

.venv/run.stamp: requirements/run.lock pyproject.toml | $(BIN)/python
	$(PIP) --require-hashes -r requirements/run.lock
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev.stamp: requirements/dev.lock .venv/run.stamp
	$(PIP) --require-hashes -r requirements/dev.lock
	@touch $@

.venv/bench.stamp: requirements/bench.lock .venv/dev.stamp
	$(PIP) --require-hashes -r requirements/bench.lock
	@touch $@

demo: .venv/run.stamp
	$(BIN)/jst demo

# One after another, also under -j: the first complaint is the one to read.
test: .venv/dev.stamp
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory types
	@$(MAKE) --no-print-directory unit
	@$(MAKE) --no-print-directory docs
	@tail -n 1 build/pytest.txt

lint: .venv/dev.stamp
	$(BIN)/ruff check --no-cache --quiet .
	$(BIN)/ruff format --no-cache --quiet --check .
	$(BIN)/interrogate --quiet $(PACKAGES) tests

types: .venv/dev.stamp
	$(BIN)/mypy

unit: .venv/dev.stamp
	@mkdir -p build
	@rm -f .coverage .coverage.* build/skips.json
	$(BIN)/coverage run -m pytest --color=no --numprocesses $(WORKERS) \
	    --maxprocesses 8 --dist worksteal | tee build/pytest.txt
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage json --quiet -o build/coverage.json
	@$(BIN)/python -m tests.house.coverage_gate build/coverage.json build/skips.json

docs: .venv/dev.stamp
	@mkdir -p build
	$(BIN)/zensical build --clean --strict > build/docs.txt 2>&1 \
	    || { cat build/docs.txt >&2; exit 1; }

generated: .venv/dev.stamp
	$(BIN)/python -m tests.house.generated

bench: .venv/bench.stamp
	@for script in benchmarks/[!_]*.py; do \
	    echo "== $$script"; $(BIN)/python "$$script"; done

lock:
	@test -n "$(UV)" || { echo "make: lock needs uv on PATH" >&2; exit 1; }
	$(COMPILE) $(LOCK) --group build --extra documents --extra hsm --extra server \
	    pyproject.toml -o requirements/run.lock
	$(COMPILE) $(LOCK) --group dev --extra documents --extra hsm --extra server \
	    -c requirements/run.lock pyproject.toml -o requirements/dev.lock
	$(COMPILE) $(LOCK) --group bench -c requirements/dev.lock -o requirements/bench.lock

clean:
	rm -rf .venv build dist site .coverage .coverage.* \
	    .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
