"""Settings: read once, frozen, handed down. None is needed."""

from pathlib import Path

from pydantic import Field, IPvAnyNetwork
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)


class Settings(BaseSettings):
    """Where things are and how much there may be, from ``dayshift.toml``, then ``DAYSHIFT_*``, then flags.

    Every field is described in ``docs/reference/settings.md``; a test says so.
    """

    model_config = SettingsConfigDict(env_prefix="DAYSHIFT_", frozen=True, toml_file="dayshift.toml", extra="ignore")

    home: Path = Field(default=Path(".dayshift"), description="The data directory: database, files, runs, keys.")
    host: str = Field(default="127.0.0.1", description="The address to listen on. Plain http is for loopback only.")
    port: int = Field(default=8080, ge=0, le=65535, description="The port to listen on; 0 takes a free one.")
    public_url: str | None = Field(default=None, description="The address that people use, if it is another one.")
    allowed_hosts: tuple[str, ...] = Field(default=(), description="Further names under which the server answers.")
    trusted_proxies: tuple[IPvAnyNetwork, ...] = Field(
        default=(), description="Addresses or networks of proxies that say truly where a request comes from."
    )
    database_url: str | None = Field(
        default=None, description="postgresql+psycopg://… for several servers; by default SQLite in the data directory."
    )
    slots: int | None = Field(
        default=None, ge=1, le=10_000, description="Runs at once on this host; 4 a core, at least 8."
    )
    memory_mib: int | None = Field(
        default=None, ge=64, description="Memory that runs may reserve on this host; 85 % of what it has."
    )
    min_interval_s: int = Field(
        default=10, ge=1, le=3600, description="The smallest gap between two fires of a schedule."
    )
    queued_runs: int = Field(default=10_000, ge=1, description="Queued runs that a project may have.")
    quota_mib: int = Field(default=10_240, ge=1, description="Bytes that the files of a project may take, in MiB.")
    log_limit_mib: int = Field(default=1024, ge=1, description="The most log that an attempt may keep, in MiB.")
    api_rate: int = Field(
        default=200, ge=1, le=1_000_000, description="Requests a second of one person or robot, on each server."
    )
    anonymous_rate: int = Field(
        default=5, ge=1, le=1_000_000, description="Requests a second of one network for what needs no credential."
    )
    keep_days: int = Field(
        default=90, ge=35, le=3650, description="How long runs, logs and the ledger are kept, in days."
    )
    spark_masters: tuple[str, ...] = Field(
        default=(), description="Addresses (spark://host:port) that PySpark jobs may use besides local[*]."
    )
    java_home: Path | None = Field(default=None, description="The Java for Spark, if the one on PATH is not right.")
    python: Path | None = Field(default=None, description="The interpreter of environments, before any other is tried.")
    failpoints: str = Field(default="", description="For tests: where to kill, stop or fail this process.")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flags first, then the environment, then the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @property
    def url_of_database(self) -> str:
        """The address of the database, with the default filled in."""
        return self.database_url or f"sqlite:///{self.home.resolve() / 'dayshift.db'}"

    @property
    def url(self) -> str:
        """Where people reach the server."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")
