"""The settings: by file and environment, and what is refused because it would not be safe."""

import re
from pathlib import Path

import pytest

from app.server.problems import UsageProblem
from app.server.settings import ServerSettings, load_settings, refuse_unsafe
from tests.fakes import FakeClock
from tests.house_rules import ROOT
from tests.server.running import Command

EXAMPLE = ROOT / "resources" / "server" / "settings.toml"


def written(tmp_path: Path, text: str, mode: int = 0o600) -> str:
    """Return a settings file with this text."""
    file = tmp_path / "settings.toml"
    file.write_text(text, encoding="utf-8")
    file.chmod(mode)
    return str(file)


def word_of(path: str) -> str:
    """Return why a settings file is refused."""
    with pytest.raises(UsageProblem) as refused:
        load_settings(path)
    return refused.value.key


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = written(tmp_path, 'port = 9001\ncode_minutes = 30\nlogs = "json"\n')
    monkeypatch.setenv("KEUKENTAFEL_SERVER_SETTINGS", file)
    monkeypatch.setenv("KEUKENTAFEL_SERVER_PORT", "9000")
    settings = load_settings()
    assert (settings.port, settings.code_minutes, settings.logs, settings.host) == (9000, 30, "json", "127.0.0.1")


def test_a_setting_that_nobody_knows_or_that_does_not_fit_is_refused_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert word_of(written(tmp_path, "prot = 1\n")) == "unknown_setting"
    assert word_of(written(tmp_path, 'port = "acht"\n')) == "wrong_setting"
    assert word_of(written(tmp_path, "port = 65536\n")) == "wrong_setting"
    assert word_of(written(tmp_path, "port: 1\n")) == "settings_file"
    assert word_of(str(tmp_path / "nergens")) == "unreadable_file"
    monkeypatch.setenv("KEUKENTAFEL_SERVER_PROT", "1")
    assert word_of("") == "unknown_setting"


def test_a_password_that_others_can_read_is_refused(tmp_path: Path) -> None:
    line = 'database = "postgresql://keukentafel:geheim@db/keukentafel"\n'
    assert word_of(written(tmp_path, line, 0o640)) == "readable_password"
    assert word_of(written(tmp_path, 'database = "postgresql://db/x?password=geheim"\n', 0o604)) == "readable_password"
    assert "geheim" in load_settings(written(tmp_path, line)).address()
    load_settings(written(tmp_path, 'database = "postgresql://db/keukentafel"\n', 0o644))


def test_a_password_comes_from_a_file_of_its_own_and_is_nowhere_said(tmp_path: Path) -> None:
    secret = tmp_path / "database-password"
    secret.write_text("ge:h/e@im\n", encoding="utf-8")
    text = f'database = "postgresql://keukentafel@db/keukentafel"\ndatabase_password_file = "{secret}"\n'
    settings = load_settings(written(tmp_path, text, 0o644))
    assert settings.address() == "postgresql://keukentafel:ge%3Ah%2Fe%40im@db/keukentafel"
    assert "im" not in repr(settings).replace("minutes", "")
    secret.unlink()
    with pytest.raises(UsageProblem, match="unreadable_file"):
        settings.address()


@pytest.mark.parametrize("host", ["::", "192.0.2.1", "server.example"])
def test_without_a_proxy_it_listens_to_this_machine_only(host: str) -> None:
    with pytest.raises(UsageProblem, match="unsafe_host"):
        refuse_unsafe(ServerSettings(host=host))
    refuse_unsafe(ServerSettings(host=host, behind_proxy=True))


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_this_machine_may_always_listen_to_itself(host: str) -> None:
    refuse_unsafe(ServerSettings(host=host))


def test_the_command_line_cannot_go_around_it_and_makes_nothing_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = Command(f"sqlite:///{tmp_path / 'eigen.db'}", FakeClock(), capsys)
    assert run.refused("serve", "--host", "192.0.2.1", "--port", "0") == (2, "unsafe_host")
    assert list(tmp_path.iterdir()) == []


def test_a_service_needs_the_whole_path_of_its_database(monkeypatch: pytest.MonkeyPatch) -> None:
    refuse_unsafe(ServerSettings(database="server.db"))
    monkeypatch.setenv("INVOCATION_ID", "systemd sets this")
    with pytest.raises(UsageProblem, match="unsafe_path"):
        refuse_unsafe(ServerSettings(database="server.db"))
    refuse_unsafe(ServerSettings(database="sqlite:////var/lib/keukentafel-server/server.db"))


def test_the_example_names_every_setting_with_its_default_or_a_safe_value(tmp_path: Path) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    every = "\n".join(re.findall(r"^(?:# )?([a-z_]+ = .*)$", text, re.MULTILINE))
    settings = load_settings(written(tmp_path, every))
    assert settings.model_fields_set == set(ServerSettings.model_fields)
    usual = ServerSettings(database=settings.database, backup_folder=settings.backup_folder)
    assert usual == settings.model_copy(update={"database_password_file": "", "logs": "plain"})
    load_settings(str(EXAMPLE))
