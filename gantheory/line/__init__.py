"""One dimension, where everything is exact: densities, divergences, the run that is recorded."""
