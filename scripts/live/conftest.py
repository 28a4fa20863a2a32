# SPDX-License-Identifier: Apache-2.0
from __future__ import annotations

import pytest

from gateway import PSEUDO, Gateway, started


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--strings", type=int, default=300, help="strings a pair in the placeholder suite")
    parser.addoption("--kills", type=int, default=5, help="how often the gateway is killed")
    parser.addoption("--torture-kills", type=int, default=25, help="how often scripts/torture kills the gateway")
    parser.addoption("--fault-step", type=int, default=4, help="every which write of a job's life fails; 1 for each")
    parser.addoption("--deliveries", type=int, default=1000, help="webhooks to a receiver that fails at first")
    parser.addoption("--examples", type=int, default=15, help="schemathesis: cases an operation")


@pytest.fixture(scope="session")
def gateway():
    """A gateway as it comes, with the local engine."""
    with Gateway() as gateway:
        yield gateway


@pytest.fixture(scope="session")
def pseudo():
    """A gateway that takes any pair and answers at once."""
    with Gateway(*PSEUDO) as gateway:
        yield gateway


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo):
    """Shows with a failure what the gateways of the moment wrote."""
    report = yield
    if report.failed:
        for gateway in started[-3:]:
            report.sections.append((f"log of gateway {getattr(gateway, 'pid', '')}", gateway.log[-4000:]))
    return report
