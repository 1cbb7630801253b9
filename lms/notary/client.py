"""Having the notary's process sign: it is started when first asked, and ended after half a minute without work."""

import base64
import json
from pathlib import Path
from typing import Any

from lms.errors import LmsError
from lms.notary.keys import CredentialKey, SigningKey
from lms.warm import Broken, WarmProcess

DESK = Path(__file__).with_name("desk.py")
IDLE_SECONDS = 30.0


class NotSigned(LmsError):
    """Nothing was signed; it can be tried again."""


class Notary:
    """A notary's process; safe to share between threads, which wait for each other."""

    def __init__(self, *, idle_seconds: float = IDLE_SECONDS) -> None:
        self._process = WarmProcess(DESK, "notary", seconds=30.0, uses=2000, memory_mb=1024, idle_seconds=idle_seconds)

    @property
    def pid(self) -> int | None:
        """Give the process's id while one runs."""
        return self._process.pid

    def prove(self, document: dict[str, Any], key: CredentialKey, *, method: str, created: str) -> dict[str, Any]:
        """Give a credential with its proofs.

        :param method: address of the public key
        :param created: ISO 8601
        :raise NotSigned: if it could not be done
        """
        answer = self._ask(act="prove", document=document, key=str(key.file), method=method, created=created)
        proved: dict[str, Any] = answer["document"]
        return proved

    def sign(self, pdf: bytes, key: SigningKey, *, field: str, authority: str | None = None) -> bytes:
        """Give a PDF with its signature.

        :param field: name of the PDF's field for it
        :param authority: address of a time-stamp authority
        :raise NotSigned: if it could not be done, also where the authority does not answer
        """
        data = base64.b64encode(pdf).decode()
        answer = self._ask(
            act="sign", pdf=data, key=str(key.file), chain=str(key.chain), field=field, authority=authority
        )
        return base64.b64decode(answer["pdf"])

    def read_inside(self, pdf: bytes, name: str) -> str | None:
        """Give the text of a file inside a PDF; None if there is none, or if the bytes cannot be read as a PDF."""
        try:
            text: str | None = self._ask(act="read", pdf=base64.b64encode(pdf).decode(), name=name)["text"]
        except NotSigned:
            return None
        return text

    def stop(self) -> None:
        """End the process; a later request starts another."""
        self._process.stop()

    def _ask(self, **request: Any) -> dict[str, Any]:
        try:
            answer: dict[str, Any] = json.loads(self._process.ask(json.dumps(request).encode()))
        except Broken as error:
            raise NotSigned from error
        if "fault" in answer:
            raise NotSigned(answer["fault"])
        return answer


shared = Notary()
