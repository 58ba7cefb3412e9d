"""H12: what the Parzen window score of the paper is biased by."""

from sympy import log

from gantheory.proofs.claim import Claim, FalseVariant, Hypothesis, Step
from gantheory.proofs.claims.vocabulary import GAN14
from gantheory.proofs.formulas import AlmostEverywhere, Iff, eq, ge, gt, le
from gantheory.proofs.terms import Int, density, field, scalar, xlogy

w, estimate, m, kernel_1, kernel_2, share = (
    density("w"),
    density("e"),
    scalar("m"),
    field("k_1"),
    field("k_2"),
    scalar("lambda"),
)

H12 = Claim(
    id="H12",
    title="The log of a Parzen estimate lies, on average, below the log of its mean",
    gloss=(
        "At a test point, let w be the law of the sample and e > 0 the Parzen estimate made from "
        "it, with mean m: then the mean of log e is at most log m, with equality only if e does "
        "not vary."
    ),
    statement=("mean", "biased", "unbiased only"),
    hypotheses=(
        Hypothesis("w>=0", ge(w, 0), "w is the law of the sample"),
        Hypothesis("e>0", gt(estimate, 0), "the estimate at the test point"),
        Hypothesis("mass w", eq(Int(w), 1), "w is normalised"),
        Hypothesis("mean e", eq(Int(w * estimate), m), "m is the mean of the estimate"),
        Hypothesis(
            "m>0",
            gt(m, 0),
            kept="it follows from the others, but only through the integral",
        ),
        Hypothesis("mean k_1", eq(Int(w * kernel_1), m), "a kernel at one sample has mean m"),
        Hypothesis("mean k_2", eq(Int(w * kernel_2), m), "and so has that at another"),
    ),
    steps=(
        Step(
            "mean",
            eq(Int(w * ((1 - share) * kernel_1 + share * kernel_2)), m),
            "int-linear",
            args={"normalise": {w * kernel_1: 1 - share, w * kernel_2: share}},
            given=("mean k_1", "mean k_2"),
            prose="An average of kernels has the mean of one: p_g convolved with the kernel.",
        ),
        Step(
            "biased at x",
            le(w * log(estimate), w * log(m) + w * (estimate / m - 1)),
            "gibbs",
            args={"instances": ((w, estimate / m),)},
            given=("e>0", "m>0"),
            assuming=(gt(w, 0),),
            prose="Jensen, as log t <= t - 1 at t = e/m.",
        ),
        Step(
            "biased",
            le(Int(xlogy(w, estimate)), log(m)),
            "int-mono",
            args={"normalise": {w: log(m) - 1, w * estimate: 1 / m}},
            uses=("biased at x",),
            given=("w>=0", "e>0", "mass w", "mean e", "m>0"),
            prose="The mean of the logarithm is below the logarithm of the mean.",
        ),
        Step(
            "unbiased only",
            Iff(
                eq(Int(xlogy(w, estimate)), log(m)),
                AlmostEverywhere(eq(estimate, m), gt(w, 0)),
            ),
            "int-equality",
            args={"normalise": {w: log(m) - 1, w * estimate: 1 / m}},
            uses=("biased at x",),
            given=("w>=0", "e>0", "mass w", "mean e", "m>0"),
            prose="With equality only where the estimate is the same for every sample.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "unbiased",
            eq(Int(xlogy(w, estimate)), log(m)),
            "biased",
            prose="the mean of the logarithm taken for the logarithm of the mean",
        ),
        FalseVariant(
            "biased up",
            ge(Int(xlogy(w, estimate)), log(m)),
            "biased",
            prose="the direction",
        ),
        FalseVariant(
            "sums, not averages",
            eq(Int(w * (kernel_1 + share * kernel_2)), m),
            "mean",
            args={},
            prose="weights that do not add up to 1",
        ),
    ),
    references=(f"{GAN14}, section 5", "Theis et al. 2016"),
    notes=(
        "That a higher Parzen score does not mean a better model (Theis et al. 2016) is not "
        "covered here.",
    ),
)
