"""Measures of a trained generator against a target that is known exactly.

All of them are numpy functions of arrays; leading axes (seeds, frames) pass through. None of them
draws samples by itself or trains anything.

* `modes`: modes captured, high-quality fraction, histogram over modes, reverse KL;
* `survival` and `rotation`: the same over time;
* `jsd`: certified lower bounds on JSD(p_data || p_g) from samples; `sample_jsd`: estimates of it;
* `density_ratio`: p_data/p_g at samples of p_g, which the estimates rest on;
* `discriminators`: D against D* in total variation;
* `bootstrap`: intervals over seeds, for summaries that never rest on a single run.
"""
