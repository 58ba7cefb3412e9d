"""`manim animations/figure1.py`, as a reader would call it: no terminal, no TeX, no network."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gantheory.animation.render import manim_missing
from gantheory.recording import write_recording

ROOT = Path(__file__).parents[2]
SCENES = sorted((ROOT / "animations").glob("*.py"))

#: put on the module path of the child: any connection is an error that its exit code shows
NO_NETWORK = """
import socket, sys
def refuse(*args, **kwargs):
    sys.stderr.write("NETWORK USED\\n"); sys.stderr.flush()
    import os; os._exit(97)
socket.socket.connect = refuse
socket.create_connection = refuse
socket.getaddrinfo = refuse
"""


def manim(folder, run, *options):
    """Call manim in `folder`, with stdin closed, no network and no TeX on the path."""
    if reason := manim_missing():
        pytest.skip(reason)
    (folder / "sitecustomize.py").write_text(NO_NETWORK)
    # python and nothing else: neither latex nor dvisvgm can be found
    environment = {
        **{name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PATH")},
        "PATH": str(Path(sys.executable).parent),
        "PYTHONPATH": str(folder),
        "GANTHEORY_RUN": str(run),
    }
    return subprocess.run(
        [sys.executable, "-m", "manim", *options, str(ROOT / "animations" / "figure1.py")],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
    )


def test_the_command_renders_with_no_terminal_network_or_tex(analytic_run, tmp_path):
    done = manim(tmp_path, analytic_run, "-ql", "--save_sections")
    assert done.returncode == 0, done.stdout + done.stderr
    [film] = list(tmp_path.rglob("Figure1.mp4"))
    assert film.stat().st_size > 50_000
    sections = sorted(path.name for path in tmp_path.rglob("Figure1_*panel*.mp4"))
    assert [re.search("panel_(.)", name)[1] for name in sections] == list("abcd")


def test_a_recording_that_breaks_the_theory_ends_the_command(analytic, tmp_path):
    value = analytic["value"].copy()
    value[3] = analytic["criterion"][3] + 0.01
    arrays = {**analytic.arrays, "value": value}
    run = write_recording(tmp_path / "run", "mixture_1d", analytic.config, 0, arrays)
    refused(manim(tmp_path, run, "-ql"), tmp_path)


def test_an_altered_recording_ends_the_command(analytic_run, tmp_path):
    run = shutil.copytree(analytic_run, tmp_path / "run")
    data = bytearray((run / "arrays.npz").read_bytes())
    data[len(data) // 2] ^= 1
    (run / "arrays.npz").write_bytes(data)
    refused(manim(tmp_path, run, "-ql"), tmp_path)


def test_a_recording_that_is_not_there_is_one_clear_line(tmp_path, monkeypatch, capsys):
    from gantheory.animation import source

    monkeypatch.setenv(source.VARIABLE, str(tmp_path / "nowhere"))
    with pytest.raises(SystemExit) as ended:
        source.or_exit(source.mixture_run)
    assert ended.value.code == 2
    assert "nowhere" in capsys.readouterr().err


def refused(done, folder):
    """Exit code 2, one clear line, no traceback and no film."""
    assert done.returncode == 2, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    errors = [line for line in done.stderr.splitlines() if "error" in line]
    assert len(errors) == 1
    assert errors[0].startswith("gantheory: error: ")
    assert not list(folder.rglob("Figure1.mp4"))


@pytest.mark.parametrize("path", SCENES, ids=lambda path: path.name)
def test_scenes_hold_one_scene_and_use_no_tex(path):
    source = path.read_text()
    assert len(re.findall(r"^class ", source, re.MULTILINE)) == 1
    for name in ("Tex(", "MathTex(", "BulletedList(", "DecimalNumber(", "add_coordinates"):
        assert name not in source


@pytest.mark.parametrize("path", SCENES, ids=lambda path: path.name)
def test_the_one_scene_is_the_catalogues(path):
    if reason := manim_missing():
        pytest.skip(reason)
    from importlib.util import module_from_spec, spec_from_file_location

    from manim import Scene, tempconfig

    from gantheory.animation.catalogue import SCENES as CATALOGUE

    spec = spec_from_file_location(f"animations_{path.stem}", path)
    module = module_from_spec(spec)
    with tempconfig({}):
        spec.loader.exec_module(module)
    found = [one for one in vars(module).values() if isinstance(one, type)]
    # what manim lists: the scenes that the file itself defines
    own = [one for one in found if one.__module__ == spec.name and issubclass(one, Scene)]
    assert len(own) == 1
    assert issubclass(own[0], CATALOGUE[path.stem].scene_class())
    assert own[0].__name__.lower() == path.stem.replace("_", "")


def test_building_blocks_use_no_tex():
    for path in sorted((ROOT / "gantheory" / "animation").rglob("*.py")):
        source = path.read_text()
        for name in ("MathTex", "Tex(", "BulletedList", "DecimalNumber", "add_coordinates"):
            assert name not in source, f"{name} in {path.name}"


def test_the_demo_run_is_made_with_a_message_when_there_is_none(tmp_path, monkeypatch, capsys):
    from gantheory.animation import source
    from gantheory.line import run as mixture_run

    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(source.VARIABLE, raising=False)
    made = []

    def make(directory):
        from analytic_recording import write_analytic_recording

        made.append(directory)
        return write_analytic_recording(directory)

    monkeypatch.setattr(mixture_run, "make_demo_run", make)
    assert source.mixture_run().frames > 0
    assert made == [source.DEMO_RUN]
    assert "No recording" in capsys.readouterr().err
    source.mixture_run()
    assert len(made) == 1
