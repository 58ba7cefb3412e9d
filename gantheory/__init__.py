"""The theory of "Generative Adversarial Nets" (Goodfellow et al., 2014), proved, trained and drawn.

Importing this package imports neither JAX, sympy nor manim; each submodule imports what it needs.
"""

from importlib.metadata import PackageNotFoundError as _NotInstalled
from importlib.metadata import version as _version

try:
    __version__ = _version("gantheory")
except _NotInstalled:  # running from a source tree that was never installed
    __version__ = "0+unknown"

__all__ = ["__version__"]
