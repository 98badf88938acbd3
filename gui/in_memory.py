"""What Qt writes, kept in memory first: its own writers say nothing of a disk that is full."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage, QImageWriter

from core.errors import BadInput


def buffer() -> QBuffer:
    """A device to write to; `content` has what was written."""
    made = QBuffer()
    made.open(QIODevice.OpenModeFlag.WriteOnly)
    return made


def content(device: QBuffer) -> bytes:
    """What was written to a buffer."""
    return bytes(device.data().data())


def png(image: QImage) -> bytes:
    """An image as a PNG file. Raises BadInput where it is too large for that."""
    device = buffer()
    if not QImageWriter(device, b"png").write(image):
        raise BadInput("the picture could not be written")
    return content(device)
