"""The gallery of failures: each trained and recorded with its seed, and cured at the same seed."""

import sys
from pathlib import Path
from typing import Annotated, Literal

import tyro

from gantheory.errors import guard
from gantheory.replay.gallery import GALLERY, find_exhibits

DESCRIPTION = f"""\
Show how GANs fail, and what cures each failure at the same seed: {", ".join(GALLERY)}.
Both runs are trained, recorded, audited and held against measured signs; exit code 1 if a failure
did not happen or a cure did not cure. Writes OUT/NAME.html, where the two can be watched side by
side, OUT/gallery.json and OUT/gallery.png. Examples:
  python experiments/gallery.py
  python experiments/gallery.py rotation mode_dropping --out runs/gallery
"""


def main(
    names: Annotated[tuple[str, ...], tyro.conf.Positional] = (),
    out: Path = Path("runs/gallery"),
    lang: Literal["en", "ko"] = "en",
    theme: Literal["light", "dark"] = "light",
) -> int:
    """Carry out exhibits of the gallery.

    Args:
        names: which; all if none is named.
        out: folder for recordings, pages and results.
        lang: language of pages and figure.
        theme: of the pages, at first.
    """
    exhibits = find_exhibits(names)
    if lang == "ko":
        from gantheory.notation.fonts import korean_font

        korean_font()  # say at once that it is missing
    from gantheory.atomic import write_json
    from gantheory.compile_cache import use_compile_cache
    from gantheory.replay.gallery_figure import write_gallery_figure
    from gantheory.replay.gallery_run import carry_out, results, sentence, write_exhibit_page

    use_compile_cache()

    def tell(name: str, part: str) -> None:
        print(f"{name}: training the {part}", file=sys.stderr, flush=True)

    shown = []
    for name, exhibit in exhibits.items():
        each = carry_out(name, exhibit, out, tell)
        shown.append(each)
        page = write_exhibit_page(each, out / f"{name}.html", lang, theme)
        print(f"{name}, seed {exhibit.seed} ({each.seconds:.0f} s): {page}")
        for part, findings in (("failure", each.failed), ("cure", each.cured)):
            for finding in findings:
                print(f"  {part}: {sentence(finding)}")
    write_json(out / "gallery.json", results(shown))
    write_gallery_figure(shown, out / "gallery.png", lang)
    print(f"written: {out / 'gallery.json'}, {out / 'gallery.png'}")
    return 0 if all(each.holds for each in shown) else 1


if __name__ == "__main__":
    settings = (tyro.conf.FlagCreatePairsOff, tyro.conf.OmitArgPrefixes)
    sys.exit(guard(lambda: tyro.cli(main, description=DESCRIPTION, config=settings)))
