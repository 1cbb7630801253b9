"""Encryption by a passphrase: read and written by another implementation of the format, and proof against damage."""

import io
import os

import pytest
from pyrage import passphrase as other

from lms.operation import sealing
from lms.operation.sealing import CHUNK, Opener, Sealer, SealError
from tests.operation.conftest import PASSPHRASE

SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 17]


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    """Sixteen thousand rounds instead of more: the format is the same."""
    monkeypatch.setattr(sealing, "COST", 14)


def seal(data: bytes, passphrase: str = PASSPHRASE, piece: int = 7777) -> bytes:
    target = io.BytesIO()
    sealer = Sealer(target, passphrase)
    for start in range(0, len(data), piece):
        sealer.write(data[start : start + piece])
    sealer.close()
    return target.getvalue()


def open_all(sealed: bytes, passphrase: str = PASSPHRASE) -> bytes:
    opener = Opener(io.BytesIO(sealed), passphrase)
    return b"".join(iter(lambda: opener.read(10_000), b""))


@pytest.mark.parametrize("size", SIZES)
def test_what_is_sealed_here_is_opened_by_others_and_here(size):
    data = os.urandom(size)

    sealed = seal(data)

    assert other.decrypt(sealed, PASSPHRASE) == data
    assert open_all(sealed) == data


def test_what_others_sealed_is_opened_here():
    data = os.urandom(2 * CHUNK)

    assert open_all(other.encrypt(data, "Семь овец под миндалём"), "Семь овец под миндалём") == data


def test_nothing_of_it_can_be_read(monkeypatch):
    assert b"Aigul" not in seal(b"Aigul Sadykova" * 10_000)


def test_the_same_is_never_sealed_the_same_way():
    assert seal(b"x") != seal(b"x")


def test_a_wrong_passphrase_opens_nothing():
    with pytest.raises(SealError, match="passphrase does not open"):
        open_all(seal(b"x"), "seven sheep under the walnut tree")


@pytest.mark.parametrize("keep", [10, 60, 150, 170, 200, CHUNK, CHUNK + 200, -CHUNK, -17, -1])
def test_a_cut_one_is_noticed(keep):
    with pytest.raises(SealError):
        open_all(seal(bytes(2 * CHUNK + 5))[:keep])


def test_one_cut_between_two_chunks_is_noticed():
    head = len(seal(b"")) - 16

    with pytest.raises(SealError, match="damaged or cut"):
        open_all(seal(bytes(2 * CHUNK + 5))[: head + CHUNK + 16])


def test_each_changed_byte_is_noticed():
    sealed = seal(b"x" * 40)

    for place in range(len(sealing.VERSION), len(sealed)):
        changed = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        with pytest.raises(SealError):
            open_all(changed)


def test_more_behind_the_end_is_noticed():
    with pytest.raises(SealError):
        open_all(seal(b"x") + b"x")


@pytest.mark.parametrize("cost", [b"1", b"21", b"99"])
def test_a_file_cannot_ask_for_all_the_memory_or_for_no_work(cost):
    sealed = seal(b"x").replace(b" 14\n", b" " + cost + b"\n", 1)

    with pytest.raises(SealError, match="another way"):
        open_all(sealed)
