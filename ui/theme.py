"""The look of the program: colours and sizes by role, read from NL Design System `basis.*` tokens. Draws nothing itself."""

import enum
import json
from dataclasses import dataclass, field, replace
from string import Template
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from app import paths
from app.errors import ProgramFault
from ui.token_names import COLOUR, KIND_TOKENS, ROLE_TOKENS, SIZE_TOKENS

LIGHT: Final = "licht"
DARK: Final = "donker"
HIGH_CONTRAST: Final = "hoog-contrast"
FOLLOW_SYSTEM: Final = "systeem"
NAMES: Final = (LIGHT, DARK, HIGH_CONTRAST)
STYLE_SHEET: Final = "keukentafel.qss"


class Kind(enum.StrEnum):
    """What a pill, avatar or bar is about; each has its own colours, and always a word or shape beside them."""

    NEUTRAL = "neutral"
    OK = "ok"
    WARN = "warn"
    PROBLEM = "problem"
    INFO = "info"
    FAMILY = "family"
    NETWORK = "network"
    PROFESSIONAL = "professional"


@dataclass(frozen=True)
class Tone:
    """The colours of one kind: behind, on top, a clear edge, and an edge that may vanish in the ground."""

    ground: str
    ink: str
    edge: str
    rim: str


@dataclass(frozen=True)
class Theme:
    """Colours (`#rrggbb`) and sizes (px) by role; `text_percent` enlarges every text."""

    name: str
    page: str
    surface: str
    soft: str
    hover: str
    pressed: str
    line: str
    edge: str
    edge_strong: str
    text: str
    text_soft: str
    text_muted: str
    action: str
    action_soft: str
    action_edge: str
    primary: str
    primary_hover: str
    primary_pressed: str
    primary_text: str
    selected: str
    selected_edge: str
    selected_text: str
    highlight: str
    highlight_text: str
    highlight_edge: str
    disabled: str
    disabled_text: str
    disabled_edge: str
    focus: str
    field_ground: str
    field_edge: str
    field_text: str
    placeholder: str
    family: str
    tones: dict[Kind, Tone] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    text_percent: int = 100

    def tone(self, kind: Kind) -> Tone:
        """Return the colours of a kind."""
        return self.tones[kind]

    def text_px(self, size: str) -> int:
        """Return the height of a text in px: small, body, heading, large or title."""
        return round(self.sizes[size] * self.text_percent / 100)

    def font(self, size: str, weight: QFont.Weight = QFont.Weight.Normal, italic: bool = False) -> QFont:
        """Return the font of the house at a size."""
        font = QFont()
        font.setFamilies([name.strip() for name in self.family.split(",")])
        font.setPixelSize(self.text_px(size))
        font.setWeight(weight)
        font.setItalic(italic)
        return font


def load(name: str) -> Theme:
    """Read a theme from `resources/themes`; raises ProgramFault when a token it needs is not there."""
    path = paths.resources() / "themes" / f"{name}.json"
    tokens: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    try:
        roles = {role: tokens[token] for role, token in ROLE_TOKENS.items()}
        tones = {Kind(kind): read_tone(tokens, token) for kind, token in KIND_TOKENS.items()}
        sizes = {size: int(tokens[token].removesuffix("px")) for size, token in SIZE_TOKENS.items()}
    except KeyError as missing:
        raise ProgramFault(f"theme {name} lacks {missing.args[0]}") from missing
    return Theme(name=name, tones=tones, sizes=sizes, text_percent=100, **roles)


def read_tone(tokens: dict[str, str], token: str) -> Tone:
    """Return the four colours of one kind."""
    base = f"{COLOUR}{token}."
    return Tone(
        tokens[base + "bg-default"], tokens[base + "color-default"], tokens[base + "border-default"], tokens[base + "border-subtle"]
    )


class Look(QObject):
    """The theme in use, as a child of the application; `changed` comes after the switch."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.setObjectName("look")
        self.theme = load(LIGHT)
        self.choice = LIGHT
        hints = app.styleHints()
        self._accessibility = hints.accessibility()  # kept: Qt's object goes when nobody holds it
        hints.colorSchemeChanged.connect(self.system_changed)
        self._accessibility.contrastPreferenceChanged.connect(self.system_changed)

    def system_changed(self) -> None:
        """Take over the system's new preference, when that was asked for."""
        app = QApplication.instance()
        if self.choice == FOLLOW_SYSTEM and isinstance(app, QApplication):
            apply(app, load(system_theme(app)), self.theme.text_percent)


def look(app: QApplication) -> Look:
    """Return the look of this application; the first call makes it."""
    return app.findChild(Look, "look") or Look(app)


def current() -> Theme:
    """Return the theme in use."""
    app = QApplication.instance()
    return look(app).theme if isinstance(app, QApplication) else load(LIGHT)


def choose(app: QApplication, choice: str, text_percent: int = 100) -> None:
    """Put on the theme a person chose: a name of `NAMES` or FOLLOW_SYSTEM; texts at 100 to 200 percent."""
    look(app).choice = choice
    apply(app, load(system_theme(app) if choice == FOLLOW_SYSTEM else choice), text_percent)


def system_theme(app: QApplication) -> str:
    """Return the name of the theme that fits what the system is set to."""
    hints = app.styleHints()
    accessibility = hints.accessibility()
    if accessibility.contrastPreference() == Qt.ContrastPreference.HighContrast:
        return HIGH_CONTRAST
    return DARK if hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT


def apply(app: QApplication, theme: Theme, text_percent: int = 100) -> None:
    """Dress the whole running program in a theme, at once; what it wears already is not put on again."""
    theme = replace(theme, text_percent=text_percent)
    dressed = bool(app.styleSheet())
    if dressed and look(app).theme == theme:
        return
    look(app).theme = theme
    if not dressed:
        app.setStyle("Fusion")
    load_fonts()
    app.setPalette(palette(theme))
    app.setFont(theme.font("body"))
    app.setStyleSheet(style_sheet(theme))
    look(app).changed.emit()


def load_fonts() -> None:
    """Make the fonts of the house known to Qt; a second call does nothing."""
    if "Atkinson Hyperlegible Next" in QFontDatabase.families():
        return
    for path in sorted((paths.resources() / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(path))


def palette(theme: Theme) -> QPalette:
    """Return the colours for the parts that Qt draws by itself, such as menus and the marked text."""
    role = QPalette.ColorRole
    colours = {
        role.Window: theme.page,
        role.WindowText: theme.text,
        role.Base: theme.field_ground,
        role.AlternateBase: theme.soft,
        role.Text: theme.field_text,
        role.PlaceholderText: theme.placeholder,
        role.Button: theme.surface,
        role.ButtonText: theme.text,
        role.Highlight: theme.primary,
        role.HighlightedText: theme.primary_text,
        role.ToolTipBase: theme.surface,
        role.ToolTipText: theme.text,
        role.Link: theme.action,
        role.Accent: theme.primary,
    }
    result = QPalette()
    for colour_role, colour in colours.items():
        result.setColor(colour_role, QColor(colour))
    for colour_role in (role.Text, role.WindowText, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, colour_role, QColor(theme.disabled_text))
    return result


def style_sheet(theme: Theme) -> str:
    """Return the one style sheet of the program for a theme."""
    values: dict[str, object] = {role: getattr(theme, role) for role in ROLE_TOKENS}
    values |= {size: theme.text_px(size) for size in ("small", "body", "heading", "large", "title")}
    values |= {size: theme.sizes[size] for size in ("radius", "radius_small", "border", "target")}
    values["family"] = ", ".join(f'"{name.strip()}"' for name in theme.family.split(","))
    for kind, tone in theme.tones.items():
        values |= {f"{kind}_ground": tone.ground, f"{kind}_ink": tone.ink, f"{kind}_edge": tone.edge, f"{kind}_rim": tone.rim}
    template = (paths.resources() / "themes" / STYLE_SHEET).read_text(encoding="utf-8")
    return Template(template).substitute(values)
