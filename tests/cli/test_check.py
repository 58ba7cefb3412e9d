"""`gantheory check`: the first word, the exit code, and arguments that look like options."""

import pytest

from gantheory.cli import main


def run(capsys, *words):
    try:
        code = main(["check", *words])
    except SystemExit as stopped:
        code = stopped.code
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.mark.parametrize(
    ("words", "code", "verdict"),
    [
        (("log(a*b)", "log(a)+log(b)", "--assume", "a>0", "b>0"), 0, "proved"),
        (("log(a+b)", "log(a)+log(b)", "--assume", "a>0", "--assume", "b>0"), 1, "refuted"),
        (("--assume", "a>0", "b>0", "--", "log(a*b)", "log(a)+log(b)"), 0, "proved"),
        (("--assume", "a>0", "b>0", "log(a*b)", "log(a)+log(b)"), 0, "proved"),
        (("log(a*b)", "--assume", "a>0", "b>0", "log(a)+log(b)"), 0, "proved"),
        (("--relation", "<=", "log(t)", "t-1", "--assume=t>0"), 0, "proved"),
        (("--relation=<=", "log(t)", "t-1", "--assume", "t>0"), 0, "proved"),
        (("log(t) <= t-1", "--assume", "t>0"), 0, "proved"),
        (("-log(4)", "-2*log(2)"), 0, "proved"),
        (("-a", "-a"), 0, "proved"),
        (("-h*log(2)", "-h*log(4)/2"), 0, "proved"),
        (("-a", "-b", "--assume", "-a<0"), 1, "refuted"),
        (("--a", "a"), 0, "proved"),
        (("log(x)", "0"), 3, "ill_formed"),
        (("exp(x)", "0"), 3, "unknown"),
    ],
)
def test_verdict_first_and_exit_code(capsys, words, code, verdict):
    got, out, err = run(capsys, *words)
    assert (got, out.split()[0], err) == (code, verdict, "")


def test_a_refutation_shows_where_and_what(capsys):
    _, out, _ = run(capsys, "log(a+b)", "log(a)+log(b)", "--assume", "a>0", "b>0")
    assert "at a = 1, b = 1" in out
    assert "left side 0.693147, right side 0" in out
    assert "a > 0, b > 0 ⊢ log(a + b) = log(a) + log(b)" in out


@pytest.mark.parametrize(
    "words",
    [
        ("__import__('os').system('touch pwned')", "1"),
        ("lambda: 0", "1"),
        ("a.b", "1"),
        ("[x for x in y]", "1"),
        ("f'{a}'", "1"),
        ("9**9**9", "1"),
        ("(" * 10_000 + "a" + ")" * 10_000, "1"),
        ("a\0b", "1"),
        ("a", "b", "--assume", "a"),
        ("a",),
        (),
        ("a", "b", "c"),
        ("", ""),
    ],
)
def test_what_cannot_be_read_is_one_line_and_code_2(capsys, tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capsys, *words)
    assert (code, out) == (2, "")
    assert err.startswith("gantheory: error: ")
    assert err.count("\n") == 1
    assert len(err) < 500
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["sin", "erf", "exp", "sqrt"])
def test_a_function_that_no_rule_reads_is_unknown_even_where_the_step_is_true(capsys, name):
    """Both sides agree after sympy has put them in order; nothing is claimed all the same."""
    sides = f"{name}(x) + {name}(y)", f"{name}(y) + {name}(x)"
    code, out, _ = run(capsys, *sides, "--assume", "x>0", "y>0")
    assert code == 3
    assert out.split()[0] == "unknown"


def test_two_conditions_that_cannot_be_told_are_unknown_and_no_traceback(capsys):
    term = "log(log(y) + log(1 - y)) + log(1 - log(y) - log(1 - y))"
    assert main(["check", "log(y)", term, "--relation", "<=", "--assume", "0<y<1"]) == 3
    assert "cannot tell whether" in capsys.readouterr().out


def test_an_unknown_relation_is_a_usage_error(capsys):
    code, _, err = run(capsys, "a", "b", "--relation", "=>")
    assert code == 2
    assert "invalid choice" in err
