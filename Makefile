# The doors: run, test, check, bench. Each makes what it needs; nothing is asked for but Python 3.11 and venv.

PYTHON ?= python3
VENV := .venv
PEERS := .venv-peers
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: run test faults check model curve bench bench-understand lock clean

run: $(VENV)/run
	@$(BIN)/lots serve

test: $(VENV)/dev
	@$(BIN)/pytest -n auto

# What takes longer: every talk and every relay over every service and pair of them, a kill at every step.
faults: $(VENV)/dev
	@$(BIN)/pytest -n auto --all-pairs tests/test_dialogues.py tests/test_relay.py tests/services/test_kill_relay.py tests/test_kill_everywhere.py

check: $(VENV)/dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/hadolint Dockerfile

# The engine trained anew on the sentences and the lexicon; what is built is part of the project.
model: $(VENV)/dev
	@$(BIN)/python -m intents.training

# What a further example is still worth: the learning curve of the engine's recipe on its own sentences.
curve: $(VENV)/dev
	@$(BIN)/python -m intents.curve

bench: $(VENV)/dev
	@$(BIN)/python tests/bench.py

# The engine beside its peers. Their packages (some 2 GB) go into an environment of their own; ARGS=--quick, or names.
bench-understand: $(VENV)/dev $(PEERS)/made
	@$(BIN)/python -m tests.peers --python $(PEERS)/bin/python $(ARGS)

$(PEERS)/made: $(VENV)/made
	@$(VENV)/bin/python -m venv $(PEERS)
	@touch $@

$(VENV)/made:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is missing: apt install python3 python3-venv" >&2; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; make PYTHON=python3.12 run uses another" >&2; exit 2; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv is missing: apt install python3-venv" >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

# Stamps: an install is made again only when its lock file or the project's file changes.
$(VENV)/run: $(VENV)/made requirements.lock pyproject.toml
	@test -e $(VENV)/dev || $(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev: $(VENV)/made requirements-dev.lock pyproject.toml
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

# New versions of everything, within the bounds of pyproject.toml.
lock:
	@uv pip compile --universal --generate-hashes --no-header --no-annotate --upgrade --quiet pyproject.toml --group build -o requirements.lock
	@uv pip compile --universal --generate-hashes --no-header --no-annotate --upgrade --quiet pyproject.toml --group dev -o requirements-dev.lock

clean:
	@rm -rf $(VENV) $(PEERS) dist build
