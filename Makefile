# Everything a checkout can do. Each target sets up what it needs in .venv first.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# The first Python of at least 3.11 on this machine; `make PYTHON=/path/to/python3.12` picks another.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
JOBS ?= 2
LOCKED := $(PIP) install --quiet --require-hashes -r

.PHONY: help install demo test check rules drift format bench soak mutants serve lock build clean

help: ## Show what there is to make
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: $(VENV)/.installed ## Make .venv with the program in it
	@echo "Ready: $(BIN)/mufakat --help"

demo: $(VENV)/.installed ## Watch a joint statement go from zero draft to signed text
	@$(BIN)/mufakat demo

test: check ## Check, then run all tests
	HYPOTHESIS_PROFILE=ci $(BIN)/pytest -n $(JOBS)

check: $(VENV)/.installed-dev ## Look for faults without running: style, types, layers, drift
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@$(MAKE) drift

rules: $(VENV)/.installed ## Draw the rules of procedure into their page anew
	@$(BIN)/python -m mufakat.procedure.rules_page < docs/procedure.md > docs/procedure.md.new
	@mv docs/procedure.md.new docs/procedure.md

drift: $(VENV)/.installed-dev ## Check that what is generated still agrees with its source
	$(BIN)/pytest -q -p no:cacheprovider -k drift tests/test_packaging.py tests/change/test_record.py tests/procedure/test_rules.py

format: $(VENV)/.installed-dev ## Lay the code out as the checks want it
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

bench: $(VENV)/.installed-dev ## Measure the program against its bars
	$(BIN)/python -m bench

soak: $(VENV)/.installed-dev ## Test for hours: 40,000 examples a law, many more kills
	HYPOTHESIS_PROFILE=soak $(BIN)/pytest -n $(JOBS)

mutants: $(VENV)/.installed-dev ## Break the merge in many ways and see that the tests notice each
	$(BIN)/python -m tests.mutants

serve: $(VENV)/.installed ## Bring up what should be up while rounds run
	@$(BIN)/mufakat serve

lock: ## Write the lock files anew from pyproject.toml
	@test -x .venv-lock/bin/uv || { $(PYTHON) -m venv .venv-lock && .venv-lock/bin/python -m pip install --quiet uv; }
	@for target in requirements.lock: requirements-dev.lock:--extra=dev; do \
		.venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
			--group build --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
			$${target#*:} --output-file $${target%%:*} pyproject.toml; done

build: $(VENV)/.installed-dev ## Build the wheel and the source archive into dist/
	$(BIN)/python -m build --no-isolation --outdir dist .

clean: ## Take away everything that make made
	rm -rf $(VENV) .venv-lock build dist demo .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find src flows tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; name it: make PYTHON=/path/to/python3.11"; exit 1; }
	@echo "Making $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing what requirements.lock names (the first time takes a minute) ..."
	@$(LOCKED) requirements.lock
	@$(PIP) install --quiet --no-build-isolation --no-deps --editable .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	@echo "Installing what the checks and tests need ..."
	@$(LOCKED) requirements-dev.lock
	@touch $@
