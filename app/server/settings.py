"""What whoever runs the service may set: in a TOML file, and by environment, which wins. What would be unsafe is refused.

KEUKENTAFEL_SERVER_DATABASE, ..._HOST and so on; KEUKENTAFEL_SERVER_SETTINGS (or `--settings`) names the file.
"""

import os
import stat
import tomllib
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from app.server.problems import UsageProblem

CODE_MINUTES = 15
DEMO_CODE_MINUTES = 7 * 24 * 60
CODE_TRIES = 5
PREFIX = "KEUKENTAFEL_SERVER_"
FILE = f"{PREFIX}SETTINGS"


class ServerSettings(BaseSettings):
    """The settings with their defaults."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid", hide_input_in_errors=True)

    database: str = "sqlite:///keukentafel-server.db"
    database_password_file: str = ""
    host: str = "127.0.0.1"
    port: int = Field(default=8420, ge=0, le=65535)
    behind_proxy: bool = False
    code_minutes: int = Field(default=CODE_MINUTES, ge=1, le=7 * 24 * 60)
    backup_folder: str = ""
    stop_seconds: int = Field(default=10, ge=1, le=60)
    request_seconds: int = Field(default=60, ge=1, le=600)
    logs: Literal["plain", "json"] = "plain"

    def address(self) -> str:
        """Return the database's address; its password comes from a file of its own where there is one."""
        written = self.database if "://" in self.database else f"sqlite:///{self.database}"
        url = _parsed(written)
        if self.database_password_file:
            url = url.set(password=_read(Path(self.database_password_file)).strip())
        return url.render_as_string(hide_password=False)


def load_settings(file: str = "") -> ServerSettings:
    """Return the settings of file and environment; raises UsageProblem for what is not understood or not safe."""
    path = file or os.environ.get(FILE, "")
    written = _written(Path(path)) if path else {}
    known = {f"{PREFIX}{name.upper()}" for name in ServerSettings.model_fields} | {FILE}
    unknown = sorted(name for name in os.environ if name.upper().startswith(PREFIX) and name.upper() not in known)
    if unknown:
        raise UsageProblem("unknown_setting", "There is no setting called {name}.", name=unknown[0])
    chosen: dict[str, Any] = {name: value for name, value in written.items() if f"{PREFIX}{name.upper()}" not in os.environ}
    try:
        return ServerSettings(**chosen)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name = str(first["loc"][0])
        if first["type"] == "extra_forbidden":
            raise UsageProblem("unknown_setting", "There is no setting called {name}.", name=name) from None
        raise UsageProblem("wrong_setting", "The setting {name} has a value that does not fit.", name=name) from None


def refuse_unsafe(settings: ServerSettings) -> None:
    """Refuse to serve where others could listen in, or where nobody would know which database it is."""
    if not settings.behind_proxy and not _is_loopback(settings.host):
        raise UsageProblem(
            "unsafe_host",
            "The service speaks plain http, so it listens on this machine only. "
            "Put a proxy with TLS before it and set behind_proxy = true.",
        )
    url = _parsed(settings.address())
    relative = url.get_backend_name() == "sqlite" and url.database and not Path(url.database).is_absolute()
    if relative and "INVOCATION_ID" in os.environ:
        raise UsageProblem("unsafe_path", "A service needs the whole path of its database: sqlite:////var/lib/keukentafel-server/server.db")


def _written(path: Path) -> Mapping[str, object]:
    try:
        written = tomllib.loads(_read(path))
    except tomllib.TOMLDecodeError as error:
        raise UsageProblem("settings_file", "The file {path} is not a settings file in TOML.", path=str(path)) from error
    if _holds_password(written) and os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise UsageProblem(
            "readable_password",
            "The file {path} holds a password and others can read it. Run: chmod 600 {path}",
            path=str(path),
        )
    return written


def _holds_password(written: Mapping[str, object]) -> bool:
    address = written.get("database")
    if not isinstance(address, str) or "://" not in address:
        return False
    url = _parsed(address)
    return url.password is not None or "password" in url.query


def _parsed(address: str) -> URL:
    try:
        return make_url(address)
    except ArgumentError:
        raise UsageProblem("database_address", "The address of the database cannot be read.") from None


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageProblem("unreadable_file", "The file {path} cannot be read.", path=str(path)) from error


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
