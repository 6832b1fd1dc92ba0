"""How a laptop becomes known: a code that works once, for a while, and not for who guesses."""

import msgspec
import pytest

from app.errors import UserProblem
from app.protocol.messages import EnrolAnswer, EnrolRequest, decode, encode
from app.server import tables
from app.sync.server_link import ServerLink
from tests.fakes import Line
from tests.server.asking import Asking
from tests.world import ADDRESS, World

REFUSED = pytest.mark.logs("enrol.refused")


def enrol(world: World, code: str) -> tuple[str, str]:
    """Enrol with a code; returns the token and the worker's name, or raises UserProblem."""
    link = ServerLink(ADDRESS, transport=Line(world.server))
    identity = link.enrol(code)
    return identity.token, identity.worker_name


def test_a_code_makes_a_laptop_of_its_worker_with_a_token_of_256_bits(world: World) -> None:
    link = ServerLink(ADDRESS, transport=Line(world.server))
    identity = link.enrol(world.code("Samira"))
    assert (identity.server, identity.worker, identity.worker_name) == (ADDRESS, world.worker("Samira"), "Samira")
    assert (identity.municipality, identity.municipality_name, identity.epoch, identity.inc) == ("GM9999", "Voorbeeldstad", "begin", 1)
    assert len(identity.token) == 43
    [device] = world.dump(tables.device)
    assert (device["device"], device["worker"], device["status"]) == (identity.device, identity.worker, "active")


def test_a_code_may_be_typed_as_people_type(world: World) -> None:
    code = world.code("Samira")
    typed = f"  {code.lower().replace('-', ' ').replace('0', 'o').replace('1', 'l')} "
    assert enrol(world, typed)[1] == "Samira"


@REFUSED
def test_a_code_works_once(world: World) -> None:
    code = world.code("Samira")
    enrol(world, code)
    with pytest.raises(UserProblem, match="code_refused"):
        enrol(world, code)
    assert len(world.dump(tables.device)) == 1


@REFUSED
def test_a_code_grows_old(world: World) -> None:
    code = world.code("Samira", minutes=15)
    world.clock.advance(15 * 60)
    with pytest.raises(UserProblem, match="code_refused"):
        enrol(world, code)


@REFUSED
def test_after_five_wrong_tries_the_right_code_is_refused_too(world: World) -> None:
    code = world.code("Samira")
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    for _ in range(5):
        with pytest.raises(UserProblem, match="code_refused"):
            enrol(world, wrong)
    with pytest.raises(UserProblem, match="code_refused"):
        enrol(world, code)
    assert world.dump(tables.device) == []


@REFUSED
def test_four_wrong_tries_are_forgiven(world: World) -> None:
    code = world.code("Samira")
    for wrong in range(4):
        with pytest.raises(UserProblem, match="code_refused"):
            enrol(world, f"{code[:4]}-AAAA-AAAA-AAA{wrong}")
    assert enrol(world, code)[1] == "Samira"


@REFUSED
@pytest.mark.parametrize("code", ["", "onzin", "0000-0000-0000-0000", "é" * 60, "x" * 500, "AB\0C-DEFG"])
def test_nonsense_for_a_code_is_refused_in_the_same_words(world: World, code: str) -> None:
    with pytest.raises(UserProblem, match="code_refused"):
        enrol(world, code)


def test_a_code_is_kept_as_its_hash_only(world: World) -> None:
    code = world.code("Samira").replace("-", "")
    written = world.written()
    assert code.encode() not in written
    assert code[4:].encode() not in written


def test_enrolment_needs_no_token_and_the_answer_says_the_token_once(world: World, samira: Asking) -> None:
    status, body = samira.post("/v1/enrol", encode(EnrolRequest(code=world.code("Joost"))), token="")
    assert status == 200
    answer = decode(EnrolAnswer, body)
    assert Asking(world, samira.device).post("/v1/sync", b"{}", token=answer.token)[0] == 400
    assert answer.token not in msgspec.json.encode(world.dump(tables.device), enc_hook=str).decode()
