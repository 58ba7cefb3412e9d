import subprocess
import sys

import pytest

from gantheory.errors import GanTheoryError
from gantheory.proofs.registry import load_claim


def test_an_unknown_claim_is_answered_with_near_misses():
    with pytest.raises(GanTheoryError, match=r"no claim 'A11'; did you mean A1"):
        load_claim("A11")
    with pytest.raises(GanTheoryError, match="verify --list"):
        load_claim("nonsense")


def test_ids_are_read_in_either_case():
    assert load_claim("a1") is load_claim("A1")


def test_the_table_of_ids_needs_no_sympy():
    code = (
        "import sys; import gantheory.proofs.registry as r; assert r.claim_ids();"
        "assert not {'sympy', 'z3', 'flint', 'jax'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_checking_claims_imports_no_jax():
    code = (
        "import sys; import gantheory.proofs.verify; from gantheory.proofs.registry import *;"
        "[load_claim(i) for i in claim_ids()];"
        "assert not {'jax', 'numpy.random', 'matplotlib'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
