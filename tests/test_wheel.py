"""The wheel holds all that runs: code, data, scripts; and works from any folder."""

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", folder, ROOT]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(folder / "site")
    return folder / "site"


def test_every_module_table_layer_and_script_is_in_the_wheel(unpacked: Path) -> None:
    wanted = {
        path.relative_to(ROOT)
        for pattern in ("zzmap/**/*.py", "zzmap/render/static/*", "zzmap/py.typed", "zzmap/*.json")
        for path in ROOT.glob(pattern)
    }
    wanted |= {
        Path("zzmap") / path.relative_to(ROOT)
        for pattern in (
            "geodata/*.csv",
            "geodata/*.json",
            "geodata/*.toml",
            "geodata/layers/*.geojson",
        )
        for path in ROOT.glob(pattern)
    }
    missing = sorted(str(path) for path in wanted if not (unpacked / path).is_file())
    assert missing == []


def test_the_wheel_answers_from_another_folder(unpacked: Path, tmp_path: Path) -> None:
    variables = {**os.environ, "PYTHONPATH": str(unpacked)}
    code = (
        "import zzmap; print(zzmap.__file__)\nfrom zzmap.cli import main; main(['query', '盾构'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        cwd=tmp_path, env=variables,
    )  # fmt: skip
    assert str(unpacked) in done.stdout
    assert "郑州经开区" in done.stdout


def test_the_source_archive_holds_all_that_is_kept(tmp_path: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("this is no clone: nothing tells what is kept")
    command = [sys.executable, "-m", "build", "--sdist", "--outdir", tmp_path, ROOT]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    with tarfile.open(next(tmp_path.glob("*.tar.gz"))) as archive:
        packed = {name.partition("/")[2] for name in archive.getnames()}
    kept = {name for name in listed.stdout.split("\0") if name}
    assert sorted(kept - packed) == [".gitignore"]
