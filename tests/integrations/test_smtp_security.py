"""How a mail server is reached: its address, TLS, the password that travels only inside it."""

import datetime
import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from coachbook.config import BadSetting
from coachbook.integrations.smtp import servers
from coachbook.integrations.smtp.sender import Smtp
from coachbook.integrations.smtp.servers import Server
from coachbook.notifications.sending import TryLater
from tests.integrations.letters import ORIGIN, email
from tests.integrations.mail_server import MailServer, guarded_by, serving

pytestmark = pytest.mark.usefixtures("now")


@pytest.fixture
def tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A server's own certificate for localhost, trusted by this test."""
    path, key_path = _certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path, key_path)
    return context


def _certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    begin = datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=1)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path, key_path = folder / "cert.pem", folder / "key.pem"
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key_path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return path, key_path


def _sends(url: str) -> None:
    sender = Smtp(url, ORIGIN)
    try:
        sender.send(email())
    finally:
        sender.close()


def test_email_goes_through_tls_from_the_first_byte(tls: ssl.SSLContext) -> None:
    with serving(MailServer(), ssl_context=tls) as server:
        _sends(f"smtps://localhost:{server.port}")
    assert len(server.received) == 1


def test_email_goes_through_tls_that_begins_later(tls: ssl.SSLContext) -> None:
    with serving(MailServer(), tls_context=tls, require_starttls=True) as server:
        _sends(f"smtp://localhost:{server.port}")
    assert len(server.received) == 1


def test_certificate_of_somebody_else_is_not_trusted(tls: ssl.SSLContext) -> None:
    """It is made out to localhost, and this is its address."""
    with (
        serving(MailServer(), ssl_context=tls) as server,
        pytest.raises(TryLater, match="certificate isn't trusted"),
    ):
        _sends(f"smtps://127.0.0.1:{server.port}")


def test_user_and_password_open_the_server(tls: ssl.SSLContext) -> None:
    options = {"authenticator": guarded_by("anna@x", "p:w/@"), "auth_required": True}
    with serving(MailServer(), tls_context=tls, **options) as server:
        _sends(f"smtp://anna%40x:p%3Aw%2F%40@localhost:{server.port}")
        with pytest.raises(TryLater, match=r"refused the user or password \(535\)") as caught:
            _sends(f"smtp://anna%40x:wrong@localhost:{server.port}")
    assert len(server.received) == 1
    assert caught.value.after_seconds == 900


def test_password_does_not_travel_in_the_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(servers, "NEAR", ())
    asked = []

    def check(*_args: object) -> object:
        asked.append(1)
        raise AssertionError

    options = {"authenticator": check, "auth_require_tls": False}
    with (
        serving(MailServer(), **options) as server,
        pytest.raises(TryLater, match="offers no TLS"),
    ):
        _sends(f"smtp://anna:secret@127.0.0.1:{server.port}")
    assert not asked


def test_address_of_a_server_has_a_port_or_the_usual_one() -> None:
    assert servers.server("smtp://mail.example.com") == Server(
        "mail.example.com", 587, "", "", is_tls=False
    )
    assert servers.server("smtps://a:b@mail.example.com:2465") == Server(
        "mail.example.com", 2465, "a", "b", is_tls=True
    )


@pytest.mark.parametrize(
    "url",
    ["mail.example.com", "http://mail.example.com", "smtp://", "smtp://a:b@host:port",
     "smtp://host/path", "smtp://u:pass/word@host", "smtp://host?tls=no", "smtp://[::1"],
)  # fmt: skip
def test_address_that_is_none_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(BadSetting) as caught:
        servers.server(url)
    assert "pass" not in str(caught.value).replace("password", "")


def test_password_is_not_in_what_is_printed() -> None:
    assert "secret" not in repr(servers.server("smtp://anna:secret@host"))
