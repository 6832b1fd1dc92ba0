"""The steps of a youth's mentor, one gesture each. Who may decide what is in `app.domain.rules.mentor_deciding`; a worker only notes it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from enum import StrEnum

from app.actions.family_page import FamilyPage
from app.changelog.log import Stream
from app.changelog.rows import THROWN_AWAY
from app.clock import today
from app.domain.ids import consent_of, mentor_of, new_id
from app.domain.record import Id
from app.domain.records.family import Membership, ParentalAuthority, Person
from app.domain.records.mentor import (
    Asking,
    Choosing,
    ChosenBy,
    Initiator,
    Mentor,
    MentorConsent,
    MentorContact,
    MentorStatus,
    MetHow,
    Objection,
    ParentAnswer,
    Stopping,
)
from app.domain.records.network import NetworkContact
from app.domain.rules import mentor_deciding as deciding
from app.domain.rules.mentor import AGREEMENTS, OVER, chosen_mentors
from app.domain.rules.mentor_deciding import ADULT, People
from app.domain.rules.mentor_steps import MentorCase
from app.domain.rules.names import at_the_table, fold
from app.domain.rules.words import clean, clean_line
from app.errors import UserProblem
from app.store.queries import rows
from app.store.workspace import Workspace, Writing
from app.texts import t


class MentorAnswer(StrEnum):
    """What the mentor says when the youth asks."""

    YES = "yes"
    NO = "no"
    THINKING = "thinking"


class Stopper(StrEnum):
    """Who can stop, at any time: the youth without a reason, or the mentor."""

    YOUTH = "youth"
    MENTOR = "mentor"


def case_of(page: FamilyPage, mentor: Mentor, youth: Person, on: date) -> MentorCase:
    """Return all that is known of one mentor, out of the family's page."""
    people = People(on, page.persons, page.memberships, page.authorities, page.contacts)
    name = fold(people.name_of(mentor))
    actions = [action for view in page.goals for action in view.actions] + [*page.arranged]
    acts = sum(bool(name) and fold(action.doer.name) == name for action in actions)
    return MentorCase(people, youth, mentor, page.mentor_consents, acts)


def suggested_agreements(youth: str, regisseur: str) -> tuple[str, ...]:
    """Return the role agreements that are offered, with the names filled in; a family changes them as it likes."""
    return tuple(t(f"mentor_agreement.{name}", youth=youth, regisseur=regisseur) for name in AGREEMENTS)


def think_of(workspace: Workspace, family: bytes, youth: bytes, who: bytes) -> Id[Mentor]:
    """Note somebody around the family, or an adult of it who is no parent, as a possible mentor; who stopped can be thought of again."""
    row: Id[Mentor] = mentor_of(youth, who)
    with workspace.write() as writing:
        stream = writing.stream(family)
        people, young = _people(stream, workspace), rows.row(stream, Person, youth)
        found = people.contact(who) or people.person(who)
        if found is None:
            raise UserProblem("row_gone")
        deciding.check_candidate(people, young, found)
        known = {bytes(kept.id): (kept, state) for kept, state in rows.all_rows(stream, Mentor)}
        gesture = writing.gesture(family)
        if row not in known:
            gesture.create(_candidate(row, young, found, people))
        else:
            kept, state = known[row]
            if state == THROWN_AWAY:
                gesture.restore("mentor", row)
            if kept.status in OVER:
                gesture.change(kept, _anew(kept))
        gesture.done()
    return row


def record_choice(workspace: Workspace, family: bytes, mentor: bytes, chosen_by: ChosenBy | None, child_said: str = "") -> None:
    """Note who chose this mentor; a worker cannot, and a child under twelve does so with a parent and in its own words."""

    def chosen(writing: Writing, case: MentorCase) -> Mentor:
        said = clean_line(child_said, 300) or case.mentor.choosing.child_said
        choosing = Choosing(chosen_by=chosen_by, chosen_on=case.people.today, child_said=said)
        deciding.check_choice(case.people, case.youth, choosing)
        deciding.check_only_one(case.people, case.youth, case.mentor, rows.rows(writing.stream(family), Mentor))
        return replace(case.mentor, choosing=choosing)

    _step(workspace, family, mentor, chosen)


def ask(workspace: Workspace, family: bytes, mentor: bytes, went_along: str = "") -> None:
    """Note that the youth asked the mentor today, and who went along."""

    def asked(_: Writing, case: MentorCase) -> Mentor:
        deciding.check_choice(case.people, case.youth, case.mentor.choosing)
        deciding.check_step(case.mentor, MentorStatus.ASKED)
        with_whom = clean_line(went_along, 120) or case.mentor.asking.went_along
        return replace(case.mentor, status=MentorStatus.ASKED, asking=Asking(asked_on=case.people.today, went_along=with_whom))

    _step(workspace, family, mentor, asked)


def answer(workspace: Workspace, family: bytes, mentor: bytes, said: MentorAnswer) -> None:
    """Note what the mentor says. After a yes people first talk, when a parent who has a say did not say yes yet."""

    def answered(_: Writing, case: MentorCase) -> Mentor:
        deciding.check_asked(case.youth, case.mentor)
        if said is MentorAnswer.YES:
            return _accepted(case)
        status = MentorStatus.SAID_NO if said is MentorAnswer.NO else MentorStatus.THINKING
        deciding.check_step(case.mentor, status)
        return replace(case.mentor, status=status)

    _step(workspace, family, mentor, answered)


def parent_answers(workspace: Workspace, family: bytes, mentor: bytes, parent: bytes, said: ParentAnswer | None) -> None:
    """Note what a parent says: a grumpy yes is a yes, and a no is a reason to talk and never to stop."""
    with workspace.write() as writing:
        stream = writing.stream(family)
        case = _case(stream, workspace, mentor)
        deciding.check_parent_has_a_say(case.people, case.youth)
        row: Id[MentorConsent] = consent_of(mentor, parent)
        before = next((kept for kept in case.consents if kept.id == row), None)
        after = MentorConsent(id=row, mentor=Id(mentor), parent=Id(parent), answer=said, answered_on=case.people.today if said else None)
        gesture = writing.gesture(family)
        if before is None:
            gesture.create(after)
        else:
            gesture.change(before, after)
        consents = (*(kept for kept in case.consents if kept.id != row), after)
        gesture.change(case.mentor, _after_parents(replace(case, consents=consents)))
        gesture.done()


def object_to(workspace: Workspace, family: bytes, mentor: bytes, said_by: str, reason: str) -> None:
    """Note a worry about this choice with its reason; the mentor stays, and people talk."""

    def objected(_: Writing, case: MentorCase) -> Mentor:
        deciding.check_objection(reason)
        deciding.check_step(case.mentor, MentorStatus.IN_TALKS)
        objection = Objection(said_by=clean_line(said_by, 120), reason=clean(reason, 1000), said_on=case.people.today)
        return replace(case.mentor, status=MentorStatus.IN_TALKS, objection=objection)

    _step(workspace, family, mentor, objected)


def talked(workspace: Workspace, family: bytes, mentor: bytes) -> None:
    """Note that people talked about it and go on where they were; a parent's no that still stands keeps them talking."""

    def settled(_: Writing, case: MentorCase) -> Mentor:
        deciding.check_nobody_says_no(case.people, case.youth, case.mentor, case.consents)
        return replace(case.mentor, status=_where_it_was(case.mentor))

    _step(workspace, family, mentor, settled)


def pause(workspace: Workspace, family: bytes, mentor: bytes, on: bool) -> None:
    """Let it rest for a while, or go on."""

    def paused(_: Writing, case: MentorCase) -> Mentor:
        status = MentorStatus.PAUSED if on else MentorStatus.ACTIVE
        deciding.check_step(case.mentor, status)
        return replace(case.mentor, status=status)

    _step(workspace, family, mentor, paused)


def stop(workspace: Workspace, family: bytes, mentor: bytes, by: Stopper, reason: str = "") -> None:
    """Stop, at once and from wherever it is; a reason is never asked for. What was stays to be read."""

    def stopped(_: Writing, case: MentorCase) -> Mentor:
        return _stopped(case.mentor, case, by, reason)

    _step(workspace, family, mentor, stopped)


def keep_one(workspace: Workspace, family: bytes, mentor: bytes) -> None:
    """Note which of several mentors the youth wants; the others stop, in the same gesture."""
    with workspace.write() as writing:
        stream = writing.stream(family)
        case = _case(stream, workspace, mentor)
        gesture = writing.gesture(family)
        for other in chosen_mentors(rows.rows(stream, Mentor), case.youth.id):
            if other.id != mentor:
                gesture.change(other, _stopped(other, case, Stopper.YOUTH))
        gesture.done()


def note_contact(
    workspace: Workspace, family: bytes, mentor: bytes, how: MetHow, by: Initiator = Initiator.YOUTH, on: date | None = None
) -> Id[MentorContact]:
    """Note that youth and mentor had contact, today unless said otherwise; of what they said nothing is kept."""
    with workspace.write() as writing:
        kept = rows.row(writing.stream(family), Mentor, mentor)
        day = on or today(workspace.clock)
        deciding.check_contact_day(day, today(workspace.clock))
        made = MentorContact(id=new_id(writing.wall), mentor=kept.id, met_on=day, how=how, initiated_by=by)
        gesture = writing.gesture(family)
        gesture.create(made)
        gesture.done()
    return made.id


def _step(workspace: Workspace, family: bytes, mentor: bytes, step: Callable[[Writing, MentorCase], Mentor]) -> None:
    with workspace.write() as writing:
        case = _case(writing.stream(family), workspace, mentor)
        gesture = writing.gesture(family)
        gesture.change(case.mentor, step(writing, case))
        gesture.done()


def _case(stream: Stream, workspace: Workspace, mentor: bytes) -> MentorCase:
    kept = rows.row(stream, Mentor, mentor)
    return MentorCase(_people(stream, workspace), rows.row(stream, Person, kept.youth), kept, tuple(rows.rows(stream, MentorConsent)))


def _people(stream: Stream, workspace: Workspace) -> People:
    return People(
        today(workspace.clock),
        tuple(rows.rows(stream, Person)),
        tuple(rows.rows(stream, Membership)),
        tuple(rows.rows(stream, ParentalAuthority)),
        tuple(rows.rows(stream, NetworkContact)),
    )


def _candidate(row: Id[Mentor], youth: Person, who: Person | NetworkContact, people: People) -> Mentor:
    if isinstance(who, NetworkContact):
        return Mentor(id=row, youth=youth.id, contact=who.id)
    return Mentor(id=row, youth=youth.id, person=who.id, is_adult=not people.under(who, ADULT))


def _anew(kept: Mentor) -> Mentor:
    """Begin again with somebody who stopped or said no: chosen, asked and answered anew. What was is in the history."""
    return replace(kept, status=MentorStatus.CANDIDATE, choosing=Choosing(), asking=Asking(), accepted_on=None, stopping=Stopping())


def _accepted(case: MentorCase) -> Mentor:
    status = MentorStatus.ACTIVE if case.agreed else MentorStatus.IN_TALKS
    deciding.check_step(case.mentor, status)
    return replace(case.mentor, status=status, accepted_on=case.mentor.accepted_on or case.people.today)


def _after_parents(case: MentorCase) -> Mentor:
    mentor = case.mentor
    if deciding.parent_said_no(case.people, case.youth, mentor, case.consents) is not None and mentor.status not in OVER:
        return replace(mentor, status=MentorStatus.IN_TALKS)
    if mentor.status is MentorStatus.IN_TALKS and case.agreed and not mentor.objection.reason:
        return replace(mentor, status=_where_it_was(mentor))
    return mentor


def _where_it_was(mentor: Mentor) -> MentorStatus:
    if mentor.accepted_on is not None:
        return MentorStatus.ACTIVE
    return MentorStatus.CANDIDATE if mentor.asking.asked_on is None else MentorStatus.ASKED


def _stopped(mentor: Mentor, case: MentorCase, by: Stopper, reason: str = "") -> Mentor:
    who = at_the_table(case.youth.name) if by is Stopper.YOUTH else case.people.name_of(mentor)
    stopping = Stopping(stopped_on=case.people.today, stopped_by=clean_line(who, 120), reason=clean_line(reason, 300))
    return replace(mentor, status=MentorStatus.STOPPED, stopping=stopping, continues_after_care=False)
