"""The newest fifth of the known titles, from the beginning of a year."""

import numpy as np

from models.learn.split_in_time import split_in_time


def test_titles_are_parted_at_the_beginning_of_the_year_of_the_newest_fifth():
    year = np.array([2010.5, 2011.2, 2012.9, 2013.1, 2014.7, 2014.2, np.nan, 2015.0])
    known = np.array([True] * 7 + [False])
    since, early, late = split_in_time(year, known)
    assert since == 2014
    assert year[early].tolist() == [2010.5, 2011.2, 2012.9, 2013.1]
    assert year[late].tolist() == [2014.7, 2014.2]


def test_where_no_year_is_known_nothing_is_parted():
    _, early, late = split_in_time(np.array([np.nan, 2012.0]), np.array([True, False]))
    assert not (early | late).any()
