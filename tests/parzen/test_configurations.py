"""The table of configurations: what was measured stands where it belongs, the rest is said."""

import dataclasses

from gantheory.images.paper_configs import PAPER_CONFIGS
from gantheory.parzen.configurations import configuration_table
from gantheory.parzen.run_records import RunRecord

SCORE = {"mean": 1.0, "standard_error": 1.0, "sigma": 0.2, "at_edge": False}


def measured(device, revision="r", **rates):
    """A record of the benchmark: steps per second of each configuration."""
    cases = {
        name: {
            "device": device,
            "steps_per_second": {"gantheory": rate, "torch simultaneous": 77.0},
            "memory_gb": {"gantheory": 1.25},
        }
        for name, rate in rates.items()
    }
    conditions = {"machine": "here", "versions": "these", "revision": revision}
    return {"cases": cases, "conditions": conditions}


def run(name, epochs, seed=0, **changes):
    config = dataclasses.replace(PAPER_CONFIGS[name].config, seed=seed, **changes)
    return RunRecord(name, config, epochs, epochs, SCORE, (), None)


def rows(table):
    return {row[0]: row[1:] for row in table.groups[0]}


def test_every_configuration_has_a_row_with_what_is_known_of_it():
    steps = [measured("cpu cpu", mnist=61.0, faces48_train=1.5), measured("gpu H200", mnist=4000.0)]
    runs = [run("mnist", 250), run("mnist", 250, seed=1), run("mnist", 9, learning_rate=0.5)]
    table = configuration_table(steps, runs)
    found = rows(table)
    assert set(found) == set(PAPER_CONFIGS)
    # 2,503,984 of G and 1,231,441 of D
    assert found["mnist"] == (
        "3.7 M", "61", "4,000", "1.2 (CPU), 1.2 (GPU)", "250 (seed 0), 250 (seed 1) of 250",
    )  # fmt: skip
    assert found["faces48_train"][1:] == ("1.5", "not measured", "1.2 (CPU)", "not run")
    assert found["tfd_train"][1:] == ("not measured", "not measured", "-", "not run")
    assert not any("GPU: not" in note for note in table.notes)
    assert "steps: mnist, faces48_train: here; these; r" in table.notes


def test_a_later_record_takes_the_place_of_an_earlier_one_and_no_gpu_is_said():
    table = configuration_table([measured("cpu", mnist=1.0), measured("cpu", mnist=2.0)], [])
    assert rows(table)["mnist"][1:3] == ("2", "not measured")
    assert "GPU: not measured" in table.notes
