"""A scene's film as slides need it: whole, in sections, each with a poster and its words."""

from pathlib import Path

from gantheory.animation.catalogue import entry
from gantheory.animation.films import Options, read_list, render_all
from gantheory.animation.render import manim_missing
from gantheory.lecture.materials import FilmSection, LectureFilm, Materials
from gantheory.lecture.words import written
from gantheory.notation.texts import table


def make_film(scene: str, materials: Materials) -> LectureFilm:
    """Render a scene's film, or take the one that is there if it would come out the same.

    Where manim is missing, matplotlib draws the film if the scene has such a writer; otherwise
    its captions are shown one after the other, each as a still.

    Args:
        scene: of `gantheory.animation.catalogue`.
        materials: say the language, theme, quality and folder.

    Raises:
        GanTheoryError: if there is no such scene, or what it stands on does not hold.
        OSError: if a file cannot be written.
    """
    options = Options(materials.quality, materials.language, materials.theme)
    folder = materials.films_folder
    if manim_missing() and not entry(scene).without_manim:
        from gantheory.lecture.still_films import make_still_film

        return make_still_film(scene, folder / "stills", options)
    for _ in render_all([scene], folder, options, progress=materials.on_film):
        pass
    listed = read_list(folder)[options.stem(scene)]
    said = written_captions(scene, materials.language)
    whole, poster = folder / listed["file"], folder / listed["poster"]

    def place(name: str | None, otherwise: Path) -> Path:
        return folder / name if name else otherwise

    names = [part["name"] for part in listed["sections"]]
    return LectureFilm(
        scene=scene,
        title=listed["title"],
        seconds=listed["seconds"],
        path=whole,
        poster=poster,
        alt=listed["alt"],
        sections=tuple(
            FilmSection(
                name=part["name"],
                seconds=part["seconds"],
                path=place(part["file"], whole),
                poster=place(part["poster"], poster),
                caption=_caption(said, names, number),
            )
            for number, part in enumerate(listed["sections"])
        ),
        engine=listed["engine"],
    )


def written_captions(scene: str, language: str) -> dict[str, str]:
    """What a scene says, section by section, its formulas in plain characters."""
    prefix = f"{scene}.caption."
    return {
        key.removeprefix(prefix): written(text)
        for key, text in table(language).items()
        if key.startswith(prefix)
    }


def _caption(said: dict[str, str], names: list[str], number: int) -> str:
    """What a section says; sections are called after their captions, or stand in their order."""
    name = names[number]
    for key in (name, name.removeprefix("panel_")):
        if key in said:
            return said[key]
    return list(said.values())[number] if len(said) == len(names) else ""
