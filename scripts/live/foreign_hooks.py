# SPDX-License-Identifier: Apache-2.0
"""Checks for schemathesis: nothing that another organization owns is ever in an answer."""

from __future__ import annotations

import os

import schemathesis

# In every text that the other organization has. No constant of this file: those are what the generator likes to send itself.
CANARY = os.environ["FOREIGN_CANARY"]


@schemathesis.check
def nothing_foreign(ctx, response, case) -> None:
    text = response.content.decode("utf-8", "replace")
    assert CANARY not in text, f"an answer holds what another organization owns: {text[:400]}"
    # Names of foreign things are given back as they were asked for, in a 404 alone.
    if response.status_code < 400:
        for name in os.environ["FOREIGN_IDS"].split(","):
            assert name not in text, f"an answer names {name}: {text[:400]}"
