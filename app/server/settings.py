"""What whoever runs the service may set, by environment: KEUKENTAFEL_SERVER_DATABASE, ..._HOST and so on."""

from pydantic_settings import BaseSettings, SettingsConfigDict

CODE_MINUTES = 15
DEMO_CODE_MINUTES = 7 * 24 * 60
CODE_TRIES = 5


class ServerSettings(BaseSettings):
    """The settings with their defaults."""

    model_config = SettingsConfigDict(env_prefix="KEUKENTAFEL_SERVER_", frozen=True)

    database: str = "sqlite:///keukentafel-server.db"
    host: str = "127.0.0.1"
    port: int = 8420
    code_minutes: int = CODE_MINUTES
