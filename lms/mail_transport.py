"""How a mail leaves this machine: through the mail server of the settings, or into a folder where there is none.

What goes wrong is told by its kind alone: a server's words name the recipient, and logs name nobody.
"""

import ipaddress
import os
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid, parseaddr
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

SMTP_TIMEOUT_SECONDS = 20
PORTS = {"smtp": 587, "smtps": 465}


class OutOfReach(Exception):
    """No mail can be sent at this moment, whoever it is for."""


class PutOff(Exception):
    """The server does not take this mail now, but may later."""


class Refused(Exception):
    """The server will never take this mail, however often it is tried."""


def compose(sender: str, recipient: str, subject: str, body: str, *, created_at: datetime) -> EmailMessage:
    """Make the message, in letters that every server takes.

    :raise Refused: if the recipient is not one address, or the subject not one line
    """
    message = EmailMessage()
    message["From"] = sender
    message["Date"] = format_datetime(created_at)
    message["Message-ID"] = make_msgid(domain=parseaddr(sender)[1].rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(body)
    try:
        local, _, domain = recipient.rpartition("@")
        message["To"] = Address(addr_spec=f"{local}@{domain.encode('idna').decode()}")
        message["Subject"] = subject
    except (HeaderParseError, ValueError, IndexError) as error:
        raise Refused(type(error).__name__) from None
    return message


def write_to_outbox(message: EmailMessage, folder: Path, name: str) -> None:
    """Put a mail as `name`.eml into a folder that this account alone can read; it appears there whole.

    :raise OutOfReach: if it cannot be written
    """
    unfinished = folder / f"{name}.part"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(bytes(message))
        unfinished.replace(folder / f"{name}.eml")
    except OSError as error:
        raise OutOfReach(type(error).__name__) from None


def send_by_smtp(message: EmailMessage, url: str) -> None:
    """Give a mail to the server at smtp://user:password@host:port (STARTTLS if offered) or smtps://…

    :raise OutOfReach: if the server takes no mail at all now
    :raise PutOff: if it takes others but not this one now
    :raise Refused: if it will not take this one
    """
    try:
        with _connect(urlsplit(url)) as server:
            server.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        raise _about_this_mail(min(code for code, _words in error.recipients.values())) from None
    except smtplib.SMTPDataError as error:
        raise _about_this_mail(error.smtp_code) from None
    except (OSError, smtplib.SMTPException) as error:
        raise OutOfReach(type(error).__name__) from None


def _about_this_mail(code: int) -> Exception:
    """Read a server's code: from 500 on it is final (RFC 5321, 4.2.1)."""
    return Refused(f"code {code}") if code >= 500 else PutOff(f"code {code}")


@contextmanager
def _connect(url: SplitResult) -> Iterator[smtplib.SMTP]:
    host, port = url.hostname or "localhost", url.port or PORTS[url.scheme]
    context = ssl.create_default_context()
    server: smtplib.SMTP
    if url.scheme == "smtps":
        server = smtplib.SMTP_SSL(host, port, timeout=SMTP_TIMEOUT_SECONDS, context=context)
    else:
        server = smtplib.SMTP(host, port, timeout=SMTP_TIMEOUT_SECONDS)
    with server:
        server.ehlo()
        is_private = url.scheme == "smtps" or _is_this_machine(host)
        if url.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=context)
            is_private = True
        if url.username:
            _sign_in(server, url, is_private=is_private)
        yield server


def _sign_in(server: smtplib.SMTP, url: SplitResult, *, is_private: bool) -> None:
    """Sign in, but never say the password where the line can be listened to."""
    if not is_private:
        raise smtplib.SMTPNotSupportedError("no STARTTLS")
    server.login(unquote(url.username or ""), unquote(url.password or ""))


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
