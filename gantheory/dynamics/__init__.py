"""Small exact systems on which the theory of training can be watched: no sampling, float64."""
