# ising-npu: `make help` lists what can be made.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:

MODEL := .models/all-MiniLM-L6-v2
TEXTS := docs/examples/page.txt
PROGRAM := .build/release/ising-npu
FORMATTED := Sources Tests hardware-specs scripts/fuzzer $(wildcard benchmarks) Package.swift
# Tests are built as users build, optimised and without access to internals.
TEST := swift test -c release --disable-testable-imports --disable-xctest

.PHONY: help run build test prepare model model-smollm2 chat lint check-table check-scripts figures check-slow check-docs \
  check-address check-thread check-statistics check-faults fuzz fuzz-commands check-peers format clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

run: build ## Prepare, build, and run the model on the example page
	$(PROGRAM) run $(MODEL) --input $(TEXTS)

build: prepare ## Prepare and build the program
	swift build -c release --product ising-npu

prepare: ## Install missing system packages and fetch the model
	@scripts/check-toolchain
	@scripts/install-packages
	@scripts/fetch-model $(MODEL)

model: ## Fetch the model
	@scripts/fetch-model $(MODEL)

model-smollm2: ## Fetch the decoder SmolLM2-135M-Instruct (98 MB), which some tests use if it is there
	@scripts/fetch-model .models/SmolLM2-135M-Instruct SmolLM2-135M-Instruct

QUESTION ?= What is the capital of France?
CHAT_CHIP ?= digital-pbit-22nm

chat: build model-smollm2 ## Ask a language model on a virtual chip, token by token (QUESTION=…, CHAT_CHIP=…)
	@.build/release/ising-npu simulate .models/SmolLM2-135M-Instruct --chat --prompt "$(QUESTION)" \
	  --new-tokens 24 --fidelity sampled --norm two_passes --hardware $(CHAT_CHIP)

# Lint and table first: the tests' own summary is the last line.
test: prepare lint check-table check-scripts ## Prepare, lint, check the module table and scripts, run all tests
	$(TEST)

lint: ## Check the format of all Swift files
	swift format lint --strict -r $(FORMATTED)

check-table: ## Compare docs/architecture.md with Package.swift and the sources
	@python3 -B scripts/test_check_module_table.py --quiet 2>&1
	@scripts/check-module-table

check-scripts: ## Test scripts, list conversions to integers that could trap
	@python3 -B scripts/test_record_outputs.py --quiet 2>&1
	@python3 -B scripts/test_docs_figures.py --quiet 2>&1
	@python3 -B scripts/test_list_conversions.py --quiet 2>&1

figures: build ## Write the quick figures of README and docs anew
	scripts/docs-figures --write --cost quick,model

check-slow: check-docs check-faults check-statistics check-address check-thread ## Documentation, faults, sanitizers, long statistics

check-faults: build ## Kill every verb at 108 moments; full disks, little memory
	scripts/inject-faults --program $(PROGRAM)

# Each reader for so many seconds: `make fuzz SECONDS=60 READERS="chip problem"`.
fuzz: SECONDS := 600
fuzz: prepare ## Fuzz the readers of files with libFuzzer (docs/fuzzing.md)
	scripts/fuzz --seconds $(SECONDS) $(READERS)

fuzz-commands: MINUTES := 10
fuzz-commands: build ## Run random commands under limits
	scripts/fuzz-commands --program $(PROGRAM) --minutes $(MINUTES)

check-docs: prepare ## Build the documentation; a warning is an error
	swift package generate-documentation --warnings-as-errors \
	  $$(scripts/library-targets | sed 's/^/--target /')

check-statistics: prepare ## Run all tests with long statistics
	ISING_NPU_SLOW=1 $(TEST)

check-address: prepare ## Run all tests under the address sanitizer
	LSAN_OPTIONS=suppressions=$(CURDIR)/scripts/leaks.txt \
	  $(TEST) --sanitize=address --scratch-path .build-asan

check-thread: prepare ## Run all tests under the thread sanitizer
	TSAN_OPTIONS=suppressions=$(CURDIR)/scripts/races.txt \
	  $(TEST) --sanitize=thread --scratch-path .build-tsan

check-peers: build .peers/.complete ## Compare with other programs in a pinned virtual environment
	@shopt -s nullglob; scripts=(benchmarks/peers/*.sh); \
	if [ $${#scripts[@]} -eq 0 ]; then \
	  echo "benchmarks/peers: found no *.sh, expected at least one" >&2; exit 1; \
	fi; \
	for script in "$${scripts[@]}"; do echo "== $$script"; PATH="$(CURDIR)/.peers/bin:$$PATH" bash "$$script"; done

.peers/.complete: benchmarks/peers/requirements.txt
	@python3 -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "python3: cannot make virtual environments, install python3-venv" >&2; exit 1; }
	rm -rf .peers
	python3 -m venv .peers
	.peers/bin/pip install --quiet --disable-pip-version-check -r $<
	touch $@

benchmarks/peers/requirements.txt:
	@echo "$@: not found, expected the pinned packages of the peers" >&2; exit 1

format: ## Format all Swift files
	swift format -i -r $(FORMATTED)

clean: ## Remove everything built; the model stays
	rm -rf .build .build-asan .build-tsan .build-fuzz .peers
