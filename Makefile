# The front door. Every command prepares what it needs (uv, locked dependencies, a browser), once.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help demo demo-check test check lint lint-format lint-rules lint-types lint-layers format bench simulate setup \
	environment browser lock map audit power-loss kill-storm fuzz fuzz-api mutants screens apk ipa \
	phone-resolve

# Tests start hundreds of processes: where a machine forbids compiled modules, each compiles the program anew.
export PYTHONDONTWRITEBYTECODE :=

PYTHON := .venv/bin/python
PYTEST := $(PYTHON) -m pytest
# One process a core; more than eight gains nothing here.
PARALLEL := --numprocesses auto --maxprocesses 8 --dist loadgroup

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

demo: environment ## a co-op's week on this machine: server, console and phone in the browser
	@$(PYTHON) -m sync_server demo

demo-check: environment ## the same week without serving; prints one JSON line
	@$(PYTHON) -m sync_server demo --check

test: environment browser ## every test, browser included; ARGS="-k words" narrows it
	@$(PYTEST) $(PARALLEL) $(ARGS)

check: lint ## format, ruff, pyright, layers, and every test but browser and simulated worlds
	@$(PYTEST) $(PARALLEL) -m "not browser and not simulation" $(ARGS)

lint: lint-format lint-rules lint-types lint-layers ## format, ruff, pyright, layers

lint-format: environment
	@.venv/bin/ruff format --check .

lint-rules: environment
	@.venv/bin/ruff check .

lint-types: environment
	@PYRIGHT_PYTHON_IGNORE_WARNINGS=1 .venv/bin/pyright

lint-layers: environment
	@.venv/bin/lint-imports

format: environment ## rewrite the sources in the house's format
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix .

bench: environment ## benchmarks, with ratios to a reference of the same run
	@$(PYTHON) -m benchmarks $(ARGS)

power-loss: environment ## power cuts at every step of a phone's life: IMAGES=50000 SEED=1; one JSON line
	@$(PYTHON) -m tests.reliability.power_loss.campaign --images $(or $(IMAGES),50000) --seed $(or $(SEED),1)

kill-storm: environment ## phones and server killed at random: MINUTES=5 SEED=1; one JSON line
	@$(PYTHON) -m tests.reliability.processes.storm --minutes $(or $(MINUTES),5) --seed $(or $(SEED),1)

simulate: environment ## worlds of faults over the real phone and server; prints one JSON line: WORLDS=20 SEED=1
	@$(PYTHON) -m tests.simulation --worlds $(or $(WORLDS),20) --seed $(or $(SEED),1)

screens: environment browser ## every phone screen, both languages and themes, on contact sheets in docs/pictures/screens
	@$(PYTHON) -m tests.screens $(ARGS)

mutants: environment ## rules broken on purpose, one at a time, and which test notices; ARGS="--write names…"
	@$(PYTHON) -m tests.mutants $(ARGS)

fuzz: environment ## spoilt scans, facts, cursors, requests, replies: N=10000000 SEED=1; one JSON line
	@$(PYTHON) -m tests.reliability.fuzz.campaign --cases $(or $(N),10000000) --seed $(or $(SEED),1)

fuzz-api: environment ## every route of both doors asked oddly by five roles: N=100000 SEED=1 DATABASE=sqlite; one JSON line
	@$(PYTHON) -m tests.reliability.api_fuzz.campaign --cases $(or $(N),100000) --seed $(or $(SEED),1) \
		--database $(or $(DATABASE),sqlite)

apk: environment ## the phone's app for Android, built by Flet in build/phone; ARGS=--fetch-sdk
	@$(PYTHON) -m tools.package_phone apk $(ARGS)

ipa: environment ## the same for iPhone, on a Mac with Xcode
	@$(PYTHON) -m tools.package_phone ipa $(ARGS)

phone-resolve: environment ## stage the phone's bundle and resolve its requirements (needs the network)
	@$(PYTHON) -m tools.package_phone resolve

map: environment ## write docs/MAP.md from the modules' docstrings
	@$(PYTHON) -m tools.map

setup: environment browser ## everything that needs the network, now

lock: ## write uv.lock after a change of the dependencies in pyproject.toml
	@bash tools/setup.sh uv
	@.uv/bin/uv lock

audit: environment ## known vulnerabilities of the locked dependencies (needs the network)
	@.uv/bin/uv audit --locked

environment:
	@bash tools/setup.sh

browser: environment
	@$(PYTHON) -m tools.browser
