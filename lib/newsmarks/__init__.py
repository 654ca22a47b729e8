"""Newsmarks: reads a news article and says, of every stretch of it, whose words and whose claim they are, and why.

>>> from newsmarks import open_text, read
>>> reading = read(open_text("The mayor said the bridge was unsafe."))
>>> reading.words(reading.attributions[0].source)
'The mayor'
"""

from newsmarks.changes import change_rules
from newsmarks.model import Article, Reading
from newsmarks.reader import dumps, read
from newsmarks.text import ArticleError, open_text

__all__ = ["Article", "ArticleError", "Reading", "change_rules", "dumps", "open_text", "read"]
