"""Who may find pages where: settings under which anybody could come in are refused before anything is served."""

import pytest
from pydantic import SecretStr

from models.office import OfficeRole
from runtime.pages.front_door import proxies_of, registration_of, shows_pages
from runtime.refusal import Refused
from settings import Settings

CITY = {"oidc_issuer": "https://login.example", "oidc_secretariat": "CN=A,OU=B; C"}


@pytest.mark.parametrize(
    ("host", "shown"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("10.0.0.7", False),
     ("office.example", False)],
)  # fmt: skip
def test_pages_opened_by_links_are_shown_on_this_machine_only(host: str, shown: bool) -> None:
    assert shows_pages(Settings(web_host=host)) is shown
    assert shows_pages(Settings(web_host=host, **CITY))


def test_without_the_city_s_login_links_open_the_pages() -> None:
    assert registration_of(Settings()) is None


def test_groups_are_named_with_semicolons_for_their_names_hold_commas() -> None:
    found = registration_of(Settings(web_url="https://office.example", oidc_readers=" alle ;", **CITY))

    assert found is not None
    assert found.groups == {
        OfficeRole.READER: {"alle"},
        OfficeRole.MANAGER: set(),
        OfficeRole.SECRETARIAT: {"CN=A,OU=B", "C"},
    }
    assert found.client_secret is None


def test_secret_is_handed_on_and_never_shown() -> None:
    settings = Settings(web_url="https://office.example", oidc_client_secret=SecretStr("hush"), **CITY)
    found = registration_of(settings)

    assert found is not None
    assert found.client_secret == "hush"
    assert "hush" not in repr(settings) + repr(found)


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"web_host": "0.0.0.0"}, "AARSHJUL_WEB_URL"),
        ({"web_host": "0.0.0.0", "web_url": "http://office.example"}, "AARSHJUL_WEB_URL"),
        ({"web_url": "http://office.example"}, "AARSHJUL_WEB_URL"),
        ({"oidc_issuer": "http://login.example"}, "AARSHJUL_OIDC_ISSUER"),
        ({"oidc_issuer": "login.example"}, "AARSHJUL_OIDC_ISSUER"),
        ({"oidc_secretariat": " ; "}, "AARSHJUL_OIDC_SECRETARIAT"),
        ({"oidc_trust": "/nowhere.pem"}, "AARSHJUL_OIDC_TRUST"),
    ],
)
def test_half_a_front_door_is_refused_with_what_to_set(given: dict[str, str], word: str) -> None:
    with pytest.raises(Refused) as refusal:
        registration_of(Settings(**CITY | given))

    assert word in refusal.value.sentence.da
    assert word in refusal.value.sentence.en


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_city_s_login_on_this_machine_needs_no_certificate(host: str) -> None:
    given = {**CITY, "oidc_issuer": f"http://{host}:3000", "web_url": f"http://{host}:8080"}

    assert registration_of(Settings(**given)) is not None


def test_servers_in_front_are_addresses_or_networks() -> None:
    assert len(proxies_of(Settings(web_proxy="10.0.0.5, 10.1.0.0/16"))) == 2
    with pytest.raises(Refused) as refusal:
        proxies_of(Settings(web_proxy="proxy.example"))
    assert "AARSHJUL_WEB_PROXY" in refusal.value.sentence.en
