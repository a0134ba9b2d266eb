"""Property tests run over the same examples every time, so that a failure is about the change and can be repeated."""

from hypothesis import settings

settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")
