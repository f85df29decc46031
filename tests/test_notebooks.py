"""The notebooks run from top to bottom."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).resolve().parent.parent / "notebooks").glob("*.ipynb"))


@pytest.fixture(scope="module", params=NOTEBOOKS, ids=lambda path: path.stem)
def executed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> nbformat.NotebookNode:
    """A notebook after a run from top to bottom, in a folder of its own."""
    notebook = nbformat.read(request.param, as_version=4)
    folder = str(tmp_path_factory.mktemp("notebook"))
    NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": folder}}
    ).execute()
    return notebook


def test_a_notebook_runs(executed: nbformat.NotebookNode) -> None:
    assert all(cell.get("execution_count") for cell in executed.cells if cell.cell_type == "code")


def test_a_cell_with_the_map_shows_the_page(executed: nbformat.NotebookNode) -> None:
    (cell,) = [cell for cell in executed.cells if cell.source.startswith("city.map()")]
    (output,) = cell.outputs
    html = output.data["text/html"]
    assert html.startswith("<iframe srcdoc=")
    assert "Content-Security-Policy" in html
    assert "zz-payload" in html


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_committed_without_output(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    assert all(not cell.outputs for cell in notebook.cells if cell.cell_type == "code")
