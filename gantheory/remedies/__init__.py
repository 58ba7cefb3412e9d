"""Remedies against collapse and rotation: settings here, what they do in the modules beside.

`Remedies` is the one object that `algorithm1` accepts. Minibatch discrimination, batch
normalisation and dropout are layers of networks (`gantheory.training.networks`), and two time
scales are two optimisers.
"""

from gantheory.remedies.settings import (
    R1,
    R2,
    Consensus,
    GradientPenalty,
    InstanceNoise,
    LabelSmoothing,
    Lookahead,
    Packing,
    Remedies,
    Unrolling,
    WeightClipping,
)

__all__ = [
    "R1",
    "R2",
    "Consensus",
    "GradientPenalty",
    "InstanceNoise",
    "LabelSmoothing",
    "Lookahead",
    "Packing",
    "Remedies",
    "Unrolling",
    "WeightClipping",
]
