"""What a seed may be."""

from gantheory.errors import GanTheoryError


def check_seed(seed: int, name: str = "seed") -> None:
    """Refuse a seed that is none.

    Args:
        seed: from 0.
        name: what the error calls it.

    Raises:
        GanTheoryError: below 0, and from 2^32: JAX's keys hold 32 bits, so a larger one would be
            another seed under a false name.
    """
    if not 0 <= seed < 2**32:
        raise GanTheoryError(f"{name} must be from 0 to below 2^32, not {seed}")
