# SPDX-License-Identifier: Apache-2.0
"""Real strings with placeholders through the real engine: all placeholders kept, quality not below the bare engine's."""

from __future__ import annotations

import subprocess

import pytest
from sacrebleu.metrics import CHRF

import corpus
from gateway import Gateway

CALL = 100  # strings a call


def through_gateway(gateway: Gateway, texts: list[str], target: str) -> list[str]:
    outputs: list[str] = []
    for start in range(0, len(texts), CALL):
        batch = {f"s{index}": text for index, text in enumerate(texts[start : start + CALL])}
        answer = gateway.localize(batch, "en", target)
        assert answer.status == 200, (answer.status, answer.body[:500])
        data = answer.json()["data"]
        assert list(data) == list(batch)
        outputs += data.values()
    return outputs


def through_command(texts: list[str], mode: str) -> list[str]:
    """The engine's own command over all texts at once, a line each."""
    command = ["apertium", "-u", "-f", "line", mode]
    result = subprocess.run(command, input="\n".join(texts) + "\n", capture_output=True, text=True, check=True)
    lines = result.stdout.split("\n")[: len(texts)]
    assert len(lines) == len(texts)
    return lines


@pytest.mark.parametrize(("target", "mode"), [("es", "eng-spa"), ("ca", "eng-cat")])
def test_placeholders_are_kept_and_quality_is_not_below_the_bare_engine(
    gateway: Gateway, pytestconfig: pytest.Config, target: str, mode: str
):
    pairs = corpus.sample(target, pytestconfig.getoption("--strings"))
    texts = [pair.source for pair in pairs]
    humans = [pair.human for pair in pairs]
    ours = through_gateway(gateway, texts, target)
    bare = through_command(texts, mode)

    def broken(outputs: list[str]) -> list[tuple[str, str]]:
        return [(source, output) for source, output in zip(texts, outputs) if not corpus.keeps(source, output)]

    chrf = CHRF()
    our_score = chrf.corpus_score(ours, [humans]).score
    bare_score = chrf.corpus_score(bare, [humans]).score
    print(
        f"\n{mode}: {len(texts)} strings, {sum(bool(corpus.placeholders(t)) for t in texts)} with placeholders; "
        f"broken: {len(broken(ours))} (bare command {len(broken(bare))}); "
        f"chrF {our_score:.2f} (bare command {bare_score:.2f}); untouched {sum(a == b for a, b in zip(texts, ours))}"
    )
    assert broken(ours) == []
    assert our_score >= bare_score
    assert all(output.strip() for output in ours)
