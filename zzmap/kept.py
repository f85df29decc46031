"""Records that a store keeps as text: written as JSON, and judged value by value when read back."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from zzmap.messages import say

Record = TypeVar("Record", bound=tuple[Any, ...])
"""A named tuple."""

Fits = Mapping[str, Callable[[Any], bool]]
"""What a value is, by field, where it is no text."""


def kept_text(record: Any) -> str:
    """Return the text of a named tuple that a store keeps."""
    return json.dumps(record._asdict(), ensure_ascii=False)


def read_kept_text(kind: type[Record], text: str, fits: Fits) -> Record:
    """Read what `kept_text` wrote; raises ValueError, KeyError or TypeError on anything else.

    Lists are left as JSON has them.
    """
    values = json.loads(text)
    if not isinstance(values, dict):
        raise TypeError(say("it is no object"))
    names: tuple[str, ...] = kind._fields  # type: ignore[attr-defined]
    record = kind(*[values[name] for name in names])
    for name, value in zip(names, record, strict=True):
        if not (fits[name](value) if name in fits else isinstance(value, str)):
            raise TypeError(say("its {name} is {value}", name=name, value=str(value)[:40]))
    return record


def is_text(value: Any) -> bool:
    """Tell a text."""
    return isinstance(value, str)


def is_number(value: Any) -> bool:
    """Tell a finite number; True is none."""
    return type(value) in (int, float) and abs(value) < math.inf


def are_texts(value: Any) -> bool:
    """Tell a list of texts."""
    return isinstance(value, list) and all(map(is_text, value))
