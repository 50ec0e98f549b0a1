"""Brings a database, empty or older, to the schema of this program."""

import pkgutil
from importlib import import_module

from sqlalchemy import insert, select

import sync_server
from shared.sync.hashchain import feed_start
from sync_server.db.base import ServerTable, table_of
from sync_server.db.session import Database
from sync_server.db.tables import FeedHead


def migrate(database: Database) -> None:
    """Makes the tables that are missing and the feed's first head."""
    for module in pkgutil.walk_packages(sync_server.__path__, "sync_server."):
        if module.name.endswith(".tables"):
            import_module(module.name)
    head = table_of(FeedHead)
    with database.writer.begin() as connection:
        ServerTable.metadata.create_all(connection)
        if connection.execute(select(head.c.id)).first() is None:
            connection.execute(insert(head).values(id=1, seq=0, fh=feed_start(), purged_stamp=0))
