"""Write the tables of geodata/README.md from datapackage.json, so that they cannot differ.

Run after the dictionary changes: ``python geodata/make/dictionary.py``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent
START, END = "<!-- dictionary -->", "<!-- /dictionary -->"


def describe(resource: dict[str, Any]) -> str:
    """Return one table of the dictionary as Markdown."""
    lines = [
        f"### {resource['path']}",
        "",
        f"{resource['description']}. Sorted by {', '.join(resource['schema']['primaryKey'])}.",
        "",
        "| column | type | allowed | meaning |",
        "| --- | --- | --- | --- |",
    ]
    for field in resource["schema"]["fields"]:
        lines.append(
            f"| {field['name']} | {field['type']} | {_allowed(field)} | {field['description']} |"
        )
    return "\n".join(lines)


def _allowed(field: dict[str, Any]) -> str:
    rules = field.get("constraints", {})
    parts = ["required"] if rules.get("required") else []
    if "reference" in field:
        parts.append(f"id of {field['reference']}")
    if "enum" in rules:
        parts.append(", ".join(value or "empty" for value in rules["enum"]))
    if "minimum" in rules:
        parts.append(f"≥ {rules['minimum']}")
    if "maximum" in rules:
        parts.append(f"≤ {rules['maximum']}")
    if "pattern" in rules:
        parts.append(f"`{rules['pattern']}`".replace("|", "\\|"))
    return "; ".join(parts)


def rendered(readme: str) -> str:
    """Return the README with its dictionary made anew."""
    resources = json.loads((FOLDER / "datapackage.json").read_text("utf-8"))["resources"]
    body = "\n\n".join(describe(resource) for resource in resources)
    before, rest = readme.split(START)
    return f"{before}{START}\n\n{body}\n\n{END}{rest.split(END)[1]}"


def main() -> None:
    """Write the README."""
    path = FOLDER / "README.md"
    path.write_text(rendered(path.read_text("utf-8")), "utf-8")
    sys.stdout.write(f"{path.name} written\n")


if __name__ == "__main__":
    main()
