"""One table of what a store does, in a folder and in a bucket that a stand-in serves on this machine."""

import hashlib
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import boto3
import pytest
from moto.server import ThreadedMotoServer

from config import Settings
from foundation.storage import StorageError, Store, bucket_store, local_store

REGION = "us-east-1"
KEYS = {"key": "test-key", "secret": "test-secret"}


@pytest.fixture(scope="module")
def endpoint():
    """Where the stand-in for a bucket listens."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    client = boto3.client(
        "s3",
        endpoint_url=address,
        region_name=REGION,
        aws_access_key_id=KEYS["key"],
        aws_secret_access_key=KEYS["secret"],
    )
    client.create_bucket(Bucket="minh-chung")
    client.close()
    yield address
    server.stop()


@pytest.fixture(params=["folder", "bucket"])
def store(request, tmp_path):
    """A store of each kind, empty."""
    if request.param == "folder":
        return local_store(tmp_path / "evidence")
    address = request.getfixturevalue("endpoint")
    return bucket_store(f"s3://minh-chung/{tmp_path.name}", endpoint=address, **KEYS)


def kept(folder: Path, content: bytes) -> tuple[Path, str]:
    """A file with this content, and its hash."""
    path = folder / "source"
    path.write_bytes(content)
    return path, hashlib.sha256(content).hexdigest()


def test_gives_back_what_it_was_given(store: Store, tmp_path):
    content = bytes(range(256)) * 5_000
    path, address = kept(tmp_path, content)
    assert not store.holds(address)
    assert store.put(path, address) is True
    assert store.holds(address)
    assert store.size(address) == len(content)
    pieces = list(store.read(address, chunk=100_000))
    assert b"".join(pieces) == content
    assert max(len(piece) for piece in pieces) <= 100_000


def test_keeps_the_same_content_once(store: Store, tmp_path):
    path, address = kept(tmp_path, b"mot van ban")
    assert [store.put(path, address), store.put(path, address)] == [True, False]
    assert [name for name, _since in store.iterate()] == [address]


def test_refuses_content_that_is_not_what_its_address_says(store: Store, tmp_path):
    path, _address = kept(tmp_path, b"mot van ban")
    with pytest.raises(StorageError):
        store.put(path, "0" * 64)
    assert list(store.iterate()) == []


@pytest.mark.parametrize("address", ["", "../../etc/passwd", "A" * 64, "0" * 63])
def test_takes_nothing_but_hashes_as_addresses(store: Store, address):
    with pytest.raises(StorageError):
        store.holds(address)


def test_says_when_a_content_is_not_there(store: Store):
    for question in (store.size, store.read):
        with pytest.raises(StorageError):
            question("0" * 64)
    store.remove("0" * 64)


def test_forgets_what_it_is_told_to(store: Store, tmp_path):
    path, address = kept(tmp_path, b"thua")
    store.put(path, address)
    [(_name, since)] = store.iterate()
    assert abs(datetime.now(UTC) - since) < timedelta(minutes=5)
    store.remove(address)
    assert not store.holds(address)


def test_several_may_put_the_same_content_at_once(store: Store, tmp_path):
    path, address = kept(tmp_path, b"cung mot luc" * 10_000)
    faults = []

    def put():
        try:
            store.put(path, address)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a fault
            faults.append(error)

    threads = [Thread(target=put) for _number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    assert b"".join(store.read(address)) == path.read_bytes()


def test_a_changed_content_is_noticed_not_overwritten(tmp_path):
    store = local_store(tmp_path / "evidence")
    path, address = kept(tmp_path, b"nguyen ven")
    store.put(path, address)
    place = tmp_path / "evidence" / address[:2] / address[2:4] / address
    place.write_bytes(b"da bi sua")
    with pytest.raises(StorageError, match="changed"):
        store.put(path, address)
    assert place.read_bytes() == b"da bi sua"


def test_a_folder_is_closed_to_others_and_holds_nothing_half_written(tmp_path):
    store = local_store(tmp_path / "evidence")
    path, address = kept(tmp_path, b"rieng")
    store.put(path, address)
    for found in (tmp_path / "evidence").rglob("*"):
        mode = stat.S_IMODE(found.stat().st_mode)
        assert mode == (0o700 if found.is_dir() else 0o600), found
        assert found.suffix != ".part"


def test_settings_choose_the_place(tmp_path):
    assert Settings.from_environment({"INSTANCE_PATH": str(tmp_path)}).evidence_url is None
    chosen = Settings.from_environment(
        {
            "INSTANCE_PATH": str(tmp_path),
            "EVIDENCE_URL": "s3://minh-chung/2024",
            "EVIDENCE_ENDPOINT": "http://kho.noi-bo:9000",
            "EVIDENCE_KEY": "a",
            "EVIDENCE_SECRET": "b",
        }
    )
    assert (chosen.evidence_url, chosen.evidence_key) == ("s3://minh-chung/2024", "a")
    with pytest.raises(StorageError):
        bucket_store("http://minh-chung")
