"""A server that is not there, or answers nonsense: a calm word in the pill, never a dialog, and the work goes on."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.table import WORDS, Seat
from ui.widgets.sync_pill import SyncState

PAGE = b"<html><h1>Welkom bij uw wifi</h1></html>"


@pytest.fixture
def nonsense() -> Iterator[str]:
    """The address of somebody on this machine who answers every question with a page of a hotel."""
    listening = socket.create_server(("127.0.0.1", 0))
    ended = threading.Event()

    def answer() -> None:
        while not ended.is_set():
            caller, _ = listening.accept()
            with caller:
                if not ended.is_set():
                    caller.recv(65536)
                    caller.sendall(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: %d\r\n\r\n%s" % (len(PAGE), PAGE))

    thread = threading.Thread(target=answer)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    ended.set()
    socket.create_connection(listening.getsockname()).close()
    thread.join(10)
    listening.close()


def works_on(seat: Seat) -> None:
    """What is written is kept, and waits to be sent."""
    seat.type_in(seat.goal_field("text"), " Elke dag.")
    seat.leave()
    assert seat.page().goals[0].goal.text == f"{WORDS} Elke dag."
    assert seat.window.sync.unsent == 6
    assert QApplication.activeModalWidget() is None


def test_without_a_server_the_work_waits_and_nothing_is_said_about_it(seat: Seat) -> None:
    assert seat.window.sync.state is SyncState.OFFLINE
    assert seat.window.banner.isHidden()
    works_on(seat)


@pytest.mark.logs("server.nonsense")
def test_a_server_that_answers_nonsense_is_a_sentence_and_the_work_goes_on(seat: Seat, nonsense: str) -> None:
    workspace = seat.device.workspace
    workspace.identity = replace(workspace.identity, server=nonsense)
    seat.window.sync.exchange()
    seat.settle()
    assert seat.window.sync.state is SyncState.ATTENTION
    assert seat.window.banner.text.text().endswith(".")
    works_on(seat)
