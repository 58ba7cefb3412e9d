"""Image sets: described as data, found on the machine or fetched, always verified."""

from gantheory.datasets.cifar10 import CIFAR10
from gantheory.datasets.faces import FACES48, TFD
from gantheory.datasets.fashion_mnist import FASHION_MNIST
from gantheory.datasets.image_set import (
    UNLABELLED,
    DataFile,
    Fold,
    Images,
    ImageSet,
    LabelledImages,
)
from gantheory.datasets.load import IMAGE_SETS, image_set_named, load_images
from gantheory.datasets.mnist import MNIST

__all__ = [
    "CIFAR10",
    "FACES48",
    "FASHION_MNIST",
    "IMAGE_SETS",
    "MNIST",
    "TFD",
    "UNLABELLED",
    "DataFile",
    "Fold",
    "ImageSet",
    "Images",
    "LabelledImages",
    "image_set_named",
    "load_images",
]
