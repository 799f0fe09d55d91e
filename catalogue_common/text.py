"""Repairs texts that a file spoiled: HTML entities, and UTF-8 that was read as Windows-1252.

Staging calls it for the few texts that look spoiled (the macro ``mended``); raw keeps them as they
came.
"""

from __future__ import annotations

import duckdb
import ftfy

# Only what is certain: typographic quotes, ligatures and wide letters are as their authors meant.
_CONFIG = ftfy.TextFixerConfig(
    unescape_html=True,
    remove_terminal_escapes=False,
    fix_encoding=True,
    restore_byte_a0=False,
    replace_lossy_sequences=False,
    decode_inconsistent_utf8=False,
    fix_c1_controls=True,
    fix_latin_ligatures=False,
    fix_character_width=False,
    uncurl_quotes=False,
    fix_line_breaks=False,
    fix_surrogates=False,
    remove_control_chars=False,
    normalization="NFC",
    explain=False,
)


def repair(text: str) -> str:
    """Return a text without its HTML entities and with its letters as they were written.

    A text that only might be spoiled is left as it is.
    """
    return ftfy.fix_text(text, _CONFIG)


def register(con: duckdb.DuckDBPyConnection) -> None:
    """Make ``repair_text(varchar)`` known to SQL on this connection."""
    con.create_function("repair_text", repair, ["varchar"], "varchar")
