"""Standard output and error that never fail a command: what was done is done, seen or not."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, TextIO, cast


class Stream:
    """A text stream that keeps what goes wrong with it instead of raising.

    Attributes
    ----------
    replaced
        Whether characters its encoding does not have were written as escapes.
    fault
        What the system said when it could no longer be written to; None as long as it could.
    """

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream
        self.replaced = False
        self.fault: OSError | None = None if stream else OSError(0, "it is closed")

    def __getattr__(self, name: str) -> Any:
        """Return what the stream itself has."""
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        r"""Write text; a character the encoding lacks, as GBK lacks ², is written \u00b2.

        JSON reads that as the letter it is.
        """
        if self._stream is None or self.fault:
            return len(text)
        try:
            try:
                self._stream.write(text)
            except UnicodeEncodeError as error:
                self.replaced = True
                self._stream.write(_escaped(text, error.encoding))
        except (OSError, ValueError) as error:
            self._lose(error)
        return len(text)

    def flush(self) -> None:
        """Write out what is held back."""
        if self._stream is None or self.fault:
            return
        try:
            self._stream.flush()
        except (OSError, ValueError) as error:
            self._lose(error)

    def _lose(self, error: Exception) -> None:
        self.fault = error if isinstance(error, OSError) else OSError(0, "it is closed")
        # What is still held back would be written, and fail, when Python ends.
        if self._stream in (sys.__stdout__, sys.__stderr__) and self._stream is not None:
            with suppress(OSError, ValueError):
                nowhere = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nowhere, self._stream.fileno())
                os.close(nowhere)


def _escaped(text: str, encoding: str) -> str:
    def shown(letter: str) -> str:
        try:
            letter.encode(encoding)
        except UnicodeEncodeError:
            words = letter.encode("utf-16-be", "surrogatepass").hex()
            return "".join(f"\\u{words[at : at + 4]}" for at in range(0, len(words), 4))
        return letter

    return "".join(map(shown, text))


@contextmanager
def guarded_streams() -> Iterator[Stream]:
    """Put a `Stream` in the place of standard output, which it yields, and of standard error."""
    _hold_closed_ones()
    before = sys.stdout, sys.stderr
    out, err = Stream(sys.stdout), Stream(sys.stderr)
    sys.stdout, sys.stderr = cast(TextIO, out), cast(TextIO, err)
    try:
        yield out
    finally:
        out.flush()
        err.flush()
        sys.stdout, sys.stderr = before


def _hold_closed_ones() -> None:
    """Keep a file that is opened later from taking the number of a closed standard stream.

    Whatever a library then prints would be written into that file.
    """
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            with suppress(OSError):
                os.open(os.devnull, os.O_RDWR)
