"""The attack itself: for each operation so many examples, made from its description and from real requests; the first fault ends it."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import httpx
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Flaky
from hypothesis.strategies import SearchStrategy
from schemathesis import GenerationMode, checks
from schemathesis.core.result import Ok

from app.protocol.packing import ZSTD, pack
from tests.fuzz.hostile import SQL, WRAPS, mutated, mutations, wraps
from tests.fuzz.town import Town
from tests.fuzz.verdict import Listening, described, fault_in_answer
from tests.world import ADDRESS

Headers = list[tuple[bytes, bytes]]
TOKENS = (*["right"] * 17, "none", "wrong", "odd")
ODD = (
    b"Bearer",
    b"Bearer ",
    b"Basic eDp5",
    b"Bearer \xff\xfe",
    b"bearer " + b"x" * 9_000,
    b"Bearer x y",
    b"Bearer '; DROP TABLE device; --",
)
CHECKS = ("status_code_conformance", "content_type_conformance", "response_headers_conformance", "response_schema_conformance")


SYNC, HEAL = "/v1/sync", "/v1/heal"
LATER = (SYNC, HEAL)
"""After these the database is looked at."""
IN_PATH = re.compile(r"\{[^}]*\}")


class FaultError(AssertionError):
    """The service did what it may not."""


@dataclass(frozen=True)
class Job:
    """One way of attacking one operation: its name, what draws an example and sends it, and what is looked at behind it."""

    name: str
    example: Callable[[st.DataObject], None]
    looked: str = ""


@dataclass
class Attack:
    """Runs on towns, each on a database of its own: what is drawn once is sent to every one. `count` is what happened."""

    towns: Sequence[Town]
    ear: Listening
    examples: int
    begin: int
    count: Counter[str] = field(default_factory=Counter)
    last: str = ""

    def jobs(self) -> list[Job]:
        """Return every way of attacking every operation that the service describes, in an order that is always the same."""
        operations = [result.ok() for result in schemathesis.openapi.from_dict(described()).get_all_operations() if isinstance(result, Ok)]
        self.count["operations"] = len(operations)
        made: list[Job] = []
        for operation in operations:
            looked = operation.path if operation.path in LATER else ""
            made.append(Job(f"{operation.label} from its description", self._by_description(operation), looked))
            made.append(Job(f"{operation.label} knocked at", self._knocking(operation.path, operation.method), looked))
            if self.towns[0].real(operation.path) is not None:
                made.append(Job(f"{operation.label} from real requests", self._changed(operation.path), looked))
        return made

    def everything(self) -> None:
        """Attack each operation; then see whether everything is sound."""
        jobs = self.jobs()
        for number in range(len(jobs)):
            self.one(jobs, number)
        self.end()

    def one(self, jobs: Sequence[Job], number: int) -> None:
        """Do one job; raises FaultError."""
        job = jobs[number]
        self._many(job, self.begin + number)
        for town in self.towns if job.looked else ():
            if wrong := town.unsound(healed=job.looked == HEAL):
                raise FaultError(wrong)

    def end(self) -> None:
        """See whether honest laptops still get their work across."""
        for town in self.towns:
            if wrong := town.fault():
                raise FaultError(wrong)

    def _many(self, job: Job, begin: int) -> None:
        wanted = settings(
            max_examples=self.examples,
            deadline=None,
            database=None,
            derandomize=False,
            report_multiple_bugs=False,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        )
        try:
            seed(begin)(wanted(given(st.data())(job.example)))()
        except FaultError as fault:
            raise FaultError(f"{job.name}: {fault}") from None
        except Flaky:  # the first time it happened, the second time the town was another
            raise FaultError(f"{job.name}, once: {self.last}") from None

    # ------------------------------------------------------------ ways

    def _by_description(self, operation: Any) -> Callable[[st.DataObject], None]:
        """Return what sends cases that fit the description, and cases that do not."""
        modes = [
            GenerationMode.POSITIVE,
            *([GenerationMode.NEGATIVE] if operation.body or operation.path_parameters or operation.query else []),
        ]
        cases: SearchStrategy[Any] = st.one_of([operation.as_strategy(generation_mode=mode) for mode in modes])
        wanted = [getattr(checks, name) for name in CHECKS]

        def example(data: st.DataObject) -> None:
            case = data.draw(cases)
            itself, packs = data.draw(st.integers(0, 3)) > 0, data.draw(st.integers(0, 9)) > 0
            token = data.draw(st.sampled_from(TOKENS))
            for town in self.towns:
                if itself and isinstance(case.body, dict):
                    case.body.update({name: value for name, value in town.itself().items() if name in case.body})
                answer = self._judged(town, *transported(case, packs), token, operation.path)
                try:
                    case.validate_response(answer, checks=wanted)
                except schemathesis.errors.FailureGroup as group:
                    self.last = "; ".join(f"{type(one).__name__}: {one}" for one in group.exceptions)
                    raise FaultError(self.last) from None

        return example

    def _changed(self, path: str) -> Callable[[st.DataObject], None]:
        """Return what sends real requests in which something was changed, and bodies that are not what they say."""

        def example(data: st.DataObject) -> None:
            which, changes, token = data.draw(st.integers(0, 9)), data.draw(mutations()), data.draw(st.sampled_from(TOKENS))
            (wrap, at), deep = data.draw(wraps()), data.draw(st.integers(0, 2)) > 0
            for town in self.towns:
                real = town.real(path)
                if real is not None:
                    body, encoding = WRAPS[wrap](mutated(real(which), changes, deep=deep), at)
                    headers = [] if encoding is None else [(b"content-encoding", encoding.encode("latin-1"))]
                    self._judged(town, ("POST", path), (body, headers), token, path)

        return example

    def _knocking(self, path: str, method: str) -> Callable[[st.DataObject], None]:
        """Return what comes by other methods, with odd paths, queries and headers."""
        words = st.one_of(
            st.text(max_size=30), st.sampled_from(("..", "%2e%2e", "%00", "%", "x" * 9_000, "AaIHvanAcACgNN9v7gN3Iw==", *SQL))
        )
        methods = st.sampled_from((method, "get", "post", "head", "options", "put", "patch", "delete", "trace", "brew"))
        names = st.sampled_from(
            ("content-type", "accept", "accept-encoding", "range", "x-forwarded-for", "content-length", "expect", "cookie")
        )

        def example(data: st.DataObject) -> None:
            chosen, word, token = data.draw(methods), data.draw(words), data.draw(st.sampled_from(TOKENS))
            door = data.draw(st.integers(0, 2))
            query = data.draw(st.sampled_from(("", "?after=", "?after=0&after=", "?x=", "?after[]=", "?")))
            more = data.draw(st.lists(st.tuples(names, words), max_size=3))
            headers = [(name.encode(), value.encode("utf-8", "replace")[:8_000].translate(None, b"\r\n\0")) for name, value in more]
            body = data.draw(st.sampled_from((b"", b"{}", b"[]", b"null", b"\xff")))
            for town in self.towns:
                place = IN_PATH.sub(quote((word, *town.streams())[door], safe="%"), path)
                to = (chosen.upper(), place + query + (quote(word) if query else ""))
                self._judged(town, to, (body, headers), token, path)

        return example

    # ------------------------------------------------------------ sending and judging

    def _token(self, town: Town, kind: str) -> Headers:
        if kind == "none":
            return []
        if kind == "odd":
            return [(b"authorization", ODD[self.count["examples"] % len(ODD)])]
        token = town.thief.identity.token if kind == "right" else "A" * 43
        return [(b"authorization", b"Bearer " + token.encode())]

    def _judged(self, town: Town, to: tuple[str, str], what: tuple[bytes, Headers], token: str, described_as: str) -> httpx.Response:
        """Send to one town, and raise FaultError with the request when the answer or the log is not what it may be."""
        (method, path), (body, headers) = to, what
        headers = [*headers, *self._token(town, token)]
        answer = town.send(method, path, body, headers)
        self.count["examples"] += 1
        self.count[town.kind] += 1
        self.count["refused" if answer.status_code >= 400 else "taken"] += 1
        said = " ".join([path, body.decode("utf-8", "replace"), *(value.decode("latin-1") for _, value in headers)])
        wrong = fault_in_answer(described_as, method.lower(), answer) or self.ear.fault(said)
        if wrong:
            shown = [(name, value[:80]) for name, value in headers if name != b"authorization"]
            self.last = f"{wrong} ({town.kind})\n  {method} {path[:300]} {shown}\n  {body[:2_000]!r}"
            raise FaultError(self.last)
        return answer


def transported(case: Any, packs: bool) -> tuple[tuple[str, str], tuple[bytes, Headers]]:
    """Return a case as it goes over the line: method and path, body and headers."""
    sent = requests.Request(**case.as_transport_kwargs(base_url=ADDRESS)).prepare()
    told = {name: value for name, value in sent.headers.items() if name.lower() not in ("authorization", "content-length")}
    headers = [(_bytes(name), _bytes(value)) for name, value in told.items()]
    body = _bytes(sent.body if isinstance(sent.body, (str, bytes)) else b"")
    if sent.headers.get("content-encoding") == ZSTD and packs:
        body = pack(body)[0]
    return (str(sent.method), str(sent.url).removeprefix(ADDRESS)), (body, headers)


def _bytes(value: str | bytes) -> bytes:
    return value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")
