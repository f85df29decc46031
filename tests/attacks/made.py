"""Write the hostile files that scripts make, for ``benchmarks/attack.py``.

python tests/attacks/made.py FOLDER && python benchmarks/attack.py FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from formats.hostile import HOSTILE
from formats.intricate import INTRICATE

from attacks.test_attacks import cells, columns, folders, nested, wide


def main(folder: Path) -> None:
    """Write every kind of file into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    unfolding = (wide, cells, columns, folders, nested)
    for build in (*HOSTILE.values(), *INTRICATE.values(), *unfolding):
        print(build(folder).name)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
