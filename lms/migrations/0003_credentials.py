"""The credential with its proofs beside each certificate's PDF, who vouches for its signature, its place in a list

Revision ID: 0003
Revises: 0002
Create Date: 2026-11-25 18:15:00

"""

from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = "0003"
down_revision: Union[str, Sequence[str], None] = "0002"
branch_labels: Union[str, Sequence[str], None] = ()
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    with op.batch_alter_table("credential", schema=None) as batch_op:
        batch_op.add_column(sa.Column("stated", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("status_place", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("document", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("signed_by", sa.String(length=200), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_credential_status_place"), ["status_place"])

    op.execute("UPDATE credential SET stated = '{}'")
    with op.batch_alter_table("credential", schema=None) as batch_op:
        batch_op.alter_column("stated", existing_type=sa.JSON(), nullable=False)

    op.create_table(
        "status_list",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_status_list")),
    )


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table("status_list")
    with op.batch_alter_table("credential", schema=None) as batch_op:
        batch_op.drop_column("signed_by")
        batch_op.drop_column("document")
        batch_op.drop_constraint(batch_op.f("uq_credential_status_place"), type_="unique")
        batch_op.drop_column("status_place")
        batch_op.drop_column("stated")
