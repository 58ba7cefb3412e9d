"""A pytest plugin: JAX at its strictest, and shapes and types checked at run time.

Nothing here imports JAX, so that the tests of the proofs run without it: JAX reads its settings
from the environment when it is imported, in this process or in one that a test starts.
"""

import os
import re
from pathlib import Path

from jaxtyping import install_import_hook

PACKAGE = Path(__file__).resolve().parents[1] / "gantheory"

os.environ.setdefault("JAX_NUMPY_RANK_PROMOTION", "raise")  # (n,) + (n, 1) is a bug, not (n, n)
os.environ.setdefault("JAX_NUMPY_DTYPE_PROMOTION", "strict")  # float32 must not grow silently
# test models are tiny: compiling them takes longer than running them, and level 0 halves it
os.environ.setdefault("XLA_FLAGS", "--xla_backend_optimization_level=0")
os.environ.setdefault("JAX_NUM_CPU_DEVICES", "2")  # code that assumes one device fails here


def annotated_modules() -> list[str]:
    """Names the modules that state array shapes in jaxtyping's terms."""
    return [
        ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        for path in sorted(PACKAGE.rglob("*.py"))
        if re.search(r"^\s*(from|import) jaxtyping\b", path.read_text(encoding="utf-8"), re.M)
    ]


install_import_hook(annotated_modules(), "beartype.beartype")
