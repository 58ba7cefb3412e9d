"""A replay made from formulas, for tests of pictures: nothing is trained, everything is known.

p_data is a ring of four modes; the generator's samples are a normal cloud that starts in the middle
and walks round the ring while it shrinks. D is the best discriminator, its output the exact
log-odds log p_data - log p_g. The shipped replays never come from this.
"""

from dataclasses import asdict

import numpy as np

from gantheory.measures.modes import count_modes
from gantheory.recording import write_recording
from gantheory.targets.convention import Convention
from gantheory.targets.mixture import Mixture

FRAMES, SAMPLES, GRID = 24, 300, 17
TARGET = Mixture.isotropic(
    ((2.0, 0.0), (0.0, 2.0), (-2.0, 0.0), (0.0, -2.0)), 0.3, (0.4, 0.3, 0.2, 0.1)
)
LINE = Mixture.isotropic(((-1.0,), (1.0,)), 0.3)
CONVENTION = Convention(samples=SAMPLES)


def centre_and_width(frame, dim=2):
    """Where the cloud is at a frame: it makes two turns at radius 2, or swings on the line."""
    turn = 2 * frame / FRAMES
    width = 0.5 - 0.3 * frame / FRAMES
    if dim == 1:
        return np.array([np.sin(2 * np.pi * turn)]), width
    return 2 * np.array([np.cos(2 * np.pi * turn), np.sin(2 * np.pi * turn)]), width


def write_planar_recording(directory, dim=2, frames=FRAMES, **changes):
    """Write the recording, or its first `frames`.

    `changes` replace entries of its manifest, or arrays, by their names.
    """
    mixture = TARGET if dim == 2 else LINE
    rng = np.random.default_rng(5)
    z = rng.normal(size=(SAMPLES, dim))
    x = np.linspace(-4.0, 4.0, GRID)
    y = x if dim == 2 else np.zeros(1)
    points = np.stack([axis.ravel() for axis in np.meshgrid(x, y)], axis=1)[:, :dim]
    real = mixture.sample(rng, SAMPLES)

    def log_odds(at, frame):
        centre, width = centre_and_width(frame, dim)
        away = ((at - centre) ** 2).sum(axis=-1) / (2 * width**2)
        return mixture.log_density(at) + away + dim * np.log(width * np.sqrt(2 * np.pi))

    samples, output, on_samples, on_real, descent = [], [], [], [], []
    for frame in range(frames):
        centre, width = centre_and_width(frame, dim)
        here = centre + width * z
        samples.append(here)
        output.append(log_odds(points, frame).clip(-30, 30).reshape(len(y), len(x)))
        on_samples.append(log_odds(here, frame))
        on_real.append(log_odds(real, frame))
        # of the non-saturating loss: (1 - D) times the slope of the log-odds
        slope = mixture.score(here) + (here - centre) / width**2
        descent.append(slope / (1 + np.exp(on_samples[-1].clip(-50, 50)))[:, None])
    samples = np.array(samples)
    which, distance = mixture.nearest_mode(samples)
    counts = count_modes(samples, mixture, CONVENTION)
    value = -np.logaddexp(0, -np.array(on_real)).mean(axis=1)
    value -= np.logaddexp(0, np.array(on_samples)).mean(axis=1)
    arrays = {
        "g_updates": 10 * np.arange(frames),
        "d_updates": 20 * np.arange(frames),
        "phase": np.ones(frames, np.int8),
        "x": x,
        "y": y,
        "p_data": mixture.density(points).reshape(len(y), len(x)),
        "output": np.array(output, np.float32),
        "z": z.astype(np.float32),
        "samples": samples.astype(np.float32),
        "output_at_samples": np.array(on_samples, np.float32),
        "descent": np.array(descent, np.float32),
        "real": real.astype(np.float32),
        "output_at_real": np.array(on_real, np.float32),
        "nearest_mode": which.astype(np.int32),
        "high_quality": (distance < CONVENTION.threshold).astype(np.int8),
        "mode_means": mixture.mode_means,
        "mode_weights": mixture.mode_weights,
        "mode_counts": counts.high_quality,
        "modes_captured": counts.modes_captured.astype(np.int32),
        "high_quality_fraction": counts.high_quality_fraction,
        "reverse_kl": counts.reverse_kl,
        "value": value,
        "generator_gradient": np.linspace(1.0, 0.1, frames),
        "discriminator_gradient": np.linspace(0.5, 0.0, frames),
    }
    manifest = {
        "target": {
            "name": "four" if dim == 2 else "two",
            "source": "tests",
            "notes": "",
            "weights": mixture.weights,
            "means": mixture.means,
            "covariances": mixture.covariances,
            "groups": mixture.groups,
            "convention": asdict(CONVENTION),
            "convention_in_words": CONVENTION.text(),
        },
        "game": "non_saturating",
        "output": "logit",
        "field": "D at the grid point",
        "diverged": None,
        "sweep": None,
    }
    for name, new in changes.items():
        (arrays if name in arrays else manifest)[name] = new
    config = {"target": manifest["target"]["name"], "game": manifest["game"], "k": 2}
    return write_recording(directory, "mixture_2d", config, 7, arrays, **manifest)
