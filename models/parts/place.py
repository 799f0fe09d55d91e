"""A folder of parts, on this machine or in a store such as S3, reached by fsspec.

Who may read or write it is between the store and the environment: an address holds no password.
A file is put whole: a reader finds the old one, the new one or none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalogue_common.errors import PartsError
from catalogue_common.files import replace_file

# A store that says "slow down" is asked again for a minute or two, at growing intervals.
_PATIENT = {"retries": {"mode": "standard", "max_attempts": 12}, "connect_timeout": 10}
_OPTIONS: Mapping[str, Mapping[str, Any]] = {
    "s3": {"config_kwargs": _PATIENT},
    "file": {"auto_mkdir": True},
}
_HIDDEN = re.compile(r"(^|/)[._]")


@dataclass(frozen=True)
class Stamp:
    """What tells one state of a file from another without reading it.

    Args:
        size: bytes.
        state: the store's own mark of the content, or the time of the last change.
    """

    size: int
    state: str


class Place:
    """A folder by its address; names of files are relative to it, with slashes.

    Args:
        address: a folder of this machine, or one of a store (``s3://bucket/folder``).

    Raises:
        PartsError: it holds a user's name or a password, nobody knows its kind, or the extra is
            not installed.
    """

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")
        protocol, _, rest = self.address.rpartition("://")
        if protocol and re.search(r"[@?]", rest):
            raise PartsError(
                "An address of parts holds no name, password or query. Nothing was done. Leave it "
                "out; credentials are taken from the environment (docs/scale.md)."
            )
        try:
            # An extra, and slow to import.
            from fsspec.core import url_to_fs

            with _explained(f"{self.address} cannot be reached"):
                self.files, self.root = url_to_fs(
                    self.address, use_listings_cache=False, **_OPTIONS.get(protocol or "file", {})
                )
        except ImportError as error:
            raise PartsError(
                f"{self.address} needs {error.name or 'a package'}, which is not installed. "
                "Nothing was done. Run: pip install 'catalogue-insights[scale]'."
            ) from error

    def stamps(self, folder: str = "", ending: str = "") -> dict[str, Stamp]:
        """The files below a folder by their names, sorted; none where there is no such folder.

        Names that begin with a dot or an underscore are left out, as are those in such folders.
        """
        with _explained(f"{self.address} cannot be listed"):
            try:
                found = self.files.find(self._path(folder), detail=True)
            except FileNotFoundError:
                return {}
        start = len(self.root.rstrip("/")) + 1
        named = {path[start:]: _stamp(info) for path, info in found.items()}
        return {
            name: named[name]
            for name in sorted(named)
            if name.endswith(ending) and not _HIDDEN.search(name)
        }

    def read(self, name: str) -> bytes:
        """A file's content.

        Raises:
            PartsError: it is not there, or the store does not answer.
        """
        with _explained(f"{self.address}/{name} cannot be read"):
            content: bytes = self.files.cat_file(self._path(name))
        return content

    def read_all(self, names: Sequence[str]) -> dict[str, bytes]:
        """Many small files at once, by their names.

        Raises:
            PartsError: as ``read``.
        """
        paths = {self._path(name): name for name in names}
        with _explained(f"files of {self.address} cannot be read"):
            found = self.files.cat(list(paths)) if paths else {}
        return {name: found[path] for path, name in paths.items()}

    def put(self, name: str, content: bytes) -> None:
        """Give a file its content, whole.

        Raises:
            PartsError: it cannot be written; a file that was there is as it was.
        """
        with _explained(f"{self.address}/{name} cannot be written"):
            if "file" in self._protocols():
                replace_file(Path(self._path(name)), content)
            else:
                self.files.pipe_file(self._path(name), content)

    def remove(self, name: str) -> None:
        """Take a file away if it is there."""
        with _explained(f"{self.address}/{name} cannot be removed"):
            try:
                self.files.rm_file(self._path(name))
            except FileNotFoundError:
                return

    def _protocols(self) -> Sequence[str]:
        named = self.files.protocol
        return (named,) if isinstance(named, str) else named

    def _path(self, name: str) -> str:
        return f"{self.root.rstrip('/')}/{name}".rstrip("/")


@contextmanager
def _explained(what: str) -> Iterator[None]:
    """Whatever a store's client raises, as an error of ours: each client has its own."""
    try:
        yield
    except (PartsError, ImportError):
        raise
    except Exception as error:
        raise PartsError(
            f"{what}: {_first_line(error)} Parts that are done stay as they are. See that the "
            "store answers and that the environment's credentials may do this, then run again."
        ) from error


def _first_line(error: Exception) -> str:
    said = str(error).strip() or type(error).__name__
    return said.splitlines()[0].rstrip(".") + "."


def _stamp(info: Mapping[str, Any]) -> Stamp:
    state = info.get("ETag") or info.get("etag") or info.get("mtime") or info.get("LastModified")
    return Stamp(int(info["size"]), str(state).strip('"'))
