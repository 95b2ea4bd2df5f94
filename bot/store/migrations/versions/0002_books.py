"""Several books on a server: a place has a book, its level belongs to place and book; clubs' own books and drafts."""

import sqlalchemy as sa
from alembic import context, op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Each step can be done again: SQLite commits each by itself, and a start may be killed between two.
    here = sa.inspect(op.get_bind())
    op.create_table(
        "place_levels",
        sa.Column("server_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("place_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("book", sa.String(100), primary_key=True),
        sa.Column("level", sa.String(100), nullable=False),
        if_not_exists=True,
    )
    columns = {column["name"] for column in here.get_columns("place_settings")}
    if "book" not in columns:
        op.add_column("place_settings", sa.Column("book", sa.String(100)))
    if "level" in columns:
        # Until now there was one book: the one of the settings.
        one = context.config.attributes.get("book", "never-let-me-go")
        copied = sa.text(
            "INSERT INTO place_levels (server_id, place_id, book, level) "
            "SELECT server_id, place_id, :book, level FROM place_settings WHERE level IS NOT NULL "
            "AND NOT EXISTS (SELECT 1 FROM place_levels AS there WHERE there.server_id = place_settings.server_id "
            "AND there.place_id = place_settings.place_id AND there.book = :book)"
        )
        op.execute(copied.bindparams(book=one))
        op.drop_column("place_settings", "level")
    op.create_table(
        "club_books",
        sa.Column("server_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("slug", sa.String(100), primary_key=True),
        sa.Column("version", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("author", sa.String(200), nullable=False),
        sa.Column("source", sa.LargeBinary(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.BigInteger(), nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "book_drafts",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("server_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("slug", sa.String(100)),
        sa.Column("source", sa.LargeBinary(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        if_not_exists=True,
    )


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was taken before the migration")
