"""The built wheel is whole: installed where the source is out of reach, it talks and its knowledge is sound."""

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "intents", "knowledge")


def run(*command: str | Path, cwd: Path, told: str = "") -> str:
    """A command in an environment of its own; fails with what it said."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}  # noqa: TID251
    done = subprocess.run(command, cwd=cwd, env=kept, input=told, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without the network."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel, which sees the libraries of this one but not the source."""
    folder = tmp_path_factory.mktemp("installed")
    run(sys.executable, "-m", "venv", "--without-pip", folder / "venv", cwd=folder)
    python = folder / "venv/bin/python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", wheel, cwd=folder)
    [site] = (folder / "venv/lib").glob("python*/site-packages")
    # A path in a .pth file is added, but the .pth files there (such as that of the editable install) are not read.
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder


def test_the_wheel_holds_every_file_of_the_packages(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        held = set(packed.namelist())
    kept = [path for package in PACKAGES for path in (ROOT / package).rglob("*") if path.is_file()]
    wanted = {str(path.relative_to(ROOT)) for path in kept if "__pycache__" not in path.parts}
    assert wanted - held == set()
    assert {"bot/py.typed", "knowledge/places.csv", "knowledge/borders.json", "bot/texts/sv.toml"} <= held


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        tops = {name.split("/")[0] for name in packed.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGES)


def test_the_installed_bot_is_not_the_source(installed: Path) -> None:
    for package in PACKAGES:
        found = run(installed / "venv/bin/python", "-c", f"import {package}; print({package}.__file__)", cwd=installed)
        assert found.startswith(str(installed / "venv"))


def test_the_installed_knowledge_is_sound(installed: Path) -> None:
    assert run(installed / "venv/bin/lots", "knowledge", "check", cwd=installed).startswith("290 municipalities, ")


def test_the_installed_bot_talks(installed: Path) -> None:
    asked = {"chat": "a", "text": "Hur anmäler jag intresse för direktupphandling i Kungsbacka?"}
    told = "\n".join(json.dumps(line) for line in (asked, {"chat": "a", "press": "human"}))
    lines = run(installed / "venv/bin/lots", "chat", "--jsonl", cwd=installed, told=told).splitlines()
    answer, person = map(json.loads, lines)
    assert (answer["kind"], answer["state"]["places"]) == ("answer", ["1384"])
    assert "Källa: kungsbacka.se" in answer["sent"][0]["text"]
    assert person["kind"] == "escalate"
    assert sorted(path.name for path in installed.iterdir()) == ["venv"], "nothing is left behind"


def test_the_installed_bot_knows_its_version(installed: Path) -> None:
    assert "0.1.0" in run(installed / "venv/bin/lots", "--version", cwd=installed)
