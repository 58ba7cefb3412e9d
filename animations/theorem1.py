"""Theorem 1: C(G) as areas between curves, from claims T3 and T4.

    manim animations/theorem1.py            1080p, 60 pictures per second
    manim -ql animations/theorem1.py        480p, quickly

GANTHEORY_LANG=ko and GANTHEORY_THEME=dark change language and colours.
"""

from gantheory.animation.scene import prepare_manim
from gantheory.animation.scenes.theorem1 import Theorem1Scene

prepare_manim()


class Theorem1(Theorem1Scene):
    """Theorem 1: C(G) as areas between curves, from claims T3 and T4."""
