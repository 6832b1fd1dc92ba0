"""Waiting after a wrong passphrase: 1, 2, 4 to 300 seconds, through restarts and wrong clocks, and never anything wiped."""

from pathlib import Path

import pytest

from app.actions.attempts import LONGEST_S, NAME, Attempts, delay_s
from app.actions.opening import first_start, lock
from app.errors import UserProblem
from app.paths import Home
from app.store.keyfile import FLOOR
from app.sync.server_link import ServerLink
from tests.fakes import FakeClock, Line
from tests.world import World

RIGHT = "molen kaas tulp klomp fiets"


@pytest.fixture(scope="module")
def enrolled(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A laptop with a store; every test leaves it as it was."""
    town = World(tmp_path_factory.mktemp("town"))
    home = Home(tmp_path_factory.mktemp("laptop"))
    lock(first_start(home, ServerLink("http://127.0.0.1:1", transport=Line(town.server)), town.code("Samira"), RIGHT, FakeClock(), FLOOR))
    town.close()
    return home


@pytest.fixture
def home(enrolled: Home) -> Home:
    """The laptop, on which nobody tried anything yet."""
    (enrolled.vault / NAME).unlink(missing_ok=True)
    return enrolled


def refused(attempts: Attempts, typed: str = "molen kaas tulp klomp fietz") -> str:
    """Try, and return what stood in the way."""
    with pytest.raises(UserProblem) as told:
        attempts.open(typed)
    return told.value.key


def after_failures(home: Home, clock: FakeClock, failures: int) -> None:
    """Write what so many wrong passphrases leave, the last of them now."""
    attempts = Attempts(home, clock)
    attempts._count(failures)


def test_the_wait_doubles_up_to_five_minutes() -> None:
    assert [delay_s(failures) for failures in (0, 1, 2, 3, 8, 9, 10, 1000)] == [0, 1, 2, 4, 128, 256, LONGEST_S, LONGEST_S]


def test_too_soon_is_refused_even_with_the_right_passphrase_and_afterwards_it_opens(home: Home) -> None:
    clock = FakeClock()
    attempts = Attempts(home, clock)
    assert refused(attempts) == "wrong_passphrase"
    assert refused(attempts, RIGHT) == "unlock_wait"
    clock.advance(1)
    assert refused(attempts) == "wrong_passphrase"
    assert attempts.wait_s() == 2
    clock.advance(2)
    lock(attempts.open(RIGHT))
    assert (attempts.failures, (home.vault / NAME).exists()) == (0, False)


def test_the_count_survives_a_restart_and_its_file_is_private(home: Home) -> None:
    clock = FakeClock()
    refused(Attempts(home, clock))
    assert (home.vault / NAME).stat().st_mode & 0o077 == 0
    again = Attempts(home, clock)
    assert (again.failures, again.wait_s()) == (1, 1)


def test_a_program_killed_in_the_midst_of_a_try_gets_no_try_for_nothing(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object) -> None:
        raise SystemExit

    attempts = Attempts(home, FakeClock())
    with monkeypatch.context() as patched:
        patched.setattr("unicodedata.normalize", killed)
        with pytest.raises(SystemExit):
            attempts.open("wrong")
    assert Attempts(home, FakeClock()).failures == 1


@pytest.mark.parametrize(("passed", "left"), [(0, 256), (100, 156), (240, 30), (10_000, 30), (-86_400 * 365, 256)])
def test_in_a_new_process_a_wrong_clock_neither_takes_the_wait_away_nor_makes_it_longer(home: Home, passed: int, left: int) -> None:
    clock = FakeClock()
    after_failures(home, clock, 9)
    clock.advance(passed)
    attempts = Attempts(home, clock)
    assert attempts.wait_s() == left
    clock.advance(left)
    assert attempts.wait_s() == 0


def test_in_one_process_the_wall_clock_does_not_count(home: Home) -> None:
    clock = FakeClock()
    after_failures(home, clock, 4)
    attempts = Attempts(home, clock)
    clock.moment = clock.moment.replace(year=2031)
    assert attempts.wait_s() == 8
    clock.moment = clock.moment.replace(year=2020)
    assert attempts.wait_s() == 8


@pytest.mark.parametrize("kept", [b"", b"{", b"[]", b'{"failures": "9", "at": 1}', b'{"failures": 1e400, "at": 0}', b"[" * 900])
def test_a_count_that_cannot_be_read_lets_the_worker_in(home: Home, kept: bytes) -> None:
    (home.vault / NAME).write_bytes(kept)
    attempts = Attempts(home, FakeClock())
    assert attempts.wait_s() == 0
    lock(attempts.open(RIGHT))


def test_what_is_no_fault_of_the_passphrase_is_not_counted(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.vault.mkdir()
    attempts = Attempts(home, FakeClock())
    assert refused(attempts) == "keyfile_missing"
    assert (attempts.wait_s(), list(home.vault.iterdir())) == (0, [])


def test_a_folder_in_which_nothing_can_be_written_still_waits_in_this_process(home: Home) -> None:
    (home.vault / NAME).mkdir()
    try:
        attempts = Attempts(home, FakeClock())
        assert refused(attempts) == "wrong_passphrase"
        assert attempts.wait_s() == 1
    finally:
        (home.vault / NAME).rmdir()
