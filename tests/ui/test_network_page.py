"""The circles in a real window: by keys, mouse and finger, with a list that says the same, and one undo for one move."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QPointingDevice, QScrollPrepareEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.actions.helping import NewHelp, add_help
from app.actions.network import NewContact, add_contact, move_contact
from app.domain.ids import mentor_of
from app.domain.records.mentor import Mentor, MentorStatus
from app.domain.records.network import CirclePlace, Ring, Sector
from app.domain.rules.circles import place_in_words
from tests.ui.table import Seat, sit_down, two_seats
from tests.world import World
from ui.pages.network_page import NetworkPage
from ui.widgets.circle_node import CircleNode

RELATIVES = CirclePlace(ring=Ring.CLOSE, sector=Sector.RELATIVES)
SCHOOL = CirclePlace(ring=Ring.ACQUAINTANCE, sector=Sector.SCHOOL_WORK)


def network(seat: Seat) -> NetworkPage:
    """Return the tab with the circles, opened."""
    seat.open_tab("network")
    page = seat.window.family.pages["network"]
    assert isinstance(page, NetworkPage)
    seat.wait_until(page.drawing.is_settled)
    return page


def put(seat: Seat, name: str = "Kim", place: CirclePlace = RELATIVES) -> bytes:
    """Put somebody in the circles and let the window see it."""
    row = add_contact(seat.device.workspace, seat.family, NewContact(name, "vriendin", place))
    refresh(seat)
    return row


def refresh(seat: Seat) -> None:
    """Let the window see what was written beside it."""
    seat.window.desk.families_touched.emit({seat.family})
    seat.settle()
    seat.settle()


def place_of(seat: Seat, row: bytes) -> CirclePlace:
    """Return where somebody stands as the store has it."""
    return next(one.place for one in seat.page().contacts if one.id == row)


def focused(seat: Seat, row: bytes) -> CircleNode:
    """Return somebody in the circles, with the keyboard on them."""
    node = network(seat).drawing.nodes[row]
    node.setFocus(Qt.FocusReason.TabFocusReason)
    seat.wait_until(node.hasFocus)
    return node


def is_in_hand(page: NetworkPage) -> bool:
    """Tell whether somebody is being dragged."""
    return page.drawing.in_hand is not None


def middle_of(page: NetworkPage, place: CirclePlace) -> QPoint:
    """Return a point in the middle of a field, in the drawing."""
    drawing = page.drawing.drawing
    assert drawing is not None
    wedge = drawing.ground.wedge(place)
    return QPointF(*drawing.ground.disc.at((wedge.near + wedge.far) / 2, (wedge.start + wedge.end) / 2)).toPoint()


def test_somebody_is_added_with_one_click_and_a_name(seat: Seat) -> None:
    page = network(seat)
    page.more.click()
    seat.settle()
    seat.wait_until(lambda: page.people.rows and any(row.form is not None for row in page.people.rows.values()))
    [contact] = seat.page().contacts
    fields = page.people.rows[contact.id].fields
    assert fields is not None
    seat.wait_until(fields.bound["name"].has_focus)
    seat.type_in(fields.bound["name"], "Oma Riet")
    seat.leave()
    seat.settle()
    assert seat.page().contacts[0].name == "Oma Riet"
    seat.wait_until(page.drawing.is_settled)
    assert page.drawing.nodes[contact.id].accessibleName().startswith("Oma Riet. Dichtbij, familie.")
    assert page.empty.isHidden()


def test_the_arrow_keys_move_somebody_one_field_and_the_keyboard_stays(seat: Seat) -> None:
    row = put(seat)
    node = focused(seat, row)
    for key, place in (
        (Qt.Key.Key_Right, CirclePlace(ring=Ring.CLOSE, sector=Sector.FRIENDS)),
        (Qt.Key.Key_Up, CirclePlace(ring=Ring.VERY_CLOSE, sector=Sector.FRIENDS)),
        (Qt.Key.Key_Left, CirclePlace(ring=Ring.VERY_CLOSE, sector=Sector.RELATIVES)),
        (Qt.Key.Key_Down, CirclePlace(ring=Ring.CLOSE, sector=Sector.RELATIVES)),
    ):
        QTest.keyClick(node, key)
        seat.settle()
        assert place_of(seat, row) == place
        assert place_in_words(place) in node.accessibleName()
        assert node.hasFocus()


def test_keys_pressed_one_after_the_other_add_up_and_each_is_one_undo(seat: Seat) -> None:
    row = put(seat)
    node = focused(seat, row)
    QTest.keyClick(node, Qt.Key.Key_Right)
    QTest.keyClick(node, Qt.Key.Key_Right)
    seat.settle()
    assert place_of(seat, row).sector is Sector.NEIGHBOURS
    for sector in (Sector.FRIENDS, Sector.RELATIVES):
        seat.window.family.undo()
        seat.settle()
        assert place_of(seat, row).sector is sector
    assert place_in_words(RELATIVES) in node.accessibleName()


def test_a_drag_with_the_mouse_shows_the_field_and_puts_somebody_there(seat: Seat) -> None:
    row = put(seat)
    page = network(seat)
    node = page.drawing.nodes[row]
    start = node.circle.center().toPoint()
    goal = node.mapFromParent(middle_of(page, SCHOOL))
    QTest.mousePress(node, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(node, (start + goal) / 2)
    QTest.mouseMove(node, goal)
    assert is_in_hand(page)
    page.drawing.grab()
    assert place_of(seat, row) == RELATIVES
    QTest.mouseRelease(node, Qt.MouseButton.LeftButton, pos=goal)
    seat.settle()
    assert not is_in_hand(page)
    assert place_of(seat, row) == SCHOOL
    seat.window.family.undo()
    seat.settle()
    assert place_of(seat, row) == RELATIVES


def test_a_finger_moves_somebody_and_does_not_scroll_the_page(seat: Seat) -> None:
    row = put(seat, place=SCHOOL)
    page = network(seat)
    node = page.drawing.nodes[row]
    device: QPointingDevice = QTest.createTouchDevice()
    window = seat.window.windowHandle()
    start = node.mapTo(seat.window, node.circle.center().toPoint())
    goal = page.drawing.mapTo(seat.window, middle_of(page, RELATIVES))
    QTest.touchEvent(window, device).press(0, start).commit()
    for part in (0.3, 0.6, 1.0):
        QTest.touchEvent(window, device).move(0, start + (goal - start) * part).commit()
    assert is_in_hand(page)
    QTest.touchEvent(window, device).release(0, goal).commit()
    seat.settle()
    assert place_of(seat, row) == RELATIVES
    assert page.verticalScrollBar().value() == 0
    for point, scrolls in ((node.circle.center(), False), (QPointF(-20, -20), True)):
        asked = QScrollPrepareEvent(QPointF(node.mapTo(page.viewport(), point.toPoint())))
        asked.setAccepted(False)
        QApplication.sendEvent(page.viewport(), asked)
        assert asked.isAccepted() is scrolls


def test_escape_puts_who_is_in_hand_back(seat: Seat) -> None:
    row = put(seat)
    page = network(seat)
    node = focused(seat, row)
    start = node.circle.center().toPoint()
    goal = node.mapFromParent(middle_of(page, SCHOOL))
    QTest.mousePress(node, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(node, goal)
    QTest.keyClick(node, Qt.Key.Key_Escape)
    QTest.mouseRelease(node, Qt.MouseButton.LeftButton, pos=goal)
    seat.settle()
    assert not is_in_hand(page)
    assert place_of(seat, row) == RELATIVES


def test_the_list_says_the_same_as_the_drawing_to_a_screen_reader(seat: Seat) -> None:
    for name, place in (("Coach Ali", SCHOOL), ("محمد", RELATIVES), ("Kim", RELATIVES)):
        put(seat, name, place)
        seat.device.clock.advance(1)
    add_help(seat.device.workspace, seat.family, NewHelp("Thijs Brouwer"))
    refresh(seat)
    page = network(seat)
    drawn = {row: node.accessibleName() for row, node in page.drawing.nodes.items()}
    assert drawn == {row: one.accessibleName() for row, one in page.people.rows.items()}
    assert len(drawn) == 5
    assert all(name in page.drawing.accessibleDescription() for name in drawn.values())
    seen = QAccessible.queryAccessibleInterface(page.drawing.nodes[next(iter(drawn))])
    assert seen.role() is QAccessible.Role.Button
    names = [page.people.rows[row].name.text() for row in page.people.rows]
    assert names.index("Kim") < names.index("Coach Ali") < names.index("Thijs Brouwer")


def test_enter_opens_the_card_of_somebody_and_its_ring_is_a_choice(seat: Seat) -> None:
    row = put(seat)
    page = network(seat)
    QTest.keyClick(focused(seat, row), Qt.Key.Key_Return)
    fields = page.people.rows[row].fields
    assert fields is not None
    seat.wait_until(fields.bound["name"].has_focus)
    fields.bound["place"].inputs[0].set_value(Ring.VERY_CLOSE)
    fields.bound["place"].note_typed()
    page.commit()
    seat.settle()
    assert place_of(seat, row) == CirclePlace(ring=Ring.VERY_CLOSE, sector=Sector.RELATIVES)


def test_who_helps_by_profession_can_be_read_but_not_moved(seat: Seat) -> None:
    page = network(seat)
    regisseur = page.drawing.nodes[seat.family]
    regisseur.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(regisseur, Qt.Key.Key_Up)
    QTest.keyClick(regisseur, Qt.Key.Key_Return)
    seat.settle()
    assert "Hulpverleners" in regisseur.accessibleName()
    assert page.people.rows[seat.family].pencil.isHidden()
    assert not page.empty.isHidden()


def test_tab_goes_from_one_to_the_next_from_near_to_far(seat: Seat) -> None:
    near, far = put(seat, "Kim", CirclePlace(ring=Ring.VERY_CLOSE)), put(seat, "Coach Ali", SCHOOL)
    QTest.keyClick(focused(seat, near), Qt.Key.Key_Tab)
    assert network(seat).drawing.nodes[far].hasFocus()


def test_who_is_taken_out_is_put_back_by_the_bar(seat: Seat) -> None:
    row = put(seat)
    page = network(seat)
    page.people.rows[row].throw_away()
    seat.settle()
    seat.wait_until(lambda: row not in page.drawing.nodes)
    assert seat.page().contacts == ()
    seat.window.family.undo_bar.undone.emit()
    seat.settle()
    seat.wait_until(lambda: row in page.drawing.nodes)


def test_opening_the_tab_with_a_mentor_opens_no_other_window(seat: Seat) -> None:
    row = put(seat)
    youth, contact = seat.page().persons[0].id, seat.page().contacts[0].id
    seat.device.create(seat.family, Mentor(id=mentor_of(youth, row), youth=youth, contact=contact))
    refresh(seat)
    assert focused(seat, row).hasFocus()
    assert [window for window in QApplication.topLevelWidgets() if window.isVisible()] == [seat.window]


def test_a_mentor_is_marked_and_is_not_taken_out_without_a_word(seat: Seat) -> None:
    row = put(seat)
    youth = seat.page().persons[0].id
    contact = seat.page().contacts[0].id
    mentor = Mentor(id=mentor_of(youth, row), youth=youth, contact=contact, status=MentorStatus.ACTIVE)
    seat.device.create(seat.family, mentor)
    refresh(seat)
    page = network(seat)
    assert "JIM van Fatma" in page.drawing.nodes[row].accessibleName()
    said: list[str] = []
    seat.window.desk.said.connect(lambda text, _: said.append(text))
    page.people.rows[row].throw_away()
    seat.settle()
    assert said == ["Kim is mentor van Fatma. Stop eerst met de mentor. Daarna kunt u deze persoon uit de kringen halen."]


@pytest.mark.parametrize(("width", "under"), [(1366, False), (1000, True)])
def test_in_a_narrow_window_the_list_stands_under_the_circles(seat: Seat, width: int, under: bool) -> None:
    put(seat)
    page = network(seat)
    seat.window.resize(width, 768)
    seat.wait_until(lambda: page.wide is not under)
    QApplication.sendPostedEvents()
    circles, people = (card.mapTo(page.inner, QPoint()) for card in (page.circles, page.list))
    assert (people.y() > circles.y()) is under
    assert (people.x() > circles.x()) is not under


def test_a_move_on_both_laptops_stands_in_words_with_names_and_a_choice(qtbot: QtBot, town: World) -> None:
    samira, joost, begun = two_seats(town)
    row = add_contact(samira.workspace, begun[0], NewContact("Kim"))
    samira.sync()
    joost.sync()
    seat = sit_down(qtbot, samira, begun)
    QTest.keyClick(focused(seat, row), Qt.Key.Key_Right)
    seat.settle()
    move_contact(joost.workspace, begun[0], row, SCHOOL)
    joost.sync()
    seat.sync()
    seat.settle()
    shown = network(seat).people.rows[row]
    assert shown.fields is not None
    strip = getattr(shown.fields.bound["place"].inputs[0], "strip", None)
    assert strip is not None
    said = {card.version.text: card.version.who for card in strip.cards}
    assert said == {"Dichtbij · Vrienden": "Samira", "Bekenden · School en werk": "Joost"}
    next(card for card in strip.cards if card.version.who == "Samira").button.click()
    seat.settle()
    assert place_of(seat, row) == CirclePlace(ring=Ring.CLOSE, sector=Sector.FRIENDS)
    assert seat.page().conflicts == ()
