# SPDX-License-Identifier: Apache-2.0
"""What careless and unlucky people do to a gateway: it says what is wrong, and goes on."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from gateway import PSEUDO, ROOT, TERMINAL, Answer, DidNotStart, Gateway, leaves, shape

# The key that tells the local engine where its modes are.
MODES_KEY = "providers.apertium.settings.modes_path"
MODES = Path("/usr/share/apertium/modes")

SCRIPTS = {
    "latin": "The quick brown fox jumps over {count} lazy dogs.",
    "cyrillic": "Съешь ещё этих мягких {count} булок, да выпей чаю.",
    "greek": "Ξεσκεπάζω τὴν {count} ψυχοφθόρα βδελυγμία.",
    "arabic": "نص حكيم له سر قاطع وذو شأن عظيم {count} مكتوب.",
    "hebrew": "דג סקרן שט בים {count} מאוכזב ולפתע מצא חברה.",
    "devanagari": "ऋषियों को सताने वाले {count} दुष्ट राक्षसों का सर्वनाश।",
    "han": "我能吞下{count}块玻璃而不伤身体。",
    "thai": "เป็นมนุษย์สุดประเสริฐ {count} เลิศคุณค่า",
    "hangul": "나는 유리를 {count}번 먹을 수 있어요.",
    "emoji": "👩‍👩‍👧‍👦 {count} 🏳️‍🌈 é e\u0301 \u202etxet\u202c",
}


def assert_error(answer: Answer, status: int, tag: str) -> dict:
    assert answer.status == status, (answer.status, answer.body[:500])
    body = answer.json()
    assert body["message"].strip()
    assert body["_tag"] == tag
    return body


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b'{"sourceLocale":"en","targetLocale":"es","data":{"a":"b"}',
        b'{"sourceLocale":"en","targetLocale":"es","data":{"a":"\xff\xfe"}}',
        b'{"sourceLocale":"en","targetLocale":"es","data":{"a":"\\ud800"}}',
        b'{"sourceLocale":"en","targetLocale":"es","data":{"a":NaN}}',
        b'{"targetLocale":"es"}',
        b'{"targetLocale":"es","data":"text"}',
        b'{"targetLocale":"not a locale","data":{"a":"b"}}',
        b'{"targetLocale":"es","data":' + b'{"a":' * 5000 + b"1" + b"}" * 5000 + b"}",
        b"[" * 200_000,
    ],
    ids=range(14),
)
@pytest.mark.parametrize("path", ["/process/localize", "/jobs/localization"])
def test_a_body_that_is_not_right_is_a_400(pseudo: Gateway, path: str, raw: bytes):
    assert_error(pseudo.call("POST", path, raw=raw), 400, "BadRequestError")


@pytest.mark.parametrize("key", [None, " ", "wrong", "lsk_" + "a" * 40, "x" * 5000], ids=range(5))
def test_a_wrong_key_opens_nothing(pseudo: Gateway, key: str | None):
    for method, path in [
        ("POST", "/process/localize"),
        ("POST", "/process/recognize"),
        ("POST", "/jobs/localization"),
        ("GET", "/jobs/localization"),
        ("GET", "/jobs/localization/groups/ljg_p3ZsW8yHd5FgJ0aE"),
        ("GET", "/users/me"),
        ("GET", "/locales"),
    ]:
        answer = pseudo.call(method, path, body={} if method == "POST" else None, key=key)
        # A header so long may be refused before anybody looks at it.
        if key and len(key) > 1000 and answer.status == 400:
            continue
        assert assert_error(answer, 401, "UnauthorizedError")["message"] == "Invalid API key"


def test_a_document_of_five_megabytes(pseudo: Gateway):
    line = "The committee has not yet decided whether {name} may keep the <b>garden</b> behind the house. "
    data = {f"chapter {c}": {f"line {i}": f"{c}.{i} {line * 4}" for i in range(100)} for c in range(130)}
    size = len(json.dumps(data))
    assert 4_500_000 < size < 6_500_000
    refused = assert_error(pseudo.localize(data), 400, "BadRequestError")
    assert "/jobs/localization" in refused["message"], "the message must say where so much may go"
    answer = pseudo.create_group(data, ["en-XA"])
    assert answer.status == 202, (answer.status, answer.body[:500])
    group = pseudo.wait_for_group(answer.json()["groupId"], seconds=180)
    job = pseudo.job(group["jobs"][0]["id"])
    assert job["status"] == "completed", (job["status"], job["errorMessage"], job["warnings"][:3])
    assert shape(job["outputData"]) == shape(data)
    for source, output in zip(leaves(data), leaves(job["outputData"])):
        assert source != output and output.count("{name}") == 4 and output.count("<b>") == 4


def test_more_than_the_body_limit_is_refused_and_the_connection_survives(pseudo: Gateway):
    answer = pseudo.call("POST", "/jobs/localization", raw=b'{"data":{"a":"' + b"x" * (11 << 20) + b'"}}')
    assert_error(answer, 400, "BadRequestError")
    assert pseudo.localize({"a": "Still here"}).status == 200


def test_a_hundred_locales_and_not_one_more(pseudo: Gateway):
    regions = [f"en-{number:03d}" for number in range(1, 102)]
    data = {"title": "Welcome, {name}!", "count": 3}
    assert_error(pseudo.create_group(data, regions), 400, "BadRequestError")
    answer = pseudo.create_group(data, regions[:100])
    assert answer.status == 202, (answer.status, answer.body[:500])
    accepted = answer.json()
    assert [job["targetLocale"] for job in accepted["jobs"]] == regions[:100]
    group = pseudo.wait_for_group(accepted["groupId"])
    assert (group["status"], group["completedJobs"], group["totalJobs"]) == ("completed", 100, 100)


def test_text_in_many_scripts_keeps_its_shape_and_placeholders(pseudo: Gateway):
    data = {"__proto__": {"constructor": dict(SCRIPTS)}, "list": list(SCRIPTS.values()), "n": [1, 2.5, None, True]}
    body = json.dumps({"sourceLocale": "en", "targetLocale": "es", "data": data}).replace("2.5,", "2.50,")
    answer = pseudo.call("POST", "/process/localize", raw=body.encode())
    assert answer.status == 200, (answer.status, answer.body[:500])
    output = answer.json()["data"]
    assert shape(output) == shape(data)
    for source, text in zip(leaves(data), leaves(output)):
        assert text.count("{count}") == 1, (source, text)
    assert b"2.50" in answer.body, "a number must come back as it was spelled"


def test_text_the_real_engine_cannot_know_does_no_harm(gateway: Gateway):
    data = dict(SCRIPTS, metacharacters="^a/b<n>$ [] {} \\ @ # * + ~ [[t:b:1]]x[[/]] ⟦1⟧ %s", word="x" * 2000)
    answer = gateway.localize(data)
    assert answer.status == 200, (answer.status, answer.body[:500])
    output = answer.json()["data"]
    assert list(output) == list(data)
    for name in SCRIPTS:
        assert output[name].count("{count}") == 1, (name, output[name])
    assert "%s" in output["metacharacters"]


def test_a_pair_nobody_has_says_what_there_is(gateway: Gateway):
    refused = assert_error(gateway.localize({"a": "Hello"}, "en", "tlh"), 400, "BadRequestError")
    assert "tlh" in refused["message"]
    answer = gateway.create_group({"a": "The house is big."}, ["es", "tlh"])
    assert answer.status == 202, (answer.status, answer.body[:500])
    group = gateway.wait_for_group(answer.json()["groupId"])
    by_locale = {job["targetLocale"]: job for job in group["jobs"]}
    assert group["status"] == "partial"
    assert by_locale["tlh"]["status"] == "failed" and by_locale["tlh"]["errorMessage"]
    assert by_locale["es"]["status"] == "completed"


def test_an_engine_that_names_no_provider_there_is_does_not_start():
    with pytest.raises(DidNotStart) as refusal:
        Gateway("--set", "engine.models=[{model: nowhere/*}]")
    assert "nowhere" in str(refusal.value) and "engine.models" in str(refusal.value)


def test_a_gateway_without_plugins_runs_and_says_so(tmp_path: Path):
    with Gateway("--set", f"plugins.path=[{tmp_path}]") as gateway:
        assert "plugin" in gateway.log
        answer = gateway.localize({"a": "Hello"})
        assert answer.status in (400, 500), (answer.status, answer.body[:500])
        assert answer.json()["message"]
        assert gateway.call("GET", "/users/me").status == 200


def test_a_library_that_was_changed_is_not_loaded(tmp_path: Path):
    program = Path(os.environ.get("DRAGOMAN_BIN") or ROOT / ".build" / "debug" / "dragoman")
    folder = tmp_path / "pseudo"
    shutil.copytree(program.parent / "plugins" / "pseudo", folder)
    with open(folder / "libdragoman_pseudo.so", "ab") as library:
        library.write(b"changed")
    with Gateway("--set", f"plugins.path=[{tmp_path}]") as gateway:
        assert "sha256" in gateway.log.lower().replace("-", "")
        assert gateway.localize({"a": "Hello"}, "en", "en-XA").status in (400, 500)


def copied_modes(folder: Path, mode: str) -> Path:
    """A folder of modes of its own with one mode, whose data files are copies."""
    modes, data = folder / "modes", folder / "data"
    modes.mkdir(parents=True)
    text = (MODES / f"{mode}.mode").read_text()
    source = Path(next(word for word in text.replace("'", " ").split() if word.startswith("/usr/share/apertium/"))).parent
    shutil.copytree(source, data)
    (modes / f"{mode}.mode").write_text(text.replace(str(source), str(data)))
    return modes


def test_a_corrupt_dictionary_costs_its_pair_and_nothing_else(tmp_path: Path):
    modes = copied_modes(tmp_path, "eng-spa")
    # A second, sound pair beside it.
    shutil.copy(MODES / "es-pt.mode", modes)
    for dictionary in (tmp_path / "data").glob("*.automorf.bin"):
        content = dictionary.read_bytes()
        dictionary.write_bytes(content[: len(content) // 3])
    try:
        gateway = Gateway("--set", f"{MODES_KEY}={modes}")
    except DidNotStart as error:
        pytest.fail(f"one bad file must not keep the gateway from starting:\n{error}")
    with gateway:
        for _ in range(3):
            answer = gateway.localize({"a": "The house is big."})
            assert answer.status in (400, 500), (answer.status, answer.body[:500])
            assert answer.json()["message"]
        sound = gateway.localize({"a": "La casa es grande."}, "es", "pt")
        assert sound.status == 200 and sound.json()["data"]["a"] == "A casa é grande."
        assert gateway.process.poll() is None


@pytest.fixture
def small_disk(tmp_path: Path):
    """A file system of four megabytes."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "dragoman-test", str(folder)], capture_output=True, text=True
    )
    if mounted.returncode != 0:
        pytest.skip(f"no file system can be mounted here: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_new_groups_are_refused_before_the_disk_is_full(small_disk: Path):
    with Gateway(*PSEUDO, data=small_disk / "data") as gateway:
        answer = gateway.create_group({"a": "Hello"}, ["en-XA"])
        assert answer.status == 429 and int(answer.headers["retry-after"]) > 0, answer.body
        assert gateway.localize({"a": "Hello"}).status == 200


def test_a_full_disk_refuses_work_and_loses_none(small_disk: Path):
    data = small_disk / "data"
    ballast = small_disk / "ballast"
    content = {f"line {i}": f"This is line {i} of a document about nothing. " * 5 for i in range(200)}
    # Without the reserve that keeps a gateway away from this.
    with Gateway(*PSEUDO, "--set", "storage.min_free=0", data=data) as gateway:
        accepted = []
        answer = gateway.create_group(content, ["en-XA"])
        assert answer.status == 202, (answer.status, answer.body[:500])
        accepted.append(answer.json()["groupId"])
        gateway.wait_for_group(accepted[0])
        with open(ballast, "wb", buffering=0) as file, suppress(OSError):
            while True:
                file.write(bytes(4096))
        refusals = 0
        for _ in range(30):
            answer = gateway.create_group(content, ["en-XA"])
            if answer.status == 202:
                accepted.append(answer.json()["groupId"])
            else:
                assert answer.status in (429, 500), (answer.status, answer.body[:500])
                assert answer.json()["message"]
                refusals += 1
        assert refusals > 0, "the disk is full and everything was accepted"
        # What needs no disk goes on.
        assert gateway.group(accepted[0])["status"] == "completed"
        assert gateway.localize({"a": "Hello"}).status == 200
        ballast.unlink()
        end = time.monotonic() + 30
        while True:
            answer = gateway.create_group({"a": "There is room again."}, ["en-XA"])
            if answer.status == 202:
                accepted.append(answer.json()["groupId"])
                break
            assert time.monotonic() < end, (answer.status, answer.body[:500])
            time.sleep(0.5)
        for group in accepted:
            assert gateway.wait_for_group(group)["status"] == "completed"
        assert gateway.stop() == 0
    check_databases(data)


def test_two_gateways_do_not_share_a_folder(tmp_path: Path):
    data = tmp_path / "data"
    with Gateway(*PSEUDO, data=data) as first:
        started = time.monotonic()
        with pytest.raises(DidNotStart) as refusal:
            Gateway(*PSEUDO, data=data)
        assert time.monotonic() - started < 15
        assert "in use" in str(refusal.value)
        assert first.localize({"a": "Hello"}).status == 200
    with Gateway(*PSEUDO, data=data) as again:
        assert again.localize({"a": "Hello"}).status == 200


def test_a_stop_under_load_answers_what_it_took_and_keeps_the_rest(tmp_path: Path):
    data = tmp_path / "data"
    accepted: list[str] = []
    outcomes: list[int] = []
    broken: list[str] = []
    stopping = threading.Event()

    def load(gateway: Gateway, worker: int) -> None:
        for number in range(2000):
            content = {f"s{i}": f"Message {i} of worker {worker} in round {number}." for i in range(50)}
            try:
                answer = gateway.create_group(content, ["en-XA", "es", "ar"])
            except ConnectionRefusedError:
                return
            except Exception as error:  # noqa: BLE001 - any break of an exchange is a finding
                if not stopping.is_set():
                    broken.append(repr(error))
                return
            outcomes.append(answer.status)
            if answer.status == 202:
                accepted.append(answer.json()["groupId"])
            elif answer.status == 429:
                time.sleep(0.02)
            else:
                return

    with Gateway(*PSEUDO, data=data) as gateway:
        workers = [threading.Thread(target=load, args=(gateway, number)) for number in range(8)]
        for worker in workers:
            worker.start()
        time.sleep(1.5)
        stopping.set()
        started = time.monotonic()
        assert gateway.stop(timeout=30) == 0
        took = time.monotonic() - started
        for worker in workers:
            worker.join(timeout=30)
            assert not worker.is_alive()
    assert broken == []
    assert accepted and set(outcomes) <= {202, 429, 503}, set(outcomes)
    assert took < 15, f"the stop took {took:.1f} s"
    with Gateway(*PSEUDO, data=data) as gateway:
        for group_id in accepted:
            group = gateway.wait_for_group(group_id, seconds=120)
            assert group["status"] == "completed", group
            assert all(job["status"] in TERMINAL for job in group["jobs"])
        assert gateway.stop() == 0
    check_databases(data)


def check_databases(data: Path) -> None:
    for path in data.iterdir():
        if path.is_file() and path.read_bytes()[:15] == b"SQLite format 3":
            with sqlite3.connect(path) as connection:
                assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_killed_dev_server_leaves_nothing_behind(tmp_path: Path):
    with Gateway(*PSEUDO, env={"TMPDIR": str(tmp_path)}) as gateway:
        assert gateway.data.is_relative_to(tmp_path)
        assert os.path.exists(f"/proc/{gateway.pid}")
        assert gateway.stop() == 0
        assert not os.path.exists(f"/proc/{gateway.pid}")
        assert list(tmp_path.iterdir()) == []
    with Gateway(*PSEUDO, env={"TMPDIR": str(tmp_path)}) as gateway:
        assert gateway.kill() != 0
        assert list(tmp_path.iterdir()) == []
