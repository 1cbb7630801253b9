"""Reading a certificate's PDF as a person and a telephone would."""

import io
import subprocess
from pathlib import Path
from typing import Any

import zxingcpp
from PIL import Image
from pypdf import PdfReader


def read_text(pdf: bytes) -> str:
    """Give the text of the pages in one line."""
    reader = PdfReader(io.BytesIO(pdf))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def list_fonts(pdf: bytes) -> list[dict[str, Any]]:
    """Give the descriptors of the first page's fonts."""
    resources = PdfReader(io.BytesIO(pdf)).pages[0]["/Resources"]
    composed = [font.get_object() for font in resources["/Font"].values()]
    return [font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object() for font in composed]


def read_codes(pdf: bytes, folder: Path) -> list[str]:
    """Photograph the first page and read the square marks on it."""
    (folder / "paper.pdf").write_bytes(pdf)
    command = ["pdftoppm", "-r", "150", "-png", "-singlefile", str(folder / "paper.pdf"), str(folder / "page")]
    subprocess.run(command, check=True)
    return [code.text for code in zxingcpp.read_barcodes(Image.open(folder / "page.png"))]
