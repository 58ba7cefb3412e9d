"""Where a Gaussian that fits two modes must lie: branch and bound over all Gaussians, in balls.

The two modes are p = 1/2 N(-a, 1) + 1/2 N(a, 1); every other pair of equal modes is this one in
other units, and KL knows no units. For g = N(mu, sigma), with X drawn from g,

    KL(g || p) - log 2 = -log sigma - 1/2 + E (|X| - a)^2 / 2 - E log(1 + exp(-2 a |X|)),

because log cosh y = |y| - log 2 + log(1 + exp(-2 |y|)). The last term is small, and bounded above;
the rest is elementary. Its lower bound is positive outside the boxes that this module returns, so
no Gaussian out there comes as near to p as either mode does, where KL(g || p) < log 2.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import flint

from gantheory.proofs.balls.mixture import ball

#: working precision in bits
BITS = 80
#: a box is given up as undecided once it has been halved this often
DEPTH = 40


@dataclass(frozen=True)
class Box:
    """Means and standard deviations, low to high; for means below 0 look at the mirror image."""

    mean: tuple[Fraction, Fraction]
    std: tuple[Fraction, Fraction]

    def halves(self) -> tuple[Box, Box]:
        """The box cut across its longer side."""
        (m0, m1), (s0, s1) = self.mean, self.std
        if m1 - m0 >= s1 - s0:
            middle = (m0 + m1) / 2
            return Box((m0, middle), self.std), Box((middle, m1), self.std)
        middle = (s0 + s1) / 2
        return Box(self.mean, (s0, middle)), Box(self.mean, (middle, s1))

    def within(self, other: Box) -> bool:
        """Whether the box is a part of another."""
        return all(
            outer[0] <= inner[0] and inner[1] <= outer[1]
            for inner, outer in ((self.mean, other.mean), (self.std, other.std))
        )


def covers_everything(a: Fraction, box: Box) -> bool:
    """Whether KL(g || p) > log 2 is certain for all mu >= 0 and sigma > 0 outside `box`.

    - sigma below the box: KL - log 2 >= -log sigma - 1/2 - log 2, which decreases in sigma.
    - r = sqrt(mu^2 + sigma^2) beyond the upper ends: E|X| <= r, so that
      KL - log 2 >= -log r - 1/2 + (r - a)^2 / 2 - log 2, which increases in r from r > a + 1 on.
    """
    high = min(box.mean[1], box.std[1])
    if box.mean[0] > 0 or high <= a + 1:
        return False
    narrow = -ball(box.std[0]).log() - flint.arb(1) / 2 - flint.arb(2).log()
    far = -ball(high).log() - flint.arb(1) / 2 + ball((high - a) ** 2) / 2 - flint.arb(2).log()
    return bool(narrow > 0) and bool(far > 0)


def excess(a: Fraction, mean: flint.arb, std: flint.arb) -> flint.arb:
    """-log sigma - 1/2 + E (|X| - a)^2 / 2, for balls mean and std."""
    absolute = std * (2 / flint.arb.pi()).sqrt() * (-((mean / std) ** 2) / 2).exp()
    absolute += mean * (mean / (std * flint.arb(2).sqrt())).erf()
    second = (mean**2 + std**2 + ball(a * a)) / 2 - ball(a) * absolute
    return -std.log() - flint.arb(1) / 2 + second


def slopes(a: Fraction, mean: flint.arb, std: flint.arb) -> tuple[flint.arb, flint.arb]:
    """The derivatives of `excess` in mean and std."""
    ratio = mean / std
    in_mean = mean - ball(a) * (ratio / flint.arb(2).sqrt()).erf()
    at_zero = (2 / flint.arb.pi()).sqrt() * (-(ratio**2) / 2).exp()
    return in_mean, std - 1 / std - ball(a) * at_zero


def overlap(a: Fraction, box: Box) -> flint.arb:
    """An upper bound of E log(1 + exp(-2 a |X|)) over a box.

    The integral of log(1 + exp(-2 a |x|)) over the line is pi^2 / (12 a). Where |x| <= mu / 2 the
    density of X is at most phi(mu / (2 sigma)) / sigma; elsewhere the function is at most
    exp(-a mu). And it is nowhere above log 2.
    """
    (m0, _), (s0, s1) = box.mean, box.std
    density = (-(ball(m0 / (2 * s1)) ** 2) / 2).exp() / (ball(s0) * (2 * flint.arb.pi()).sqrt())
    bound = flint.arb.pi() ** 2 / ball(12 * a) * density + (-ball(a * m0)).exp()
    return bound.min(flint.arb(2).log())


def beats(a: Fraction, box: Box) -> bool:
    """Whether KL(g || p) > log 2 is certain in a whole box: Taylor about its middle."""
    whole = [_over(*box.mean), _over(*box.std)]
    middle = [ball((low + high) / 2) for low, high in (box.mean, box.std)]
    lowest = excess(a, *middle)
    for slope, side, centre in zip(slopes(a, *whole), whole, middle, strict=True):
        lowest += slope * (side - centre)
    return bool(lowest - overlap(a, box) > 0)


def _over(low: Fraction, high: Fraction) -> flint.arb:
    return ball(low).union(ball(high))


def undecided(a: Fraction, inside: Box, box: Box) -> Iterator[Box]:
    """The parts of `box` outside `inside` where KL(g || p) > log 2 could not be made certain."""
    todo = [(box, 0)]
    while todo:
        part, depth = todo.pop()
        if part.within(inside) or beats(a, part):
            continue
        if depth == DEPTH:
            yield part
            return
        todo += [(half, depth + 1) for half in part.halves()]


def best_fits_lie_in(a: Fraction, inside: Box) -> bool:
    """Whether every N(mu, sigma), mu >= 0, with KL(g || p) <= log 2 certainly lies in `inside`."""
    with flint.ctx.workprec(BITS):
        box = Box((Fraction(0), a + 4), (Fraction(3, 10), a + 4))
        return covers_everything(a, box) and not any(True for _ in undecided(a, inside, box))
