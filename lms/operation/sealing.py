"""Encryption by a passphrase in the age format (age-encryption.org/v1), so that the age tool opens a backup too.

Written on the primitives of `cryptography` and not on a library of the format, which needs a gigabyte where this needs
128 MB: see docs/decisions. Everything is done in pieces; what `Opener` gives is authentic, but only whole once it
has come to its end without an error.
"""

import base64
import hashlib
import hmac
import os
import re
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

VERSION = b"age-encryption.org/v1\n"
LABEL = b"age-encryption.org/v1/scrypt"
SHORTEST_PASSPHRASE = 12  # characters
COST = 17  # 2^17 rounds of scrypt take 128 MB and a quarter of a second
HIGHEST_COST = 20  # which takes 1 GB: what age and rage write at most on today's machines
CHUNK = 64 * 1024
TAG = 16
HEADER = re.compile(
    rb"-> scrypt ([A-Za-z0-9+/]{22}) ([1-9][0-9]?)\n([A-Za-z0-9+/]{43})\n--- ([A-Za-z0-9+/]{43})\n", re.ASCII
)
HEADER_LENGTH = 512  # more than a header of this kind can have


DAMAGED = "The backup is damaged or cut off."


class SealError(Exception):
    """The file cannot be opened; the message says why."""


class Sealer:
    """A file for writing: what goes in comes out encrypted in `target`, which is not closed with it."""

    def __init__(self, target: BinaryIO, passphrase: str) -> None:
        self._target = target
        file_key, salt, nonce = os.urandom(16), os.urandom(16), os.urandom(16)
        wrapped = _cipher_of(passphrase, salt, COST).encrypt(bytes(12), file_key, None)
        head = VERSION + b"-> scrypt %s %d\n%s\n---" % (_encode(salt), COST, _encode(wrapped))
        target.write(head + b" " + _encode(_mac(file_key, head)) + b"\n" + nonce)
        self._cipher = ChaCha20Poly1305(_derive(file_key, nonce, b"payload"))
        self._number = 0
        self._waiting = bytearray()

    def write(self, data: bytes) -> int:
        """Take some bytes."""
        self._waiting += data
        while len(self._waiting) > CHUNK:  # the last chunk is marked, so one is kept back
            self._put(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]
        return len(data)

    def close(self) -> None:
        """Write the last chunk; without it the file counts as cut."""
        self._put(bytes(self._waiting), last=True)

    def _put(self, chunk: bytes, *, last: bool) -> None:
        self._target.write(self._cipher.encrypt(_nonce(self._number, last=last), chunk, None))
        self._number += 1


class Opener:
    """A file for reading: gives decrypted what `source` holds from its beginning on."""

    def __init__(self, source: BinaryIO, passphrase: str) -> None:
        """:raise SealError: if the passphrase is wrong, or this is no file of the kind"""
        self._source = source
        file_key = _open_header(source, passphrase)
        nonce = source.read(16)
        self._cipher = ChaCha20Poly1305(_derive(file_key, nonce, b"payload"))
        self._number = 0
        self._next = source.read(CHUNK + TAG)
        if not self._next:  # also a file of nothing has a chunk, which proves that it has nothing
            raise SealError(DAMAGED)
        self._ready = bytearray()

    def read(self, size: int) -> bytes:
        """Give up to `size` bytes; none at the end. :raise SealError: if the file is damaged or cut"""
        while len(self._ready) < size and self._next:
            self._ready += self._take()
        given = bytes(self._ready[:size])
        del self._ready[:size]
        return given

    def _take(self) -> bytes:
        chunk, self._next = self._next, self._source.read(CHUNK + TAG)
        try:
            opened = self._cipher.decrypt(_nonce(self._number, last=not self._next), chunk, None)
        except InvalidTag:
            raise SealError(DAMAGED) from None
        self._number += 1
        return opened


def is_sealed(head: bytes) -> bool:
    """Tell by its first bytes whether a file is encrypted in this format."""
    return head.startswith(VERSION)


def _open_header(source: BinaryIO, passphrase: str) -> bytes:
    """Give the key of the file and leave `source` behind the header."""
    source.seek(len(VERSION))
    match = HEADER.match(source.read(HEADER_LENGTH))
    if not match or not COST - 7 <= int(match[2]) <= HIGHEST_COST:
        raise SealError("The backup is encrypted in another way than by a passphrase, or damaged.")
    salt, cost, wrapped, mac = _decode(match[1]), int(match[2]), _decode(match[3]), _decode(match[4])
    try:
        file_key = _cipher_of(passphrase, salt, cost).decrypt(bytes(12), wrapped, None)
    except InvalidTag:
        raise SealError("The passphrase does not open this backup.") from None
    head = VERSION + match[0].rpartition(b" ")[0]
    if not hmac.compare_digest(_mac(file_key, head), mac):
        raise SealError(DAMAGED)
    source.seek(len(VERSION) + match.end())
    return file_key


def _cipher_of(passphrase: str, salt: bytes, cost: int) -> ChaCha20Poly1305:
    memory = 128 * 8 << cost
    key = hashlib.scrypt(
        passphrase.encode(), salt=LABEL + salt, n=1 << cost, r=8, p=1, maxmem=memory + (1 << 20), dklen=32
    )
    return ChaCha20Poly1305(key)


def _derive(key: bytes, salt: bytes, info: bytes) -> bytes:
    """HKDF-SHA-256 (RFC 5869) for one block."""
    extracted = hmac.digest(salt or bytes(32), key, "sha256")
    return hmac.digest(extracted, info + b"\x01", "sha256")


def _mac(file_key: bytes, head: bytes) -> bytes:
    return hmac.digest(_derive(file_key, b"", b"header"), head, "sha256")


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


def _encode(data: bytes) -> bytes:
    return base64.b64encode(data).rstrip(b"=")


def _decode(text: bytes) -> bytes:
    """Read base64; only one spelling of each value counts, so that no bit of a file can be changed unnoticed."""
    decoded = base64.b64decode(text + b"=" * (-len(text) % 4))
    if _encode(decoded) != text:
        raise SealError(DAMAGED)
    return decoded
