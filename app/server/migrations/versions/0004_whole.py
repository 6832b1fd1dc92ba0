"""What a sync that loses nothing keeps beside the log."""

from alembic import op

from app.changelog.spelled import Spelled, column, make_indexes, make_tables

revision = "0004"
down_revision = "0003"

TABLES: tuple[Spelled, ...] = (
    (
        "decision",
        4,
        "municipality:code6 stream:id dev:id tx:id taken:number! reason:code20! author:id! changes:number! decided_by:id! "
        "decided_at:number!",
    ),
    ("goal_helper", 3, "municipality:code6 stream:id id:id goal:id contact:id deleted:number"),
    ("on_laptop", 3, "municipality:code6 device:id stream:id version:number! since:number! wiped_at:number"),
    (
        "safety_plan_confirmation",
        3,
        "municipality:code6 stream:id id:id safety_plan_version:id replaces:id agreed_by:text how:word confirmed_on:day "
        "noted_by:text deleted:number",
    ),
    (
        "safety_plan_version",
        3,
        "municipality:code6 stream:id id:id not_again:text warning_signs:text child_does:text "
        "who_does:text bottom_lines:text who_checks:text whom_to_call:text review_on:day written_on:day written_by:text "
        "deleted:number",
    ),
    (
        "signature",
        3,
        "municipality:code6 stream:id id:id plan_version:id sha256:text person:id name:text state:word how:word "
        "signed_on:day remark:text noted_by:text deleted:number",
    ),
)
COLUMNS: tuple[tuple[str, str], ...] = (
    ("change", "redacted:hash"),
    ("goal", "position:text"),
    ("stream", "held_mark:number"),
    ("held", "head:number"),
)
INDEXES = (
    ("ix_device_worker", "device", ("municipality", "worker", "device", "status", "epoch")),
    ("ix_goal_helper_contact", "goal_helper", ("municipality", "stream", "contact")),
    ("ix_goal_helper_goal", "goal_helper", ("municipality", "stream", "goal")),
    ("ix_grant_worker", "grant", ("municipality", "worker", "stream", "role", "until", "version")),
    ("ix_safety_plan_confirmation_replaces", "safety_plan_confirmation", ("municipality", "stream", "replaces")),
    ("ix_safety_plan_confirmation_safety_plan_version", "safety_plan_confirmation", ("municipality", "stream", "safety_plan_version")),
    ("ix_signature_person", "signature", ("municipality", "stream", "person")),
    ("ix_signature_plan_version", "signature", ("municipality", "stream", "plan_version")),
)


def upgrade() -> None:
    """Make the new tables, and add the new columns, empty for every row."""
    make_tables(TABLES)
    for table, word in COLUMNS:
        op.add_column(table, column(word))
    op.drop_index("ix_grant_worker", "grant")
    make_indexes(INDEXES)
