"""What Table 1 of the paper prints: Parzen log-likelihoods in nats.

Source: Goodfellow et al. 2014, table 1.
"""

from typing import NamedTuple


class Printed(NamedTuple):
    """A number as printed: mean, and what the caption calls the standard error."""

    mean: str
    error: str

    def __str__(self) -> str:
        return f"{self.mean} ± {self.error}"


class Row(NamedTuple):
    """A model's scores."""

    mnist: Printed
    tfd: Printed


#: model -> its row, in the paper's order
TABLE1: dict[str, Row] = {
    "DBN": Row(Printed("138", "2"), Printed("1909", "66")),
    "Stacked CAE": Row(Printed("121", "1.6"), Printed("2110", "50")),
    "Deep GSN": Row(Printed("214", "1.1"), Printed("1890", "29")),
    "Adversarial nets": Row(Printed("225", "2"), Printed("2057", "26")),
}
ADVERSARIAL = TABLE1["Adversarial nets"]
