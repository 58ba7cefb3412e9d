"""Many seeds of one GAN at once, measured over time: the mode-collapse laboratory.

* `config` and `presets` say what is trained, as plain data;
* `devices` cuts the seeds up so that they fill the devices and fit into memory;
* `pair`, `probe` and `model` are the JAX part: the networks, what is looked at, the programs;
* `measures` turns samples into numbers, `results` numbers into rows and a summary;
* `run` does it all on disk, and resumes; `replay` records single seeds for animations.
"""
