"""What `make` does before anything else, on a machine that lacks something: a sentence, and nothing half done.

The whole of it, on a fresh Debian with real package sources: `make bare-machine ROOT=...`.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SCRIPT = Path("resources/set_up.sh")
LISTS = ("resources/debian-packages.txt", "resources/debian-packages-test.txt")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder with a space in its name and, in it, what set-up reads."""
    clone = tmp_path / "mijn map"
    (clone / "resources").mkdir(parents=True)
    for name in (str(SCRIPT), *LISTS, "requirements-dev.txt"):
        shutil.copy(ROOT / name, clone / name)
    return clone


def set_up(clone: Path, *words: str, tools: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run it with some of the machine's own tools made to answer as they would elsewhere."""
    folder = clone.parent / "tools"
    folder.mkdir()
    for name, text in (tools or {}).items():
        (folder / name).write_text(f"#!/bin/sh\n{text}\n")
        (folder / name).chmod(0o755)
    path = f"{folder}:{os.environ['PATH']}"
    return subprocess.run(
        [clone / SCRIPT, *words],
        env={**os.environ, "PATH": path},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_who_may_not_install_is_told_the_command_and_nothing_is_changed(clone: Path) -> None:
    tools = {"dpkg-query": "exit 1", "id": "echo 1000", "sudo": "exit 1", "apt-get": "touch changed"}
    said = set_up(clone, "packages", *LISTS, tools=tools)
    assert said.returncode == 1
    assert "    apt-get update && apt-get install --yes --no-install-recommends --no-remove libegl1 " in said.stderr
    assert not (clone / "changed").exists()


def test_packages_that_cannot_be_fetched_are_said_so_in_apts_words_and_ours(clone: Path) -> None:
    tools = {
        "dpkg-query": "exit 1",
        "id": "echo 0",
        "apt-get": 'test "$1" = update || { echo "E: Unable to locate package libegl1" >&2; exit 100; }',
    }
    said = set_up(clone, "packages", *LISTS, tools=tools)
    assert said.returncode == 1
    assert said.stderr.splitlines() == [
        "E: Unable to locate package libegl1",
        "The Debian packages could not be fetched or installed: apt-get's own words stand above.",
        "Is there a network, and room on the disk? Then the same make again.",
    ]


def test_only_what_is_missing_is_installed_and_nothing_is_ever_removed_for_it(clone: Path) -> None:
    tools = {"dpkg-query": 'test "$4" = xvfb || echo "install ok installed"', "id": "echo 0", "apt-get": 'echo "$@" >> asked'}
    said = set_up(clone, "packages", *LISTS, tools=tools)
    assert said.returncode == 0, said.stderr
    update, install = (clone / "asked").read_text().splitlines()
    assert (update, install) == ("update -qq", "install --yes --no-install-recommends --no-remove xvfb -qq")


def test_with_everything_there_apt_is_not_asked(clone: Path) -> None:
    tools = {"dpkg-query": 'echo "install ok installed"', "apt-get": "touch changed"}
    assert set_up(clone, "packages", *LISTS, tools=tools).returncode == 0
    assert not (clone / "changed").exists()


def test_a_disk_without_room_is_said_before_anything_is_made(clone: Path) -> None:
    said = set_up(clone, "python", tools={"df": 'echo "Filesystem\n/dev/sda 9 9 120 99% /"'})
    assert said.returncode == 1
    assert said.stderr == f"The disk is too full: .venv needs 1000 MB in {clone}. Make room, then the same make again.\n"
    assert not (clone / ".venv").exists()


def environment(clone: Path, install: str) -> Path:
    """Make what stands for an environment in which pip does so when it is asked to install; returns its mark."""
    python = clone / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\ncase "$*" in *--version) exit 0;; *) {install};; esac\n')
    python.chmod(0o755)
    return clone / ".venv/.ready"


@pytest.mark.parametrize(("install", "stays"), [("exit 1", True), ("kill -9 $$", False)])
def test_an_environment_stays_one_when_pip_gives_up_but_not_when_it_was_cut_off(clone: Path, install: str, stays: bool) -> None:
    mark = environment(clone, install)
    mark.touch()
    said = set_up(clone, "python")
    assert said.returncode == 1
    assert "The Python packages of requirements-dev.txt could not be fetched or installed" in said.stderr
    assert mark.exists() is stays


def test_an_environment_of_which_the_making_was_cut_off_is_made_anew(clone: Path) -> None:
    environment(clone, "exit 0")
    said = set_up(clone, "python", tools={"df": 'echo "Filesystem\n/dev/sda 9 9 120 99% /"'})
    assert "The disk is too full" in said.stderr  # it did not take the half one for a whole one
