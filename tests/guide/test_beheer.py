"""docs/beheer.md and the program agree: every command is understood, every file and setting is there, every link leads somewhere."""

import re
import shlex

import pytest

from app.server.admin import parser
from app.server.commands.desk import shielded
from app.server.commands.speaking import speaking
from app.server.settings import PREFIX, ServerSettings
from installer.linux import SERVICE
from tests.guide.__main__ import PLAYS, TAKEN, VALUES
from tests.guide.reading import ENGINES, GUIDE, Block, Play, filled_in, missing, parts
from tests.house_rules import ROOT

TEXT = GUIDE.read_text(encoding="utf-8")
PARTS = parts(TEXT)
BLOCKS = [part for part in PARTS if isinstance(part, Block)]
SERVICE_WORDS = re.compile(r"(?:^|\| )keukentafel-server ([^|\n]+)", re.MULTILINE)
NOT_OF_THIS_GUIDE = {"serve", "demo"}
PLACES = ("laptop", *ENGINES)


def commands() -> set[str]:
    """Return every command of the service in the guide: in the blocks, and between backquotes in a sentence."""
    said = re.findall(r"`(keukentafel-server [^`\n]+)`", TEXT)
    return {words.strip() for text in (*(block.text for block in BLOCKS), *said) for words in SERVICE_WORDS.findall(text)}


@pytest.mark.parametrize("command", sorted(commands()))
def test_the_program_understands_every_command_of_the_guide(command: str) -> None:
    words = shlex.split(command)
    with speaking("en"):
        if words[-1] in ("--help", "--version"):
            with pytest.raises(SystemExit) as ended:
                parser().parse_args(words)
            assert ended.value.code == 0
        else:
            assert parser().parse_args(shielded(words)).run


def test_the_guide_names_every_command_that_there_is() -> None:
    with speaking("en"):
        there = set(re.findall(r"^    (\w+) ", parser().format_help(), re.MULTILINE))
    named = {word for command in commands() for word in shlex.split(command)}
    assert len(there) > 10
    assert there - named == NOT_OF_THIS_GUIDE


def test_every_setting_the_guide_names_is_one() -> None:
    assert {name.lower() for name in re.findall(rf"{PREFIX}(\w+)", TEXT)} <= set(ServerSettings.model_fields)
    written = re.findall(r"\b([a-z_]+) = ", "\n".join(block.text for block in BLOCKS if "settings.toml" in block.text))
    assert set(written) == {"database", "database_password_file"}
    settings = (ROOT / "resources" / "server" / "settings.toml").read_text(encoding="utf-8")
    for block in BLOCKS:
        for found in re.findall(r"s\|\^(.*?)\.\*\|", block.text):
            assert re.search(rf"^{found}", settings, re.MULTILINE), found


def test_every_file_of_the_package_that_the_guide_names_is_in_it() -> None:
    packed = {f"/{where}" for _, where in SERVICE}
    named = set(re.findall(r"/usr/share/doc/keukentafel-server/[\w./-]+\w|/etc/keukentafel-server/settings\.toml", TEXT))
    assert named
    assert named <= packed
    assert all((ROOT / source).is_file() for source, _ in SERVICE)


def test_every_log_line_of_the_service_is_explained_and_no_other() -> None:
    sources = "".join(file.read_text(encoding="utf-8") for file in sorted((ROOT / "app" / "server").rglob("*.py")))
    events = set(re.findall(r"log\.(?:event|trouble)\(\s*\"([\w.]+)\"", sources))
    rows = re.findall(r"^\| (`.*?`) \| ", TEXT.partition("## 12 ")[2], re.MULTILINE)
    assert {name for row in rows for name in re.findall(r"`([\w.]+)`", row)} == events


def test_every_link_in_the_guide_leads_somewhere() -> None:
    heads = [re.sub(r"[^\w -]", "", head.lower()).strip().replace(" ", "-") for head in re.findall(r"^#+ (.*)$", TEXT, re.MULTILINE)]
    links = re.findall(r"\]\(#([^)]+)\)", TEXT)
    assert set(links) <= set(heads)
    assert len(links) == len([head for head in re.findall(r"^## ", TEXT, re.MULTILINE)])


def test_the_script_knows_everything_the_guide_asks_of_it() -> None:
    assert {part.words[0] for part in PARTS if isinstance(part, Play)} == set(PLAYS)
    assert {mark for block in BLOCKS for mark in block.marks} <= set(PLACES)
    typed = "".join(block.text for block in BLOCKS)
    assert [word for word in (*VALUES, *TAKEN, "VERSIE") if word not in typed] == []


def test_an_outcome_is_seen_in_its_order_and_what_is_not_there_is_said() -> None:
    said = "niets\nteruggezet: 12 rijen, 3 geschiedenissen, gemaakt op 2026\nalles klopt\n"
    assert missing(["teruggezet: ... rijen, ...", "alles klopt"], said) == ""
    assert missing(["alles klopt", "teruggezet: ..."], said) == "teruggezet: ..."
    assert filled_in("keukentafel-server_VERSIE_amd64.deb LOGIN1", {"VERSIE": "0.3.0", "LOGIN1": "samira"}) == (
        "keukentafel-server_0.3.0_amd64.deb samira"
    )
