"""``python -m catalogue_insights.cli`` is ``catalogue``."""

from catalogue_insights.cli import main

main()
