"""Taking out of a photograph what does not belong to the picture, byte by byte, without touching a pixel.

What is kept is named; everything else goes: the place and time of taking, the maker's notes, thumbnails,
comments, and whatever hangs behind the end of the picture. StrippingError means that the file is broken.
"""

import struct
import zlib
from collections.abc import Iterator

_JPEG_KEPT = frozenset({0xE0, 0xEE})
_ICC = b"ICC_PROFILE\0"
_PNG_KEPT = frozenset(
    {
        b"IHDR",
        b"PLTE",
        b"IDAT",
        b"IEND",
        b"tRNS",
        b"gAMA",
        b"cHRM",
        b"sRGB",
        b"iCCP",
        b"sBIT",
        b"bKGD",
        b"pHYs",
    }
)
_WEBP_KEPT = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP", b"ANIM", b"ANMF"})
_PNG_HEAD = b"\x89PNG\r\n\x1a\n"


class StrippingError(Exception):
    """The file does not hold together."""


def strip_jpeg(content: bytes, orientation: int = 1) -> tuple[bytes, bytes]:
    """The picture alone, with a note of how to turn it where it must be turned; and what hung behind it."""
    kept = [b"\xff\xd8"]
    end = 2
    for marker, begin, end in _segments(content):
        if _belongs(marker, content[begin + 4 : begin + 4 + len(_ICC)]):
            kept.append(content[begin:end])
    if orientation != 1:
        kept.insert(_after_jfif(kept), _orientation_segment(orientation))
    return b"".join(kept), content[end:]


def strip_png(content: bytes) -> tuple[bytes, bytes]:
    """The picture alone, and what hung behind it."""
    kept, at = [_PNG_HEAD], len(_PNG_HEAD)
    while True:
        if at + 12 > len(content):
            raise StrippingError("no end")
        (length,) = struct.unpack_from(">I", content, at)
        name, end = content[at + 4 : at + 8], at + 12 + length
        if (
            end > len(content)
            or zlib.crc32(content[at + 4 : end - 4]) != struct.unpack_from(">I", content, end - 4)[0]
        ):
            raise StrippingError(repr(name))
        if name in _PNG_KEPT:
            kept.append(content[at:end])
        at = end
        if name == b"IEND":
            return b"".join(kept), content[at:]


def strip_webp(content: bytes) -> tuple[bytes, bytes]:
    """The picture alone, and what hung behind it."""
    if len(content) < 12:
        raise StrippingError("no head")
    total = struct.unpack_from("<I", content, 4)[0] + 8
    if total > len(content):
        raise StrippingError("cut off")
    kept, at = [], 12
    while at + 8 <= total:
        name, (length,) = content[at : at + 4], struct.unpack_from("<I", content, at + 4)
        end = at + 8 + length + (length & 1)
        if at + 8 + length > total:
            raise StrippingError(repr(name))
        if name in _WEBP_KEPT:
            part = bytearray(content[at:end])
            if name == b"VP8X":
                part[8] &= ~0x0C & 0xFF
            kept.append(bytes(part))
        at = end
    body = b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body, content[max(total, at) :]


def _segments(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Each part of a JPEG after its first two bytes: marker, beginning, end; the last is the end mark."""
    at = 2
    while True:
        while content[at : at + 2] == b"\xff\xff":
            at += 1
        if at + 2 > len(content) or content[at] != 0xFF:
            raise StrippingError(f"no marker at {at}")
        marker = content[at + 1]
        if marker == 0xD9:
            yield marker, at, at + 2
            return
        if at + 4 > len(content):
            raise StrippingError("cut off")
        end = at + 2 + struct.unpack_from(">H", content, at + 2)[0]
        if marker == 0xDA:
            end = _end_of_scan(content, end)
        if end > len(content):
            raise StrippingError("cut off")
        yield marker, at, end
        at = end


def _belongs(marker: int, begins: bytes) -> bool:
    """Whether a part is of the picture itself: no application's note but colours, and no comment."""
    if marker == 0xE2:
        return begins == _ICC
    return marker in _JPEG_KEPT or not (0xE0 <= marker <= 0xEF or marker == 0xFE)


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the marker after the compressed data of a scan stands."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            raise StrippingError("cut off")
        following = content[at + 1]
        if following == 0xFF:
            at += 1
        elif following == 0 or 0xD0 <= following <= 0xD7:
            at += 2
        else:
            return at


def _after_jfif(kept: list[bytes]) -> int:
    return 2 if len(kept) > 1 and kept[1][:2] == b"\xff\xe0" else 1


def _orientation_segment(orientation: int) -> bytes:
    directory = struct.pack(">HHHIHHI", 1, 0x0112, 3, 1, orientation, 0, 0)
    body = b"Exif\0\0MM\0*\0\0\0\x08" + directory
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
