"""The names of all targets, and nothing else: cheap enough for tab completion."""

#: on the line: those of `gantheory.line.densities`
LINE_NAMES = ("gaussian", "narrow", "skewed", "bimodal", "unequal", "trimodal")

#: in the plane: this toolkit's own
PLANE_NAMES = (
    "ring8",
    "grid25",
    "imbalanced_ring8",
    "imbalanced_grid25",
    "spiral",
    "two_moons",
    "pinwheel",
)

#: in the plane: as a paper or its code has them, with the way its table was counted
PRESET_NAMES = (
    "pacgan_ring8",
    "pacgan_grid25",
    "veegan_ring8",
    "veegan_grid25",
    "unrolled_ring8",
    "unrolled_notebook_ring7",
    "wgan_gp_ring8",
    "wgan_gp_grid25",
    "d2gan_ring8",
)

TARGET_NAMES = (*LINE_NAMES, *PLANE_NAMES, *PRESET_NAMES)
