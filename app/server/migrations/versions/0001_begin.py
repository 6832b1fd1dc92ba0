"""The first form of the server's database: the records and the change log per municipality, and who may see what."""

from app.changelog.spelled import make_indexes, make_tables

revision = "0001"
down_revision = None

TABLES = (
    (
        "action",
        3,
        "municipality:code6 stream:id id:id goal:id what:text doer_name:text doer_kind:word timing_text:text timing_due_on:day "
        "place:word why_professional:text status:word done_on:day deleted:number",
    ),
    (
        "change",
        5,
        "municipality:code6 stream:id dev:id inc:number ctr:number seq:number ord:number seen:number! tx:id! record:word! row:id! "
        "grp:word! val:bytes! salt:id! wall:number! author:id! schema:number! kind:code8! held:code20 received_at:number "
        "clock_err:number",
    ),
    ("device", 2, "municipality:code6 device:id worker:id! inc:number! token_hash:hash! status:code10! enrolled_at:number!"),
    ("device_stream", 4, "municipality:code6 stream:id device:id inc:number last_ctr:number!"),
    ("enrol_code", 2, "municipality:code6 number:code4 secret_hash:hash! worker:id! expires_at:number! tries:number! used_at:number"),
    (
        "family",
        3,
        "municipality:code6 stream:id id:id display_name:text municipality_code:text registered_on:day regisseur_worker:id "
        "regisseur_name:text regisseur_since_on:day case_id:text expecting_due_on:day language:text interpreter_needed:number "
        "referred_by:word first_contact_on:day first_visit_on:day status:word deleted:number",
    ),
    ("frontier", 8, "municipality:code6 stream:id record:word row:id grp:word dev:id inc:number ctr:number seq:number ord:number"),
    (
        "goal",
        3,
        "municipality:code6 stream:id id:id plan:id text:text whose_words:text domain:word horizon:word why_important:text "
        "seen_when:text target_on:day score_wish:number status:word deleted:number",
    ),
    ("goal_score", 3, "municipality:code6 stream:id id:id goal:id score:number scored_on:day said_by:text deleted:number"),
    ("grant", 3, "municipality:code6 stream:id worker:id role:word! since:number! until:number version:number!"),
    ("head", 5, "municipality:code6 stream:id record:word row:id grp:word dev:id! inc:number! ctr:number! seq:number ord:number n:number!"),
    (
        "held",
        6,
        "municipality:code6 stream:id dev:id inc:number ctr:number leaf:hash seen:number! tx:id! record:word! row:id! grp:word! "
        "val:bytes! salt:id! wall:number! author:id! schema:number! kind:code8! reason:code20! received_at:number! "
        "clock_err:number! owner:id decision:text",
    ),
    ("look", 4, "municipality:code6 device:id number:number at:number stream:id! worker:id! kind:code12! received_at:number!"),
    ("municipality", 1, "municipality:code6 name:name! epoch:word!"),
    ("parked", 5, "municipality:code6 stream:id record:word row:id grp:word reason:code20!"),
    (
        "person",
        3,
        "municipality:code6 stream:id id:id name_call_name:text name_given_names:text name_prefix:text name_surname:text "
        "name_partner_prefix:text name_partner_surname:text name_name_use:word role:text birth_year:number birth_month:number "
        "birth_day:number gender:word deceased_on:day phone:text email:text deleted:number",
    ),
    (
        "plan",
        3,
        "municipality:code6 stream:id id:id number:number kind:word status:word request_for_help:text request_said_by:text "
        "wish:text wish_said_by:text family_lead:text own_plan_choice:word safety_answer:word legal_frame:word established_on:day "
        "next_evaluation_on:day deleted:number",
    ),
    (
        "plan_version",
        3,
        "municipality:code6 stream:id id:id plan:id number:number reason:word made_on:day sha256:text content:text deleted:number",
    ),
    ("stream", 2, "municipality:code6 stream:id head_seq:number! head_hash:hash! class:code20!"),
    ("worker", 2, "municipality:code6 worker:id login:login! name:name!"),
)
UNIQUE = {
    "change": (("uq_change_seq", ("municipality", "stream", "seq")),),
}
INDEXES = (
    ("ix_action_goal", "action", ("municipality", "stream", "goal")),
    ("ix_device_token_hash", "device", ("token_hash",)),
    ("ix_goal_plan", "goal", ("municipality", "stream", "plan")),
    ("ix_goal_score_goal", "goal_score", ("municipality", "stream", "goal")),
    ("ix_grant_worker", "grant", ("municipality", "worker")),
    ("ix_plan_version_plan", "plan_version", ("municipality", "stream", "plan")),
)


def upgrade() -> None:
    """Make every table in a database that has none."""
    make_tables(TABLES, UNIQUE)
    make_indexes(INDEXES)
