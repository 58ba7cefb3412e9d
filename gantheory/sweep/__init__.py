"""Many seeds of one GAN at once, measured over time: the mode-collapse laboratory.

* `config` and `presets` say what is trained, as plain data;
* `devices` cuts the seeds up so that they fill the devices and fit into memory;
* `pair`, `probe` and `model` are the JAX part: the networks, what is looked at, the programs;
* `history` keeps what is measured, `depth` measures what is too dear for every look, `results`
  makes rows and a summary of it, `records` reads them back;
* `run` does it all on disk, and resumes; `replay` records single seeds for animations;
* `published`, `entries`, `table`, `table_text` and `table_run` are the published table again.
"""
