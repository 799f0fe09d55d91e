"""The command ``catalogue``: reads settings, calls the job, prints where the results are."""

from __future__ import annotations

import json
import sys
import webbrowser
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from errors import CatalogueError, ServeError

if TYPE_CHECKING:
    from progress import Progress
    from reports.mail.weekly import MailResult
    from scheduler import RunResult
    from settings import Settings

SUCCEEDED, FAILED, DEGRADED = 0, 1, 2

app = typer.Typer(
    name="catalogue",
    help="Weekly genre, rating and hit scores for a streaming catalogue, in one DuckDB file.\n\n"
    "Exit codes: 0 all done; 2 done, but something is missing (a file, a source, the mail); "
    "1 failed, and the published warehouse and report are as they were.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

fetch_app = typer.Typer(help="Fetch new data into the data directory.", no_args_is_help=True)
app.add_typer(fetch_app, name="fetch")

evaluate_app = typer.Typer(
    help="Measure how good the results are, on known outcomes.", no_args_is_help=False
)
app.add_typer(evaluate_app, name="evaluate")

models_app = typer.Typer(
    help="List the versions of the models, and say which are the champions.",
    invoke_without_command=True,
)
app.add_typer(models_app, name="models")

Data = Annotated[
    Path | None, typer.Option(help="Data directory: a folder per source (netflix/, tmdb/, top10/).")
]
Warehouse = Annotated[Path | None, typer.Option(help="The DuckDB file to publish.")]
Reports = Annotated[Path | None, typer.Option(help="Directory of the weekly reports.")]
AsOf = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%d"], help="The day that counts as today: names the week of the run."
    ),
]
AcceptShrink = Annotated[
    bool | None,
    typer.Option(
        "--accept-shrink", help="Load files that hold fewer than half the rows of the last ones."
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print only warnings and errors.")]

Limit = Annotated[
    int | None, typer.Option(min=1, help="Ask for so many titles only, and keep no lists: a try.")
]
Region = Annotated[
    str | None, typer.Option(help="Country whose Netflix is asked for, as ISO code (US).")
]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"catalogue-insights {version('catalogue-insights')}")
        raise typer.Exit


@app.callback()
def _main(
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


@app.command()
def run(  # noqa: PLR0913, PLR0917 - one argument for each option
    data: Data = None,
    warehouse: Warehouse = None,
    reports: Reports = None,
    as_of: AsOf = None,
    accept_shrink: AcceptShrink = None,
    resume: Annotated[
        bool,
        typer.Option(
            "--resume", help="Do only what this week still lacks: all, the mail, nothing."
        ),
    ] = False,
    train: Annotated[
        bool | None,
        typer.Option("--train/--no-train", help="Train new models, or score with the champions."),
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Do the weekly job once: load, match, score, check, publish, report.

    Without --data it reads ./data; without that folder it makes a synthetic sample.
    The first SIGTERM or Ctrl-C lets the current step end, the second stops at once.

    Example: catalogue run --data data --warehouse warehouse.duckdb --reports reports/published
    """
    settings, progress = _set_up(
        quiet,
        data=data,
        warehouse=warehouse,
        reports=reports,
        as_of=as_of.date() if as_of else None,
        accept_shrink=accept_shrink,
        train=train,
    )
    # brings in the models; help must be quick
    from scheduler import run_once, run_rest  # noqa: PLC0415

    result = run_rest(settings, progress) if resume else run_once(settings, progress)
    if result is None:
        if not quiet:
            typer.echo("nothing is left to do for this week")
        return
    if not quiet:
        _print_result(result)
    raise typer.Exit(DEGRADED if result.status == "degraded" else SUCCEEDED)


@app.command()
def schedule(
    data: Data = None, warehouse: Warehouse = None, reports: Reports = None, quiet: Quiet = False
) -> None:
    """Do the job every week, at the time of the settings, until stopped.

    Example: CATALOGUE_SCHEDULE_DAY=mon CATALOGUE_SCHEDULE_HOUR=5 catalogue schedule --data data
    """
    settings, progress = _set_up(quiet, data=data, warehouse=warehouse, reports=reports)
    from scheduler import run_weekly  # noqa: PLC0415 - brings in the models; help must be quick

    run_weekly(settings, progress)


@app.command()
def status(
    warehouse: Warehouse = None,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON, for machines.")] = False,
) -> None:
    """Show the last runs, what is due next, how fresh the sources are, and what is odd.

    Example: catalogue status --json
    """
    settings, _ = _set_up(True, warehouse=warehouse)
    from status import as_json, as_text, read_status  # noqa: PLC0415 - help must be quick

    found = read_status(settings)
    if json_:
        typer.echo(json.dumps(as_json(found), ensure_ascii=False, indent=2))
        return
    for line in as_text(found):
        typer.echo(_steerless(line))


@app.command()
def doctor(
    data: Data = None, warehouse: Warehouse = None, reports: Reports = None, quiet: Quiet = False
) -> None:
    """Look at everything that can be wrong before a run is, and say how to mend it.

    Exit codes: 0 nothing is wrong; 1 there is something to mend.

    Example: catalogue doctor --warehouse warehouse.duckdb
    """
    settings, _ = _set_up(quiet, data=data, warehouse=warehouse, reports=reports)
    from doctor import examine  # noqa: PLC0415 - help must be quick
    from masking import learn_secrets  # noqa: PLC0415 - help must be quick

    learn_secrets(settings)
    findings = examine(settings)
    for found in findings:
        if quiet and found.level != "problem":
            continue
        colour = {"ok": "green", "note": "yellow", "problem": "red"}[found.level]
        mark = typer.style(f"{found.level:8}", fg=colour)
        typer.echo(f"{mark} {found.name}: {_steerless(found.message)}")
        if found.mend and found.level != "ok":
            typer.echo(f"         {_steerless(found.mend)}")
    raise typer.Exit(FAILED if any(found.level == "problem" for found in findings) else SUCCEEDED)


def _steerless(text: str) -> str:
    """The text on one line, without what would steer a terminal: it may quote a file's name."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


@app.command()
def report(
    warehouse: Warehouse = None,
    reports: Reports = None,
    week: Annotated[
        str | None, typer.Option(help="Make it of the file kept of an ISO week, such as 2026-W47.")
    ] = None,
    open_: Annotated[bool, typer.Option("--open", help="Show it in the browser.")] = False,
    quiet: Quiet = False,
) -> None:
    """Make the report of the published warehouse, or of an earlier week's, again.

    Example: catalogue report --week 2026-W46 --open
    """
    settings, _ = _set_up(quiet, warehouse=warehouse, reports=reports)
    from kept import kept_file  # noqa: PLC0415
    from reports.weekly import write_report  # noqa: PLC0415 - brings in the charts

    file = kept_file(settings.warehouse, week).path if week else settings.warehouse
    page = write_report(file, settings.reports)
    typer.echo(f"report: {page}")
    if open_:
        webbrowser.open(page.resolve().as_uri())


@app.command()
def serve(
    host: Annotated[
        str | None,
        typer.Option(help="Address to listen on; beyond loopback CATALOGUE_SERVE_TOKEN is wanted."),
    ] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Port to listen on.")] = None,
    warehouse: Warehouse = None,
    reports: Reports = None,
    quiet: Quiet = False,
) -> None:
    """Show the published week as pages and as JSON until stopped; a new week shows by itself.

    Needs `pip install 'catalogue-insights[serve]'` (`make serve` does it).

    Example: catalogue serve --port 8710 --warehouse warehouse.duckdb --reports reports/published
    """
    given = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    settings, _ = _set_up(quiet, warehouse=warehouse, reports=reports, serve=given or None)
    try:
        from serve.app import run_server  # noqa: PLC0415 - of the extra, and help must be quick
    except ModuleNotFoundError as error:
        raise ServeError(
            f"The pages need {error.name}, which is not installed. Nothing was started. Install "
            "it with `pip install -e '.[serve]'`, or start with `make serve`."
        ) from error

    at = settings.serve
    name = f"[{at.host}]" if ":" in at.host else at.host
    token = ", with the token as password" if at.token else ""
    said = "" if quiet else f"open http://{name}:{at.port}/{token} (Ctrl+C stops)"
    run_server(settings, lambda: typer.echo(said) if said else None)


@fetch_app.command("tmdb")
def fetch_tmdb(
    data: Data = None, limit: Limit = None, region: Region = None, quiet: Quiet = False
) -> None:
    """Ask TMDb for what Netflix made and shows; killed and started again, it goes on from there.

    Needs a key in TMDB_READ_TOKEN (or TMDB_API_KEY), in the environment or in .env.

    Example: catalogue fetch tmdb --data data --limit 20
    """
    settings, progress = _set_up(quiet, data=data, fetch={"region": region} if region else None)
    from etl.fetch import tmdb  # noqa: PLC0415 - help must be quick

    fetched = tmdb.fetch_tmdb(_data_of(settings), settings.fetch, progress, limit=limit)
    left = f"{fetched.unanswered} titles are left for the next fetch" if fetched.unanswered else ""
    _print_fetched(quiet, fetched.files, [left] if left else [])


@fetch_app.command("top10")
def fetch_top10(data: Data = None, quiet: Quiet = False) -> None:
    """Download Netflix's weekly Top 10, worldwide and by country.

    Example: catalogue fetch top10 --data data
    """
    settings, progress = _set_up(quiet, data=data)
    from etl.fetch import download  # noqa: PLC0415 - help must be quick

    series = download.top10_series(settings.fetch)
    _print_fetched(quiet, *download.download(_data_of(settings), series, settings.fetch, progress))


@fetch_app.command("netflix")
def fetch_netflix(data: Data = None, quiet: Quiet = False) -> None:
    """Download the public copy of the Netflix catalogue.

    Example: catalogue fetch netflix --data data
    """
    settings, progress = _set_up(quiet, data=data)
    from etl.fetch import download  # noqa: PLC0415 - help must be quick

    series = download.netflix_series(settings.fetch)
    _print_fetched(quiet, *download.download(_data_of(settings), series, settings.fetch, progress))


def _data_of(settings: Settings) -> Path:
    return settings.data or Path("data")


def _print_fetched(quiet: bool, files: list[Path], skipped: list[str]) -> None:
    for message in skipped:
        typer.echo(f"skipped: {message}", err=True)
    if not quiet:
        for file in files:
            typer.echo(f"new: {file}")
        if not files:
            typer.echo("nothing new")
    raise typer.Exit(DEGRADED if skipped else SUCCEEDED)


@evaluate_app.command("matching")
def evaluate_matching(
    truth: Annotated[
        Path, typer.Option(exists=True, dir_okay=False, help="CSV of pairs known by identifiers.")
    ],
    warehouse: Warehouse = None,
) -> None:
    """Match what the published warehouse has loaded again, and compare it with known pairs.

    Example: catalogue evaluate matching --truth netflix_to_tmdb.csv
    """
    settings, _ = _set_up(True, warehouse=warehouse)
    from etl.match import evaluate_matching as evaluate  # noqa: PLC0415 - help must be quick

    typer.echo("keys              type    pairs  matched  right  precision  recall")
    for score in evaluate(settings, truth):
        typer.echo(
            f"{score.keys:17} {score.type:7} {score.pairs:5} {score.matched:8} {score.correct:6}"
            f" {score.precision:10.4f} {score.recall:7.4f}"
        )


@app.command()
def query(
    sql: Annotated[str | None, typer.Argument(help="One SQL statement.")] = None,
    file: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="A file with the statement.")
    ] = None,
    format: Annotated[
        Literal["table", "csv", "json"], typer.Option(help="How to print the answer.")
    ] = "table",
    warehouse: Warehouse = None,
) -> None:
    """Ask the published warehouse a question; it is only ever read.

    Example: catalogue query "select title, hit_probability from marts.predicted_hits limit 5"
    """
    if (sql is None) == (file is None):
        raise typer.BadParameter("give the statement or --file, one of the two")
    settings, _ = _set_up(True, warehouse=warehouse)
    from query import print_answer, read_question  # noqa: PLC0415 - help must be quick

    print_answer(settings.warehouse, read_question(file) if file else str(sql), format)


@evaluate_app.command("models")
def evaluate_models(
    model: Annotated[
        Literal["genres_netflix", "genres_tmdb", "rating", "hit", "top10"] | None,
        typer.Option(help="One model; all without it."),
    ] = None,
    warehouse: Warehouse = None,
) -> None:
    """Print how good the models of the published run are, each figure beside a plain baseline.

    Figures are out of fold, and measured again by every run (ops.model_metrics).

    Example: catalogue evaluate models --model hit
    """
    settings, _ = _set_up(True, warehouse=warehouse)
    from models.quality import quality_lines  # noqa: PLC0415 - help must be quick

    for line in quality_lines(settings.warehouse, model):
        typer.echo(line)


@app.command()
def train(warehouse: Warehouse = None, quiet: Quiet = False) -> None:
    """Train new models on the published data; they take over where they match the champions.

    Example: catalogue train --warehouse warehouse.duckdb
    """
    settings, progress = _set_up(quiet, warehouse=warehouse)
    from models.retrain import train as train_anew  # noqa: PLC0415 - help must be quick

    version, summary = train_anew(settings, progress)
    for note in [] if quiet else summary.warnings:
        typer.echo(f"note: {note}")
    typer.echo(f"trained {version}; champions now: {', '.join(summary.promoted) or 'none of them'}")


@app.command()
def score(  # noqa: PLR0913, PLR0917 - one argument for each option
    file: Annotated[
        Path | None,
        typer.Argument(exists=True, dir_okay=False, help="Titles as CSV or JSON (docs/models.md)."),
    ] = None,
    title: Annotated[str | None, typer.Option(help="Or one title, told by these options.")] = None,
    description: Annotated[str | None, typer.Option(help="What it is about.")] = None,
    type: Annotated[Literal["movie", "series"], typer.Option(help="What it is.")] = "movie",
    year: Annotated[int | None, typer.Option(help="Year of release.")] = None,
    released: Annotated[str | None, typer.Option(help="Day of release, YYYY-MM-DD.")] = None,
    country: Annotated[str | None, typer.Option(help="ISO 3166 codes, by commas.")] = None,
    language: Annotated[str | None, typer.Option(help="ISO 639-1 code.")] = None,
    maturity: Annotated[str | None, typer.Option(help="Such as TV-MA.")] = None,
    minutes: Annotated[int | None, typer.Option(help="Length of a film.")] = None,
    director: Annotated[str | None, typer.Option(help="Names, by commas.")] = None,
    cast: Annotated[str | None, typer.Option(help="Names, by commas.")] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON, for machines.")] = False,
    warehouse: Warehouse = None,
) -> None:
    """Score titles that no source has told of, from the champion models, with reasons.

    Example: catalogue score --title "The Quiet Harbour" --description "A keeper writes letters."
    """
    if (file is None) == (title is None):
        raise typer.BadParameter("give a file or --title, one of the two")
    settings, _ = _set_up(True, warehouse=warehouse)
    from models.registry import Registry  # noqa: PLC0415 - help must be quick
    from models.unseen import as_text, read_titles, score_unseen  # noqa: PLC0415

    told = {
        "title": title,
        "description": description,
        "type": type,
        "release_year": year,
        "released_on": released,
        "countries": country,
        "original_language": language,
        "maturity_rating": maturity,
        "duration_minutes": minutes,
        "directors": director,
        "cast_members": cast,
    }
    scored = score_unseen(Registry(settings.models), read_titles(file) if file else [told])
    if json_:
        typer.echo(json.dumps(list(scored), ensure_ascii=False, indent=2))
        return
    for record in scored:
        for line in as_text(record):
            typer.echo(_steerless(line))


@models_app.callback()
def models(context: typer.Context, warehouse: Warehouse = None) -> None:
    """List the versions of the models, and which of them are the champions.

    Example: catalogue models --warehouse warehouse.duckdb
    """
    if context.invoked_subcommand:
        return
    settings, _ = _set_up(True, warehouse=warehouse)
    from models.registry import Registry  # noqa: PLC0415 - help must be quick

    for found in Registry(settings.models).versions():
        mark = "champion" if found.is_champion else ""
        titles = found.manifest["training"]["titles"]
        typer.echo(f"{found.model:8} {found.version:32} {titles:8} titles  {mark}".rstrip())


@models_app.command("promote")
def promote_model(
    model: Annotated[
        Literal["genres", "rating", "hit", "top10"], typer.Argument(help="Which model.")
    ],
    version: Annotated[str, typer.Argument(help="One that catalogue models lists.")],
    warehouse: Warehouse = None,
) -> None:
    """Make a version the champion of its model.

    Example: catalogue models promote rating 2026-W47-20261120T050000000
    """
    settings, _ = _set_up(True, warehouse=warehouse)
    from models.registry import Registry  # noqa: PLC0415 - help must be quick
    from warehouse import only_run  # noqa: PLC0415 - help must be quick

    with only_run(settings.warehouse, "catalogue models promote"):
        Registry(settings.models).promote(model, version)
    typer.echo(f"champion of {model}: {version}")


@models_app.command("rollback")
def rollback_model(
    model: Annotated[
        Literal["genres", "rating", "hit", "top10"], typer.Argument(help="Which model.")
    ],
    warehouse: Warehouse = None,
) -> None:
    """Bring back the champion before this one.

    Example: catalogue models rollback rating
    """
    settings, _ = _set_up(True, warehouse=warehouse)
    from models.registry import Registry  # noqa: PLC0415 - help must be quick
    from warehouse import only_run  # noqa: PLC0415 - help must be quick

    with only_run(settings.warehouse, "catalogue models rollback"):
        version = Registry(settings.models).rollback(model)
    typer.echo(f"champion of {model}: {version}")


@app.command()
def restore(
    run: Annotated[
        str | None, typer.Argument(help="A run, or an ISO week (2026-W47); without it, a list.")
    ] = None,
    warehouse: Warehouse = None,
) -> None:
    """Bring back one of the last published files.

    Example: catalogue restore 2026-W46
    """
    settings, _ = _set_up(True, warehouse=warehouse)
    from kept import kept_files  # noqa: PLC0415 - help must be quick
    from kept import restore as bring_back  # noqa: PLC0415 - help must be quick

    if run is None:
        for file in kept_files(settings.warehouse):
            size = file.path.stat().st_size / 1e6
            typer.echo(f"{file.run_id}  {file.published_at:%Y-%m-%d %H:%M} UTC  {size:.0f} MB")
        return
    file = bring_back(settings.warehouse, run)
    typer.echo(f"restored {file.run_id}: {settings.warehouse}")
    typer.echo("The report is as it was; make the one of this file with: catalogue report")


@app.command()
def mail(  # noqa: PLR0913, PLR0917 - one argument for each option
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
    """Send the published week's mail: once to each reader of the settings ([mail] to).

    Without a mail server in the settings it goes to the folder outbox, as .eml files.

    Example: CATALOGUE_MAIL_TO=desk@example.org catalogue mail --preview
    """
    settings, _ = _set_up(quiet, warehouse=warehouse, reports=reports)
    # brings in the charts; help must be quick
    from reports.mail.weekly import send_test, send_week, write_preview  # noqa: PLC0415

    places = settings.warehouse, settings.reports, settings
    if preview:
        page = write_preview(*places)
        typer.echo(f"preview: {page}")
        webbrowser.open(page.resolve().as_uri())
        return
    result = send_test(*places, test) if test else send_week(*places, resend=resend, force=force)
    _print_mail(result, quiet)
    raise typer.Exit(SUCCEEDED if result.is_complete else DEGRADED)


@app.command()
def export(
    to: Annotated[
        str,
        typer.Option(
            envvar="CATALOGUE_EXPORT_TO",
            help="A directory, or a database's address (postgresql://…, sqlite:///…).",
        ),
    ],
    format: Annotated[
        Literal["parquet", "csv"] | None, typer.Option(help="Of the files: parquet unless said.")
    ] = None,
    schema: Annotated[
        str | None, typer.Option(help="Of the database: where the tables go, if it has schemas.")
    ] = None,
    warehouse: Warehouse = None,
) -> None:
    """Copy all marts of the published warehouse to files or to another database.

    An address with a password is better given in CATALOGUE_EXPORT_TO than as an option.

    Example: catalogue export --format csv --to marts
    """
    is_database = "://" in to
    if (is_database and format) or (schema and not is_database):
        raise typer.BadParameter("--format is for a directory, --schema for a database")
    settings, _ = _set_up(True, warehouse=warehouse)
    if is_database:
        from export_database import export_database  # noqa: PLC0415 - help must be quick

        copied = export_database(settings.warehouse, to, schema)
        typer.echo(f"exported {len(copied.row_counts)} marts of {copied.origin.run_id}")
        typer.echo(f"to: {copied.target}")
    else:
        from export import export_files  # noqa: PLC0415 - help must be quick

        manifest = export_files(settings.warehouse, Path(to), format or "parquet")
        typer.echo(f"exported {len(manifest['tables'])} marts of {manifest['run_id']}")
        typer.echo(f"to: {to}")


def _set_up(quiet: bool, **options: Any) -> tuple[Settings, Progress]:
    from progress import Progress, set_up_logging  # noqa: PLC0415 - help must be quick
    from settings import load_settings  # noqa: PLC0415 - help must be quick

    settings = load_settings(**options)
    progress = Progress(quiet=quiet)
    set_up_logging(progress, settings.log_format)
    return settings, progress


def _print_result(result: RunResult) -> None:
    for note in result.notes:
        typer.echo(f"note: {note}")
    for message in result.skipped:
        typer.echo(f"skipped: {message}")
    typer.echo(f"run {result.run_id}: {result.status}")
    if result.is_synthetic:
        typer.echo("data: a SYNTHETIC SAMPLE - every title and number in it is invented")
    typer.echo(f"warehouse: {result.warehouse}")
    typer.echo(f"report: {result.report}")


def _print_mail(result: MailResult, quiet: bool) -> None:
    """Who was served; who was not comes out even when quiet."""
    if result.status == "held":
        typer.echo(f"held back: {result.reason}", err=quiet)
    for to, reason in {**result.refused, **result.deferred}.items():
        typer.echo(f"not sent to {to}: {reason}", err=quiet)
    if not quiet:
        typer.echo(f"mail of {result.week} by way of {result.where}")
        typer.echo(f"sent: {len(result.sent)}, sent before: {len(result.already)}")


def main() -> None:
    """Run the command; an error of ours is printed without a traceback."""
    try:
        app()
    except CatalogueError as error:
        typer.echo(f"error: {error}", err=True)
        sys.exit(FAILED)


if __name__ == "__main__":
    main()
