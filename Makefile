# Each target does its own set-up. «make» alone prints what there is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
EXAMPLE := examples/adventure-works
PORT ?= 8000
WORKERS ?= auto
export PYTHONHASHSEED := 0
# Each module is compiled once, not by every process.
export PYTHONDONTWRITEBYTECODE :=
export TRAMITE_HOME ?= $(CURDIR)/.tramite

.DEFAULT_GOAL := help
.PHONY: help demo test tests lint fast bench bench-books bench-decisions bench-voices bench-web recovery spark forms interview serve example docs words soak lock system clean

help: ## Print this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: $(READY) ## Make the dossier of the example case (Italian; LANGUAGE=en for English)
	$(BIN)/tramite dossier $(EXAMPLE) $(if $(filter en it,$(LANGUAGE)),--language $(LANGUAGE))

test: $(READY) system ## Lint, types, layers and all tests
	@$(MAKE) --no-print-directory --jobs=2 lint tests

# Each process of tests has one processor: threads of Polars would only wait for each other.
tests: export POLARS_MAX_THREADS := 1
tests: $(READY)
	$(BIN)/pytest -n $(WORKERS) --dist loadscope --no-loadscope-reorder

fast: export POLARS_MAX_THREADS := 1
fast: $(READY) ## Tests without a browser and without recoveries
	$(BIN)/pytest -n $(WORKERS) --dist loadscope --ignore tests/e2e --ignore tests/recovery

lint: $(READY) ## Style, types, layer contract
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

spark: $(READY) system ## The same cells on a Spark master and worker of this machine (minutes)
	TRAMITE_CLUSTER=1 $(BIN)/pytest tests/store/test_spark_cluster.py

forms: $(READY) ## Fill every questionnaire in Chromium with ODK's form engine, and take it in (minutes; needs node 20)
	@sh .ci/system-packages chromium nodejs npm
	cd tests/fieldwork && npm ci --no-audit --no-fund && npx vite build
	$(BIN)/python -m tests.fieldwork.fill_forms $(ROLES)

interview: ## Build the pages of the interview again from web-client (needs node 20)
	@sh .ci/system-packages nodejs npm
	cd web-client && npm ci --no-audit --no-fund && node build.mjs

recovery: $(READY) ## Recovery of simulated truths at full length (minutes)
	TRAMITE_WORLDS=1000 $(BIN)/pytest tests/recovery -s

bench: $(READY) ## Benchmarks: ratios against hand-written peers in the same run, and growth
	$(BIN)/python -m benchmarks

bench-books: $(READY) system ## Books at scale: SIZES="10 50 200" millions of lines, ingest, linkage of a million, Spark
	$(BIN)/python -m benchmarks.statement $(or $(SIZES),10 50 200)
	$(BIN)/python -m benchmarks ingest engines
	$(BIN)/python -m benchmarks.linkage 20 100 1000

bench-decisions: $(READY) ## Simulation against plain NumPy and the machine's arithmetic; EVPPI against R's mgcv; growth
	@sh .ci/system-packages r-cran-mgcv
	$(BIN)/python -m benchmarks simulation information

bench-voices: $(READY) ## Fifty means by eight channels, replicate weights, against R's survey
	@sh .ci/system-packages r-cran-survey
	$(BIN)/python -m benchmarks voices

bench-web: $(READY) ## Pages and forms with 100,000 invented interviews, on SQLite and PostgreSQL; SIZES="10000 100000"
	@sh .ci/system-packages postgresql
	$(BIN)/python -m benchmarks.web $(SIZES)

serve: $(READY) ## The web face with the example study at http://127.0.0.1:$(PORT); prints a one-time password
	$(BIN)/tramite serve --port $(PORT) --example $(EXAMPLE) $(if $(DATABASE),--database $(DATABASE))

example: $(READY) ## Build the example case again from its sources
	$(BIN)/python $(EXAMPLE)/build.py

docs: $(READY) ## Write docs/contracts.md and docs/kpis.md again from the code
	$(BIN)/python -c "from tramite.kernel.contract_page import contract_page; print(contract_page(), end='')" > docs/contracts.md
	$(BIN)/python -c "from tramite.books.kpi_page import kpi_page; print(kpi_page(), end='')" > docs/kpis.md

words: $(READY) ## Italian words of the pages: writes what is new into the .po file, and compiles it
	cd src/tramite/web && DJANGO_SETTINGS_MODULE=tramite.web.settings $(CURDIR)/$(BIN)/python -m django makemessages \
		-l it --no-obsolete --no-location -v0
	$(BIN)/pybabel -q compile -D django -l it -d src/tramite/web/locale

lock: $(READY) ## Pin all dependencies again (requirements.lock)
	$(BIN)/uv pip compile -q pyproject.toml --extra dev --extra spark --extra arviz --extra web --generate-hashes --python-version 3.11 --universal \
		--no-header --upgrade -o requirements.lock

system: ## Debian packages that the tests need, where they may be installed
	@sh .ci/system-packages chromium libpangoft2-1.0-0 default-jre-headless gettext postgresql iproute2

soak: $(READY) system ## Forms sent while the server is killed: FORMS=10000 KILLS=20, on SQLite and on PostgreSQL (an hour)
	$(BIN)/python -m tests.fieldwork.soak --forms $(or $(FORMS),10000) --kills $(or $(KILLS),20)
	$(BIN)/python -m tests.fieldwork.soak --forms $(or $(FORMS),10000) --kills $(or $(KILLS),20) --postgresql

clean: ## Remove what the targets made
	rm -rf $(VENV) $(EXAMPLE)/dossier $(EXAMPLE)/quarantine

$(READY): requirements.lock pyproject.toml
	@test -x $(BIN)/python || sh .ci/system-packages python3-venv
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet "uv==0.13.9"
	$(BIN)/uv pip install --quiet --python $(BIN)/python --requirements requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	touch $@
