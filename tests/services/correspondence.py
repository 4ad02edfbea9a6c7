"""A meeting whose delegations have focal points, and what is found in its outbox."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import yaml
from tests.services.life import Life

from mufakat.edges.outbox import Outbox

FOCAL_POINTS: dict[str, list[dict[str, str]]] = {
    "MYS": [{"name": "Nurul Huda", "email": "nurul@mys.example", "language": "id"}],
    "SGP": [
        {"name": "Tan, Wei <Ling>", "email": "tan@sgp.example"},
        {"name": 'Lim "Bcc: x@evil.example"', "email": "lim@sgp.example"},
    ],
    "VNM": [{"name": "Đỗ Thị Ánh Nguyệt", "email": "nguyet@vnm.example", "language": "vi"}],
}
"""Thailand has nobody."""


def with_focal_points(life: Life, **more: Any) -> Life:
    """The same negotiation, with somebody to write to."""
    path = life.workspace.root / "meeting.yaml"
    held = yaml.safe_load(path.read_text()) | more
    for delegation in held["delegations"]:
        delegation["focal_points"] = FOCAL_POINTS.get(delegation["code"], [])
    path.write_text(yaml.safe_dump(held, allow_unicode=True))
    return life


def keys(life: Life) -> list[str]:
    """The mails in the outbox, in the order in which they were recorded."""
    return [one.about.key for one in Outbox(life.workspace.ledger).mails()]


def raw(life: Life, key: str) -> bytes:
    """A finished mail."""
    outbox = Outbox(life.workspace.ledger)
    [found] = [one for one in outbox.mails() if one.about.key == key]
    return outbox.content([found])[0]


def mail(life: Life, key: str) -> EmailMessage:
    """The same, as a mail program reads it."""
    return message_from_bytes(raw(life, key), policy=default)


def words(message: EmailMessage, kind: str = "plain") -> str:
    """What it says, as text or as page."""
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def files(message: EmailMessage) -> dict[str, bytes]:
    """What is attached, by name."""
    found = {}
    for part in message.iter_attachments():
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        found[part.get_filename() or ""] = content
    return found


def reply(
    life: Life,
    code: str,
    sender: str,
    *files: tuple[str, bytes],
    id: str = "1",
    to: str = "",
    words: str = "With our comments.",
) -> bytes:
    """What a mail program makes when somebody answers the invitation, or the mail of this key."""
    invitation = mail(life, to or f"1/invitation/{code}")
    made = EmailMessage()
    made["From"] = f"Somebody <{sender}>"
    made["Subject"] = f"Re: {invitation['Subject']}"
    made["Message-ID"] = f"<{id}@mys.example>"
    made["In-Reply-To"] = invitation["Message-ID"]
    made.set_content(words)
    for name, content in files:
        made.add_attachment(content, "application", "octet-stream", filename=name)
    return made.as_bytes()
