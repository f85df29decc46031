"""What docs/install.md says of an office without internet is done, line by line."""

import configparser
import os
import re
import shlex
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
GUIDE = (ROOT / "docs" / "install.md").read_text("utf-8")
PLATFORMS = ("x86_64-pc-windows-msvc", "x86_64-manylinux_2_28")
CLAIMED = re.findall(r"Python :: (3\.\d+)", (ROOT / "setup.cfg").read_text("utf-8"))
HERE = f"{sys.version_info.major}.{sys.version_info.minor}"

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="the commands are run as they stand for Linux"
)


def block(name: str) -> list[list[str]]:
    """Return the commands of a marked block of the guide."""
    found = re.search(rf"<!-- {name} -->\n```sh\n(.*?)```", GUIDE, re.S)
    assert found is not None
    return [shlex.split(line) for line in found[1].splitlines()]


def for_this_system(words: list[str]) -> list[str]:
    machine = os.uname().machine
    swapped = {
        "x86_64-pc-windows-msvc": f"{machine}-manylinux_2_28",
        "win_amd64": f"manylinux_2_28_{machine}",
        "3.12": HERE,
    }
    words = [swapped.get(word, word) for word in words]
    # What a wheel is tagged with is the oldest system that it runs on.
    if "--platform" in words:
        older = ["2_17", "2_24", "2_27"]
        words += [w for tag in older for w in ("--platform", f"manylinux_{tag}_{machine}")]
        words += ["--platform", f"manylinux2014_{machine}"]
    return words


def run(words: list[str], folder: Path, tools: Path) -> str:
    variables = {**os.environ, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"}
    for name in ("PYTHONPATH", "PIP_NO_INDEX", "VIRTUAL_ENV"):
        variables.pop(name, None)
    program = shutil.which(words[0], path=variables["PATH"]) or str(folder / words[0])
    done = subprocess.run(
        [program, *words[1:]], cwd=folder, env=variables, capture_output=True, text=True,
        check=False, timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, (words, done.stdout[-2000:], done.stderr[-2000:])
    return done.stdout


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of programs of an environment that has done the first line."""
    folder = tmp_path_factory.mktemp("tools") / "env"
    venv.create(folder, with_pip=True)
    first, *_ = block("wheelhouse")
    run(first, folder, folder / "bin")
    return folder / "bin"


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of what a clone has, so that nothing is built in this one."""
    folder = tmp_path_factory.mktemp("clone") / "zzmap"
    folder.mkdir()
    for name in ("zzmap", "geodata"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("setup.cfg", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder / name)
    return folder


def test_the_maps_are_built_from_a_folder_of_wheels_alone(
    tools: Path, clone: Path, tmp_path: Path
) -> None:
    (clone / "wheelhouse").mkdir()
    for line in block("wheelhouse")[1:]:
        run(for_this_system(line), clone, tools)
    office = tmp_path / "办公室 PC"
    office.mkdir()
    shutil.move(clone / "wheelhouse", office / "wheelhouse")
    for line in block("offline"):
        run(line, office, tools)
    pages = [path.name for path in (office / "maps").glob("*.html")]
    assert "index.html" in pages
    assert len(pages) > 2
    said = run(["zzmap-env/bin/zzmap", "query", "盾构装备"], office, tools)
    assert "郑州经开区" in said


Settled = Callable[[str, str], str]


@pytest.fixture(scope="module")
def settled(tools: Path, tmp_path_factory: pytest.TempPathFactory) -> Settled:
    """Return what tells the versions that are settled for a platform and a Python."""
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", "utf-8")
    folder = tmp_path_factory.mktemp("settled")
    (folder / "wanted.in").write_text(config["options"]["install_requires"], "utf-8")

    def settle(platform: str, python: str) -> str:
        out = f"{platform}-{python}.txt"
        words = ["uv", "pip", "compile", "wanted.in", "--only-binary", ":all:", "-o", out]
        run([*words, "--python-platform", platform, "--python-version", python], folder, tools)
        return (folder / out).read_text("utf-8")

    return settle


WINDOWS, LINUX = PLATFORMS
ENDS = [(WINDOWS, CLAIMED[0]), (WINDOWS, CLAIMED[-1])]
"""Where offices are, the oldest and the newest; on this system the maps are built above."""

REST = [(platform, python) for platform in PLATFORMS for python in CLAIMED]
PAIRS = [*ENDS, *(pytest.param(*p, marks=pytest.mark.whole) for p in REST if p not in ENDS)]


@pytest.mark.parametrize(("platform", "python"), PAIRS)
def test_every_package_has_a_wheel(platform: str, python: str, settled: Settled) -> None:
    names = re.findall(r"^[a-z0-9-]+", settled(platform, python), re.M)
    assert {"geopandas", "fiona", "folium"} <= set(names)
