"""The command line: a thin shell over the library."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from zzmap.cli.parser import build_parser
from zzmap.errors import ZzmapError

FAILED = 1
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit status."""
    # No command does linear algebra. The threads OpenBLAS would start when numpy loads it are
    # a fifth of what ``zzmap zone`` takes.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    options = build_parser().parse_args(arguments)
    try:
        status: int = options.run(options)
    except ZzmapError as error:
        print(f"zzmap: {error}", file=sys.stderr)
        return FAILED
    except BrokenPipeError:
        # The reader (head, less) has had enough; that is no failure of ours.
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        return INTERRUPTED
    return status
