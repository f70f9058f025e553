"""The names of AWS inside the trial's network namespace: a DNS server, certificates, and the
receiver's TLS.

Every name of AWS leads to the emulator on 127.0.0.1, the receiver's name to the public address that
the loopback interface carries, and no other name exists. So the functions, the CDK and the smoke
test run as they would against AWS, without one endpoint setting.
"""

import asyncio
import datetime
import ipaddress
import ssl
import struct
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AWS_DOMAINS = ("amazonaws.com", "cloudfront.net", "amazoncognito.com")
EMULATOR = "127.0.0.1"

_A, _AAAA = 1, 28
_NO_SUCH_NAME = 3


class NameServer(asyncio.DatagramProtocol):
    """Answers DNS questions for IPv4 addresses (RFC 1035) from `addresses`, a dict of domains."""

    def __init__(self, addresses):
        self.addresses = addresses

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, question, sender):
        labels, at = [], 12
        while question[at]:
            labels.append(question[at + 1 : at + 1 + question[at]].decode().lower())
            at += 1 + question[at]
        kind = struct.unpack("!H", question[at + 1 : at + 3])[0]
        address = self._address(labels)
        answers = [address] if address and kind == _A else []
        flags = 0x8580 | (0 if address else _NO_SUCH_NAME)
        header = question[:2] + struct.pack("!HHHHH", flags, 1, len(answers), 0, 0)
        records = b"".join(
            b"\xc0\x0c" + struct.pack("!HHIH", _A, 1, 5, 4) + ipaddress.IPv4Address(answer).packed
            for answer in answers
        )
        self.transport.sendto(header + question[12 : at + 5] + records, sender)

    def _address(self, labels):
        for first in range(len(labels)):
            address = self.addresses.get(".".join(labels[first:]))
            if address:
                return address
        return None


def write_certificates(folder, region, receiver):
    """Writes ca.pem, trust.p12 (for the JVM, password "changeit"), server.pem and server.key."""
    folder.mkdir(parents=True, exist_ok=True)
    now = datetime.datetime.now(datetime.timezone.utc)
    authority = ec.generate_private_key(ec.SECP256R1())
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Emulated AWS account")])

    def certificate(name, key):
        return (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
            .issuer_name(issuer)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(hours=1))
            .not_valid_after(now + datetime.timedelta(days=1))
        )

    root = (
        certificate("Emulated AWS account", authority.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(authority.public_key()), False)
        .sign(authority, hashes.SHA256())
    )
    key = ec.generate_private_key(ec.SECP256R1())
    names = [receiver] + [
        pattern
        for domain in ("amazonaws.com", "amazoncognito.com", "cloudfront.net")
        for pattern in (f"*.{domain}", f"*.{region}.{domain}")
    ]
    names += [f"*.{service}.{region}.amazonaws.com" for service in ("execute-api", "s3")]
    names += [f"*.auth.{region}.amazoncognito.com", "*.s3.amazonaws.com"]
    # The emulator also calls itself, by its address and as localhost.
    subjects = [x509.DNSName(name) for name in [*names, "localhost"]]
    subjects.append(x509.IPAddress(ipaddress.ip_address(EMULATOR)))
    server = (
        certificate("emulator", key.public_key())
        .add_extension(x509.SubjectAlternativeName(subjects), False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key()), False
        )
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False)
        .sign(authority, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "ca.pem").write_bytes(root.public_bytes(pem))
    (folder / "server.pem").write_bytes(server.public_bytes(pem))
    (folder / "server.key").write_bytes(
        key.private_bytes(
            pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    from cryptography.hazmat.primitives.serialization import pkcs12

    (folder / "trust.p12").write_bytes(
        pkcs12.serialize_java_truststore(
            [pkcs12.PKCS12Certificate(root, b"emulated")],
            serialization.BestAvailableEncryption(b"changeit"),
        )
    )


async def terminate_tls(address, certificates, plain_port):
    """Serves https://<address>:443 and passes each request on to 127.0.0.1:<plain_port>."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates / "server.pem", certificates / "server.key")

    async def pump(reader, writer):
        try:
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
        except (ConnectionError, ssl.SSLError):
            pass
        finally:
            writer.close()

    async def serve(reader, writer):
        try:
            inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", plain_port)
        except ConnectionError:
            writer.close()
            return
        await asyncio.gather(pump(reader, inner_writer), pump(inner_reader, writer))

    await asyncio.start_server(serve, address, 443, ssl=context)
