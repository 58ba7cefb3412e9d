"""The step of `training_step.py` as one writes it in PyTorch: eager, the same networks and sizes.

Needs PyTorch only. Called with a JSON object: the configuration as plain data, the shape
of an image, the schedule and how many steps to time; prints the seconds per step as JSON.
"""

import json
import resource
import sys
import time
from math import prod

import torch
from torch import nn
from torch.nn import functional

ACTIVATIONS = {"relu": nn.ReLU, "sigmoid": nn.Sigmoid, "linear": nn.Identity}


class Maxout(nn.Module):
    """The largest of several linear maps; for images of several convolutions, then max pooling."""

    def __init__(self, linear: nn.Module, pieces: int, pool: tuple[int, int] | None = None):
        super().__init__()
        self.linear, self.pieces, self.pool = linear, pieces, pool

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(batch, inputs) -> (batch, units), or the same of images."""
        pre = self.linear(x)
        out = pre.view(len(pre), self.pieces, -1, *pre.shape[2:]).amax(1)
        if self.pool is None:
            return out
        return functional.max_pool2d(out, self.pool[0], self.pool[1], ceil_mode=True)


def build_generator(c: dict, pixels: int) -> nn.Module:
    """Noise -> pixels."""
    layers: list[nn.Module] = []
    width = c["noise"]
    for number, units in enumerate(c["generator_hidden"]):
        activation = c["generator_activations"][number % len(c["generator_activations"])]
        layers += [nn.Linear(width, units), ACTIVATIONS[activation]()]
        width = units
    if c["generator_deconvolution"]:
        channels, side, kernel, stride = c["generator_deconvolution"]
        layers += [
            nn.Unflatten(1, (channels, side, side)),
            nn.ConvTranspose2d(channels, 3, kernel, stride),
        ]
    else:
        layers += [nn.Linear(width, pixels), ACTIVATIONS[c["generator_output"]]()]
    return nn.Sequential(*layers)


def build_discriminator(c: dict, pixels: int) -> nn.Module:
    """Pixels -> logit, with dropout before every layer."""
    layers: list[nn.Module] = []

    def dropout() -> nn.Dropout:
        return nn.Dropout(1 - (c["keep_hidden"] if layers else c["keep_input"]))

    width = pixels
    if c["discriminator_convolutions"]:
        channels, side = 3, round((pixels / 3) ** 0.5)
        layers_of_images = c["discriminator_convolutions"]
        for out, pieces, kernel, padding, window, stride in layers_of_images:
            convolution = nn.Conv2d(channels, out * pieces, kernel, padding=padding)
            layers += [dropout(), Maxout(convolution, pieces, (window, stride))]
            side = -(-(side + 2 * padding - kernel + 1 - window) // stride) + 1
            channels = out
        layers.append(nn.Flatten())
        width = channels * side * side
    pieces = c["discriminator_pieces"]
    for units in c["discriminator_hidden"]:
        layers += [dropout(), Maxout(nn.Linear(width, units * pieces), pieces)]
        width = units
    return nn.Sequential(*layers, dropout(), nn.Linear(width, 1))


def main() -> None:
    """Measure what the command line asks for."""
    work = json.loads(sys.argv[1])
    c, pixels, schedule = work["config"], prod(work["shape"]), work["schedule"]
    torch.set_num_threads(work["threads"])
    torch.manual_seed(0)
    batch, weight = c["batch"], c["discriminator_weight"]
    generator, discriminator = build_generator(c, pixels), build_discriminator(c, pixels)
    settings = {"lr": c["learning_rate"], "momentum": c["momentum"]}
    of_g = torch.optim.SGD(generator.parameters(), **settings)
    of_d = torch.optim.SGD(discriminator.parameters(), **settings)
    height, width, *channels = work["shape"]
    shape = (*channels, height, width) if c["discriminator_convolutions"] else (pixels,)
    images = torch.rand(batch * 8, *shape)
    ones, zeros = torch.ones(batch, 1), torch.zeros(batch, 1)
    loss = functional.binary_cross_entropy_with_logits

    def noise() -> torch.Tensor:
        return torch.randn(batch, c["noise"])

    def alternating(real: torch.Tensor) -> None:
        with torch.no_grad():
            fake = generator(noise())
        of_d.zero_grad()
        cost = weight * (loss(discriminator(real), ones) + loss(discriminator(fake), zeros))
        cost.backward()
        of_d.step()
        of_g.zero_grad()
        loss(discriminator(generator(noise())), ones).backward()
        of_g.step()

    def simultaneous(real: torch.Tensor) -> None:
        """Both gradients at the same parameters, from one pass of the same fakes through D."""
        told = discriminator(generator(noise()))
        cost = weight * (loss(discriminator(real), ones) + loss(told, zeros))
        for_d = torch.autograd.grad(cost, list(discriminator.parameters()), retain_graph=True)
        for_g = torch.autograd.grad(loss(told, ones), list(generator.parameters()))
        for network, gradients in ((discriminator, for_d), (generator, for_g)):
            for parameter, gradient in zip(network.parameters(), gradients, strict=True):
                parameter.grad = gradient
        of_d.step()
        of_g.step()

    step = {"alternating": alternating, "simultaneous": simultaneous}[schedule]
    for _ in range(work["warm"]):
        step(images[:batch])
    times = []
    for number in range(work["steps"]):
        start = batch * (number % 8)
        began = time.perf_counter()
        step(images[start : start + batch])
        times.append(time.perf_counter() - began)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    seconds = sum(times) / len(times)
    print(json.dumps({"seconds": seconds, "memory_gb": memory}))


if __name__ == "__main__":
    main()
