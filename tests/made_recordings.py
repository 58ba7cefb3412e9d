"""Small recordings for scenes, made of formulas: nothing in them was trained."""

from dataclasses import asdict

import numpy as np

from gantheory.recording import read_recording, write_recording


def two_player(folder, steps=40, gamma=0.3, **changed):
    """Paths of the Dirac-GAN by plain numpy, in another order than the program's."""
    h, start = 0.5, (0.6, 0.2)

    def share(theta, psi):
        return 1 / (1 + np.exp(-theta * psi))

    def simultaneous(theta, psi):
        return theta + h * psi * share(theta, psi), psi - h * theta * share(theta, psi)

    def alternating(theta, psi):
        psi = psi - h * theta * share(theta, psi)
        return theta + h * psi * share(theta, psi), psi

    def r1(theta, psi):
        moved = simultaneous(theta, psi)
        return moved[0], moved[1] - h * gamma * psi

    methods = {"r1": r1, "simultaneous": simultaneous, "alternating": alternating}
    paths = []
    for step in methods.values():
        path = [start]
        for _ in range(steps - 1):
            path.append(step(*path[-1]))
        paths.append(path)
    paths = np.array(paths)
    grid = np.linspace(-2.4, 2.4, 9)
    across, up = np.meshgrid(grid, grid, indexing="ij")
    arrays = {
        "step": np.arange(steps),
        "theta": paths[:, :, 0],
        "psi": paths[:, :, 1],
        "grid_theta": grid,
        "grid_psi": grid,
        "field_theta": up * share(across, up),
        "field_psi": -across * share(across, up),
    }
    config = {
        "game": "Dirac-GAN",
        "methods": list(methods),
        "h": h,
        "gamma": gamma,
        "start": list(start),
    }
    return read_recording(write_recording(folder, "two_player", config, 0, {**arrays, **changed}))


def mixture_2d(folder, seed=0, modes=8, frames=4, settings=None, **changed):
    """Samples on the ring of 8 that go from its centre to the first `modes` modes.

    Every second sample is of high quality in the end; D is a tilted plane that turns.
    """
    from gantheory.targets import find_target

    rng = np.random.default_rng(seed)
    target = find_target("ring8")
    mixture, threshold = target.mixture, target.convention.threshold
    means = np.array(mixture.means)
    deviation = np.sqrt(mixture.covariances[0][0][0])
    samples = 160
    own = means[np.arange(samples) % modes]
    angle = rng.uniform(0, 2 * np.pi, samples)
    # well inside or well outside of what counts as high quality, whatever is rounded
    far = np.where(np.arange(samples) // modes % 2 == 0, 0.5, 4.0) * threshold * deviation
    goal = own + far[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    share = np.minimum(1, np.linspace(0.25, 1.5, frames))[:, None, None]
    points = (share * goal).astype(np.float32)
    apart = np.linalg.norm(points[:, :, None, :].astype(float) - means, axis=-1)
    nearest, distance = apart.argmin(axis=2), apart.min(axis=2) / deviation
    good = distance < threshold
    counts = np.stack([np.bincount(n[g], minlength=8) for n, g in zip(nearest, good, strict=True)])
    total = counts.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = counts / total[:, None]
        kl = np.where(shares > 0, shares * np.log(shares * 8), 0.0).sum(axis=1)
    x = np.linspace(-1.6, 1.6, 17)
    across, up = np.meshgrid(x, x)
    squares = ((across[..., None] - means[:, 0]) ** 2 + (up[..., None] - means[:, 1]) ** 2).min(-1)
    turn = np.linspace(0.1, 1.0, frames)[:, None, None]
    output = (np.cos(turn) * across + np.sin(turn) * up - 0.1).astype(np.float32)
    real = (means[np.arange(samples) % 8] + 0.5 * deviation).astype(np.float32)
    at_samples = (points[:, :, 0] - 0.3).astype(np.float32)
    at_real = np.tile(real[:, 0], (frames, 1))
    value = -np.logaddexp(0, -at_real.astype(float)).mean(1)
    value -= np.logaddexp(0, at_samples.astype(float)).mean(1)
    updates = np.arange(frames) * 20
    config = {"k": 1, "r1": 0.0, **(settings or {})}
    arrays = {
        "g_updates": updates,
        "d_updates": updates * config["k"],
        "phase": np.ones(frames, np.int8),
        "x": x,
        "y": x.copy(),
        "p_data": np.exp(-squares / (2 * deviation**2)) / (8 * 2 * np.pi * deviation**2),
        "output": output,
        "z": rng.normal(size=(samples, 2)).astype(np.float32),
        "samples": points,
        "output_at_samples": at_samples,
        "descent": np.zeros((frames, samples, 2), np.float32),
        "real": real,
        "output_at_real": at_real,
        "nearest_mode": nearest.astype(np.int32),
        "high_quality": good.astype(np.int8),
        "mode_means": means,
        "mode_weights": np.full(8, 1 / 8),
        "mode_counts": counts,
        "modes_captured": (counts >= target.convention.hits).sum(1).astype(np.int32),
        "high_quality_fraction": total / samples,
        "reverse_kl": np.where(total > 0, kl, np.nan),
        "value": value,
        "generator_gradient": np.ones(frames),
        "discriminator_gradient": np.ones(frames),
    }
    stated = {
        "name": target.name,
        "weights": list(mixture.weights),
        "means": [list(mean) for mean in mixture.means],
        "covariances": [[list(line) for line in matrix] for matrix in mixture.covariances],
        "groups": list(mixture.groups),
        "convention": asdict(target.convention),
    }
    notes = {"target": stated, "game": "non_saturating", "output": "logit", "sweep": None}
    return read_recording(
        write_recording(folder, "mixture_2d", config, seed, {**arrays, **changed}, **notes)
    )


def collapse(folder):
    """Three seeds that keep one mode, and the same seeds with all of them."""
    from gantheory.animation.collapse import Collapse

    remedy = {"k": 10, "r1": 0.1}
    return Collapse(
        tuple(mixture_2d(folder / f"failing-{seed}", seed, 1) for seed in range(3)),
        tuple(mixture_2d(folder / f"cured-{seed}", seed, 8, settings=remedy) for seed in range(3)),
    )


def helvetica(folder, frames=6, **changed):
    """G(z) = m + s z for a normal z, which is exact; s falls, m goes to where D is largest."""
    share = np.linspace(0, 1, frames)
    means, spreads = -1.0 + 2.0 * share, 3.0 * 0.01**share
    x = np.linspace(-15.0, 15.0, 1501)
    fine = np.linspace(-8.0, 8.0, 4001)

    def d(x):
        return 0.05 + 0.8 * np.exp(-((x - 1.0) ** 2) / 8)

    def normal(x, mean=0.0, spread=1.0):
        return np.exp(-(((x - mean) / spread) ** 2) / 2) / (spread * np.sqrt(2 * np.pi))

    # 41 z of equal mass between them, from a table of the distribution
    mass = np.cumsum(normal(fine)) * (fine[1] - fine[0])
    z = np.interp((np.arange(41) + 0.5) / 41, mass, fine)
    pairs = list(zip(means, spreads, strict=True))
    losses = [np.trapezoid(normal(fine) * np.log(1 - d(m + s * fine)), fine) for m, s in pairs]
    arrays = {
        "g_updates": 8 * np.arange(frames),
        "x": x,
        "p_data": 0.5 * normal(x, 1.0, 0.7) + 0.5 * normal(x, -2.0, 0.7),
        "discriminator": d(x),
        "p_g": np.stack([normal(x, m, s) for m, s in pairs]),
        "p_g_exact": np.ones(frames, np.int8),
        "z": z,
        "g_of_z": np.stack([m + s * z for m, s in pairs]),
        "loss": np.array(losses),
        "std": spreads,
    }
    return read_recording(write_recording(folder, "helvetica", {}, 0, {**arrays, **changed}))
