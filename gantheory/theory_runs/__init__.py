"""Theory beside experiment: what the claims predict, measured, and a verdict that can fail."""
