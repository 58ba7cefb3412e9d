"""Theorems come from the kernel's rules alone, and cannot be changed, copied or faked."""

import ast
import copy
import pickle
from pathlib import Path

import pytest

import gantheory.proofs
from gantheory.errors import GanTheoryError
from gantheory.proofs import kernel
from gantheory.proofs.formulas import Goal, eq, gt, le
from gantheory.proofs.kernel.theorem import RULES, Theorem, rule
from gantheory.proofs.terms import scalar
from gantheory.proofs.verdict import Kind

x = scalar("x")
TRUE = Goal(le(0, x**2))


def _theorem():
    return kernel.apply("rcf", TRUE).theorem


def test_a_theorem_states_the_very_goal_that_was_checked():
    assert _theorem().goal is TRUE
    assert _theorem().rule == "rcf"


@pytest.mark.parametrize("key", [None, object(), "rcf"])
def test_the_constructor_is_closed(key):
    with pytest.raises(TypeError, match="only the kernel"):
        Theorem(key, TRUE, "rcf", ())


def test_theorems_cannot_be_changed_copied_or_subclassed():
    theorem = _theorem()
    with pytest.raises(AttributeError):
        theorem.goal = Goal(eq(1, 2))
    with pytest.raises(AttributeError):
        del theorem.goal
    with pytest.raises(TypeError):
        copy.copy(theorem)
    with pytest.raises(TypeError):
        copy.deepcopy(theorem)
    with pytest.raises(TypeError):
        pickle.dumps(theorem)
    with pytest.raises(TypeError):
        type("Fake", (Theorem,), {})


def test_only_theorems_serve_as_premises():
    with pytest.raises(TypeError, match="must be theorems"):
        kernel.apply("conjunction", TRUE, [TRUE])


def test_the_key_is_used_in_one_module_only():
    package = Path(gantheory.proofs.__file__).parent
    users = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Name) and node.id == "_KEY")
        or (isinstance(node, ast.Attribute) and node.attr == "_KEY")
        or (isinstance(node, ast.alias) and node.name == "_KEY")
    }
    assert users == {"kernel/theorem.py"}


def test_the_exact_path_imports_nothing_of_the_kernel():
    package = Path(gantheory.proofs.__file__).parent
    for path in (package / "exact").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert "kernel" not in (node.module or ""), path
            if isinstance(node, ast.Import):
                assert not any("kernel" in alias.name for alias in node.names), path


def test_a_rule_that_does_not_prove_makes_no_theorem():
    for conclusion in (gt(x, 0), le(1 / x, 1 / x + 1)):
        verdict = kernel.apply("rcf", Goal(conclusion))
        assert verdict.kind is not Kind.PROVED
        assert verdict.theorem is None


def test_unknown_rules_and_doubled_names_are_errors():
    with pytest.raises(GanTheoryError, match="no kernel rule"):
        kernel.apply("magic", TRUE)
    with pytest.raises(ValueError, match="two rules"):
        rule("rcf")(RULES["rcf"])


def test_every_rule_says_what_it_does():
    for function in RULES.values():
        text = function.__doc__
        assert text
        assert "Witness:" in text or "refutes" in text or "premise" in text
