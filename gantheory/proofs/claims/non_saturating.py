"""H1 and H2: where the non-saturating loss differs from the minimax loss, and where it does not.

With D = sigmoid(s) the derivative in s is written with t = e^(-s) > 0: D = 1/(1 + t), s = -log t,
and d/ds = -t d/dt.
"""

from sympy import Derivative, Rational, log

from gantheory.proofs.claim import Claim, FalseVariant, Hypothesis, Step
from gantheory.proofs.claims.vocabulary import (
    D_STAR,
    GAN14,
    g,
    p,
)
from gantheory.proofs.formulas import (
    Iff,
    eq,
    ge,
    gt,
    lt,
)
from gantheory.proofs.terms import Expr, scalar

t, epsilon = scalar("t"), scalar("epsilon")
_D = 1 / (1 + t)
_T_POSITIVE = Hypothesis("t>0", gt(t, 0), "t = e^(-s), with s the logit of D")


def _by_s(loss: Expr) -> Expr:
    """The derivative in the logit s = −log t of a loss written in t."""
    return -t * Derivative(loss, t)


H1 = Claim(
    id="H1",
    title="log(1 - D) saturates where D wins, -log D does not",
    gloss=(
        "By the logit s of D the two generator losses have the slopes -D and -(1 - D). As D goes "
        "to 0 the first goes to 0 and the second to -1; their ratio is e^(-s)."
    ),
    statement=("saturating", "non-saturating", "ratio", "vanishes", "stays"),
    hypotheses=(_T_POSITIVE, Hypothesis("epsilon>0", gt(epsilon, 0))),
    steps=(
        Step(
            "by s",
            eq(_by_s(-log(t)), 1),
            "loglin",
            given=("t>0",),
            prose="-t d/dt is the derivative by s = -log t: it takes s to 1.",
        ),
        Step(
            "saturating",
            eq(_by_s(log(1 - _D)), -_D),
            "loglin",
            given=("t>0",),
            prose="d/ds log(1 - D) = -D.",
        ),
        Step(
            "non-saturating",
            eq(_by_s(-log(_D)), -(1 - _D)),
            "loglin",
            given=("t>0",),
            prose="d/ds (-log D) = -(1 - D).",
        ),
        Step(
            "ratio",
            eq((1 - _D) / _D, t),
            "rcf",
            given=("t>0",),
            prose="The second slope is t = e^(-s) times the first.",
        ),
        Step(
            "vanishes",
            Iff(lt(_D, epsilon), gt(t, 1 / epsilon - 1)),
            "rcf",
            prose="The slope of the minimax loss is below any epsilon once s is small enough ...",
        ),
        Step(
            "stays",
            Iff(gt(1 - _D, 1 - epsilon), gt(t, 1 / epsilon - 1)),
            "rcf",
            prose="... and there that of the non-saturating loss is above 1 - epsilon.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "-log D vanishes too",
            Iff(lt(1 - _D, epsilon), gt(t, 1 / epsilon - 1)),
            "vanishes",
            prose="both losses taken to saturate",
        ),
        FalseVariant(
            "log(1 - D) vanishes as D goes to 1",
            Iff(lt(_D, epsilon), lt(t, epsilon)),
            "vanishes",
            prose="the wrong end: there the slope goes to -1",
        ),
        FalseVariant(
            "slope by D",
            eq(_by_s(log(1 - _D)), -1 / (1 - _D)),
            "saturating",
            prose="the derivative by D, without that of the sigmoid",
        ),
    ),
    references=(f"{GAN14}, section 3",),
)

_KAPPA = scalar("kappa")

H2 = Claim(
    id="H2",
    title="Both losses push the same way, to the same equilibrium, at the same local rate",
    gloss=(
        "Both generator losses fall as D rises; their slopes agree at D = 1/2 alone, where each is "
        "1/2. Both are stationary in p_g exactly where D* is constant, which is p_g = p_data. "
        "So the two games have one equilibrium and the same linearisation there."
    ),
    statement=("same sign", "equal slopes", "minimax rate", "other rate", "stationary"),
    hypotheses=(
        _T_POSITIVE,
        Hypothesis("p>0", gt(p, 0), "p_data is positive at x"),
        Hypothesis("kappa>0", gt(_KAPPA, 0), "a constant value of D*"),
    ),
    steps=(
        Step(
            "same sign",
            eq(_by_s(log(1 - _D)) * _by_s(-log(_D)), _D * (1 - _D)),
            "rcf",
            given=("t>0",),
            prose="The slopes -D and -(1 - D) of H1 have one sign: both want a larger D(G(z)).",
        ),
        Step(
            "equal slopes",
            Iff(eq(_by_s(log(1 - _D)), _by_s(-log(_D))), eq(_D, Rational(1, 2))),
            "rcf",
            given=("t>0",),
            prose="They are equal at D = 1/2 and nowhere else.",
        ),
        Step(
            "minimax rate",
            eq(_by_s(log(1 - _D)), -Rational(1, 2)),
            "loglin",
            given=(),
            assuming=(eq(t, 1),),
            prose="At the equilibrium the generator feels s through the slope -1/2 ...",
        ),
        Step(
            "other rate",
            eq(_by_s(-log(_D)), -Rational(1, 2)),
            "loglin",
            given=(),
            assuming=(eq(t, 1),),
            prose="... whichever loss it has: the Jacobian of the game there is the same.",
        ),
        Step(
            "stationary",
            Iff(eq(D_STAR, _KAPPA), eq(g, (1 / _KAPPA - 1) * p)),
            "rcf",
            given=("p>0", "kappa>0"),
            assuming=(ge(g, 0),),
            prose=(
                "log(1 - D*) and -log D* are constant in x when D* is, which makes p_g a multiple "
                "of p_data, and then p_data itself (P5)."
            ),
        ),
    ),
    false_variants=(
        FalseVariant(
            "the same slopes everywhere",
            eq(_by_s(log(1 - _D)), _by_s(-log(_D))),
            "equal slopes",
            prose="the same dynamics away from equilibrium",
        ),
        FalseVariant(
            "rate 1",
            eq(_by_s(-log(_D)), -1),
            "other rate",
            prose="the non-saturating loss taken to be faster at the equilibrium too",
        ),
        FalseVariant(
            "opposite directions",
            eq(_by_s(log(1 - _D)) * _by_s(-log(_D)), -_D * (1 - _D)),
            "same sign",
            prose="the sign",
        ),
    ),
    references=(
        f"{GAN14}, section 3 ('the same fixed point of the dynamics')",
        "Mescheder et al. 2018",
    ),
    notes=(
        "The linearisation meant is that by the logits: near the equilibrium the generator's "
        "update depends on D through these slopes alone.",
    ),
)
