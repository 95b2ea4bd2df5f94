"""Settings of places, progress of members, greeted servers."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    # SQLite commits each table by itself: `if_not_exists` lets a start go on that was killed halfway.
    op.create_table(
        "place_settings",
        sa.Column("server_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("place_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("level", sa.String(100)),
        sa.Column("policy", sa.String(20)),
        if_not_exists=True,
    )
    op.create_table(
        "progress",
        sa.Column("user_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("book", sa.String(100), primary_key=True),
        sa.Column("level", sa.String(100), nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "greeted_servers",
        sa.Column("server_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        if_not_exists=True,
    )


def downgrade() -> None:
    for table in ("greeted_servers", "progress", "place_settings"):
        op.drop_table(table)
