"""A draft's title, so that drafts can be listed without unpacking them."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Can be done again: SQLite commits each step by itself, and a start may be killed between two.
    columns = {column["name"] for column in sa.inspect(op.get_bind()).get_columns("book_drafts")}
    if "title" not in columns:
        op.add_column("book_drafts", sa.Column("title", sa.String(200), nullable=False, server_default=""))


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was taken before the migration")
