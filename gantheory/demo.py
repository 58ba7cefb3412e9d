"""Everything in one go: check the claims, train a GAN, hold it against the theory, draw it.

Writes a folder with claims.json, the recorded run, Figure 1 as PNG and SVG, the animation as MP4
and report.html, which shows all of it and opens offline.
"""

import os
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from gantheory.atomic import write_json
from gantheory.errors import GanTheoryError
from gantheory.report import Mark, Picture, Table, provenance_table, write_report

if TYPE_CHECKING:
    from gantheory.audit.report import AuditReport
    from gantheory.line.comparison import Comparison
    from gantheory.proofs.verify import ClaimResult

#: where `make demo` writes, and where the scenes look for a run
FOLDER = Path("out") / "demo"

LEAD = (
    "Two networks play the game of Goodfellow et al. (2014): a generator G turns noise z into "
    "samples G(z), and a discriminator D says how likely a point is to be data. This page holds a "
    "training run against the paper's theory.",
    "What is proved below is proved by a proof kernel for all densities, what is checked on random "
    "instances is called checked, and what is measured comes from the one recorded run named at "
    "the end.",
)

#: how the demo's one line tells what was found of the claims of a tier that pass
WORDS = {
    "S": "proved",
    "E": "checked exactly on random instances",
    "B": "certified by enclosures",
}


def run_demo(out: Path = FOLDER, quality: str = "l") -> int:
    """Run the whole demo and say what it did.

    Args:
        out: the folder to write; a run that is there is replaced.
        quality: of the animation: "l" 480p, "m" 720p, "h" 1080p.

    Returns:
        0 if every claim is proved and all numbers of the run agree with the theory, else 1.

    Raises:
        GanTheoryError: if training diverges, the run fails its audit (no picture is then drawn)
            or has no panels for Figure 1; as a command that is exit code 2.
        OSError: if the folder cannot be written.
    """
    started = time.perf_counter()
    out.mkdir(parents=True, exist_ok=True)

    _say("1/5  checking the claims")
    results = _check_claims(out)

    _say("2/5  training a GAN on a 1-D density by Algorithm 1")
    # JAX takes a second to import; nothing before this line needs it
    from gantheory.line.run import make_demo_run
    from gantheory.recording import read_recording

    recording = read_recording(make_demo_run(out / "run"))

    _say("3/5  holding the run against the theory")
    from gantheory.audit.report import audit_recording
    from gantheory.line.comparison import print_comparison, theory_against_experiment

    audit = audit_recording(recording)
    rows = theory_against_experiment(recording)
    print_comparison(rows, "Theory against experiment")
    proved = all(result.passed for result in results)
    agrees = all(row.agrees is not False for row in rows)
    if not audit.passed:
        # the pictures refuse such a run: say so and stop here
        raise GanTheoryError(
            f"the run in {out / 'run'} fails the audit; see: gantheory audit {out / 'run'}"
        )

    _say("4/5  drawing Figure 1 and its animation")
    from gantheory.animation.render import render_figure1
    from gantheory.figures.figure1 import alt_text, write_figure1

    png, svg = write_figure1(recording, out)
    film = render_figure1(recording, out / "animation.mp4", quality)

    _say("5/5  writing the report")
    sections: list[Table | Picture] = [
        comparison_table(rows),
        Picture("Figure 1, from this run", svg, alt_text(recording)),
        Picture(
            "The same run as an animation",
            film.path,
            "The four panels of Figure 1 one after the other, with D climbing to D* in between.",
            caption=f"Drawn by {film.engine}" + (f" ({film.reason})." if film.reason else "."),
            poster=film.poster,
        ),
        claims_table(results),
        audit_table(audit),
        provenance_table(recording),
    ]
    report = write_report(
        out / "report.html", "Generative Adversarial Nets, checked", LEAD, sections
    )

    _say(f"done in {time.perf_counter() - started:.0f} s")
    for what, path in (
        ("Figure 1", f"{png} and {svg.name}"),
        ("animation", str(film.path)),
        ("open this", str(report)),
    ):
        print(f"  {what:10} {path}")
    if film.reason:
        print(f"  animation drawn by matplotlib, not Manim: {film.reason}")
    return 0 if proved and agrees else 1


def _say(text: str) -> None:
    sys.stdout.flush()  # into a pipe or a log, both streams in the order of events
    print(text, file=sys.stderr, flush=True)


def _check_claims(out: Path) -> "list[ClaimResult]":
    """Verify all claims with a progress bar, print one line, and write claims.json."""
    from rich.console import Console
    from rich.progress import track

    from gantheory.proofs.registry import claim_ids
    from gantheory.proofs.runs import verify_all
    from gantheory.proofs.verify import as_document

    console = Console(stderr=True)
    results = list(
        track(
            verify_all(jobs=os.cpu_count() or 1),
            total=len(claim_ids()),
            description="claims",
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
    )
    write_json(out / "claims.json", as_document(results))
    tiers = Counter(result.claim.tier for result in results if result.passed)
    told = ", ".join(f"{tiers[tier]} {words}" for tier, words in WORDS.items() if tiers[tier])
    variants = sum(len(result.false_variants) for result in results)
    refuted = sum(part.passed for result in results for part in result.false_variants)
    print(
        f"of {len(results)} claims {told}; {refuted} of {variants} false variants refuted by an "
        "exact witness (gantheory verify lists them)"
    )
    for result in results:
        for line in result.shortfalls:
            print(f"falls short: {line}")
    return results


def _mark(row: "Comparison") -> str | Mark:
    from gantheory.line.comparison import WORDS

    return WORDS[None] if row.agrees is None else Mark(WORDS[row.agrees], row.agrees)


def comparison_table(rows: "list[Comparison]") -> Table:
    """The report's table of theory against experiment."""
    from gantheory.line.comparison import cells

    return Table(
        "Theory against experiment",
        ("quantity", "theory", "measured", "quadrature error", "holds", "claim"),
        [(*cells(row)[:4], _mark(row), row.claim) for row in rows],
        note="V is V(D, G), C is C(G), in nats. An arrow marks a limit, which a run of finite "
        "length approaches; everything else must hold within the error of the quadrature.",
        numeric=(1, 2, 3),
    )


def claims_table(results: "list[ClaimResult]") -> Table:
    """The report's table of claims."""
    from gantheory.proofs.verify import as_json

    rows = []
    for result in results:
        refuted = sum(part.passed for part in result.false_variants)
        witnesses = "; ".join(
            f"{part.name}: {part.verdict.witness}" for part in result.false_variants
        )
        rows.append(
            (
                result.claim.id,
                f"{result.claim.title}. {'; '.join(as_json(result)['statement'])}",
                Mark(result.verdict.kind.value, result.passed),
                result.claim.tier,
                f"{refuted}/{len(result.false_variants)}",
                witnesses,
                f"{result.seconds:.2f}",
            )
        )
    return Table(
        "Claims, checked for this page",
        ("id", "claim", "verdict", "tier", "refuted", "false variants and witnesses", "seconds"),
        rows,
        note="Tier S: derived step by step by the rules of the kernel, for all densities that "
        "satisfy the hypotheses. Tier E: exact arithmetic on random instances, which is evidence "
        "and not a proof. Tier B: rigorous enclosures, for the densities that the claim names. "
        "Each false variant is refuted by the witness "
        "shown, which exact arithmetic confirms on a path of its own.",
        numeric=(4, 6),
    )


def audit_table(audit: "AuditReport") -> Table:
    """The report's table of the audit."""
    return Table(
        "Audit of the recording",
        ("check", "worst value", "tolerance", "frame", "result"),
        [
            (
                check.name,
                f"{check.worst:.2e}",
                f"{check.tolerance:.2e}",
                "" if check.frame is None else str(check.frame),
                Mark("passed" if check.passed else "FAILED", check.passed),
            )
            for check in audit.checks
        ],
        note="Every frame of the recording, recomputed from the stored densities where possible.",
        numeric=(1, 2, 3),
    )
