"""D10, D11: why a discriminator that sees everything makes the game locally stable."""

from __future__ import annotations

from sympy import Derivative, log

from gantheory.proofs.claim import Claim, FalseVariant, Hypothesis, Step
from gantheory.proofs.claims.vocabulary import P_MASS, P_NONNEGATIVE, RE, p, root
from gantheory.proofs.formulas import And, Implies, Integrable, eq, ge, gt, le, lt
from gantheory.proofs.terms import Int, field, scalar

m, n, energy, seen, alpha, sigma = (scalar(name) for name in ("m", "n", "a", "b", "alpha", "sigma"))

_RE_2, _IM_2 = scalar("u_2"), scalar("v_2")
_LEMMA = ("m>=0", "eigenvector", "real part", "A", "A>0", "B", "rank", "first row")

D10 = Claim(
    id="D10",
    title="Nagarajan and Kolter's lemma: ((-A, B), (-B^T, 0)) is stable",
    gloss="If A is positive definite and B has full column rank, every eigenvalue has Re < 0.",
    statement=("bound", "stable", "one dimension"),
    hypotheses=(
        Hypothesis("m>=0", ge(m, 0), "m = |x|^2 for an eigenvector (x, y)"),
        Hypothesis("eigenvector", gt(m + n, 0), "n = |y|^2; an eigenvector is not 0"),
        Hypothesis(
            "real part",
            eq(RE * (m + n), -energy),
            "u = Re lambda, a = x* A x: the products with B are imaginary and drop out",
        ),
        Hypothesis("A", ge(energy, alpha * m), "alpha is the smallest eigenvalue of A"),
        Hypothesis("A>0", gt(alpha, 0), "A is positive definite"),
        Hypothesis("B", ge(seen, sigma * n), "b = |B y|^2, sigma the smallest singular value^2"),
        Hypothesis("rank", gt(sigma, 0), "B has full column rank"),
        Hypothesis("first row", Implies(eq(m, 0), eq(seen, 0)), "B y = lambda x + A x"),
        root(-alpha, sigma, "one by one", _RE_2, _IM_2),
        Hypothesis("alpha^2<4 sigma", lt(alpha**2, 4 * sigma), "a game that oscillates"),
    ),
    steps=(
        Step(
            "x is not 0",
            gt(m, 0),
            "rcf",
            given=("m>=0", "eigenvector", "B", "rank", "first row"),
            prose="Otherwise B y = 0, so y = 0.",
        ),
        Step(
            "bound",
            le(RE, -alpha * m / (m + n)),
            "rcf",
            given=("eigenvector", "real part", "A"),
            prose="The damping of A, in the share that the eigenvector has in x.",
        ),
        Step("stable", lt(RE, 0), "rcf", given=_LEMMA, prose="So a = x* A x > 0."),
        Step(
            "one dimension",
            And((eq(_RE_2, -alpha / 2), eq(_IM_2**2, sigma - alpha**2 / 4))),
            "rcf",
            given=("one by one", "alpha^2<4 sigma"),
            prose="A = alpha, B^2 = sigma: half the damping where it oscillates.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "any B",
            lt(RE, 0),
            "stable",
            without=("rank",),
            assuming=(ge(sigma, 0),),
            prose="the rank condition dropped",
        ),
        FalseVariant(
            "A semidefinite",
            lt(RE, 0),
            "stable",
            without=("A>0",),
            assuming=(ge(alpha, 0),),
            prose="a discriminator that is flat in some direction",
        ),
        FalseVariant(
            "rate alpha",
            le(RE, -alpha),
            "stable",
            prose="the damping of A taken for that of the game",
        ),
    ),
    references=("Nagarajan and Kolter 2017, Gradient descent GAN optimization is locally stable",),
    notes=(
        "The hypotheses about an eigenvector are its two block rows, multiplied by x* and y* and "
        "added; that step is linear algebra in any dimension and is not checked here.",
    ),
)

y, q = scalar("y"), scalar("q")
t, mean = field("t"), scalar("m")
_VALUE = q * log(y) + q * log(1 - y)
_ANSWER = Hypothesis("y=1/2", eq(2 * y, 1), "the discriminator's answer at the equilibrium")
_LOGIT = y * (1 - y)  # dy/ds for y = sigma(s)

D11 = Claim(
    id="D11",
    title="With full support the tabular game is locally stable, at 1/(4n) over n equal symbols",
    gloss=(
        "One logit per symbol against a mirror step on p_g: lambda^2 + a lambda + b with a > 0."
    ),
    statement=("friction", "force", "variance", "damped", "uniform"),
    hypotheses=(
        _ANSWER,
        P_NONNEGATIVE,
        P_MASS,
        Hypothesis("a>0", gt(energy, 0), "a = x* P x/2 for a unit eigenvector x"),
        Hypothesis("b>0", gt(seen, 0), "b = x* (P - p p^T) x/4, for x not constant"),
        root(-energy, seen),
        Hypothesis(
            "finite mean",
            Integrable(p * t),
            "t has a mean",
            kept="on a finite alphabet, where the witnesses live, every t has one",
        ),
        Hypothesis("4n>1", gt(4 * n, 1), "n symbols"),
        Hypothesis(
            "uniform",
            And(
                (
                    eq(4 * n * (_RE_2**2 - _IM_2**2) + 2 * _RE_2 + 1, 0),
                    eq(8 * n * _RE_2 * _IM_2 + 2 * _IM_2, 0),
                )
            ),
            "lambda^2 + lambda/(2n) + 1/(4n) = 0: the pencil for uniform p_data",
        ),
    ),
    steps=(
        Step(
            "slope of V",
            eq(
                _LOGIT * Derivative(q * log(y) + scalar("g") * log(1 - y), y),
                q * (1 - y) - scalar("g") * y,
            ),
            "rcf",
            given=(),
            assuming=(gt(y, 0), lt(y, 1)),
            prose="For a symbol of mass q under p_data and g under p_g, in the logit s.",
        ),
        Step(
            "friction",
            eq(_LOGIT * Derivative(q * (1 - y) - q * y, y), -q / 2),
            "rcf",
            given=("y=1/2",),
            prose="At p_g = p_data: the discriminator forgets at the rate P/2.",
        ),
        Step(
            "force",
            eq(_LOGIT * Derivative(-log(1 - y), y), y),
            "rcf",
            given=("y=1/2",),
            prose="The mirror step moves log p_g by -log(1 - D), of slope 1/2 in the logit.",
        ),
        Step(
            "variance",
            le(2 * mean * Int(p * t) - mean**2, Int(p * t**2)),
            "int-mono",
            given=("p_data>=0", "mass p_data", "finite mean"),
            prose="With m = the mean of t: x* (P - p p^T) x is a variance, so b >= 0.",
        ),
        Step(
            "damped",
            lt(RE, 0),
            "rcf",
            given=("a>0", "b>0", "eigenvalue"),
            prose="b = 0 only for the constant x, which moves nothing.",
        ),
        Step(
            "uniform",
            eq(4 * n * _RE_2, -1),
            "rcf",
            given=("4n>1", "uniform"),
            prose="For n symbols of mass 1/n: the rate is 1/(4n), the slower the rarer.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "a>=0 suffices",
            lt(RE, 0),
            "damped",
            without=("a>0",),
            assuming=(ge(energy, 0),),
            prose="a symbol without mass",
        ),
        FalseVariant(
            "b>=0 suffices",
            lt(RE, 0),
            "damped",
            without=("b>0",),
            assuming=(ge(seen, 0),),
            prose="the constant direction forgotten",
        ),
        FalseVariant(
            "rate independent of n",
            eq(n * _RE_2, -1),
            "uniform",
            prose="another rate",
        ),
    ),
    references=("own derivation, in the spirit of Nagarajan and Kolter 2017",),
    notes=(
        "The linearised game s'' = -(P/2) s' - (P - p p^T)/4 s is put together from the slopes "
        "above by hand; that its eigenvectors give a and b as said is linear algebra, not checked.",
    ),
)

CLAIMS = (D10, D11)
