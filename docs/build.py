"""Build the documentation site in English and Chinese, each warning an error.

``python docs/build.py FOLDER``; then open ``FOLDER/index.html``.  Needs the extra ``docs``.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).resolve().parent
LANGUAGES = {"en": "en", "zh-CN": "zh_CN"}
"""Language, as Sphinx calls it, by the folder it is built into."""

FRONT = """<!doctype html>
<html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>zzmap</title>
<body style="font: 1.25rem/2 system-ui, sans-serif; margin: 3rem">
<h1>zzmap</h1>
<p><a href="zh-CN/zh-CN/index.html">中文</a></p>
<p><a href="en/index.html" lang="en">English</a></p>
</body></html>
"""


def main(out: Path) -> int:
    """Build both at once; return 0 if neither has a warning."""
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going",
             "-D", f"language={language}", "-d", out / ".doctrees" / folder,
             SOURCE, out / folder],
        )
        for folder, language in LANGUAGES.items()
    ]  # fmt: skip
    failed = [process.wait() for process in running]
    (out / "index.html").write_text(FRONT, "utf-8")
    return max(failed)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
