"""Time the workbench on a store of many parks: its start, its first page, the next, a pan.

Run: ``python benchmarks/bench_desk.py [parks [STORE]]`` (default 50,000, in a store it makes).

A page is open in three steps: the map is drawn and can be used, the outlines of all parks are on
it, all parks are known to search and tables.  A program that never saw the store prepares it; the
next one takes what was kept.  As a peer the folder of maps that ``zzmap build`` makes of the same
store is opened as a file.  Where others use the machine, look at the processor's seconds.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench_render import parks
from playwright.sync_api import Page, sync_playwright

import zzmap as zz
from zzmap.parks.model import ACCURACY_M, BASIS, PARK, Note, Park

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
PANS = 20

STAGES = ("drawn", "outlined", "ready")
"""How a page of the workbench says how far it is, in this order."""


def fill(store: Path, count: int) -> None:
    """Put parks into a store, as an import does."""
    rows = [
        Park(
            id="", name=row.name, code="", industries=(row.industries,), status=row.status,
            area_km2=0.0, basis=BASIS, accuracy_m=ACCURACY_M, source="benchmark",
            geometry=row.geometry, kind=PARK, state="live", replaces="",
        )
        for row in parks(count).itertuples()
    ]  # fmt: skip
    zz.open(store=store).store.add(rows, Note.of("benchmark"))


def opened(page: Page, address: str) -> float:
    """Open a file of maps and return the seconds until the map is ready."""
    start = time.perf_counter()
    page.goto(address, timeout=300_000)
    page.wait_for_selector("html[data-ready]", timeout=300_000)
    return time.perf_counter() - start


def opened_at(page: Page, address: str) -> tuple[float, ...]:
    """Open a page of the workbench; return the seconds until each of `STAGES`."""
    start = time.perf_counter()
    page.goto(address, timeout=300_000, wait_until="commit")
    taken = []
    for mark in STAGES:
        page.wait_for_selector(f"html[data-{mark}]", timeout=300_000)
        taken.append(time.perf_counter() - start)
    return tuple(taken)


def worked(process: subprocess.Popen[str]) -> float:
    """Return the seconds of processor a program has used; of no use where there is no /proc."""
    stat = Path(f"/proc/{process.pid}/stat")
    if not stat.exists():
        return 0.0
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def pan(page: Page) -> float:
    """Return the milliseconds of a pan, the median of several, until the map has moved."""
    taken = page.evaluate(
        """async count => {
          const map = window.zzmap.leaflet, taken = [];
          for (let at = 0; at < count; at += 1) {
            const start = performance.now();
            map.panBy([at % 2 ? -120 : 120, 0], { animate: false });
            await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
            taken.push(performance.now() - start);
          }
          return taken.sort((a, b) => a - b);
        }""",
        PANS,
    )
    return float(taken[len(taken) // 2])


def run_desk(page: Page, store: Path, what: str) -> None:
    """Start a workbench, open its address, then a page again, and print what that took."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "zzmap", "desk", "--no-open", "--store", str(store)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as desk:
        assert desk.stdout is not None
        address = desk.stdout.readline().strip()
        print(f"{what}: answers in {time.perf_counter() - start:.2f} s")
        first = zz.open().plans.city.themes[0].file
        base = address.split("/?", maxsplit=1)[0]
        for name, where in (("the first page", address), ("again", f"{base}/maps/{first}")):
            before = worked(desk)
            taken = opened_at(page, where)
            told = ", ".join(f"{one} {s:.2f} s" for one, s in zip(STAGES, taken, strict=True))
            print(f"  {name}: {told}; processor of the program {worked(desk) - before:.2f} s")
        print(f"  a pan {pan(page):.0f} ms")
        desk.terminate()


def main() -> None:
    """Print the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        store = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(place) / "parks.gpkg"
        if not store.exists():
            fill(store, count)
        shutil.rmtree(store.with_suffix(".desk"), ignore_errors=True)
        zz.open(store=store).build(Path(place) / "maps")
        first = zz.open().plans.city.themes[0].file
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        file = (Path(place) / "maps" / first).as_uri()
        print(f"{count:,} parks")
        print(f"a file of maps: opened in {opened(page, file):.2f} s, a pan {pan(page):.0f} ms")
        run_desk(page, store, "the workbench, of a store it never saw")
        run_desk(page, store, "the workbench, started once more")
        browser.close()


if __name__ == "__main__":
    main()
