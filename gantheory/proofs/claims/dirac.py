"""D4, D5, D9: the Dirac-GAN, in which one number theta has to find 0 against a linear critic psi x.

The value is f(theta psi) + f(0) with f(t) = -log(1 + exp(-t)) for the GAN and f(t) = t for the
Wasserstein GAN; theta descends, psi ascends.
"""

from __future__ import annotations

from sympy import Derivative, Rational, log

from gantheory.proofs.claim import Claim, FalseVariant, Hypothesis, Step
from gantheory.proofs.claims.vocabulary import IM, MESCHEDER, RE, root
from gantheory.proofs.formulas import And, Iff, eq, ge, gt, le, lt
from gantheory.proofs.terms import scalar

theta, psi, y = scalar("theta"), scalar("psi"), scalar("y")
c, d, slope, gamma = (scalar(name) for name in ("c", "d", "r", "gamma"))
_PENALTY = Hypothesis("gamma>0", gt(gamma, 0), "the weight of the gradient penalty")

#: f' up to terms that do not move the Jacobian at 0
_F_PRIME = c + d * (theta * psi)
_THETA_RATE, _PSI_RATE = -psi * _F_PRIME, theta * _F_PRIME

D4 = Claim(
    id="D4",
    title="The Dirac-GAN turns around its equilibrium",
    gloss="At the equilibrium the Jacobian is a rotation: eigenvalues +-i f'(0), nothing pulls in.",
    statement=("force", "pull on theta", "push on psi", "eigenvalues"),
    hypotheses=(
        Hypothesis("y>0", gt(y, 0), "y = sigma(t) is the discriminator's answer at logit t"),
        Hypothesis("y<1", lt(y, 1)),
        Hypothesis("theta=0", eq(theta, 0), "at the equilibrium"),
        Hypothesis("psi=0", eq(psi, 0), "at the equilibrium"),
        root(0, c**2),
    ),
    steps=(
        Step(
            "force",
            eq(Derivative(log(y), y), (1 - y) * Derivative(log(y / (1 - y)), y)),
            "rcf",
            given=("y>0", "y<1"),
            prose="f = log sigma(t): its slope in the logit is 1 - y, which is 1/2 at t = 0.",
        ),
        Step(
            "pull on theta",
            And((eq(Derivative(_THETA_RATE, theta), 0), eq(Derivative(_THETA_RATE, psi), -c))),
            "rcf",
            given=("theta=0", "psi=0"),
            prose="f'(t) = c + d t + ...: what follows does not reach first derivatives at 0.",
        ),
        Step(
            "push on psi",
            And((eq(Derivative(_PSI_RATE, theta), c), eq(Derivative(_PSI_RATE, psi), 0))),
            "rcf",
            given=("theta=0", "psi=0"),
            prose="The Jacobian is ((0, -c), (c, 0)): trace 0, determinant c^2.",
        ),
        Step(
            "eigenvalues",
            And((eq(RE, 0), eq(IM**2, c**2))),
            "rcf",
            given=("eigenvalue",),
            prose="lambda^2 + c^2 = 0.",
        ),
    ),
    false_variants=(
        FalseVariant("damped", eq(RE, -c), "eigenvalues", assuming=(gt(c, 0),), prose="damping"),
        FalseVariant(
            "locally stable", lt(RE, 0), "eigenvalues", prose="the equilibrium taken to attract"
        ),
        FalseVariant(
            "force at 1", eq(Derivative(log(y), y), 1 - y), "force", prose="slope in y, not in t"
        ),
    ),
    references=(MESCHEDER,),
    notes=(
        "f enters by f'(0) and f''(0) alone, here c and d; for the non-saturating loss d has the "
        "other sign in the first row, which changes nothing at 0.",
    ),
)

_RATE = Derivative(theta**2 + psi**2, theta) * (-psi * slope) + Derivative(
    theta**2 + psi**2, psi
) * (theta * slope)

#: what decreases is -KL(Bernoulli(y) || Bernoulli(1 - y))
_KL = ((y, (1 - y) / y), (1 - y, y / (1 - y)))

D5 = Claim(
    id="D5",
    title="The flow of the Dirac-GAN keeps its distance; the non-saturating one creeps in",
    gloss="theta^2 + psi^2 is conserved whatever f is; with the non-saturating loss it decreases.",
    statement=("conserved", "decreases", "stands still", "slowly", "no faster"),
    hypotheses=(
        Hypothesis("y>0", gt(y, 0), "y = sigma(theta psi), the discriminator at theta"),
        Hypothesis("y<1", lt(y, 1)),
        Hypothesis("y>=1/2", ge(2 * y, 1), "theta psi >= 0; the other case mirrors it"),
    ),
    steps=(
        Step(
            "conserved",
            eq(_RATE, 0),
            "rcf",
            given=(),
            prose="Both rates have the same factor r = f'(theta psi), whatever it is.",
        ),
        Step(
            "decreases",
            le(log(y / (1 - y)) * (1 - 2 * y), 0),
            "gibbs",
            args={"instances": _KL},
            given=("y>0", "y<1"),
            prose="Non-saturating: half the rate is theta psi (1 - y) - theta psi y.",
        ),
        Step(
            "stands still",
            Iff(eq(log(y / (1 - y)) * (1 - 2 * y), 0), eq(2 * y, 1)),
            "gibbs",
            args={"instances": _KL},
            given=("y>0", "y<1"),
            prose="Only where theta psi = 0.",
        ),
        Step(
            "slowly",
            le(2 * (2 * y - 1), log(y / (1 - y))),
            "mean-value",
            args={"variable": y, "anchor": Rational(1, 2)},
            given=("y<1", "y>=1/2"),
            prose="tanh(t/2) <= t/2, so the rate of theta^2 + psi^2 is at least -(theta psi)^2.",
        ),
        Step(
            "no faster",
            le((theta * psi) ** 2, (theta**2 + psi**2) ** 2 / 4),
            "rcf",
            given=(),
            prose="With q = theta^2 + psi^2: q' >= -q^2/4, so q decays like 4/t at best.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "non-saturating conserves",
            eq(log(y / (1 - y)) * (1 - 2 * y), 0),
            "decreases",
            prose="one loss taken for the other",
        ),
        FalseVariant(
            "exponentially fast",
            le(log(y / (1 - y)), 2 * (2 * y - 1)),
            "slowly",
            prose="the bound the other way round",
        ),
        FalseVariant(
            "signs equal",
            eq(theta * (psi * slope) + psi * (theta * slope), 0),
            "conserved",
            prose="both players climbing",
        ),
    ),
    references=(MESCHEDER, "own computation for the non-saturating loss"),
)

_GP = gamma / 2 * (psi - 1) ** 2

D9 = Claim(
    id="D9",
    title="A gradient penalty towards 1 pushes the Wasserstein critic off its equilibrium",
    gloss="At theta = 0 a small psi grows: the penalty wants |psi| = 1, the equilibrium psi = 0.",
    statement=("rate", "away"),
    hypotheses=(
        _PENALTY,
        Hypothesis("psi>0", gt(psi, 0), "one side; the other mirrors it"),
        Hypothesis("psi<1", lt(psi, 1), "near the equilibrium"),
    ),
    steps=(
        Step(
            "rate",
            eq(psi * -Derivative(_GP, psi), gamma * psi * (1 - psi)),
            "rcf",
            given=(),
            prose="psi psi' at theta = 0, for psi > 0: half the rate of psi^2.",
        ),
        Step("away", gt(psi * -Derivative(_GP, psi), 0), "rcf", prose="psi^2 grows."),
    ),
    false_variants=(
        FalseVariant(
            "stabilises", lt(psi * -Derivative(_GP, psi), 0), "away", prose="WGAN-GP as a cure"
        ),
        FalseVariant(
            "like R1", eq(psi * -Derivative(_GP, psi), -gamma * psi**2), "rate", prose="R1's rate"
        ),
    ),
    references=(MESCHEDER,),
)

CLAIMS = (D4, D5, D9)
