"""What all tables share."""

from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, MetaData

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Id = BigInteger().with_variant(Integer(), "sqlite")  # SQLite numbers rows by itself for INTEGER alone


def id_column() -> Column[Any]:
    """A row's number: it grows, has gaps, and is never used again."""
    return Column("id", Id, primary_key=True)


def reference(name: str, target: str, *, nullable: bool = False, index: bool = False) -> Column[Any]:
    """A column that names a row of another table."""
    return Column(name, Id, ForeignKey(f"{target}.id"), nullable=nullable, index=index)
