"""Bring the catalogue of messages up to the code: ``python geodata/make/messages.py``.

It takes every template of ``say("…")`` in the package, keeps the Chinese that the catalogue has,
lists the templates that lack it, drops those no code has any more, and compiles the ``.mo`` that
zzmap reads.  The ``.mo`` is kept beside the ``.po``, so that nothing has to be built on install.
"""

from __future__ import annotations

import ast
import io
import sys
from datetime import datetime, timezone
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parents[2] / "zzmap"
PO = PACKAGE / "locale" / "zh_CN" / "LC_MESSAGES" / "zzmap.po"
MO = PO.with_suffix(".mo")
DAY = datetime(2026, 1, 1, tzinfo=timezone.utc)
"""Of the compiled catalogue, which is to be the same on any day."""


def templates() -> Catalog:
    """Return the templates of the code."""
    found = Catalog(locale="zh_CN", project="zzmap", charset="utf-8")
    for path in sorted(PACKAGE.rglob("*.py")):
        for message in said(path):
            # Lines would make every commit touch the catalogue.
            found.add(message, locations=[(path.relative_to(PACKAGE).as_posix(), 0)])
    return found


def said(path: Path) -> list[str]:
    """Return the templates of a file: what ``say`` of `zzmap.messages` is called with."""
    text = path.read_text("utf-8")
    if "from zzmap.messages import" not in text:
        return []
    return [
        str(node.args[0].value)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "say"
        and isinstance(node.args[0], ast.Constant)
    ]


def known() -> Catalog:
    """Return the catalogue as it is."""
    if not PO.exists():
        return Catalog(locale="zh_CN")
    with PO.open("rb") as file:
        return read_po(file, locale="zh_CN")


def merged() -> Catalog:
    """Return the templates with the Chinese there is."""
    old = known()
    new = templates()
    for row in new:
        row.flags -= {"python-format", "python-brace-format"}
        before = old.get(row.id) if row.id else None
        if before is not None:
            row.string = before.string
    return new


def compiled(catalogue: Catalog) -> bytes:
    """Return a catalogue as gettext reads it."""
    bare = Catalog(locale="zh_CN", charset="utf-8", creation_date=DAY, revision_date=DAY)
    for row in catalogue:
        if row.id and row.string:
            bare.add(row.id, row.string)
    out = io.BytesIO()
    write_mo(out, bare)
    return out.getvalue()


def written(catalogue: Catalog) -> bytes:
    """Return a catalogue as text, in the order of the templates."""
    out = io.BytesIO()
    write_po(out, catalogue, width=100, omit_header=True, sort_output=True, include_lineno=False)
    return out.getvalue()


def main() -> int:
    """Write both files; return how many templates lack their Chinese, 1 at most."""
    catalogue = merged()
    PO.write_bytes(written(catalogue))
    MO.write_bytes(compiled(catalogue))
    lacking = [row.id for row in catalogue if row.id and not row.string]
    for message in lacking:
        print(message)
    print(f"{len(catalogue)} templates, {len(lacking)} without Chinese", file=sys.stderr)
    return min(1, len(lacking))


if __name__ == "__main__":
    raise SystemExit(main())
