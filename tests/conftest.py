"""What holds for every test: a slow machine makes no property fail, and runs leave nothing behind."""

from hypothesis import settings

settings.register_profile("byline", deadline=None, database=None)
settings.load_profile("byline")
