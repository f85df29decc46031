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


def shown(executed: nbformat.NotebookNode, kind: str) -> list[str]:
    return [
        output.data[kind]
        for cell in executed.cells
        for output in cell.get("outputs", ())
        if kind in output.get("data", {})
    ]


def test_a_notebook_shows_a_map(executed: nbformat.NotebookNode) -> None:
    """One cell shows the whole page, which asks the network for nothing."""
    (html,) = [row for row in shown(executed, "text/html") if row.startswith("<iframe srcdoc=")]
    assert "Content-Security-Policy" in html
    assert "zz-payload" in html


def test_a_notebook_shows_a_figure(
    request: pytest.FixtureRequest, executed: nbformat.NotebookNode
) -> None:
    if "new_city" in request.node.name:
        pytest.skip("the walk to another city has a map and no figure")
    assert shown(executed, "image/png")


def test_nothing_is_warned_of(executed: nbformat.NotebookNode) -> None:
    """A font without a letter, an argument that goes: a reader would meet it."""
    said = [
        output.text
        for cell in executed.cells
        for output in cell.get("outputs", ())
        if output.output_type == "stream" and output.name == "stderr"
    ]
    assert said == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_short(path: Path) -> None:
    assert len(nbformat.read(path, as_version=4).cells) < 30


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_committed_without_output(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    assert all(not cell.outputs for cell in notebook.cells if cell.cell_type == "code")
