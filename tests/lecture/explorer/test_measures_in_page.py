"""What the page measures while it trains, against the package's exact numbers."""

import numpy as np
import pytest
from scipy import stats

from gantheory.line.densities import Mixture1D, Prior
from gantheory.line.divergences import compare
from gantheory.line.pushforward import pushforward
from gantheory.line.scalar_network import scalar_map
from gantheory.measures.jsd import jsd_of_letters
from gantheory.training.networks import mlp

TRAINED = """() => {
  const lesson = new gantheory.Lesson(1, {target: "bimodal"});
  for (let n = 0; n < 40; n++) lesson.iterate();
  const {jsd, error, criterion, value, p_g} = lesson.measure();
  return {
    layers: lesson.gan.generator.layers.map(({weight, bias}) => [...weight].concat([...bias])),
    modes: lesson.target.modes, masses: [...lesson.masses], edges: lesson.cells.edges[0],
    jsd, error, criterion, value, p_g: [...p_g],
  };
}"""


@pytest.fixture(scope="module")
def lesson(open_page):
    return open_page.page.evaluate(TRAINED)


def mixture_of(modes):
    return Mixture1D(
        tuple(m["weight"] for m in modes),
        tuple(m["mean"][0] for m in modes),
        tuple(m["std"] for m in modes),
    )


def generator_of(layers):
    hidden = len(layers[0]) // 2
    network = mlp(1, (hidden,), 1, "tanh")
    first, last = (np.array(layer) for layer in layers)
    params = [
        {"weight": first[:hidden].reshape(1, -1), "bias": first[hidden:]},
        {"weight": last[:hidden].reshape(-1, 1), "bias": last[hidden:]},
    ]
    return scalar_map(network, params)


def test_p_g_on_the_line_is_that_of_the_exact_change_of_variables(lesson):
    exact = pushforward(Prior("normal"), generator_of(lesson["layers"]))
    masses = np.diff(exact.cdf(np.array(lesson["edges"])))
    np.testing.assert_allclose(lesson["p_g"], masses, atol=2e-5)


def test_jsd_and_criterion_are_the_exact_ones_within_the_stated_error(lesson):
    target = mixture_of(lesson["modes"])
    exact = pushforward(Prior("normal"), generator_of(lesson["layers"]))
    jsd = compare(target, exact).jsd.value
    # cells hide what is inside them: never too large but for rounding of p_g
    assert lesson["jsd"] <= jsd + 1e-4
    assert abs(lesson["jsd"] - jsd) <= lesson["error"] + 1e-4
    assert lesson["criterion"] == pytest.approx(2 * lesson["jsd"] - np.log(4), abs=1e-12)
    assert lesson["value"] <= lesson["criterion"] + 1e-9


def test_the_masses_of_the_target_are_exact_but_for_erf(lesson):
    masses = np.diff(mixture_of(lesson["modes"]).cdf(np.array(lesson["edges"])))
    np.testing.assert_allclose(lesson["masses"], masses, atol=1e-6)


def test_in_the_plane_it_counts_samples_in_cells(open_page):
    found = open_page.page.evaluate(
        """() => {
          const lesson = new gantheory.Lesson(2, {target: "two"});
          const {images, p_g, jsd} = lesson.measure();
          return {images: [...images], p_g: [...p_g], jsd, modes: lesson.target.modes,
                  masses: [...lesson.masses], edges: lesson.cells.edges[0]};
        }"""
    )
    points, edges = np.array(found["images"]).reshape(-1, 2), np.array(found["edges"])
    counts, _, _ = np.histogram2d(points[:, 1], points[:, 0], (edges, edges))
    p_g = counts.ravel() / len(points)
    np.testing.assert_allclose(found["p_g"], p_g, atol=1e-12)
    masses = sum(
        m["weight"]
        * np.multiply.outer(
            *(np.diff(stats.norm.cdf(edges, m["mean"][axis], m["std"])) for axis in (1, 0))
        )
        for m in found["modes"]
    ).ravel()
    np.testing.assert_allclose(found["masses"], masses, atol=1e-6)
    p, q = (np.append(each, 1 - each.sum()) for each in (masses, p_g))
    assert found["jsd"] == pytest.approx(float(jsd_of_letters(p, q)), abs=1e-5)


def test_smeared_d_star_is_the_ratio_of_the_smeared_densities(open_page):
    rng = np.random.default_rng(1)
    samples = rng.normal(size=(50, 2))
    found = open_page.page.evaluate(
        """(samples) => [...gantheory.smearedOptimum(-1, 1, 5, 0.3,
          (x, y) => new gantheory.Mixture([{weight: 1, mean: [0.2, 0], std: 0.4}])
            .smeared(0.3, x, y), samples)]""",
        samples.ravel().tolist(),
    )
    axis = np.linspace(-1, 1, 5)
    x, y = np.meshgrid(axis, axis)
    at = np.stack([x, y], axis=-1)
    real = stats.multivariate_normal([0.2, 0], 0.4**2 + 0.3**2).pdf(at)
    fake = stats.multivariate_normal([0, 0], 0.3**2).pdf(at[:, :, None] - samples).mean(axis=-1)
    np.testing.assert_allclose(found, (real / (real + fake)).ravel(), rtol=1e-5)


def test_random_numbers_and_targets_are_what_they_are_called(open_page):
    """Kolmogorov-Smirnov at level 1e-6 for each of three; the seed is fixed: no flicker."""
    normal, mixed, drawn = open_page.page.evaluate(
        """() => {
          const random = new gantheory.Random(5);
          const modes = [{weight: 1, mean: [-1], std: 0.5}, {weight: 3, mean: [2], std: 1}];
          return [[...random.normals(4000)], [...new gantheory.Mixture(modes).sample(random, 4000)],
                  [...new gantheory.Drawn([0, 2, 0, 1, 1], 0, 4).sample(random, 4000)]];
        }"""
    )
    mixture = Mixture1D((0.25, 0.75), (-1.0, 2.0), (0.5, 1.0))
    # heights 0, 2, 0, 1, 1 at 0 to 4 have the area 3.5
    grid = np.linspace(0, 4, 401)
    below = np.cumsum(np.interp(grid, range(5), (0, 2, 0, 1, 1)) / 3.5 * 0.01)
    for values, cdf in (
        (normal, stats.norm.cdf),
        (mixed, mixture.cdf),
        (drawn, lambda x: np.interp(x, grid, below)),
    ):
        assert stats.kstest(values, cdf).pvalue > 1e-6
