"""Our scripts as one: ES modules in the order of their imports, each in a scope of its own.

A page that opens from a file can load no module, so that what modules import and export is
written out when a page is made.  What this understands of the language is what our modules use,
each at the start of a line; all else that begins like an import or an export is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from zzmap.errors import OutputError
from zzmap.messages import say

STATIC = Path(__file__).parent / "static"
"""Folder of the modules of the maps; pages of another package may import from it."""

_FROM = r'"(?P<path>\.{1,2}/[\w./-]+\.js)";$'
_WHOLE = re.compile(rf"^import \* as (?P<name>\w+) from {_FROM}", re.MULTILINE)
_NAMED = re.compile(rf"^import \{{(?P<names>[^}}]*)\}} from {_FROM}", re.MULTILINE)
_BARE = re.compile(rf"^import {_FROM}", re.MULTILINE)
_DECLARED = re.compile(r"^export (?=(?:const|class|(?:async )?function\*?) (\w+))", re.MULTILINE)
_LISTED = re.compile(r"^export \{([^}]*)\};$\n?", re.MULTILINE)
_OTHER = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)
_BINDING = re.compile(r"(\w+)(?: as (\w+))?")


@dataclass(frozen=True)
class Module:
    """A module as it is written.

    Parameters
    ----------
    path
        Its file.
    imports
        The modules it imports, each once, in the order it names them.
    named
        What it imports by name, with the module it is of.
    exports
        What it exports: the name others know, and its own.
    text
        Its text with imports as constants and without exports.
    """

    path: Path
    imports: tuple[Path, ...]
    named: tuple[tuple[Path, str], ...]
    exports: dict[str, str]
    text: str


def _bindings(text: str) -> list[tuple[str, str]]:
    """Return the names of a list such as ``a, b as c``: each with what it is called after."""
    pairs = _BINDING.findall(re.sub(r"\s+", " ", text))
    return [(name, alias or name) for name, alias in pairs]


def read_module(path: Path) -> Module:
    """Return a module with its imports and exports.

    Parameters
    ----------
    path
        Its file.

    Raises
    ------
    OutputError
        If it imports or exports in a way that is not understood here.

    Examples
    --------
    >>> sorted(read_module(STATIC / "codec.js").exports)
    ['areas', 'decode', 'each']
    """
    imports: dict[Path, None] = {}
    named: list[tuple[Path, str]] = []
    exports: dict[str, str] = {}

    def source(match: re.Match[str]) -> Path:
        found = (path.parent / match["path"]).resolve()
        imports[found] = None
        return found

    def whole(match: re.Match[str]) -> str:
        return f"const {match['name']} = ${source(match).stem};"

    def by_name(match: re.Match[str]) -> str:
        found, pairs = source(match), _bindings(match["names"])
        named.extend((found, name) for name, _ in pairs)
        inside = ", ".join(one if one == own else f"{one}: {own}" for one, own in pairs)
        return f"const {{ {inside} }} = ${found.stem};"

    def listed(match: re.Match[str]) -> str:
        exports.update((alias, name) for name, alias in _bindings(match[1]))
        return ""

    def declared(match: re.Match[str]) -> str:
        exports[match[1]] = match[1]
        return ""

    text = path.read_text("utf-8")
    text = _NAMED.sub(by_name, _WHOLE.sub(whole, text))
    text = _BARE.sub(lambda match: f"// after {source(match).name}", text)
    text = _DECLARED.sub(declared, _LISTED.sub(listed, text))
    if other := _OTHER.search(text):
        raise OutputError(
            say("{name}: “{other}” is not understood", name=path.name, other=other[0][:60]),
            hint=say("Import and export as the other modules do; see zzmap/render/bundle.py."),
        )
    return Module(path, tuple(imports), tuple(named), exports, text)


def graph(entry: Path) -> dict[Path, Module]:
    """Return a module and all it imports, each after what it imports itself.

    Parameters
    ----------
    entry
        File of the module that a page starts with.

    Raises
    ------
    OutputError
        If modules import each other in a circle, one imports what another does not export or
        two of them have one name.

    Examples
    --------
    >>> [path.stem for path in graph(STATIC / "datum.js")]
    ['datum']
    """
    found: dict[Path, Module] = {}
    _visit(entry.resolve(), found, ())
    stems = [path.stem for path in found]
    for path in found:
        if stems.count(path.stem) > 1:
            raise OutputError(
                say("two modules are called {name}", name=path.name),
                hint=say("Rename one of them."),
            )
    return found


def _visit(path: Path, found: dict[Path, Module], above: tuple[Path, ...]) -> None:
    if path in above:
        circle = " → ".join(one.stem for one in (*above[above.index(path) :], path))
        raise OutputError(
            say("modules import each other: {circle}", circle=circle),
            hint=say("Move what both need into a module of its own."),
        )
    if path in found:
        return
    module = read_module(path)
    for other in module.imports:
        _visit(other, found, (*above, path))
    for other, name in module.named:
        if name not in found[other].exports:
            raise OutputError(
                say(
                    "{name}: {other_name} exports no “{name2}”",
                    name=path.name,
                    other_name=other.name,
                    name2=name,
                )
            )
    found[path] = module


@cache
def bundle(entry: Path) -> str:
    """Return a script that runs a module and all it imports.

    What the module exports is had as ``window.zzmap``.

    Parameters
    ----------
    entry
        File of the module that a page starts with.

    Raises
    ------
    OutputError
        As `graph` does.

    Examples
    --------
    >>> "const $i18n = (() => {" in bundle(STATIC / "main.js")
    True
    """
    modules = graph(entry)
    parts = [_scoped(module) for module in modules.values()]
    return "\n".join(
        (
            "window.zzmap = Object.assign(window.zzmap || {}, (() => {",
            '"use strict";',
            *parts,
            f"return ${entry.stem};",
            "})());",
        )
    )


def _scoped(module: Module) -> str:
    exports = ", ".join(
        name if name == own else f"{name}: {own}" for name, own in module.exports.items()
    )
    return f"const ${module.path.stem} = (() => {{\n{module.text}return {{ {exports} }};\n}})();"
