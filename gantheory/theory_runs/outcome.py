"""What every comparison of theory with experiment is made of: measure, judge, draw.

Measuring knows nothing of the theory. The judge is handed a theory, so the same measurements can
be held against a false one, which must be contradicted: a verdict that cannot fail says nothing.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from gantheory.errors import GanTheoryError
from gantheory.line.comparison import Comparison
from gantheory.seeds import check_seed

if TYPE_CHECKING:
    from matplotlib.figure import FigureBase

Data = TypeVar("Data")
Theory = TypeVar("Theory")

#: told which fraction of the measuring is done
Tick = Callable[[float], None]


@dataclass(frozen=True)
class Check(Comparison):
    """A line of the table; here `error` is the tolerance of the verdict, whatever it is due to.

    Attributes:
        because: why the tolerance is what it is.
    """

    because: str


@dataclass(frozen=True)
class TheoryRun(Generic[Data, Theory]):
    """One comparison of theory with experiment.

    Attributes:
        name: as commands know it.
        title: what is compared, in a line.
        claims: the claims that the theory consists of, as `gantheory show` knows them.
        measure: (seed, tick) -> the measurements.
        judge: (measurements, theory) -> checks.
        draw: (figure or part of one, measurements) -> None.
        describe: measurements -> alternative text of the figure.
        theories: name -> theory. The first is the one that the claims prove; the others are
            false, and the measurements must contradict them.
        record: (measurements, folder, seed) -> None, writes the recording that animations are
            made from; None where there is none.
    """

    name: str
    title: str
    claims: tuple[str, ...]
    measure: Callable[[int, Tick], Data]
    judge: Callable[[Data, Theory], list[Check]]
    draw: "Callable[[FigureBase, Data], None]"
    describe: Callable[[Data], str]
    theories: Mapping[str, Theory]
    record: Callable[[Data, str, int], None] | None = None

    @property
    def proved(self) -> str:
        """The name of the theory that the claims prove."""
        return next(iter(self.theories))

    def theory(self, name: str) -> Theory:
        """The theory of that name.

        Raises:
            GanTheoryError: for a name that is not among `theories`.
        """
        try:
            return self.theories[name]
        except KeyError:
            raise GanTheoryError(
                f"{self.name} has no theory {name!r}; it has {', '.join(self.theories)}"
            ) from None


@dataclass(frozen=True)
class Outcome:
    """What one comparison came to.

    Attributes:
        run: the comparison.
        seed: of everything that was drawn.
        theory: the name of the theory that the measurements were held against.
        data: the measurements.
        checks: the verdict, line by line.
        seconds: of processor time that measuring took.
    """

    run: TheoryRun[Any, Any]
    seed: int
    theory: str
    data: Any
    checks: tuple[Check, ...]
    seconds: float

    @property
    def holds(self) -> bool:
        """Whether nothing contradicts the theory. A limit (None) contradicts nothing."""
        return all(check.agrees is not False for check in self.checks)


def carry_out(
    run: TheoryRun[Any, Any], seed: int, theory: str | None = None, tick: Tick | None = None
) -> Outcome:
    """Measure, and hold the measurements against a theory.

    Args:
        run: the comparison.
        seed: not negative and below 2^32.
        theory: a name in `run.theories`; None takes the proved one.
        tick: told about progress.

    Raises:
        GanTheoryError: for an unknown theory or a seed out of range.
    """
    name = run.proved if theory is None else theory
    chosen = run.theory(name)
    check_seed(seed)
    before = time.process_time()
    data = run.measure(seed, tick or (lambda fraction: None))
    seconds = time.process_time() - before
    checks = tuple(run.judge(data, chosen))
    if not checks:
        raise AssertionError(f"{run.name} judged nothing")
    return Outcome(run, seed, name, data, checks, seconds)
