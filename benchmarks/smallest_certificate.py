"""The yardstick of certificates: the smallest of one page that WeasyPrint makes, for each name and address read.

Fonts and style are read once and kept, the PDF is tagged and has a QR code, and the rest is as the libraries come. Run
by its path with the folder of the fonts; writes the length of each PDF in a line, then the PDF.
"""

import html
import sys
from pathlib import Path

import segno
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

STYLE = """
@font-face { font-family: "Smallest"; src: url(NotoSerif-Regular.ttf); }
@page { size: A4 landscape; margin: 30mm; }
img { width: 22mm; }
body { font: 14pt "Smallest"; text-align: center; }
"""
PAGE = """<!doctype html><html lang="en"><title>Certificate</title>
<h1>Certificate of completion</h1><p>{name}</p><p>Trafficking in persons: foundations</p>
<p>20 November 2026</p><img src="{qr}" alt="QR code"></html>
"""


def main() -> None:
    """Answer until the input ends."""
    fonts = FontConfiguration()
    style = CSS(string=STYLE, base_url=f"{Path(sys.argv[1]).as_uri()}/", font_config=fonts)
    for line in sys.stdin:
        name, _tab, address = line.strip().partition("\t")
        code = segno.make_qr(address, error="m", boost_error=False)
        source = HTML(string=PAGE.format(name=html.escape(name), qr=code.svg_data_uri(border=0)))
        pdf = source.write_pdf(stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1")
        sys.stdout.buffer.write(f"{len(pdf)}\n".encode() + pdf)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
