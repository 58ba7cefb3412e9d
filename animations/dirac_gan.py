"""The Dirac-GAN: recorded paths through its field, with claims D4 to D8.

    manim animations/dirac_gan.py            1080p, 60 pictures per second
    manim -ql animations/dirac_gan.py        480p, quickly

GANTHEORY_LANG=ko and GANTHEORY_THEME=dark change language and colours; GANTHEORY_RUN names
another recording of kind two_player.
"""

from gantheory.animation.scene import prepare_manim
from gantheory.animation.scenes.dirac_gan import DiracGanScene

prepare_manim()


class DiracGan(DiracGanScene):
    """The Dirac-GAN: recorded paths through its field, with claims D4 to D8."""
