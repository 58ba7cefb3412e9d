"""The image sets: what is here, downloads, and files that you have already.

Every set lies in a folder of its own, DIR/SET/, of one data directory: --data-dir, else
GANTHEORY_DATA, else the platform's cache folder. Files are known by the SHA-256 of their
unpacked content; truncated, altered and wrong ones are refused.
"""

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gantheory.datasets.manage import SetStatus

EXAMPLES = """\
examples:
  gantheory data status
  gantheory data fetch mnist cifar10
  gantheory data fetch all --data-dir ~/data
  gantheory data import ~/Downloads/cifar-10-binary.tar.gz
  gantheory data import ~/Downloads/TFD_48x48.mat

MNIST, Fashion-MNIST and CIFAR-10 can be downloaded. TFD is given out by its authors only; faces48
is in its layout but is another set, and no number measured on it is a TFD result.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `gantheory data`."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    status = actions.add_parser("status", help="what is here, verified")
    fetch = actions.add_parser("fetch", help="download what is missing, resumed and verified")
    fetch.add_argument("names", nargs="+", metavar="SET", help="image sets, or all")
    take = actions.add_parser("import", help="copy files that lie elsewhere, verified")
    take.add_argument("source", metavar="SOURCE", help="folder, file or archive")
    take.add_argument("--name", metavar="SET", help="take this set only")
    for action in (status, fetch, take):
        action.add_argument("--data-dir", metavar="DIR", help="the data directory")


def run(args: argparse.Namespace) -> int:
    """Carry out the action and print a table; 1 where a set is damaged."""
    from gantheory.datasets import IMAGE_SETS, image_set_named
    from gantheory.datasets.load import fetch_files
    from gantheory.datasets.manage import import_sets, set_status

    if args.action == "import":
        if args.name:
            image_set_named(args.name)
        rows = import_sets(args.source, args.name, args.data_dir)
    elif args.action == "fetch":
        everything = "all" in args.names
        public = [name for name, image_set in IMAGE_SETS.items() if image_set.mirrors]
        sets = [image_set_named(name) for name in (public if everything else args.names)]
        for image_set in sets:
            fetch_files(image_set, args.data_dir)
        rows = [set_status(image_set, args.data_dir) for image_set in sets]
    else:
        rows = [set_status(image_set, args.data_dir) for image_set in IMAGE_SETS.values()]
    print(table(rows))
    return 1 if any(row.found == "damaged" for row in rows) else 0


def table(rows: "list[SetStatus]") -> str:
    """Set the status of image sets as a table, remarks below it."""
    cells = [("set", "found", "images", "shape", "checksum", "path")]
    for row in rows:
        images = "-" if row.images is None else " + ".join(map(str, row.images))
        if row.folds:
            images += f" ({row.folds} folds)"
        shape = " x ".join(map(str, row.image_set.image_shape))
        cells.append((row.image_set.name, row.found, images, shape, row.checksum, str(row.folder)))
    widths = [max(len(line[column]) for line in cells) for column in range(len(cells[0]))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in cells
    ]
    remarks = [f"{row.image_set.name}: {row.complaint}" for row in rows if row.complaint]
    note = ["", "images: training + validation + test"]
    return "\n".join([*lines, *note, *remarks])
