"""What is wrong with an answer of the service, or with what it wrote into its log: nothing, or one sentence."""

import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import httpx
from jsonschema_rs import Draft202012Validator

from app.server.described import description
from app.server.log_lines import FACTS

WORDS = {
    "message",
    "token",
    "device",
    "code",
    "not_found",
    "method",
    "view",
    "epoch",
    "incarnation",
    "ctr-gap",
    "too_large",
    "later",
    "fault",
}
LINE = re.compile(r"[a-z_.]+(?: [a-z_]+=\S*)*")
OURS = "app."
NEVER = {"server.fault", "server.unable"}
TELLS = 6
"""A fact as short as this may stand in a request by chance."""


@cache
def described() -> dict[str, Any]:
    """Return the description that the service serves."""
    whole: dict[str, Any] = json.loads(description())
    return whole


@cache
def _fits(path: str, method: str, status: int) -> Draft202012Validator | None:
    answers = described()["paths"][path][method]["responses"]
    content = answers.get(str(status), {}).get("content")
    if content is None:
        return None
    return Draft202012Validator({**content["application/json"]["schema"], "components": described()["components"]})


def fault_in_answer(path: str, method: str, answer: httpx.Response) -> str:
    """Return what is wrong with the answer of a described route."""
    status, body = answer.status_code, answer.read()
    if status >= 500:
        return f"a server error: {status} {body[:200]!r}"
    operation = described()["paths"][path].get(method)
    if operation is None:
        return "" if status in (404, 405) else f"{status} for a method that is not described"
    fits = _fits(path, method, status)
    if fits is None:
        return f"{status} is not described, or has a body" if body or str(status) not in operation["responses"] else ""
    if answer.headers.get("cache-control") != "no-store":
        return "an answer that may be kept on the way"
    message = json.loads(body)
    if "error" in message and message["error"] not in WORDS:
        return f"an unknown word: {message['error']}"
    return next((f"breaks the schema at {fault.instance_path}: {fault.schema_path[-1]}" for fault in fits.iter_errors(message)), "")


class Listening(logging.Handler):
    """Hears every line of the program's log, and whatever a library warns of."""

    def __init__(self) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the line, if the service would write it."""
        if record.name.startswith(OURS) or record.levelno >= logging.WARNING:
            self.records.append(record)

    def fault(self, sent: str) -> str:
        """Return what is wrong with the lines since the last time: a fault of the service, or anything of what was sent."""
        records, self.records = self.records, []
        return next((wrong for record in records if (wrong := _fault_in_line(record, sent))), "")


def _fault_in_line(record: logging.LogRecord, sent: str) -> str:
    line = record.getMessage()
    if not record.name.startswith(OURS):
        return f"a library wrote: {record.name} {line[:200]}"
    if not LINE.fullmatch(line) or record.exc_info:
        return f"no line of ours: {line[:200]}"
    event, *facts = line.split(" ")
    pairs = [fact.split("=", maxsplit=1) for fact in facts]
    if event in NEVER:
        return line
    return next((f"typed, and logged: {line}" for name, fact in pairs if name not in FACTS or (len(fact) >= TELLS and fact in sent)), "")


@contextmanager
def listening() -> Iterator[Listening]:
    """Hear the log, alone: these lines are judged here, one by one, and by nobody else."""
    ear, ours, rest = Listening(), logging.getLogger("app"), logging.getLogger()
    before = ours.level, ours.propagate
    ours.setLevel(logging.INFO)
    ours.propagate = False
    ours.addHandler(ear)
    rest.addHandler(ear)
    try:
        yield ear
    finally:
        ours.removeHandler(ear)
        rest.removeHandler(ear)
        ours.setLevel(before[0])
        ours.propagate = before[1]
