"""Score points with scikit-learn's KernelDensity, one width after another; needs scikit-learn.

Called with the file of the samples and points, the widths as JSON and a number of points to time.
Prints the seconds that all points would take at all widths, from those few, as JSON.
"""

import json
import sys
import time

import numpy as np
from sklearn.neighbors import KernelDensity


def main() -> None:
    """Measure what the command line asks for."""
    with np.load(sys.argv[1], allow_pickle=False) as arrays:
        samples, points = arrays["samples"], arrays["points"]
    sigmas, few = json.loads(sys.argv[2]), int(sys.argv[3])
    scored = fitting = 0.0
    for sigma in sigmas:
        began = time.perf_counter()
        density = KernelDensity(kernel="gaussian", bandwidth=sigma).fit(samples)
        fitting += time.perf_counter() - began
        began = time.perf_counter()
        density.score_samples(points[:few])
        scored += time.perf_counter() - began
    print(json.dumps({"seconds": fitting + scored * len(points) / few}))


if __name__ == "__main__":
    main()
