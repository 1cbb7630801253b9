"""The notary's process: it puts proofs on credentials and signatures on PDFs, with keys that it reads from their files.

It is run by its path (see `client.py`) and imports nothing of the application. What it needs takes some 50 MB of
memory, so it is started when there is something to sign and ends soon after. Messages and answers are JSON.

Proofs: Data Integrity EdDSA Cryptosuites v1.0 (W3C), eddsa-rdfc-2022 and eddsa-jcs-2022. Signatures: PAdES baseline
B-B (ETSI EN 319 142-1), or B-T where a time-stamp authority is set.
"""

import base64
import copy
import hashlib
import importlib.util
import io
import json
import os
import resource
import shutil
import signal
import struct
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers, timestamps
from pyld import jsonld


def _beside(file: str) -> Any:
    """Give a module of this folder, from which Python looks nothing up by itself."""
    spec = importlib.util.spec_from_file_location(f"sabak_{Path(file).stem}", Path(__file__).parent / file)
    if spec is None or spec.loader is None:
        raise ImportError(file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


base58, contexts = _beside("base58.py"), _beside("contexts/__init__.py")

LENGTH = struct.Struct(">I")  # in front of each message, as in warm.py
SUITES = ("eddsa-rdfc-2022", "eddsa-jcs-2022")
SPACE = 16_384  # hexadecimal digits kept for a signature with its certificates; what is over is filled with zeros

Json = dict[str, Any]


class Unsignable(Exception):
    """The document holds something that a proof would not cover, or no proof of a known kind."""


def prove(document: Json, key: Any, method: str, created: str) -> Json:
    """Give a credential with a proof of each suite.

    :param key: Ed25519 private key
    :param method: address of its public key
    :raise Unsignable: if the document has a term that its contexts do not define, which a proof would leave out
    """
    bare = {name: value for name, value in document.items() if name != "proof"}
    _refuse_unknown_terms(bare)
    proofs = []
    for suite in SUITES:
        proof = {
            "type": "DataIntegrityProof",
            "cryptosuite": suite,
            "created": created,
            "verificationMethod": method,
            "proofPurpose": "assertionMethod",
        }
        proofs.append({**proof, "proofValue": "z" + base58.encode(key.sign(digest(bare, proof)))})
    return {**bare, "proof": proofs}


def is_proved(document: Json, find_key: Callable[[str], Any]) -> bool:
    """Tell whether all proofs of a credential hold, and there is one.

    :param find_key: gives the Ed25519 public key of an address, or None if it is not the issuer's
    """
    bare = {name: value for name, value in document.items() if name != "proof"}
    proofs = document.get("proof", [])
    try:
        for proof in proofs if isinstance(proofs, list) else [proofs]:
            key = find_key(proof["verificationMethod"])
            if key is None or proof["proofPurpose"] != "assertionMethod":
                return False
            options = {name: value for name, value in proof.items() if name != "proofValue"}
            key.verify(base58.decode(proof["proofValue"].removeprefix("z")), digest(bare, options))
    except (InvalidSignature, Unsignable, KeyError, TypeError, ValueError, AttributeError):
        return False
    return bool(proofs)


def digest(bare: Json, proof: Mapping[str, Any]) -> bytes:
    """Give what is signed: the digests of the proof's options and of the document, both in canonical form."""
    canonize = {"eddsa-rdfc-2022": _canonize_rdf, "eddsa-jcs-2022": _canonize_json}.get(proof.get("cryptosuite", ""))
    if canonize is None or proof.get("type") != "DataIntegrityProof":
        raise Unsignable
    options = {"@context": bare.get("@context"), **proof}
    return hashlib.sha256(canonize(options)).digest() + hashlib.sha256(canonize(bare)).digest()


def _canonize_json(document: Json) -> bytes:
    return bytes(rfc8785.dumps(document))


def _canonize_rdf(document: Json) -> bytes:
    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": _load_context}
    return str(jsonld.normalize(copy.deepcopy(document), options)).encode()


def _refuse_unknown_terms(document: Json) -> None:
    """Compare with what is left after reading by the contexts: a term that they do not define is dropped in silence."""
    loader = {"documentLoader": _load_context}
    read = jsonld.compact(jsonld.expand(copy.deepcopy(document), loader), document["@context"], loader)
    if _terms(read) != _terms(document):
        raise Unsignable


def _terms(value: Any) -> Any:
    """Give the names of a document in their places; a list of one is that one."""
    if isinstance(value, list):
        return _terms(value[0]) if len(value) == 1 else [_terms(each) for each in value]
    if isinstance(value, dict):
        return {name: _terms(each) for name, each in value.items() if name != "@context"}
    return None


def _load_context(url: str, _options: Any) -> Json:
    """Give a context that is kept here; nothing is fetched."""
    if url not in contexts.FILES:
        raise Unsignable
    text = (Path(__file__).with_name("contexts") / contexts.FILES[url]).read_text(encoding="utf-8")
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": json.loads(text)}


class Appending(IncrementalPdfFileWriter):
    """Leaves a PDF's metadata as they are: written anew they would not keep their standards."""

    def _update_meta(self) -> None:
        return


def sign_pdf(pdf: bytes, key: Path, chain: Path, *, field: str, authority: str | None) -> bytes:
    """Sign a PDF in a field that it has.

    :param key: private key, PEM
    :param chain: its certificate, then those that lead to a root, PEM
    :param authority: address of a time-stamp authority (RFC 3161)
    """
    signer = signers.SimpleSigner.load(str(key), str(chain), ca_chain_files=(str(chain),))  # type: ignore[no-untyped-call]
    if signer is None:
        raise Unsignable
    about = signers.PdfSignatureMetadata(
        field_name=field, md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES, embed_validation_info=False
    )
    stamper = timestamps.HTTPTimeStamper(authority) if authority else None
    maker = signers.PdfSigner(about, signer=signer, timestamper=stamper)
    return bytes(maker.sign_pdf(Appending(io.BytesIO(pdf)), bytes_reserved=SPACE, output=io.BytesIO()).getvalue())


def read_inside(pdf: bytes, name: str) -> str | None:
    """Give the text of a file inside a PDF; None if there is none of that name.

    :raise Exception: of whatever kind, where the bytes are no PDF that can be read
    """
    listed = PdfFileReader(io.BytesIO(pdf), strict=False).root["/Names"]["/EmbeddedFiles"]["/Names"]
    for place in range(1, len(listed), 2):
        if str(listed[place]["/UF"]) == name:
            return bytes(listed[place]["/EF"]["/F"].data).decode()
    return None


def _answer(request: Json) -> Json:
    if request["act"] == "read":
        return {"text": read_inside(base64.b64decode(request["pdf"]), request["name"])}

    if request["act"] == "prove":
        key = load_pem_private_key(Path(request["key"]).read_bytes(), password=None)
        return {"document": prove(request["document"], key, request["method"], request["created"])}
    signed = sign_pdf(
        base64.b64decode(request["pdf"]),
        Path(request["key"]),
        Path(request["chain"]),
        field=request["field"],
        authority=request["authority"],
    )
    return {"pdf": base64.b64encode(signed).decode()}


def serve(requests: BinaryIO, answers: BinaryIO, seconds: float) -> None:
    """Answer until the input ends. An empty message asks whether we are ready; what cannot be done has a `fault`."""
    while head := requests.read(LENGTH.size):
        body = requests.read(LENGTH.unpack(head)[0])
        signal.setitimer(signal.ITIMER_REAL, seconds + 1)  # the service stops us sooner, unless it is gone itself
        try:
            answer = json.dumps(_answer(json.loads(body))).encode() if body else b"{}"
        except Exception as error:  # whatever it is, the one who asked is told its kind, and nothing of its words
            answer = json.dumps({"fault": type(error).__name__}).encode()
        signal.setitimer(signal.ITIMER_REAL, 0)
        answers.write(LENGTH.pack(len(answer)) + answer)
        answers.flush()


def main() -> None:
    """Take our limits, keep standard output for answers alone, and serve."""
    memory = int(sys.argv[1]) * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold keys
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the service, which then ends us
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(sys.stdin.buffer, answers, float(sys.argv[2]))
    shutil.rmtree(sys.argv[3], ignore_errors=True)  # made for us by a service that is gone now


if __name__ == "__main__":
    main()
