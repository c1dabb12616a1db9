# The verbs. `make demo` and `make test` do all their own set-up; nothing else needs to be typed before them.
.PHONY: demo test test-long fuzz check format lint types contracts generated docs bench accuracy lock clean
.DEFAULT_GOAL := help

PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
UV := .tools/bin/uv
RUN := .venv/bin/
CORPORA ?= ../shared/corpora
INPUTS ?= 1000000

help: ## Say what each verb does
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(UV): requirements.tools.lock
	@test -n "$(PYTHON)" || { echo "Namesteward needs Python 3.11 or newer (python3 was not found or is older)"; exit 1; }
	@echo "set-up: fetching the installer"
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --upgrade \
		--require-hashes --target .tools -r requirements.tools.lock
	@touch $@

.venv/.ready: requirements.lock requirements.vendors.lock pyproject.toml $(UV)
	@echo "set-up: filling .venv from requirements.lock"
	@test -x .venv/bin/python || $(UV) venv --quiet --python "$(PYTHON)" .venv
	@$(UV) pip sync --quiet --compile-bytecode --python .venv/bin/python --require-hashes requirements.lock
	@$(UV) pip install --quiet --python .venv/bin/python --no-deps --require-hashes -r requirements.vendors.lock
	@$(UV) pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation --editable .
	@touch $@

demo: .venv/.ready ## Tell the whole story on the sandbox, in under a minute
	@$(RUN)namesteward demo

test: .venv/.ready ## Run every test but the slow ones: some twenty minutes on two cores
	@$(RUN)python -m pytest -n auto -m "not slow"

test-long: .venv/.ready ## Run everything, the slow ones too, and 100,000 simulated schedules
	@$(RUN)python -m pytest -n auto --schedules 100000

check: format lint types contracts generated ## Format, lint, types, import contracts, generated docs

format: .venv/.ready
	@$(RUN)ruff format --check --quiet .

lint: .venv/.ready
	@$(RUN)ruff check --quiet .

types: .venv/.ready
	@$(RUN)basedpyright --warnings

contracts: .venv/.ready
	@$(RUN)lint-imports

generated: .venv/.ready
	@$(RUN)python -m registrar.matrix --check
	@$(RUN)python -m registrar.tld_page --check
	@$(RUN)python -m console.reference --check
	@$(RUN)python -m notifications.words.build --check

docs: .venv/.ready ## Write the generated pages of docs/
	@$(RUN)python -m registrar.matrix
	@$(RUN)python -m registrar.tld_page
	@$(RUN)python -m console.reference
	@$(RUN)python -m notifications.words.build

bench: .venv/.ready ## Measure what an order and a look-up cost us, beside their bounds
	@CORPORA="$(CORPORA)" $(RUN)python bench/run.py

.venv/.fuzzing: requirements.fuzz.lock .venv/.ready
	@$(UV) pip install --quiet --python .venv/bin/python --require-hashes -r requirements.fuzz.lock \
		|| echo "set-up: atheris has no wheel for this machine; hypothesis alone tries the readers"
	@touch $@

fuzz: .venv/.fuzzing ## Feed the readers a million spoilt and made-up answers (INPUTS=number)
	@$(RUN)python fuzz/readers.py --inputs $(INPUTS)

accuracy: .venv/.ready ## Score the readers on recorded answers (CORPORA=folder)
	@CORPORA="$(CORPORA)" $(RUN)python bench/accuracy.py

lock: $(UV) ## Resolve requirements.lock again from pyproject.toml
	@$(UV) pip compile pyproject.toml --group dev --universal --generate-hashes --python-version 3.11 \
		--no-header --quiet --output-file requirements.lock
	@$(UV) pip compile requirements.vendors.in --no-deps --universal --generate-hashes --python-version 3.11 \
		--no-header --no-annotate --quiet --output-file requirements.vendors.lock

clean: ## Remove what the verbs made
	rm -rf .venv .tools .demo .pytest_cache .ruff_cache .hypothesis
