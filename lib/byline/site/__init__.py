"""The browser edition: every lesson as a page that is made from its notebook, with Python behind it."""
