"""Who may touch what: without a token nothing, and of another's family not even that it is there."""

import httpx
import pytest
import zstandard
from starlette.routing import Route

from app.domain.ids import as_text
from app.domain.rules.roles import REGISSEUR
from app.protocol.history_messages import HistoryAnswer
from app.protocol.messages import decode
from app.protocol.packing import MOST_PACKED, pack
from app.server import tables
from app.server.access import Right
from app.server.settings import ServerSettings
from tests.builders import plan_id, some_id
from tests.server.asking import Asking, push
from tests.world import ADDRESS, World

NO_MORE_LOOKS = {
    "sqlite": "DROP TABLE look",
    "postgresql": "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE SQLSTATE ''53100''; END';"
    "CREATE TRIGGER no_room BEFORE INSERT ON look EXECUTE FUNCTION no_room()",
}
"""What makes each database say that it cannot (53100: the disk is full)."""
OPEN_TO_ALL = {"/health", "/v1/enrol", "/openapi.json"}


def test_every_route_but_enrolment_health_and_the_description_asks_who_it_is(world: World, samira: Asking) -> None:
    routes = [route for route in world.app.routes if isinstance(route, Route)]
    assert len(routes) == len(world.app.routes)
    asked = {route.path: httpx.Request(next(iter(route.methods or ())), ADDRESS + route.path) for route in routes}
    refused = (401, b'{"error":"token"}')
    assert {path for path, request in asked.items() if samira.carried(request) != refused} == OPEN_TO_ALL


def test_without_a_valid_token_it_is_401(samira: Asking) -> None:
    family = samira.born()
    body, encoding = pack(b"{}")
    for token in ("", "x", samira.device.identity.token[:-1], as_text(bytes(32))):
        assert samira.post("/v1/sync", body, token=token, encoding=encoding) == (401, b'{"error":"token"}')
        assert samira.get(f"/v1/streams/{as_text(family)}/changes", token=token) == (401, b'{"error":"token"}')
    assert samira.carried(request_with("Basic eHg6eXk=")) == (401, b'{"error":"token"}')


def request_with(authorization: str) -> httpx.Request:
    """Return a request with another kind of authorization."""
    return httpx.Request("POST", f"{ADDRESS}/v1/sync", headers={"authorization": authorization})


def test_a_token_is_kept_as_its_hash_only(world: World, samira: Asking) -> None:
    token = samira.device.identity.token.encode()
    written = world.written()
    assert token not in written
    assert len(world.dump(tables.device)[0]["token_hash"]) == 32


def test_another_workers_family_is_404_just_like_one_that_is_not_there(world: World, samira: Asking) -> None:
    family = samira.born()
    joost = Asking(world, world.device("Joost"))
    answers = {joost.get(f"/v1/streams/{as_text(name)}/changes") for name in (family, some_id())}
    assert answers == {(404, b'{"error":"not_found"}')}
    world.grant(family, "Joost")
    status, body = joost.get(f"/v1/streams/{as_text(family)}/changes")
    assert (status, len(decode(HistoryAnswer, body).page.changes)) == (200, 1)
    world.revoke(family, "Joost")
    assert joost.get(f"/v1/streams/{as_text(family)}/changes")[0] == 404
    assert joost.answered().pages == []


def test_history_is_handed_out_after_any_number_up_to_the_head(samira: Asking) -> None:
    family = samira.born()
    samira.answered(push(family, 2, samira.change("plan", plan_id(family), "*", {})))
    for after, found in ((0, [(1, 2)]), (1, [(2, 2)])):
        status, body = samira.get(f"/v1/streams/{as_text(family)}/changes?after={after}")
        assert status == 200
        assert [(page.first, page.last) for page in [decode(HistoryAnswer, body).page]] == found
    assert samira.get(f"/v1/streams/{as_text(family)}/changes?after=2")[0] == 404
    other = samira.born()
    for name in (family, other):
        assert samira.get(f"/v1/streams/{as_text(name)}/changes")[0] == 200
    assert samira.get("/v1/streams/nothing/changes")[0] == 400


def test_no_answer_ever_holds_a_family_without_a_right_to_it(world: World, samira: Asking) -> None:
    samira.born()
    family = samira.born()
    joost = Asking(world, world.device("Joost"))
    world.grant(family, "Joost")
    answer = joost.answered()
    assert [grant.stream for grant in answer.grants] == [page.stream for page in answer.pages] == [as_text(family)]


def test_work_is_covered_while_a_right_lasts_and_if_it_was_done_before_it_ended() -> None:
    assert Right(REGISSEUR, 0, None, 1).covers(moment=99, now=100)
    assert Right(REGISSEUR, 0, 200, 1).covers(moment=99, now=100)
    assert Right(REGISSEUR, 0, 50, 1).covers(moment=49, now=100)
    assert not Right(REGISSEUR, 0, 50, 1).covers(moment=50, now=100)


def test_a_request_in_another_laptops_name_is_refused(world: World, samira: Asking) -> None:
    other = world.device("Samira").identity
    assert samira.sync(device=as_text(other.device)) == (401, {"error": "device"})


@pytest.mark.logs("sync.beyond")
def test_another_epoch_or_incarnation_is_out_of_step(samira: Asking) -> None:
    assert samira.sync(epoch="other") == (409, {"error": "epoch"})
    assert samira.sync(inc=2) == (409, {"error": "incarnation"})
    family = samira.born()
    assert samira.sync(cursors={as_text(family): 2}) == (409, {"error": "epoch"})


def test_a_laptop_that_has_everything_gets_204_and_nothing_else(samira: Asking) -> None:
    assert samira.sync(cursors=None) == (204, {})
    samira.born()
    assert samira.sync(cursors=None) == (409, {"error": "view"})


def test_what_is_no_message_is_refused_before_it_is_unpacked_or_believed(samira: Asking) -> None:
    bomb = zstandard.ZstdCompressor(write_checksum=True).compress(bytes(9 * 1024 * 1024))
    whole, _ = pack(b"x" * 100 + bytes(range(256)) * 8)
    refused = [
        (b"", ""),
        (b"<html>", ""),
        (b"[" * 100_000, ""),
        (b'{"v":1}', ""),
        (b"x", "gzip"),
        (bomb, "zstd"),
        (whole[:-2], "zstd"),
        (b"(\xb5/\xfd", "zstd"),
    ]
    for body, encoding in refused:
        assert samira.post("/v1/sync", body, encoding=encoding) == (400, b'{"error":"message"}')
    assert samira.post("/v1/sync", bytes(MOST_PACKED + 1)) == (413, b'{"error":"too_large"}')
    assert samira.sync(surprise=1) == (400, {"error": "message"})
    assert samira.sync(device="geen id van twintig/22") == (400, {"error": "message"})


def test_health_says_nothing_but_that_the_server_is_there(samira: Asking) -> None:
    assert samira.get("/health", token="") == (200, b'{"status":"ok"}')


def test_the_framework_shows_no_pages_of_its_own(samira: Asking) -> None:
    assert {samira.get(path)[0] for path in ("/docs", "/docs/oauth2-redirect", "/redoc", "/")} == {404}


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEUKENTAFEL_SERVER_PORT", "9000")
    assert ServerSettings().port == 9000


@pytest.mark.logs("server.fault")
def test_what_nobody_foresaw_is_500_without_a_word_of_it(world: World, samira: Asking) -> None:
    family = samira.born()
    with world.house.database.engine.execution_options(writes=True).begin() as connection:
        connection.execute(tables.log_tables.change.update().values(kind="nothing"))
    assert samira.sync(whole=[as_text(family)]) == (500, {"error": "fault"})


@pytest.mark.logs("server.unable")
def test_a_database_that_cannot_now_is_503(world: World, samira: Asking) -> None:
    with world.house.database.engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql(NO_MORE_LOOKS[connection.dialect.name])
    assert samira.sync(looks=[{"number": 1, "stream": as_text(some_id()), "kind": "opened", "at": 0}]) == (503, {"error": "later"})
