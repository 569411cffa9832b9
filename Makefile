# `make demo` and `make test` are all a fresh machine needs: Python 3.11+, git and make.
.PHONY: demo test check bench pictures soak clean

PYTHON ?= python3
# For `make soak`: how long the decoder is fuzzed, and how many hostile submissions are graded.
SECONDS ?= 60
SUBMISSIONS ?= 500
BIN := .venv/bin
# The CPU build of torch; plain `torch` would fetch gigabytes of CUDA libraries.
TORCH := torch==2.13.0

.venv/base: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --editable .
	touch $@

.venv/dev: .venv/base
	$(BIN)/pip install --quiet $(TORCH) --editable '.[dev]'
	touch $@

demo: .venv/base  ## grade a prepared folder of right and wrong answers, and show the result
	@$(BIN)/grade submit tests/demo || test $$? -eq 1

test: .venv/dev  ## all tests
	$(BIN)/python -m pytest

check: .venv/dev  ## format, lint, types, import rule
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/dev  ## the speed table, as ratios in one run, into docs/speed.md
	$(BIN)/python tests/bench.py

pictures: .venv/dev  ## those of the README, from real runs; needs chromium
	$(BIN)/python docs/pictures.py

soak: .venv/dev  ## bytes that lie to the decoder, hundreds of submissions that hang, burst and crash, and every mutant
	$(BIN)/python tests/soak.py --seconds $(SECONDS) --submissions $(SUBMISSIONS)

clean:
	rm -rf .venv dist
