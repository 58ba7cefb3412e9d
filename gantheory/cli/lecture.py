"""Build lecture material: slides, handout, notebook, explorer and figures, in English and Korean.

Everything is made from claims that the kernel has proved, from recordings that pass their audit
and from committed results. A part that would come out the same is not built again; manifest.json
lists every file with its sha256.
"""

import argparse
import logging
from pathlib import Path

from gantheory.figures.style import THEMES

EXAMPLES = """\
examples:
  gantheory lecture build                               everything in English, into dist/
  gantheory lecture build --lang en,ko --out dist/      in both languages
  gantheory lecture build --only handout --solutions    the handout, and one with solutions
  gantheory lecture build --config lecture.toml         your name, logo, theme, slides
  gantheory lecture build --sections game,theorem1 --theme dark --quality m
  gantheory lecture list                                parts, sections, figures, terms
"""

#: given to `--help` of `gantheory lecture build` as well
CONFIG_HELP = """\
lecture.toml (every key may be left out):
  lecturer = "Ada Kim"              # any text may be {en = "...", ko = "..."}
  affiliation = "A University"
  date = "Spring term"
  logo = "logo.png"                 # beside the file
  theme = "dark"
  sections = ["game", "theorem1"]
  [[extra]]
  after = "theorem1"                # a section, "start" or "end"
  title = "A slide of your own"
  bullets = ["one", "two"]
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `gantheory lecture`."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    make = actions.add_parser(
        "build",
        help="build the material",
        description=__doc__,
        epilog=f"{EXAMPLES}\n{CONFIG_HELP}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    make.add_argument("--lang", default="en", metavar="LANGS", help="en, ko or en,ko (default: en)")
    make.add_argument(
        "--out", type=Path, default=Path("dist"), metavar="DIR",
        help="folder to write (default: dist)",
    )  # fmt: skip
    make.add_argument(
        "--only",
        default="",
        metavar="PARTS",
        help="parts with commas, see: lecture list (default: all)",
    )
    make.add_argument(
        "--sections", default="", metavar="NAMES", help="sections, see: lecture list (default: all)"
    )
    make.add_argument("--theme", choices=tuple(THEMES), help="(default: light)")
    make.add_argument(
        "--quality", choices=("l", "m", "h"), default="l",
        help="films in 480p, 720p or 1080p (default: l)",
    )  # fmt: skip
    make.add_argument("--config", type=Path, metavar="FILE", help="lecture.toml, see below")
    make.add_argument("--solutions", action="store_true", help="also the handout with solutions")
    actions.add_parser("list", help="list parts, sections, figures and terms")


def run(args: argparse.Namespace) -> int:
    """Build, or list what there is."""
    return _list() if args.action == "list" else _build(args)


def _list() -> int:
    from gantheory.lecture.config import SECTIONS
    from gantheory.lecture.figures.catalogue import FIGURES
    from gantheory.lecture.parts import PARTS
    from gantheory.lecture.words import terms

    print("parts (--only):")
    for part in PARTS.values():
        if part.available():
            print(f"  {part.name:12} {part.about}")
    for title, names in (("sections (--sections):", SECTIONS), ("figures:", tuple(FIGURES))):
        print(title)
        for name in names:
            print(f"  {name}")
    print("terms:")
    for term in terms():
        print(f"  {term.en:26} {term.ko}")
    return 0


def _build(args: argparse.Namespace) -> int:
    from dataclasses import replace

    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from gantheory.lecture.build import build, steps
    from gantheory.lecture.config import chosen_sections, read_config
    from gantheory.lecture.context import open_context
    from gantheory.lecture.manifest import MANIFEST, write_manifest
    from gantheory.lecture.parts import chosen_parts
    from gantheory.notation.fonts import korean_font

    languages = _languages(args.lang)
    parts = chosen_parts(_words(args.only), args.solutions)
    sections = chosen_sections(_words(args.sections), "--sections")
    configs = {language: read_config(args.config, language) for language in languages}
    if "ko" in languages:
        korean_font()  # say at once that it is missing
    # manim sets the root logger to talk of every step
    logging.getLogger("matplotlib").setLevel(logging.WARNING)
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("lecture")

        def on_film(scene: str, number: int, of: int) -> None:
            bar.update(task, description=f"film {scene}, section {number + 1} of {of}")

        contexts = [
            open_context(
                args.out,
                language,
                args.theme or "",
                args.quality,
                replace(config, sections=sections or config.sections),
                on_film,
            )
            for language, config in configs.items()
        ]
        bar.update(task, total=steps(contexts, parts))
        # a list stands for a build that was finished
        (args.out / MANIFEST).unlink(missing_ok=True)
        for built in build(
            contexts, parts, args.out, lambda what: bar.update(task, description=what)
        ):
            bar.advance(task)
            told = f"{built.seconds:.1f} s" if built.written else "unchanged"
            files = "1 file" if built.files == 1 else f"{built.files} files"
            print(f"{built.language}  {built.part:10} {files:>9}  {told}", flush=True)
            if built.note:
                print(f"    {built.note}", flush=True)
    print(f"listed in {write_manifest(args.out, contexts[0])}")
    return 0


def _words(text: str) -> tuple[str, ...]:
    """The words of a list with commas."""
    return tuple(dict.fromkeys(word for part in text.split(",") if (word := part.strip())))


def _languages(text: str) -> tuple[str, ...]:
    from gantheory.errors import GanTheoryError
    from gantheory.notation.formulas import LANGUAGES

    found = _words(text)
    if not found or any(language not in LANGUAGES for language in found):
        raise GanTheoryError(f"--lang {text}: choose {', '.join(LANGUAGES)}, or both: en,ko")
    return found
