"""Time the workbench on a store of many parks: its start, its first page, the next, a pan.

Run: ``python benchmarks/bench_desk.py [parks]`` (default 50,000).

The first page is drawn by the program when it is asked for, and kept until the store changes.  As
a peer the folder of maps that ``zzmap build`` makes of the same store is opened as a file: what
the workbench adds is the difference.
"""

from __future__ import annotations

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
    """Open an address and return the seconds until the map is ready."""
    start = time.perf_counter()
    page.goto(address, timeout=300_000)
    page.wait_for_selector("html[data-ready]", timeout=300_000)
    return time.perf_counter() - start


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


def main() -> None:
    """Print the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        store = Path(place) / "parks.gpkg"
        fill(store, count)
        zz.open(store=store).build(Path(place) / "maps")
        first = zz.open().plans.city.themes[0].file
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        file = (Path(place) / "maps" / first).as_uri()
        print(f"{count:,} parks")
        print(f"a file of maps: opened in {opened(page, file):.2f} s, a pan {pan(page):.0f} ms")
        start = time.perf_counter()
        command = [sys.executable, "-m", "zzmap", "desk", "--no-open", "--store", str(store)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as desk:
            assert desk.stdout is not None
            address = desk.stdout.readline().strip()
            print(f"the workbench: answers in {time.perf_counter() - start:.2f} s")
            print(f"first page, made when asked for: {opened(page, address):.2f} s")
            base = address.split("/?", maxsplit=1)[0]
            again = opened(page, f"{base}/maps/{first}")
            print(f"the page again: {again:.2f} s, a pan {pan(page):.0f} ms")
            desk.terminate()
        browser.close()


if __name__ == "__main__":
    main()
