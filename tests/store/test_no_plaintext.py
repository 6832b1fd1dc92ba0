"""Nothing that the program writes on a laptop can be read without the key (security.md 2.2): every byte of every file is looked through."""

import logging
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.clock import SystemClock
from app.domain.ids import as_text
from app.log import write_to
from app.paths import Home
from tests.demo.laptop import Laptop
from tests.demo.town import Town
from tests.store.markers import Scan, every_file, forms, new_marker, scan
from tests.store.session import Session
from tests.world import World


@pytest.fixture
def laptop_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for everything a laptop has: data, settings, temporary files, home; the log goes where the program puts it."""
    folder = tmp_path / "laptop"
    for name, value in places(folder).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(tempfile, "tempdir", str(folder / "tmp"))
    write_to(folder / "data")
    yield folder
    for name in ("app", "ui"):
        logger = logging.getLogger(name)
        for handler in [one for one in logger.handlers if isinstance(one, logging.FileHandler)]:
            logger.removeHandler(handler)
            handler.close()
        logger.setLevel(logging.NOTSET)


def places(folder: Path) -> dict[str, str]:
    """Return the environment of a program that may write in this folder only."""
    names = {"HOME": "home", "TMPDIR": "tmp", "SQLITE_TMPDIR": "tmp", "KEUKENTAFEL_DATA": "data"}
    names |= {f"XDG_{kind}_HOME": f"home/{kind.lower()}" for kind in ("CONFIG", "CACHE", "DATA", "STATE")}
    for below in set(names.values()):
        (folder / below).mkdir(parents=True, exist_ok=True)
    return {name: str(folder / below) for name, below in names.items()}


def keys_to_nothing(files: list[Path]) -> None:
    """Check that Python's own sqlite3 opens none of these databases."""
    for file in files:
        connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
        with pytest.raises(sqlite3.DatabaseError):
            connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
        connection.close()


def test_a_whole_session_leaves_no_word_of_a_family_on_the_disk(
    tmp_path: Path, laptop_folder: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "town").mkdir()
    world = World(tmp_path / "town")
    home = Home(laptop_folder / "data")
    session = Session(world, home, SystemClock())
    session.work()
    while_open = scan([laptop_folder], session.markers)
    names = set(while_open.files)
    assert {"gezinnen.db", "gezinnen.db-wal", "gezinnen.db-shm", "sleutel.json", "gebeurtenissen.log"} <= names
    assert [file for file in every_file([home.vault / "reserve"]) if file.stat().st_size > 4096], "no backup was made"
    assert (home.folder / "gebeurtenissen.log").stat().st_size > 0
    assert while_open.hits == ()
    keys_to_nothing([home.store, *every_file([home.vault / "reserve"])])

    session.lock()
    locked = scan([laptop_folder], session.markers)
    assert locked.hits == ()
    keys_to_nothing([home.store])
    said = "".join([caplog.text, *capfd.readouterr()])
    assert [marker for marker in session.markers if marker in said] == []
    assert len(session.markers) > 50
    at_the_municipality = scan([tmp_path / "town"], session.markers)
    assert {hit.marker for hit in at_the_municipality.hits} >= set(session.sent), "the markers never went through the program"
    world.close()


def test_the_look_through_finds_a_plain_word_in_every_form(tmp_path: Path) -> None:
    marker = new_marker()
    for form, part in forms(marker).items():
        folder = tmp_path / form
        folder.mkdir()
        (folder / "los.bin").write_bytes(bytes(range(256)) * 40 + part + bytes(range(256)))
        found = scan([folder], [new_marker(), marker])
        assert form in {hit.form for hit in found.hits}, form
    named = tmp_path / "naam"
    named.mkdir()
    (named / f"{marker}.txt").touch()
    assert scan([named], [marker]).hits


def test_the_look_through_finds_what_a_plain_sqlite_store_would_leave(tmp_path: Path) -> None:
    marker = new_marker()
    connection = sqlite3.connect(tmp_path / "los.db")
    connection.executescript("PRAGMA journal_mode=WAL; CREATE TABLE goal (text)")
    connection.execute("INSERT INTO goal VALUES (?)", (marker,))
    connection.commit()
    found = scan([tmp_path], [marker])
    connection.close()
    assert {Path(hit.file).name for hit in found.hits} == {"los.db-wal"}


def test_base64_of_a_marker_is_found_at_all_three_alignments() -> None:
    marker = new_marker()
    known = [part for form, part in forms(marker).items() if form.startswith("base64+")]
    for before in ("", "x", "xy"):
        assert any(part.decode() in as_base64(before + marker + "tail") for part in known)


def as_base64(text: str) -> str:
    """Return a text of 22 characters as ids have them, or longer, in base64."""
    return "".join(as_text(text.encode()[start : start + 15]) for start in range(0, len(text), 15))


def test_a_windowed_session_that_is_killed_while_typing_leaves_no_word_on_the_disk(tmp_path: Path) -> None:
    (tmp_path / "town").mkdir()
    town, folder = Town(tmp_path / "town"), tmp_path / "laptop"
    name, person, goal, draft, passphrase = (new_marker() for _ in range(5))
    said = {field: new_marker() for field in (*AROUND, "searched")}
    laptop = Laptop("laptop", folder)
    environment = places(folder)
    try:
        town.start()
        laptop.start(**environment)
        first_start(laptop, town, f"{passphrase} vijf rode fietsen regen")
        laptop.press("Ctrl+N")
        laptop.write("Naam van het gezin", f"Gezin {name}")
        laptop.write("Hoe heet de eerste persoon?", person)
        laptop.click("button", "Begin")
        laptop.see("Nog geen doel")
        laptop.click("button", "Doel toevoegen")
        laptop.order("focus", name="Dit willen we bereiken")
        laptop.order("type", text=goal)
        laptop.press("Tab")
        laptop.order("type", text=draft)
        laptop.see("Bewaard om")
        around_the_table(laptop, said)
        laptop.press("F5")
        laptop.see("Alles bij de gemeente")
        running = scan([folder], (name, person, goal, draft, passphrase, *said.values()))
        outside = next((seen for _ in range(2000) if "app.spelling" in (seen := at_the_system(laptop)) or not laptop.read()), "")
        laptop.kill()
        killed = scan([folder], (name, person, goal, draft, passphrase, *said.values()))
    finally:
        laptop.kill()
        town.close()
    assert {"gezinnen.db", "gezinnen.db-wal", "sleutel.json", "venster.ini"} <= set(killed.files)
    assert (killed.hits, running.hits) == ((), ())
    assert [word for word in (name, person, goal, draft, passphrase, *said.values()) if word in outside] == []
    assert "app.spelling" in outside, "the word list was never read, so nothing was shown about it"
    keys_to_nothing([folder / "data" / "kluis" / "gezinnen.db"])
    sent(scan([tmp_path / "town"], (name, person, *(said[field] for field in AROUND))))


AROUND = ("contact", "phone_of", "professional", "note", "arranged")


def around_the_table(laptop: Laptop, said: dict[str, str]) -> None:
    """Write about the people around the family: in the circles, who helps, a visit with its note; look for something, change the look."""
    laptop.press("Alt+N")
    laptop.click("button", "Iemand toevoegen")
    laptop.write("Naam", said["contact"])
    laptop.write("Wat kan deze persoon doen?", said["phone_of"], said["contact"])
    laptop.click("button", "Klaar")
    laptop.press("Alt+H")
    laptop.click("button", "Hulpverlener toevoegen")
    laptop.write("Hoe heet de hulpverlener?", said["professional"])
    laptop.click("button", "Klaar")
    laptop.press("Alt+B")
    laptop.click("button", "Start bezoek")
    laptop.click("field", "Wat hebben we besproken?")
    laptop.order("type", text=said["note"])
    laptop.click("field", "Wat is geregeld?")
    laptop.order("type", text=said["arranged"])
    laptop.press("Return")
    laptop.click("button", "Vastleggen")
    laptop.see(said["note"])
    laptop.press("Ctrl+K")
    laptop.order("type", text=said["searched"])
    laptop.press("Escape")
    laptop.click("button", "Licht, donker of hoog contrast")


def at_the_system(laptop: Laptop) -> str:
    """Return what anybody on the machine can see of the program and the processes it began: their arguments and their environment."""
    whole = laptop.process.pid if laptop.process is not None else 0
    family = [whole, *(pid for pid in processes() if parent_of(pid) == whole)]
    return "\n".join(looked_at(Path(f"/proc/{pid}/{part}")) for pid in family for part in ("cmdline", "environ", "comm"))


def looked_at(file: Path) -> str:
    """Return what a file of the system says; nothing where the program has closed it, even for its own worker."""
    try:
        return file.read_text(errors="replace")
    except PermissionError:
        return ""


def processes() -> list[int]:
    """Return every process of this machine."""
    return [int(folder.name) for folder in Path("/proc").iterdir() if folder.name.isdigit()]


def parent_of(pid: int) -> int:
    """Return who began a process; nobody for one that has ended."""
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
    except FileNotFoundError:
        return 0


def sent(found: Scan) -> None:
    """Check that what the laptop kept to itself did reach the municipality."""
    assert {hit.form for hit in found.hits} >= {"utf-8"}


def first_start(laptop: Laptop, town: Town, passphrase: str) -> None:
    """Make the laptop known."""
    laptop.write("Adres van de server", town.cable().address)
    laptop.write("Code voor één keer", town.codes["fatma"])
    for field in ("Wachtzin", "Nog een keer dezelfde wachtzin"):
        laptop.write(field, passphrase)
    laptop.click("box", "Ik begrijp dit")
    laptop.click("button", "Beginnen")
    laptop.see("Mijn gezinnen (", 60)
