"""What an audit is: checks of a recording, each with its worst frame, and who audits which kind.

An audit believes none of the recorded scalars: it holds them against the theory, against what
follows from other arrays, and against an independent recomputation.
"""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from gantheory.errors import GanTheoryError
from gantheory.recording import Recording

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Check:
    """One claim about a recording.

    Attributes:
        name: what is claimed.
        worst: the largest violation of the claim over all frames, in units of `tolerance`'s text.
        tolerance: how large it may be, at that frame.
        frame: the frame of the worst case; None where the claim is about no frame.
        passed: whether every frame passes.
    """

    name: str
    worst: float
    tolerance: float
    frame: int | None
    passed: bool


@dataclass(frozen=True)
class AuditReport:
    """All checks of one recording."""

    recording: str
    frames: int
    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        """Whether every check passed."""
        return all(check.passed for check in self.checks)

    def to_json(self) -> dict[str, Any]:
        """The report as plain data."""
        return {
            "recording": self.recording,
            "frames": self.frames,
            "passed": self.passed,
            "checks": [asdict(check) for check in self.checks],
        }


def audit_recording(recording: Recording) -> AuditReport:
    """Check every frame of a recording.

    Args:
        recording: a 1-D run ("mixture_1d"), the replay of a sweep's seed ("mixture_2d"), a small
            exact system ("two_player", "helvetica"), or a walk through z ("z_walk").

    Returns:
        The report; it is for the caller to act on `passed`.

    Raises:
        GanTheoryError: for a recording of another kind.
    """
    kind = recording.manifest["kind"]
    if kind == "mixture_1d":
        from gantheory.audit.line import line_checks

        checks = line_checks(recording)
    elif kind == "mixture_2d":
        from gantheory.audit.replays import replay_checks

        checks = replay_checks(recording)
    elif kind in ("two_player", "helvetica"):
        from gantheory.audit.dynamics import helvetica_checks, two_player_checks

        checks = (two_player_checks if kind == "two_player" else helvetica_checks)(recording)
    elif kind == "z_walk":
        from gantheory.audit.z_walks import walk_checks

        checks = walk_checks(recording)
    else:
        raise GanTheoryError(f"there is no audit for runs of kind {kind!r}")
    return AuditReport(recording.sha256, recording.frames, tuple(checks))


def require_audited(recording: Recording) -> AuditReport:
    """Refuse a recording that fails its audit: no picture is made of it.

    Raises:
        GanTheoryError: naming the checks that failed.
    """
    report = audit_recording(recording)
    if not report.passed:
        failed = "; ".join(check.name for check in report.checks if not check.passed)
        raise GanTheoryError(
            f"recording {recording.sha256} fails its audit: {failed}; "
            "run `gantheory audit` on it for the figures, and record the run again"
        )
    return report


def judged(name: str, violation: Array, tolerance: npt.ArrayLike) -> Check:
    """Judge a claim: violation <= tolerance in every frame, both of shape (T,)."""
    allowed = np.broadcast_to(np.asarray(tolerance, dtype=np.float64), violation.shape)
    frame = int(np.argmax(violation - allowed))
    passed = bool(np.all(violation <= allowed))
    return Check(name, float(violation[frame]), float(allowed[frame]), frame, passed)


def trapezoid(x: Array, f: Array) -> tuple[Array, Array]:
    """Integrate curves of shape (T, X) and bound the error by their second differences.

    A smooth curve's error is a small part of the bound, a jump between two grid points errs by
    at most a quarter of it, and a fold, f ~ |x - fold|^(-1/2), by about a half.
    """
    bound = 2 * np.abs(np.diff(f, n=2, axis=1)).sum(axis=1) * float(np.max(np.diff(x)))
    return np.asarray(np.trapezoid(f, x, axis=1)), bound
