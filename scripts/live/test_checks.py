# SPDX-License-Identifier: Apache-2.0
"""The checks on human translations: they object to few, and find what is wrong with spoiled ones."""

from __future__ import annotations

import pytest

import checks
from gateway import Gateway

LOCALES = ("fr", "de", "pl", "ru", "ja", "zh-Hans", "ko", "ar", "hi", "fi")
PAIRS = 300

# Per cent of each kind of fault that must be found.
WANTED = {"truncated to a third": 95.0, "end punctuation dropped": 95.0}


@pytest.fixture(scope="module")
def samples() -> dict[str, list[checks.Entry]]:
    return {locale: checks.sample(checks.LOCALES[locale], PAIRS) for locale in LOCALES}


def test_few_human_translations_are_objected_to(gateway: Gateway, samples: dict[str, list[checks.Entry]]):
    found = [alarm for locale, pairs in samples.items() for alarm in checks.alarms(gateway, locale, pairs)]
    rates = checks.severities(found, PAIRS * len(LOCALES))
    assert rates.get("error", 0) <= 1, [alarm for alarm in found if alarm.severity == "error"]
    assert rates.get("warning", 0) <= 6, checks.rates(found, PAIRS * len(LOCALES))


@pytest.mark.parametrize("fault", checks.FAULTS)
def test_a_fault_that_was_put_in_is_found(gateway: Gateway, samples: dict[str, list[checks.Entry]], fault: str):
    missed, total = [], 0
    for locale, pairs in samples.items():
        spoiled = checks.seeded(pairs, fault, 20)
        total += len(spoiled)
        missed += [pair for pair, found in zip(spoiled, checks.findings(gateway, locale, spoiled)) if not found]
    assert 100 * len(missed) <= (100 - WANTED.get(fault, 99.0)) * max(total, 50), missed
