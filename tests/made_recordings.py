"""Small recordings for scenes, made of formulas: nothing in them was trained."""

import numpy as np

from gantheory.recording import read_recording, write_recording


def two_player(folder, steps=40, **changed):
    """Paths of the Dirac-GAN by plain numpy, in another order than the program's."""
    h, gamma, start = 0.5, 0.3, (0.6, 0.2)

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
