"""Sweeps are cut up so that they fit, and refused before they start where they cannot."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gantheory.errors import GanTheoryError
from gantheory.sweep.config import SweepConfig
from gantheory.sweep.devices import CPU_LANES, Need, Plan, lanes_for, make_plan, use_all_cores
from gantheory.sweep.model import memory_need
from gantheory.targets import find_target

NEEDS = st.builds(Need, st.integers(1, 10**6), st.integers(0, 10**7), st.integers(0, 10**4))


@given(
    seeds=st.integers(1, 10**5),
    need=NEEDS,
    lanes=st.sampled_from([1, 4]),
    devices=st.integers(1, 8),
    memory=st.integers(10**6, 10**10),
)
def test_what_is_planned_fits_and_covers_all_seeds(seeds, need, lanes, devices, memory):
    block = lanes * devices
    least = need.per_result * seeds + block * (need.per_seed + need.per_lane)
    if least > memory:
        with pytest.raises(GanTheoryError, match="more seeds than memory"):
            make_plan(seeds, need, lanes=lanes, devices=devices, memory=memory)
        return
    plan = make_plan(seeds, need, lanes=lanes, devices=devices, memory=memory)
    assert 1 <= plan.part <= seeds
    assert plan.slots >= plan.part
    assert plan.slots % block == 0
    used = need.per_result * seeds + block * need.per_lane + plan.slots * need.per_seed
    assert used <= memory


def test_too_many_seeds_at_once_are_refused_with_the_number_that_fits():
    need = Need(per_seed=1000, per_lane=0, per_result=0)
    with pytest.raises(GanTheoryError, match="more seeds than memory") as refusal:
        make_plan(500, need, lanes=4, devices=2, memory=100_000, part=200)
    room = int(re.search(r"--seeds-at-once to (\d+)", str(refusal.value))[1])
    assert make_plan(500, need, lanes=4, devices=2, memory=100_000, part=room) == Plan(room, 4, 2)


def test_what_a_sweep_that_goes_on_cannot_change_is_not_advised():
    need = Need(per_seed=1000, per_lane=0, per_result=0)
    for memory in (100_000, 1000):
        with pytest.raises(GanTheoryError, match="may be used; raise --memory-gb"):
            make_plan(500, need, lanes=4, devices=2, memory=memory, part=200, part_is_fixed=True)


def test_minibatch_discrimination_needs_memory_for_all_pairs_of_a_batch():
    config = SweepConfig(batch=4096, minibatch_kernels=100)
    needs = [
        memory_need(replace(config, minibatch_kernels=kernels), find_target("ring8")).per_lane
        for kernels in (0, 100)
    ]
    # 100 kernels of 5 numbers, in float32, three times
    assert needs[1] - needs[0] >= 3 * 4 * 4096**2 * 100 * 5


def test_wide_networks_go_one_by_one_on_a_cpu_and_the_number_of_seeds_does_not_matter():
    assert {lanes_for(32, "cpu", seeds) for seeds in (1, 7, 300)} == {CPU_LANES}
    assert lanes_for(33, "cpu", 300) == 1
    assert lanes_for(512, "gpu", 100) == 100


def test_the_users_own_number_of_devices_stays(monkeypatch):
    monkeypatch.setenv("JAX_NUM_CPU_DEVICES", "7")
    use_all_cores()
    import os

    assert os.environ["JAX_NUM_CPU_DEVICES"] == "7"


def test_frames_end_with_the_last_iteration():
    assert SweepConfig(iterations=5, measure_every=2).measured_at == (0, 2, 4, 5)
    assert SweepConfig(iterations=4, measure_every=2).measured_at == (0, 2, 4)
    for iterations in (1, 4, 5):
        config = SweepConfig(iterations=iterations, measure_every=2)
        assert config.frames == len(config.measured_at)
