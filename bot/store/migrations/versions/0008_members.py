"""Votes on answers, and discussion questions that were asked or are asked every week."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "votes",
        sa.Column("server_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("message_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("member_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("book", sa.String(100), nullable=False),
        sa.Column("passages", sa.String(60), nullable=False),
        sa.Column("right", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        if_not_exists=True,
    )
    op.create_index("ix_votes_at", "votes", ["at"], if_not_exists=True)
    op.create_table(
        "asked_prompts",
        sa.Column("server_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("place_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("book", sa.String(100), primary_key=True),
        sa.Column("key", sa.String(8), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "weekly_prompts",
        sa.Column("server_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("place_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        if_not_exists=True,
    )
    op.create_index("ix_weekly_prompts_next_at", "weekly_prompts", ["next_at"], if_not_exists=True)


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was taken before the migration")
