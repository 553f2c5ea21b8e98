# coachbook: `make run` installs, builds, migrates and serves; `make test` checks everything.

PORT ?= 8000
PIP_VERSION := 26.3
VENV := .venv
PYTHON ?= $(shell for name in python3.11 python3.12 python3.13 python3; do \
	command -v $$name && break; done)

export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run venv build demo test quick check journeys format bench revision lock constraints

run: $(VENV)/.runs
	@exec coachbook run --port $(PORT)

build: $(VENV)/.runs
	@coachbook build

# Fill the database with a practice to look around in.
demo: $(VENV)/.runs
	@coachbook migrate
	@coachbook demo

# What it takes to run, and on top of it what it takes to test.
venv: $(VENV)/.tests

# --- Checks -----------------------------------------------------------------

WORKERS ?= 2
PYTEST := pytest --numprocesses $(WORKERS) --dist worksteal

test: $(VENV)/.tests
	$(MAKE) --jobs 2 --output-sync=target check build
	$(PYTEST) --ignore tests/journeys
	$(MAKE) journeys

# Everything that needs neither PostgreSQL nor a browser nor patience.
quick: $(VENV)/.tests check
	COACHBOOK_TEST_DATABASES=sqlite $(PYTEST) --ignore tests/journeys -m "not slow and not race"

# The browser drives the built pages; a process of their own, since Playwright's loop wants it.
# What fails where several browsers share the machine has to pass by itself.
JOURNEYS := tests/journeys --last-failed-no-failures none
journeys: $(VENV)/.tests build
	pytest --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder $(JOURNEYS) $(ONLY) || \
		pytest --last-failed $(JOURNEYS) $(ONLY)

check: $(VENV)/.tests
	ruff format --check .
	ruff check .
	mypy
	lint-imports

format: $(VENV)/.tests
	ruff check --fix .
	ruff format .

bench: $(VENV)/.tests
	python -m tests.benchmarks

# --- Now and then -----------------------------------------------------------

# make revision m="Say what changes": a migration from the difference to the models.
revision: export COACHBOOK_DATABASE_URL = sqlite:///$(CURDIR)/$(VENV)/revision.db
revision: $(VENV)/.tests
	@rm -f $(VENV)/revision.db
	@alembic upgrade head
	@alembic revision --autogenerate --message "$(m)"
	@rm -f $(VENV)/revision.db

# After adding a JavaScript package: resolve all of them anew into reflex.lock.
lock: $(VENV)/.runs
	@rm -rf reflex.lock .web/node_modules
	@coachbook build

# After changing a dependency in pyproject.toml: install it and pin what it brings along.
constraints:
	@$(VENV)/bin/python -m pip install -qq --editable . --group dev
	@echo "# What an installation brings along, at the versions that were tested." > $(VENV)/new
	@$(VENV)/bin/python -m pip freeze --exclude-editable >> $(VENV)/new
	@mv $(VENV)/new constraints.txt
	@touch $(VENV)/.runs $(VENV)/.tests

# --- Installation -----------------------------------------------------------

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
