"""The paper's five image configurations, and the protocol of its faces on other faces.

All from the released code (goodfeli/adversarial: `mnist.yaml`, `tfd_pretrain/pretrain.yaml`,
`tfd_pretrain/train.yaml`, `cifar10_fully_connected.yaml`, `cifar10_convolutional.yaml`). What they
share is the default of `ImageConfig`: simultaneous updates, the non-saturating loss, dropout in
D, momentum from 0.5 to 0.7 over 250 epochs, a rate divided by 1.000004 at every update.

`epochs`: the two TFD files state theirs; the others have no stop rule, and 250 is where the
momentum stops rising. The scores along the way and `stop_after` tell whether that is enough.
"""

from dataclasses import dataclass, fields, replace

from gantheory.images.config import RESUMABLE, ImageConfig

#: sqrt(3.75): the limit on the norms of all incoming weights in the configurations for faces
FACES_COLUMN_LIMIT = 1.9365


@dataclass(frozen=True)
class PaperConfig:
    """A named configuration.

    Attributes:
        config: the configuration; its `experiment` is its name.
        summary: one line on what it is.
        after: the configuration whose run gives the pretrained layers; empty for none.
    """

    config: ImageConfig
    summary: str
    after: str = ""


_TFD_PRETRAIN = ImageConfig(
    experiment="tfd_pretrain",
    dataset="tfd",
    epochs=50,
    last_batch="keep",
    noise_distribution="gaussian",
    generator_hidden=(8000, 8000),
    generator_activations=("relu", "sigmoid"),
    generator_biases=(0.0, -2.0),
    generator_output_nonzero=100,
    discriminator_hidden=(1200, 1200),
    column_limit=FACES_COLUMN_LIMIT,
    learning_rate=0.05,
)
#: the 100 sigmoid units take the place of the noise of the pretrained generator
_TFD_TRAIN = replace(
    _TFD_PRETRAIN,
    experiment="tfd_train",
    epochs=22,
    generator_hidden=(8000, 100, 8000, 8000),
    pretrained_layers=3,
)
_CIFAR10_FULLY_CONNECTED = ImageConfig(
    experiment="cifar10_fully_connected",
    dataset="cifar10",
    scale="contrast",
    last_batch="keep",
    noise_distribution="gaussian",
    generator_hidden=(8000, 8000),
    generator_activations=("relu", "sigmoid"),
    generator_output="linear",
    generator_output_range=0.5,
    generator_output_bias="zero",
    discriminator_hidden=(1600, 1600),
    learning_rate=0.025,
)
_CIFAR10_CONVOLUTIONAL = replace(
    _CIFAR10_FULLY_CONNECTED,
    experiment="cifar10_convolutional",
    batch=128,
    generator_output_range=None,
    generator_deconvolution=(80, 10, 5, 3),
    discriminator_convolutions=(
        (32, 2, 8, 4, 4, 2),
        (32, 2, 8, 3, 4, 2),
        (192, 2, 5, 3, 2, 2),
    ),
    discriminator_hidden=(500,),
    learning_rate=0.004,
)

#: updates of an epoch on TFD and on faces48: so much longer an epoch of faces48 has to be
_FACES48_RATIO = 981 / 79


def _on_faces48(config: ImageConfig) -> ImageConfig:
    """Give faces48, which has fewer images, the updates and the momentum of each update of TFD."""
    return replace(
        config,
        experiment=config.experiment.replace("tfd", "faces48"),
        dataset="faces48",
        epochs=round(config.epochs * _FACES48_RATIO),
        momentum_epochs=round(config.momentum_epochs * _FACES48_RATIO),
        sheet_every=50,
        parzen_every=50,
    )


PAPER_CONFIGS: dict[str, PaperConfig] = {
    "mnist": PaperConfig(ImageConfig(), "MNIST, Table 1 and Figure 2 a"),
    "tfd_pretrain": PaperConfig(_TFD_PRETRAIN, "Toronto faces, first stage"),
    "tfd_train": PaperConfig(
        _TFD_TRAIN, "Toronto faces, second stage: Table 1 and Figure 2 b", after="tfd_pretrain"
    ),
    "cifar10_fully_connected": PaperConfig(_CIFAR10_FULLY_CONNECTED, "CIFAR-10, Figure 2 c"),
    "cifar10_convolutional": PaperConfig(
        _CIFAR10_CONVOLUTIONAL, "CIFAR-10 with convolutions, Figure 2 d"
    ),
    "faces48_pretrain": PaperConfig(
        _on_faces48(_TFD_PRETRAIN), "the first stage on faces48, which is not TFD"
    ),
    "faces48_train": PaperConfig(
        _on_faces48(_TFD_TRAIN), "the second stage on faces48", after="faces48_pretrain"
    ),
}


def departures(config: ImageConfig) -> tuple[str, ...]:
    """Say where a configuration is not the paper's; seed, epochs and when it is measured aside."""
    paper = PAPER_CONFIGS.get(config.experiment)
    if paper is None:
        return (f"experiment {config.experiment}",)
    aside = RESUMABLE | {"seed"}
    return tuple(
        f"{field.name} {getattr(config, field.name)}"
        for field in fields(ImageConfig)
        if field.name not in aside
        and getattr(config, field.name) != getattr(paper.config, field.name)
    )
