"""The rule that chooses Figure 1's panels."""

import dataclasses

import numpy as np
import pytest
from analytic_recording import SLOW, write_analytic_recording

from gantheory.errors import GanTheoryError
from gantheory.figures.panels import (
    NEAR_CONVERGENCE,
    choose_panels,
    discriminator_doubt,
    discriminator_gap,
    inner_loops,
    total_variation,
)
from gantheory.recording import read_recording


def altered(recording, **arrays):
    """The same recording with other arrays."""
    return dataclasses.replace(recording, arrays={**recording.arrays, **arrays})


def test_each_slow_motion_iteration_is_found(analytic):
    loops = inner_loops(analytic)
    assert [int(analytic["g_updates"][loop.before]) for loop in loops] == list(SLOW)
    for loop in loops:
        assert loop.before + 1 == loop.first <= loop.last == loop.after - 1
        inner = slice(loop.first, loop.last + 1)
        assert (analytic["phase"][inner] == 0).all()
        assert (analytic["g_updates"][inner] == analytic["g_updates"][loop.before]).all()
        assert analytic["g_updates"][loop.after] == analytic["g_updates"][loop.before] + 1


def test_panel_a_is_near_convergence_and_not_early_in_training(analytic):
    panels = choose_panels(analytic)
    low, high = NEAR_CONVERGENCE
    assert low <= analytic["jsd"][panels.a] <= high
    # the first slow-motion loop of this run is early, with a greater gap between D and D*, and
    # must not be taken
    early = inner_loops(analytic)[0]
    gap = discriminator_gap(analytic)
    assert analytic["jsd"][early.before] > high
    assert gap[early.before] - gap[early.last] > gap[panels.a] - gap[panels.b]


def test_the_panels_are_the_moments_of_the_caption(analytic):
    panels = choose_panels(analytic)
    gap, jsd = discriminator_gap(analytic), analytic["jsd"]
    assert panels.a < panels.b < panels.c < panels.d
    # (b): same generator, D nearer to D*, and the last of its inner loop
    assert (analytic["g_of_z"][panels.a] == analytic["g_of_z"][panels.b]).all()
    assert gap[panels.b] < gap[panels.a]
    assert analytic["phase"][panels.b] == 0
    assert analytic["phase"][panels.b + 1] == 1
    # (c): the same D, one update of G, nearer to the data
    assert (analytic["discriminator"][panels.c] == analytic["discriminator"][panels.b]).all()
    assert analytic["g_updates"][panels.c] == analytic["g_updates"][panels.b] + 1
    assert jsd[panels.c] < jsd[panels.b]
    # (d): equilibrium
    np.testing.assert_allclose(analytic["p_g"][panels.d], analytic["p_data"], atol=1e-3)
    assert discriminator_doubt(analytic)[panels.d] < 1e-3


def test_the_loop_in_which_d_moves_furthest_wins(analytic):
    panels = choose_panels(analytic)
    gap = discriminator_gap(analytic)
    near = [
        loop
        for loop in inner_loops(analytic)
        if NEAR_CONVERGENCE[0] <= analytic["jsd"][loop.before] <= NEAR_CONVERGENCE[1]
    ]
    assert len(near) > 1
    best = max(gap[loop.before] - gap[loop.last] for loop in near)
    assert gap[panels.a] - gap[panels.b] == best


def test_distances_of_known_densities():
    """Total variation of N(0,1) and N(m,1) is 2 Phi(m/2) - 1; |D - 1/2| of D = 1 is 1/2."""
    from scipy.stats import norm

    class Known(dict):
        pass

    x = np.linspace(-12, 13, 4001)
    known = Known(
        x=x,
        p_data=norm.pdf(x),
        p_g=norm.pdf(x, 1.0)[None],
        discriminator=np.ones((1, len(x))),
        optimal_discriminator=np.full((1, len(x)), 0.25),
    )
    assert total_variation(known)[0] == pytest.approx(2 * norm.cdf(0.5) - 1, abs=1e-5)
    assert discriminator_doubt(known)[0] == pytest.approx(0.5, abs=1e-12)
    assert discriminator_gap(known)[0] == pytest.approx(0.75, abs=1e-12)


def test_without_slow_motion_the_rule_says_so(analytic):
    whole = analytic["phase"] == 1
    thinned = {
        name: array[whole] if len(array) == analytic.frames else array
        for name, array in analytic.arrays.items()
    }
    with pytest.raises(GanTheoryError, match="update by update"):
        choose_panels(altered(analytic, **thinned))


def test_slow_motion_early_in_training_only_is_refused(tmp_path):
    early = read_recording(write_analytic_recording(tmp_path, slow=(0, 1)))
    with pytest.raises(GanTheoryError, match="near convergence"):
        choose_panels(early)


def test_a_run_that_does_not_arrive_is_refused(tmp_path):
    short = read_recording(write_analytic_recording(tmp_path, slow=(4,), settle=False))
    stuck = altered(short, discriminator=np.full_like(short["discriminator"], 0.75))
    stuck["discriminator"][choose_panels(short).b] = short["discriminator"][choose_panels(short).b]
    with pytest.raises(GanTheoryError, match="panel \\(d\\)"):
        choose_panels(stuck)


def test_a_discriminator_that_gets_worse_is_refused(analytic):
    backwards = analytic["discriminator"].copy()
    for loop in inner_loops(analytic):
        backwards[loop.last] = 1.0 - analytic["optimal_discriminator"][loop.last]
    with pytest.raises(GanTheoryError, match="nearer to D\\*"):
        choose_panels(altered(analytic, discriminator=backwards))
