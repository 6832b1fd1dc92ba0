"""The source bundle, made of a small repository of its own."""

import hashlib
import subprocess
import tarfile
from pathlib import Path

import pytest

import build_installer

GIT = ["git", "-c", "user.name=Test", "-c", "user.email=test@example.invalid", "-c", "commit.gpgsign=false"]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A project of one committed file, with another that nobody committed."""
    root = tmp_path / "project"
    root.mkdir()
    (root / "pyproject.toml").write_text('[project]\nversion = "1.2.3"\n')
    for arguments in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "--message", "first"]):
        subprocess.run([*GIT, *arguments], cwd=root, check=True)
    (root / "notes.txt").write_text("not committed")
    return root


def test_the_bundle_holds_what_is_committed_and_nothing_else(repository: Path, tmp_path: Path) -> None:
    bundle, _ = build_installer.build(repository, tmp_path / "dist")
    assert bundle.name == "keukentafel-1.2.3.tar.gz"
    with tarfile.open(bundle) as archive:
        assert [member.name for member in archive if member.isfile()] == ["keukentafel-1.2.3/pyproject.toml"]


def test_the_sum_beside_the_bundle_is_its_own_and_the_same_each_time(repository: Path, tmp_path: Path) -> None:
    bundle, digest = build_installer.build(repository, tmp_path / "dist")
    assert digest == hashlib.sha256(bundle.read_bytes()).hexdigest()
    assert (bundle.parent / "keukentafel-1.2.3.tar.gz.sha256").read_text() == f"{digest}  {bundle.name}\n"
    assert build_installer.build(repository, tmp_path / "again")[1] == digest


def test_a_folder_without_a_commit_gets_a_plain_sentence(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "1"\n')
    with pytest.raises(SystemExit, match="made of the last commit"):
        build_installer.build(tmp_path, tmp_path / "dist")
    assert not (tmp_path / "dist").exists()
