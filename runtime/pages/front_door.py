"""How people come into the office's pages: by links on this machine, or by the city's login from anywhere.

Whatever else the settings say is refused with a sentence before anything is served: pages that anybody may open from
another machine are worse than none.
"""

from ipaddress import ip_address
from urllib.parse import urlsplit

from models.office import OfficeRole
from runtime.refusal import Refused
from settings import Settings
from web.doors.openid import Registration
from web.limits import Network, networks


def shows_pages(settings: Settings) -> bool:
    """Whether the office has pages: with the city's login anywhere, with links on this machine only."""
    return settings.oidc_issuer is not None or on_this_machine(settings.web_host)


def on_this_machine(host: str) -> bool:
    """Whether only this machine can ask there."""
    try:
        return host == "localhost" or ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def registration_of(settings: Settings) -> Registration | None:
    """Return how the city's login knows the office; None where links open it. Raises Refused for half a setting."""
    if settings.oidc_issuer is None:
        return None
    _check_issuer(settings.oidc_issuer)
    _check_address(settings)
    groups = {
        OfficeRole.READER: _listed(settings.oidc_readers),
        OfficeRole.MANAGER: _listed(settings.oidc_managers),
        OfficeRole.SECRETARIAT: _listed(settings.oidc_secretariat),
    }
    if not groups[OfficeRole.SECRETARIAT]:
        raise Refused(
            "AARSHJUL_OIDC_SECRETARIAT er tom, så ingen ville komme ind som sekretariat. Skriv mindst én gruppe.",
            "AARSHJUL_OIDC_SECRETARIAT is empty, so nobody would come in as the secretariat. Name a group at least.",
        )
    if settings.oidc_trust and not settings.oidc_trust.is_file():
        raise Refused(
            f"AARSHJUL_OIDC_TRUST peger på {settings.oidc_trust}, som ikke er en fil. Ret stien, eller fjern den.",
            f"AARSHJUL_OIDC_TRUST names {settings.oidc_trust}, which is no file. Correct the path or remove it.",
        )
    secret = settings.oidc_client_secret
    return Registration(
        issuer=settings.oidc_issuer, client_id=settings.oidc_client_id,
        client_secret=secret.get_secret_value() if secret else None, groups=groups, scope=settings.oidc_scope,
        name_claim=settings.oidc_name_claim, groups_claim=settings.oidc_groups_claim, trust=settings.oidc_trust,
        skew=settings.oidc_skew,
    )  # fmt: skip


def proxies_of(settings: Settings) -> tuple[Network, ...]:
    """Return the networks of the servers in front; raises Refused for what is none."""
    try:
        return networks(settings.web_proxy)
    except ValueError:
        raise Refused(
            f"AARSHJUL_WEB_PROXY kan ikke være »{settings.web_proxy}«. Skriv adresser med komma, f.eks. 10.0.0.5.",
            f"AARSHJUL_WEB_PROXY cannot be “{settings.web_proxy}”. Write addresses with commas, such as 10.0.0.5.",
        ) from None


def _check_issuer(issuer: str) -> None:
    if not _unheard(issuer):
        raise Refused(
            f"AARSHJUL_OIDC_ISSUER er »{issuer}«. Kommunens login skal have en adresse med https.",
            f"AARSHJUL_OIDC_ISSUER is “{issuer}”. The city's login must have an address with https.",
        )


def _check_address(settings: Settings) -> None:
    alone = on_this_machine(settings.web_host) and _unheard(settings.web_address)
    if not alone and urlsplit(settings.web_address).scheme != "https":
        raise Refused(
            f"Kontorets sider vises kun over https, og folk finder dem på {settings.web_address}. Sæt en server med et "
            "certifikat foran, og sæt AARSHJUL_WEB_URL til dens https-adresse.",
            f"The office's pages are served over https only, and people find them at {settings.web_address}. Put a "
            "server with a certificate in front, and set AARSHJUL_WEB_URL to its https address.",
        )


def _unheard(address: str) -> bool:
    """Whether what is said there is heard by nobody else: TLS, or this machine."""
    parts = urlsplit(address)
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and on_this_machine(parts.hostname or ""))
    )


def _listed(groups: str) -> frozenset[str]:
    return frozenset(each.strip() for each in groups.split(";") if each.strip())
