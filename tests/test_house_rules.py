"""The house rules of CONTRIBUTING.md, let loose on every Python file, and on planted bad files to see that they bite."""

import inspect
import re
import tomllib
from pathlib import Path

import pytest

from tests import house_rules
from tests.house_rules import ROOT, Rule, Source, all_sources, read, type_ignores

RULES: list[Rule] = [
    rule
    for _, rule in inspect.getmembers(house_rules, inspect.isfunction)
    if rule.__module__ == house_rules.__name__
    and list(inspect.signature(rule).parameters) == ["source"]
    and rule not in (house_rules.comments, type_ignores)
]

PLANTED = [
    ("no_file_is_longer_than_300_lines", "app/store/long.py", "x = 1\n" * 301),
    ("no_function_is_longer_than_40_lines", "ui/long.py", "def f() -> None:\n" + "    x = 1\n" * 40),
    ("no_function_is_longer_than_40_lines", "ui/inner.py", "def g() -> None:\n    def f() -> None:\n" + "        x = 1\n" * 40),
    ("no_function_takes_more_than_6_parameters", "app/many.py", "def f(a, b, c, d, *e, g=1, **h) -> None: ..."),
    ("no_function_takes_more_than_6_parameters", "app/method.py", "class A:\n    def f(self, a, b, c, d, e, f, g) -> None: ..."),
    ("every_function_says_what_it_returns", "tests/test_x.py", "def test_x(): ..."),
    ("every_function_says_what_it_returns", "ui/init.py", "class A:\n    async def f(self): ..."),
    ("nothing_is_put_in_an_attic", "app/utils/text.py", ""),
    ("nothing_is_put_in_an_attic", "ui/window_manager.py", ""),
    ("an_error_is_caught_by_its_name", "app/sync/round.py", "try: f()\nexcept Exception: pass"),
    ("an_error_is_caught_by_its_name", "ui/pages/plan.py", "try: f()\nexcept (OSError, BaseException): pass"),
    ("an_error_is_caught_by_its_name", "tests/world.py", "try: f()\nexcept: pass"),
    ("an_error_is_caught_by_its_name", "app/log.py", "with contextlib.suppress(Exception): f()"),
    ("an_error_is_caught_by_its_name", "ui/background.py", "def walk():\n try: f()\n except Exception: pass\ndef run(): ..."),
    ("qt_is_only_in_ui", "app/pdf/plan.py", "from PySide6.QtGui import QImage"),
    ("sqlcipher_is_only_in_database", "app/store/workspace.py", "from sqlcipher3 import dbapi2"),
    ("the_http_client_is_only_in_server_link", "app/sync/round.py", "import httpx"),
    ("the_http_client_is_only_in_server_link", "ui/desktop.py", "from urllib.request import urlopen"),
    ("the_http_client_is_only_in_server_link", "app/server/main.py", "from http import client"),
    ("threads_are_only_in_background", "app/sync/round.py", "from concurrent.futures import ThreadPoolExecutor"),
    ("threads_are_only_in_background", "ui/pages/plan.py", "from PySide6.QtCore import QThread"),
    ("only_the_clock_asks_for_the_time", "app/actions/goals.py", "from time import time"),
    ("only_the_clock_asks_for_the_time", "ui/pages/plan.py", "today = datetime.date.today()"),
    ("only_the_clock_asks_for_the_time", "ui/widgets/day.py", "now = QDate.currentDate()"),
    ("the_domain_is_pure", "app/domain/rules/plan.py", "import sqlalchemy as sa"),
    ("the_domain_is_pure", "app/domain/record.py", "from msgspec.json import decode"),
    ("trust_cannot_be_switched_off", "app/sync/server_link.py", "Client(verify=False)"),
    ("trust_cannot_be_switched_off", "tests/test_tls.py", "context.verify_mode = ssl.CERT_NONE"),
    ("no_slot_runs_the_event_loop", "ui/pages/plan.py", "QApplication.processEvents()"),
    ("nobody_sleeps", "tests/test_sync.py", "time.sleep(0.1)"),
    ("nobody_sleeps", "app/sync/schedule.py", "from time import sleep"),
    ("own_code_is_never_mocked", "tests/test_sync.py", "from unittest.mock import Mock"),
    ("own_code_is_never_mocked", "tests/test_sync.py", "monkeypatch.setattr('app.sync.round.sync_once', f)"),
    ("own_code_is_never_mocked", "tests/test_sync.py", "from app.sync import schedule\nmonkeypatch.setattr(schedule, 'f', g)"),
    ("no_test_is_left_out", "tests/test_sync.py", "@pytest.mark.xfail\ndef test_x() -> None: ..."),
    ("a_type_ignore_names_its_code_and_reason", "app/log.py", "x = 1  # type: ignore"),
    ("a_type_ignore_names_its_code_and_reason", "app/log.py", "x = 1  # type: ignore[arg-type]"),
    ("no_line_exempts_itself", "app/log.py", "import os  # noqa: F401"),
]


@pytest.fixture(scope="module")
def sources() -> list[Source]:
    """Every Python file of the project, read once."""
    return all_sources()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_its_rule(rule: Rule, sources: list[Source]) -> None:
    broken = [f"{source.path}: {what}" for source in sources for what in rule(source)]
    if broken:
        pytest.fail("\n".join([f"{rule.__name__.replace('_', ' ')}, but:", *broken]), pytrace=False)


@pytest.mark.parametrize(("name", "path", "text"), PLANTED, ids=[f"{name}-{path}" for name, path, _ in PLANTED])
def test_a_planted_bad_file_is_named(name: str, path: str, text: str, tmp_path: Path) -> None:
    rule: Rule = getattr(house_rules, name)
    file = tmp_path / path
    file.parent.mkdir(parents=True)
    file.write_text(text)
    assert list(rule(read(file, tmp_path))), f"{name} does not see {text!r}"


def test_every_rule_is_seen_to_bite() -> None:
    assert {name for name, _, _ in PLANTED} == {rule.__name__ for rule in RULES}


def test_a_right_file_breaks_no_rule(tmp_path: Path) -> None:
    file = tmp_path / "ui/background.py"
    file.parent.mkdir()
    file.write_text(
        '"""Work."""\nfrom PySide6.QtCore import QThread\n\n\ndef run(a: int) -> None:\n'
        "    try:\n        print(a)\n    except Exception as error:\n        print(type(error))\n"
    )
    assert [what for rule in RULES for what in rule(read(file, tmp_path))] == []


def test_the_rules_see_the_whole_house(sources: list[Source]) -> None:
    paths = {source.path for source in sources}
    assert {"app/clock.py", "ui/__init__.py", "installer/lock.py", "tests/house_rules.py", "build_installer.py"} <= paths


def test_at_most_ten_type_ignores_stand_in_the_project(sources: list[Source]) -> None:
    found = [f"{source.path}:{line}" for source in sources for line, _ in type_ignores(source)]
    assert len(found) <= 10, found


def test_every_file_held_at_full_coverage_is_there() -> None:
    run = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["coverage"]["run"]
    assert [path for path in run["include"] if not (ROOT / path).is_file()] == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "requirements-build.txt", "requirements-windows.txt"])
def test_every_dependency_is_pinned_with_hashes_and_no_host_is_named(name: str) -> None:
    text = (ROOT / name).read_text()
    pins = re.findall(r"^(\S+==\S+) \\\n    --hash=sha256:[0-9a-f]{64}", text, re.MULTILINE)
    names = re.findall(r"^[A-Za-z0-9]\S*", text, re.MULTILINE)
    assert pins == names
    assert "://" not in text
    assert "index" not in text.replace("--no-emit-index-url", "")


def test_what_runs_is_locked_at_the_same_version_as_what_is_tested() -> None:
    locks = ("requirements.txt", "requirements-dev.txt")
    runs, tested = (set(re.findall(r"^\S+==\S+", (ROOT / lock).read_text(), re.MULTILINE)) for lock in locks)
    assert runs <= tested


def test_debian_packages_are_listed_in_one_place() -> None:
    lists = [file.read_text() for file in sorted((ROOT / "resources").glob("debian-packages*.txt"))]
    named = [[line for line in text.splitlines() if line and not line.startswith("#")] for text in lists]
    assert [len(names) - len(set(names)) for names in named] == [0] * len(lists)
    listed = [name for names in named for name in names]
    for name in ("Makefile", "resources/set_up.sh", "README.md", "CONTRIBUTING.md", ".ci/run", "build_installer.py"):
        words = set(re.findall(r"[\w.+-]+", (ROOT / name).read_text()))
        assert not words & set(listed), f"{name} repeats what stands in resources/debian-packages*.txt"
