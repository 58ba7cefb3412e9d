"""The sweep of `sweep.py` as one writes it in PyTorch: eager, one seed after another.

Needs PyTorch and numpy only. Reads the work from a JSON file, writes one row per seed and prints
the seconds of training; the same networks, first weights, losses, updates, batches, measurements
and counting as `mode_collapse.py`.
"""

import json
import sys
import time
from itertools import pairwise

import numpy as np
import torch
from torch import nn


def network(sizes: list[int]) -> nn.Sequential:
    """Linear layers with ReLU between them, Glorot's first weights, biases 0."""
    layers: list[nn.Module] = []
    for number, (inputs, outputs) in enumerate(pairwise(sizes)):
        linear = nn.Linear(inputs, outputs)
        nn.init.xavier_uniform_(linear.weight)
        nn.init.zeros_(linear.bias)
        layers.append(linear)
        if number < len(sizes) - 2:
            layers.append(nn.ReLU())
    return nn.Sequential(*layers)


def measure(samples: np.ndarray, means: np.ndarray, stds: np.ndarray) -> tuple[int, float]:
    """Modes captured and the high-quality fraction, as PacGAN counts them."""
    distance = np.sqrt(((samples[:, None] - means[None]) ** 2).sum(axis=2)) / stds[None]
    nearest, good = distance.argmin(axis=1), distance.min(axis=1) < 3
    return len(np.unique(nearest[good])), float(good.mean())


def train(work: dict, seed: int) -> dict:
    """Train one GAN by Algorithm 1 with the non-saturating loss, and measure it on the way."""
    torch.manual_seed(seed)
    weights = torch.tensor(work["weights"])
    means, stds = torch.tensor(work["means"]), torch.tensor(work["stds"])
    batch, dim = work["batch"], means.shape[1]
    generator = network([work["noise"], *work["generator_hidden"], dim])
    discriminator = network([dim, *work["discriminator_hidden"], 1])
    betas = (work["beta1"], work["beta2"])
    optimizer_g = torch.optim.Adam(generator.parameters(), work["generator_rate"], betas)
    optimizer_d = torch.optim.Adam(discriminator.parameters(), work["discriminator_rate"], betas)
    loss = nn.BCEWithLogitsLoss()
    ones, zeros = torch.ones(batch, 1), torch.zeros(batch, 1)
    eye = torch.randn(work["samples"], work["noise"])
    curve = []

    def look() -> None:
        with torch.no_grad():
            samples = generator(eye).numpy()
        curve.append(measure(samples, means.numpy(), stds.numpy()))

    look()
    for iteration in range(work["iterations"]):
        which = torch.multinomial(weights, batch, replacement=True)
        real = means[which] + stds[which, None] * torch.randn(batch, dim)
        fake = generator(torch.randn(batch, work["noise"])).detach()
        optimizer_d.zero_grad()
        (loss(discriminator(real), ones) + loss(discriminator(fake), zeros)).backward()
        optimizer_d.step()
        optimizer_g.zero_grad()
        loss(discriminator(generator(torch.randn(batch, work["noise"]))), ones).backward()
        optimizer_g.step()
        if (iteration + 1) % work["measure_every"] == 0:
            look()
    return {"seed": seed, "modes_captured": curve[-1][0], "high_quality_fraction": curve[-1][1]}


def main() -> None:
    """Do the work of the first argument, and write the rows to the second."""
    with open(sys.argv[1], encoding="utf-8") as file:
        work = json.load(file)
    torch.set_num_threads(work["threads"])
    began = time.perf_counter()
    rows = [train(work, seed) for seed in range(work["seeds"])]
    seconds = time.perf_counter() - began
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    print(json.dumps({"seconds": seconds}))


if __name__ == "__main__":
    main()
