"""Files as people and others send them: whole, cut off, disguised, swollen; each is made here."""

import struct
import zipfile
import zlib
from io import BytesIO
from pathlib import PurePosixPath

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

EXIF_ORIENTATION, EXIF_GPS, EXIF_MAKER = 0x0112, 0x8825, 0x010F


def pdf(pages=1, *, password=None, script=None, attachment=None):
    """A PDF document with empty pages."""
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(595, 842)
    if script:
        action = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject(script)}
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)
    if attachment:
        writer.add_attachment("kem.txt", attachment)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    return _written(writer)


def pdf_with_text(text):
    """A page with words, so that its picture is not empty."""
    writer = PdfWriter()
    page = writer.add_blank_page(300, 300)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
    )
    stream = DecodedStreamObject()
    stream.set_data(f"BT /F1 40 Tf 20 150 Td ({text}) Tj ET".encode("latin-1"))
    page[NameObject("/Contents")] = writer._add_object(stream)
    writer.add_metadata({"/Title": TextStringObject(text)})
    return _written(writer)


def _written(writer):
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def photograph(size=(600, 400), kind="JPEG", *, orientation=1, place=True, colour="steelblue"):
    """A picture as a phone takes it: the left half of another colour, with place and maker in its notes."""
    image = Image.new("RGB", size, colour)
    image.paste("white", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[EXIF_ORIENTATION], exif[EXIF_MAKER] = orientation, "Hang may anh"
    if place:
        gps = exif.get_ifd(EXIF_GPS)
        gps[1], gps[2], gps[3], gps[4] = "N", (9.0, 40.0, 12.0), "E", (105.0, 54.0, 33.0)
    out = BytesIO()
    image.save(out, kind, exif=exif)
    return out.getvalue()


def huge_png(width=10_000, height=10_000):
    """A valid PNG of very many pixels in a few kilobytes."""

    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    row = b"\0" + bytes((width + 7) // 8)
    packed = zlib.compress(row * height, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


_OFFICE = "application/vnd.openxmlformats-officedocument"
OFFICE = {
    "word/document.xml": f"{_OFFICE}.wordprocessingml.document.main+xml",
    "xl/workbook.xml": f"{_OFFICE}.spreadsheetml.sheet.main+xml",
    "ppt/presentation.xml": f"{_OFFICE}.presentationml.presentation.main+xml",
}


def office(main="xl/workbook.xml", more=None, *, content_type=None):
    """An office document with as little in it as it needs, and `more` parts by name."""
    types = (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/{main}" ContentType="{content_type or OFFICE[main]}"/></Types>'
    )
    return archive({"[Content_Types].xml": types, main: "<x/>", **(more or {})})


def archive(parts):
    """A zip archive of these parts."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(str(PurePosixPath(name)), content)
    return out.getvalue()


def swollen_workbook(megabytes=300):
    """A zip bomb that looks like a workbook: hundreds of megabytes of nothing in one sheet."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        made.writestr(
            "[Content_Types].xml",
            f'<Override PartName="/xl/workbook.xml" ContentType="{OFFICE["xl/workbook.xml"]}"/>',
        )
        made.writestr("xl/workbook.xml", "<x/>")
        with made.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _piece in range(megabytes):
                sheet.write(bytes(1024 * 1024))
    return out.getvalue()


def lying_workbook():
    """A workbook whose list says that a part is small, while it unpacks to far more."""
    content = bytearray(office(more={"xl/worksheets/sheet1.xml": bytes(5_000_000)}))
    for signature, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        found = content.rfind(
            signature,
            0,
            content.rfind(b"xl/worksheets/sheet1.xml", 0, None if at == 24 else content.find(b"PK\x01\x02")),
        )
        struct.pack_into("<I", content, found + at, 100)
    return bytes(content)


def compound(names=("Root Entry", "WordDocument")):
    """An OLE compound file with these entries in its directory: one sector of table, one of directory."""
    head = bytearray(512)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", head, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<III", head, 40, 0, 1, 1)
    struct.pack_into("<I", head, 60, 0xFFFFFFFE)
    struct.pack_into("<I", head, 68, 0xFFFFFFFE)
    struct.pack_into("<109I", head, 76, 0, *[0xFFFFFFFF] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    directory = bytearray(512)
    for index, name in enumerate(names):
        coded = name.encode("utf-16-le")
        directory[index * 128 : index * 128 + len(coded)] = coded
        struct.pack_into("<HB", directory, index * 128 + 64, len(coded) + 2, 5 if index == 0 else 2)
    return bytes(head) + table + bytes(directory)


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PROGRAM = b"MZ\x90\0\x03\0\0\0" + bytes(500) + b"This program cannot be run in DOS mode"
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0heicmif1" + bytes(100)
