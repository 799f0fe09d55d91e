"""catalogue.toml lists every setting with the value that holds without it."""

import re
from pathlib import Path

from catalogue_common.settings import Settings, load_settings

FILE = Path(__file__).parents[2] / "catalogue.toml"


def test_without_the_file_the_same_settings_hold(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CATALOGUE_CONFIG", raising=False)
    nothing_said = load_settings()
    monkeypatch.setenv("CATALOGUE_CONFIG", str(FILE))
    assert load_settings() == nothing_said


def test_every_setting_is_listed_and_each_secret_by_its_variable():
    text = FILE.read_text("utf-8")
    listed = []
    for name, field in Settings.model_fields.items():
        parts = getattr(field.annotation, "model_fields", None)
        section = text.partition(f"\n[{name}]\n")[2].partition("\n[")[0]
        listed += [(f"{name}_{part}", part, section) for part in parts or ()]
        listed += [] if parts else [(name, name, text)]
    missing = [
        full
        for full, name, section in listed
        if f"CATALOGUE_{full.upper()}" not in text
        and not re.search(rf"^(# )?{name} = ", section, re.MULTILINE)
    ]
    assert missing == []
