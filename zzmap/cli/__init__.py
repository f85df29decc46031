"""The command line: a thin shell over the library."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from zzmap.cli.output import drop_output, say_all
from zzmap.cli.parser import build_parser
from zzmap.errors import ZzmapError

FAILED = 1
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit status."""
    # No command does linear algebra. The threads OpenBLAS would start when numpy loads it are
    # a fifth of what ``zzmap zone`` takes.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    say_all()
    options = build_parser().parse_args(arguments)
    try:
        status: int = options.run(options)
        if sys.stdout is not None:
            sys.stdout.flush()
    except ZzmapError as error:
        print(f"zzmap: {error}", file=sys.stderr)
        return FAILED
    except BrokenPipeError:
        # The reader (head, less) has had enough; that is no failure of ours.
        sys.stderr.close()
        return 0
    except OSError as error:
        # What the use cases meet is told by them; what is left is where the answer goes to.
        print(f"zzmap: the answer cannot be written ({error.strerror or error})", file=sys.stderr)
        drop_output()
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    return status
