"""Where the bundle starts: worker processes of a frozen program come in here too and are sent on their way."""

from __future__ import annotations

import multiprocessing
import sys

if __name__ == "__main__":
    multiprocessing.freeze_support()

    from gui.main import main

    sys.exit(main())
