"""The browser edition: the lessons as pages, made from the notebooks, with the same Python behind them."""
