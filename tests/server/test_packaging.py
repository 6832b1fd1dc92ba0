"""The texts with which a municipality sets the service up: what they name is there, and what they set is understood."""

import os
import re
import subprocess

from app import VERSION
from app.server.settings import FILE, PREFIX, ServerSettings
from tests.house_rules import ROOT

FOLDER = ROOT / "resources" / "server"
UNIT = (FOLDER / "keukentafel-server.service").read_text(encoding="utf-8")
CONTAINER = (FOLDER / "Containerfile").read_text(encoding="utf-8")
TREE = "/opt/keukentafel-server"


def test_every_setting_they_name_is_one() -> None:
    known = {FILE} | {f"{PREFIX}{name.upper()}" for name in ServerSettings.model_fields}
    for file in FOLDER.iterdir():
        named = set(re.findall(rf"{PREFIX}[A-Z_]+", file.read_text(encoding="utf-8")))
        assert named <= known, file.name


def test_what_the_unit_starts_is_in_the_tree_and_starts() -> None:
    [line] = re.findall(rf"^ExecStart={TREE}/(\S+) serve$", UNIT, re.MULTILINE)
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    said = subprocess.run([ROOT / line, "--version"], capture_output=True, text=True, check=True, cwd="/", env=surroundings)
    assert said.stdout == f"{VERSION}\n"


def test_what_the_container_takes_is_in_the_tree() -> None:
    for source, _target in re.findall(rf"^COPY (\S+) ({TREE}\S*|/)$", CONTAINER, re.MULTILINE):
        assert (ROOT / source).exists(), source
    assert re.search(r"^USER \d+$", CONTAINER, re.MULTILINE)
    assert "HEALTHCHECK" in CONTAINER


def test_the_unit_gives_no_rights_that_it_does_not_need() -> None:
    needed = ("NoNewPrivileges=yes", "ProtectSystem=strict", "CapabilityBoundingSet=\n", "PrivateDevices=yes", "UMask=0077", "LimitCORE=0")
    assert [word for word in needed if word not in UNIT] == []
    assert not re.search(r"password *=", UNIT.replace("database_password_file =", ""))
