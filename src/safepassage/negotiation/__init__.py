"""From a plan to terms that parties can sign: what is proposed, and what is still missing before anybody does. Start with `terms.py`."""
