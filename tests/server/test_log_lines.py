"""What the service writes into its log: events and facts by a list of names, in either form; never what a library says."""

import ast
import io
import json
import logging
from collections.abc import Iterator

import pytest

from app.log import get_log
from app.server.log_lines import FACTS, write_log
from tests.house_rules import ROOT

NAME = "Gezin De Wit"


@pytest.fixture(params=["plain", "json"])
def lines(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """What is written while a test runs."""
    out = io.StringIO()
    levels = {name: logging.getLogger(name).level for name in ("", "app", "ui")}
    handler = write_log(request.param, out)
    yield out
    logging.getLogger().removeHandler(handler)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


@pytest.mark.logs("sync.held", "rows with", "Gezin")
def test_of_a_line_only_the_facts_on_the_list_are_told(lines: io.StringIO) -> None:
    get_log("app.server.exchange").trouble("sync.held", error="no_grant", pushed=2, stream=bytes(16), name="samira", text=NAME)
    try:
        raise ValueError(NAME)
    except ValueError:
        logging.getLogger("sqlalchemy.pool").exception("rows with %s", NAME)
    logging.getLogger("uvicorn.error").error(NAME)
    written = lines.getvalue()
    assert len(written.splitlines()) == 3
    assert not {"samira", "Wit", "Traceback"} & set(written.replace('"', " ").split())
    assert ("error=no_grant" in written) or ('"error": "no_grant"' in written)
    assert "library.ValueError" in written
    assert "library.message" in written


def test_a_json_line_has_the_same_names_every_time() -> None:
    out = io.StringIO()
    level = logging.getLogger().level
    handler = write_log("json", out)
    get_log("app.server.enrol").event("enrolled", device="AaIHvanAcACXoXVnwuWdBw")
    logging.getLogger().removeHandler(handler)
    logging.getLogger().setLevel(level)
    line = json.loads(out.getvalue())
    assert line.pop("at").endswith("Z")
    assert line == {"level": "INFO", "logger": "app.server.enrol", "event": "enrolled", "device": "AaIHvanAcACXoXVnwuWdBw"}


def test_whatever_the_service_tells_is_on_the_list() -> None:
    told: dict[str, str] = {}
    for folder in ("server", "changelog", "protocol"):
        for file in sorted((ROOT / "app" / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("event", "trouble"):
                    told |= {word.arg: f"{file.name}:{node.lineno}" for word in node.keywords if word.arg}
    assert {name: place for name, place in told.items() if name not in FACTS} == {}
