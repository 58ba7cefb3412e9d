"""Parzen window scores: the estimator, the protocols of the sets, what to read them by."""
