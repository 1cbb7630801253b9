"""Lists to tick off in Markdown: an item that begins with `[ ]` becomes a box for the hand."""

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

BOX = re.compile(r"\s*\[ \][ \t]+(?=\S)")
BEFORE_INLINE = 30  # priority: above that of Python-Markdown's "inline", which would look for links in the brackets


class _Boxes(Treeprocessor):
    def run(self, root: Element) -> None:
        for item in root.iter("li"):
            first = item[0] if not (item.text or "").strip() and len(item) and item[0].tag == "p" else item
            found = BOX.match(first.text or "")
            if found:
                first.text = (first.text or "")[found.end() :]
                item.set("class", "checkbox")


class Checkboxes(Extension):
    """Gives items that begin with `[ ]` the class `checkbox`; what the box looks like is the style's."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(_Boxes(md), "checkboxes", BEFORE_INLINE)
