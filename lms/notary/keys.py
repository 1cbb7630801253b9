"""The keys of an installation, each a file in its folder: one kind proves credentials, the other signs PDFs.

`credential-1.key` (Ed25519) and `signing-1.key` with `signing-1.pem` (P-256 and its certificate) are made on the first
start. A pair with the next number takes their place, such as `signing-2.key` and `signing-2.pem` from an authority;
what the earlier ones signed is still checked by them. Of a credential's key that is no longer used the public half is
enough: `credential-1.pem` in place of `credential-1.key`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from cryptography.x509.oid import NameOID

from lms.config import write_private
from lms.errors import LmsError
from lms.notary import base58

CREDENTIAL, SIGNING = "credential", "signing"
ED25519 = b"\xed\x01"  # multicodec's mark in front of a public key
OWN_YEARS = 20  # an own certificate holds: it outlives the papers that it signs
NAME_LENGTH = 64  # the longest name that X.509 has room for (RFC 5280, ub-common-name)


class NoKey(LmsError):
    """A key is missing or cannot be read; the message says which."""


@dataclass(frozen=True, slots=True)
class CredentialKey:
    """A key that proves, or proved, credentials."""

    number: int
    public: Ed25519PublicKey
    file: Path | None  # of the private half; None where it is gone

    @property
    def multibase(self) -> str:
        """Give the public key as a Multikey writes it: z6Mk…"""
        return "z" + base58.encode(ED25519 + self.public.public_bytes(Encoding.Raw, PublicFormat.Raw))


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key that signs PDFs, with its certificate and those that lead to a root."""

    number: int
    file: Path
    chain: Path

    @property
    def certificate(self) -> x509.Certificate:
        return x509.load_pem_x509_certificates(self.chain.read_bytes())[0]

    @property
    def authority(self) -> str:
        """Name who issued the certificate; "" if that is this installation itself."""
        certificate = self.certificate
        if certificate.issuer == certificate.subject:
            return ""
        names = certificate.issuer.get_attributes_for_oid(NameOID.COMMON_NAME)
        return str(names[0].value) if names else certificate.issuer.rfc4514_string()


def prepare(instance: Path, name: str) -> None:
    """Make the first keys of an installation, where it has none. :param name: the issuer's, for the certificate"""
    if not any(_numbered(instance, CREDENTIAL, "key")):
        write_private(instance / f"{CREDENTIAL}-1.key", _pem(Ed25519PrivateKey.generate()))
    if not any(_numbered(instance, SIGNING, "key")):
        write_private(instance / f"{SIGNING}-1.key", _pem(generate_private_key(SECP256R1())))
    own = instance / f"{SIGNING}-1.pem"
    if not own.exists() and (instance / f"{SIGNING}-1.key").exists():
        write_private(own, _certify(own.with_suffix(".key"), name))


def list_credential_keys(instance: Path) -> list[CredentialKey]:
    """Give the keys that prove credentials, the present one last. :raise NoKey: if there is none, or one is broken"""
    found: dict[int, CredentialKey] = {}
    for suffix in ("pem", "key"):
        for number, file in _numbered(instance, CREDENTIAL, suffix):
            found[number] = _read_credential_key(number, file)
    if not found or found[max(found)].file is None:
        raise NoKey("There is no key for credentials: restore credential-….key from a backup.")
    return [found[number] for number in sorted(found)]


def signing_key(instance: Path) -> SigningKey:
    """Give the key that signs PDFs at present. :raise NoKey: if it, or its certificate, is missing"""
    keys = sorted(_numbered(instance, SIGNING, "key"))
    if not keys or not keys[-1][1].with_suffix(".pem").exists():
        raise NoKey("There is no key for PDFs with its certificate: restore signing-….key and .pem from a backup.")
    number, file = keys[-1]
    return SigningKey(number, file, file.with_suffix(".pem"))


def _numbered(instance: Path, kind: str, suffix: str) -> Iterator[tuple[int, Path]]:
    for file in instance.glob(f"{kind}-*.{suffix}"):
        named = re.fullmatch(rf"{kind}-([1-9][0-9]{{0,5}})\.{suffix}", file.name)
        if named:
            yield int(named[1]), file


def _read_credential_key(number: int, file: Path) -> CredentialKey:
    try:
        data = file.read_bytes()
        private = load_pem_private_key(data, password=None) if file.suffix == ".key" else None
        public = private.public_key() if private else load_pem_public_key(data)
    except (OSError, ValueError, TypeError) as error:
        raise NoKey(f"{file.name} cannot be read as a key.") from error
    if not isinstance(public, Ed25519PublicKey):
        raise NoKey(f"{file.name} is no Ed25519 key.")
    return CredentialKey(number, public, file if private else None)


def _pem(key: PrivateKeyTypes) -> str:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def _certify(file: Path, name: str) -> str:
    """Give a certificate of the key by itself: it binds the papers of this installation together, and no more."""
    key = load_pem_private_key(file.read_bytes(), password=None)
    own = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:NAME_LENGTH])])
    now = datetime.now(UTC)
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign", "encipher_only"), False
    )
    usages = x509.KeyUsage(digital_signature=True, content_commitment=True, decipher_only=False, **usage)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(own)
        .issuer_name(own)
        .public_key(key.public_key())  # type: ignore[arg-type]
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365 * OWN_YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usages, critical=True)
        .sign(key, hashes.SHA256())  # type: ignore[arg-type]
    )
    return certificate.public_bytes(Encoding.PEM).decode()
