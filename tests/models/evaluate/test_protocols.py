"""The four public protocols, rerun beside this project's models."""

import re

import pytest

from models.evaluate.protocols import ProtocolFigure, figure_lines

OURS = "this project"


@pytest.fixture(scope="module")
def figures(protocols):
    """The figures that the command printed."""
    rows = [re.split(r"\s{2,}", line) for line in protocols.splitlines()[1:]]
    return [ProtocolFigure(*names, float(value), float(spread)) for *names, value, spread in rows]


def of(figures, protocol, metric):
    """Method to figure; ours, whatever it is called in full, under one name."""
    return {
        OURS if f.method.startswith(OURS) else f.method: f
        for f in figures
        if f.protocol == protocol and f.metric == metric
    }


@pytest.mark.parametrize("protocol", ["Netflix tags", "TMDb genres"])
def test_tags_are_better_than_the_usual_way_and_than_guesses(figures, protocol):
    found = of(figures, protocol, "micro_f1")
    assert len(found) == 3
    ours = found.pop(OURS)
    assert all(ours.value > other.value for other in found.values())


def test_accuracy_tag_by_tag_flatters_who_predicts_nothing(figures):
    found = of(figures, "Netflix tags", "accuracy, tag by tag")
    assert found["predict nothing"].value > 0.8
    assert of(figures, "Netflix tags", "micro_f1")["predict nothing"].value == 0


def test_the_usual_way_leaves_titles_without_a_tag_and_this_project_none(figures):
    found = of(figures, "Netflix tags", "without a tag")
    assert found[OURS].value == 0 < found["TF-IDF, a linear SVM per tag"].value


def test_from_random_numbers_nobody_learns_anything(figures):
    found = of(figures, "random user rating", "r2")
    assert len(found) == 3
    assert all(figure.value < 0.02 for figure in found.values())


def test_hits_have_better_probabilities(figures):
    found = of(figures, "popularity hit, series", "brier")
    assert found[OURS].value < found["balanced random forest"].value


def test_each_figure_is_printed_with_its_spread(figures):
    head, *lines = figure_lines(iter(figures))
    assert head.split() == ["protocol", "method", "metric", "value", "±"]
    assert len(lines) == len(figures)
