# Everything that people and CI run. `make` alone lists the targets. Needs sh, make and a Python 3.11 to 3.13.

PORT ?= 8501
PIP = .venv/bin/python -m pip install --quiet --disable-pip-version-check
UV = .venv/bin/uv
UV_VERSION = 0.13.9
RUFF = .venv/bin/python -m ruff
MYPY = .venv/bin/python -m mypy --no-error-summary
PYTEST = .venv/bin/python -m pytest --numprocesses 2 --dist worksteal
unexport PYTHONDONTWRITEBYTECODE  # hundreds of processes would each compile this program again
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

.PHONY: help app dev test test-long test-walk lint format lock map browser bench-data backbone first-model clean

help:  ## list these targets
	@echo "The galaxy lab. Targets:"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' Makefile
	@echo "The command line: .venv/bin/python -m galaxy_core --help"

app: .venv/app  ## install what is needed and open the app on http://localhost:8501 (PORT=… for another)
	@.venv/bin/python -c 'from galaxy_core import queue; queue.ensure()'  # runs that were interrupted go on at once
	@exec .venv/bin/python -m streamlit run app.py --server.port $(PORT) --browser.serverAddress localhost

dev: .venv/app  ## the same, and pages are drawn anew when their files change (watching costs up to a core)
	@exec .venv/bin/python -m streamlit run app.py --server.port $(PORT) --browser.serverAddress localhost --server.fileWatcherType auto

test: lint  ## install what tests need; check style, format and types; run the tests (ARGS=… for pytest)
	@$(PYTEST) -m "not long and not walk" $(ARGS)

test-long: .venv/dev  ## run the tests that take minutes each: chaos, realism, a preset to its end, a full disk
	@$(PYTEST) -m long $(ARGS)

test-walk: .venv/dev  ## press every control of every page in a browser: hours; CI doesn't
	@$(PYTEST) -m walk $(ARGS)

lint: .venv/dev  ## check style, format and types
	@$(RUFF) check --quiet .
	@$(RUFF) format --check --quiet .
	@$(MYPY)
	@$(MYPY) pages/[0-9]_*.py  # which the line before leaves out: a module's name begins with no digit

format: .venv/dev  ## mend style and format where that can be done by rule
	@$(RUFF) check --fix .
	@$(RUFF) format .

lock: $(UV)  ## make both locks anew from the requirements (ARGS=--upgrade for the newest of everything)
	@$(LOCK) requirements.txt --output-file requirements.lock $(ARGS)
	@$(LOCK) requirements-dev.txt --constraints requirements.lock --output-file requirements-dev.lock $(ARGS)
	@for python in 3.11 3.12 3.13; do for platform in $(PLATFORMS); do \
	  $(UV_INSTALL) requirements-dev.lock --dry-run --only-binary :all: --target .venv/none \
	    --python-version $$python --python-platform $$platform || exit 1; \
	done; done
	@echo "requirements.lock and requirements-dev.lock hold for Python 3.11 to 3.13 on $(PLATFORMS)."

map: .venv/bin/python  ## write docs/map.md, a sentence for each file, anew (ARGS=--all prints plug-ins and tests, too)
	@.venv/bin/python docs/map.py $(ARGS)

browser:  ## say whether the browser test has a Chromium to drive, and how to get one
	@for name in chromium chromium-browser google-chrome; do \
	  if command -v $$name >/dev/null 2>&1; then echo "The browser test will drive $$(command -v $$name)."; exit 0; fi; \
	done; \
	echo "No Chromium here, so the browser test is skipped. Debian, Ubuntu: apt-get install chromium; macOS: brew install --cask chromium."

bench-data: .venv/app  ## make files of the size and layout of Galaxy10 DECaLS to measure on (3.5 GB and 2.5 GB)
	@.venv/bin/python -m benchmarks.data

backbone: .venv/app  ## train the backbone that knows drawn galaxies anew: an hour or two; killed, it goes on the next time
	@.venv/bin/python -m galaxy_core.training.pretraining

first-model: .venv/app  ## train the run anew that comes with this program, as drawn galaxies and the model are now
	@.venv/bin/python -m galaxy_core.cli.shipping

clean:  ## remove the environment; data and runs stay
	@rm -rf .venv .pytest_cache .ruff_cache .mypy_cache

# The environment: a Python that fits (or PYTHON=…), and stamps that are older than a requirements file when it changed.

.venv/bin/python:
	@python="$(PYTHON)"; \
	if [ -z "$$python" ]; then \
	  for name in python3.13 python3.12 python3.11 python3 python; do \
	    if $$name -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' >/dev/null 2>&1; \
	    then python=$$name; break; fi; \
	  done; \
	fi; \
	if [ -z "$$python" ]; then \
	  echo "The galaxy lab needs Python 3.11, 3.12 or 3.13 with its venv module, and none was found: install one" \
	       "(Debian, Ubuntu: apt-get install python3 python3-venv; macOS: brew install python@3.13), or name it: make PYTHON=/path/to/python app" >&2; \
	  exit 1; \
	fi; \
	if ! $$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' >/dev/null 2>&1; then \
	  echo "The galaxy lab needs Python 3.11, 3.12 or 3.13, and $$python is none of them: name another, make PYTHON=/path/to/python app" >&2; \
	  exit 1; \
	fi; \
	echo "Making .venv with $$($$python --version) …"; \
	$$python -m venv --clear .venv || { rm -rf .venv; echo "$$python can't make an environment: install its venv module (Debian, Ubuntu: apt-get install python3-venv)." >&2; exit 1; }

# What is installed stands in the locks: exact versions. uv installs it in parallel; where uv isn't to be had or fails
# (it reads no pip.conf), pip does it from the same file.
LOCK = $(UV) pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest --no-annotate --custom-compile-command "make lock"
UV_INSTALL = $(UV) pip install --quiet --python .venv/bin/python -r
PLATFORMS = x86_64-manylinux_2_28 aarch64-manylinux_2_28 aarch64-apple-darwin
export MACOSX_DEPLOYMENT_TARGET ?= 14.0
define install
@if $(PIP) uv==$(UV_VERSION) && $(UV_INSTALL) $(1) --compile-bytecode; then :; \
else echo "uv couldn't; pip takes longer …"; $(PIP) -r $(1); fi
endef

$(UV): | .venv/bin/python
	@$(PIP) uv==$(UV_VERSION)

.venv/app: requirements.lock | .venv/bin/python
	@echo "Installing what the app needs: a minute or two, about 2 GB …"
	$(call install,$<)
	@touch $@

.venv/dev: requirements-dev.lock requirements.lock | .venv/bin/python
	@echo "Installing what the app and its tests need: a minute or two, about 2 GB …"
	$(call install,$<)
	@touch .venv/app $@
