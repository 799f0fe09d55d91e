"""Finds the services whose lists are wanted among TMDb's watch providers.

TMDb knows a service by several numbers (its plans, its names in other regions) and by names that
are not ours. Our table of services' names says which is which; a service that is not in it goes by
TMDb's name.
"""

from __future__ import annotations

import logging
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import duckdb

from catalogue_common.text import register as register_repair
from etl.fetch import FetchError, UnansweredError
from etl.fetch.client import question
from etl.fetch.session import Session
from etl.load.scratch import load_statement
from warehouse.sql_files import create_macros, load_seeds

log = logging.getLogger("catalogue")

KINDS = ("movie", "tv")


@dataclass(frozen=True)
class NamedService:
    """A service as TMDb or a person spells it, and what we call that.

    Attributes:
        name: as it was spelled.
        service: our name; where our table has none, that name.
        key: what the spellings of our name have in common.
        access: the way to watch: ``subscription``, ``ads`` (a cheaper plan), ``free``, ``channel``
            (sold through another service).
        number: TMDb's; None for a name that a person wrote.
        is_ours: whether the service is in our table.
    """

    name: str
    service: str
    key: str
    access: str
    number: int | None
    is_ours: bool


@dataclass(frozen=True)
class Plan:
    """A way to watch all that a service includes, and how TMDb is asked what that is.

    Attributes:
        numbers: TMDb's for the service.
        access: ours for the way: ``subscription``, ``ads`` or ``free``.
        ways: TMDb's, separated by bars.
    """

    numbers: tuple[int, ...]
    access: str = "subscription"
    ways: str = "flatrate"


def service_plans(
    session: Session, region: str, wanted: Sequence[str], rivals: Sequence[str] = ()
) -> dict[str, list[Plan]]:
    """What to ask for of services in a region, by the services' names.

    Args:
        session: asks TMDb for its providers.
        region: the country, by its ISO code.
        wanted: services by our names, TMDb's or other spellings.
        rivals: more of them, of which some may not be sold in this region.

    Raises:
        FetchError: TMDb knows no such service there; the message says which names come nearest.
    """
    if not re.fullmatch("[A-Z]{2}", region):
        raise FetchError(
            f"{region!r} is not the ISO code of a country, such as US or SE. Nothing was fetched."
        )
    sold: dict[str, list[NamedService]] = defaultdict(list)
    for provider in _providers(session, region):
        if provider.access != "channel":
            sold[provider.key].append(provider)
    found: dict[str, list[Plan]] = {}
    for asked in _named([(name, None) for name in (*wanted, *rivals)]):
        if asked.key in sold and asked.access != "channel":
            found[asked.service] = _plans(sold[asked.key])
        elif asked.name in wanted or not asked.is_ours:
            raise FetchError(_unknown(asked, region, sold))
        else:
            log.info("  TMDb does not know of %s in %s", asked.service, region)
    return found


def _plans(providers: list[NamedService]) -> list[Plan]:
    """The plans of one service.

    TMDb calls what a plan with advertisements shows a subscription where the plan has a number of
    its own ("Netflix Standard with Ads"); else the service's number says it (Tubi).
    """
    numbers: dict[str, tuple[int, ...]] = {
        access: tuple(
            sorted(one.number for one in providers if one.access == access and one.number)
        )
        for access in ("subscription", "ads", "free")
    }
    plans = [Plan(numbers["subscription"])]
    for access in ("ads", "free"):
        own = numbers[access]
        ways = f"flatrate|{access}" if own else access
        plans.append(Plan(own or numbers["subscription"], access, ways))
    return [plan for plan in plans if plan.numbers]


def _providers(session: Session, region: str) -> list[NamedService]:
    """Who offers films or series in a region."""
    names: dict[int, str] = {}
    questions = [question(f"watch/providers/{kind}", watch_region=region) for kind in KINDS]
    for answer in session.ask_all(questions):
        if answer is None or isinstance(answer, UnansweredError):
            raise FetchError(
                f"TMDb's providers in {region} could not be had: {answer or 'not there (404)'}. No "
                "list was fetched. Run the same command again later."
            )
        for row in answer.get("results") or []:
            if isinstance(row.get("provider_id"), int) and row.get("provider_name"):
                names.setdefault(row["provider_id"], row["provider_name"].strip())
    if not names:
        raise FetchError(
            f"TMDb knows of no provider in {region}. Nothing was fetched. Name another region with "
            "--region, or in the settings, table [catalogue]."
        )
    return _named([(name, number) for number, name in names.items()])


def _named(names: Sequence[tuple[str, int | None]]) -> list[NamedService]:
    """What we call these, in their order."""
    given = {
        "names": [name for name, _ in names],
        "numbers": [number for _, number in names],
        "places": list(range(len(names))),
    }
    with duckdb.connect() as con:
        con.execute("attach ':memory:' as staging")
        register_repair(con)
        create_macros(con)
        load_seeds(con)
        rows = con.execute(load_statement("service_names"), given).fetchall()
    return [NamedService(*row) for row in rows]


def _unknown(asked: NamedService, region: str, sold: dict[str, list[NamedService]]) -> str:
    """That there is no such service, and which ones there are whose names come near."""
    if asked.access == "channel":
        return (
            f"{asked.name!r} is a channel, sold through another service, and has no list of its "
            f"own. Nothing was fetched. Ask for {asked.service!r}."
        )
    spelled = {_plain(one.name): one for providers in sold.values() for one in providers}
    spelled |= {_plain(one.service): one for one in spelled.values()}
    near = [
        spelled[name] for name in get_close_matches(_plain(asked.name), spelled, n=5, cutoff=0.5)
    ]
    names = " or ".join(repr(service) for service in dict.fromkeys(one.service for one in near))
    return f"TMDb knows of no service {asked.name!r} in {region}. Nothing was fetched. " + (
        f"Did you mean {names}?" if names else "No name there comes near it."
    )


def _plain(name: str) -> str:
    return name.casefold().replace("+", " plus")
