"""The caseload: the families of this laptop, each with why it asks for attention. Of many families only a few columns are read."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date, datetime

from app.actions.safety import safety_of
from app.changelog.conflicts import asked_deletions
from app.changelog.conflicts import conflicts as standing_conflicts
from app.changelog.log import Stream
from app.clock import from_ms, local
from app.clock import today as today_on
from app.domain.ids import confidential_of, plan_of
from app.domain.record import Id
from app.domain.records.family import Family, Person
from app.domain.records.helping import Involvement, Professional
from app.domain.records.mentor import Mentor
from app.domain.records.plan import Plan, PlanStatus
from app.domain.records.situation import Agreement
from app.domain.records.visit import Visit
from app.domain.rules.attention import Facts, reasons
from app.domain.rules.names import initials_of
from app.domain.rules.plan import NOT_BY_THEMSELVES
from app.domain.rules.reason import Reason, Waits, because, by_name
from app.store.queries import history, rows
from app.store.queries.asking import asking
from app.store.queries.offered import in_family, to_decide
from app.store.queries.unsent import unsent_in
from app.store.workspace import Reading, Workspace

NOTES = frozenset({"visit_note", "internal_note"})


@dataclass(frozen=True)
class CaseloadLine:
    """A family as the caseload shows it: `open_choices` are conflicts and deletions that wait for a person.

    `waiting` and `held` are of the family's own stream; the reason in words counts what is in its second stream too. One that is still
    `arriving` cannot be opened: only a part of it is here.
    """

    family: Id[Family]
    name: str
    initials: str
    changed_at: datetime | None
    waiting: int
    held: int
    open_choices: int
    reasons: tuple[Reason, ...]
    arriving: bool = False


@dataclass(frozen=True)
class Moment:
    """Where and on which day the lines are made; `asks` are the streams in which a row asks whether it goes."""

    reading: Reading
    today: date
    asks: Set[bytes]
    to_decide: Mapping[bytes, int]
    arriving: Set[bytes]


def caseload(workspace: Workspace, families: Set[bytes] | None = None) -> list[CaseloadLine]:
    """Return the lines of these families, of all of them when none are named, by name and of one moment; frozen ones are hidden.

    A family that was named and has no line here has gone. Its second stream may stand for a family as well as its own.
    """
    with workspace.read() as reading:
        states = [state for state in reading.states() if state.state != "frozen"]
        streams, coming = [state.stream for state in states], {state.stream for state in states if not state.usable}
        moment = Moment(reading, today_on(workspace.clock), asking(reading), to_decide(reading), coming)
        wanted = [one for one in streams if families is None or not families.isdisjoint({one, confidential_of(one)})]
        return by_name(line for stream in wanted if (line := _line(moment, stream)) is not None)


def _line(moment: Moment, family: bytes) -> CaseloadLine | None:
    stream = moment.reading.stream(family)
    found = rows.rows(stream, Family)
    if not found:
        return None
    if family in moment.arriving:
        name = found[0].display_name
        return CaseloadLine(found[0].id, name, initials_of(name), None, 0, 0, 0, (because(Waits.CHANGED, "caseload.arriving"),), True)
    mine, apart = unsent_in(stream), unsent_in(moment.reading.stream(confidential_of(family)))
    wall = history.newest_wall(stream)
    changed = local(from_ms(wall)) if wall else None
    plans = rows.rows_with(stream, Plan, PLAN)
    facts = Facts(
        family=found[0],
        plan=plans[-1] if plans else Plan(id=plan_of(family)),
        persons=rows.rows_with(stream, Person, PERSON),
        visits=rows.rows_with(stream, Visit, VISIT),
        involvements=rows.rows_with(stream, Involvement, INVOLVEMENT),
        professionals=rows.rows_with(stream, Professional, ("name", "organisation")),
        mentors=rows.rows_with(stream, Mentor, MENTOR),
        agreements=rows.rows_with(stream, Agreement, ("review_on", "status", "kind")),
        safety=safety_of(stream),
        chosen_on=_chosen_on(stream, plans[-1]) if plans else None,
        typed=_typed(moment.reading, family),
        choices=len(standing_conflicts(stream)) if stream.contested() else 0,
        asked=len(asked_deletions(stream)) if family in moment.asks else 0,
        held=mine.held + apart.held,
        to_decide=in_family(moment.to_decide, family),
        waiting=mine.waiting + apart.waiting,
        changed_on=changed.date() if changed else None,
    )
    name, why = found[0].display_name, reasons(facts, moment.today)
    return CaseloadLine(found[0].id, name, initials_of(name), changed, mine.waiting, mine.held, facts.choices + facts.asked, why)


PLAN = ("status", "own_plan_choice", "safety_answer", "established_on", "next_evaluation_on")
PERSON = ("name", "birth", "deceased_on", "at_home_since")
VISIT = ("kind", "visit_on", "at_time", "held_on")
INVOLVEMENT = ("professional", "role", "term", "ended_on")
MENTOR = ("youth", "status", "choosing", "accepted_on", "next_check_on")


def _chosen_on(stream: Stream, plan: Plan) -> date | None:
    """Return when the family said that it makes no plan itself; asked only where the clock of 42 days runs."""
    if plan.status is not PlanStatus.CONCEPT or plan.own_plan_choice not in NOT_BY_THEMSELVES:
        return None
    wall = history.standing_wall(stream, "plan", plan.id, "own_plan_choice")
    return local(from_ms(wall)).date() if wall else None


def _typed(reading: Reading, family: bytes) -> bool:
    drafts = (*reading.drafts(family), *reading.drafts(confidential_of(family)))
    return any(draft.record in NOTES and draft.text.strip() for draft in drafts)
