"""Keys of an installation, and proofs on credentials, made by the real process."""

import copy
import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from lms.notary import base58, contexts, desk
from lms.notary.client import Notary, NotSigned
from lms.notary.keys import CREDENTIAL, CredentialKey, NoKey, list_credential_keys, prepare, signing_key
from tests.kernel.ending import wait_for_end

CREATED = "2026-11-25T10:00:00Z"
METHOD = "did:web:courses.example.org#key-1"
CLAIMS: dict[str, Any] = {
    "@context": list(contexts.FILES),
    "id": "https://courses.example.org/verify/K7QM2A-9XWERT-H4BZPF",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "issuer": {"id": "did:web:courses.example.org", "type": ["Profile"], "name": "Academy of Justice"},
    "validFrom": CREATED,
    "credentialSubject": {
        "type": ["AchievementSubject"],
        "identifier": [
            {"type": "IdentityObject", "identityType": "name", "hashed": False, "identityHash": "Айгүл Қадырова"}
        ],
        "achievement": {
            "id": "https://courses.example.org/verify/K7QM2A-9XWERT-H4BZPF#course",
            "type": ["Achievement"],
            "name": "Основы",
            "description": "test a situation",
            "criteria": {"narrative": "has completed the course"},
        },
    },
}


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    prepare(tmp_path, "Academy of Justice")
    return tmp_path


@pytest.fixture
def key(instance: Path) -> CredentialKey:
    return list_credential_keys(instance)[-1]


@pytest.fixture
def notary() -> Iterator[Notary]:
    notary = Notary()
    yield notary
    notary.stop()


class TestKeys:
    def test_the_first_start_makes_them_for_this_account_alone(self, instance: Path):
        made = {path.name: path.stat().st_mode & 0o777 for path in instance.iterdir()}

        assert made == {"credential-1.key": 0o600, "signing-1.key": 0o600, "signing-1.pem": 0o600}

    def test_a_later_start_leaves_them_as_they_are(self, instance: Path):
        before = {path.name: path.read_bytes() for path in instance.iterdir()}

        prepare(instance, "Another name")

        assert {path.name: path.read_bytes() for path in instance.iterdir()} == before

    def test_the_next_number_takes_over_and_the_earlier_still_counts(self, instance: Path, tmp_path: Path):
        first = list_credential_keys(instance)[0]
        other = tmp_path / "other"
        other.mkdir()
        prepare(other, "Academy of Justice")
        (other / "credential-1.key").rename(instance / "credential-2.key")

        keys = list_credential_keys(instance)

        assert [it.number for it in keys] == [1, 2]
        assert keys[0].multibase == first.multibase != keys[1].multibase

    def test_the_public_half_is_enough_of_a_key_that_is_no_longer_used(self, instance: Path, key: CredentialKey):
        (instance / f"{CREDENTIAL}-1.key").rename(instance / f"{CREDENTIAL}-2.key")
        public = key.public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        (instance / f"{CREDENTIAL}-1.pem").write_bytes(public)

        keys = list_credential_keys(instance)

        assert [(it.number, it.file is None) for it in keys] == [(1, True), (2, False)]

    def test_without_a_private_key_nothing_can_be_proved(self, instance: Path):
        (instance / "credential-1.key").unlink()

        with pytest.raises(NoKey, match="restore credential"):
            list_credential_keys(instance)

    def test_a_broken_key_is_named(self, instance: Path):
        (instance / "credential-1.key").write_text("no key")

        with pytest.raises(NoKey, match=r"credential-1\.key cannot be read"):
            list_credential_keys(instance)

    def test_an_own_certificate_says_that_nobody_vouches_for_it(self, instance: Path):
        made = signing_key(instance)

        assert made.authority == ""
        assert made.certificate.subject.rfc4514_string() == "CN=Academy of Justice"

    def test_a_key_for_pdfs_without_its_certificate_is_none(self, instance: Path):
        (instance / "signing-1.pem").unlink()

        with pytest.raises(NoKey, match="certificate"):
            signing_key(instance)


class TestProofs:
    @pytest.fixture
    def proved(self, notary: Notary, key: CredentialKey) -> dict[str, Any]:
        return notary.prove(CLAIMS, key, method=METHOD, created=CREATED)

    def test_a_credential_has_a_proof_of_each_suite_and_both_hold(self, proved: dict[str, Any], key: CredentialKey):
        assert [it["cryptosuite"] for it in proved["proof"]] == ["eddsa-rdfc-2022", "eddsa-jcs-2022"]
        assert desk.is_proved(proved, {METHOD: key.public}.get)
        assert {name: value for name, value in proved.items() if name != "proof"} == CLAIMS

    @pytest.mark.parametrize(
        "path",
        [
            ("validFrom",),
            ("issuer", "name"),
            ("credentialSubject", "identifier", 0, "identityHash"),
            ("credentialSubject", "achievement", "name"),
            ("proof", 0, "created"),
            ("proof", 1, "proofValue"),
        ],
    )
    def test_any_change_is_found(self, proved: dict[str, Any], key: CredentialKey, path: tuple[Any, ...]):
        changed = copy.deepcopy(proved)
        place: Any = changed
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = place[path[-1]][:-1] + ("A" if place[path[-1]][-1] != "A" else "B")

        assert not desk.is_proved(changed, {METHOD: key.public}.get)

    def test_one_proof_that_fails_is_not_made_good_by_another(self, proved: dict[str, Any], key: CredentialKey):
        proved["proof"][0]["proofValue"] = proved["proof"][1]["proofValue"]

        assert not desk.is_proved(proved, {METHOD: key.public}.get)

    def test_without_a_proof_or_by_a_strange_key_nothing_is_proved(self, proved: dict[str, Any], key: CredentialKey):
        assert not desk.is_proved(CLAIMS, {METHOD: key.public}.get)
        assert not desk.is_proved(proved, lambda _method: None)

    def test_what_a_proof_would_leave_out_is_refused(self, notary: Notary, key: CredentialKey):
        unknown = {**CLAIMS, "credentialSubject": {**CLAIMS["credentialSubject"], "hours": 12}}

        with pytest.raises(NotSigned, match="Unsignable"):
            notary.prove(unknown, key, method=METHOD, created=CREATED)

    def test_nothing_is_fetched_to_sign(self, notary: Notary, key: CredentialKey):
        foreign = {**CLAIMS, "@context": [*CLAIMS["@context"], "https://example.org/context.json"]}

        with pytest.raises(NotSigned):
            notary.prove(foreign, key, method=METHOD, created=CREATED)


class TestProcess:
    def test_it_is_replaced_when_it_was_killed(self, notary: Notary, key: CredentialKey):
        notary.prove(CLAIMS, key, method=METHOD, created=CREATED)
        killed = notary.pid
        assert killed is not None
        os.kill(killed, signal.SIGKILL)
        wait_for_end(killed)

        assert notary.prove(CLAIMS, key, method=METHOD, created=CREATED)["proof"]

    def test_it_ends_when_nobody_asks(self, key: CredentialKey):
        short = Notary(idle_seconds=0.2)
        short.prove(CLAIMS, key, method=METHOD, created=CREATED)
        pid = short.pid
        assert pid is not None

        wait_for_end(pid)

        assert short.prove(CLAIMS, key, method=METHOD, created=CREATED)["proof"]
        assert short.pid != pid
        short.stop()

    def test_bytes_that_are_no_pdf_hold_nothing(self, notary: Notary):
        assert notary.read_inside(b"%PDF-1.7 and no more", "credential.json") is None
        assert notary.read_inside(json.dumps(CLAIMS).encode(), "credential.json") is None


class TestBase58:
    @pytest.mark.parametrize("data", [b"", b"\0", b"\0\0a", b"hello", bytes(range(64))])
    def test_what_is_written_is_read_again(self, data: bytes):
        assert base58.decode(base58.encode(data)) == data

    def test_it_writes_as_others_do(self):
        assert base58.encode(b"Hello World!") == "2NEpo7TZRRrLZSi2U"  # of the draft draft-msporny-base58

    def test_a_sign_that_is_none_is_refused(self):
        with pytest.raises(ValueError, match="substring"):
            base58.decode("0OIl")
