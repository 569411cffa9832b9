"""The cache: what is kept comes back whole or not at all, and losing it is no error."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from grader import cache
from grader.guest.wire import encode


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "backgrade"


def test_what_is_kept_comes_back() -> None:
    assert cache.load("k") is None
    frames = [encode({"x": np.arange(3.0), "cases": [("a", 1)]}), encode("second"), encode([])]
    cache.store("k", frames)
    cache.store("other", [encode(1)])
    assert cache.load("k") == frames


def test_a_file_with_any_byte_changed_is_not_believed(folder: Path) -> None:
    cache.store("k", [encode([1.5, "text"]), encode(None)])
    whole = (folder / "k").read_bytes()
    for i in range(len(whole)):
        (folder / "k").write_bytes(whole[:i] + bytes([whole[i] ^ 1]) + whole[i + 1 :])
        assert cache.load("k") is None
    (folder / "k").write_bytes(whole[:-1])
    assert cache.load("k") is None


def test_parts_of_a_key_do_not_run_into_one_another() -> None:
    assert len({cache.key("ab", "c"), cache.key("a", "bc"), cache.key("abc"), cache.key("", "abc")}) == 4
    assert cache.key("a", b"b") == cache.key("a", "b")


def test_what_cannot_be_kept_leaves_nothing_behind(folder: Path) -> None:
    (folder / "k").mkdir(parents=True)
    cache.store("k", [encode(1)])
    assert [file.name for file in folder.iterdir()] == ["k"]
    assert cache.load("k") is None


def test_a_folder_that_cannot_be_written_to_keeps_nothing(folder: Path) -> None:
    folder.write_text("a file in its place")
    cache.store("k", [encode(1)])
    assert cache.load("k") is None


def test_a_user_without_a_home_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_home() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(Path, "home", no_home)
    cache.store("k", [encode(1)])
    assert cache.load("k") is None
