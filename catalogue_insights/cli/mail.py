"""``catalogue mail``."""

from __future__ import annotations

import webbrowser
from typing import TYPE_CHECKING, Annotated

import typer

from catalogue_insights.cli.options import DEGRADED, SUCCEEDED, Quiet, Reports, Warehouse, set_up

if TYPE_CHECKING:
    from reports.mail.weekly_mail import MailResult


def mail_command(
    warehouse: Warehouse = None,
    reports: Reports = None,
    test: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Send it to this address only, as a test.")
    ] = None,
    preview: Annotated[bool, typer.Option(help="Open the mail in the browser; send none.")] = False,
    resend: Annotated[bool, typer.Option(help="Send it to those who have had it, too.")] = False,
    force: Annotated[
        bool, typer.Option(help="Send it in spite of failed checks or invented numbers.")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Send the published week's mail: once to each reader that the setting mail.to names.

    Without a mail server in the settings it goes to the folder outbox, as .eml files.

    Example: CATALOGUE_MAIL_TO=desk@example.org catalogue mail --preview
    """
    settings, _ = set_up(quiet, warehouse=warehouse, reports=reports)
    from reports.mail.weekly_mail import send_test, send_week, write_preview

    places = settings.warehouse, settings.reports, settings
    if preview:
        page = write_preview(*places)
        typer.echo(f"preview: {page}")
        webbrowser.open(page.resolve().as_uri())
        return
    result = send_test(*places, test) if test else send_week(*places, resend=resend, force=force)
    _print_mail(result, quiet)
    raise typer.Exit(SUCCEEDED if result.is_complete else DEGRADED)


def _print_mail(result: MailResult, quiet: bool) -> None:
    """Who was served; who was not comes out even when quiet."""
    if result.status == "held":
        typer.echo(f"held back: {result.reason}", err=quiet)
    for to, reason in {**result.refused, **result.deferred}.items():
        typer.echo(f"not sent to {to}: {reason}", err=quiet)
    if not quiet:
        typer.echo(f"mail of {result.week} by way of {result.where}")
        typer.echo(f"sent: {len(result.sent)}, sent before: {len(result.already)}")
