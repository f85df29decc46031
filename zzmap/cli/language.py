"""The language of the command line: ``--lang``, ``ZZMAP_LANG``, the locale, else English."""

from __future__ import annotations

import argparse
import locale
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from zzmap.errors import FormatError
from zzmap.messages import LANGUAGES, Language, Said, say, speaking, spoken

OPTION, VARIABLE = "--lang", "ZZMAP_LANG"

_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
"""What POSIX asks for the language of messages, the first that says something."""


def taken(arguments: Sequence[str]) -> tuple[str | None, list[str]]:
    """Take ``--lang`` out of a command line, wherever it stands.

    It has to be known before there is a parser, whose help is in the language, too.

    Examples
    --------
    >>> taken(["query", "芯片", "--lang", "en"])
    ('en', ['query', '芯片'])
    >>> taken(["--lang=zh", "check"])
    ('zh', ['check'])
    """
    found, left = None, []
    words = iter(arguments)
    for word in words:
        if word == "--":
            left += [word, *words]
        elif word == OPTION:
            found = next(words, "")
        elif word.startswith(f"{OPTION}="):
            found = word.partition("=")[2]
        else:
            left.append(word)
    return found, left


def language_of(asked: str | None, environ: Mapping[str, str]) -> Language:
    """Return the language to speak.

    Raises
    ------
    FormatError
        If ``--lang`` or ``ZZMAP_LANG`` names one that zzmap does not speak.

    Examples
    --------
    >>> language_of(None, {"LANG": "zh_CN.UTF-8"}), language_of("en", {"LANG": "zh_CN.UTF-8"})
    ('zh', 'en')
    """
    for name, value in ((OPTION, asked), (VARIABLE, environ.get(VARIABLE) or None)):
        if value is not None:
            told = _language(value)
            if told is None:
                raise FormatError(
                    say("{name} {value} is no language that zzmap speaks", name=name, value=value),
                    hint=say("Use {languages}.", languages=", ".join(LANGUAGES)),
                )
            return told
    for name in _LOCALE:
        if environ.get(name):
            return _language(environ[name]) or "en"
    return _language(_interface()) or "en"


def _language(name: str) -> Language | None:
    """Return the language of a locale's name, such as ``zh_CN.GBK`` or ``zh-Hans``."""
    root = name.replace("-", "_").partition("_")[0].partition(".")[0].lower()
    return next((row for row in LANGUAGES if row == root), None)


def _interface() -> str:
    """Return the locale Windows shows its own windows in; elsewhere ''."""
    if sys.platform != "win32":
        return ""
    import ctypes

    return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")


@contextmanager
def command_line_in(language: Language) -> Iterator[None]:
    """Say all messages in a language, the words of argparse included.

    argparse has them from `gettext`, whose language cannot be set but by the environment, which
    other programs inherit; so they are handed to it here.
    """
    module: Any = argparse
    before = module._, module.ngettext
    module._, module.ngettext = _own, _counted
    try:
        with speaking(language):
            yield
    finally:
        module._, module.ngettext = before


def _own(text: str) -> str:
    return _words().get(text, text) if spoken() == "zh" else text


def _counted(one: str, many: str, count: Any) -> str:
    # Chinese has no plural; argparse hands over a count that may be no number.
    return _own(many) if spoken() == "zh" or count != 1 else one


def _words() -> dict[str, str]:
    """Return what argparse of the Pythons zzmap runs on says to who types a command."""
    told = (
        say("usage: "),
        say("positional arguments"),
        say("options"),
        say("show this help message and exit"),
        say("show program's version number and exit"),
        say("%(prog)s: error: %(message)s\n"),
        say("argument %(argument_name)s: %(message)s"),
        say("the following arguments are required: %s"),
        say("one of the arguments %s is required"),
        say("not allowed with argument %s"),
        say("unrecognized arguments: %s"),
        say("ambiguous option: %(option)s could match %(matches)s"),
        say("expected one argument"),
        say("expected at most one argument"),
        say("expected at least one argument"),
        say("expected %s argument"),
        say("expected %s arguments"),
        say("ignored explicit argument %r"),
        say("invalid %(type)s value: %(value)r"),
        say("invalid choice: %(value)r (choose from %(choices)s)"),
        say("unknown parser %(parser_name)r (choices: %(choices)s)"),
    )
    return {row.template: str(row) for row in told if isinstance(row, Said)}
