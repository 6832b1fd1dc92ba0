"""The themes: complete, readable, and put on and changed while the program runs."""

import json
import subprocess
import sys

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QRawFont
from PySide6.QtWidgets import QApplication

from app import paths
from app.errors import ProgramFault
from ui import icons, theme, token_names
from ui.theme import Kind, Theme
from ui.widgets.labels import TextLabel

HEAVY = ("sqlalchemy", "reportlab", "pikepdf", "httpx", "holidays", "phonenumbers", "fastapi", "pydantic", "alembic", "babel")


def linear(part: float) -> float:
    """Return a colour part as an amount of light."""
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def light(colour: str) -> float:
    """Return the relative luminance of WCAG 2."""
    red, green, blue = (linear(part) for part in (QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Return the contrast of WCAG 2 between two colours."""
    darker, lighter = sorted((light(first), light(second)))
    return (lighter + 0.05) / (darker + 0.05)


def text_pairs(look: Theme) -> list[tuple[str, str]]:
    """Return every text colour with every ground it stands on."""
    grounds = (look.surface, look.page)
    pairs = [(ink, ground) for ink in (look.text, look.text_soft, look.text_muted, look.action) for ground in grounds]
    pairs += [(look.text, look.hover), (look.text, look.pressed), (look.text_soft, look.soft), (look.action, look.action_soft)]
    pairs += [(look.primary_text, ground) for ground in (look.primary, look.primary_hover, look.primary_pressed)]
    pairs += [(look.selected_text, look.selected), (look.text_muted, look.selected), (look.highlight_text, look.highlight)]
    pairs += [(look.field_text, look.field_ground), (look.placeholder, look.field_ground)]
    pairs += [(tone.ink, tone.ground) for tone in look.tones.values()]
    pairs += [(look.text, look.tone(Kind.WARN).ground), (look.text, look.tone(Kind.FAMILY).ground)]
    pairs += [(look.text_muted, look.tone(Kind.FAMILY).ground), (look.action, look.tone(Kind.WARN).ground)]
    return [*pairs, (look.tone(Kind.PROBLEM).ink, look.surface), (look.tone(Kind.OK).ink, look.surface)]


def edge_pairs(look: Theme) -> list[tuple[str, str]]:
    """Return every edge that says where a control is, with what lies beside it."""
    pairs = [(look.field_edge, look.field_ground), (look.edge, look.surface), (look.edge, look.page), (look.edge_strong, look.surface)]
    pairs += [(look.focus, look.surface), (look.focus, look.page), (look.primary, look.surface), (look.action_edge, look.surface)]
    pairs += [(look.tone(kind).edge, look.surface) for kind in (Kind.FAMILY, Kind.NETWORK, Kind.PROFESSIONAL, Kind.PROBLEM, Kind.WARN)]
    return [*pairs, (look.action_edge, look.pressed), (look.focus, look.field_ground)]


@pytest.mark.parametrize("name", theme.NAMES)
def test_every_text_can_be_read_on_what_is_behind_it(name: str) -> None:
    look = theme.load(name)
    too_weak = {pair: round(contrast(*pair), 2) for pair in text_pairs(look) if contrast(*pair) < 4.5}
    assert not too_weak


@pytest.mark.parametrize("name", theme.NAMES)
def test_every_edge_of_a_control_can_be_seen(name: str) -> None:
    look = theme.load(name)
    too_weak = {pair: round(contrast(*pair), 2) for pair in edge_pairs(look) if contrast(*pair) < 3}
    assert not too_weak


def test_high_contrast_keeps_seven_for_all_text() -> None:
    look = theme.load(theme.HIGH_CONTRAST)
    assert min(contrast(*pair) for pair in text_pairs(look)) >= 7


def test_all_themes_hold_the_same_tokens_under_their_public_names() -> None:
    tokens = [set(json.loads((paths.resources() / "themes" / f"{name}.json").read_text())) for name in theme.NAMES]
    assert tokens[0] == tokens[1] == tokens[2]
    assert all(token.startswith("basis.") for token in tokens[0])


def test_a_theme_without_a_token_is_refused_by_the_name_of_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(token_names.ROLE_TOKENS, "page", "basis.color.default.bg-nowhere")
    with pytest.raises(ProgramFault, match="bg-nowhere"):
        theme.load(theme.LIGHT)


def test_a_switch_of_theme_reaches_what_is_already_on_the_screen(qapp: QApplication) -> None:
    theme.choose(qapp, theme.LIGHT)
    label = TextLabel("Plan", "heading")
    label.ensurePolished()
    before = label.palette().windowText().color()
    theme.choose(qapp, theme.DARK)
    label.ensurePolished()
    after = label.palette().windowText().color()
    theme.choose(qapp, theme.LIGHT)
    assert (before.name(), after.name()) == (theme.load(theme.LIGHT).text, theme.load(theme.DARK).text)


def test_larger_text_enlarges_every_label(qapp: QApplication) -> None:
    label = TextLabel("Plan", "heading")
    theme.choose(qapp, theme.LIGHT, 150)
    label.ensurePolished()
    large = QFontMetrics(label.font()).height()
    theme.choose(qapp, theme.LIGHT, 100)
    label.ensurePolished()
    assert large >= 1.4 * QFontMetrics(label.font()).height()


def test_following_the_system_takes_over_its_change(qapp: QApplication) -> None:
    theme.choose(qapp, theme.FOLLOW_SYSTEM, 125)
    assert theme.current().name == theme.system_theme(qapp)
    theme.apply(qapp, theme.load(theme.HIGH_CONTRAST), 125)
    theme.look(qapp).system_changed()
    assert (theme.current().name, theme.current().text_percent) == (theme.system_theme(qapp), 125)
    theme.choose(qapp, theme.LIGHT)


def test_a_chosen_theme_stays_when_the_system_changes(qapp: QApplication) -> None:
    theme.choose(qapp, theme.DARK)
    theme.look(qapp).system_changed()
    assert theme.current().name == theme.DARK
    theme.choose(qapp, theme.LIGHT)


@pytest.mark.parametrize("name", ["Małgorzata", "Şahin-Yıldız", "Nguyễn Thị Hằng", "Fryslân Ûs Hûs"])
def test_a_font_of_the_house_has_every_letter_of_a_name(qapp: QApplication, name: str) -> None:
    files = sorted((paths.resources() / "fonts").glob("*Regular.ttf"))
    assert len(files) == 2
    fonts = [QRawFont(str(path), 15) for path in files]
    assert not [letter for letter in name if not any(font.supportsCharacter(ord(letter)) for font in fonts)]


def test_an_icon_takes_the_colour_asked_for(qapp: QApplication) -> None:
    image = QImage(48, 48, QImage.Format.Format_ARGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    icons.draw_icon(painter, "x", "#ff0000", QRectF(0, 0, 48, 48))
    painter.end()
    assert image.pixelColor(24, 24).name() == "#ff0000"


def test_an_icon_is_drawn_in_the_pixels_of_a_dense_screen(qapp: QApplication) -> None:
    drawn = icons.pixmap("check", "#000000", 20, 1.5)
    assert (drawn.width(), drawn.devicePixelRatio(), drawn.deviceIndependentSize().width()) == (30, 1.5, 20)


def test_an_icon_for_a_menu_is_sharp_on_every_screen(qapp: QApplication) -> None:
    made = icons.icon("check", "#000000", 20)
    assert {size.width() for size in made.availableSizes()} >= {20}


def test_an_icon_that_is_not_there_is_a_fault(qapp: QApplication) -> None:
    with pytest.raises(ProgramFault, match="no icon nothing"):
        icons.pixmap("nothing", "#000000", 20)


def test_the_first_windows_start_without_heavy_modules() -> None:
    code = f"import sys, ui.windows.unlock, ui.windows.first_start; print([m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=paths.resources().parent)
    assert done.stdout.strip() == "[]"
