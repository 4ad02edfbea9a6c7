"""A line to a mail server, over which finished mails go out as they are.

Each mail is one transaction. Until its last line has been handed over, the server has not got it;
what happens after that and before the server's answer leaves it unsure, and that is what it says.
"""

from __future__ import annotations

import os
import smtplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from mufakat.procedure.meeting import MailServer
from mufakat.procedure.sending import Answer
from mufakat.refusal import Refusal

PASSWORD = "MUFAKAT_MAIL_PASSWORD"

_SECONDS = 60.0
_OURSELVES = "[127.0.0.1]"  # a machine's name is nobody's business
_FOR_GOOD = 500


class LineLost(Exception):
    """The server has gone; what was not sent yet waits."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.said)
        self.answer = answer


class Line:
    """A server that has let us in."""

    def __init__(self, smtp: smtplib.SMTP) -> None:
        self._smtp = smtp

    def send(self, sender: str, to: Sequence[str], content: bytes) -> Answer:
        """What becomes of one mail; ``LineLost``, with the same, if nothing more can be sent."""
        try:
            return self._transaction(sender, to, content)
        except smtplib.SMTPSenderRefused as no:
            raise LineLost(Answer(later=tuple(to), said=_said(no.smtp_code, no.smtp_error))) from no
        except (OSError, smtplib.SMTPException) as problem:
            raise LineLost(Answer(later=tuple(to), said=_problem(problem))) from problem

    def _transaction(self, sender: str, to: Sequence[str], content: bytes) -> Answer:
        self._smtp.rset()
        code, said = self._smtp.mail(sender)
        if code >= 400:
            raise smtplib.SMTPSenderRefused(code, said, sender)
        accepted: list[str] = []
        refused: list[str] = []
        later: list[str] = []
        words: list[str] = []
        for address in to:
            code, said = self._smtp.rcpt(address)
            if code < 400:
                accepted.append(address)
                continue
            (refused if code >= _FOR_GOOD else later).append(address)
            words.append(f"{address}: {_said(code, said)}")
        if not accepted:
            return Answer((), tuple(refused), tuple(later), said="; ".join(words))
        code, said = self._data(accepted, content)
        words.append(_said(code, said))
        told = "; ".join(words)
        if code >= _FOR_GOOD:
            return Answer((), (*refused, *accepted), tuple(later), said=told)
        if code >= 400:
            return Answer((), tuple(refused), (*later, *accepted), said=told)
        return Answer(tuple(accepted), tuple(refused), tuple(later), said=told)

    def _data(self, accepted: Sequence[str], content: bytes) -> tuple[int, bytes]:
        """The server's word on the mail itself; ``LineLost`` as unsure if it never came."""
        code, said = self._smtp.docmd("DATA")
        if code != 354:  # not a byte of it has been handed over
            return code, said
        try:
            return self._hand_over(content)
        except (OSError, smtplib.SMTPException) as problem:
            raise LineLost(Answer(unsure=tuple(accepted), said=_problem(problem))) from problem

    def _hand_over(self, content: bytes) -> tuple[int, bytes]:
        lines = content.removesuffix(b"\r\n").split(b"\r\n")
        stuffed = b"\r\n".join(b"." + line if line.startswith(b".") else line for line in lines)
        self._smtp.send(stuffed + b"\r\n.\r\n")
        return self._smtp.getreply()


@contextmanager
def line(server: MailServer) -> Iterator[Line]:
    """A line to the server; refused, with what to do, if it does not let us in."""
    smtp = _reached(server)
    try:
        _let_in(smtp, server)
        yield Line(smtp)
    finally:
        try:
            smtp.quit()
        except (OSError, smtplib.SMTPException):
            smtp.close()


def _reached(server: MailServer) -> smtplib.SMTP:
    secure = ssl.create_default_context()
    try:
        if server.security == "ssl":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, _OURSELVES, timeout=_SECONDS, context=secure
            )
        else:
            smtp = smtplib.SMTP(server.host, server.port, _OURSELVES, timeout=_SECONDS)
        if server.security == "starttls":
            smtp.starttls(context=secure)
        smtp.ehlo_or_helo_if_needed()
    except (OSError, smtplib.SMTPException) as problem:
        raise Refusal(
            f"The mail server {server.host}:{server.port} cannot be used: {_problem(problem)}.",
            "Nothing was sent, and every mail still waits. Look at mail: in the meeting file.",
        ) from problem
    return smtp


def _let_in(smtp: smtplib.SMTP, server: MailServer) -> None:
    if not server.user:
        return
    password = os.environ.get(PASSWORD)
    if not password:
        raise Refusal(
            f"The mail server wants a password for {server.user}.",
            f"Give it in the environment ({PASSWORD}); it is never kept in a file.",
        )
    if not password.isascii():
        raise Refusal(
            "The mail password has a letter that mail servers read differently.",
            "Set one of plain letters, digits and signs at the server.",
        )
    try:
        smtp.login(server.user, password)
    except (OSError, smtplib.SMTPException) as problem:
        raise Refusal(
            f"The mail server does not let {server.user} in: {_problem(problem)}.",
            f"Nothing was sent, and every mail still waits. Correct {PASSWORD}, or mail.user.",
        ) from problem


def _said(code: int, words: bytes | str) -> str:
    text = words.decode(errors="replace") if isinstance(words, bytes) else words
    return " ".join(f"{code} {text}".split())


def _problem(problem: Exception) -> str:
    if isinstance(problem, smtplib.SMTPResponseException):
        return _said(problem.smtp_code, problem.smtp_error)
    return " ".join(str(problem).split()).rstrip(".") or type(problem).__name__
