"""The brief: a few titles on one page, for a colleague who cannot open the site."""
