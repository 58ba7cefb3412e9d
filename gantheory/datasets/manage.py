"""What image sets this machine has, and how files that lie elsewhere become one of them."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from gantheory.atomic import replacing, write_text
from gantheory.datasets.download import unpack_archive
from gantheory.datasets.image_set import DataFile, Images, ImageSet
from gantheory.datasets.load import IMAGE_SETS, find_files, read_images
from gantheory.datasets.locate import (
    canonical_path,
    checksum_note,
    download_directory,
    find_file,
    noted_checksum,
    read_verified,
)
from gantheory.errors import GanTheoryError


@dataclass(frozen=True)
class SetStatus:
    """What is to be found of an image set.

    Attributes:
        image_set: which.
        found: "yes", "no", "in part" or "damaged".
        images: training, validation and test images; None unless all is found and whole.
        folds: number of folds, 0 where the set has a single split.
        checksum: "right", "as imported" (nobody has published one), "unknown" or "-".
        folder: where the files lie, or would be put.
        complaint: what is damaged, or what is missing and where it comes from; may be empty.
    """

    image_set: ImageSet
    found: str
    images: tuple[int, int, int] | None
    folds: int
    checksum: str
    folder: Path
    complaint: str


def set_status(image_set: ImageSet, data_dir: str | os.PathLike[str] | None = None) -> SetStatus:
    """Look an image set up on this machine and verify it; nothing is fetched."""
    paths = find_files(image_set, data_dir)
    if len(paths) < len(image_set.files):
        place = canonical_path(image_set, image_set.files[0], download_directory(data_dir)).parent
        folder = next(iter(paths.values())).parent if paths else place
        advice = image_set.on_request or f"`gantheory data fetch {image_set.name}` downloads it"
        return SetStatus(image_set, "in part" if paths else "no", None, 0, "-", folder, advice)
    folder = paths[image_set.files[0].name].parent
    try:
        images = read_images(image_set, paths)
    except GanTheoryError as error:
        return SetStatus(image_set, "damaged", None, 0, "-", folder, str(error))
    sizes = (len(images.train), len(images.validation), len(images.test))
    checksum = _checksum_in_words(image_set, paths, images)
    return SetStatus(image_set, "yes", sizes, len(images.folds), checksum, folder, "")


def _checksum_in_words(image_set: ImageSet, paths: dict[str, Path], images: Images) -> str:
    if not all(file.sha256 for file in image_set.files):
        noted = all(noted_checksum(path) for path in paths.values())
        return "as imported" if noted else "unknown"
    first = image_set.files[0]
    if images.checksums[first.name] == first.sha256:
        return "right"
    return "right (reordered)"


def import_sets(
    source: str | os.PathLike[str],
    name: str | None = None,
    data_dir: str | os.PathLike[str] | None = None,
) -> list[SetStatus]:
    """Copy the image sets that a folder or file holds into the data directory, verified.

    Args:
        source: a folder with the files of one or more sets, in any known layout; or one file:
            the single file of a set, or its archive.
        name: take this set only.
        data_dir: where to put them; by default see `download_directory`. A file of the same name
            there gives way, packed or not.

    Returns:
        What was imported.

    Raises:
        GanTheoryError: where nothing known is there, a set is there in part only, or a file is
            truncated, altered or of another set; nothing is then given a name.
        OSError: where files cannot be read or written.
    """
    source = Path(source).expanduser()
    if not source.exists():
        raise GanTheoryError(f"there is no {source}; name a folder or a file")
    directory = download_directory(data_dir)
    wanted = [IMAGE_SETS[name]] if name else list(IMAGE_SETS.values())
    imported, partial = [], []
    for image_set in wanted:
        archive = image_set.archive
        if archive and source.name == archive.name and source.is_file():
            unpack_archive(image_set, source, directory)
            imported.append(set_status(image_set, directory))
            continue
        paths = _files_in(image_set, source)
        if len(paths) == len(image_set.files):
            try:
                read_images(image_set, paths)
            except GanTheoryError:
                # MNIST's file names are Fashion-MNIST's too: not an error unless asked for
                if name is None and len(wanted) > 1 and _known_elsewhere(image_set, paths):
                    continue
                raise
            for file in image_set.files:
                _copy(image_set, file, paths[file.name], directory)
            imported.append(set_status(image_set, directory))
        elif paths:
            partial.append(f"{image_set.title} ({len(paths)} of {len(image_set.files)} files)")
    if not imported:
        what = wanted[0].title if name else "any image set"
        found = f"; in part: {', '.join(partial)}" if partial else ""
        names = ", ".join(file.name for image_set in wanted for file in image_set.files[:1])
        raise GanTheoryError(f"{source} does not hold {what} (files like {names}){found}")
    return imported


def _files_in(image_set: ImageSet, source: Path) -> dict[str, Path]:
    """Find the files of a set in a folder, or the one file that is the set."""
    if source.is_file():
        names = {file.name for file in image_set.files}
        plain = source.name.removesuffix(".gz")
        return {plain: source} if plain in names else {}
    found = {}
    for file in image_set.files:
        path = find_file(image_set, file, [source])
        # whoever names a folder means the files in it, whichever set else has such names
        for beside in (source / file.name, source / f"{file.name}.gz"):
            if path is None and beside.is_file():
                path = beside
        if path is not None:
            found[file.name] = path
    return found


def _known_elsewhere(image_set: ImageSet, paths: dict[str, Path]) -> bool:
    """Whether the files are, to the bit, those of another set."""
    for other in IMAGE_SETS.values():
        if other is image_set or len(other.files) != len(image_set.files):
            continue
        try:
            for file in other.files:
                read_verified(paths[file.name], file)
        except (KeyError, GanTheoryError):
            continue
        return True
    return False


def _copy(image_set: ImageSet, file: DataFile, path: Path, directory: Path) -> None:
    """Copy a file to its place, in the packing that it has, and leave none in the other there."""
    unpacked = canonical_path(image_set, file, directory)
    packed = unpacked.with_name(f"{unpacked.name}.gz")
    target, other = (packed, unpacked) if path.suffix == ".gz" else (unpacked, packed)
    if target.exists() and target.samefile(path):
        # an unpacked file is found first; behind it a packed one does no harm
        if other == unpacked:
            _remove(other)
        return
    with replacing(target) as temporary:
        shutil.copyfile(path, temporary)
        _, digest = read_verified(temporary, file)
    if not file.sha256:
        write_text(checksum_note(target), f"{digest}  {target.name}\n")
    # it may be the damaged one that this import is to mend, and would be found first
    _remove(other)


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
    checksum_note(path).unlink(missing_ok=True)
