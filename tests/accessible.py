"""axe-core, run in a page: what of it is serious or critical.

axe-core is not shipped: npm fetches it once into the user's cache, or the tests skip loudly.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

AXE = "axe-core@4"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def axe_script() -> str:
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "zzmap-tests"
    script = cache / "node_modules" / "axe-core" / "axe.min.js"
    npm = shutil.which("npm")
    if not script.is_file() and npm:
        command = [npm, "install", "--no-save", "--ignore-scripts", "--prefix", str(cache), AXE]
        subprocess.run(command, capture_output=True, timeout=120, check=False)
    if not script.is_file():
        pytest.skip("NO AXE-CORE: npm could not fetch it; accessibility is not checked")
    return script.read_text("utf-8")


def grave(page: Page, axe: str) -> list[str]:
    """Return the serious and critical findings, each with what it is about."""
    page.evaluate(axe)
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES
    )
    return [
        f"{row['id']}: {node['html'][:120]} {node.get('failureSummary', '')[:200]}"
        for row in found["violations"]
        if row["impact"] in ("serious", "critical")
        for node in row["nodes"]
    ]
