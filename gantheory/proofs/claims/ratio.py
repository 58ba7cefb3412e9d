"""F4, F6 and F8: the optimal discriminator is a density ratio in disguise."""

from sympy import Derivative, log

from gantheory.proofs.claim import Claim, FalseVariant, Hypothesis, Step
from gantheory.proofs.claims.vocabulary import (
    D_STAR,
    FINITE,
    NONNEGATIVE,
    P_MASS,
    PROBABILITY,
    SUPPORT,
    D,
    g,
    p,
)
from gantheory.proofs.formulas import (
    AlmostEverywhere,
    Iff,
    Implies,
    Integrable,
    eq,
    gt,
    le,
    lt,
)
from gantheory.proofs.terms import Criterion, Expr, Int, Value, field, scalar

u, v = field("u"), field("v")
alpha, beta = scalar("alpha"), scalar("beta")

_RATIO = D_STAR / (1 - D_STAR)


def _moved(term: Expr) -> Expr:
    """The derivative of a term where p_data and p_g change by u and v."""
    return u * Derivative(term, p) + v * Derivative(term, g)


_BEST = p / (p + g)

F4 = Claim(
    id="F4",
    title="D* is the density ratio, its logit the log-ratio",
    gloss=(
        "With u and v the derivatives of p_data and p_g in some direction of x: the gradient of "
        "logit D* is the difference of the scores, u/p_data - v/p_g."
    ),
    statement=("ratio", "logit", "gradient of the logit", "gradient of D*"),
    hypotheses=(
        Hypothesis("p_data>0", gt(p, 0), "p_data is positive"),
        Hypothesis("p_g>0", gt(g, 0), "p_g is positive"),
    ),
    steps=(
        Step("ratio", eq(_RATIO, p / g), "rcf", prose="1 - D* = p_g/(p_data + p_g)."),
        Step(
            "logit",
            eq(log(D_STAR) - log(1 - D_STAR), log(p) - log(g)),
            "loglin",
            prose="Take logarithms.",
        ),
        Step(
            "gradient of the logit",
            eq(_moved(log(_BEST) - log(1 - _BEST)), u / p - v / g),
            "loglin",
            prose="The chain rule, through p_data and through p_g: the two scores, subtracted.",
        ),
        Step(
            "gradient of D*",
            eq(_moved(_BEST), D_STAR * (1 - D_STAR) * (u / p - v / g)),
            "loglin",
            prose="The same for D* itself: the factor D*(1 - D*) is what saturates.",
        ),
    ),
    false_variants=(
        FalseVariant("ratio is D*", eq(D_STAR, p / g), "ratio", prose="the odds forgotten"),
        FalseVariant(
            "gradient of D* is the score difference",
            eq(_moved(_BEST), u / p - v / g),
            "gradient of D*",
            prose="D* in place of its logit",
        ),
        FalseVariant(
            "scores added",
            eq(_moved(log(_BEST) - log(1 - _BEST)), u / p + v / g),
            "gradient of the logit",
            prose="the sign of the second score",
        ),
    ),
    references=(
        "Sugiyama, Suzuki and Kanamori 2012, Density Ratio Estimation in Machine Learning",
        "Mohamed and Lakshminarayanan 2016, Learning in Implicit Generative Models",
    ),
    notes=(
        "u and v stand for the derivatives of p_data and p_g along one direction of x; the "
        "chain rule, by which they enter, is the definition of the left sides.",
    ),
)

_REAL = (1 - alpha) * p + beta * g
_FAKE = alpha * p + (1 - beta) * g
_SMOOTHED = _REAL / (p + g)
_RANGES = (
    Hypothesis("alpha>=0", le(0, alpha), "the share of real samples called generated"),
    Hypothesis("alpha<1", lt(alpha, 1), "some real samples are called real"),
    Hypothesis("beta>=0", le(0, beta), "the share of generated samples called real"),
    Hypothesis("beta<1", lt(beta, 1), "some generated samples are called generated"),
)
_POINTWISE = ("p_data>=0", "p_g>=0", "alpha>=0", "alpha<1", "beta>=0", "beta<1")

F6 = Claim(
    id="F6",
    title="Label smoothing moves D*, on the generated side for the worse",
    gloss=(
        "With targets 1 - alpha on real and beta on generated samples the best D is "
        "((1 - alpha) p_data + beta p_g)/(p_data + p_g): beta on all that is generated alone."
    ),
    statement=("bound", "unique", "one-sided", "outside p_data"),
    hypotheses=(*NONNEGATIVE, *PROBABILITY, *_RANGES, FINITE),
    steps=(
        Step(
            "best",
            le(Value(_REAL, _FAKE, D), Criterion(_REAL, _FAKE)),
            "instance",
            args={"substitution": {p: _REAL, g: _FAKE}},
            uses=("A4/bound",),
            given=(*_POINTWISE, "D>=0", "D<=1"),
            prose="Smoothing mixes the two laws that D has to tell apart: A4 for the mixtures.",
        ),
        Step(
            "same denominator",
            eq(Criterion(_REAL, _FAKE), Value(_REAL, _FAKE, _SMOOTHED)),
            "int-linear",
            given=_POINTWISE,
            prose="The mixtures have the sum p_data + p_g.",
        ),
        Step(
            "bound",
            le(Value(_REAL, _FAKE, D), Value(_REAL, _FAKE, _SMOOTHED)),
            "chain",
            uses=("best", "same denominator"),
            given=(*_POINTWISE, "D>=0", "D<=1"),
            prose="Put the two together.",
        ),
        Step(
            "unique",
            Iff(
                eq(Value(_REAL, _FAKE, D), Value(_REAL, _FAKE, _SMOOTHED)),
                AlmostEverywhere(eq(D, _SMOOTHED), SUPPORT),
            ),
            "int-equality",
            prose="Equality in log t <= t - 1 at almost every x.",
        ),
        Step(
            "one-sided",
            eq(_SMOOTHED.xreplace({beta: 0}), (1 - alpha) * D_STAR),
            "rcf",
            given=("p_data>=0", "p_g>=0"),
            assuming=(gt(p + g, 0),),
            prose="Smoothing real labels alone scales D* down; its shape stays.",
        ),
        Step(
            "outside p_data",
            eq(_SMOOTHED, beta),
            "rcf",
            given=("p_g>=0",),
            assuming=(eq(p, 0), gt(g, 0)),
            prose="Smoothing generated labels rewards what only the generator makes.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "D* unchanged",
            le(Value(_REAL, _FAKE, D), Value(_REAL, _FAKE, D_STAR)),
            "bound",
            assuming=(gt(p, 0), gt(g, 0), gt(D, 0), lt(D, 1)),
            prose="the labels smoothed and the old optimum kept",
        ),
        FalseVariant(
            "zero outside p_data",
            eq(_SMOOTHED, 0),
            "outside p_data",
            prose="smoothing on the generated side taken to leave D* = 0 where p_data = 0",
        ),
        FalseVariant(
            "alpha on the wrong side",
            eq(_SMOOTHED.xreplace({beta: 0}), alpha * D_STAR),
            "one-sided",
            prose="the target taken for its complement",
        ),
    ),
    references=(
        "Salimans et al. 2016, Improved Techniques for Training GANs",
        "Goodfellow 2016, NIPS 2016 Tutorial: Generative Adversarial Networks",
    ),
    uses=("A4",),
)

h, bound = field("h"), scalar("M")
_REACHES = Hypothesis(
    "p_data reached", Implies(eq(g, 0), eq(p, 0)), "p_data lives only where p_g does"
)

F8 = Claim(
    id="F8",
    title="Weights D*/(1 - D*) turn generated samples into real ones",
    gloss=(
        "Where p_data lives only on the support of p_g, the mean of h under p_data is the mean of "
        "h D*/(1 - D*) under p_g; with D*/(1 - D*) <= M, rejection accepts one sample in M."
    ),
    statement=("weight", "importance", "acceptance"),
    hypotheses=(
        *NONNEGATIVE,
        P_MASS,
        _REACHES,
        Hypothesis(
            "h integrable",
            Integrable(p * h),
            "h has a mean under p_data",
            kept="on the finite alphabets that are searched every h has a mean",
        ),
        Hypothesis("M>0", gt(bound, 0), "a bound of p_data/p_g"),
    ),
    steps=(
        Step(
            "weight",
            eq(g * _RATIO, p),
            "rcf",
            given=("p_data>=0",),
            assuming=(gt(g, 0),),
            prose="D*/(1 - D*) = p_data/p_g, by F4.",
        ),
        Step(
            "importance",
            eq(Int(g * _RATIO * h), Int(p * h)),
            "int-linear",
            given=("p_data>=0", "p_g>=0", "p_data reached", "h integrable"),
            prose="Integrate against h; the weight is never needed where p_g = 0.",
        ),
        Step(
            "acceptance",
            eq(Int(g * _RATIO / bound), 1 / bound),
            "int-linear",
            args={"normalise": {p: 1 / bound}},
            given=("p_data>=0", "p_g>=0", "mass p_data", "p_data reached", "M>0"),
            prose="Accepting with probability (p_data/p_g)/M accepts 1/M of all samples.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "weight D*",
            eq(Int(g * D_STAR * h), Int(p * h)),
            "importance",
            prose="D* in place of its odds",
        ),
        FalseVariant(
            "weight inverted",
            eq(g * (1 - D_STAR) / D_STAR, p),
            "weight",
            assuming=(gt(p, 0),),
            prose="p_g/p_data",
        ),
        FalseVariant(
            "half is accepted",
            eq(Int(g * _RATIO / bound), 1 / (2 * bound)),
            "acceptance",
            args={},
            prose="the factor of the mixture where there is none",
        ),
    ),
    references=("Azadi et al. 2019, Discriminator Rejection Sampling", "importance sampling"),
    notes=(
        "That p_data/p_g <= M, so that the acceptance probability is one, is what rejection "
        "needs besides; the weights themselves do not.",
    ),
)
