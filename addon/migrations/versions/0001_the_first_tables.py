"""The first tables"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """From an empty database."""
    op.create_table(
        "dismissal",
        sa.Column("user", sa.String(length=40), nullable=False),
        sa.Column("scope", sa.String(length=16), nullable=False),
        sa.Column("digest", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("user", "scope", "digest", "code", name=op.f("pk_dismissal")),
    )
    with op.batch_alter_table("dismissal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dismissal_created"), ["created"], unique=False)

    op.create_table(
        "introduction",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("user", sa.String(length=40), nullable=False),
        sa.Column("draft_key", sa.String(length=40), nullable=False),
        sa.Column("draft_id", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_introduction")),
        sa.UniqueConstraint("user", "draft_key", name=op.f("uq_introduction_user_draft_key")),
    )
    with op.batch_alter_table("introduction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_introduction_touched"), ["touched"], unique=False)
        batch_op.create_index(batch_op.f("ix_introduction_user_touched"), ["user", "touched"], unique=False)

    op.create_table(
        "preference",
        sa.Column("user", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("changed", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("user", "name", name=op.f("pk_preference")),
    )
    op.create_table(
        "rate",
        sa.Column("user", sa.String(length=40), nullable=False),
        sa.Column("minute", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("user", "minute", name=op.f("pk_rate")),
    )
    with op.batch_alter_table("rate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rate_minute"), ["minute"], unique=False)

    op.create_table(
        "operation",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("introduction_id", sa.String(length=32), nullable=False),
        sa.Column("slot", sa.String(length=40), nullable=False),
        sa.Column("mark", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("lease", sa.DateTime(timezone=True), nullable=False),
        sa.Column("draft_id", sa.String(length=200), nullable=False),
        sa.Column("message_id", sa.String(length=200), nullable=False),
        sa.Column("thread_id", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["introduction_id"], ["introduction.id"], name=op.f("fk_operation_introduction_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operation")),
        sa.UniqueConstraint("introduction_id", "slot", name=op.f("uq_operation_introduction_id_slot")),
    )
    with op.batch_alter_table("operation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_operation_thread_id"), ["thread_id"], unique=False)

    op.create_table(
        "side",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("introduction_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["introduction_id"], ["introduction.id"], name=op.f("fk_side_introduction_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_side")),
        sa.UniqueConstraint("introduction_id", "key", name=op.f("uq_side_introduction_id_key")),
    )
    op.create_table(
        "answer",
        sa.Column("side_id", sa.String(length=32), nullable=False),
        sa.Column("message_key", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.String(length=16), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("confirmed", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["side_id"], ["side.id"], name=op.f("fk_answer_side_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("side_id", "message_key", name=op.f("pk_answer")),
    )
    op.create_table(
        "member",
        sa.Column("side_id", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["side_id"], ["side.id"], name=op.f("fk_member_side_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("side_id", "person", name=op.f("pk_member")),
    )


def downgrade() -> None:
    """Back to an empty database."""
    op.drop_table("member")
    op.drop_table("answer")
    op.drop_table("side")
    with op.batch_alter_table("operation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_operation_thread_id"))

    op.drop_table("operation")
    with op.batch_alter_table("rate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rate_minute"))

    op.drop_table("rate")
    op.drop_table("preference")
    with op.batch_alter_table("introduction", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_introduction_user_touched"))
        batch_op.drop_index(batch_op.f("ix_introduction_touched"))

    op.drop_table("introduction")
    with op.batch_alter_table("dismissal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dismissal_created"))

    op.drop_table("dismissal")
