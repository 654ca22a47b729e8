"""A whole page for a browser or a printer: no script, no request, one style sheet, safe to send to anybody."""

from __future__ import annotations

import base64
import hashlib

from byline.sheet.parts import style_sheet
from byline.sheet.signs import escape

#: What a page may do: use the one style sheet that it brings along, named by its hash.
ALLOWED = "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'"


def whole_page(title: str, body: str, css: str = "") -> str:
    """A standalone HTML document. `body` is markup, its words escaped; `css` comes after the project's own style."""
    style = style_sheet() + css
    allowed = ALLOWED.format(base64.b64encode(hashlib.sha256(style.encode()).digest()).decode())
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{allowed}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{escape(title)}</title>
<style>{style}</style>
</head>
<body class="byline-page">
{body}
</body>
</html>
"""
