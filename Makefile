# Keukentafel. `make` alone says what there is; `make run` and `make test` set up what they need.
SHELL := /bin/bash
PY := .venv/$(if $(filter Windows_NT,$(OS)),Scripts,bin)/python
PACKAGES = resources/debian-packages.txt
TEXTS := resources/locale/nl/LC_MESSAGES/keukentafel.mo

.DEFAULT_GOAL := help
.PHONY: help run test check demo screens first-visit handover bench proof mutants faults fuzz storms kills cut-upgrades installer installer-proof windows-proof bare-machine guide set-up system

help: ## this list
	@sed -nE 's/^([a-z-]+):[^#]*## (.*)/  make \1\t\2/p' Makefile | expand -t 20

run: set-up ## start the server and the program on it; without a display: make demo (FRESH=1 starts anew)
	@if [ -n "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ] || [ "$$(uname -s)" != Linux ]; then \
	    $(PY) -m ui.demo_run; \
	else \
	    echo "No display here, so the demo plays by itself."; QT_QPA_PLATFORM=offscreen $(PY) -m tests.demo; \
	fi

test: check ## make check, then every test
	@$(PY) -m pytest -n 4 --dist worksteal --cov --cov-report=term-missing:skip-covered

check: set-up ## layers, ruff, mypy (the house rules are a test)
	@.venv/bin/lint-imports --no-logo
	@$(PY) -m ruff check
	@$(PY) -m mypy

demo: set-up ## play two laptops and a server, each step by key and mouse; writes demo-output/
	@QT_QPA_PLATFORM=offscreen $(PY) -m tests.demo

first-visit: set-up ## from an empty caseload to a printed plan on the real window: every step, and what had to be filled in
	@QT_QPA_PLATFORM=offscreen $(PY) -m pytest -q -s -p no:randomly tests/journeys/test_first_visit.py

handover: set-up ## two workers and a new regisseur on three real windows: a right that ends, held work, and a laptop that is clean
	@QT_QPA_PLATFORM=offscreen $(PY) -m tests.journeys.handover

bench: set-up ## measure against a peer in the same run: name, figure, bar, OK | MISS | REPORT
	@QT_QPA_PLATFORM=offscreen $(PY) -m benchmarks

screens: set-up ## a picture of every screen in every look and size, in demo-output/screens/
	@QT_QPA_PLATFORM=offscreen $(PY) -m tests.demo.pictures

proof: set-up ## chance against an oracle: laptops, their copies, rights, versions and a server that is put back (EXAMPLES=200, JOBS=2)
	@$(PY) -m tests.proof --examples $(or $(EXAMPLES),200) --jobs $(or $(JOBS),2)

mutants: set-up ## 22 small wrongs planted in a copy of the program: the proof must be red for each, by name
	@$(PY) -m tests.proof.mutants

faults: set-up ## real processes that are killed, refused, cut off and lied to at named places: nothing is lost or stuck (RUNS=20; goes on where it was, FRESH=1 begins anew)
	@$(PY) -m tests.faults --runs $(or $(RUNS),20) --jobs $(or $(JOBS),2) $(if $(FRESH),--fresh)

fuzz: set-up ## whatever somebody sends the service: it refuses or takes in, never falls over (N=100 for each operation, in each way, on each database)
	@$(PY) -m tests.fuzz --examples $(or $(N),100)

storms: set-up ## laptops that push at once, PostgreSQL ending connections meanwhile: no change is lost or counted twice (STORM=40)
	@STORM=$(or $(STORM),40) $(PY) -m pytest -q tests/server/test_storm.py tests/server/test_retries.py

kills: set-up ## kill -9 the program while it writes, and it and the server while they sync: nothing is lost (KILLS=30)
	@KILLS=$(or $(KILLS),30) QT_QPA_PLATFORM=offscreen $(PY) -m tests.journeys

cut-upgrades: set-up ## cut off upgrades of every released store, by kill -9 and by a full disk: each leaves the old store or the new (RUNS=100)
	@$(PY) -m tests.store.cut_upgrade $(or $(RUNS),100)

installer: set-up ## two .deb and a .tar.xz in dist/, each tried before it is packed (build_installer.py --help says what else)
	@$(PY) build_installer.py --target linux

installer-proof: set-up ## as root: install, use and remove dist/*.deb in a fresh Debian without Python (FOLDER=/an/empty/folder)
	@$(PY) -m tests.installer "$(FOLDER)"

windows-proof: set-up ## the installer for Windows under a Windows layer: installed, refused, removed in silence (SETUP=dist/...-setup.exe)
	@$(PY) -m tests.installer.on_wine $(SETUP)

bare-machine: ## as root: what a fresh Debian does, with and without a network, disk and home (ROOT=a/new/folder; TEST=1 for make test too)
	@python3 -m tests.bare "$(ROOT)" $(if $(TEST),--test)

guide: set-up ## as root: follow docs/beheer.md to the letter in a fresh Debian, with dist/*.deb (ROOT=a/new/folder; DATABASE= as tests/guide says)
	@$(PY) -m tests.guide "$(ROOT)" $(if $(DATABASE),--database $(DATABASE))

set-up: .venv/.ready $(TEXTS) ## what the others do first: system packages, .venv, texts

# Debian's packages before anything else is made; only testing and packing need more than the first list.
test: PACKAGES += resources/debian-packages-test.txt
installer installer-proof: PACKAGES += resources/debian-packages-installer.txt
guide: PACKAGES += resources/debian-packages-test.txt resources/debian-packages-installer.txt
windows-proof: PACKAGES += resources/debian-packages-test.txt resources/debian-packages-windows.txt
system:
	@resources/set_up.sh packages $(PACKAGES)

.venv/.ready: requirements-dev.txt | system
	@resources/set_up.sh python

$(TEXTS): resources/locale/build.py $(wildcard resources/locale/nl/*.po) | .venv/.ready
	@$(PY) resources/locale/build.py
