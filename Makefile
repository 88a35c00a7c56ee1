# Everything that people and CI run. `make` alone lists the targets. Needs sh, make and a Python 3.11 to 3.13.

PORT ?= 8501
PIP = .venv/bin/python -m pip install --quiet --disable-pip-version-check
RUFF = .venv/bin/python -m ruff
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

.PHONY: help app test lint format browser bench-data clean

help:  ## list these targets
	@echo "The galaxy lab. Targets:"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' Makefile
	@echo "The shell: .venv/bin/python -m galaxy_core --help"

app: .venv/app  ## install what is needed and open the app on http://localhost:8501 (PORT=… for another)
	@.venv/bin/python -c 'from galaxy_core import queue; queue.ensure()'  # runs that were interrupted go on at once
	@exec .venv/bin/python -m streamlit run app.py --server.port $(PORT) --browser.serverAddress localhost

test: lint  ## install what tests need; check style and format; run all tests (ARGS=… for pytest)
	@.venv/bin/python -m pytest --numprocesses 2 --dist loadfile $(ARGS)

lint: .venv/dev  ## check style and format only
	@$(RUFF) check --quiet .
	@$(RUFF) format --check --quiet .

format: .venv/dev  ## mend style and format where that can be done by rule
	@$(RUFF) check --fix .
	@$(RUFF) format .

browser:  ## say whether the browser test has a Chromium to drive, and how to get one
	@for name in chromium chromium-browser google-chrome; do \
	  if command -v $$name >/dev/null 2>&1; then echo "The browser test will drive $$(command -v $$name)."; exit 0; fi; \
	done; \
	echo "No Chromium here, so the browser test is skipped. Debian, Ubuntu: apt-get install chromium; macOS: brew install --cask chromium."

bench-data: .venv/app  ## make files of the size and layout of Galaxy10 DECaLS to measure on (3.5 GB and 2.5 GB)
	@.venv/bin/python -m benchmarks.data

clean:  ## remove the environment; data and runs stay
	@rm -rf .venv .pytest_cache .ruff_cache

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

.venv/app: requirements.txt | .venv/bin/python
	@echo "Installing what the app needs: a minute or two, about 2 GB …"
	@$(PIP) -r requirements.txt
	@touch $@

.venv/dev: requirements-dev.txt requirements.txt | .venv/bin/python
	@echo "Installing what the app and its tests need: a minute or two, about 2 GB …"
	@$(PIP) -r requirements-dev.txt
	@touch .venv/app $@
