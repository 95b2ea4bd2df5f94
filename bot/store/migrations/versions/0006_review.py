"""Questions without a sure answer, kept where a server chose so, and club notes."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unanswered_questions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("book", sa.String(100), nullable=False),
        sa.Column("text", sa.String(500), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        if_not_exists=True,
    )
    op.create_index(
        "ix_unanswered_questions_server_id", "unanswered_questions", ["server_id"], if_not_exists=True
    )
    op.create_table(
        "club_notes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("book", sa.String(100), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("part", sa.String(100), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        if_not_exists=True,
        sqlite_autoincrement=True,
    )
    op.create_index("ix_club_notes_server_id", "club_notes", ["server_id"], if_not_exists=True)


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was taken before the migration")
