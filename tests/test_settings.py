"""The environment: every variable, every fault at once, and no secret in sight."""

from pathlib import Path

import pytest

from bot.settings import VARIABLES, Settings, SettingsError, Slack, Telegram, read_settings

WHOLE = {
    "LOTS_DATABASE": "sqlite:///var/lots.db",
    "LOTS_KNOWLEDGE": "extra/knowledge",
    "LOTS_DESKS": "desks.toml",
    "LOTS_OPERATOR": "Nacka kommun",
    "LOTS_HTTP": "0.0.0.0:9000",
    "LOTS_PUBLIC_URL": "https://lots.example/",
    "TELEGRAM_BOT_TOKEN": "123:telegram-token",
    "TELEGRAM_API_BASE_URL": "http://127.0.0.1:81/bot",
    "TELEGRAM_WEBHOOK_SECRET": "Telegram_secret-1",
    "SLACK_BOT_TOKEN": "xoxb-slack-token",
    "TELEGRAM_BOT_NAME": "@NackaLotsBot",
    "SLACK_APP_TOKEN": "xapp-slack-token",
    "SLACK_SIGNING_SECRET": "slack-secret",
    "SLACK_API_BASE_URL": "http://127.0.0.1:82/api",
}


def read(folder: Path, **environ: str) -> Settings:
    return read_settings(environ, folder)


def test_an_empty_environment_gives_the_defaults(tmp_path: Path) -> None:
    assert read(tmp_path) == Settings(
        database="sqlite:///lots.db",
        database_chosen=False,
        knowledge=None,
        desks=None,
        operator="",
        http="",
        bot_name="",
        public_url="",
        telegram=None,
        slack=None,
    )


def test_every_variable_is_read(tmp_path: Path) -> None:
    assert set(WHOLE) == set(VARIABLES)
    assert read(tmp_path, **WHOLE) == Settings(
        database="sqlite:///var/lots.db",
        database_chosen=True,
        knowledge=Path("extra/knowledge"),
        desks=Path("desks.toml"),
        operator="Nacka kommun",
        http="0.0.0.0:9000",
        bot_name="NackaLotsBot",
        public_url="https://lots.example",
        telegram=Telegram("123:telegram-token", "http://127.0.0.1:81/bot", "Telegram_secret-1"),
        slack=Slack("xoxb-slack-token", "http://127.0.0.1:82/api/", "xapp-slack-token", "slack-secret"),
    )


def test_the_services_have_their_usual_addresses(tmp_path: Path) -> None:
    found = read(tmp_path, TELEGRAM_BOT_TOKEN="1:a", SLACK_BOT_TOKEN="xoxb", SLACK_APP_TOKEN="xapp")
    assert found.telegram
    assert found.slack
    assert found.telegram.base_url == "https://api.telegram.org/bot"
    assert found.slack.base_url == "https://slack.com/api/"


def test_no_secret_is_seen_in_the_settings(tmp_path: Path) -> None:
    shown = repr(read(tmp_path, **WHOLE))
    secrets = [value for name, value in WHOLE.items() if "TOKEN" in name or "SECRET" in name]
    assert len(secrets) == 5
    assert not [secret for secret in secrets if secret in shown]
    assert "Nacka kommun" in shown


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb"}, ["SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"]),
        ({"SLACK_APP_TOKEN": "xapp"}, ["SLACK_BOT_TOKEN is missing"]),
        ({"SLACK_SIGNING_SECRET": "s"}, ["SLACK_BOT_TOKEN is missing"]),
        ({"TELEGRAM_WEBHOOK_SECRET": "mellan slag"}, ["TELEGRAM_WEBHOOK_SECRET"]),
        ({"TELEGRAM_WEBHOOK_SECRET": "å"}, ["TELEGRAM_WEBHOOK_SECRET"]),
        ({"TELEGRAM_WEBHOOK_SECRET": "a" * 257}, ["256"]),
        ({"TELEGRAM_WEBHOOK_SECRET": "a", "LOTS_PUBLIC_URL": "lots.example"}, ["LOTS_PUBLIC_URL is 'lots.example'"]),
        ({"LOTS_HTTP": "8080"}, ["LOTS_HTTP is '8080': write host:port, like 127.0.0.1:8080"]),
        ({"LOTS_HTTP": ":8080"}, ["LOTS_HTTP"]),
        ({"LOTS_HTTP": "localhost:"}, ["LOTS_HTTP"]),
        ({"LOTS_HTTP": "localhost:65536"}, ["LOTS_HTTP"]),
        ({"LOTS_HTTP": "localhost:8²"}, ["LOTS_HTTP"]),
    ],
)
def test_a_fault_names_its_variable(tmp_path: Path, given: dict[str, str], told: list[str]) -> None:
    with pytest.raises(SettingsError) as refused:
        read(tmp_path, **given)
    assert all(words in str(refused.value) for words in told)


def test_every_fault_is_named_at_once_and_no_secret_with_it(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refused:
        read(
            tmp_path,
            SLACK_BOT_TOKEN="xoxb-hush",
            TELEGRAM_WEBHOOK_SECRET="hush hush",
            LOTS_PUBLIC_URL="lots",
            LOTS_HTTP="x",
        )
    for name in ("SLACK_APP_TOKEN", "TELEGRAM_WEBHOOK_SECRET", "LOTS_PUBLIC_URL", "LOTS_HTTP"):
        assert name in str(refused.value)
    assert "hush" not in str(refused.value)


def test_the_env_file_stands_behind_the_environment(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(
        '# ours\nLOTS_OPERATOR="Åre kommun"\nexport LOTS_DATABASE=sqlite:///a.db\nUNKNOWN=1\nLOTS_KNOWLEDGE=\n'
    )
    assert read(tmp_path).operator == "Åre kommun"
    assert read(tmp_path).database == "sqlite:///a.db"
    assert read(tmp_path).knowledge is None
    assert read(tmp_path, LOTS_OPERATOR="Kils kommun").operator == "Kils kommun"
    assert read(tmp_path, LOTS_OPERATOR="").operator == "Åre kommun", "an empty variable is an unset one"


def test_the_environment_of_the_process_is_read_when_none_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOTS_OPERATOR", "Orsa kommun")
    monkeypatch.chdir(tmp_path)
    assert read_settings().operator == "Orsa kommun"


@pytest.mark.parametrize(
    ("given", "telegram_calls", "slack_calls", "http"),
    [
        ({"TELEGRAM_BOT_TOKEN": "1:a"}, False, False, ""),
        ({"TELEGRAM_BOT_TOKEN": "1:a", "TELEGRAM_WEBHOOK_SECRET": "s"}, False, False, ""),
        ({"TELEGRAM_BOT_TOKEN": "1:a", "LOTS_PUBLIC_URL": "https://a"}, False, False, "127.0.0.1:8080"),
        (
            {"TELEGRAM_BOT_TOKEN": "1:a", "TELEGRAM_WEBHOOK_SECRET": "s", "LOTS_PUBLIC_URL": "https://a"},
            True,
            False,
            "127.0.0.1:8080",
        ),
        ({"SLACK_BOT_TOKEN": "xoxb", "SLACK_APP_TOKEN": "xapp"}, False, False, ""),
        ({"SLACK_BOT_TOKEN": "xoxb", "SLACK_SIGNING_SECRET": "s"}, False, True, "127.0.0.1:8080"),
        ({"SLACK_BOT_TOKEN": "b", "SLACK_SIGNING_SECRET": "s", "SLACK_APP_TOKEN": "a"}, False, False, ""),
    ],
)
def test_a_web_server_is_there_when_a_service_calls_us(
    tmp_path: Path, given: dict[str, str], telegram_calls: bool, slack_calls: bool, http: str
) -> None:
    found = read(tmp_path, **given)
    assert (found.telegram_webhook, found.slack_over_http, found.http) == (telegram_calls, slack_calls, http)


@pytest.mark.parametrize("given", ["http://127.0.0.1:8081", "http://127.0.0.1:8081/", "http://127.0.0.1:8081/bot"])
def test_a_bot_api_server_is_named_with_or_without_bot(tmp_path: Path, given: str) -> None:
    """Telegram's own documents leave `/bot` out, its library wants it."""
    found = read_settings({"TELEGRAM_BOT_TOKEN": "1:x", "TELEGRAM_API_BASE_URL": given}, tmp_path)
    assert found.telegram is not None
    assert found.telegram.base_url == "http://127.0.0.1:8081/bot"


@pytest.mark.parametrize("name", ["TELEGRAM_API_BASE_URL", "SLACK_API_BASE_URL", "LOTS_PUBLIC_URL"])
@pytest.mark.parametrize("value", ["ftp://x", "notaurl", "http://", "http://127.0.0.1:8x"])
def test_an_address_that_leads_nowhere_is_refused(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        read_settings({name: value}, tmp_path)


def test_an_env_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"LOTS_OPERATOR=\xe5\n")
    with pytest.raises(SettingsError, match=r"\.env"):
        read_settings({}, tmp_path)


def test_the_readme_tells_of_every_variable() -> None:
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    for name in VARIABLES:
        assert f"| `{name}` |" in readme, name
