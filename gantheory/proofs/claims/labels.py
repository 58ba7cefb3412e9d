"""F3, F5 and F7: the game as a classification of samples with labels real and generated."""

from sympy import Rational, log

from gantheory.proofs.claim import Claim, FalseVariant, Hypothesis, Step
from gantheory.proofs.claims.vocabulary import (
    D_STAR,
    DENSITIES,
    GAN14,
    PROBABILITY,
    SUPPORT,
    D,
    g,
    p,
)
from gantheory.proofs.formulas import AlmostEverywhere, Iff, Implies, eq, ge, gt, le, lt
from gantheory.proofs.terms import (
    JSD,
    KL,
    TV,
    Criterion,
    Int,
    OptimalDiscriminator,
    Value,
    density,
    field,
    scalar,
    xlogy,
)

# joint densities of a sample and its label: real (1) and generated (0)
q_1, q_0 = density("q_1"), density("q_0")
_MARGINAL = q_1 + q_0
_LIKELIHOOD = Int(xlogy(q_1, D) + xlogy(q_0, 1 - D))
_ENTROPY = -Int(xlogy(q_1, q_1 / _MARGINAL)) - Int(xlogy(q_0, q_0 / _MARGINAL))
_INFORMATION = Int(xlogy(q_1, q_1 / (_MARGINAL / 2))) + Int(xlogy(q_0, q_0 / (_MARGINAL / 2)))
_JOINT = (
    Hypothesis("q_1>=0", ge(q_1, 0), "the joint density of a sample and the label real"),
    Hypothesis("q_0>=0", ge(q_0, 0), "the joint density of a sample and the label generated"),
)

F3 = Claim(
    id="F3",
    title="Labels: V is a log-likelihood, JSD an information",
    gloss=(
        "Draw the label by a fair coin, then x: q_1 = p_data/2 and q_0 = p_g/2. Then V is twice "
        "the mean log-likelihood of the label, C is -2 H(Y|X), and JSD is I(X;Y)."
    ),
    statement=("likelihood", "posterior", "entropy", "information", "entropy lost"),
    hypotheses=(
        *_JOINT,
        *PROBABILITY,
        Hypothesis("real half", eq(Int(q_1), Rational(1, 2)), "half the samples are real"),
        Hypothesis("other half", eq(Int(q_0), Rational(1, 2)), "half are generated"),
    ),
    steps=(
        Step(
            "likelihood",
            eq(Value(2 * q_1, 2 * q_0, D), 2 * _LIKELIHOOD),
            "int-linear",
            given=("q_1>=0", "q_0>=0", "D>=0", "D<=1"),
            prose="V(D) = 2 E[log P_D(Y|x)], with p_data = 2 q_1 and p_g = 2 q_0.",
        ),
        Step(
            "posterior",
            eq(OptimalDiscriminator(2 * q_1, 2 * q_0), q_1 / _MARGINAL),
            "rcf",
            given=("q_1>=0", "q_0>=0"),
            assuming=(gt(_MARGINAL, 0),),
            prose="D*(x) = P(Y = 1 | x), by Bayes' rule.",
        ),
        Step(
            "entropy",
            eq(Criterion(2 * q_1, 2 * q_0), -2 * _ENTROPY),
            "int-linear",
            given=("q_1>=0", "q_0>=0"),
            prose="The best likelihood is minus the conditional entropy of the label.",
        ),
        Step(
            "information",
            eq(JSD(2 * q_1, 2 * q_0), _INFORMATION),
            "int-linear",
            given=("q_1>=0", "q_0>=0", "real half", "other half"),
            prose="JSD(p_data, p_g) = I(X;Y), the divergence of the joint law from the product.",
        ),
        Step(
            "entropy lost",
            eq(_INFORMATION, log(2) - _ENTROPY),
            "int-linear",
            args={"normalise": {q_1: log(2), q_0: log(2)}},
            given=("q_1>=0", "q_0>=0", "real half", "other half"),
            prose="The same as H(Y) - H(Y|X); the coin has entropy log 2.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "no factor 2",
            eq(Value(2 * q_1, 2 * q_0, D), _LIKELIHOOD),
            "likelihood",
            prose="the mean over both labels taken for the sum",
        ),
        FalseVariant(
            "twice the information",
            eq(JSD(2 * q_1, 2 * q_0), 2 * _INFORMATION),
            "information",
            prose="C + log 4 taken for JSD",
        ),
        FalseVariant(
            "posterior of another coin",
            eq(OptimalDiscriminator(q_1 / 3, 2 * q_0 / 3), q_1 / _MARGINAL),
            "posterior",
            prose="D* kept while the coin is no longer fair",
        ),
        FalseVariant(
            "entropy of one nat",
            eq(_INFORMATION, 1 - _ENTROPY),
            "entropy lost",
            args={},
            prose="bits taken for nats",
        ),
    ),
    references=(f"{GAN14}, section 4.1 (log-likelihood of P(Y = y|x))",),
)

pi = scalar("pi")
_MIX = pi * p + (1 - pi) * g
_BEST = pi * p / _MIX
_COIN = pi * log(pi) + (1 - pi) * log(1 - pi)
_SPREAD = pi * KL(p, _MIX) + (1 - pi) * KL(g, _MIX)
_PRIOR = (
    Hypothesis("pi>0", gt(pi, 0), "real samples occur"),
    Hypothesis("pi<1", lt(pi, 1), "generated samples occur"),
)

F5 = Claim(
    id="F5",
    title="Any share of real samples: p_g = p_data stays the optimum",
    gloss=(
        "With a share pi of real samples D* = pi p_data/(pi p_data + (1 - pi) p_g), and the best "
        "value is a generalised Jensen-Shannon divergence minus the entropy of pi."
    ),
    statement=("bound", "value", "nonnegative", "zero"),
    hypotheses=(*DENSITIES, *_PRIOR, *PROBABILITY),
    steps=(
        Step(
            "bound",
            le(Value(pi * p, (1 - pi) * g, D), Value(pi * p, (1 - pi) * g, _BEST)),
            "instance",
            args={"substitution": {p: pi * p, g: (1 - pi) * g}},
            uses=("A4/bound",),
            given=("p_data>=0", "p_g>=0", "pi>0", "pi<1", "D>=0", "D<=1"),
            prose="A4 for the weighted densities.",
        ),
        Step(
            "value",
            eq(Value(pi * p, (1 - pi) * g, _BEST), _COIN + _SPREAD),
            "int-linear",
            args={"normalise": {p: pi * log(pi), g: (1 - pi) * log(1 - pi)}},
            given=(*(x.name for x in DENSITIES), "pi>0", "pi<1"),
            prose="pi p_data/m: the factor pi comes out of the logarithm.",
        ),
        Step(
            "nonnegative",
            le(0, _SPREAD),
            "int-mono",
            given=(*(x.name for x in DENSITIES), "pi>0", "pi<1"),
            prose="log t <= t - 1 twice; what is left cancels.",
        ),
        Step(
            "zero",
            Iff(eq(_SPREAD, 0), AlmostEverywhere(eq(p, g), SUPPORT)),
            "int-equality",
            given=(*(x.name for x in DENSITIES), "pi>0", "pi<1"),
            prose="Equality in log t <= t - 1 at almost every x: whatever pi is.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "value -log 2 for every pi",
            eq(Value(pi * p, (1 - pi) * g, _BEST), -log(2) + _SPREAD),
            "value",
            args={},
            prose="the constant of the fair coin",
        ),
        FalseVariant(
            "optimum moves with pi",
            Iff(eq(_SPREAD, 0), AlmostEverywhere(eq(pi * p, (1 - pi) * g), SUPPORT)),
            "zero",
            prose="D* = 1/2 taken for the condition of the optimum",
        ),
        FalseVariant(
            "D* of the fair coin",
            le(Value(pi * p, (1 - pi) * g, D), Value(pi * p, (1 - pi) * g, D_STAR)),
            "bound",
            prose="the share of real samples ignored",
        ),
    ),
    references=(GAN14, "Huszar 2015, How (not) to train your generative model", "Lin 1991"),
    uses=("A4",),
)

test = field("r")
_ACCURACY = Int(p * test + g * (1 - test)) / 2

F7 = Claim(
    id="F7",
    title="The best accuracy is (1 + TV)/2, reached where D* > 1/2",
    gloss=(
        "r(x) is the probability of answering 'real' at x. No test is right more often than "
        "(1 + TV)/2 of the time, and answering 'real' where D* > 1/2 is."
    ),
    statement=("threshold", "bound", "attained", "certain"),
    hypotheses=(
        *DENSITIES,
        Hypothesis("r>=0", ge(test, 0), "r is a probability"),
        Hypothesis("r<=1", le(test, 1), "r is a probability"),
    ),
    steps=(
        Step(
            "threshold",
            Iff(gt(D_STAR, Rational(1, 2)), gt(p, g)),
            "rcf",
            given=("p_data>=0", "p_g>=0"),
            assuming=(gt(p + g, 0),),
            prose="D* > 1/2 where the sample is more likely real.",
        ),
        Step(
            "bound",
            le(_ACCURACY, (1 + TV(p, g)) / 2),
            "int-mono",
            args={"normalise": {p: Rational(1, 4), g: Rational(1, 4)}},
            prose="At each x the test gains at most the larger of p_data and p_g.",
        ),
        Step(
            "attained",
            eq(_ACCURACY, (1 + TV(p, g)) / 2),
            "int-linear",
            args={"normalise": {p: Rational(1, 4), g: Rational(1, 4)}},
            assuming=(
                Implies(gt(p, g), eq(test, 1)),
                Implies(lt(p, g), eq(test, 0)),
            ),
            prose="Answering 'real' where p_data > p_g gains exactly that; ties do not matter.",
        ),
        Step(
            "certain",
            le((1 + TV(p, g)) / 2, 1),
            "int-mono",
            args={"normalise": {p: Rational(1, 4), g: Rational(1, 4)}},
            given=tuple(x.name for x in DENSITIES),
            prose="It is an accuracy: TV is at most 1.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "1 - TV",
            le(_ACCURACY, 1 - TV(p, g)),
            "bound",
            args={},
            prose="the error of confusing the two taken for the accuracy",
        ),
        FalseVariant(
            "(1 + JSD)/2",
            le(_ACCURACY, (1 + JSD(p, g)) / 2),
            "bound",
            args={},
            prose="the divergence of the game in place of the total variation",
        ),
        FalseVariant(
            "threshold 1/3",
            Iff(gt(D_STAR, Rational(1, 3)), gt(p, g)),
            "threshold",
            prose="another threshold",
        ),
    ),
    references=("standard: the Bayes classifier and total variation",),
)
