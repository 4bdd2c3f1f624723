# One command for everything. `make` alone lists them.

VENV ?= .venv
BIN := $(VENV)/bin
OUT ?= out/mariupol-2022-03
export VENV

# Stamps: a set-up is done again only after the pinned packages or the project's own definition changed.
RUN := $(VENV)/.set-up-run
DEV := $(VENV)/.set-up-dev
BENCH := $(VENV)/.set-up-bench

.PHONY: help demo test test-all lint format docs bench lock clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## (.*)/  make \1\t\2/' | expand -t 18

$(RUN): requirements.lock pyproject.toml tools/set-up.sh
	@tools/set-up.sh run
	@touch $@

$(DEV): requirements-dev.lock pyproject.toml tools/set-up.sh
	@tools/set-up.sh dev
	@touch $@ $(RUN)

$(BENCH): requirements-bench.lock pyproject.toml tools/set-up.sh
	@tools/set-up.sh bench
	@touch $@ $(DEV) $(RUN)

demo: $(RUN) ## set up and plan the bundled example
	@$(BIN)/safepassage plan examples/mariupol-2022-03 --out $(OUT)

test: $(DEV) ## set up and run the tests; what needs more than Python packages is skipped by name
	@$(BIN)/pytest -n auto --dist loadfile

test-all: $(DEV) ## run every test; whatever is missing is a failure
	@SAFEPASSAGE_TEST_ALL=1 $(BIN)/pytest -n auto --dist loadfile

lint: $(DEV) ## style, types and the rooms' one-way dependencies
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(DEV) ## put every file in the project's style
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

docs: $(DEV) ## build the documentation into docs/_build; a warning is an error
	@$(BIN)/sphinx-build -W --keep-going -q -b html docs docs/_build
	@echo "The documentation is in docs/_build/index.html"

bench: $(BENCH) ## measure speed and plan quality beside other solvers, more than an hour; the table goes to out/bench.md
	@$(BIN)/python -m benchmarks --out out/bench.md

lock: $(DEV) ## pin the newest packages that pyproject.toml allows
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --no-header \
		pyproject.toml --group build --output-file requirements.lock
	@$(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --no-header --constraint requirements.lock \
		pyproject.toml --group build --group dev --group docs --output-file requirements-dev.lock
	@$(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --no-header --constraint requirements-dev.lock \
		pyproject.toml --group build --group dev --group docs --group bench --output-file requirements-bench.lock

clean: ## remove the environment and everything made
	@rm -rf $(VENV) build dist docs/_build out .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
