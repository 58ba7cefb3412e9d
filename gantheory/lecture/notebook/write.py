"""Write the notebook, run it on the recording beside it, and strip what differs from run to run."""

import os
import re
import shutil
import tempfile
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gantheory.atomic import replacing, write_text
from gantheory.errors import GanTheoryError
from gantheory.lecture.words import lecture_table, say
from gantheory.recording import ARRAYS_FILE, MANIFEST_FILE

if TYPE_CHECKING:
    from gantheory.lecture.context import Context

PACKAGE = "gantheory.lecture.notebook"
#: the folder beside the notebook that it reads
RECORDING = "recording"
#: seconds that a cell may take
_PATIENCE = 120
#: a terminal's colours in what a kernel complains of
_COLORS = re.compile(r"\x1b\[[0-9;]*m")
_COMMENT = re.compile(r"^( *)#~ (\w+)$", re.MULTILINE)


def key(context: "Context") -> object:
    """What the notebook depends on besides the source of this package and the footer."""
    return {"run": context.materials.line.manifest["sha256"]}


def write_notebook(context: "Context", path: Path) -> None:
    """Write the executed notebook, and the recording that it reads into a folder beside it.

    Args:
        context: language and materials.
        path: ends in .ipynb.

    Raises:
        GanTheoryError: if a cell fails.
        OSError: if a file cannot be written.
    """
    import nbformat

    _place_recording(context, path.parent / RECORDING)
    notebook = make_notebook(context.language, context.footer)
    execute(notebook, path.parent)
    nbformat.validate(notebook)
    write_text(path, nbformat.writes(notebook) + "\n")  # type: ignore[no-untyped-call]


def make_notebook(language: str, footer: str) -> Any:
    """The notebook before it is run."""
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

    source = files(PACKAGE).joinpath("cells.toml").read_text(encoding="utf-8")
    cells = []
    for number, cell in enumerate(tomllib.loads(source)["cell"]):
        name = f"cell-{number:02}"
        if "text" in cell:
            values = {"footer": footer} if cell["text"] == "title" else {}
            text = _filled(lecture_table(PACKAGE, language)[f"text.{cell['text']}"], values).strip()
            cells.append(new_markdown_cell(text, id=name))  # type: ignore[no-untyped-call]
        else:
            code = _COMMENT.sub(
                lambda match: f"{match.group(1)}# {_comment(match.group(2), language)}",
                cell["code"],
            )
            cells.append(new_code_cell(code.strip(), id=name))  # type: ignore[no-untyped-call]
    metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return new_notebook(cells=cells, metadata=metadata)  # type: ignore[no-untyped-call]


def execute(notebook: Any, folder: Path) -> None:
    """Run a notebook in a folder, by this very Python, and keep nothing of when it ran.

    Raises:
        GanTheoryError: if a cell fails or takes too long.
    """
    from ipykernel.kernelspec import write_kernel_spec
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError

    with tempfile.TemporaryDirectory(prefix="gantheory-kernel-") as place:
        # a kernel of the user's own may be another Python, without gantheory
        write_kernel_spec(str(Path(place) / "python3"))
        specs = KernelSpecManager(kernel_dirs=[place], ensure_native_kernel=False)
        manager = AsyncKernelManager(kernel_name="python3", kernel_spec_manager=specs)
        if os.name == "posix":
            # sockets in a folder of our own: no port is opened
            manager.transport = "ipc"
            manager.ip = str(Path(place) / "socket")
        manager.connection_file = str(Path(place) / "kernel.json")
        client = NotebookClient(
            notebook,
            km=manager,
            timeout=_PATIENCE,
            record_timing=False,
            resources={"metadata": {"path": str(folder)}},
        )
        try:
            # manim sets the root logger to talk of every step
            client.log.setLevel("WARNING")
            client.execute(env=_environment(), cleanup_kc=True)
        except (CellExecutionError, CellTimeoutError) as error:
            last = _COLORS.sub("", str(error)).strip().splitlines()[-1]
            raise GanTheoryError(f"a cell of the notebook fails: {last}") from None
    for cell in notebook.cells:
        cell.metadata = {}
        for output in cell.get("outputs", ()):
            if "metadata" in output:
                output.metadata = {}
    notebook.metadata.language_info = {"name": "python"}


def _comment(name: str, language: str) -> str:
    return say(PACKAGE, f"comment.{name}", language)


def _filled(text: str, values: dict[str, str]) -> str:
    """Fill in values by their names; other braces are LaTeX's."""
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _environment() -> dict[str, str]:
    """The environment of the kernel: plain output, nothing of the terminal that built it."""
    kept = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
    # the kernel runs in another folder, from where this package may not be found
    path = os.pathsep.join(filter(None, (_root(), os.environ.get("PYTHONPATH"))))
    return {**kept, "PYTHONPATH": path, "COLUMNS": "100", "NO_COLOR": "1", "PYTHONHASHSEED": "0"}


def _root() -> str:
    import gantheory

    return str(Path(gantheory.__file__).resolve().parent.parent)


def _place_recording(context: "Context", folder: Path) -> None:
    """Copy the main recording, whose hash is checked where it is read."""
    for name in (ARRAYS_FILE, MANIFEST_FILE):
        with replacing(folder / name) as temporary:
            shutil.copyfile(context.materials.line_folder / name, temporary)
