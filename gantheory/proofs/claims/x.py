"""Group X, relatives: ELECTRA, the evidence bound, cycles and bidirectional games."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations
from math import factorial
from random import Random
from typing import Any

from sympy import log

from gantheory.proofs.claim import EXACT, Claim, FalseVariant, Hypothesis, Step
from gantheory.proofs.exact import draw
from gantheory.proofs.exact.draw import Vector
from gantheory.proofs.exact.law import Comparison, law
from gantheory.proofs.formulas import Integrable, eq, gt, le
from gantheory.proofs.terms import KL, Int, density, scalar, xlogy


def _masked(dice: Random, size: int) -> dict[str, Any]:
    """A law of tokens, a generator's law of replacements and a mask rate."""
    n = draw.letters(dice, size)
    laws = {name: draw.distribution(dice, n, size) for name in ("p", "q")}
    return laws | {"mu": draw.proportion(dice, size)}


def _enumerated(p: Vector, q: Vector, mu: Fraction) -> list[tuple[Fraction, Fraction]]:
    """For each token: the probability of seeing it, and of seeing it with the label "original"."""
    seen = [[Fraction(0), Fraction(0)] for _ in p]
    for token, a in enumerate(p):
        seen[token][0] += a * (1 - mu)
        seen[token][1] += a * (1 - mu)
        for other, b in enumerate(q):
            seen[other][0] += a * mu * b
            seen[other][1] += a * mu * b * (token == other)
    return [(total, original) for total, original in seen]


@law(_masked)
def _electra(p: Vector, q: Vector, mu: Fraction) -> tuple[Comparison, ...]:
    """At mask rate mu, D*(w) = p(w)((1 - mu) + mu q(w))/((1 - mu)p(w) + mu q(w)).

    For the label "the token is the original one", over all originals, masks and replacements;
    where the position is known to be masked, mu = 1, it is p(w), whatever q is.
    """
    return tuple(
        Comparison(original / total, "==", p[w] * ((1 - mu) + mu * q[w]) / total)
        for w, (total, original) in enumerate(_enumerated(p, q, mu))
        if total
    ) + tuple(
        Comparison(original / total, "==", p[w])
        for w, (total, original) in enumerate(_enumerated(p, q, Fraction(1)))
        if total
    )


@law(_masked)
def _gan_labels(p: Vector, q: Vector, mu: Fraction) -> tuple[Comparison, ...]:
    """At mask rate mu, D*(w) = (1 - mu)p(w)/((1 - mu)p(w) + mu q(w))."""
    return tuple(
        Comparison(original / total, "==", (1 - mu) * p[w] / total)
        for w, (total, original) in enumerate(_enumerated(p, q, mu))
        if total
    )


@law(_masked)
def _never_q(p: Vector, q: Vector, mu: Fraction) -> tuple[Comparison, ...]:
    """At every mask rate D*(w) = p(w)."""
    return tuple(
        Comparison(original / total, "==", p[w])
        for w, (total, original) in enumerate(_enumerated(p, q, mu))
        if total
    )


X1 = Claim(
    id="X1",
    title="What ELECTRA's discriminator learns",
    gloss="Labels by equality of tokens are not the labels of a GAN, and D* is another one.",
    statement=("head",),
    hypotheses=(),
    steps=(
        Step("head", _electra, EXACT, prose="A replacement that hits the original counts as one."),
    ),
    false_variants=(
        FalseVariant("as in a GAN", _gan_labels, "head", prose="labelled by where it came from"),
        FalseVariant("independent of q", _never_q, "head", prose="the mask taken to be known"),
    ),
    references=("Clark et al. 2020, ELECTRA", "own derivation of D*"),
    tier="E",
)

joint, q = density("r"), density("q")
evidence = scalar("c")
_ELBO = Int(xlogy(q, joint / q))

X2 = Claim(
    id="X2",
    title="The evidence bound: log p(x) = ELBO + KL(q || posterior)",
    gloss="r(z) = p(x, z) for one x, c = p(x) its mass, r/c the posterior of z.",
    statement=("identity", "bound"),
    hypotheses=(
        Hypothesis("r>0", gt(joint, 0), "p(x, z) > 0 for every z"),
        Hypothesis("q>0", gt(q, 0), "the approximate posterior"),
        Hypothesis("mass q", eq(Int(q), 1), "q is normalised"),
        Hypothesis("mass r", eq(Int(joint), evidence), "c = p(x)"),
        Hypothesis("c>0", gt(evidence, 0)),
        Hypothesis(
            "finite",
            Integrable(xlogy(q, joint / q)),
            "the ELBO exists",
            kept="on a finite alphabet, where the witnesses live, it does",
        ),
    ),
    steps=(
        Step(
            "identity",
            eq(log(evidence), _ELBO + KL(q, joint / evidence)),
            "int-linear",
            given=("r>0", "q>0", "mass q", "c>0", "finite"),
            prose="log(r/q) + log(q c/r) = log c under q, at every z.",
        ),
        Step(
            "bound",
            le(_ELBO, log(evidence)),
            "int-mono",
            args={"normalise": {q: log(evidence) - 1, joint: 1 / evidence}},
            given=("r>0", "q>0", "mass q", "mass r", "c>0"),
            prose="log t <= t - 1 at t = r/(c q): KL >= 0 again.",
        ),
    ),
    false_variants=(
        FalseVariant(
            "posterior first",
            eq(log(evidence), _ELBO + KL(joint / evidence, q)),
            "identity",
            assuming=(eq(Int(joint), evidence),),
            prose="the arguments of KL exchanged",
        ),
        FalseVariant(
            "upper bound", le(log(evidence), _ELBO), "bound", prose="the bound the other way round"
        ),
    ),
    references=("Kingma and Welling 2014, Auto-encoding variational Bayes",),
)


def _alphabet(dice: Random, size: int) -> dict[str, Any]:
    """A law with ties on a small alphabet."""
    counts = [dice.randint(1, 2) for _ in range(dice.randint(1, min(size + 1, 5)))]
    return {"p": tuple(Fraction(k, sum(counts)) for k in counts)}


def _perfect(p: Vector) -> int:
    """How many bijections F with inverse G carry p to p: cycles close and marginals match."""
    letters = range(len(p))
    count = 0
    for there in permutations(letters):
        back = [there.index(i) for i in letters]
        cycle = all(back[there[i]] == i and there[back[i]] == i for i in letters)
        count += cycle and all(p[there[i]] == p[i] for i in letters)
    return count


@law(_alphabet)
def _many(p: Vector) -> Comparison:
    """The maps with closed cycles and matched marginals p -> p: as many as permutations keep p.

    That is the product over the values of p of (how often the value occurs)!, n! for uniform p.
    """
    expected = 1
    for value in set(p):
        expected *= factorial(p.count(value))
    return Comparison(_perfect(p), "==", expected)


@law(_alphabet)
def _unique(p: Vector) -> Comparison:
    """There is one map only with closed cycles and matched marginals p -> p."""
    return Comparison(_perfect(p), "==", 1)


@law(_alphabet)
def _all(p: Vector) -> Comparison:
    """Every bijection of the n letters has closed cycles and matched marginals p -> p."""
    return Comparison(_perfect(p), "==", factorial(len(p)))


X3 = Claim(
    id="X3",
    title="Cycle consistency does not identify the map",
    gloss="Every bijection that keeps the law solves the cycle game perfectly.",
    statement=("many",),
    hypotheses=(),
    steps=(Step("many", _many, EXACT, prose="All bijections are tried."),),
    false_variants=(
        FalseVariant("unique", _unique, "many", prose="the cycle taken to decide"),
        FalseVariant("all", _all, "many", prose="the marginals forgotten"),
    ),
    references=("Zhu et al. 2017, Unpaired image-to-image translation", "folklore"),
    tier="E",
)


def _both_ways(dice: Random, size: int) -> dict[str, Any]:
    """Laws of x and z with maps both ways: half the time inverse to each other, half at random."""
    n = dice.randint(1, min(size + 1, 5))
    prior = draw.distribution(dice, n, size) if dice.random() < 0.7 else (Fraction(1, n),) * n
    generator = draw.permutation(dice, n)
    encoder = tuple(generator.index(i) for i in range(n))
    data = tuple(prior[encoder[i]] for i in range(n))
    kind = dice.random()
    if kind < 0.5:
        encoder = draw.mapping(dice, n, n) if kind < 0.25 else draw.permutation(dice, n)
    if dice.random() < 0.3:
        data = draw.distribution(dice, n, size)
    return {"data": data, "prior": prior, "encoder": encoder, "generator": generator}


def _joints(
    data: Vector, prior: Vector, encoder: tuple[int, ...], generator: tuple[int, ...]
) -> tuple[dict[tuple[int, int], Fraction], dict[tuple[int, int], Fraction]]:
    """The laws of (x, E(x)) and of (G(z), z), zeros left out."""
    encoded = {(x, encoder[x]): a for x, a in enumerate(data) if a}
    generated = {(generator[z], z): b for z, b in enumerate(prior) if b}
    return encoded, generated


def _inverse(
    data: Vector, prior: Vector, encoder: tuple[int, ...], generator: tuple[int, ...]
) -> bool:
    """Whether E and G invert each other wherever there is mass."""
    return all(generator[encoder[x]] == x for x, a in enumerate(data) if a) and all(
        encoder[generator[z]] == z for z, b in enumerate(prior) if b
    )


def _pushed(law_: Vector, map_: tuple[int, ...]) -> Vector:
    return tuple(
        sum((a for i, a in enumerate(law_) if map_[i] == j), Fraction(0)) for j in range(len(law_))
    )


@law(_both_ways)
def _inverts(
    data: Vector, prior: Vector, encoder: tuple[int, ...], generator: tuple[int, ...]
) -> Comparison:
    """(x, E(x)) and (G(z), z) have one law iff E, G are inverse and G carries the prior to p."""
    encoded, generated = _joints(data, prior, encoder, generator)
    inverse = _inverse(data, prior, encoder, generator) and _pushed(prior, generator) == data
    return Comparison(encoded == generated, "==", inverse)


@law(_both_ways)
def _marginals(
    data: Vector, prior: Vector, encoder: tuple[int, ...], generator: tuple[int, ...]
) -> Comparison:
    """If G carries the prior to p and E carries p to the prior, E and G are inverse."""
    match = _pushed(prior, generator) == data and _pushed(data, encoder) == prior
    return Comparison(not match or _inverse(data, prior, encoder, generator), "==", True)


@law(_both_ways)
def _inverse_alone(
    data: Vector, prior: Vector, encoder: tuple[int, ...], generator: tuple[int, ...]
) -> Comparison:
    """If E and G are inverse where there is mass, (x, E(x)) and (G(z), z) have one law."""
    encoded, generated = _joints(data, prior, encoder, generator)
    inverse = _inverse(data, prior, encoder, generator)
    return Comparison(not inverse or encoded == generated, "==", True)


X4 = Claim(
    id="X4",
    title="At the optimum of a bidirectional game the encoder inverts the generator",
    gloss="Matching the joint laws of (x, E(x)) and (G(z), z) says more than matching marginals.",
    statement=("inverts",),
    hypotheses=(),
    steps=(
        Step("inverts", _inverts, EXACT, prose="Of T4 for the joints: equal laws at the optimum."),
    ),
    false_variants=(
        FalseVariant("marginals suffice", _marginals, "inverts", prose="joint laws not needed"),
        FalseVariant("inverse suffices", _inverse_alone, "inverts", prose="the laws forgotten"),
    ),
    references=(
        "Donahue, Krahenbuhl and Darrell 2017, Adversarial feature learning",
        "Dumoulin et al. 2017, Adversarially learned inference",
    ),
    tier="E",
)

CLAIMS = (X1, X2, X3, X4)
