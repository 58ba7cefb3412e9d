"""The cache of compiled programs never stands in the way."""

import jax
import pytest

from gantheory.compile_cache import VARIABLE, cache_folder, use_compile_cache


@pytest.fixture
def untouched():
    names = (
        "jax_compilation_cache_dir",
        "jax_persistent_cache_min_compile_time_secs",
        "jax_persistent_cache_min_entry_size_bytes",
    )
    before = {name: getattr(jax.config, name) for name in names}
    yield
    for name, value in before.items():
        jax.config.update(name, value)


def test_switched_off_it_changes_nothing(monkeypatch, untouched):
    before = jax.config.jax_compilation_cache_dir
    monkeypatch.setenv(VARIABLE, "off")
    assert use_compile_cache() is None
    assert jax.config.jax_compilation_cache_dir == before


def test_a_folder_that_cannot_be_made_is_no_error(monkeypatch, tmp_path, untouched):
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "file"))
    before = jax.config.jax_compilation_cache_dir
    assert use_compile_cache() is None
    assert jax.config.jax_compilation_cache_dir == before


def test_the_folder_is_named_after_jaxlib_and_the_cpu(monkeypatch, tmp_path, untouched):
    import jaxlib

    monkeypatch.setenv(VARIABLE, str(tmp_path))
    folder = use_compile_cache()
    assert folder == cache_folder(str(tmp_path))
    assert folder.is_dir()
    assert jaxlib.__version__ in folder.name
    assert jax.config.jax_compilation_cache_dir == str(folder)
