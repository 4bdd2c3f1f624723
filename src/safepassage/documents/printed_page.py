"""The frame of a page that people read and print: no script, no request, nothing for a search engine to keep.

Invariant: the policy lets nothing in but the page's own style, known by its hash.
"""

import base64
import hashlib
from html import escape


def printed_page(inside: str, *, title: str, audience: str, style: str) -> str:
    """The whole page as HTML. `inside` is what the body holds, in HTML; `style` its CSS; title and audience are plain words."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>{escape(title)}</title>
<style>{style}</style>
</head>
<body data-audience="{escape(audience)}">
{inside}
</body>
</html>
"""
