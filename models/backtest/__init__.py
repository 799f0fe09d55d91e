"""What would have been forecast: time replayed on the data that is there, cut by cut.

``cuts`` (which days) > ``known_then`` (what was known) > ``replay`` (one cut's training and
forecasts) > ``kept_cuts`` (those that are done) > ``backtest`` (all of them, published).
"""
