# coachbook: `make run` installs, builds, migrates and serves; `make test` checks everything.

PORT ?= 8000
PIP_VERSION := 26.3
VENV := .venv
PYTHON ?= $(shell for name in python3.11 python3.12 python3.13 python3; do \
	command -v $$name && break; done)

export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run venv

run: $(VENV)/.runs
	@exec coachbook run --port $(PORT)

# What it takes to run, and on top of it what it takes to test.
venv: $(VENV)/.tests

$(VENV)/.runs: pyproject.toml constraints.txt
	@test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing coachbook into $(VENV) ..."
	@$(VENV)/bin/python -m pip install -qq "pip==$(PIP_VERSION)"
	@$(VENV)/bin/python -m pip install -qq --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.tests: $(VENV)/.runs
	@echo "Installing what the tests need ..."
	@$(VENV)/bin/python -m pip install -qq --constraint constraints.txt --group dev
	@touch $@
