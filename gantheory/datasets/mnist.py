"""MNIST: 70,000 handwritten digits, 28 x 28, the four canonical files.

Split as in the released code of the paper: the first 50,000 training images are trained on, the
last 10,000 are for validation (goodfeli/adversarial, mnist.yaml and parzen_ll.py).
"""

from gantheory.datasets.idx import decode_mnist_layout
from gantheory.datasets.image_set import DataFile, ImageSet

MNIST = ImageSet(
    name="mnist",
    title="MNIST",
    image_shape=(28, 28),
    classes=10,
    files=(
        DataFile(
            "train-images-idx3-ubyte",
            47_040_016,
            "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        ),
        DataFile(
            "train-labels-idx1-ubyte",
            60_008,
            "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
        ),
        DataFile(
            "t10k-images-idx3-ubyte",
            7_840_016,
            "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        ),
        DataFile(
            "t10k-labels-idx1-ubyte",
            10_008,
            "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
        ),
    ),
    mirrors=(
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
        "https://storage.googleapis.com/cvdf-datasets/mnist/",
    ),
    held_out=10_000,
    decode=decode_mnist_layout,
)
