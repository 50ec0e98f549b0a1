"""Settings of the server, from the environment with prefix RELAIS_."""

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.sync.protocol import SYNCS_A_MINUTE

APP_VERSION = "0.1.0"


class Settings(BaseSettings):
    """Where the server listens, where it keeps its database, and what it asks of phones."""

    model_config = SettingsConfigDict(env_prefix="RELAIS_", extra="ignore", frozen=True)

    data_dir: Path = Path("var")
    database_url: str = ""
    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = ""
    demo: bool = False
    min_app: str = "0"
    syncs_a_minute: int = SYNCS_A_MINUTE
    enrolment_tries: int = 10

    @property
    def effective_database_url(self) -> str:
        """The URL asked for, else a SQLite file in the data folder."""
        return self.database_url or f"sqlite:///{self.data_dir / 'relais.db'}"

    @property
    def effective_public_url(self) -> str:
        """The address phones and browsers are given, without a trailing slash."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")
