"""Commands that look back."""

import click

COMMANDS: tuple[click.Command, ...] = ()
