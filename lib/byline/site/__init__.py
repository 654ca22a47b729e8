"""The browser edition: the lessons as pages and as notebooks, in a folder that any web server can hand out."""
