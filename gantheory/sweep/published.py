"""The published mode-collapse tables as data, with their sources.

High quality is in percent, reverse KL in nats. PacGAN's errors are standard errors of 10 trials;
VEEGAN's table gives means of 5 runs and no errors. "Vanilla GAN" on the ring is 1 mode in one
table and 6.3 in the other: a number means nothing without its table.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Number:
    """A published mean and its standard error; None where none is given."""

    mean: float
    error: float | None = None


@dataclass(frozen=True)
class Published:
    """One row of a published table.

    Attributes:
        modes: modes captured.
        high_quality: samples of high quality, in percent.
        reverse_kl: in nats; None where the table has no such column.
    """

    modes: Number
    high_quality: Number
    reverse_kl: Number | None = None


@dataclass(frozen=True)
class Table:
    """A published table.

    Attributes:
        source: where it is printed.
        trials: runs behind every number.
        preset: the networks, optimiser, batch and length that it was made with, as far as known.
        doubt: why numbers found with the preset may differ from it for reasons of set-up; empty
            where the set-up was read in the authors' code.
        rows: (target, method) -> the row.
    """

    source: str
    trials: int
    preset: str
    doubt: str
    rows: dict[tuple[str, str], Published]


def _pacgan(*numbers: float) -> Published:
    modes, modes_error, quality, quality_error, kl, kl_error = numbers
    return Published(
        Number(modes, modes_error), Number(quality, quality_error), Number(kl, kl_error)
    )


def _veegan(modes: float, quality: float) -> Published:
    return Published(Number(modes), Number(quality))


TABLES: dict[str, Table] = {
    "pacgan": Table(
        source="Lin et al. 2018 (PacGAN), the table of their synthetic data",
        trials=10,
        preset="pacgan",
        doubt="",
        rows={
            ("ring8", "vanilla"): _pacgan(6.3, 0.5, 98.2, 0.2, 0.45, 0.09),
            ("ring8", "pacgan2"): _pacgan(7.9, 0.1, 95.6, 2.0, 0.07, 0.03),
            ("ring8", "pacgan3"): _pacgan(7.8, 0.1, 97.7, 0.3, 0.10, 0.02),
            ("ring8", "pacgan4"): _pacgan(7.8, 0.1, 95.9, 1.4, 0.07, 0.02),
            ("grid25", "vanilla"): _pacgan(17.3, 0.8, 94.8, 0.7, 0.70, 0.07),
            ("grid25", "pacgan2"): _pacgan(23.8, 0.7, 91.3, 0.8, 0.13, 0.04),
            ("grid25", "pacgan3"): _pacgan(24.6, 0.4, 94.2, 0.4, 0.06, 0.02),
            ("grid25", "pacgan4"): _pacgan(24.8, 0.2, 93.6, 0.6, 0.04, 0.01),
        },
    ),
    "veegan": Table(
        source="Srivastava et al. 2017 (VEEGAN), table 1",
        trials=5,
        preset="veegan",
        doubt="VEEGAN's networks and lengths are not established",
        rows={
            ("ring8", "vanilla"): _veegan(1.0, 99.3),
            ("ring8", "unrolled"): _veegan(7.6, 35.6),
            ("grid25", "vanilla"): _veegan(3.3, 0.5),
            ("grid25", "unrolled"): _veegan(23.6, 16.0),
        },
    ),
}

#: what stands beside the tables, without a verdict
ELSEWHERE = (
    "WGAN-GP is in neither table. GDPP's table has 6.8 modes / 59.6 % on its ring and 24.2 / "
    "28.7 % on the grid (from memory; its ring has 7 distinct modes)",
)
