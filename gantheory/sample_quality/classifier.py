"""A small convolutional classifier, trained here, that judges samples; its accuracy goes with it.

Two convolutions with stride 2, as matrix products over patches, a hidden layer and a softmax. Grey
images are shifted by up to two pixels while it learns, colour images mirrored. It is trained once
for a set and a scale of pixels, and kept as a checkpoint with everything that decides its numbers.
"""

import hashlib
import json
import os
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax
from jaxtyping import Array, Float, PRNGKeyArray, UInt8
from numpy.typing import NDArray

from gantheory.checkpoint import checkpoint_steps, read_checkpoint, restore, save_checkpoint
from gantheory.datasets import Images, ImageSet
from gantheory.datasets.image_set import UNLABELLED
from gantheory.errors import GanTheoryError
from gantheory.images.pixel_scale import PixelScale, scaled_on_device
from gantheory.provenance import made_by
from gantheory.training.layers import Dense
from gantheory.training.networks import Network, Params
from gantheory.training.optimizers import adam

#: raised whenever the same configuration comes to give other parameters: kept ones are then left
_RECIPE = 1

_SAMPLES_AT_ONCE = 1_000
_SHIFT = 2
_SIDE = 5
_STRIDE = 2


@dataclass(frozen=True)
class StridedConvolution:
    """A 5 x 5 convolution with stride 2 and padding 2, then relu; images in and out are flat.

    Attributes:
        image: height, width and channels of the input.
        channels: of the output.
        keep: as in `Dense`.
    """

    image: tuple[int, int, int]
    channels: int
    keep: float = 1.0
    mixes_batch: bool = False

    @property
    def output_image(self) -> tuple[int, int, int]:
        """Height, width and channels of the output."""
        height, width, _ = self.image
        return -(-height // _STRIDE), -(-width // _STRIDE), self.channels

    def outputs(self, inputs: int) -> int:
        """Number of outputs."""
        del inputs
        return int(np.prod(self.output_image))

    def init(self, key: PRNGKeyArray, inputs: int) -> dict[str, Array]:
        """Draw "weight" (25 * input channels, channels) from He's normal; "bias" is 0."""
        del inputs
        fan_in = _SIDE * _SIDE * self.image[2]
        deviation = jnp.asarray((2 / fan_in) ** 0.5, jnp.float32)
        weight = deviation * jax.random.normal(key, (fan_in, self.channels), jnp.float32)
        return {"weight": weight, "bias": jnp.zeros(self.channels, jnp.float32)}

    def apply(self, params: dict[str, Array], x: Array) -> Array:
        """Map (batch, height * width * channels) to (batch, outputs)."""
        height, width, _ = self.output_image
        pad = _SIDE // 2
        pictures = jnp.pad(x.reshape(-1, *self.image), ((0, 0), (pad, pad), (pad, pad), (0, 0)))
        steps = [slice(i, i + _STRIDE * (width - 1) + 1, _STRIDE) for i in range(_SIDE)]
        rows = jnp.concatenate([pictures[:, :, step] for step in steps], axis=-1)
        steps = [slice(i, i + _STRIDE * (height - 1) + 1, _STRIDE) for i in range(_SIDE)]
        patches = jnp.concatenate([rows[:, step] for step in steps], axis=-1)
        inner = patches.reshape(-1, patches.shape[-1]) @ params["weight"]
        out = jax.nn.relu(inner + params["bias"][None, :])
        return out.reshape(len(x), -1)


@dataclass(frozen=True)
class ClassifierConfig:
    """What decides a classifier; the defaults reach 99.0 % on MNIST's test images.

    Attributes:
        dataset: the image set.
        scale: of the pixels that it is given.
        channels: of the two convolutions.
        hidden: units of the hidden layer, whose outputs are the features.
        epochs: passes over the training images.
        batch: images per update.
        learning_rate: of Adam at the start; it falls to 0 along a half cosine.
        seed: of everything random.
    """

    dataset: str = "mnist"
    scale: PixelScale = "unit"
    channels: tuple[int, int] = (16, 32)
    hidden: int = 128
    epochs: int = 4
    batch: int = 100
    learning_rate: float = 2e-3
    seed: int = 0


def usual_config(image_set: ImageSet, scale: PixelScale) -> ClassifierConfig:
    """The configuration for a set: images in colour take more channels and longer.

    It reaches 71.0 % on CIFAR-10's test images in the contrast scale.
    """
    config = ClassifierConfig(dataset=image_set.name, scale=scale)
    if len(image_set.image_shape) == 3:
        return replace(config, channels=(32, 64), epochs=10)
    return config


@dataclass(frozen=True)
class Classifier:
    """A trained classifier.

    Attributes:
        network: pixels -> a logit for each class.
        params: its parameters.
        accuracy: share of the test images that it gets right.
        validation_accuracy: the same of the validation images.
        record: configuration, checksums of the data, versions, accuracies, as plain data.
    """

    network: Network
    params: Params
    accuracy: float
    validation_accuracy: float
    record: dict[str, Any]

    def probabilities(self, x: NDArray[Any]) -> NDArray[np.float32]:
        """Class probabilities of images (n, pixels), in the scale of the classifier."""
        return _evaluate(self.network, self.params, x, features=False)

    def features(self, x: NDArray[Any]) -> NDArray[np.float32]:
        """Outputs of the hidden layer for images (n, pixels), in the scale of the classifier."""
        return _evaluate(self.network, self.params, x, features=True)


def build_classifier(config: ClassifierConfig, image_set: ImageSet) -> Network:
    """Describe the network."""
    shape = image_set.image_shape
    height, width, inputs = shape if len(shape) == 3 else (*shape, 1)
    first = StridedConvolution((height, width, inputs), config.channels[0])
    second = StridedConvolution(first.output_image, config.channels[1])
    return Network(
        image_set.dimension,
        (first, second, Dense(config.hidden, "relu", keep=0.5), Dense(image_set.classes)),
    )


def train_classifier(config: ClassifierConfig, image_set: ImageSet, images: Images) -> Classifier:
    """Train a classifier on the training split and test it.

    Raises:
        GanTheoryError: where the training images have no labels or do not fill a minibatch.
    """
    labels = images.train.labels
    if (labels == UNLABELLED).all():
        raise GanTheoryError(
            f"the training images of {image_set.title} have no labels to train a classifier on"
        )
    steps = len(labels) // config.batch
    if steps == 0 or config.epochs < 1:
        raise GanTheoryError(f"{len(labels)} training images do not fill a batch of {config.batch}")
    network = build_classifier(config, image_set)
    rule = adam(_half_cosine(config.learning_rate, steps * config.epochs))
    key = jax.random.key(config.seed)

    def loss(params: Params, x: Array, y: Array, key: PRNGKeyArray) -> Array:
        logits = network.apply(params, x, key)
        losses: Array = optax.softmax_cross_entropy_with_integer_labels(logits, y)
        return losses.mean()

    @jax.jit
    def epoch(
        params: Params, state: optax.OptState, pixels: Array, classes: Array, key: PRNGKeyArray
    ) -> tuple[Params, optax.OptState]:
        order = jax.random.permutation(key, len(labels))[: steps * config.batch]

        def step(carried: Any, given: tuple[Array, Array]) -> tuple[Any, None]:
            params, state = carried
            rows, number = given
            vary, drop = jax.random.split(jax.random.fold_in(key, number))
            x = _varied(vary, pixels[rows], image_set.image_shape)
            x = scaled_on_device(x, config.scale)
            gradients = jax.grad(loss)(params, x, classes[rows], drop)
            updates, state = rule.update(gradients, state, params)
            return (optax.apply_updates(params, updates), state), None

        given = (order.reshape(steps, config.batch), jnp.arange(steps))
        trained: tuple[Params, optax.OptState] = jax.lax.scan(step, (params, state), given)[0]
        return trained

    params = network.init(jax.random.fold_in(key, 0))
    state = rule.init(params)
    pixels, classes = jnp.asarray(images.train.images), jnp.asarray(labels.astype(np.int32))
    for number in range(1, config.epochs + 1):
        params, state = epoch(params, state, pixels, classes, jax.random.fold_in(key, number))
    if not all(np.isfinite(leaf).all() for leaf in jax.tree.leaves(jax.device_get(params))):
        raise GanTheoryError("training of the classifier diverged; lower its learning rate")

    def accuracy(split: Any) -> float:
        known = split.labels != UNLABELLED
        x = np.asarray(scaled_on_device(jnp.asarray(split.images[known]), config.scale))
        guesses = _evaluate(network, params, x, features=False).argmax(axis=1)
        return float((guesses == split.labels[known]).mean())

    test, validation = accuracy(images.test), accuracy(images.validation)
    record = {
        "classifier": json.loads(json.dumps(asdict(config))),
        "accuracy": test,
        "validation_accuracy": validation,
        "data": dict(images.checksums),
        **made_by(),
    }
    return Classifier(network, params, test, validation, record)


def cached_classifier(
    config: ClassifierConfig,
    image_set: ImageSet,
    images: Images,
    cache: str | os.PathLike[str] | None = None,
) -> Classifier:
    """Read a classifier that was trained before, or train it and keep it.

    Args:
        config: the configuration.
        image_set: what the images are.
        images: its images.
        cache: folder of classifiers; by default in the platform's cache folder.

    Raises:
        GanTheoryError: as `train_classifier`; where a kept classifier was altered, which names the
            folder to delete.
        OSError: where the folder cannot be written.
    """
    facts = json.dumps([_RECIPE, asdict(config), sorted(images.checksums.items())])
    name = f"{config.dataset}-{hashlib.sha256(facts.encode()).hexdigest()[:12]}"
    folder = (Path(cache) if cache is not None else _default_cache()) / name
    if not checkpoint_steps(folder):
        trained = train_classifier(config, image_set, images)
        save_checkpoint(folder, config.epochs, trained.params, trained.record)
        return trained
    checkpoint = read_checkpoint(folder, damaged=f"delete {folder} to train it again")
    network = build_classifier(config, image_set)
    params = restore(checkpoint, jax.eval_shape(network.init, jax.random.key(0)))
    record = checkpoint.config
    return Classifier(network, params, record["accuracy"], record["validation_accuracy"], record)


def _half_cosine(first: float, updates: int) -> optax.Schedule:
    """A rate that falls from `first` to 0 over so many updates."""

    def rate(done: Array) -> Array:
        return first * 0.5 * (1 + jnp.cos(done.astype(jnp.float32) * (np.pi / updates)))

    return rate


def _varied(
    key: PRNGKeyArray, images: UInt8[Array, "batch pixels"], shape: tuple[int, ...]
) -> UInt8[Array, "batch pixels"]:
    """Shift grey images, all of a batch alike; mirror about half of those in colour."""
    pictures = images.reshape(-1, *shape)
    if len(shape) == 2:
        reach = jnp.pad(pictures, ((0, 0), (_SHIFT, _SHIFT), (_SHIFT, _SHIFT)))
        down, right = jax.random.randint(key, (2,), 0, 2 * _SHIFT + 1)
        varied = jax.lax.dynamic_slice(reach, (0, down, right), pictures.shape)
    else:
        mirrored = jax.random.bernoulli(key, 0.5, (len(pictures), 1, 1, 1))
        varied = jnp.where(mirrored, pictures[:, :, ::-1], pictures)
    return varied.reshape(images.shape)


def _evaluate(
    network: Network, params: Params, x: NDArray[Any], features: bool
) -> NDArray[np.float32]:
    """Class probabilities or features, in blocks of one shape."""
    parts = []
    for start in range(0, len(x), _SAMPLES_AT_ONCE):
        part = np.asarray(x[start : start + _SAMPLES_AT_ONCE], np.float32)
        rows = min(_SAMPLES_AT_ONCE, len(x))
        padded = np.pad(part, ((0, rows - len(part)), (0, 0)))
        out = _outputs(network, params, jnp.asarray(padded), features)
        parts.append(np.asarray(out)[: len(part)])
    return np.concatenate(parts)


@partial(jax.jit, static_argnums=(0, 3))
def _outputs(
    network: Network, params: Params, x: Float[Array, "batch pixels"], features: bool
) -> Float[Array, "batch outputs"]:
    if features:
        return Network(network.inputs, network.layers[:-1]).apply(params[:-1], x)
    return jax.nn.softmax(network.apply(params, x), axis=-1)


def _default_cache() -> Path:
    import platformdirs

    return platformdirs.user_cache_path("gantheory", appauthor=False) / "classifiers"
