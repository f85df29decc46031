"""XML as programs write it: its encoding, prefixes nobody declared, no document type.

What a format makes of its elements is told in a module of its own, such as `zzmap.io.kml`.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NoReturn
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser
from xml.parsers import expat

from zzmap.errors import FormatError
from zzmap.io.guard import check_kind
from zzmap.io.shapefile import known_encoding
from zzmap.messages import say

_BLOCK, _HEAD = 1 << 20, 512
_BEFORE = "\ufeff \t\r\n"
"""Some programs write a mark and a blank line before the declaration."""

_DECLARED = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
_UNBOUND = expat.errors.codes[expat.errors.XML_ERROR_UNBOUND_PREFIX]


def xml_root(path: Path, form: str, tags: Collection[str]) -> Element:
    """Return the root of an XML file.

    Parameters
    ----------
    path
        File to read.
    form
        Name of its format, as `zzmap.io.guard.check_kind` takes it.
    tags
        What the root of a file of this format is called.

    Raises
    ------
    FormatError
        If it is no sound XML, has a document type, or its root is another.
    """
    check_kind(path, form)
    try:
        root = _tree(xml_text(path, form), path, form)
    except (ParseError, LookupError, ValueError) as error:
        raise FormatError(
            say("this is no sound {form} ({error})", form=form, error=error),
            where=path.name,
            hint=say("Export it again in UTF-8."),
        ) from None
    if tag_of(root) not in tags:
        raise FormatError(
            say("this is XML, but <{tag}> is not {form}", tag=tag_of(root), form=form),
            where=path.name,
            hint=say("Export it as {form}.", form=form),
        )
    return root


def xml_text(path: Path, form: str) -> str:
    """Return the text of an XML file.

    Valid UTF-8 is UTF-8, whatever the declaration says; else the declaration is believed, GB2312
    and GBK as GB18030, which holds both.

    Raises
    ------
    FormatError
        If the text is in none of these; `form` is what the message calls the file.
    """
    raw = path.read_bytes()
    if raw.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return _decoded(raw, "utf-16", path, form)
    with suppress(UnicodeDecodeError):
        return raw.decode("utf-8-sig").lstrip(_BEFORE)
    found = _DECLARED.search(raw[:_HEAD])
    stated = found[1].decode("ascii").lower() if found else "utf-8"
    return _decoded(raw, known_encoding(stated), path, form).lstrip(_BEFORE)


def _decoded(raw: bytes, encoding: str, path: Path, form: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise FormatError(
            say(
                "this is no sound {form}: its text is not in {encoding} (byte {start})",
                form=form,
                encoding=encoding.upper(),
                start=error.start,
            ),
            where=path.name,
            hint=say("Export it again in UTF-8."),
        ) from None


def has_doctype(path: Path, form: str) -> FormatError:
    """Return the refusal of a file with a document type.

    Only there entities are defined; a few lines of them fill a memory or fetch a file.
    """
    return FormatError(
        say(
            "the {form} has a document type, which may define entities and which no parcel needs",
            form=form,
        ),
        where=path.name,
        hint=say("Export it again; check where it comes from."),
    )


class _Builder(TreeBuilder):
    """A tree builder that stops at a document type."""

    def __init__(self, path: Path, form: str) -> None:
        super().__init__()
        self._refused = has_doctype(path, form)

    def doctype(self, *_: object) -> NoReturn:
        raise self._refused


def _tree(text: str, path: Path, form: str) -> Element:
    """Return the root of an XML text; prefixes that nobody declared are let be."""
    parser = XMLParser(target=_Builder(path, form))
    try:
        for start in range(0, len(text), _BLOCK):
            parser.feed(text[start : start + _BLOCK])
        root = parser.close()
    except ParseError as error:
        if error.code != _UNBOUND:
            raise
        root = _without_namespaces(text, _Builder(path, form))
    assert isinstance(root, Element)
    return root


def _without_namespaces(text: str, builder: _Builder) -> Element:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = builder.doctype
    try:
        parser.Parse(text, True)
    except expat.ExpatError as error:
        raise ParseError(str(error)) from None
    return builder.close()


def tag_of(element: Element) -> str:
    """Return an element's name without its namespace, or a prefix nobody declared."""
    return str(element.tag).rpartition("}")[2].rpartition(":")[2]


def all_of(element: Element, tag: str) -> Iterator[Element]:
    """Yield every element of a name, however deep."""
    return (row for row in element.iter() if tag_of(row) == tag)


def add_value(values: dict[str, str], name: str, value: str) -> None:
    """Add a value; a name that is there already, with another value, gets a mark."""
    while value and values.get(name, value) != value:
        name = f"{name}_"
    values[name] = value or values.get(name, "")
