"""Proposition 2: a supremum of lines, and averaging, from claims P1, P2 and P6.

    manim animations/proposition2.py            1080p, 60 pictures per second
    manim -ql animations/proposition2.py        480p, quickly

GANTHEORY_LANG=ko and GANTHEORY_THEME=dark change language and colours.
"""

from gantheory.animation.scene import prepare_manim
from gantheory.animation.scenes.proposition2 import Proposition2Scene

prepare_manim()


class Proposition2(Proposition2Scene):
    """Proposition 2: a supremum of lines, and averaging, from claims P1, P2 and P6."""
