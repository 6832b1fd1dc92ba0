"""What a screen reader gets from a print: the tree of headings, paragraphs, lists and tables, and which marks belong to it.

reportlab draws, this module remembers what was drawn for which element, and pikepdf writes that down in the finished file
(ISO 14289-1: StructTreeRoot, ParentTree, MarkInfo, Lang, DisplayDocTitle, the pdfuaid part). Decides nothing about looks.
"""

import io
from dataclasses import dataclass, field
from datetime import date
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

LANGUAGE = "nl-NL"
XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>nl-NL</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{made}</xmp:CreateDate><xmp:ModifyDate>{made}</xmp:ModifyDate><xmp:CreatorTool>Keukentafel</xmp:CreatorTool>
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of a page that belongs to an element: page number from 0 and the mark's number on that page."""

    page: int
    number: int


@dataclass(slots=True, eq=False)
class Element:
    """A node of the tree: its PDF kind (`H1`, `P`, `TD` ...) and, in reading order, what is in it.

    A Figure also has the words for who cannot see it, and the box in which it was drawn.
    """

    kind: str
    scope: str = ""
    content: list["Element | Mark"] = field(default_factory=list)
    alt: str = ""
    box: tuple[float, float, float, float] | None = None

    def add(self, kind: str, scope: str = "") -> "Element":
        """Return a new element that is read after what is in this one; `scope` is Column or Row, for a TH."""
        child = Element(kind, scope)
        self.content.append(child)
        return child


@dataclass(slots=True)
class Marks:
    """Hands out the marks while pages are drawn, and knows for each page which element every mark belongs to."""

    owners: list[list[Element]] = field(default_factory=list)

    def new_page(self) -> None:
        """Begin a page; marks are counted from 0 again."""
        self.owners.append([])

    def mark(self, element: Element) -> Mark:
        """Return the next mark of this page and give it to the element."""
        mark = Mark(len(self.owners) - 1, len(self.owners[-1]))
        self.owners[-1].append(element)
        element.content.append(mark)
        return mark


@dataclass(frozen=True, slots=True)
class Finished:
    """What the finished file says of itself."""

    title: str
    made_on: date


def write_tags(drawn: bytes, document: Element, marks: Marks, about: Finished) -> bytes:
    """Return the drawn PDF with the tree in it; equal input gives equal bytes."""
    with Pdf.open(io.BytesIO(drawn)) as pdf:
        root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        written: dict[int, pikepdf.Object] = {}
        root.K = _write(pdf, document, root, written)
        root.ParentTree = pdf.make_indirect(_parent_tree(pdf, marks, written))
        root.ParentTreeNextKey = len(marks.owners)
        pdf.Root.StructTreeRoot = root
        _say_it_is_tagged(pdf, about)
        finished = io.BytesIO()
        pdf.save(finished, deterministic_id=True, min_version="1.7", object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return finished.getvalue()


def _write(pdf: Pdf, element: Element, parent: pikepdf.Object, written: dict[int, pikepdf.Object]) -> pikepdf.Object:
    node = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name("/" + element.kind), P=parent))
    written[id(element)] = node
    kids = Array()
    for part in element.content:
        if isinstance(part, Element):
            kids.append(_write(pdf, part, node, written))
        else:
            kids.append(Dictionary(Type=Name.MCR, Pg=pdf.pages[part.page].obj, MCID=part.number))
    node.K = kids
    if element.scope:
        node.A = Dictionary(O=Name.Table, Scope=Name("/" + element.scope))
    if element.alt:
        node.Alt = String(element.alt)
    if element.box is not None:
        node.A = Dictionary(O=Name.Layout, Placement=Name.Block, BBox=Array(round(at, 2) for at in element.box))
    return node


def _parent_tree(pdf: Pdf, marks: Marks, written: dict[int, pikepdf.Object]) -> Dictionary:
    numbers = Array()
    for number, owners in enumerate(marks.owners):
        page = pdf.pages[number].obj
        page.StructParents = number
        page.Tabs = Name.S
        numbers.append(number)
        numbers.append(pdf.make_indirect(Array([written[id(owner)] for owner in owners])))
    return Dictionary(Nums=numbers)


def _say_it_is_tagged(pdf: Pdf, about: Finished) -> None:
    made = about.made_on.isoformat()
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    pdf.Root.Lang = String(LANGUAGE)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    stamp = String(f"D:{about.made_on:%Y%m%d}000000Z")
    pdf.trailer.Info = pdf.make_indirect(
        Dictionary(Title=String(about.title), Creator=String("Keukentafel"), CreationDate=stamp, ModDate=stamp)
    )
    metadata = pdf.make_stream(XMP.format(title=escape(about.title), made=made).encode())
    metadata.Type = Name.Metadata
    metadata.Subtype = Name.XML
    pdf.Root.Metadata = metadata
