# Keukentafel. `make` alone says what there is; `make run` and `make test` set up what they need.
SHELL := /bin/bash
PY := .venv/$(if $(filter Windows_NT,$(OS)),Scripts,bin)/python
PACKAGES := $(shell sed 's/#.*//' resources/debian-packages.txt)
TEXTS := resources/locale/nl/LC_MESSAGES/keukentafel.mo
SAY_HOW = printf '%s\n' "Keukentafel needs these Debian packages first. As root:" "" "    apt-get update && $$install" "" \
	"Then the same make again. Nothing was changed."; exit 1

.DEFAULT_GOAL := help
.PHONY: help run test check demo screens first-visit bench proof mutants kills set-up system

help: ## this list
	@sed -nE 's/^([a-z-]+):[^#]*## (.*)/  make \1\t\2/p' Makefile | expand -t 20

run: set-up ## start the server and the program on it; without a display: make demo (FRESH=1 starts anew)
	@if [ -n "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ] || [ "$$(uname -s)" != Linux ]; then \
	    $(PY) -m ui.demo_run; \
	else \
	    echo "No display here, so the demo plays by itself."; QT_QPA_PLATFORM=offscreen $(PY) -m tests.demo; \
	fi

test: check ## make check, then every test
	@$(PY) -m pytest -n 2 --cov --cov-report=term-missing:skip-covered

check: set-up ## layers, ruff, mypy (the house rules are a test)
	@.venv/bin/lint-imports --no-logo
	@$(PY) -m ruff check
	@$(PY) -m mypy

demo: set-up ## play two laptops and a server, each step by key and mouse; writes demo-output/
	@QT_QPA_PLATFORM=offscreen $(PY) -m tests.demo

first-visit: set-up ## from an empty caseload to a printed plan on the real window: every step, and what had to be filled in
	@QT_QPA_PLATFORM=offscreen $(PY) -m pytest -q -s -p no:randomly tests/journeys/test_first_visit.py

bench: set-up ## measure against a peer in the same run: name, figure, bar, OK | MISS | REPORT
	@QT_QPA_PLATFORM=offscreen $(PY) -m benchmarks

screens: set-up ## a picture of every screen in every look and size, in demo-output/screens/
	@QT_QPA_PLATFORM=offscreen $(PY) -m tests.demo.pictures

proof: set-up ## the oracle against three laptops and the server (EXAMPLES=200)
	@$(PY) -m tests.proof --examples $(or $(EXAMPLES),200)

mutants: set-up ## break a rule of the merge on purpose: the proof must see it
	@$(PY) -m tests.proof.mutants

kills: set-up ## kill -9 the program while it writes: nothing acknowledged is lost (KILLS=30)
	@KILLS=$(or $(KILLS),30) QT_QPA_PLATFORM=offscreen $(PY) -m tests.journeys

set-up: .venv/.ready $(TEXTS) ## what the others do first: system packages, .venv, texts

# Debian's packages: all or nothing, and before anything else is made. Elsewhere they are the reader's own business.
system:
	@command -v dpkg-query >/dev/null || exit 0; \
	missing=$$(for package in $(PACKAGES); do \
	    dpkg-query -W -f '$${Status}\n' "$$package" 2>/dev/null | grep -q 'ok installed' || echo "$$package"; done | xargs); \
	[ -n "$$missing" ] || exit 0; \
	install="apt-get install --yes --no-install-recommends $$missing"; \
	if [ "$$(id -u)" = 0 ]; then as_root=env; \
	elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || { [ -t 0 ] && sudo -v; }; }; then as_root=sudo; \
	else $(SAY_HOW); fi; \
	echo "Installing Debian packages: $$missing"; \
	$$as_root apt-get update -qq && $$as_root env DEBIAN_FRONTEND=noninteractive $$install -qq >/dev/null

.venv/.ready: requirements-dev.txt | system
	@python=$$(for candidate in /usr/bin/python3 python3 python3.13 python3.12 python3.11; do \
	    "$$candidate" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	        && command -v "$$candidate" && break; done); \
	[ -n "$$python" ] || { echo "Keukentafel needs Python 3.11 or newer with venv."; exit 1; }; \
	$(PY) -m pip --version >/dev/null 2>&1 || "$$python" -m venv --clear .venv
	@echo "Installing the locked dependencies into .venv (once, some minutes)"
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-input --only-binary :all: --require-hashes -r requirements-dev.txt
	@touch $@

$(TEXTS): resources/locale/build.py $(wildcard resources/locale/nl/*.po) | .venv/.ready
	@$(PY) resources/locale/build.py
