"""Write small files that unfold, or promise more than they hold: bombs of every format.

``python benchmarks/mutate.py`` runs them, with limits of time and memory; tests run a slice.
A bomb is at most some megabytes.  What it would unfold to is said where it is built.
"""

from bombs.archives import ARCHIVES
from bombs.binary import BINARY
from bombs.build import Build
from bombs.drawings import DRAWINGS
from bombs.markup import XML
from bombs.texts import TEXTS
from bombs.workbooks import OLD_WORKBOOKS, WORKBOOKS

BOMBS: dict[str, Build] = {
    **ARCHIVES, **XML, **WORKBOOKS, **OLD_WORKBOOKS, **BINARY, **DRAWINGS, **TEXTS,
}  # fmt: skip
"""What writes each bomb into a folder, by name."""
