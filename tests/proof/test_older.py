"""A program of the version before beside one of now: neither loses what the other wrote, and nobody is asked what says the same."""

from dataclasses import replace

from app.actions.caseload import caseload
from app.actions.choosing import choose
from app.actions.family_page import family_page
from app.actions.fields import FieldRef, change_field
from app.domain.records.network import CirclePlace, NetworkContact, Ring, Sector
from app.domain.records.plan import ActorKind, Doer
from app.store.declarations import rows_as_declared
from tests.builders import a_goal, a_plan, an_action, some_id
from tests.proof.beginning import begun
from tests.proof.older import version
from tests.world import World


def test_an_older_program_that_writes_in_a_group_keeps_the_member_it_does_not_know_also_where_the_row_came_with_it(town: World) -> None:
    samira, family = begun(town)
    joost, place = town.device("Joost"), CirclePlace(ring=Ring.ACQUAINTANCE, sector=Sector.SCHOOL_WORK)
    town.grant(family, "Joost")
    oma = NetworkContact(id=some_id(), name="Oma", place=place)
    samira.create(family, oma)
    town.settle()
    with version(older=True):
        rows_as_declared(joost.workspace)
        change_field(joost.workspace, FieldRef(family, "network_contact", oma.id, "place"), CirclePlace(ring=Ring.VERY_CLOSE))
    rows_as_declared(joost.workspace)
    town.settle()
    assert samira.find(family, oma).place == joost.find(family, oma).place == replace(place, ring=Ring.VERY_CLOSE)


def test_an_older_program_opens_the_page_of_a_family_with_a_choice_in_a_field_that_it_does_not_know(town: World) -> None:
    samira, family = begun(town)
    joost, fatiha = town.device("Joost"), town.device("Fatiha")
    for name in ("Joost", "Fatiha"):
        town.grant(family, name)
    with version(older=True):
        rows_as_declared(joost.workspace)
    town.settle()
    samira.change(family, a_plan(family), family_lead="Fatma")
    fatiha.change(family, a_plan(family), family_lead="Oma")
    for device in (samira, fatiha):
        device.sync()
    with version(older=True):
        joost.sync()
        assert family_page(joost.workspace, family).conflicts == ()
    rows_as_declared(joost.workspace)
    assert [len(one.choices) for one in family_page(joost.workspace, family).conflicts] == [2]


def test_an_older_program_that_chooses_takes_the_chosen_value_whole(town: World) -> None:
    samira, family = begun(town)
    joost, fatiha = town.device("Joost"), town.device("Fatiha")
    for name in ("Joost", "Fatiha"):
        town.grant(family, name)
    oma = NetworkContact(id=some_id(), name="Oma")
    samira.create(family, oma)
    with version(older=True):
        rows_as_declared(joost.workspace)
    town.settle()
    near, far = CirclePlace(ring=Ring.VERY_CLOSE, sector=Sector.FRIENDS), CirclePlace(ring=Ring.ACQUAINTANCE, sector=Sector.LEISURE)
    samira.change(family, oma, place=near)
    fatiha.change(family, oma, place=far)
    for device in (samira, fatiha):
        device.sync()
    with version(older=True):
        joost.sync()
        page = family_page(joost.workspace, family)
        [conflict] = page.conflicts
        choose(joost.workspace, conflict.ref, conflict.choices[0].value, page.cursor)
    town.settle()
    assert samira.find(family, oma).place == near


def test_what_an_older_program_does_not_say_of_a_group_is_no_second_value(town: World) -> None:
    samira, family = begun(town)
    joost, goal = town.device("Joost"), a_goal(family)
    action = an_action(goal.id, by="")
    town.grant(family, "Joost")
    samira.create(family, goal)
    samira.create(family, action)
    town.settle()
    for by, choices in ((Doer(name="Noor"), 0), (Doer(name="Kees", kind=ActorKind.NETWORK), 2)):
        samira.change(family, action, doer=by)
        with version(older=True):
            rows_as_declared(joost.workspace)
            change_field(joost.workspace, FieldRef(family, "action", action.id, "doer"), Doer(name=by.name))
        rows_as_declared(joost.workspace)
        town.settle()
        for one in (samira, joost):
            assert sum(len(found.options) for found in one.conflicts(family)) == choices
            assert [line.open_choices for line in caseload(one.workspace)] == [choices // 2]
