"""What moderators chose for a whole server, and who changed what."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "servers",
        sa.Column("server_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("moderator_role", sa.BigInteger()),
        sa.Column("announcements", sa.BigInteger()),
        sa.Column("discussions", sa.BigInteger()),
        sa.Column("questions_kept", sa.Integer()),
        sa.Column("left_at", sa.DateTime(timezone=True)),
        if_not_exists=True,
    )
    op.create_table(
        "changes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("place_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(60), nullable=False),
        sa.Column("before", sa.String(300), nullable=False),
        sa.Column("after", sa.String(300), nullable=False),
        if_not_exists=True,
    )
    op.create_index("ix_changes_server_id", "changes", ["server_id"], if_not_exists=True)


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was taken before the migration")
