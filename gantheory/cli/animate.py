"""Render animations: the paper's figure replayed from a run, its theorems from proved claims.

Each film is an MP4 with a poster, and one MP4 per section for slides; manifest.json lists them.
A film that would come out the same is not rendered again.
"""

import argparse
from pathlib import Path

from gantheory.animation.catalogue import SCENES
from gantheory.notation.formulas import LANGUAGES

EXAMPLES = """\
examples:
  gantheory animate                            every scene, at 480p
  gantheory animate figure1 --quality h        one of them, at 1080p
  gantheory animate --lang ko --theme dark     in Korean, for a dark room
  gantheory animate --run out/demo/run         the scenes that replay this run
  gantheory animate --list                     what there is
"""

ALL = "all"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `gantheory animate`."""
    parser.add_argument(
        "names", nargs="*", metavar="NAME", choices=(*SCENES, ALL), default=ALL,
        help=f"scenes: {', '.join(SCENES)} (default: all)",
    )  # fmt: skip
    parser.add_argument(
        "--quality", choices=("l", "m", "h"), default="l", help="480p, 720p or 1080p (default: l)"
    )
    parser.add_argument("--lang", choices=LANGUAGES, default="en", help="(default: en)")
    parser.add_argument(
        "--theme", choices=("light", "dark"), default="light", help="(default: light)"
    )
    parser.add_argument(
        "--run", dest="recording", type=Path, metavar="RUN", help="the folder of a run to replay"
    )
    parser.add_argument(
        "--out", type=Path, default=Path("out/animations"), metavar="DIR",
        help="folder to write (default: out/animations)",
    )  # fmt: skip
    parser.add_argument("--list", action="store_true", help="list the scenes and stop")


def run(args: argparse.Namespace) -> int:
    """Render the films and print where they are."""
    if args.list:
        for name, one in SCENES.items():
            print(f"{name:16} {one.about}")
        return 0
    import sys

    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from gantheory.animation.films import Options, render_all, scenes_to_render
    from gantheory.animation.render import manim_missing
    from gantheory.animation.source import run_kind
    from gantheory.notation.fonts import korean_font

    if args.lang == "ko":
        korean_font()  # say at once that it is missing
    named = () if ALL in args.names else tuple(args.names)
    wanted = scenes_to_render(named, run_kind(args.recording) if args.recording else "")
    reason = manim_missing()
    if reason:
        rest = "" if named else f"; left out: {', '.join(n for n in SCENES if n not in wanted)}"
        print(f"without Manim ({reason}), drawn by matplotlib{rest}", file=sys.stderr)
    options = Options(args.quality, args.lang, args.theme)
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("rendering", total=len(wanted))
        done = 0

        def progress(scene: str, number: int, of: int) -> None:
            bar.update(
                task,
                completed=done + number / of,
                description=f"{scene}, part {number + 1} of {of}",
            )

        for film in render_all(wanted, args.out, options, args.recording, progress):
            done += 1
            bar.update(task, completed=done)
            took = f"rendered in {film.seconds:.1f} s" if film.rendered else "unchanged"
            print(f"{film.scene:16} {film.path}  ({took})", flush=True)
    return 0
