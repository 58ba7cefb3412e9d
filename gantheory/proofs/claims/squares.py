"""G3 and G5: least squares, and a discriminator that sees moments only."""

from sympy import Derivative, Rational, log

from gantheory.proofs.claim import Claim, FalseVariant, Hypothesis, Step
from gantheory.proofs.claims.vocabulary import DENSITIES, NONNEGATIVE, SUPPORT, D, g, p
from gantheory.proofs.formulas import AlmostEverywhere, Iff, eq, gt, le
from gantheory.proofs.terms import Int, Value, field, scalar

a, b, c = (scalar(name) for name in ("a", "b", "c"))
_BEST = (b * p + a * g) / (p + g)
_TARGETS = (
    Hypothesis("b-c=1", eq(b, c + 1), "the target of the generator is one below b"),
    Hypothesis("b-a=2", eq(b, a + 2), "the targets of D are two apart"),
)

G3 = Claim(
    id="G3",
    title="Least squares: D* = (b p + a g)/(p + g), and a chi-square",
    gloss=(
        "With targets b for real and a for generated, D* is their posterior mean; with "
        "b - c = 1, b - a = 2 the generator minimises chi^2(p + g, 2g)/2."
    ),
    statement=("excess", "unique", "chi-square"),
    hypotheses=(
        *NONNEGATIVE,
        *_TARGETS,
    ),
    steps=(
        Step(
            "excess",
            eq(
                p * (D - b) ** 2 + g * (D - a) ** 2,
                p * (_BEST - b) ** 2 + g * (_BEST - a) ** 2 + (p + g) * (D - _BEST) ** 2,
            ),
            "loglin",
            given=(),
            assuming=(gt(p + g, 0),),
            prose="Complete the square in D.",
        ),
        Step(
            "least",
            le(0, (p + g) * (D - _BEST) ** 2),
            "rcf",
            given=("p_data>=0", "p_g>=0"),
            assuming=(gt(p + g, 0),),
            prose="What is left is not negative, so the cost is least at D = D* ...",
        ),
        Step(
            "unique",
            Iff(eq((p + g) * (D - _BEST) ** 2, 0), eq(D, _BEST)),
            "rcf",
            given=("p_data>=0", "p_g>=0"),
            assuming=(gt(p + g, 0),),
            prose="... and nowhere else.",
        ),
        Step(
            "chi-square",
            eq(Int((p + g) * (_BEST - c) ** 2), Int((p + g - 2 * g) ** 2 / (p + g))),
            "int-linear",
            given=("p_data>=0", "p_g>=0", "b-c=1", "b-a=2"),
            prose="What the generator pays, twice: the Pearson divergence of p + g and 2 g.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "targets exchanged",
            Iff(eq((p + g) * (D - _BEST) ** 2, 0), eq(D, (a * p + b * g) / (p + g))),
            "unique",
            prose="real and generated exchanged",
        ),
        FalseVariant(
            "a=0, b=c=1",
            eq(Int((p + g) * (_BEST - c) ** 2), Int((p + g - 2 * g) ** 2 / (p + g))),
            "chi-square",
            without=("b-c=1", "b-a=2"),
            assuming=(eq(a, 0), eq(b, 1), eq(c, 1)),
            prose="the usual coding gives the integral of g^2/(p + g) instead",
        ),
        FalseVariant(
            "b-a=1",
            eq(Int((p + g) * (_BEST - c) ** 2), Int((p + g - 2 * g) ** 2 / (p + g))),
            "chi-square",
            without=("b-a=2",),
            assuming=(eq(b, a + 1),),
            prose="targets one apart",
        ),
    ),
    references=("Mao et al. 2017, Least Squares Generative Adversarial Networks",),
)

t, phi = field("t"), field("phi")
_SIGMOID = t / (1 + t)
_MOMENT = Hypothesis(
    "means agree", eq(Int((p - g) * log(t)), 0), "the logit has the same mean under both laws"
)
_NORMALISE = {p: -log(2), g: -log(2), (p - g) * log(t): Rational(1, 2)}
_PAYOFF = p * log(_SIGMOID) + g * log(1 - _SIGMOID)
_TANGENT = -log(2) * (p + g) + (p - g) * log(t) / 2
_INSTANCE = (((p + g) / 2, 4 * t / (1 + t) ** 2),)

G5 = Claim(
    id="G5",
    title="A discriminator that sees moments is blind once they match",
    gloss=(
        "Let the logit of D be w . phi(x), t = exp(w . phi) its odds. If the means of phi agree "
        "then those of log t do, and V(D) <= -log 4: no w does better than w = 0."
    ),
    statement=("tangent", "bound", "only zero", "slope", "slope at 0"),
    hypotheses=(
        *DENSITIES,
        Hypothesis("t>0", gt(t, 0), "the odds exp(w . phi)"),
        _MOMENT,
    ),
    steps=(
        Step(
            "tangent",
            le(_PAYOFF, _TANGENT),
            "gibbs",
            args={"instances": _INSTANCE},
            given=("p_data>=0", "p_g>=0", "t>0"),
            prose="At each x: the payoff lies below its tangent at w = 0, as 4 t <= (1 + t)^2.",
        ),
        Step(
            "touches",
            Iff(eq(_PAYOFF, _TANGENT), eq(t, 1)),
            "gibbs",
            args={"instances": _INSTANCE},
            given=("p_data>=0", "p_g>=0", "t>0"),
            assuming=(gt(p + g, 0),),
            prose="It touches at t = 1 alone.",
        ),
        Step(
            "bound",
            le(Value(p, g, _SIGMOID), -log(4)),
            "int-mono",
            uses=("tangent",),
            args={"normalise": _NORMALISE},
            prose="Integrate: the means of log t cancel.",
        ),
        Step(
            "only zero",
            Iff(
                eq(Value(p, g, _SIGMOID), -log(4)),
                AlmostEverywhere(eq(t, 1), SUPPORT),
            ),
            "int-equality",
            uses=("tangent", "touches"),
            args={"normalise": _NORMALISE},
            prose="Equality only for D = 1/2: for w . phi = 0.",
        ),
        Step(
            "slope",
            eq(
                phi * t * Derivative(p * log(_SIGMOID) + g * log(1 / (1 + t)), t),
                phi * (p * (1 - _SIGMOID) - g * _SIGMOID),
            ),
            "loglin",
            given=("t>0",),
            prose="The derivative in w along one feature phi: d/dw = phi t d/dt.",
        ),
        Step(
            "slope at 0",
            eq(phi * (p * (1 - _SIGMOID) - g * _SIGMOID), (p * phi - g * phi) / 2),
            "rcf",
            given=(),
            assuming=(eq(t, 1),),
            prose="At w = 0 its integral is half the difference of the means of phi.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "equal moments, equal laws",
            AlmostEverywhere(eq(p, g), SUPPORT),
            "bound",
            prose="what D cannot see taken not to be there",
        ),
        FalseVariant(
            "any features",
            le(Value(p, g, _SIGMOID), -log(4)),
            "bound",
            without=("means agree",),
            prose="moments that differ",
        ),
        FalseVariant(
            "slope of one law",
            eq(phi * (p * (1 - _SIGMOID) - g * _SIGMOID), p * phi / 2),
            "slope at 0",
            prose="the generated samples forgotten",
        ),
    ),
    references=("Liu, Bousquet and Chaudhuri 2017", "moment matching; logistic regression"),
    notes=(
        "The converse, that some w beats -log 4 where the means of phi differ, follows from the "
        "slope at w = 0; the limit that it takes is not formalised.",
    ),
)
