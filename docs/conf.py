"""How the documentation is built: `make docs`. A warning is an error."""

import importlib.metadata

from sphinx.builders.html import StandaloneHTMLBuilder

project = "safepassage"
author = "The safepassage developers"
release = importlib.metadata.version("safepassage")

extensions = ["myst_parser", "sphinx.ext.autodoc"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]
nitpicky = False

StandaloneHTMLBuilder.supported_image_types = [*StandaloneHTMLBuilder.supported_image_types, "image/webp"]
html_theme = "furo"
html_title = "safepassage"
html_copy_source = False
html_show_sourcelink = False

autodoc_typehints = "description"
autodoc_member_order = "bysource"
