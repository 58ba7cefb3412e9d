"""The two losses of the generator, from claims H1 and H2.

    manim animations/saturation.py            1080p, 60 pictures per second
    manim -ql animations/saturation.py        480p, quickly

GANTHEORY_LANG=ko and GANTHEORY_THEME=dark change language and colours.
"""

from gantheory.animation.scene import prepare_manim
from gantheory.animation.scenes.saturation import SaturationScene

prepare_manim()


class Saturation(SaturationScene):
    """The two losses of the generator, from claims H1 and H2."""
