"""P8 and H5: how fast mirror steps converge near p_g = p_data, with either generator loss."""

from sympy import Abs, Derivative, log

from gantheory.proofs.claim import Claim, FalseVariant, Hypothesis, Step
from gantheory.proofs.claims.contraction import (
    STATE_STEPS,
    L,
    R,
    a,
    b,
    contraction_steps,
    k,
    r,
    run,
)
from gantheory.proofs.claims.vocabulary import (
    D_STAR,
    G_MASS,
    P_MASS,
    g,
    p,
)
from gantheory.proofs.formulas import And, Exists, Formula, Iff, eq, gt, le, lt
from gantheory.proofs.terms import Expr, Int, density, field, scalar

eta, Z, kappa, c = (scalar(name) for name in ("eta", "Z", "kappa", "c"))
change, q = field("h_x"), density("q")

_POSITIVE = (
    Hypothesis("p_data>0", gt(p, 0), "p_data is positive at x"),
    Hypothesis("p_g>0", gt(g, 0), "p_g is positive at x"),
)
_Z_POSITIVE = Hypothesis("Z>0", gt(Z, 0), "the normalising constant")
_NO_MASS = Hypothesis("mass h", eq(Int(change), 0), "a change of p_g has mass 0")
# the logarithm of the next density, up to -log Z; 1 - D* = g/(p + g)
_MINIMAX = log(g) - eta * log(g / (p + g))
_OTHER = log(g) + eta * log(p / (p + g))
_RATE = 1 - eta / 2


def _by_log_g(term: Expr) -> Expr:
    """The derivative by log p_g."""
    return g * Derivative(term, g)


def _stable(step_sizes: Formula) -> Formula:
    return Iff(lt(Abs(_RATE), 1), step_sizes)


_MIRROR = eq(log(q), log(g) - eta * log(1 - D_STAR) - log(Z))
_OTHER_MIRROR = eq(log(q), log(g) + eta * log(D_STAR) - log(Z))


def _next_ratio(w: Expr) -> Expr:
    """The logarithm of the next p_g/p_data, up to -log Z, of the minimax step."""
    return (1 - eta) * log(w) + eta * log(1 + w)


def _next_other_ratio(w: Expr) -> Expr:
    """The same of the non-saturating step."""
    return log(w) - eta * log(1 + w)


#: numbers with which the search for a run that refutes starts
_PLAIN, _START = (eq(eta, 1), eq(L, 1), eq(R, 10)), (eq(k, 1), eq(r, 1))
_TOO_NEAR = le(log(g / p), r / 4)

_NORMALISER = Step(
    "normaliser",
    eq(Int(kappa * _RATE * change), 0),
    "int-linear",
    args={"normalise": {change: kappa * _RATE}},
    given=("mass h",),
    prose=(
        "At p_g = p_data the first variation of Z is a constant times the mass of the change, "
        "which is 0: log Z adds nothing to first order."
    ),
)

P8 = Claim(
    id="P8",
    title="Next to the optimum a mirror step of size eta has the rate |1 - eta/2|",
    gloss=(
        "The step multiplies a small error of log p_g by 1 - eta p/(p + g), which at p_g = p_data "
        "is 1 - eta/2: stable exactly for 0 < eta < 4, quadratic at eta = 2. And it is so for the "
        "steps themselves: with L the largest slope for ratios p_g/p_data between 1/R and R, the "
        "error stays below 2 r, where r is multiplied by L in every step."
    ),
    statement=(
        *("slope", "rate", "normaliser", "stable", "best", "quadratic", "everywhere"),
        *("some R", "every step"),
    ),
    hypotheses=(
        *_POSITIVE,
        _NO_MASS,
    ),
    steps=(
        Step(
            "slope",
            eq(_by_log_g(_MINIMAX), 1 - eta * p / (p + g)),
            "loglin",
            given=("p_data>0", "p_g>0"),
            prose="The derivative by log p_g of the logarithm of the next density.",
        ),
        Step(
            "rate",
            eq(_by_log_g(_MINIMAX), _RATE),
            "loglin",
            given=("p_g>0",),
            assuming=(eq(p, g),),
            prose="At p_g = p_data it is the same number at every x.",
        ),
        _NORMALISER,
        Step(
            "stable",
            _stable(And((gt(eta, 0), lt(eta, 4)))),
            "rcf",
            given=(),
            prose="It is below 1 in absolute value exactly for 0 < eta < 4; at 4 it is -1.",
        ),
        Step(
            "best",
            Iff(eq(_RATE, 0), eq(eta, 2)),
            "rcf",
            given=(),
            prose="It vanishes at eta = 2 ...",
        ),
        Step(
            "quadratic",
            eq(_by_log_g(1 - eta * p / (p + g)), eta / 4),
            "rcf",
            given=("p_g>0",),
            assuming=(eq(p, g),),
            prose="... and the second derivative does not: the error is squared there.",
        ),
        Step(
            "everywhere",
            Iff(gt(1 - eta * p / (p + g), 0), lt(eta, 1 + g / p)),
            "rcf",
            given=("p_data>0", "p_g>0"),
            assuming=(gt(eta, 0),),
            prose="For eta <= 1 the factor is positive at every p_g: no step overshoots.",
        ),
        Step(
            "some R",
            Exists(
                R,
                And(
                    (
                        gt(R, 1),
                        lt(Abs(1 - eta / (1 + R)), 1),
                        lt(Abs(1 - eta * R / (1 + R)), 1),
                    )
                ),
            ),
            "exists",
            args={"example": 4 / eta},
            given=(),
            assuming=(gt(eta, 0), lt(eta, 4)),
            prose="So for 0 < eta < 4 there is an R > 1 with an L < 1 ...",
        ),
        *STATE_STEPS,
        *contraction_steps(_MIRROR, _next_ratio),
    ),
    false_variants=(
        FalseVariant(
            "any step converges",
            _stable(gt(eta, 0)),
            "stable",
            prose="at eta = 4 errors keep their size, beyond they grow",
        ),
        FalseVariant(
            "only eta <= 1 is stable",
            _stable(And((gt(eta, 0), le(eta, 1)))),
            "stable",
            prose="the step size of P7 taken for the largest one",
        ),
        FalseVariant(
            "best at eta = 1",
            Iff(eq(_RATE, 0), eq(eta, 1)),
            "best",
            prose="the averaging step of P6 taken for the fastest",
        ),
        FalseVariant(
            "rate 1 - eta",
            eq(_by_log_g(_MINIMAX), 1 - eta),
            "rate",
            prose="D* taken to be 1 at the optimum",
        ),
        FalseVariant(
            "half the slope",
            le(_next_ratio(a) - _next_ratio(b), L * (log(a) - log(b)) / 2),
            "contracts upwards",
            prose="a contraction that is too good",
        ),
        FalseVariant(
            "an eighth of the error",
            run(_MIRROR, _next_ratio, _TOO_NEAR, *_START),
            "every step",
            assuming=_PLAIN,
            prose="a bound that fails before the first step",
        ),
    ),
    references=("own derivation",),
    notes=(
        "No theorem on fixed points is used: every step is about the steps themselves, not their "
        "linearisation. R near 1 makes L as near to |1 - eta/2| as one likes, and the start must "
        "have an error of at most half of log R.",
        "A run is any sequence of densities in which each is a mirror step from the one before; k "
        "and r are only carried along to say how near p_g is.",
        "The paper gives no rate and no largest step: nothing of this is in Proposition 2.",
    ),
)

H5 = Claim(
    id="H5",
    title="The non-saturating mirror step: same fixed point, same local rate",
    gloss=(
        "With -log D in place of log(1 - D) the mirror step is p_g <- p_g D*^eta / Z. It stands "
        "still only where D* is constant, which makes p_g = p_data, and its local rate is "
        "|1 - eta/2| again."
    ),
    statement=(
        *("standing still", "constant D*", "unique", "slope", "rate", "stable", "every step"),
    ),
    hypotheses=(
        *_POSITIVE,
        _Z_POSITIVE,
        Hypothesis(
            "step",
            eq(log(q), log(g) + eta * log(D_STAR) - log(Z)),
            "q is the mirror step of size eta for the loss -log D",
        ),
        Hypothesis("fixed point", eq(q, g), "the step changes nothing"),
        Hypothesis("kappa>0", gt(kappa, 0), "a constant value of D*"),
        P_MASS,
        G_MASS,
        Hypothesis("proportional", eq(g, c * p), "p_g is c p_data at every x"),
    ),
    steps=(
        Step(
            "standing still",
            eq(eta * log(D_STAR), log(Z)),
            "modulo",
            args={"multipliers": (1,)},
            given=("p_data>0", "p_g>0", "Z>0", "step", "fixed point"),
            prose="At a fixed point D*^eta is the constant Z.",
        ),
        Step(
            "constant D*",
            Iff(eq(D_STAR, kappa), eq(g, (1 / kappa - 1) * p)),
            "rcf",
            given=("p_data>0", "p_g>0", "kappa>0"),
            prose="So p_g is a multiple of p_data ...",
        ),
        Step(
            "unique",
            eq(c * Int(p), Int(p)),
            "instance",
            uses=("P5/unique",),
            given=("p_data>0", "p_g>0", "mass p_data", "mass p_g", "proportional"),
            prose="... and both have mass 1, so it is p_data (P5).",
        ),
        Step(
            "fixed",
            eq(log(g) + eta * log(D_STAR) + eta * log(2), log(g)),
            "loglin",
            given=("p_g>0",),
            assuming=(eq(p, g),),
            prose="And p_data is one, with Z = 2^(-eta).",
        ),
        Step(
            "slope",
            eq(_by_log_g(_OTHER), 1 - eta * g / (p + g)),
            "loglin",
            given=("p_data>0", "p_g>0"),
            prose="The derivative by log p_g; where p_g is large it is another one than P8's.",
        ),
        Step(
            "rate",
            eq(_by_log_g(_OTHER), _RATE),
            "loglin",
            given=("p_g>0",),
            assuming=(eq(p, g),),
            prose="At p_g = p_data both are 1 - eta/2.",
        ),
        Step(
            "stable",
            _stable(And((gt(eta, 0), lt(eta, 4)))),
            "rcf",
            given=(),
            prose="Stable for the same step sizes.",
        ),
        *contraction_steps(_OTHER_MIRROR, _next_other_ratio, "P8/"),
    ),
    false_variants=(
        FalseVariant(
            "every p_g is a fixed point",
            Iff(eq(D_STAR, kappa), gt(g, 0)),
            "constant D*",
            prose="all p_g with p_data's support taken for fixed points",
        ),
        FalseVariant(
            "the slope of the minimax step",
            eq(_by_log_g(_OTHER), 1 - eta * p / (p + g)),
            "slope",
            prose="equal rates at the optimum taken for equal dynamics",
        ),
        FalseVariant(
            "twice the rate",
            eq(_by_log_g(_OTHER), 1 - eta),
            "rate",
            prose="the non-saturating step taken to be faster at the optimum",
        ),
        FalseVariant(
            "an eighth of the error",
            run(_OTHER_MIRROR, _next_other_ratio, _TOO_NEAR, *_START),
            "every step",
            assuming=_PLAIN,
            prose="a bound that fails before the first step",
        ),
    ),
    references=("own derivation",),
    uses=("P5", "P8"),
    notes=(
        "The supports of p_data and p_g are taken to be the same. As in P8 no theorem on fixed "
        "points is used; for 0 < eta < 4 there is an R > 1 with an L < 1 (P8).",
    ),
)
