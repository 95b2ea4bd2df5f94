"""Steps of reading plans."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "schedules",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("place_id", sa.BigInteger(), nullable=False),
        sa.Column("parent_id", sa.BigInteger()),
        sa.Column("book", sa.String(100), nullable=False),
        sa.Column("level", sa.String(100), nullable=False),
        sa.Column("wall", sa.String(16), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("reminded", sa.Boolean(), nullable=False),
        sa.Column("held_until", sa.DateTime(timezone=True)),
        sa.Column("made_by", sa.BigInteger(), nullable=False),
        sa.Column("made_in", sa.BigInteger(), nullable=False),
        sa.Column("remind_in", sa.BigInteger()),
        sa.Column("event_id", sa.BigInteger()),
        if_not_exists=True,
    )
    op.create_index("ix_schedules_server_id", "schedules", ["server_id"], if_not_exists=True)
    op.create_index("ix_schedules_due_at", "schedules", ["due_at"], if_not_exists=True)


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was taken before the migration")
