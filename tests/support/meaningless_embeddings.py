"""Sentence embeddings that no package brings, for tests without one."""

WORDS = {
    "encoder": "words",
    "name": "words 1",
    "reads": "letters",
    "width": 16,
    "weights_sha256": "a",
    "tokenizer_sha256": "b",
    "settings_sha256": "c",
}
"""The identity of embeddings that mean nothing."""
