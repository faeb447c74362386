"""People who sign PDF files, with certificates that they made themselves."""

from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO

from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, NumberObject, StreamObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore


@cache
def signer(name):
    """Somebody with a key and a certificate of their own making."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    today = datetime.now(UTC)
    builder = x509.CertificateBuilder(subject, subject, key.public_key(), 1)
    builder = builder.not_valid_before(today - timedelta(days=1)).not_valid_after(today + timedelta(days=30))
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    made = builder.add_extension(usage, critical=True)
    certificate = made.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)
    secret = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(certificate),
        signing_key=keys.PrivateKeyInfo.load(secret),
        cert_registry=SimpleCertificateStore(),
    )


def sign(pdf, name="Trần Văn Minh", field="ChuKy1", box=None, page=0):
    """The file with a signature appended, as PAdES has it; in a new field where a box is given."""
    made = PdfSigner(
        PdfSignatureMetadata(field_name=field, subfilter=SigSeedSubFilter.PADES),
        signer=signer(name),
        new_field_spec=SigFieldSpec(field, box=box, on_page=page) if box else None,
    )
    signed: BytesIO = made.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)))
    return signed.getvalue()


def revise(pdf, change):
    """The file with one more revision, in which `change(writer)` did its deed."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def drawn_over(writer):
    """The first signature field comes to show other words."""
    words = b"1 1 1 rg 0 0 600 850 re f"
    look = DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Form"),
            BOUNDS: edges(0, 0, 600, 850),
        }
    )
    field = first_field(writer)
    field[pdf_name("/AP")] = DictionaryObject(
        {pdf_name("/N"): writer.add_object(StreamObject(look, stream_data=words))}
    )
    writer.update_container(field)


BOUNDS = pdf_name("/BBox")


def edges(*numbers):
    """An array of numbers, as rectangles have them."""
    return ArrayObject([NumberObject(one) for one in numbers])


def first_field(writer):
    """The first field of the form."""
    return writer.root["/AcroForm"]["/Fields"][0]


def scribble(pdf):
    """The file with its first page emptied by an incremental update."""
    return revise(pdf, emptied)


def emptied(writer):
    """The first page shows nothing any more."""
    page = writer.root["/Pages"]["/Kids"][0]
    del page["/Contents"]
    writer.update_container(page)
