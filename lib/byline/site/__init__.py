"""The browser edition: the lessons as pages with Python behind them, in a folder for any web server."""
