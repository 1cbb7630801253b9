"""A certificate as data: an Open Badges 3.0 credential (1EdTech), which is a Verifiable Credential 2.0 (W3C).

It says what the paper says. Terms for hours, version of the rules and the like are not in the standard's vocabulary:
they stand in the narrative, in the certificate's language.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from lms.certificates.models import Credential
from lms.certificates.status_list import entry_of
from lms.certificates.wording import Wording
from lms.notary import contexts
from lms.notary.keys import CredentialKey

FILE = "credential.json"  # the name inside the PDF
SOURCE = "https://www.w3.org/ns/credentials/v2"
REVOCATION = "revocation"


def write_credential(
    credential: Credential, words: Wording, *, key: CredentialKey, timezone: ZoneInfo
) -> dict[str, Any]:
    """Give the credential of a certificate, without proofs.

    :param words: the sentences of its paper
    :param key: the key that will prove it
    :param timezone: of its dates
    """
    address = credential.verify_url or f"urn:certificate:{credential.code}"
    issuer = issuer_of(credential, key)
    achievement = f"{address}#course"
    result = f"{address}#final"
    document: dict[str, Any] = {
        "@context": list(contexts.FILES),
        "id": address,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": issuer, "type": ["Profile"], "name": words.issuer, **_site_of(credential)},
        "validFrom": _moment(credential.issued_at),
        "name": words.document_title,
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                {"type": "IdentityObject", "identityType": "name", "hashed": False, "identityHash": credential.name}
            ],
            "licenseNumber": credential.serial,
            "activityStartDate": _moment(_midnight(credential.started_on, timezone)),
            "activityEndDate": _moment(_midnight(credential.completed_on, timezone)),
            "achievement": {
                "id": achievement,
                "type": ["Achievement"],
                "achievementType": "Course",
                "humanCode": credential.course_key,
                "name": credential.course_title,
                "description": "; ".join(credential.outcomes) or credential.course_title,
                "version": credential.course_version,
                "inLanguage": credential.language,
                "criteria": {"narrative": _narrative(words)},
            },
        },
    }
    site = _site_of(credential).get("url")
    if site and credential.status_place is not None:
        document["credentialStatus"] = entry_of(site, credential.status_place)
    if credential.expires_on:
        end = _midnight(credential.expires_on + timedelta(days=1), timezone) - timedelta(seconds=1)
        document["validUntil"] = _moment(end)
    if credential.score is not None:
        subject = document["credentialSubject"]
        subject["achievement"]["resultDescription"] = [
            {
                "id": result,
                "type": ["ResultDescription"],
                "name": words.passed,
                "resultType": "Percent",
                "requiredValue": _percent(credential.pass_mark),
            }
        ]
        subject["result"] = [{"type": ["Result"], "resultDescription": result, "value": _percent(credential.score)}]
    return document


def issuer_of(credential: Credential, key: CredentialKey) -> str:
    """Give the issuer as a DID: did:web where its key can be looked up at an https address, else did:key."""
    site = _site_of(credential).get("url", "")
    return did_of(site) or f"did:key:{key.multibase}"


def did_of(site: str | None) -> str | None:
    """Give the did:web of a site; None where it has no https address, without which nobody could look the key up."""
    parts = urlsplit(site or "")
    return f"did:web:{quote(parts.netloc, safe='')}" if parts.scheme == "https" else None


def method_of(issuer: str, key: CredentialKey) -> str:
    """Give the address of a key: never another for the same key, or what it proved could not be checked any more."""
    return f"{issuer}#{key.multibase if issuer.startswith('did:key:') else f'key-{key.number}'}"


def describe_issuer(site: str, keys: list[CredentialKey]) -> dict[str, Any]:
    """Give the DID document of a site: every key that ever proved its credentials. :param site: its https address"""
    issuer = did_of(site)
    if issuer is None:
        raise ValueError(site)
    methods = [
        {"id": method_of(issuer, key), "type": "Multikey", "controller": issuer, "publicKeyMultibase": key.multibase}
        for key in keys
    ]
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": issuer,
        "alsoKnownAs": [site],
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
        "service": [{"id": f"{issuer}#site", "type": "LinkedDomains", "serviceEndpoint": site}],
    }


def _site_of(credential: Credential) -> dict[str, str]:
    """Give the address of the site that issued, as it was then."""
    if credential.verify_url is None:
        return {}
    parts = urlsplit(credential.verify_url)
    return {"url": f"{parts.scheme}://{parts.netloc}"}


def _narrative(words: Wording) -> str:
    details = [f"{label}: {value}" for label, value in words.details]
    return "\n".join([words.completed, *([words.passed] if words.passed else []), *details, words.limits])


def _percent(fraction: float) -> str:
    return f"{int(fraction * 1000 + 1e-9) / 10:g}"


def _midnight(day: date, timezone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), timezone)


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
