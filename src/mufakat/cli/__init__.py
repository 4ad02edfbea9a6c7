"""The command line: thin words around services and journeys.

Nothing heavy is imported before a command needs it, and commands that only read or record never
import Prefect.
"""

from __future__ import annotations

from mufakat.cli import agreement, history, inbox, mail, meeting, positions, rounds, texts
from mufakat.cli.frame import Faces, common

main = Faces(
    name="mufakat",
    params=common(),
    help="Carries an outcome document from zero draft to signed, adopted text.",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
_JOURNEY = [
    "demo",
    "new",
    "draft",
    "round",
    "submit",
    "withdraw",
    "consolidate",
    "position",
    "positions",
    "rulings",
    "issue",
    "silence",
    "clear",
    "endorse",
    "reserve",
    "adopt",
    "verify",
    "status",
    "mail",
    "inbox",
    "log",
    "diff",
    "blame",
    "catch-up",
    "serve",
]
_COMMANDS = {
    str(command.name): command
    for part in (meeting, texts, rounds, agreement, history, positions, mail, inbox)
    for command in part.COMMANDS
}
for name in sorted(_COMMANDS, key=_JOURNEY.index):
    main.add_command(_COMMANDS[name])
