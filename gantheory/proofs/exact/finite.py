"""V, C, KL, JSD and TV on finite alphabets, in exact log-rational numbers.

Functions take the values on the letters and how often each letter counts; nothing has to be
normalised. Written from the textbook sums, not from the kernel's definitions: JSD as a difference
of entropies, C as the value of the best D letter by letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from gantheory.proofs.exact.logq import LogQ, NotLogRational, Rational

Values = Sequence[Fraction]
#: a log-rational number, or an infinity
Extended = LogQ | float

INFINITY = float("inf")


def add(a: Extended, b: Extended) -> Extended:
    """Addition in [−∞, ∞].

    Raises:
        NotLogRational: for ∞ − ∞.
    """
    if isinstance(a, LogQ) and isinstance(b, LogQ):
        return a + b
    infinite = [x for x in (a, b) if not isinstance(x, LogQ)]
    if len(set(infinite)) > 1:
        raise NotLogRational("∞ − ∞")
    return infinite[0]


def scale(a: Extended, k: Rational) -> Extended:
    """Multiplication by a rational.

    Raises:
        NotLogRational: for 0 · ∞.
    """
    if isinstance(a, LogQ):
        return a * k
    if k == 0:
        raise NotLogRational("0 · ∞")
    return a if k > 0 else -a


def weighted_log(c: Fraction, t: Fraction) -> Extended:
    """c·log t, with 0·log t = 0 and c·log 0 = −∞ for c > 0."""
    if c == 0:
        return LogQ()
    if t == 0 and c > 0:
        return -INFINITY
    return LogQ.log(t) * c


def total(summands: Sequence[Extended], weights: Sequence[int | None]) -> Extended:
    """Σ weight · summand; the weight `None` stands for infinitely many copies.

    Raises:
        NotLogRational: where +∞ meets −∞.
    """
    result: Extended = LogQ()
    for summand, weight in zip(summands, weights, strict=True):
        if weight is not None:
            result = add(result, scale(summand, weight) if weight else LogQ())
        else:
            sign = summand.sign() if isinstance(summand, LogQ) else (summand > 0) - (summand < 0)
            if sign:
                result = add(result, sign * INFINITY)
    return result


def value(p: Values, g: Values, d: Values, weights: Sequence[int | None]) -> Extended:
    """V = Σ p log D + g log(1 − D); letters that neither p nor g has do not count."""
    summands = [
        add(weighted_log(a, y), weighted_log(b, 1 - y)) if a or b else LogQ()
        for a, b, y in zip(p, g, d, strict=True)
    ]
    return total(summands, weights)


def optimal_discriminator(p: Values, g: Values) -> list[Fraction]:
    """D* = p/(p + g) letter by letter; where both vanish any value will do, and 1/2 is taken.

    Raises:
        NotLogRational: where p + g = 0 but neither is 0, as only signed values allow.
    """
    for a, b in zip(p, g, strict=True):
        if a + b == 0 and a:
            raise NotLogRational("division by zero")
    return [a / (a + b) if a + b else Fraction(1, 2) for a, b in zip(p, g, strict=True)]


def criterion(p: Values, g: Values, weights: Sequence[int | None]) -> Extended:
    """C = max_D V, attained letter by letter at D*."""
    return value(p, g, optimal_discriminator(p, g), weights)


def kl(p: Values, q: Values, weights: Sequence[int | None]) -> Extended:
    """KL(p ‖ q) = Σ p log(p/q); +∞ where q = 0 < p."""
    summands: list[Extended] = []
    for a, b in zip(p, q, strict=True):
        if a == 0:
            summands.append(LogQ())
        elif b == 0:
            summands.append(INFINITY)
        else:
            summands.append(LogQ.log(Fraction(a) / b) * a)
    return total(summands, weights)


def jsd(p: Values, g: Values, weights: Sequence[int | None]) -> Extended:
    """JSD = Σ ½ p log p + ½ g log g − m log m with m = (p + g)/2."""
    summands: list[Extended] = []
    for a, b in zip(p, g, strict=True):
        m = Fraction(a + b) / 2
        mixed = [scale(weighted_log(x, x), Fraction(1, 2)) for x in (a, b)]
        summands.append(add(add(mixed[0], mixed[1]), scale(weighted_log(m, m), -1)))
    return total(summands, weights)


def tv(p: Values, g: Values, weights: Sequence[int | None]) -> Extended:
    """TV = ½ Σ |p − g|."""
    return total([LogQ(abs(Fraction(a - b)) / 2) for a, b in zip(p, g, strict=True)], weights)


def bernoulli_kl(s: Fraction, y: Fraction) -> Extended:
    """KL(Bernoulli(s) ‖ Bernoulli(y))."""
    if y in (0, 1) and s != y:
        return INFINITY
    first = LogQ() if s == 0 else LogQ.log(s / y) * s
    second = LogQ() if s == 1 else LogQ.log((1 - s) / (1 - y)) * (1 - s)
    return first + second
