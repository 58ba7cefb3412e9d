"""Image sets: described as data, found on the machine or fetched, always verified."""

from gantheory.datasets.image_set import DataFile, Images, ImageSet, LabelledImages
from gantheory.datasets.load import IMAGE_SETS, image_set_named, load_images
from gantheory.datasets.mnist import MNIST

__all__ = [
    "IMAGE_SETS",
    "MNIST",
    "DataFile",
    "ImageSet",
    "Images",
    "LabelledImages",
    "image_set_named",
    "load_images",
]
