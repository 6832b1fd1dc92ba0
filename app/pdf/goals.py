"""The goals of a plan on paper, each with its words, its scores and who does what. Chooses no order: it prints the report's."""

from app.domain.records.plan import ActionStatus, ActorKind, GoalStatus
from app.domain.rules.dates import show_long
from app.pdf.blocks import Gap
from app.pdf.characters import one_line
from app.pdf.house_style import LABEL, SMALL, SPOKEN_GOAL
from app.pdf.panels import Scale
from app.pdf.report import ReportAction, ReportGoal, Scores
from app.pdf.writer import Columns, Writer
from app.texts import t

SHARES = (0.25, 0.37, 0.23, 0.15)


def write_goals(writer: Writer, goals: tuple[ReportGoal, ...]) -> None:
    """Write all goals under one heading; nothing when there are none."""
    if not goals:
        return
    writer.section(t("paper.goals.title"))
    for number, goal in enumerate(goals, start=1):
        if number > 1:
            writer.gap(18)
        _write_goal(writer, number, goal)


def _write_goal(writer: Writer, number: int, goal: ReportGoal) -> None:
    name = t("paper.goal.number", number=number)
    writer.topic(t("paper.goal.again", number=name, goal=one_line(goal.text)))
    writer.goal_heading(name, goal.text)
    if (about := _about(goal)) != "":
        writer.paragraph(about, SMALL, keep_with_next=True)
    if goal.whose_words.strip():
        writer.paragraph(t("paper.goal.words_of", name=goal.whose_words.strip()), SPOKEN_GOAL, keep_with_next=True)
    given = [scores for scores in goal.scores if (scores.start, scores.now, scores.wish) != (None, None, None)]
    for scores in given:
        _write_scores(writer, scores, named=len(goal.scores) > 1, last=scores is given[-1])
    writer.answer(t("paper.goal.why"), goal.why_important)
    writer.answer(t("paper.goal.seen_when"), goal.seen_when)
    writer.answer(t("paper.goal.helpers"), ", ".join(one_line(name) for name in goal.helpers))
    if goal.actions:
        writer.gap(9)
        writer.heading(t("paper.actions.title"), "H4", LABEL)
        _write_actions(writer, goal.actions)


def write_arranged(writer: Writer, actions: tuple[ReportAction, ...]) -> None:
    """Write what was arranged on the spot, apart from any goal."""
    if actions:
        writer.section(t("paper.arranged.title"))
        _write_actions(writer, actions)


def _write_actions(writer: Writer, actions: tuple[ReportAction, ...]) -> None:
    headings = tuple(t(f"paper.actions.{column}") for column in ("who", "what", "when", "status"))
    writer.table(Columns(headings, SHARES), [_cells(action) for action in actions])


def _about(goal: ReportGoal) -> str:
    parts = [t(f"paper.domain.{goal.domain.value}")] if goal.domain is not None else []
    if goal.status is not GoalStatus.NEW:
        parts.append(t(f"paper.goal_status.{goal.status.value}"))
    if goal.target_on is not None:
        parts.append(t("paper.goal.target", date=show_long(goal.target_on)))
    return " · ".join(parts)


def _write_scores(writer: Writer, scores: Scores, *, named: bool, last: bool) -> None:
    """Write one person's scores; where more people gave any, each has a line of its own and nothing is averaged (domain.md 4.4).

    What 0 and 10 mean is said once, under the last.
    """
    said = [
        t(f"paper.score.{name}", score=score)
        for name, score in (("start", scores.start), ("now", scores.now), ("wish", scores.wish))
        if score is not None
    ]
    writer.blocks.append(Gap(4, keep_with_next=True))
    writer.blocks.append(Scale(scores.start, scores.now, scores.wish))
    who = t("paper.score.said_by", name=one_line(scores.said_by)) + " " if named and scores.said_by.strip() else ""
    writer.paragraph(who + " · ".join([*said, *([t("paper.score.words")] if last else [])]), SMALL)


def _cells(action: ReportAction) -> tuple[tuple[str, ...], ...]:
    kind = t(f"paper.kind.{action.kind.value}") if isinstance(action.kind, ActorKind) else ""
    why = t("paper.actions.why_professional", why=action.why_professional.strip()) if action.why_professional.strip() else ""
    return (action.who, kind), (action.what, why), (action.when,), (_status(action.status),)


def _status(status: ActionStatus) -> str:
    return t(f"paper.action_status.{status.value}")
