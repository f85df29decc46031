"""Google's encoded polyline algorithm format, read as its description says; not our reader."""

from __future__ import annotations

import numpy as np

PRECISION = 100_000


def decode(text: str) -> np.ndarray:
    """Return the points of an encoded line as an (n, 2) array."""
    numbers: list[int] = []
    chunks: list[int] = []
    for char in text:
        value = ord(char) - 63
        chunks.append(value & 0x1F)
        if value < 0x20:
            whole = sum(chunk << (5 * place) for place, chunk in enumerate(chunks))
            numbers.append(-((whole + 1) // 2) if whole % 2 else whole // 2)
            chunks = []
    assert not chunks, "the text ends in the middle of a number"
    return np.cumsum(np.reshape(numbers, (-1, 2)), axis=0) / PRECISION
