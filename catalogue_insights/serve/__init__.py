"""A window on the published week: pages for people and JSON for programs; it only ever reads."""
