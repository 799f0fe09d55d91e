"""One model is better than another only beyond noise."""

import numpy as np
import pytest

from models.learn.paired_test import Paired, compare


@pytest.mark.parametrize(
    ("difference", "better", "worse"),
    [(-0.021, True, False), (-0.019, False, False), (0.019, False, False), (0.021, False, True)],
)
def test_what_is_better_is_so_by_two_standard_errors(difference, better, worse):
    found = Paired(difference, 0.01, 500)
    assert (found.is_better, found.is_worse) == (better, worse)


def test_losses_are_compared_title_by_title_where_both_are_known():
    found = compare(np.array([1.0, 2.0, np.nan, 4.0]), np.array([2.0, 2.0, 0.0, np.nan]))
    assert (found.difference, found.title_count) == (-0.5, 2)
