"""Run the command line with ``python -m zzmap``."""

import sys

from zzmap.cli import main

if __name__ == "__main__":
    sys.exit(main())
