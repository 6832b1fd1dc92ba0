"""The first form of the store: the records, the change log, and what only this laptop knows."""

from app.changelog.spelled import make_indexes, make_tables

revision = "0001"
down_revision = None

TABLES = (
    (
        "action",
        2,
        "stream:id id:id goal:id what:text doer_name:text doer_kind:word timing_text:text timing_due_on:day place:word "
        "why_professional:text status:word done_on:day deleted:number",
    ),
    (
        "change",
        4,
        "stream:id dev:id inc:number ctr:number seq:number ord:number seen:number! tx:id! record:word! row:id! grp:word! "
        "val:bytes! salt:id! wall:number! author:id! schema:number! kind:code8! held:code20 received_at:number clock_err:number",
    ),
    ("draft", 4, "stream:id record:word row:id grp:word text:text! seen:number! typed_at:number!"),
    (
        "family",
        2,
        "stream:id id:id display_name:text municipality_code:text registered_on:day regisseur_worker:id regisseur_name:text "
        "regisseur_since_on:day case_id:text expecting_due_on:day language:text interpreter_needed:number referred_by:word "
        "first_contact_on:day first_visit_on:day status:word deleted:number",
    ),
    ("frontier", 7, "stream:id record:word row:id grp:word dev:id inc:number ctr:number seq:number ord:number"),
    (
        "goal",
        2,
        "stream:id id:id plan:id text:text whose_words:text domain:word horizon:word why_important:text seen_when:text "
        "target_on:day score_wish:number status:word deleted:number",
    ),
    ("goal_score", 2, "stream:id id:id goal:id score:number scored_on:day said_by:text deleted:number"),
    ("head", 4, "stream:id record:word row:id grp:word dev:id! inc:number! ctr:number! seq:number ord:number n:number!"),
    ("held_note", 2, "stream:id first_ctr:number last_ctr:number! reason:code20!"),
    ("look", 1, "number:number stream:id! kind:code12! at:number!"),
    ("meta", 1, "name:word value:bytes!"),
    ("parked", 4, "stream:id record:word row:id grp:word reason:code20!"),
    (
        "person",
        2,
        "stream:id id:id name_call_name:text name_given_names:text name_prefix:text name_surname:text name_partner_prefix:text "
        "name_partner_surname:text name_name_use:word role:text birth_year:number birth_month:number birth_day:number "
        "gender:word deceased_on:day phone:text email:text deleted:number",
    ),
    (
        "plan",
        2,
        "stream:id id:id number:number kind:word status:word request_for_help:text request_said_by:text wish:text "
        "wish_said_by:text family_lead:text own_plan_choice:word safety_answer:word legal_frame:word established_on:day "
        "next_evaluation_on:day deleted:number",
    ),
    ("plan_version", 2, "stream:id id:id plan:id number:number reason:word made_on:day sha256:text content:text deleted:number"),
    ("stream_state", 1, "stream:id cursor:number! head_hash:hash! grant_version:number! state:code8!"),
)
UNIQUE = {
    "change": (("uq_change_seq", ("stream", "seq")),),
}
INDEXES = (
    ("ix_action_goal", "action", ("stream", "goal")),
    ("ix_goal_plan", "goal", ("stream", "plan")),
    ("ix_goal_score_goal", "goal_score", ("stream", "goal")),
    ("ix_plan_version_plan", "plan_version", ("stream", "plan")),
)


def upgrade() -> None:
    """Make every table in a store that has none."""
    make_tables(TABLES, UNIQUE)
    make_indexes(INDEXES)
