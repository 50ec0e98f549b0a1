"""Every table of the server, whatever feature it belongs to."""

import pkgutil
from importlib import import_module

from sqlalchemy import MetaData

import sync_server
from sync_server.db.base import ServerTable


def every_table() -> MetaData:
    """The metadata with the tables of all features in it."""
    for module in pkgutil.walk_packages(sync_server.__path__, "sync_server."):
        if module.name.endswith(".tables"):
            import_module(module.name)
    return ServerTable.metadata
