"""Proposition 1: the best D at every x, from claims A1 and A4.

    manim animations/proposition1.py            1080p, 60 pictures per second
    manim -ql animations/proposition1.py        480p, quickly

GANTHEORY_LANG=ko and GANTHEORY_THEME=dark change language and colours.
"""

from gantheory.animation.scene import prepare_manim
from gantheory.animation.scenes.proposition1 import Proposition1Scene

prepare_manim()


class Proposition1(Proposition1Scene):
    """Proposition 1: the best D at every x, from claims A1 and A4."""
