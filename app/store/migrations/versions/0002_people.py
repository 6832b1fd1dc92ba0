"""The people around the table: households, network, mentor, professionals, strengths and worries, agreements and visits."""

from alembic import op

from app.changelog.spelled import column, make_indexes, make_tables

revision = "0002"
down_revision = "0001"

TABLES = (
    ("agreement", 2, "stream:id id:id text:text kind:word parties:text from_on:day review_on:day status:word deleted:number"),
    (
        "concern",
        2,
        "stream:id id:id text:text said_by:text about:text domain:word since:text effect:text is_safety:number status:word deleted:number",
    ),
    ("confidential_file", 2, "stream:id id:id family:id deleted:number"),
    (
        "household",
        2,
        "stream:id id:id name:text address_street:text address_house_number:text address_postcode:text address_town:text "
        "address_secret:number deleted:number",
    ),
    ("internal_note", 2, "stream:id id:id visit:id text:text reason:word why:text noted_on:day noted_by:text deleted:number"),
    (
        "involvement",
        2,
        "stream:id id:id professional:id role:word task:text domain:word term_from_on:day term_planned_end_on:day "
        "temporary_expert:number ended_on:day deleted:number",
    ),
    ("membership", 2, "stream:id id:id household:id person:id role:word period_from_on:day period_to_on:day deleted:number"),
    (
        "mentor",
        2,
        "stream:id id:id youth:id contact:id person:id kind:word relation:word since_known:number is_adult:number status:word "
        "phase:word choosing_chosen_by:word choosing_chosen_on:day choosing_child_said:text asking_asked_on:day "
        "asking_went_along:text accepted_on:day why_this_one:text advice:text role_agreements:text contact_frequency:text "
        "reachable:text share_home:word share_school:word share_feelings:word share_friends:word share_money:word "
        "share_help:word own_support:text backup:id trust:number between_us:text objection_said_by:text objection_reason:text "
        "objection_said_on:day stopping_stopped_on:day stopping_stopped_by:text stopping_reason:text "
        "continues_after_care:number next_check_on:day deleted:number",
    ),
    ("mentor_consent", 2, "stream:id id:id mentor:id parent:id answer:word answered_on:day deleted:number"),
    ("mentor_contact", 2, "stream:id id:id mentor:id met_on:day how:word initiated_by:word deleted:number"),
    (
        "network_contact",
        2,
        "stream:id id:id name:text relation:text place_ring:word place_sector:word line:word gives:word can_do:text phone:text "
        "deleted:number",
    ),
    (
        "parental_authority",
        2,
        "stream:id id:id child:id authority_kind:word authority_first_holder:id authority_second_holder:id "
        "authority_explanation:text checked_source:word checked_checked_on:day being_examined:number deleted:number",
    ),
    ("professional", 2, "stream:id id:id name:text organisation:text phone:text email:text deleted:number"),
    ("search_text", 4, "stream:id record:word row:id grp:word text:text!"),
    ("strength", 2, "stream:id id:id text:text said_by:text about:text domain:word since:text effect:text status:word deleted:number"),
    ("visit", 2, "stream:id id:id kind:word visit_on:day at_time:text place:text present:text held_on:day deleted:number"),
    ("visit_note", 2, "stream:id id:id visit:id text:text noted_on:day noted_by:text deleted:number"),
)
COLUMNS = (
    ("person", "main_home:id"),
    ("person", "school:text"),
    ("person", "at_home_since:day"),
    ("action", "arranged_at:id"),
    ("stream_state", "role:word"),
)
INDEXES = (
    ("ix_action_arranged_at", "action", ("stream", "arranged_at")),
    ("ix_confidential_file_family", "confidential_file", ("stream", "family")),
    ("ix_internal_note_visit", "internal_note", ("stream", "visit")),
    ("ix_involvement_professional", "involvement", ("stream", "professional")),
    ("ix_membership_household", "membership", ("stream", "household")),
    ("ix_membership_person", "membership", ("stream", "person")),
    ("ix_mentor_backup", "mentor", ("stream", "backup")),
    ("ix_mentor_contact", "mentor", ("stream", "contact")),
    ("ix_mentor_person", "mentor", ("stream", "person")),
    ("ix_mentor_youth", "mentor", ("stream", "youth")),
    ("ix_mentor_consent_mentor", "mentor_consent", ("stream", "mentor")),
    ("ix_mentor_consent_parent", "mentor_consent", ("stream", "parent")),
    ("ix_mentor_contact_mentor", "mentor_contact", ("stream", "mentor")),
    ("ix_parental_authority_child", "parental_authority", ("stream", "child")),
    ("ix_person_main_home", "person", ("stream", "main_home")),
    ("ix_visit_note_visit", "visit_note", ("stream", "visit")),
)


def upgrade() -> None:
    """Make the new tables, and add the new columns, empty for every row."""
    make_tables(TABLES)
    for table, word in COLUMNS:
        op.add_column(table, column(word))
    make_indexes(INDEXES)
