"""The deck: the plan's slides in one language, with what a context gives to fill them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gantheory import __version__
from gantheory.errors import GanTheoryError
from gantheory.lecture.slides import blocks as b
from gantheory.lecture.slides.blocks import Block, Deck, Display, Rich, Slide
from gantheory.lecture.slides.claimed import claimed
from gantheory.lecture.slides.content import filled, plan, rich, source, words
from gantheory.lecture.slides.diagram import game_diagram
from gantheory.lecture.slides.values import scores, values_for
from gantheory.notation.formulas import formula, typst

if TYPE_CHECKING:
    from gantheory.lecture.config import ExtraSlide, LectureConfig
    from gantheory.lecture.context import Context

#: shown whatever sections are chosen
ALWAYS = ("start", "end")
#: lines of the lecturer's own above which they are set in smaller letters
MANY = 8


def build_deck(context: "Context") -> Deck:
    """Make the slides of a lecture.

    Args:
        context: language, theme, the lecturer's settings, materials.

    Raises:
        GanTheoryError: if something that a slide shows is missing or is not proved.
    """
    said = words(context.language)
    builder = _Builder(context, said, values_for(context))
    own = list(context.config.extra)
    _refuse_homeless(context.config)
    slides: list[Slide] = []
    planned = _slides(context.config)
    for number, one in enumerate(planned):
        slides.append(builder.slide(one))
        following = planned[number + 1]["section"] if number + 1 < len(planned) else ""
        if one["section"] != following:
            slides += [builder.own(extra) for extra in own if extra.after == one["section"]]
    title = str(said["slide"]["title"]["title"])
    labels = tuple(sorted(said["page"].items()))
    return Deck(context.language, context.theme, title, context.footer, tuple(slides), labels)


def key(context: "Context") -> object:
    """What the slides depend on besides the source of this package, as JSON-able data."""
    from gantheory.notation.fonts import korean_font

    own = context.config
    pictures = [own.logo, *(extra.image for extra in own.extra)]
    return {
        "language": context.language,
        "theme": context.theme,
        "quality": context.quality,
        "footer": context.footer,
        "version": __version__,
        "font": korean_font().family,
        "config": repr(own),
        "pictures": [_digest(path) for path in pictures if path],
        "results": sorted(values_for(context).items()),
        "claims": sorted(_claims_named(own)),
        "figures": [_digest(context.materials.figure(name).svg) for name in _named("figure", own)],
        "films": [_digest(context.materials.film(scene).path) for scene in scenes(own)],
    }


def _refuse_homeless(config: "LectureConfig") -> None:
    """Refuse a slide of the lecturer's own after a section that is not shown: it would be lost."""
    for extra in config.extra:
        if extra.after not in ALWAYS and not config.shows(extra.after):
            raise GanTheoryError(
                f"your slide {extra.title!r} stands after {extra.after!r}, a section that is not "
                "shown; show that section, or put the slide after another one"
            )


def scenes(config: "LectureConfig") -> list[str]:
    """The scenes whose films are on the slides of the sections chosen by a lecturer."""
    return sorted({name.partition("/")[0] for name in _named("film", config)})


def _digest(path: Any) -> str:
    from hashlib import sha256

    return sha256(path.read_bytes()).hexdigest()


def _slides(config: "LectureConfig") -> list[dict[str, Any]]:
    """The slides of the plan that are shown."""
    return [one for one in plan() if one["section"] in ALWAYS or config.shows(one["section"])]


def _planned(config: "LectureConfig") -> Iterator[dict[str, Any]]:
    """Every block of those slides, also in columns."""
    for slide in _slides(config):
        for one in slide["blocks"]:
            yield from (inner for column in one.get("columns", [[one]]) for inner in column)


def _named(kind: str, config: "LectureConfig") -> list[str]:
    return [one[kind] for one in _planned(config) if kind in one]


def _claims_named(config: "LectureConfig") -> set[str]:
    """Every claim that is shown."""
    steps = {name.partition("/")[0] for names in _named("claims", config) for name in names}
    return steps | {name for names in _named("proved", config) for name in names}


@dataclass(frozen=True)
class _Builder:
    """Makes slides of entries of the plan."""

    context: "Context"
    said: dict[str, Any]
    values: dict[str, str]

    def slide(self, one: dict[str, Any]) -> Slide:
        """A slide of the plan."""
        said = self.said["slide"][one["name"]]
        if one.get("layout") == "title":
            made: tuple[Block, ...] = (self.title_page(said),)
        else:
            made = tuple(self.block(block, said) for block in one["blocks"])
        return Slide(
            name=one["name"],
            section=one["section"],
            eyebrow=self.said["section"][one["section"]],
            title=filled(said["title"], self.values),
            blocks=made,
            notes=filled(said["notes"], self.values),
            minutes=float(one["minutes"]),
            dense=one.get("dense", False),
        )

    def own(self, extra: "ExtraSlide") -> Slide:
        """A slide of the lecturer's; its words are plain, no formulas are looked for."""
        made: list[Block] = []
        if extra.bullets:
            lines = tuple((line,) for line in extra.bullets)
            made.append(b.Bullets(lines, small=len(lines) > MANY))
        if extra.image:
            made.append(b.Picture(extra.image, None, extra.image_alt))
        eyebrow = self.said["section"].get(extra.after, self.said["section"]["own"])
        number = 1 + self.context.config.extra.index(extra)
        return Slide(
            f"own_{number}", extra.after, eyebrow, extra.title, tuple(made), extra.notes, 0.0
        )

    def title_page(self, said: dict[str, Any]) -> Block:
        own = self.context.config
        return b.TitlePage(
            said["subtitle"], said["paper"], own.lecturer, own.affiliation, own.date, own.logo
        )

    def rich(self, written: str) -> Rich:
        return rich(written, self.values)

    def block(self, one: dict[str, Any], said: dict[str, Any]) -> Block:
        """A block of the plan with the slide's texts."""
        kinds = {
            "bullets": self.bullets,
            "numbered": self.bullets,
            "text": lambda one, said: b.Paragraph(self.rich(said[one["text"]])),
            "callout": lambda one, said: b.Callout(self.rich(said[one["callout"]])),
            "formula": lambda one, said: self.formula(one["formula"]),
            "claims": self.derivation,
            "proved": self.proved,
            "table": self.table,
            "pseudocode": self.pseudocode,
            "figure": self.figure,
            "film": self.film,
            "diagram": self.diagram,
            "bars": self.bars,
            "code": lambda one, said: b.Code(tuple(one["code"])),
            "sources": self.sources,
            "columns": self.columns,
        }
        for kind, make in kinds.items():
            if kind in one:
                made: Block = make(one, said)
                return made
        raise GanTheoryError(f"plan.toml has a block of no known kind: {one}")

    def bullets(self, one: dict[str, Any], said: dict[str, Any]) -> Block:
        numbered = "numbered" in one
        items = said[one["numbered" if numbered else "bullets"]]
        return b.Bullets(tuple(map(self.rich, items)), numbered=numbered)

    def formula(self, name: str) -> Display:
        return Display(f"$ {typst(name)} $", formula(name).alt(self.context.language))

    def derivation(self, one: dict[str, Any], said: dict[str, Any]) -> Block:
        reasons = said[one["why"]]
        steps = []
        for name, reason in zip(one["claims"], reasons, strict=True):
            claim, _, label = name.partition("/")
            result = self.context.materials.claims(claim)[claim]
            shown = claimed(result, label, self.said["label"]["claim_alt"], self.context.language)
            steps.append((self.rich(reason), shown))
        return b.Derivation(tuple(steps))

    def proved(self, one: dict[str, Any], said: dict[str, Any]) -> Block:
        """Names the claims after the kernel has been asked for each."""
        self.context.materials.claims(*one["proved"])
        return b.Proved(filled(self.said["label"]["proved"], self.values), tuple(one["proved"]))

    def table(self, one: dict[str, Any], said: dict[str, Any]) -> Block:
        rows = tuple(tuple(map(self.rich, row)) for row in said[one["table"]])
        strong = tuple((row, column) for row, column in one.get("strong", []))
        flags = {name: one.get(name, False) for name in ("header", "right", "small", "plain")}
        return b.Table(rows, tuple(map(float, one["widths"])), strong=strong, **flags)

    def pseudocode(self, one: dict[str, Any], said: dict[str, Any]) -> Block:
        lines = []
        for line, name in zip(said[one["pseudocode"]], one["steps"], strict=True):
            words = line.lstrip(" ")
            depth = (len(line) - len(words)) // 2
            lines.append((depth, self.rich(words), self.formula(name) if name else None))
        return b.Pseudocode(tuple(lines))

    def figure(self, one: dict[str, Any], said: dict[str, Any]) -> Block:
        made = self.context.materials.figure(one["figure"])
        return b.Picture(made.svg, made.png, made.alt)

    def film(self, one: dict[str, Any], said: dict[str, Any]) -> Block:
        scene, _, name = one["film"].partition("/")
        film = self.context.materials.film(scene)
        template = self.said["label"]["film_alt"]
        if not name:
            alt = filled(template, {"seconds": f"{film.seconds:.0f}", "alt": film.alt})
            return b.FilmBlock(film.path, film.poster, alt, film.seconds)
        parts = {part.name: part for part in film.sections}
        if name not in parts:
            raise GanTheoryError(
                f"the film {scene} has no section {name!r}; it has {', '.join(parts)}"
            )
        part = parts[name]
        alt = filled(template, {"seconds": f"{part.seconds:.0f}", "alt": part.caption})
        return b.FilmBlock(part.path, part.poster, alt, part.seconds)

    def diagram(self, one: dict[str, Any], said: dict[str, Any]) -> Block:
        return game_diagram(lambda name: str(said[name]), said["diagram_alt"])

    def bars(self, one: dict[str, Any], said: dict[str, Any]) -> Block:
        """Scores from the highest to the lowest."""
        found = scores(self.context)
        labels: dict[str, str] = said[one["bars"]]
        most = max(nats for nats, _, _ in found.values())
        order = sorted(labels, key=lambda name: -found[name][0])
        return b.Bars(
            tuple(
                b.Bar(self.rich(labels[name]), nats / most, written, role)
                for name in order
                for nats, written, role in (found[name],)
            )
        )

    def sources(self, one: dict[str, Any], said: dict[str, Any]) -> Block:
        references = source("references")["references"]
        return b.Bullets(tuple((text,) for text in references.values()), small=True)

    def columns(self, one: dict[str, Any], said: dict[str, Any]) -> Block:
        made = tuple(tuple(self.block(inner, said) for inner in c) for c in one["columns"])
        return b.Columns(made, tuple(map(float, one["ratio"])))
