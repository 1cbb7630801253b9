"""Mail: written with what causes it, sent once, and forgotten."""

import email
import email.policy
import socket
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select

from lms import clock, mail
from lms.db import db, writing
from lms.mail import Mail
from lms.mail_transport import OutOfReach, Refused, compose, send_by_smtp
from tests.kernel.kernel import Kernel


class Postman:
    """What a mail server does with the mails that it is given."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.answers: dict[str, str] = {}

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address not in self.answers:
            envelope.rcpt_tos.append(address)
        return self.answers.get(address, "250 OK")

    async def handle_DATA(self, server, session, envelope):
        self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        self.recipients += envelope.rcpt_tos
        return "250 taken"


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def mail_server(postman: Postman, **options) -> Iterator[str]:
    controller = Controller(postman, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{controller.port}"
    finally:
        controller.stop()


@pytest.fixture
def postman() -> Postman:
    return Postman()


@pytest.fixture
def server(kernel: Kernel, postman: Postman) -> Iterator[Postman]:
    with mail_server(postman) as url:
        kernel.app.config["MAIL_URL"] = url
        yield postman


@pytest.fixture
def write(kernel: Kernel) -> Callable[..., int]:
    """Write a mail as a view does; gives its number."""
    kernel.write_template("mail/greeting.txt", "{{ site_name }} greets {{ name }}\n\nOn {{ date|day }}: {{ link }}\n")

    def write(recipient: str = "aigul@example.org", *, name: str = "Aigul", language: str = "en") -> int:
        with kernel.app.app_context(), writing() as session:
            values = {"name": name, "date": clock.utcnow().date(), "link": "https://example.org/reset/secret"}
            mail.send(session, recipient, "greeting", language=language, **values)
            return session.scalars(select(Mail.id).order_by(Mail.id.desc())).first()

    return write


@pytest.fixture
def deliver(kernel: Kernel) -> Callable[[int], Mail]:
    """Do the task of one mail; gives the mail as it is stored afterwards."""

    def deliver(mail_id: int) -> Mail:
        with kernel.app.app_context():
            mail.deliver(mail_id)
            return db.session.get_one(Mail, mail_id)

    return deliver


@pytest.fixture
def sweep(kernel: Kernel) -> Callable[[], None]:
    def sweep() -> None:
        with kernel.app.app_context():
            mail.deliver_left_over()

    return sweep


def outbox(kernel: Kernel) -> list[EmailMessage]:
    files = sorted((kernel.instance / "outbox").glob("*.eml"))
    return [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in files]


class TestOutbox:
    def test_without_a_mail_server_a_mail_becomes_a_file(self, kernel, write, deliver):
        deliver(write())

        (message,) = outbox(kernel)
        assert (message["To"], message["Subject"]) == ("aigul@example.org", "Sabak greets Aigul")
        assert "https://example.org/reset/secret" in message.get_content()

    def test_its_owner_alone_can_read_it(self, kernel, write, deliver):
        deliver(write())

        (file,) = (kernel.instance / "outbox").iterdir()
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700

    def test_what_was_sent_is_not_kept(self, write, deliver):
        sent = deliver(write())

        assert sent.sent_at is not None
        assert sent.body is None

    def test_a_task_that_runs_twice_sends_once(self, server, write, deliver):
        number = write()

        deliver(number)
        deliver(number)

        assert len(server.mails) == 1


class TestSend:
    def test_a_transaction_that_fails_sends_nothing(self, kernel, write, sweep):
        write()  # makes the template
        with kernel.app.app_context(), pytest.raises(RuntimeError), writing() as session:
            mail.send(session, "b@example.org", "greeting", language="en", name="B", date=clock.utcnow(), link="")
            raise RuntimeError

        sweep()

        assert [message["To"] for message in outbox(kernel)] == ["aigul@example.org"]

    def test_a_mail_is_in_the_language_of_its_recipient(self, kernel, clock, write, deliver):
        deliver(write(language="ru"))

        assert "24 ноября 2026" in outbox(kernel)[0].get_content()

    @pytest.mark.parametrize("name", ["A\nBcc: all@example.org", "A\r\nBcc: all@example.org", "A\r\rBcc: x\u2028y"])
    def test_a_name_of_several_lines_adds_nothing_to_the_head(self, kernel, write, deliver, name):
        deliver(write(name=name))

        (message,) = outbox(kernel)
        assert message["Bcc"] is None
        assert {"To", "From", "Subject"} <= set(message.keys()) <= HEADERS

    @pytest.mark.parametrize(
        "recipient", ["a@example.org, b@example.org", "a@example.org\r\nBcc: b@example.org", "nobody", "", "a b@c.org"]
    )
    def test_what_is_not_one_address_is_given_up(self, kernel, write, deliver, recipient):
        given_up = deliver(write(recipient))

        assert (given_up.body, given_up.sent_at) == (None, None)
        assert outbox(kernel) == []

    def test_a_domain_in_cyrillic_is_written_for_every_server(self, kernel, write, deliver):
        deliver(write("aigul@мектеп.рф"))

        assert outbox(kernel)[0]["To"] == "aigul@" + "мектеп.рф".encode("idna").decode()


HEADERS = {
    "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type",
    "Content-Transfer-Encoding",
}  # fmt: skip


class TestSendBySmtp:
    def test_a_server_without_starttls_is_given_the_mail(self, server, write, deliver):
        deliver(write(name="Айгүл"))

        assert server.recipients == ["aigul@example.org"]
        assert server.mails[0]["Subject"] == "Sabak greets Айгүл"

    def test_a_password_is_not_said_where_the_line_can_be_listened_to(self, postman, monkeypatch):
        monkeypatch.setattr("lms.mail_transport._is_this_machine", lambda _host: False)
        message = compose("Sabak <s@example.org>", "a@example.org", "Hello", "…", created_at=clock.utcnow())

        with mail_server(postman) as url, pytest.raises(OutOfReach, match="SMTPNotSupportedError"):
            send_by_smtp(message, url.replace("smtp://", "smtp://user:password@"))

        assert postman.mails == []

    def test_a_refusal_does_not_name_the_recipient(self, postman):
        postman.answers["secret@example.org"] = "550 no such user secret@example.org"
        message = compose("Sabak <s@example.org>", "secret@example.org", "Hello", "…", created_at=clock.utcnow())

        with mail_server(postman) as url, pytest.raises(Refused) as refusal:
            send_by_smtp(message, url)

        assert str(refusal.value) == "code 550"


class TestDeliverLeftOver:
    def test_what_a_crash_left_is_sent(self, server, write, sweep):
        write("a@example.org")
        write("b@example.org")

        sweep()

        assert server.recipients == ["a@example.org", "b@example.org"]

    def test_a_server_out_of_reach_leaves_a_mail_for_later(self, kernel, clock, postman, write, deliver, sweep):
        kernel.app.config["MAIL_URL"] = f"smtp://127.0.0.1:{free_port()}"
        left = deliver(write())
        assert left.body is not None

        clock.advance(minutes=5)
        with mail_server(postman) as kernel.app.config["MAIL_URL"]:
            sweep()

        assert postman.recipients == ["aigul@example.org"]

    def test_a_mail_that_the_server_refuses_keeps_no_other_back(self, kernel, server, write, sweep):
        server.answers["gone@example.org"] = "550 no such user"
        numbers = [write("gone@example.org"), write("aigul@example.org")]

        sweep()

        with kernel.open_session() as session:
            gone, sent = (session.get_one(Mail, number) for number in numbers)
        assert server.recipients == ["aigul@example.org"]
        assert (gone.body, gone.sent_at) == (None, None)
        assert sent.sent_at is not None

    def test_a_mail_that_the_server_puts_off_is_tried_again(self, clock, server, write, sweep):
        server.answers["busy@example.org"] = "450 try later"
        write("busy@example.org")
        write("aigul@example.org")
        sweep()
        assert server.recipients == ["aigul@example.org"]

        server.answers.clear()
        clock.advance(minutes=5)
        sweep()

        assert server.recipients == ["aigul@example.org", "busy@example.org"]

    def test_after_three_days_a_mail_is_given_up(self, clock, server, write, sweep, kernel):
        number = write()

        clock.advance(days=3, seconds=1)
        sweep()

        assert server.mails == []
        with kernel.open_session() as session:
            assert session.get_one(Mail, number).body is None

    def test_the_log_names_nobody(self, server, write, sweep, caplog):
        server.answers["gone@example.org"] = "550 no such user gone@example.org"
        write("gone@example.org", name="Gulnara")

        sweep()

        assert "given up" in caplog.text
        assert "gone@" not in caplog.text
        assert "Gulnara" not in caplog.text
