"""Symbols, hypotheses and references that several claims share."""

from gantheory.proofs.claim import Hypothesis
from gantheory.proofs.formulas import And, Integrable, eq, ge, gt, le, lt
from gantheory.proofs.terms import (
    Expr,
    Int,
    OptimalDiscriminator,
    density,
    discriminator,
    p_data,
    p_g,
    scalar,
)

GAN14 = "Goodfellow et al., Generative Adversarial Nets, NeurIPS 2014"
MESCHEDER = (
    "Mescheder, Geiger and Nowozin 2018, Which Training Methods for GANs do actually Converge?"
)

p, g, D = p_data, p_g, discriminator
D_STAR = OptimalDiscriminator(p, g)

#: where at least one of the two densities is positive
SUPPORT = gt(p + g, 0)

P_NONNEGATIVE = Hypothesis("p_data>=0", ge(p, 0), "p_data is non-negative")
G_NONNEGATIVE = Hypothesis("p_g>=0", ge(g, 0), "p_g is non-negative")
P_MASS = Hypothesis("mass p_data", eq(Int(p), 1), "p_data is normalised")
G_MASS = Hypothesis("mass p_g", eq(Int(g), 1), "p_g is normalised")
FINITE = Hypothesis("finite mass", Integrable(p + g), "p_data and p_g have finite mass")
D_AT_LEAST_0 = Hypothesis("D>=0", ge(D, 0), "D is a probability")
D_AT_MOST_1 = Hypothesis("D<=1", le(D, 1), "D is a probability")

NONNEGATIVE = (P_NONNEGATIVE, G_NONNEGATIVE)
DENSITIES = (*NONNEGATIVE, P_MASS, G_MASS)
PROBABILITY = (D_AT_LEAST_0, D_AT_MOST_1)

#: two generators' densities and the weight of the second in their mixture
G_0, G_1, WEIGHT = density("g_0"), density("g_1"), scalar("lambda")
MIXING = (
    Hypothesis("lambda>0", gt(WEIGHT, 0)),
    Hypothesis("lambda<1", lt(WEIGHT, 1)),
)

#: the step size of a method, and an eigenvalue lambda = u + i v
ETA, RE, IM = scalar("eta"), scalar("u"), scalar("v")


def root(
    trace: Expr, determinant: Expr, name: str = "eigenvalue", re: Expr = RE, im: Expr = IM
) -> Hypothesis:
    """That u + i v is an eigenvalue of a 2 x 2 matrix: lambda^2 - trace lambda + det = 0."""
    real = eq(re**2 - im**2 - trace * re + determinant, 0)
    imaginary = eq(2 * re * im - trace * im, 0)
    return Hypothesis(name, And((real, imaginary)), "lambda = u + i v is an eigenvalue")
