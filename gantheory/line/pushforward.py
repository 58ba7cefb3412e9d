"""The exact density p_g of x = G(z) for a scalar z: change of variables, summed over branches.

Where G is strictly monotone it has an inverse, and p_g(x) is the sum over such branches of
p_z(z) / |G'(z)| at the z of that branch with G(z) = x (Goodfellow et al. 2014, figure 1: "the
upward arrows show how the mapping x = G(z) imposes the non-uniform distribution p_g"). At a fold,
G' = 0, the density is infinite like |x - fold|^(-1/2), which is integrable; at the image of the
end of a uniform prior it jumps. Both kinds of points are `critical` values and known to the
quadrature.

Nothing is sampled and nothing is smoothed. What is numerical: branches are found on a grid of z
that is refined where G' may change its sign between two nodes, and inverses by Newton's method.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gantheory.errors import GanTheoryError
from gantheory.line.densities import Observable, Prior, thin
from gantheory.line.quadrature import Array, Estimate, integrate

#: z of shape (n,) -> G(z) and G'(z), both of shape (n,), in float64
ScalarMap = Callable[[Array], tuple[Array, Array]]

GRID = 1025
_PANELS = 48
_EPS = float(np.finfo(np.float64).eps)

#: G of order 1 is a sum of many terms: it is rounded by about this much
_NOISE = 16 * _EPS

#: an x of order 1 that is given is off by this many units in the last place from the G(z) it means
_X_ULPS = 4


class Branch(NamedTuple):
    """A piece of the prior's support on which G is strictly monotone.

    Attributes:
        z: nodes, increasing, with the ends of the piece.
        x: G at the nodes, strictly monotone.
        slope: G' at the nodes; 0 at a fold.
    """

    z: Array
    x: Array
    slope: Array

    @property
    def rising(self) -> bool:
        """Whether G increases."""
        return bool(self.x[-1] > self.x[0])

    @property
    def low(self) -> float:
        """The smallest x reached."""
        return float(min(self.x[0], self.x[-1]))

    @property
    def high(self) -> float:
        """The largest x reached."""
        return float(max(self.x[0], self.x[-1]))


@dataclass(frozen=True)
class Pushforward:
    """The distribution of G(z), z from `prior`; made by `pushforward`."""

    prior: Prior
    generator: ScalarMap
    branches: tuple[Branch, ...]

    @cached_property
    def critical(self) -> Array:
        """The x where p_g may jump or be infinite: images of folds and of the support's ends."""
        values = np.unique([x for b in self.branches for x in (b.low, b.high)])
        # folds of a periodic G have images that differ by rounding only
        return thin(values, 4 * _EPS * float(np.max(np.abs(values))))

    @cached_property
    def unresolved(self) -> float:
        """Mass that float64 values of x cannot resolve: a bound for what integrals over x miss.

        It is the mass of the z along which a saturated G changes by fewer than 10^4 units in the
        last place, of the z whose image differs by rounding only from a fold or from an
        inflection at which G all but stands still, and what rounding x does to the density
        elsewhere. Integrals over z are not touched.
        """
        lost = 0.0
        for b in self.branches:
            flat = _flat(b.x, 1e4)
            lost += float(np.sum(np.diff(self.prior.cdf(b.z)), where=flat))
            lost += self._blurred(b, flat)
            for fold, inner in ((0, 1), (-1, -2)):
                if b.slope[fold] == 0.0:
                    # near a fold x - fold = G'' (z - fold)^2 / 2
                    bend = abs(b.slope[inner] / (b.z[inner] - b.z[fold]))
                    with np.errstate(divide="ignore"):  # no bend at all: nothing is resolved
                        reach = np.sqrt(2 * _NOISE * max(1.0, abs(b.x[fold])) / bend)
                    lost += float(reach * np.exp(self.prior.log_pdf(b.z[fold])))
            at, reach_of = _inflections(b)
            lost += float(np.sum(reach_of * np.exp(self.prior.log_pdf(at))))
        return lost

    def _blurred(self, branch: Branch, flat: npt.NDArray[np.bool_]) -> float:
        """What the integral of a branch's density over x errs by if every x is rounded.

        With x moved by at most d the integral changes by at most d times the variation of the
        density, at the ends its jumps. It is next to nothing unless G nearly saturates, where
        the density is large and steep. Cells that count as a whole are left out, and folds,
        where the density is infinite.
        """
        with np.errstate(divide="ignore", invalid="ignore"):
            height = np.exp(self.prior.log_pdf(branch.z)) / np.abs(branch.slope)
            rise = np.abs(np.diff(height))
        inside = np.isfinite(rise) & ~flat
        error = _X_ULPS * _EPS * np.maximum(1.0, np.abs(branch.x))
        lost = float(np.sum(np.maximum(error[:-1], error[1:]) * rise, where=inside))
        for end, cell in ((0, 0), (-1, -1)):
            if inside[cell]:
                lost += float(error[end] * height[end])
        return lost

    def edges(self) -> Array:
        """Panel edges for quadrature in x: images of evenly spaced z, and critical values."""
        z = np.linspace(*self.prior.support, 2 * _PANELS + 1)
        x, _ = self.generator(z)
        inner = thin(x, 1e-3 * float(np.ptp(x)))
        return np.unique(np.concatenate([inner[1:-1], self.critical]))

    def log_pdf(self, x: npt.ArrayLike) -> Array:
        """Log p_g at `x`, in nats, shape of `x`; -inf where no z leads, inf at a fold."""
        x = np.asarray(x, dtype=np.float64)
        return self._sum_branches(x.ravel()).reshape(x.shape)

    def pdf(self, x: npt.ArrayLike) -> Array:
        """p_g at `x`, shape of `x`."""
        return np.exp(self.log_pdf(x))

    def cdf(self, x: npt.ArrayLike) -> Array:
        """Probability that G(z) <= x, from the z-intervals where this holds."""
        x = np.asarray(x, dtype=np.float64)
        flat = x.ravel()
        total = np.zeros(flat.shape)
        for branch in self.branches:
            below, above = self.prior.cdf(branch.z[0]), self.prior.cdf(branch.z[-1])
            inside = (flat > branch.low) & (flat < branch.high)
            split = np.empty(0)
            if np.any(inside):
                z, _ = self._invert(flat[inside], [branch], np.zeros(inside.sum(), dtype=np.intp))
                split = self.prior.cdf(z)
            total[inside] += split - below if branch.rising else above - split
            total[flat >= branch.high] += above - below
        return total.reshape(x.shape)

    def preimages(self, x: npt.ArrayLike) -> Array:
        """All z with G(z) in `x`, increasing."""
        flat = np.unique(np.asarray(x, dtype=np.float64))
        points, owners = self._pairs(flat, None)
        z, _ = self._invert(flat[points], self.branches, owners)
        return np.unique(z)

    def expect(self, h: Observable, extra_edges: npt.ArrayLike = ()) -> list[Estimate]:
        """Expectations of several functions of x = G(z), by quadrature in z.

        This is E_{x ~ p_g} h(x) = E_{z ~ p_z} h(G(z)) (claim F1): it needs no density.

        Args:
            h: (points x, log p_g there) -> values of shape (m, n), one row per function.
            extra_edges: x where `h` jumps or changes quickly.

        Returns:
            One estimate per row of `h`.
        """
        low, high = self.prior.support
        inner = np.concatenate([np.linspace(low, high, _PANELS + 1), self.preimages(extra_edges)])
        # what crowds may go, the adaptive rule halves panels where it must; but p_g jumps at
        # every z that a critical value comes from
        edges = np.concatenate(
            [
                thin(inner, (high - low) / (8 * _PANELS)),
                self.preimages(self.critical),
                [z for b in self.branches for z in (b.z[0], b.z[-1])],
            ]
        )

        def integrand(z: Array) -> Array:
            x, slope = self.generator(z)
            with np.errstate(divide="ignore"):
                own = self.prior.log_pdf(z) - np.log(np.abs(slope))
            log_pdf = own
            if len(self.branches) > 1:
                branch = np.searchsorted(self._starts, z, side="right") - 1
                log_pdf = np.logaddexp(own, self._sum_branches(x, skip=branch))
            return np.exp(self.prior.log_pdf(z)) * h(x, log_pdf)

        return integrate(integrand, edges)

    @cached_property
    def _starts(self) -> Array:
        return np.array([b.z[0] for b in self.branches])

    def _pairs(
        self, x: Array, skip: npt.NDArray[np.intp] | None
    ) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """Which x lie in the range of which branch: indices of points and of branches."""
        points, owners = [], []
        for number, branch in enumerate(self.branches):
            inside = (x >= branch.low) & (x <= branch.high)
            if skip is not None:
                inside &= skip != number
            where = np.flatnonzero(inside)
            points.append(where)
            owners.append(np.full(where.shape, number))
        return np.concatenate(points), np.concatenate(owners)

    def _sum_branches(self, x: Array, skip: npt.NDArray[np.intp] | None = None) -> Array:
        """Log of the sum over branches of p_z / |G'|, leaving out branch skip[i] for x[i]."""
        points, owners = self._pairs(x, skip)
        z, slope = self._invert(x[points], self.branches, owners)
        with np.errstate(divide="ignore"):
            terms = self.prior.log_pdf(z) - np.log(np.abs(slope))
        total = np.full(x.shape, -np.inf)
        for number in range(len(self.branches)):
            mine = owners == number
            at = points[mine]
            total[at] = np.logaddexp(total[at], terms[mine])
        return total

    def _invert(
        self,
        x: Array,
        branches: tuple[Branch, ...] | list[Branch],
        owners: npt.NDArray[np.intp],
    ) -> tuple[Array, Array]:
        """Solve G(z) = x on given branches by Newton's method inside a bracket.

        Args:
            x: shape (n,), each within the range of its branch.
            branches: the branches.
            owners: shape (n,), the branch of each x.

        Returns:
            z and G'(z), both of shape (n,).
        """
        guess, low, high = np.empty(x.shape), np.empty(x.shape), np.empty(x.shape)
        rising = np.empty(x.shape, dtype=bool)
        for number, branch in enumerate(branches):
            mine = owners == number
            guess[mine], low[mine], high[mine] = _bracket(branch, x[mine])
            rising[mine] = branch.rising
        z, slope = guess, np.empty(x.shape)
        before = np.full(x.shape, np.inf)
        active = np.arange(x.size)
        for _ in range(100):
            if active.size == 0:
                break
            at = z[active]
            value, slope[active] = self.generator(at)
            miss = value - x[active]
            above = (miss > 0) == rising[active]
            high[active] = np.where(above, at, high[active])
            low[active] = np.where(above, low[active], at)
            with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
                new = at - miss / slope[active]
            inside = (new >= low[active]) & (new <= high[active])
            new = np.where(inside, new, (low[active] + high[active]) / 2)
            miss = np.abs(miss)
            settled = miss <= 2 * _EPS * np.abs(x[active])
            settled |= np.abs(new - at) <= 4 * _EPS * np.abs(at)
            # no nearer than G is rounded, and not getting any nearer
            noise = _NOISE * np.maximum(1.0, np.abs(x[active]))
            settled |= (miss <= noise) & (miss >= 0.25 * before[active])
            before[active] = miss
            z[active] = np.where(settled, at, new)
            active = active[~settled]
        return z, slope


def _bracket(branch: Branch, x: Array) -> tuple[Array, Array, Array]:
    """A first guess of the inverse on a branch, and the grid cell that holds it.

    The guess is the inverse's cubic Hermite interpolant; at a fold, where the inverse has no
    slope, it is the square root that fits the cell.
    """
    order = slice(None) if branch.rising else slice(None, None, -1)
    xs, zs, slopes = branch.x[order], branch.z[order], branch.slope[order]
    cell = np.clip(np.searchsorted(xs, x, side="right") - 1, 0, len(xs) - 2)
    x0, x1, z0, z1 = xs[cell], xs[cell + 1], zs[cell], zs[cell + 1]
    s0, s1 = slopes[cell], slopes[cell + 1]
    width, rise = z1 - z0, x1 - x0
    t = (x - x0) / rise
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        m0, m1 = rise / (width * s0), rise / (width * s1)
        hermite = t * t * (3 - 2 * t) + m0 * t * (1 - t) ** 2 - m1 * t * t * (1 - t)
    fraction = np.where(np.isfinite(hermite), hermite, t)
    fraction = np.where(s0 == 0, np.sqrt(t), fraction)
    fraction = np.where(s1 == 0, 1 - np.sqrt(1 - t), fraction)
    guess = z0 + width * np.clip(fraction, 0, 1)
    return guess, np.minimum(z0, z1), np.maximum(z0, z1)


def pushforward(prior: Prior, generator: ScalarMap, grid: int = GRID) -> Pushforward:
    """Find the monotone branches of G and so the exact distribution of G(z).

    Args:
        prior: the distribution of z.
        generator: z -> (G(z), G'(z)) in float64, vectorised; G must be continuously
            differentiable.
        grid: nodes in z to start from.

    Returns:
        The distribution of G(z).

    Raises:
        GanTheoryError: where G is not finite, or constant: then p_g is no density.
    """
    z = np.linspace(*prior.support, grid)
    x, slope = generator(z)
    for _ in range(8):
        if not (np.all(np.isfinite(x)) and np.all(np.isfinite(slope))):
            raise GanTheoryError("the generator is not finite on the prior's support")
        doubtful = _may_turn(z, x, slope)
        if not doubtful.any() or len(z) > 64 * grid:
            break
        middle = (z[:-1] + z[1:])[doubtful] / 2
        values, slopes = generator(middle)
        order = np.argsort(np.concatenate([z, middle]), kind="stable")
        z = np.concatenate([z, middle])[order]
        x = np.concatenate([x, values])[order]
        slope = np.concatenate([slope, slopes])[order]
    turns = np.flatnonzero(np.signbit(slope[:-1]) != np.signbit(slope[1:]))
    folds = _refine_folds(generator, z[turns], z[turns + 1], slope[turns])
    values, _ = generator(folds)
    pieces = zip(
        np.split(z, turns + 1),
        np.split(x, turns + 1),
        np.split(slope, turns + 1),
        strict=True,
    )
    branches = []
    for number, (zs, xs, ss) in enumerate(pieces):
        if number > 0:
            zs, xs, ss = _attach(number - 1, folds, values, zs, xs, ss, first=True)
        if number < len(folds):
            zs, xs, ss = _attach(number, folds, values, zs, xs, ss, first=False)
        branches.extend(_strictly_monotone(zs, xs, ss))
    if not branches:
        raise GanTheoryError("the generator is constant in float64: p_g has no density")
    return Pushforward(prior, generator, tuple(branches))


def _may_turn(z: Array, x: Array, slope: Array) -> npt.NDArray[np.bool_]:
    """Cells where G' has one sign at both ends but may change it twice in between.

    The cubic through values and slopes is monotone if both slopes are at most three times the
    mean slope (Fritsch and Carlson 1980); otherwise the cell deserves a closer look.
    """
    mean = np.diff(x) / np.diff(z)
    steepest = np.maximum(np.abs(slope[:-1]), np.abs(slope[1:]))
    same = np.signbit(slope[:-1]) == np.signbit(slope[1:])
    wide = np.diff(z) > 64 * _EPS * np.maximum(1.0, np.abs(z[1:]))
    against = np.signbit(mean) != np.signbit(slope[:-1])
    doubtful: npt.NDArray[np.bool_] = (
        same & wide & ~_flat(x, 64) & (against | (steepest > 3 * np.abs(mean)))
    )
    return doubtful


def _flat(x: Array, ulps: float) -> npt.NDArray[np.bool_]:
    """Cells along which x changes by less than `ulps` units in the last place."""
    return np.asarray(np.abs(np.diff(x)) < ulps * _EPS * np.maximum(1.0, np.abs(x[1:])))


def _inflections(branch: Branch) -> tuple[Array, Array]:
    """Where |G'| is smallest inside a branch, and how wide a stretch of z shares one x there.

    A parabola through three slopes estimates the least slope m and the third derivative t of G;
    the stretch w is where m w + |t| w^3 / 6 passes the rounding of G.
    """
    slope = np.abs(branch.slope)
    dip = np.flatnonzero((slope[1:-1] <= slope[:-2]) & (slope[1:-1] <= slope[2:])) + 1
    before, here, after = slope[dip - 1], slope[dip], slope[dip + 1]
    bend = np.maximum(before + after - 2 * here, 1e-300)
    # at a dip the parabola's vertex is at most bend / 8 below the middle slope
    least = np.maximum(here - np.minimum((after - before) ** 2 / (8 * bend), bend / 8), 0.0)
    third = bend / ((branch.z[dip + 1] - branch.z[dip - 1]) / 2) ** 2
    noise = _NOISE * np.maximum(1.0, np.abs(branch.x[dip]))
    with np.errstate(divide="ignore"):
        reach = np.minimum(noise / least, np.cbrt(6 * noise / third))
    return branch.z[dip], 2 * reach


def _refine_folds(generator: ScalarMap, low: Array, high: Array, slope: Array) -> Array:
    """Bisect the zeros of G' to the last digit."""
    low, high = low.copy(), high.copy()
    if low.size == 0:
        return low
    for _ in range(60):
        middle = (low + high) / 2
        _, at = generator(middle)
        left = np.signbit(at) == np.signbit(slope)
        low, high = np.where(left, middle, low), np.where(left, high, middle)
    return np.asarray((low + high) / 2)


def _attach(
    number: int, folds: Array, values: Array, z: Array, x: Array, slope: Array, *, first: bool
) -> tuple[Array, Array, Array]:
    """Put a fold at the beginning or at the end of a branch's nodes."""
    fold, value = folds[number : number + 1], values[number : number + 1]
    at = 0 if first else len(z)
    return (
        np.insert(z, at, fold),
        np.insert(x, at, value),
        np.insert(slope, at, 0.0),
    )


def _strictly_monotone(z: Array, x: Array, slope: Array) -> list[Branch]:
    """A branch without the nodes where x stands still in float64; none if nothing is left."""
    sign = np.sign(x[-1] - x[0])
    if sign == 0:
        return []
    heights = sign * x
    record = np.concatenate([[-np.inf], np.maximum.accumulate(heights)[:-1]])
    keep = (heights > record) & (heights < heights[-1])
    keep[0] = keep[-1] = True
    return [Branch(z[keep], x[keep], slope[keep])]
