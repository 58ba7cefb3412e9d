"""A walk through z: digits that turn into each other, with D's opinion of each image.

    manim animations/mnist_interpolation.py            1080p, 60 pictures per second
    manim -ql animations/mnist_interpolation.py        480p, quickly

It replays experiments/results/mnist-250-seed0-walk, or the walk in the folder GANTHEORY_RUN, made
by experiments/z_walk.py. GANTHEORY_LANG=ko and GANTHEORY_THEME=dark change language and colours.
"""

from gantheory.animation.scene import prepare_manim
from gantheory.animation.scenes.mnist_interpolation import MnistInterpolationScene

prepare_manim()


class MnistInterpolation(MnistInterpolationScene):
    """A walk through z: digits that turn into each other, with D's opinion of each image."""
