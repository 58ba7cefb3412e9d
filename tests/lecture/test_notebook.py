"""The notebook: runs on the recording beside it, in both languages; nothing tells of the day."""

import json

import pytest

pytest.importorskip("nbclient")

from gantheory.errors import GanTheoryError
from gantheory.lecture.notebook.write import execute, make_notebook, write_notebook


@pytest.fixture(scope="module")
def notebooks(lecture_context, tmp_path_factory):
    """The executed notebooks, by language."""
    found = {}
    for language in ("en", "ko"):
        path = tmp_path_factory.mktemp(language) / "notebook.ipynb"
        write_notebook(lecture_context(language), path)
        found[language] = json.loads(path.read_text(encoding="utf-8"))
    return found


def code_of(notebook):
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def test_every_cell_ran_and_none_failed(notebooks):
    for notebook in notebooks.values():
        for number, cell in enumerate(code_of(notebook), start=1):
            assert cell["execution_count"] == number
            assert cell["outputs"]
            for output in cell["outputs"]:
                assert output["output_type"] in ("stream", "display_data")
                assert output.get("name", "stdout") == "stdout"


def test_two_executions_give_the_same_output(notebooks):
    # the two languages differ in comments alone
    english, korean = (
        [cell["outputs"] for cell in code_of(notebooks[language])] for language in ("en", "ko")
    )
    assert english == korean


def test_nothing_tells_when_or_where_it_ran(notebooks, tmp_path_factory):
    for notebook in notebooks.values():
        assert all(cell["metadata"] == {} for cell in notebook["cells"])
        text = json.dumps(notebook)
        assert "iopub" not in text
        assert str(tmp_path_factory.getbasetemp()) not in text
        identifiers = [cell["id"] for cell in notebook["cells"]]
        assert identifiers == [f"cell-{number:02}" for number in range(len(identifiers))]


def test_the_checker_proves_and_refutes(notebooks):
    told = [
        "".join(output.get("text", ""))
        for cell in code_of(notebooks["en"])
        for output in cell["outputs"]
        if "gantheory([" in "".join(cell["source"])
    ]
    verdicts = [text.split("\n")[0] for text in told]
    assert verdicts == ["proved", "refuted", "proved", "proved"]


def test_the_recording_is_named_and_korean_is_korean(notebooks, analytic):
    assert f"run {analytic.sha256}" in "".join(notebooks["en"]["cells"][0]["source"])
    assert "판별자" in "".join(notebooks["ko"]["cells"][0]["source"])


def test_needs_no_jax():
    imports = [
        line
        for cell in make_notebook("en", "").cells
        if cell.cell_type == "code"
        for line in cell.source.splitlines()
        if line.startswith(("import", "from"))
    ]
    roots = {line.split()[1].split(".")[0] for line in imports}
    assert roots == {"math", "matplotlib", "numpy", "gantheory"}


def test_a_cell_that_fails_is_an_error_in_one_line(tmp_path):
    from nbformat.v4 import new_code_cell, new_notebook

    notebook = new_notebook(cells=[new_code_cell("assert 1 == 2, 'no'")])
    with pytest.raises(GanTheoryError, match="a cell of the notebook fails: AssertionError: no"):
        execute(notebook, tmp_path)
