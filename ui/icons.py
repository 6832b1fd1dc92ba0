"""Icons from `resources/icons`, in the colour and size asked for and sharp on every screen."""

import functools

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from app import paths
from app.errors import ProgramFault


@functools.cache
def source(name: str) -> str:
    """Return the drawing of an icon as text; raises ProgramFault when there is none of that name."""
    path = paths.resources() / "icons" / f"{name}.svg"
    if not path.is_file():
        raise ProgramFault(f"no icon {name}")
    return path.read_text(encoding="utf-8")


def pixmap(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """Return an icon of `size` logical px for a screen with that device pixel ratio."""
    key = f"icon:{name}:{colour}:{size}:{ratio}"
    found = QPixmap()
    if QPixmapCache.find(key, found):
        return found
    drawing = QByteArray(source(name).replace("currentColor", QColor(colour).name()).encode())
    drawn = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    QSvgRenderer(drawing).render(painter, QRectF(drawn.rect()))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, drawn)
    return drawn


def icon(name: str, colour: str, size: int = 24) -> QIcon:
    """Return an icon for menus and other parts that Qt draws by itself."""
    result = QIcon()
    for ratio in {1.0, *(screen.devicePixelRatio() for screen in QGuiApplication.screens())}:
        result.addPixmap(pixmap(name, colour, size, ratio))
    return result


def draw_icon(painter: QPainter, name: str, colour: str, place: QRectF) -> None:
    """Draw an icon centred in a place, as large as fits, with whole device pixels."""
    size = round(min(place.width(), place.height()))
    drawn = pixmap(name, colour, size, painter.device().devicePixelRatioF())
    painter.drawPixmap(QRectF(place.center().x() - size / 2, place.center().y() - size / 2, size, size).toRect(), drawn)
