"""The window: everything that needs a screen."""

import os

# PySide6 makes a type when it is first asked for. Icons and charts are imported on threads of their own, and two
# threads that make types at once end the program in a crash. To make all of them at the first import takes no longer.
os.environ.setdefault("PYSIDE6_OPTION_LAZY", "0")
