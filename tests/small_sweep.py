"""The sweep that the tests of sweeps share: tiny networks, few steps, two parts."""

from gantheory.sweep.config import SweepConfig

SMALL = SweepConfig(
    target="ring8",
    seeds=10,
    iterations=5,
    measure_every=2,
    deep_every=2,
    batch=8,
    generator_hidden=(4,),
    discriminator_hidden=(4,),
    samples=32,
)

#: seeds at once, where a test cuts the sweep into parts; the second part has two seeds
PART = 8
