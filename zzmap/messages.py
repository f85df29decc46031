"""Messages in the reader's language: templates of one catalogue, and what is put into them.

A message is written in English where it arises, as a template with named parts.  It keeps both,
so that whoever shows it later may have it in another language; the Chinese of each template is
in ``locale/zh_CN``.  The language is kept per context, for a server answers two readers at once.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any, Literal

Language = Literal["en", "zh"]

LANGUAGES: tuple[Language, ...] = ("en", "zh")

_LANGUAGE: ContextVar[Language] = ContextVar("language", default="en")

_CATALOGUES: dict[Language, str] = {"zh": "zh_CN"}
"""The folder of each language but English, in which the templates are written."""

_REASON = "reason"
"""The part that holds what the system says of a failure: a sentence of the catalogue, too."""


class Said(str):
    """A message: text in the language it was said in, which can be had in another.

    Its characters never change.  ``str()`` and f-strings give it in the language of today, so
    that what a module says once, when it is imported, is shown in the reader's language.

    Examples
    --------
    >>> from zzmap.messages import say
    >>> found = say("{name} is empty", name="places.csv")
    >>> found.template
    '{name} is empty'
    >>> found.text("zh")
    'places.csv 为空'
    """

    template: str
    parts: Mapping[str, Any]

    def __new__(cls, template: str, parts: Mapping[str, Any]) -> Said:
        """Say it in the language of today."""
        said = super().__new__(cls, _rendered(template, parts))
        said.template, said.parts = template, parts
        return said

    def text(self, language: Language | None = None) -> str:
        """Return it in a language; by default the one that is spoken now."""
        with speaking(language or spoken()):
            return _rendered(self.template, self.parts)

    def __str__(self) -> str:
        return self.text()

    def __format__(self, spec: str) -> str:
        return format(self.text(), spec)

    def __mod__(self, values: Any) -> str:
        return str(self.text() % values)

    def __reduce__(self) -> tuple[Any, ...]:
        return Said, (self.template, dict(self.parts))


class _Both(Said):
    """What holds its own two languages, such as the label of a reference system."""

    def __new__(cls, zh: str, en: str) -> _Both:
        said = str.__new__(cls, zh if spoken() == "zh" else en)
        said.template, said.parts = en, {"zh": zh}
        return said

    def text(self, language: Language | None = None) -> str:
        return str(self.parts["zh"]) if (language or spoken()) == "zh" else self.template

    def __reduce__(self) -> tuple[Any, ...]:
        return _Both, (self.parts["zh"], self.template)


def say(template: str, /, **parts: Any) -> str:
    """Return a message, a `Said`.

    Parameters
    ----------
    template
        A literal, for the catalogue is made of what stands in the code.
    **parts
        What is put into it, by name; messages among them are said in the same language.

    Examples
    --------
    >>> from zzmap.messages import say, speaking
    >>> print(say("there is no layer “{layer}”", layer="zone"))
    there is no layer “zone”
    >>> with speaking("zh"):
    ...     print(say("there is no layer “{layer}”", layer="zone"))
    没有图层“zone”
    """
    return Said(template, {name: _kept(part) for name, part in parts.items()})


def both(zh: str, en: str) -> str:
    """Return what is known in both languages, to be a part of a message.

    Examples
    --------
    >>> from zzmap.messages import both
    >>> both("高新区", "High-tech Zone").text("zh")
    '高新区'
    """
    return _Both(zh, en)


def spoken() -> Language:
    """Return the language messages are said in here."""
    return _LANGUAGE.get()


def speak(language: Language) -> None:
    """Say messages in a language from here on."""
    _LANGUAGE.set(language)


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Say messages in a language within a ``with`` block.

    Examples
    --------
    >>> from zzmap.messages import speaking, spoken
    >>> with speaking("zh"):
    ...     spoken()
    'zh'
    """
    token = _LANGUAGE.set(language)
    try:
        yield
    finally:
        _LANGUAGE.reset(token)


def _kept(part: Any) -> Any:
    """Keep of an exception what it says: it would keep the frames it went through alive."""
    if isinstance(part, BaseException):
        first = part.args[0] if len(part.args) == 1 else None
        return first if isinstance(first, Said) else str(part)
    return part


def _rendered(template: str, parts: Mapping[str, Any]) -> str:
    text = _translated(template)
    if not parts:
        return text
    reason = parts.get(_REASON)
    if type(reason) is str and reason:
        parts = {**parts, _REASON: _translated(reason)}
    return text.format_map(parts)


def _translated(template: str) -> str:
    folder = _CATALOGUES.get(spoken())
    return _catalogue(folder).gettext(template) if folder else template


@cache
def _catalogue(folder: str) -> gettext.NullTranslations:
    path = Path(__file__).parent / "locale" / folder / "LC_MESSAGES" / "zzmap.mo"
    with path.open("rb") as file:
        return gettext.GNUTranslations(file)
