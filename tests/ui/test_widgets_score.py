"""The scale of a score and its history: by key, by touch, and in words."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui import theme
from ui.widgets.score_drawing import ScoreDrawing
from ui.widgets.score_scale import Scores, ScoreScale
from ui.widgets.spark import Spark


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    theme.choose(qapp, theme.LIGHT)


@pytest.fixture
def scale(qtbot: QtBot) -> ScoreScale:
    made = ScoreScale("Rustig de dag beginnen", Scores(3, 6, 8))
    qtbot.addWidget(made)
    made.resize(640, made.sizeHint().height())
    made.show()
    return made


@pytest.fixture
def chosen(scale: ScoreScale) -> list[int]:
    scores: list[int] = []
    scale.score_chosen.connect(scores.append)
    return scores


@pytest.mark.parametrize(("keys", "score"), [("7", 7), ("10", 10), ("0", 0), ("1", 1), ("19", 9)])
def test_typed_digits_and_enter_give_the_score_once(scale: ScoreScale, chosen: list[int], keys: str, score: int) -> None:
    QTest.keyClicks(scale, keys)
    assert chosen == []
    QTest.keyClick(scale, Qt.Key.Key_Return)
    assert chosen == [score]


def test_arrows_move_and_only_the_last_place_is_told(scale: ScoreScale, chosen: list[int]) -> None:
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Return):
        QTest.keyClick(scale, key)
    assert chosen == [8]


def test_home_and_end_are_the_ends(scale: ScoreScale, chosen: list[int]) -> None:
    for key in (Qt.Key.Key_End, Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Home, Qt.Key.Key_Left, Qt.Key.Key_Enter):
        QTest.keyClick(scale, key)
    assert chosen == [10, 0]


def test_escape_goes_back(scale: ScoreScale, chosen: list[int]) -> None:
    QTest.keyClick(scale, Qt.Key.Key_9)
    QTest.keyClick(scale, Qt.Key.Key_Escape)
    scale.clearFocus()
    assert (chosen, scale.shown()) == ([], 6)


def test_leaving_the_scale_keeps_the_score(scale: ScoreScale, chosen: list[int]) -> None:
    scale.setFocus()
    QTest.keyClick(scale, Qt.Key.Key_9)
    scale.clearFocus()
    assert chosen == [9]


def test_a_short_rest_keeps_the_score(qtbot: QtBot, scale: ScoreScale) -> None:
    with qtbot.waitSignal(scale.score_chosen, timeout=5000) as kept:
        QTest.keyClick(scale, Qt.Key.Key_4)
    assert kept.args == [4]


@pytest.mark.parametrize("score", [0, 5, 10])
def test_a_touch_gives_the_score_under_the_finger(scale: ScoreScale, chosen: list[int], score: int) -> None:
    QTest.mouseClick(scale, Qt.MouseButton.LeftButton, pos=scale.place_of(score).toPoint())
    assert chosen == [score]


def test_a_slide_gives_only_where_it_ends(scale: ScoreScale, chosen: list[int]) -> None:
    QTest.mousePress(scale, Qt.MouseButton.LeftButton, pos=scale.place_of(2).toPoint())
    QTest.mouseMove(scale, scale.place_of(5).toPoint())
    QTest.mouseRelease(scale, Qt.MouseButton.LeftButton, pos=scale.place_of(5).toPoint())
    assert len(chosen) == 1


def test_the_same_score_again_is_not_told(scale: ScoreScale, chosen: list[int]) -> None:
    QTest.keyClicks(scale, "6\r")
    assert chosen == []


def test_scores_from_elsewhere_are_shown_and_not_told(scale: ScoreScale, chosen: list[int]) -> None:
    scale.show_scores(Scores(3, 2, 9))
    assert (scale.shown(), chosen) == (2, [])


def test_a_choice_being_made_is_not_overwritten(scale: ScoreScale, chosen: list[int]) -> None:
    QTest.keyClick(scale, Qt.Key.Key_9)
    scale.show_scores(Scores(3, 2, 9))
    QTest.keyClick(scale, Qt.Key.Key_Return)
    assert chosen == [9]


def test_a_screen_reader_hears_all_three_and_can_set_the_score(qtbot: QtBot, scale: ScoreScale) -> None:
    assert scale.accessibleName() == "Cijfer voor Rustig de dag beginnen: nu 6, begonnen op 3, doel 8. Van 0 tot 10."
    interface = QAccessible.queryAccessibleInterface(scale)
    assert interface.role() is QAccessible.Role.Slider
    with qtbot.waitSignal(scale.score_chosen, timeout=5000) as kept:
        scale.setValue(7)
    assert kept.args == [7]
    assert "nu 7" in scale.accessibleName()


def test_a_score_not_asked_yet_is_said_so(qtbot: QtBot) -> None:
    scale = ScoreScale("Geld")
    qtbot.addWidget(scale)
    assert (
        scale.accessibleName() == "Cijfer voor Geld: nu nog geen cijfer, begonnen op nog geen cijfer, doel nog geen cijfer. Van 0 tot 10."
    )


def test_a_scale_to_look_at_takes_no_score(qtbot: QtBot) -> None:
    scale = ScoreScale("Geld", Scores(3, 6, 8), editable=False)
    qtbot.addWidget(scale)
    scale.show()
    QTest.mouseClick(scale, Qt.MouseButton.LeftButton, pos=QPoint(30, 20))
    QTest.keyClicks(scale, "9\r")
    assert (scale.shown(), scale.focusPolicy()) == (6, Qt.FocusPolicy.NoFocus)


@pytest.mark.parametrize("scores", [(0, 1, 2), (8, 9, 10), (5, 5, 5), (10, 0, 10), (9, 10, 10), (0, 0, 1)])
@pytest.mark.parametrize("percent", [100, 200])
def test_no_caption_covers_another_or_leaves_the_widget(qtbot: QtBot, scores: tuple[int, int, int], percent: int) -> None:
    from PySide6.QtGui import QPainter, QPixmap

    look = theme.load(theme.LIGHT)
    scale = ScoreScale("Geld")
    qtbot.addWidget(scale)
    scale.resize(300, 80)
    canvas = QPixmap(300, 80)
    painter = QPainter(canvas)
    font = look.font("small")
    font.setPixelSize(13 * percent // 100)
    painter.setFont(font)
    drawing = ScoreDrawing(look, scale.size())
    ends = []
    for caption in drawing.spread(painter, drawing.captions(*scores)):
        half = painter.fontMetrics().horizontalAdvance(caption.text) / 2
        ends += [caption.middle - half, caption.middle + half]
    painter.end()
    assert ends == sorted(ends)
    assert ends[0] >= 0
    assert ends[-1] <= 300


def test_the_history_is_also_in_words(qtbot: QtBot) -> None:
    spark = Spark([3, 3, 4, 6])
    qtbot.addWidget(spark)
    assert spark.accessibleName() == "Cijfers van oud naar nieuw: 3, 3, 4, 6"
    spark.show_scores([])
    assert (spark.accessibleName(), spark.points()) == ("Nog geen cijfers", [])
