"""The yardstick of certificates: for each name read, the smallest certificate of one page that WeasyPrint makes.

Fonts and style are read once and kept; the rest is as WeasyPrint comes. Run by its path with the folder of the fonts
and, where the PDF shall be tagged, the name of a kind of PDF; writes the length of each PDF in a line, then the PDF.
"""

import html
import sys
from pathlib import Path

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

STYLE = """
@font-face { font-family: "Smallest"; src: url(NotoSerif-Regular.ttf); }
@page { size: A4 landscape; margin: 30mm; }
body { font: 14pt "Smallest"; text-align: center; }
"""
PAGE = """<!doctype html><html lang="en"><title>Certificate</title>
<h1>Certificate of completion</h1><p>{name}</p><p>Trafficking in persons: foundations</p><p>20 November 2026</p></html>
"""


def main() -> None:
    """Answer until the input ends."""
    folder, *variant = sys.argv[1:]
    fonts = FontConfiguration()
    style = CSS(string=STYLE, base_url=f"{Path(folder).as_uri()}/", font_config=fonts)
    for line in sys.stdin:
        source = HTML(string=PAGE.format(name=html.escape(line.strip())))
        pdf = source.write_pdf(stylesheets=[style], font_config=fonts, pdf_variant=variant[0] if variant else None)
        sys.stdout.buffer.write(f"{len(pdf)}\n".encode() + pdf)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
