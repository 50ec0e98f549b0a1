"""The base of every table of the server, with a registry of its own and predictable constraint names."""

import re
from typing import cast

from sqlalchemy import BigInteger, Integer, MetaData, Table
from sqlalchemy.orm import declared_attr, registry
from sqlmodel import SQLModel

_NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


class ServerTable(SQLModel, registry=registry(metadata=MetaData(naming_convention=_NAMING))):
    """A row of the server's database; the table is named after the class, in snake case."""

    @declared_attr.directive
    def __tablename__(cls) -> str:  # pyright: ignore[reportIncompatibleVariableOverride]
        return _CAPITAL.sub("_", cls.__name__).lower()


# A 64-bit integer; on SQLite plain INTEGER, which alone makes a primary key the row's own number.
BIG_INTEGER = BigInteger().with_variant(Integer(), "sqlite")


def table_of(row_class: type[SQLModel]) -> Table:
    """The table a row class is mapped to, for statements that bypass the row objects."""
    return cast(Table, row_class.__table__)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
