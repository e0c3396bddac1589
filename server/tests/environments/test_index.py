from pathlib import Path

from dayshift.environments import index
from dayshift.environments.index import uv_variables


def pip(tmp_path: Path, text: str) -> dict[str, str]:
    (tmp_path / "pip.conf").write_text(text)
    return {"PIP_CONFIG_FILE": str(tmp_path / "pip.conf")}


def test_pips_own_settings_are_told_to_uv_in_its_words(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(index, "_pip_files", lambda env: [Path(env["PIP_CONFIG_FILE"])])
    env = pip(
        tmp_path, "[global]\nindex-url = https://a/simple\nextra_index_url =\n  https://b\n  https://c\ntimeout = 5\n"
    )

    variables = uv_variables({**env, "PIP_FIND_LINKS": "/wheels"})

    assert variables["UV_DEFAULT_INDEX"] == "https://a/simple"
    assert variables["UV_EXTRA_INDEX_URL"] == "https://b https://c"
    assert variables["UV_INDEX_STRATEGY"] == "unsafe-best-match"
    assert variables["UV_FIND_LINKS"] == "/wheels"


def test_pips_variables_win_over_its_files(tmp_path: Path) -> None:
    env = pip(tmp_path, "[global]\nindex-url = https://file\n")

    assert uv_variables({**env, "PIP_INDEX_URL": "https://variable"})["UV_DEFAULT_INDEX"] == "https://variable"


def test_uvs_own_index_wins_over_pips(tmp_path: Path) -> None:
    env = pip(tmp_path, "[global]\nindex-url = https://pip\nextra-index-url = https://more\n")

    variables = uv_variables({**env, "UV_INDEX": "https://uv"})

    assert variables["UV_INDEX"] == "https://uv"
    assert not {"UV_DEFAULT_INDEX", "UV_EXTRA_INDEX_URL", "UV_INDEX_STRATEGY"} & variables.keys()


def test_a_broken_file_of_pip_is_passed_over(tmp_path: Path) -> None:
    env = pip(tmp_path, "index-url = https://x\n")

    assert "https://x" not in uv_variables(env).values()


def test_what_is_ours_or_secret_does_not_reach_uv() -> None:
    env = {
        "DAYSHIFT_DATABASE_URL": "secret",
        "AWS_SECRET": "x",
        "UV_PYTHON": "/x",
        "UV_CACHE_DIR": "/x",
        "UV_LINK_MODE": "symlink",
    }

    variables = uv_variables({**env, "PATH": "/bin", "UV_PYTHON_DOWNLOADS": "automatic"})

    assert not env.keys() & variables.keys()
    assert variables["PATH"] == "/bin"
    assert variables["UV_PYTHON_DOWNLOADS"] == "never"
