"""What makes a PDF last: marks of PDF/A-3 and PDF/UA-1 together, a file inside it, and a field to be signed.

It is read by the renderer's process and, like that, imports nothing of the application.
"""

from datetime import datetime
from typing import Any

import pydyf
from weasyprint import Attachment

VARIANT = "pdf/a-3a"

# WeasyPrint writes the mark of one standard. PDF/UA's is no part of PDF/A's own words, so it is declared beside it
# (ISO 19005-3, 6.6.2.3.3).
PDF_UA = b"""
<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>"""
END = b"</rdf:RDF>"
HEAD = b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
FOOT = b'\n</x:xmpmeta>\n<?xpacket end="r"?>'


def attach(name: str, description: str, text: str, at: str) -> Attachment:
    """Make a file to be put into a PDF. :param at: its time, ISO 8601; today's would be other bytes each day"""
    moment = datetime.fromisoformat(at)
    return Attachment(
        string=text, name=name, description=description, created=moment, modified=moment, relationship="Data"
    )


def finish(document: Any, pdf: pydyf.PDF, field: str, purpose: str) -> None:
    """Say which standards a finished document keeps, and give it a field for a signature.

    :param field: the name by which a signer finds it
    :param purpose: what it is for, for those who hear and do not see it
    """
    _mark(document, pdf)
    _say_what_heads_head(pdf)
    _add_field(pdf, field, purpose)


def _mark(document: Any, pdf: pydyf.PDF) -> None:
    metadata = _object(pdf, pdf.catalog["Metadata"])
    rdf = document.metadata.generate_rdf_metadata("a", 3, "A").replace(END, PDF_UA)
    metadata.stream, metadata.compress = [HEAD + rdf + FOOT], False


def _say_what_heads_head(pdf: pydyf.PDF) -> None:
    """Say of each head of a table whether it heads a column or a row, which PDF/UA asks and WeasyPrint leaves out."""
    for head in pdf.objects:
        if isinstance(head, dict) and head.get("S") == "/TH":
            group = _object(pdf, _object(pdf, head["P"])["P"])
            scope = "/Column" if group.get("S") == "/THead" else "/Row"
            head["A"] = pydyf.Dictionary({"O": "/Table", "Scope": scope})


def _add_field(pdf: pydyf.PDF, name: str, purpose: str) -> None:
    """Add a field without a size, as a part of the document's structure: one outside of it is none of PDF/UA's."""
    page = pdf.objects[pdf.pages["Kids"][0]]  # number, generation and R are three entries there
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    numbers, whole = _object(pdf, root["ParentTree"])["Nums"], _object(pdf, root["K"][0])
    field = pydyf.Dictionary(
        {
            "Type": "/Annot",
            "Subtype": "/Widget",
            "FT": "/Sig",
            "T": pydyf.String(name),
            "TU": pydyf.String(purpose),
            "F": 132,  # printed, and locked
            "Rect": pydyf.Array([0, 0, 0, 0]),
            "P": page.reference,
            "StructParent": numbers[-2] + 1,
        }
    )
    pdf.add_object(field)
    target = pydyf.Dictionary({"Type": "/OBJR", "Obj": field.reference, "Pg": page.reference})
    element = pydyf.Dictionary({"Type": "/StructElem", "S": "/Form", "P": whole.reference, "K": target})
    pdf.add_object(element)
    whole["K"].append(element.reference)
    numbers.extend([field["StructParent"], element.reference])
    page["Annots"] = pydyf.Array([*page.get("Annots", ()), field.reference])
    pdf.catalog["AcroForm"] = pydyf.Dictionary({"Fields": pydyf.Array([field.reference]), "SigFlags": 1})


def _object(pdf: pydyf.PDF, reference: Any) -> Any:
    """Give the object behind a reference, such as b"12 0 R"."""
    return pdf.objects[int(reference.split()[0])]
