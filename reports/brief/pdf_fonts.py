"""The letters of a PDF: of each font only those that the text has, in the weight that is wanted.

The fonts come with packages of the extra ``[serve]``. They are variable fonts of up to 18 MB, so
each is cut down to the letters at hand first, which takes a part of a second. What no font has is
told to whoever asks (``lacking``): nothing becomes a box in silence.
"""

from __future__ import annotations

import importlib.util
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

LATIN = ("fontpkg_noto_sans", "files/NotoSans[wdth,wght].ttf")
OTHERS = (
    ("fontpkg_noto_sans_arabic", "files/NotoSansArabic[wdth,wght].ttf"),
    ("fontpkg_noto_sans_devanagari", "files/NotoSansDevanagari[wdth,wght].ttf"),
    ("fontpkg_noto_sans_thai", "files/NotoSansThai[wdth,wght].ttf"),
    ("fontpkg_noto_sans_tamil", "files/NotoSansTamil[wdth,wght].ttf"),
    ("fontpkg_noto_sans_telugu", "files/NotoSansTelugu[wdth,wght].ttf"),
    ("justmytype_intl_cjk", "fonts/ofl/notosansjp/NotoSansJP[wght].ttf"),
    ("justmytype_intl_cjk", "fonts/ofl/notosanskr/NotoSansKR[wght].ttf"),
    ("justmytype_intl_cjk", "fonts/ofl/notosanssc/NotoSansSC[wght].ttf"),
)
"""A letter is taken from the first that has it. Packages and files within them."""
REGULAR, BOLD = 400, 700
USUAL = "".join(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2027))))
"""Letters that are made ready once for all briefs."""
MARKS = ("ccmp", "mark", "mkmk")
"""Latin's rules that are kept: how accents stand on letters. All take four times as long."""
KEPT = 64


@cache
def font_files() -> tuple[Path, ...]:
    """The fonts that are installed, Latin first."""
    return tuple(path for package, file in (LATIN, *OTHERS) if (path := _found(package, file)))


def lacking(text: str) -> set[str]:
    """The letters of a text that no font has; blanks and invisible signs are none."""
    left = {letter for letter in text if not _is_blank(letter)}
    for path in font_files():
        if not left:
            break
        left -= {letter for letter in left if ord(letter) in _letters_of(path)}
    return left


def scripts_of(letters: Iterable[str]) -> str:
    """What their writing is called, as Unicode has it: 'Tamil, Telugu'."""
    names = {unicodedata.name(letter, "UNKNOWN").split()[0].title() for letter in letters}
    return ", ".join(sorted(names))


def fonts_for(text: str, folder: Path) -> tuple[Path, Path, list[Path]]:
    """Font files with the letters of a text: regular, bold, and those of other scripts.

    Args:
        text: all that is to be written.
        folder: where they are written.

    Raises:
        IndexError: not even the Latin font is installed.
    """
    latin, *others = font_files()
    left = set(text) - set(USUAL)
    own = "".join(sorted(letter for letter in left if ord(letter) in _letters_of(latin)))
    regular, bold = (
        _written(_cut(latin, USUAL + own, weight, MARKS), folder / f"latin{weight}.ttf")
        for weight in (REGULAR, BOLD)
    )
    left -= set(own)
    more = []
    for place, path in enumerate(others):
        if not left:
            break
        mine = {letter for letter in left if ord(letter) in _letters_of(path)}
        if any(not _is_blank(letter) for letter in mine):
            cut = _cut(path, "".join(sorted(mine)), REGULAR, ("*",))
            more.append(_written(cut, folder / f"other{place}.ttf"))
            left -= mine
    return regular, bold, more


@lru_cache(KEPT)
def _cut(path: Path, letters: str, weight: int, rules: tuple[str, ...]) -> bytes:
    """The font with these letters alone, in one weight, and with rules of how they join."""
    options = subset.Options(layout_features=list(rules), notdef_outline=True, hinting=False)
    with TTFont(path, lazy=True) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(text=letters)
        cutter.subset(font)
        axes = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes}
        instancer.instantiateVariableFont(font, axes | {"wght": weight}, inplace=True)
        written = BytesIO()
        font.save(written)
    return written.getvalue()


@cache
def _letters_of(path: Path) -> frozenset[int]:
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


def _found(package: str, file: str) -> Path | None:
    spec = importlib.util.find_spec(package)
    path = Path(spec.origin).parent / file if spec and spec.origin else None
    return path if path and path.is_file() else None


def _is_blank(letter: str) -> bool:
    """Whether nothing of it is seen, as of a sign that only chooses a letter's variant."""
    return (
        letter.isspace()
        or unicodedata.category(letter) in ("Cf", "Cc")
        or "\ufe00" <= letter <= "\ufe0f"
    )


def _written(font: bytes, path: Path) -> Path:
    path.write_bytes(font)
    return path
