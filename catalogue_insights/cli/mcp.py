"""``catalogue mcp``."""

from __future__ import annotations

from catalogue_common.errors import ServeError
from catalogue_insights.cli.options import Warehouse, set_up


def mcp_command(warehouse: Warehouse = None) -> None:
    """Let an assistant ask the published week, by the Model Context Protocol on standard input.

    It can find titles, look into the marts, ask them in SQL, score ideas and read the track record,
    and nothing else: questions are answered as those of the SQL box are. A new week shows by
    itself.

    Needs `pip install 'catalogue-insights[mcp]'`.

    Example: catalogue mcp --warehouse warehouse.duckdb
    """
    settings, _ = set_up(True, warehouse=warehouse)
    try:
        from catalogue_insights.assistant.server import make_server
    except ModuleNotFoundError as error:
        raise ServeError(
            f"Assistants need {error.name}, which is not installed. Nothing was started. Install "
            "it with `pip install 'catalogue-insights[mcp]'`."
        ) from error
    from catalogue_insights.assistant.tools import AssistantTools

    tools = AssistantTools(settings.warehouse, settings.models)
    try:
        make_server(tools).run()
    finally:
        tools.close()
