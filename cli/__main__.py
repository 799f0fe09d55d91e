"""``python -m cli`` is ``catalogue``."""

from cli import main

main()
