# Two commands: `make demo` and `make test`. Both first install what is missing (see .ci/setup).
#   make test ARGS="-k parzen"      pass options on
#   make demo PYTHON=python3.12     build the environment on a certain Python
#   make demo GANTHEORY_NO_APT=1     install nothing on the system, even as root

ARGS ?=
PYTHON ?=
export GANTHEORY_NO_APT

# Any Python 3.8+ can run the set-up, which then looks for one that the project runs on.
ANY_PYTHON := $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 8))' 2>/dev/null && echo "$$p" && break; done)
SETUP = $(if $(ANY_PYTHON),$(ANY_PYTHON) -B .ci/setup --python "$(PYTHON)",\
	$(error needs Python 3.11 or newer on PATH; on Debian or Ubuntu: apt-get install python3))
BIN = .venv/bin

# At most 8 test processes: each starts a JAX of its own. A module's tests stay in one process, so
# that what they share is made once.
WORKERS = $(shell n=$$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2); [ "$$n" -gt 8 ] && n=8; echo "$$n")

.DEFAULT_GOAL := help
.PHONY: help demo test prove lint format setup ready clean distclean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1@\2/p' Makefile | awk -F@ '{ printf "%-16s %s\n", $$1, $$2 }'

demo: ready ## check the claims, train a GAN, draw Figure 1; the result is in out/demo/
	@$(BIN)/gantheory demo $(ARGS); status=$$?; $(SETUP) --remind; exit $$status

test: ## run the tests; ARGS="..." goes to pytest
	@$(SETUP) --browser
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadscope $(ARGS); status=$$?; $(SETUP) --remind; exit $$status

prove: ready ## check every claim anew, then every mutant of every statement, on all cores
	$(BIN)/gantheory verify --no-cache -j $(WORKERS)
	$(BIN)/gantheory verify --mutants -j $(WORKERS)

lint: ready ## ruff and mypy, as in CI
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: ready ## let ruff repair and format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

setup: ## install everything again, and look again for what Manim needs
	@$(SETUP) --again

ready:
	@$(SETUP)

clean: ## remove caches and what was built
	rm -rf out build dist media .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -not -path './.venv/*' -prune -exec rm -rf {} +

distclean: clean ## also remove the environment
	rm -rf .venv .uv
