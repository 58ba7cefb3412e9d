"""The claims as data, one module per group; each has a tuple `CLAIMS`."""
