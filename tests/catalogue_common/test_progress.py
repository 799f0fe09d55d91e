"""The log: each line names its run, in text and in JSON, and holds no secret."""

import json
import logging

import pytest

from catalogue_common.errors import CatalogueError
from catalogue_common.progress import Progress, name_run, set_up_logging
from catalogue_common.secrets import keep_secret
from warehouse.ledger import Ledger


@pytest.fixture
def log(capsys):
    """A function that writes log lines in a format and returns them."""
    logger = logging.getLogger("catalogue")
    before = (logger.handlers[:], logger.level, logger.propagate)

    def write(log_format: str, *lines: str) -> list[str]:
        set_up_logging(Progress(terminal=False), log_format)
        with name_run("2026-W47-a"):
            for line in lines:
                logger.info(line)
        return capsys.readouterr().err.splitlines()

    yield write
    logger.handlers[:], logger.level, logger.propagate = before


def test_each_line_is_json_and_names_its_run(log):
    first, second = (json.loads(line) for line in log("json", "load ...", 'a "title"\nof two'))
    assert first["run_id"] == "2026-W47-a"
    assert first["message"] == "load ..."
    assert second["message"] == 'a "title"\nof two'
    assert first.keys() == {"at", "level", "run_id", "message"}


def test_each_line_of_text_names_its_run_and_is_one_line(log):
    (line,) = log("text", "one\ntwo")
    assert line.endswith("INFO 2026-W47-a one | two")


def test_secrets_never_reach_the_log_or_the_ledger(log, tmp_path):
    keep_secret("open-sesame")
    assert "open-sesame" not in str(log("json", "the server said open-sesame"))
    ledger = Ledger(tmp_path / "w", "a")
    with pytest.raises(CatalogueError), ledger.step("mail"):
        raise CatalogueError("open-sesame is wrong")
    assert "open-sesame" not in ledger.path.read_text()
