"""Titles in parts, beyond what one machine scores: each part by itself, on any number of machines.

``place`` (a folder, here or in a store) > ``fingerprint`` (who computes alike) > ``part_tables``
(a part as the tables that models read) > ``part_task`` (one part scored, with its receipt) >
``engines``, ``dask_engine`` and ``dask_worker`` (who does the tasks) > ``score_parts`` (all parts)
> ``publish_parts`` (into a warehouse).
"""
