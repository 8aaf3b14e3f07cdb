# The project's commands; `make` alone lists them. Each target installs what it needs first.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help install-dependencies build test examples sanitize lint docs bench demo fuzz clean

export SWIFT ?= swift
BUILD ?= .build
BIN := $(BUILD)/release
# The programs are linked statically: loading Swift's runtime as a dozen libraries, and moving it to where they land, takes
# longer than a whole prediction. Tests cannot be linked that way, so they have a folder of their own.
# lld, because the linker of the toolchain's choice warns of what a static program cannot look up (users by name), which this one never
# does. Debugging information is a third of the program.
SWIFT_BUILD := $(SWIFT) build --configuration release --scratch-path $(BUILD) --static-swift-stdlib \
  -Xswiftc -static-executable -Xswiftc -use-ld=lld -Xlinker --strip-debug
# Without debugging information, which takes a seventh of a test module's compilation, and with the largest test modules left
# unoptimized (the script says why). The driver looks for its resources beside what it compiles with: it is told where they are.
RESOURCES = $(shell $(SWIFT) -print-target-info | sed -nE 's/.*"runtimeResourcePath": "(.*)".*/\1/p')
TEST_OPTIONS = --configuration release --scratch-path $(BUILD)/tests -debug-info-format none \
  -Xswiftc -driver-use-frontend-path -Xswiftc '$(CURDIR)/.ci/compile' -Xswiftc -resource-dir -Xswiftc '$(RESOURCES)'
SWIFT_TEST = $(SWIFT) test $(TEST_OPTIONS) --skip-build --disable-xctest
# The modules whose numbers come from the kernels in C alone; golden answers of classical models do not.
# Anchored: a name goes on with the file's, and LocalModelGoldenTests.swift is none of GoldenTests.
KERNEL_TESTS := ^(Tensors|Layers|Optimizers|Golden)Tests[.]
PYTHON := $(or $(FORECAST_PYTHON),python3)

help: ## Lists the targets.
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 24

install-dependencies: ## Installs the system packages that are missing (Debian, Ubuntu).
	@.ci/install-dependencies

build: install-dependencies ## Builds the programs forecast and forecast-bench.
	$(SWIFT_BUILD) --product forecast
	$(SWIFT_BUILD) --product forecast-bench

lint: ## Checks the format of all Swift files.
	$(SWIFT) format lint --strict --parallel --recursive Package.swift Sources Tests Examples

test: install-dependencies lint ## Checks the format, builds everything and runs all tests and examples, numerical tests on older CPUs' kernels too.
	$(SWIFT) build $(TEST_OPTIONS) --build-tests
	FORECAST_CPU=portable $(SWIFT_TEST) --filter '$(KERNEL_TESTS)'
	FORECAST_CPU=avx2 $(SWIFT_TEST) --filter '$(KERNEL_TESTS)'
	$(SWIFT_TEST)
	$(MAKE) --no-print-directory examples

# In the folder and with the options of the tests: what they have built is not built again. The folder's plan is then one of
# another package; it must not be taken for that of this one.
EXAMPLES = --package-path Examples $(TEST_OPTIONS) --disable-build-manifest-caching

examples: install-dependencies ## Builds the package Examples with every Swift example of the pages, and runs them.
	Examples/extract > Examples/Sources/Pages/Examples.swift
	trap 'rm -f $(BUILD)/tests/release.yaml' EXIT; $(SWIFT) build $(EXAMPLES) --build-tests
	$(BUILD)/tests/release/FirstForecast datasets/sample-etth.csv > /dev/null
	mkdir -p $(BUILD)/examples
	cd $(BUILD)/examples && ../tests/release/Pages > pages.txt
	trap 'rm -f $(BUILD)/tests/release.yaml' EXIT; $(SWIFT) test $(EXAMPLES) --skip-build --disable-xctest

docs: install-dependencies ## Writes the pages of all modules as a website to .build/docs, with tools of the toolchain only.
	$(SWIFT) build $(TEST_OPTIONS)
	.ci/write-documentation $(BUILD)/tests/release $(BUILD)/docs

# Builds whose programs end where memory is misused, what is undefined happens, or threads race. What C++ would need the
# types of objects for is left out: it has a runtime of its own. A sandbox may forbid what the search for leaks needs,
# and a sanitizer's own memory is more than the tests of small memory allow.
UNDEFINED := $(foreach flag,-fsanitize=undefined -fno-sanitize=vptr -fno-sanitize=function \
  -fno-sanitize-recover=undefined,-Xcc $(flag) -Xcxx $(flag))
ADDRESS_OPTIONS := --configuration release --scratch-path $(BUILD)/address --sanitize address $(UNDEFINED)
THREAD_OPTIONS := --configuration release --scratch-path $(BUILD)/thread --sanitize thread
# One run each, so that what ends one lets the others go on.
SANITIZED_TESTS ?= PersistenceTests TensorsTests LayersTests OptimizersTests TrainingTests DiagnosisTests TimeSeriesTests \
  ClassicalTests ForecastingTests ForecastersTests LinearMapsTests RunsTests BacktestsTests DrawingTests ExperimentsTests StudiesTests CommandTests
THREADED_TESTS ?= ^(Tensors|LinearMaps|Runs|Backtests|Experiments)Tests[.]

sanitize: install-dependencies ## Builds with address, undefined-behaviour and thread sanitizers and runs tests with them.
	$(SWIFT) build $(ADDRESS_OPTIONS) --build-tests
	@failed=; for tests in $(SANITIZED_TESTS); do \
	  echo "== $$tests with address and undefined-behaviour sanitizers"; \
	  ASAN_OPTIONS=detect_leaks=0 $(SWIFT) test $(ADDRESS_OPTIONS) --skip-build --disable-xctest \
	    --filter "$$tests" --skip 'Memory|Golden|RealData' || failed="$$failed $$tests"; \
	done; if [ -n "$$failed" ]; then echo "sanitizers or tests failed:$$failed" >&2; exit 1; fi
	$(SWIFT) build $(THREAD_OPTIONS) --build-tests
	TSAN_OPTIONS="halt_on_error=1 suppressions=$(CURDIR)/.ci/thread-sanitizer-suppressions" \
	  $(SWIFT) test $(THREAD_OPTIONS) --skip-build --disable-xctest \
	  --filter '$(THREADED_TESTS)' --skip 'Memory|Golden|RealData'

bench: build ## Measures the speed, beside PyTorch where FORECAST_PYTHON (or python3) has it.
	@if $(PYTHON) -c 'import torch' 2>/dev/null; then \
	  $(PYTHON) experiments/peers/run.py --bench $(BIN)/forecast-bench --forecast $(BIN)/forecast; \
	else \
	  $(BIN)/forecast-bench; \
	  echo "PyTorch was not measured: $(PYTHON) cannot import torch." \
	    "Install experiments/peers/requirements.txt and set FORECAST_PYTHON." >&2; \
	fi

demo: install-dependencies ## Makes sample data, fits a model, and shows its forecast.
	$(SWIFT_BUILD) --product forecast
	mkdir -p demo
	$(BIN)/forecast datasets generate etth demo/etth.csv --rows 4000 --seed 1
	$(BIN)/forecast fit demo/etth.csv --horizon 48 --output demo/model.safetensors
	$(BIN)/forecast predict demo/model.safetensors demo/etth.csv --output demo/forecast.csv
	@echo; echo "The first hours of demo/forecast.csv:"; head -n 7 demo/forecast.csv

# libFuzzer comes with the toolchain's clang. FORECAST_CASES_DIR names a folder of files to begin with.
FUZZ_SECONDS ?= 600
FUZZ := $(BUILD)/fuzz
fuzz: install-dependencies ## Feeds the table reader mutated files for FUZZ_SECONDS, under address and undefined-behaviour sanitizers.
	mkdir -p $(FUZZ)/corpus
	clang++ -g -O1 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined \
	  -ISources/CTableReader/include -ISources/CHash/include -x c++ Tests/Fuzz/TableReaderFuzzer.cpp \
	  Sources/CTableReader/*.cpp -x c Sources/CHash/sha256.c -lcsv -lz -o $(FUZZ)/table-reader
	@for file in $(wildcard $(FORECAST_CASES_DIR)/*.*); do \
	  { case $$file in */long*) printf '\000\040\012';; *) printf '\000\020\001';; esac; head -c 2000 "$$file"; } \
	    > "$(FUZZ)/corpus/$$(basename "$$file")"; \
	done
	@printf '\100\071\002id,1,2,3\nfirst,1,2.5,\nsecond,,3,NA\nthird,4,,5\n' > $(FUZZ)/corpus/across
	$(FUZZ)/table-reader $(FUZZ)/corpus -max_total_time=$(FUZZ_SECONDS) -max_len=4096 -print_final_stats=1 \
	  -artifact_prefix=$(FUZZ)/

clean: ## Removes what was built and the demo's files.
	rm -rf $(BUILD) demo
