"""Theory beside experiment: what the claims predict, measured, and a verdict that can fail."""

#: name of a comparison -> its module in this package, which has it as `RUN`
NAMES = {
    "optimal-discriminator": "optimal_discriminator",
    "value-identity": "value_identity",
    "mirror-steps": "mirror_steps",
    "tabular-gan": "tabular_gan",
    "rotation": "rotation",
    "saturation": "saturation",
    "helvetica": "helvetica",
    "disjoint-supports": "disjoint_supports",
    "packing": "packing",
}
