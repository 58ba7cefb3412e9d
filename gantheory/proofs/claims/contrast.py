"""H6, H10, H11: maximum likelihood and noise-contrastive estimation, beside GANs."""

from sympy import Derivative, Rational, log

from gantheory.proofs.claim import Claim, FalseVariant, Hypothesis, Step
from gantheory.proofs.claims.vocabulary import (
    D_STAR,
    GAN14,
    P_NONNEGATIVE,
    g,
    p,
)
from gantheory.proofs.formulas import AlmostEverywhere, Iff, Integrable, eq, ge, gt, le
from gantheory.proofs.terms import (
    KL,
    Criterion,
    Int,
    Value,
    density,
    field,
    scalar,
    xlogy,
)

_CRITERIA = "Goodfellow 2014, On distinguishability criteria for estimating generative models"

theta, direction = scalar("theta"), scalar("h")
q, noise, model, change = density("q"), density("n"), density("f"), field("h_x")
_MOVED = g + theta * direction
_G_POSITIVE = Hypothesis("p_g>0", gt(g, 0), "p_g is positive")
_MOVED_POSITIVE = Hypothesis("moved>0", gt(_MOVED, 0), "p_g + theta h stays positive")

H6 = Claim(
    id="H6",
    title="A generator loss whose gradient is that of maximum likelihood",
    gloss=(
        "With D frozen at D*, the loss E_{p_g}[-D/(1 - D)] has the gradient of KL(p_data || p_g): "
        "each sample is weighted by the density ratio p_data/p_g."
    ),
    statement=("weight", "frozen", "likelihood", "subgradient"),
    hypotheses=(
        P_NONNEGATIVE,
        _G_POSITIVE,
        _MOVED_POSITIVE,
        Hypothesis(
            "q>0",
            gt(q, 0),
            "another density",
            kept="where q = 0 < p_data KL is +infinity by convention, and the bound stays true",
        ),
        Hypothesis("finite mass", Integrable(p + g + q), "all masses are finite"),
    ),
    steps=(
        Step(
            "weight",
            eq(-D_STAR / (1 - D_STAR), -p / g),
            "rcf",
            given=("p_data>=0", "p_g>0"),
            prose="The loss at the optimal D is minus the density ratio.",
        ),
        Step(
            "frozen",
            eq(Derivative(-_MOVED * p / g, theta), -direction * p / g),
            "loglin",
            given=("p_g>0",),
            prose="Its expectation under p_g + theta h, with the ratio frozen, has this slope ...",
        ),
        Step(
            "likelihood",
            eq(Derivative(p * log(p / _MOVED), theta), -direction * p / _MOVED),
            "loglin",
            given=("moved>0",),
            assuming=(gt(p, 0),),
            prose="... which at theta = 0 is that of the integrand of KL(p_data || p_g).",
        ),
        Step(
            "subgradient at x",
            le(p * log(p / g) - (q - g) * p / g, p * log(p / q)),
            "gibbs",
            args={"instances": ((p, q / g),)},
            given=("p_g>0", "q>0"),
            assuming=(gt(p, 0),),
            prose="log t <= t - 1 at t = q/p_g.",
        ),
        Step(
            "subgradient",
            le(KL(p, g) - Int(q * p / g) + Int(p), KL(p, q)),
            "int-mono",
            uses=("subgradient at x",),
            given=("p_data>=0", "p_g>0", "q>0", "finite mass"),
            assuming=(Integrable(xlogy(p, p / g)),),
            prose="So -p_data/p_g is a subgradient of KL(p_data || p_g), without derivatives.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "the gradient of KL(p_g || p_data)",
            eq(Derivative(_MOVED * log(_MOVED / p), theta), -direction * p / _MOVED),
            "likelihood",
            prose="KL in the other direction",
        ),
        FalseVariant(
            "weight D*",
            eq(-D_STAR, -p / g),
            "weight",
            prose="the probability taken for the ratio",
        ),
        FalseVariant(
            "ratio not frozen",
            eq(Derivative(-_MOVED * p / _MOVED, theta), -direction * p / g),
            "frozen",
            assuming=(gt(_MOVED, 0),),
            prose="then the loss is the constant -1",
        ),
    ),
    references=(
        "Goodfellow 2014, On distinguishability criteria for estimating generative models",
    ),
    notes=(
        "Differentiating under the integral sign is not claimed: two lines are about the integrand "
        "at each x, and the last is about the integrals and needs no derivative.",
    ),
)

_ANSWER = model / (model + noise)
_OBJECTIVE = Value(p, noise, _ANSWER)

H10 = Claim(
    id="H10",
    title="Noise-contrastive estimation finds p_data for any noise that covers it",
    gloss=(
        "With D = f/(f + n) for a model f and a known noise density n, V(D) is largest for f = "
        "p_data and for no other f. The noise only has to be positive; f need not be normalised."
    ),
    statement=("bound", "unique"),
    hypotheses=(
        P_NONNEGATIVE,
        Hypothesis("n>0", gt(noise, 0), "the noise is positive everywhere"),
        Hypothesis("f>=0", ge(model, 0), "the model is non-negative"),
        Hypothesis("finite mass", Integrable(p + noise), "p_data and n have finite mass"),
    ),
    steps=(
        Step(
            "bound",
            le(_OBJECTIVE, Criterion(p, noise)),
            "int-mono",
            given=("p_data>=0", "n>0", "f>=0", "finite mass"),
            prose="A4 with n for p_g: no answer beats p_data/(p_data + n).",
        ),
        Step(
            "unique",
            Iff(eq(_OBJECTIVE, Criterion(p, noise)), AlmostEverywhere(eq(model, p), gt(noise, 0))),
            "int-equality",
            prose="And f/(f + n) is that answer where f = p_data only, as n is positive.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "the noise must be p_data",
            Iff(
                eq(_OBJECTIVE, Criterion(p, noise)),
                AlmostEverywhere(eq(noise, p), gt(noise, 0)),
            ),
            "unique",
            prose="the noise taken for what is learnt",
        ),
        FalseVariant(
            "f is twice p_data",
            Iff(
                eq(_OBJECTIVE, Criterion(p, noise)),
                AlmostEverywhere(eq(model, 2 * p), gt(noise, 0)),
            ),
            "unique",
            prose="as if the scale of f did not matter",
        ),
        FalseVariant(
            "unique where p_data lives",
            Iff(
                eq(_OBJECTIVE, Criterion(p, noise)),
                AlmostEverywhere(eq(model, p), gt(p, 0)),
            ),
            "unique",
            prose="f must vanish where p_data does, too",
        ),
    ),
    references=("Gutmann and Hyvarinen 2010", f"{GAN14}, section 2"),
    notes=("Where n = 0 < p_data every positive f answers 1 and nothing is learnt about p_data.",),
)

_FROZEN_SLOPE = p / _MOVED - (p + noise) / (_MOVED + noise)

H11 = Claim(
    id="H11",
    title="Noise = the model itself, frozen: half the likelihood gradient",
    gloss=(
        "If the noise of noise-contrastive estimation is a frozen copy of the model, the gradient "
        "is one half of that of the log-likelihood, whatever the model."
    ),
    statement=("gradient", "half", "integrated"),
    hypotheses=(
        _G_POSITIVE,
        _MOVED_POSITIVE,
        Hypothesis("n>0", gt(noise, 0), "the noise is positive"),
        Hypothesis("mass h", eq(Int(change), 0), "a change of the model has mass 0"),
    ),
    steps=(
        Step(
            "gradient",
            eq(
                Derivative(
                    p * log(_MOVED / (_MOVED + noise)) + noise * log(noise / (_MOVED + noise)),
                    theta,
                ),
                direction * _FROZEN_SLOPE,
            ),
            "loglin",
            given=("moved>0", "n>0"),
            prose="The slope of the integrand of V along h, the noise kept as it is.",
        ),
        Step(
            "half",
            eq(p / g - (p + noise) / (g + noise), (p / g - 1) / 2),
            "rcf",
            given=("p_g>0",),
            assuming=(eq(noise, g),),
            prose="With n = p_g it is half of p/g, the log-likelihood's, less 1/2 ...",
        ),
        Step(
            "integrated",
            eq(Int(change * p / g / 2 - change / 2), Int(change * p / g / 2)),
            "int-linear",
            args={"normalise": {change: -Rational(1, 2)}},
            given=("p_g>0", "mass h"),
            assuming=(Integrable(change * p / g / 2),),
            prose="... which integrates to 0, as the model keeps its mass.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "the whole gradient",
            eq(p / g - (p + noise) / (g + noise), p / g - 1),
            "half",
            prose="the factor 1/2 lost",
        ),
        FalseVariant(
            "copy not frozen",
            eq(
                Derivative(-(p + _MOVED) * log(2), theta),
                direction * _FROZEN_SLOPE,
            ),
            "gradient",
            prose="then D = 1/2 for every model and nothing is learnt",
        ),
        FalseVariant(
            "noise counted in the slope",
            eq(
                Derivative(
                    p * log(_MOVED / (_MOVED + noise)) + noise * log(noise / (_MOVED + noise)),
                    theta,
                ),
                direction * p / _MOVED,
            ),
            "gradient",
            prose="the normalising part forgotten",
        ),
    ),
    references=(
        "Goodfellow 2014, On distinguishability criteria for estimating generative models",
    ),
)
