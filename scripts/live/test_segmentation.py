# SPDX-License-Identifier: Apache-2.0
"""Sentences end where people say that they do, and real strings are not cut by rules made for that."""

from __future__ import annotations

import segmentation

DOCUMENTS = 100  # a locale


def test_all_english_golden_rules_hold():
    cases = segmentation.english_rules()
    assert len(cases) == 48
    assert segmentation.failures(cases, segmentation.ours) == []


def test_joined_strings_of_28_languages_come_apart_again():
    scores = {locale: segmentation.control(locale, DOCUMENTS, segmentation.ours) for locale in segmentation.CATALOGUES}
    total = segmentation.Score(*(sum(column) for column in zip(*scores.values())))
    print(f"\nF1 of ends over all {total.f1:.2f}; least:", sorted((round(s.f1, 2), n) for n, s in scores.items())[:5])
    assert {locale: score for locale, score in scores.items() if score.f1 < 99.5} == {}
    assert total.f1 >= 99.9
