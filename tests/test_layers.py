"""The layer contracts of pyproject.toml, tried on a skeleton house: it stands as it is, and every planted leak is named.

Whether the real house keeps them is said by `make check`, not here.
"""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = [
    "app/actions",
    "app/server",
    "app/sync",
    "app/pdf",
    "app/store",
    "app/protocol",
    "app/changelog",
    "app/domain/rules",
    "ui/pages",
    "ui/models",
    "ui/widgets",
    "ui/windows",
]
FLOOR = ["app/errors.py", "app/log.py", "app/paths.py", "app/texts.py", "app/clock.py", "app/spelling.py"]

LEAKS = [
    ("app/domain/rules/plan.py", "import app.store"),
    ("app/domain/rules/plan.py", "import sqlalchemy"),
    ("app/changelog/apply.py", "import app.protocol"),
    ("app/protocol/messages.py", "import app.store"),
    ("app/pdf/plan.py", "import app.sync"),
    ("app/actions/goals.py", "import app.server"),
    ("app/server/main.py", "import app.store"),
    ("app/server/main.py", "import httpx"),
    ("app/store/picture.py", "from PySide6 import QtGui"),
    ("app/sync/badge.py", "import ui.widgets"),
    ("app/texts.py", "import app.domain"),
    ("ui/pages/plan.py", "import app.store"),
    ("ui/models/goals.py", "import sqlalchemy.orm"),
    ("ui/widgets/pill.py", "import app.sync"),
    ("ui/windows/unlock.py", "from app.protocol import messages"),
]


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """An empty house with every room in its place and the real contracts on the wall."""
    for room in ROOMS:
        folder = tmp_path / room
        folder.mkdir(parents=True)
        for package in (folder, *list(folder.parents)):
            if package != tmp_path and tmp_path in package.parents:
                (package / "__init__.py").touch()
    for name in FLOOR:
        (tmp_path / name).touch()
    (tmp_path / "app/protocol/messages.py").touch()
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    return tmp_path


def lint(house: Path) -> tuple[int, str]:
    """Return what the linter of layers says about the house."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()", "--no-cache"]
    done = subprocess.run(command, cwd=house, env={"PYTHONPATH": str(house), "COLUMNS": "200"}, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_an_empty_house_keeps_every_contract(house: Path) -> None:
    code, said = lint(house)
    assert code == 0, said
    contracts = tomllib.loads((house / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    assert f"{len(contracts)} kept, 0 broken" in said


def test_every_planted_leak_is_named(house: Path) -> None:
    for path, leak in LEAKS:
        with (house / path).open("a") as file:
            file.write(leak + "\n")
    code, said = lint(house)
    assert code == 1
    for path, leak in LEAKS:
        imported = leak.split()[1].removesuffix(".orm")
        chain = f"{path.removesuffix('.py').replace('/', '.')} -> {imported}"
        assert chain in said, f"{leak} in {path} is not named:\n{said}"


def test_a_new_package_must_be_placed(house: Path) -> None:
    (house / "app/risk").mkdir()
    (house / "app/risk/__init__.py").touch()
    code, said = lint(house)
    assert code == 1
    assert "risk" in said
