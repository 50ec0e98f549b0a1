"""What the log says when the database did not answer."""

from sqlalchemy.exc import DBAPIError

from sync_server.log import log_alarm


def alarm_database_down(error: Exception, **where: str) -> None:
    """Names the driver's own code, such as SQLITE_BUSY or 57P03: its words may quote a row or a name."""
    driver = error.orig if isinstance(error, DBAPIError) else None
    code = getattr(driver, "sqlite_errorname", None) or getattr(driver, "sqlstate", None) or "-"
    log_alarm("database_down", error=type(error).__name__, code=code, **where)
