"""Pages put side by side on sheets, so that a stack of sheets printed on both sides and folded once reads in order."""

from io import BytesIO

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, IndirectObject, NameObject

_POINTS_PER_MM = 72 / 25.4
_SHEET_WIDTH, _SHEET_HEIGHT = 297 * _POINTS_PER_MM, 210 * _POINTS_PER_MM


def booklet_order(pages: int) -> tuple[tuple[int, int], ...]:
    """For each side of each sheet, the page on the left and the page on the right, counted from 1.

    The sides alternate front and back of a sheet, outermost sheet first: 8 pages lie as (8, 1), (2, 7), (6, 3), (4, 5).

    Raises:
        ValueError: the number of pages is not a multiple of four.
    """
    if pages <= 0 or pages % 4:
        raise ValueError(f"{pages} pages do not fold to a booklet; it takes a multiple of four")
    sides = []
    for first in range(1, pages // 2 + 1):
        last = pages + 1 - first
        sides.append((last, first) if first % 2 else (first, last))
    return tuple(sides)


def impose_booklet(document: bytes, title: str) -> bytes:
    """A PDF of half-A4 pages (148.5 mm x 210 mm) as a PDF of A4 sheets, two pages to a side. The same input gives the same bytes.

    Raises:
        ValueError: the number of pages is not a multiple of four.
    """
    source = PdfReader(BytesIO(document))
    writer = PdfWriter()
    forms = [_as_form(page, writer) for page in source.pages]
    for left, right in booklet_order(len(forms)):
        sheet = writer.add_blank_page(_SHEET_WIDTH, _SHEET_HEIGHT)
        drawn = DecodedStreamObject()
        drawn.set_data(f"/Left Do 1 0 0 1 {_SHEET_WIDTH / 2:.4f} 0 cm /Right Do".encode())
        sheet[NameObject("/Contents")] = writer._add_object(drawn)
        both = DictionaryObject({NameObject("/Left"): forms[left - 1], NameObject("/Right"): forms[right - 1]})
        sheet[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): both})
    writer.metadata = {"/Title": title, "/Producer": "safepassage"}
    booklet = BytesIO()
    writer.write(booklet)
    return booklet.getvalue()


def _as_form(page: PageObject, writer: PdfWriter) -> IndirectObject:
    """A page as a drawing to be put on a sheet (form XObject, ISO 32000-1, 8.10), which spares reading its content operator by operator."""
    drawn = DecodedStreamObject()
    contents = page.get_contents()
    drawn.set_data(contents.get_data() if contents is not None else b"")
    form = drawn.flate_encode()
    form[NameObject("/Type")] = NameObject("/XObject")
    form[NameObject("/Subtype")] = NameObject("/Form")
    form[NameObject("/BBox")] = page.mediabox.clone(writer)
    form[NameObject("/Resources")] = page["/Resources"].clone(writer)
    return writer._add_object(form)
