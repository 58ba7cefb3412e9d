"""Mutants of statements that say something true, each with the reason why it does."""

from gantheory.proofs.equivalent_convergence import CONVERGENCE
from gantheory.proofs.equivalent_dynamics import DYNAMICS
from gantheory.proofs.equivalent_foundations import FOUNDATIONS

#: claim -> reason -> mutated conclusions, as (label of the step, text)
EQUIVALENT: dict[str, dict[str, tuple[tuple[str, str], ...]]] = {
    "A2": {
        "the coefficient b (or a) is 0 here, so its logarithm counts nothing": (
            ("b=0 bound", "a·log(y) + b·log(2 - y) ≤ 0"),
            ("b=0 bound", "a·log(y) + b·log(-1 - y) ≤ 0"),
            ("b=0 bound", "a·log(y) + b·log(1) ≤ 0"),
            ("b=0 bound", "a·log(y) + b·log(1 + y) ≤ 0"),
            ("b=0", "a·log(y) + b·log(2 - y) = 0 ⟺ y = 1"),
            ("b=0", "a·log(y) + b·log(-1 - y) = 0 ⟺ y = 1"),
            ("b=0", "a·log(y) + b·log(1) = 0 ⟺ y = 1"),
            ("b=0", "a·log(y) + b·log(1 + y) = 0 ⟺ y = 1"),
            ("open", "a·log(y) + b·log(2 - y) < 0"),
            ("open", "a·log(y) + b·log(-1 - y) < 0"),
            ("open", "a·log(y) + b·log(1) < 0"),
            ("open", "a·log(y) + b·log(1 + y) < 0"),
            ("a=0", "a·log(y) + b·log(1 + y) = 0 ⟺ y = 0"),
            ("a=b=0", "a·log(y) + b·log(2 - y) = 0"),
            ("a=b=0", "a·log(y) + b·log(-1 - y) = 0"),
            ("a=b=0", "a·log(y) + b·log(1) = 0"),
            ("a=b=0", "a·log(y) + b·log(1 + y) = 0"),
        ),
        "a weaker bound": (
            ("b=0 bound", "a·log(y) + b·log(1 - y) ≤ 1"),
            ("open", "a·log(y) + b·log(1 - y) < 1"),
        ),
    },
    "A3": {
        "C and JSD are symmetric": (
            (
                "gap",
                "C(p_g, p_data) = ∫[(p_data + p_g)*KL_Ber(D*(p_data, p_g), D)] + V(p_data, p_g; D)",
            ),
        ),
    },
    "A4": {
        "C is symmetric, so V of the exchanged pair has the same bound": (
            ("bound", "V(p_g, p_data; D) ≤ V(p_data, p_g; D*(p_data, p_g))"),
        ),
    },
    "T2": {
        "C and JSD are symmetric": (
            (
                "split",
                "C(p_g, p_data) = -log(4) + KL(p_data, p_data/2 + p_g/2) + KL(p_g, p_data/2 + p_g/2)",  # noqa: E501
            ),
        ),
    },
    "T3": {
        "C and JSD are symmetric": (("jsd", "C(p_data, p_g) = -log(4) + 2*JSD(p_g, p_data)"),),
    },
    "T4": {
        "C and JSD are symmetric": (
            (
                "minimiser",
                "C(p_g, p_data) = -log(4) ⟺ p_g = p_data for almost every x with p_data + p_g > 0",
            ),
            (
                "disjoint",
                "C(p_g, p_data) = 0 ⟺ p_data*p_g = 0 for almost every x with p_data + p_g > 0",
            ),
        ),
        "where the other density is 0 the product is 0 anyway": (
            ("disjoint", "C(p_data, p_g) = 0 ⟺ p_data*p_g = 0 for almost every x with 2*p_g > 0"),
            (
                "disjoint",
                "C(p_data, p_g) = 0 ⟺ p_data*p_g = 0 for almost every x with 2*p_data > 0",
            ),
        ),
    },
    "T5": {
        "the logarithm of a ratio below 1 is negative whatever its weight": (
            ("upper", "p_g·log(p_data/(p_data + p_g)) ≤ 0"),
        ),
        "both arguments the same density: a constant times it": (
            ("upper", "-p_data·log(2) ≤ 0"),
            ("p_data part", "∫|p_data·log(1/2)| < ∞"),
            ("p_g part", "∫|p_g·log(1/2)| < ∞"),
        ),
        "a weaker bound": (("upper", "p_data·log(p_data/(p_data + p_g)) ≤ 1"),),
    },
    "J1": {
        "p_data lives only where p_g does, so elsewhere both are 0": (
            ("kl zero", "KL(p_data, p_g) = 0 ⟺ p_data = p_g for almost every x with 2*p_g > 0"),
        ),
    },
    "J2": {
        "C and JSD are symmetric": (
            ("nonnegative", "0 ≤ JSD(p_g, p_data)"),
            ("bounded", "JSD(p_g, p_data) ≤ log(2)"),
            (
                "zero",
                "JSD(p_g, p_data) = 0 ⟺ p_data = p_g for almost every x with p_data + p_g > 0",
            ),
            (
                "disjoint",
                "JSD(p_g, p_data) = log(2) ⟺ p_data*p_g = 0 for almost every x with p_data + p_g > 0",  # noqa: E501
            ),
        ),
        "JSD of a density and itself is 0": (
            ("nonnegative", "0 ≤ JSD(p_g, p_g)"),
            ("nonnegative", "0 ≤ JSD(p_data, p_data)"),
            ("bounded", "JSD(p_g, p_g) ≤ log(2)"),
            ("bounded", "JSD(p_data, p_data) ≤ log(2)"),
        ),
        "a weaker bound": (("bounded", "JSD(p_data, p_g) ≤ log(3)"),),
        "where the other density is 0 the product is 0 anyway": (
            (
                "disjoint",
                "JSD(p_data, p_g) = log(2) ⟺ p_data*p_g = 0 for almost every x with 2*p_g > 0",
            ),
            (
                "disjoint",
                "JSD(p_data, p_g) = log(2) ⟺ p_data*p_g = 0 for almost every x with 2*p_data > 0",
            ),
        ),
    },
    "P4": {
        "with D frozen the first weight does not move": (
            ("partial", "d/dtheta[(h*theta + p_data)·log(1 - D) + p_data·log(D)] = h·log(1 - D)"),
            ("partial", "d/dtheta[(h*theta + p_g)·log(1 - D) + p_g·log(D)] = h·log(1 - D)"),
        ),
    },
    "P6": {
        "TV is symmetric, and the average is as far from either end": (
            ("total variation", "TV(p_data/2 + p_g/2, p_data) = TV(p_data, p_g)/2"),
            ("total variation", "TV(p_g, p_data/2 + p_g/2) = TV(p_data, p_g)/2"),
            ("total variation", "TV(p_data, p_data/2 + p_g/2) = TV(p_g, p_data)/2"),
        ),
    },
}

# one line each, so that groups can be added side by side
EQUIVALENT |= CONVERGENCE
EQUIVALENT |= DYNAMICS
EQUIVALENT |= FOUNDATIONS
