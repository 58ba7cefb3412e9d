"""One registry of formulas: name -> Typst, LaTeX, words for the ear in each language, colour role.

Films, figures and texts write `@name` and get the form that they need, so that a formula looks the
same wherever it stands and its symbols are coloured like their curves. A form may itself contain
`@name` of another entry. Operators come from `gantheory.notation.signs`, as in the theory's own
rendering.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from gantheory.errors import GanTheoryError
from gantheory.notation.signs import SIGNS

LANGUAGES = ("en", "ko")

#: a name in a text or a formula: letters of ASCII, so that Korean particles may follow at once
REFERENCE = re.compile(r"@([A-Za-z][A-Za-z0-9_]*)")


@dataclass(frozen=True)
class Formula:
    """A piece of mathematics in the forms that pictures and readers need.

    Attributes:
        typst: for Typst, between dollar signs there; may contain `@name`.
        latex: for LaTeX and matplotlib's mathtext, between dollar signs there; likewise.
        en: how it is read aloud in English.
        ko: how it is read aloud in Korean.
        role: the colour of a `Theme` that the whole is drawn in; "" leaves its parts their own.
    """

    typst: str
    latex: str
    en: str
    ko: str
    role: str = ""

    def alt(self, language: str) -> str:
        """The words for the ear."""
        return self.ko if language == "ko" else self.en


_LOG, _JSD, _SUP, _KL = (SIGNS[name] for name in ("log", "JSD", "sup", "KL"))

FORMULAS: dict[str, Formula] = {
    # the four curves, and what they are curves of
    "p_data": Formula('p_"data"', r"p_{\mathrm{data}}", "p data", "p 데이터", "p_data"),
    "p_g": Formula("p_g", "p_g", "p g", "p g", "p_g"),
    "D": Formula("D", "D", "D", "D", "discriminator"),
    "D_star": Formula("D^*", "D^*", "D star", "D 스타", "optimal"),
    "G": Formula("G", "G", "G", "G", "p_g"),
    "x": Formula("x", "x", "x", "x"),
    "z": Formula("z", "z", "z", "z"),
    "p_data_x": Formula(
        'p_"data" (x)', r"p_{\mathrm{data}}(x)", "p data of x", "p 데이터 x", "p_data"
    ),
    "p_g_x": Formula("p_g (x)", "p_g(x)", "p g of x", "p g x", "p_g"),
    "D_x": Formula("D(x)", "D(x)", "D of x", "D x", "discriminator"),
    "D_star_x": Formula("D^* (x)", "D^*(x)", "D star of x", "D 스타 x", "optimal"),
    "G_z": Formula("G(z)", "G(z)", "G of z", "G z", "p_g"),
    "D_G_z": Formula("D(G(z))", "D(G(z))", "D of G of z", "D G z", "discriminator"),
    "D_half": Formula(
        "D(x) = 1\\/2", r"D(x) = 1/2", "D of x equals one half", "D x는 2분의 1", "discriminator"
    ),
    "half": Formula("1\\/2", "1/2", "one half", "2분의 1", "discriminator"),
    # the game
    "V": Formula("V(D, G)", "V(D,G)", "V of D and G", "V D G"),
    "game": Formula(
        f'min_G max_D @V = op("E")_(x tilde p_"data") [{_LOG.typst} @D_x] '
        '+ op("E")_(z tilde p_z) [@saturating]',
        rf"\min_G \max_D @V = \operatorname{{E}}_{{x \sim p_{{\mathrm{{data}}}}}}"
        rf"[{_LOG.latex} @D_x] + \operatorname{{E}}_{{z \sim p_z}}[@saturating]",
        "minimise over G, maximise over D: V of D and G equals the mean over data x of log D of x "
        "plus the mean over noise z of log of 1 minus D of G of z",
        "G에 대해 최소화하고 D에 대해 최대화한다: V D G는 데이터 x에 대한 로그 D x의 평균 더하기 "
        "잡음 z에 대한 로그 1 빼기 D G z의 평균",
    ),
    "C": Formula("C(G)", "C(G)", "C of G", "C G"),
    "JSD": Formula(_JSD.typst, _JSD.latex, "the Jensen-Shannon divergence", "옌센-섀넌 발산"),
    "log_4": Formula(f"{_LOG.typst} 4", rf"{_LOG.latex} 4", "log 4", "로그 4"),
    "minus_log_4": Formula("-@log_4", "-@log_4", "minus log 4", "마이너스 로그 4"),
    "excess": Formula("@C + @log_4", "@C + @log_4", "C of G plus log 4", "C G 더하기 로그 4"),
    "two_JSD": Formula(
        "2 @JSD", r"2\,@JSD", "twice the Jensen-Shannon divergence", "옌센-섀넌 발산의 두 배"
    ),
    "split": Formula(
        "@C = -@log_4 + 2 @JSD",
        r"@C = -@log_4 + 2\,@JSD",
        "C of G equals minus log 4 plus twice the Jensen-Shannon divergence",
        "C G는 마이너스 로그 4 더하기 옌센-섀넌 발산의 두 배",
    ),
    "bound": Formula(
        "@V <= @split",
        r"@V \leq @split",
        "V of D and G is at most C of G, which is minus log 4 plus twice the Jensen-Shannon "
        "divergence",
        "V D G는 C G 이하이고, C G는 마이너스 로그 4 더하기 옌센-섀넌 발산의 두 배",
    ),
    "ratio": Formula(
        "@p_data_x \\/ (@p_data_x + @p_g_x)",
        r"@p_data_x/(@p_data_x + @p_g_x)",
        "p data of x over the sum of p data of x and p g of x",
        "p 데이터 x와 p g x의 합 분의 p 데이터 x",
    ),
    "optimal": Formula(
        "@D_star_x = frac(@p_data_x, @p_data_x + @p_g_x)",
        r"@D_star_x = \frac{@p_data_x}{@p_data_x + @p_g_x}",
        "D star of x equals p data of x over the sum of p data of x and p g of x",
        "D 스타 x는 p 데이터 x와 p g x의 합 분의 p 데이터 x",
    ),
    # Algorithm 1
    "p_z": Formula("p_z", "p_z", "p z", "p z"),
    "m": Formula("m", "m", "m", "m"),
    "k": Formula("k", "k", "k", "k"),
    "k_one": Formula("k = 1", "k = 1", "k equals 1", "k는 1"),
    "x_batch": Formula(
        "x^((1)), dots.h, x^((m))",
        r"x^{(1)}, \ldots, x^{(m)}",
        "x 1 to x m",
        "x 1부터 x m까지",
    ),
    "z_batch": Formula(
        "z^((1)), dots.h, z^((m))",
        r"z^{(1)}, \ldots, z^{(m)}",
        "z 1 to z m",
        "z 1부터 z m까지",
    ),
    "D_x_i": Formula("D(x^((i)))", "D(x^{(i)})", "D of x i", "D x i", "discriminator"),
    "D_G_z_i": Formula(
        "D(G(z^((i))))", "D(G(z^{(i)}))", "D of G of z i", "D G z i", "discriminator"
    ),
    "ascend": Formula(
        f"nabla_(theta_d) 1/m sum_(i=1)^m [{_LOG.typst} @D_x_i + {_LOG.typst}(1 - @D_G_z_i)]",
        rf"\nabla_{{\theta_d}} \frac{{1}}{{m}} \sum_{{i=1}}^m "
        rf"[{_LOG.latex} @D_x_i + {_LOG.latex}(1 - @D_G_z_i)]",
        "the gradient by theta d of the mean of log D of x i plus log of 1 minus D of G of z i",
        "로그 D x i 더하기 로그 1 빼기 D G z i의 평균의 세타 d에 대한 기울기",
    ),
    "descend": Formula(
        f"nabla_(theta_g) 1/m sum_(i=1)^m {_LOG.typst}(1 - @D_G_z_i)",
        rf"\nabla_{{\theta_g}} \frac{{1}}{{m}} \sum_{{i=1}}^m {_LOG.latex}(1 - @D_G_z_i)",
        "the gradient by theta g of the mean of log of 1 minus D of G of z i",
        "로그 1 빼기 D G z i의 평균의 세타 g에 대한 기울기",
    ),
    # Proposition 1, point by point
    "a": Formula("a", "a", "a", "a", "p_data"),
    "b": Formula("b", "b", "b", "b", "p_g"),
    "y": Formula("y", "y", "y", "y", "discriminator"),
    "a_is": Formula("@a = @p_data_x", "@a = @p_data_x", "a equals p data of x", "a는 p 데이터 x"),
    "b_is": Formula("@b = @p_g_x", "@b = @p_g_x", "b equals p g of x", "b는 p g x"),
    "y_is": Formula("@y = @D_x", "@y = @D_x", "y equals D of x", "y는 D x"),
    "a_log": Formula(f"@a {_LOG.typst} @y", rf"@a {_LOG.latex} @y", "a log y", "a 로그 y"),
    "b_log": Formula(
        f"@b {_LOG.typst}(1 - @y)",
        rf"@b {_LOG.latex}(1 - @y)",
        "b log of 1 minus y",
        "b 로그 1 빼기 y",
    ),
    "pointwise": Formula(
        "@a_log + @b_log",
        "@a_log + @b_log",
        "a log y plus b log of 1 minus y",
        "a 로그 y 더하기 b 로그 1 빼기 y",
    ),
    "maximiser": Formula(
        "@a \\/ (@a + @b)", "@a/(@a + @b)", "a over a plus b", "a 더하기 b 분의 a"
    ),
    # Theorem 1, as areas
    "mixture": Formula(
        "(@p_data + @p_g) \\/ 2",
        r"(@p_data + @p_g)/2",
        "the mean of p data and p g",
        "p 데이터와 p g의 평균",
    ),
    "integrand": Formula(
        f"@p_data {_LOG.typst} @D_star + @p_g {_LOG.typst}(1 - @D_star)",
        rf"@p_data\,{_LOG.latex} @D_star + @p_g\,{_LOG.latex}(1 - @D_star)",
        "p data log D star plus p g log of 1 minus D star",
        "p 데이터 로그 D 스타 더하기 p g 로그 1 빼기 D 스타",
    ),
    "floor_integrand": Formula(
        f"-(@p_data + @p_g) {_LOG.typst} 2",
        rf"-(@p_data + @p_g)\,{_LOG.latex} 2",
        "minus the sum of p data and p g, times log 2",
        "마이너스 p 데이터와 p g의 합 곱하기 로그 2",
    ),
    # Proposition 2
    "V_p_g": Formula("V(D, @p_g)", "V(D, @p_g)", "V of D and p g", "V D p g"),
    "C_p_g": Formula("C(@p_g)", "C(@p_g)", "C of p g", "C p g"),
    "supremum": Formula(
        f"@C_p_g = {_SUP.typst}_D @V_p_g",
        rf"@C_p_g = {_SUP.latex}_D\,@V_p_g",
        "C of p g is the supremum over D of V of D and p g",
        "C p g는 모든 D에 대한 V D p g의 상한",
    ),
    "averaging": Formula(
        "@p_g <- (@p_data + @p_g) \\/ 2",
        r"@p_g \leftarrow (@p_data + @p_g)/2",
        "p g becomes the mean of p data and p g",
        "p g를 p 데이터와 p g의 평균으로 바꾼다",
    ),
    "gap": Formula(
        "@C_p_g + @log_4",
        "@C_p_g + @log_4",
        "the gap: C of p g plus log 4",
        "간격: C p g 더하기 로그 4",
    ),
    "lambda": Formula("lambda", r"\lambda", "lambda", "람다"),
    "rest": Formula("1 - lambda", r"1 - \lambda", "1 minus lambda", "1 빼기 람다"),
    "two_to_minus_n": Formula("2^(-n)", "2^{-n}", "2 to the minus n", "2의 마이너스 n제곱"),
    "p_g_A": Formula('p_g ("A")', r"p_g(\mathrm{A})", "p g of A", "p g A", "p_g"),
    # the two losses of the generator
    "saturating": Formula(
        f"{_LOG.typst}(1 - @D_G_z)",
        rf"{_LOG.latex}(1 - @D_G_z)",
        "log of 1 minus D of G of z",
        "로그 1 빼기 D G z",
    ),
    "non_saturating": Formula(
        f"-{_LOG.typst} @D_G_z",
        rf"-{_LOG.latex} @D_G_z",
        "minus log D of G of z",
        "마이너스 로그 D G z",
    ),
    "D_small": Formula("@D_G_z -> 0", r"@D_G_z \to 0", "D of G of z goes to 0", "D G z가 0으로"),
    "logit": Formula("s", "s", "the logit s of D", "D의 로짓 s"),
    # the Helvetica scenario
    "helvetica_loss": Formula(
        'op("E")_z thin @saturating',
        r"\operatorname{E}_z\,@saturating",
        "the mean over z of log of 1 minus D of G of z",
        "z에 대한 로그 1 빼기 D G z의 평균",
    ),
    "lowest_loss": Formula(
        f"{_LOG.typst}(1 - max @D)",
        rf"{_LOG.latex}(1 - \max @D)",
        "log of 1 minus the maximum of D",
        "로그 1 빼기 D의 최댓값",
    ),
    # the Dirac-GAN: two numbers
    "theta": Formula("theta", r"\theta", "theta", "세타", "p_g"),
    "psi": Formula("psi", r"\psi", "psi", "프사이", "discriminator"),
    "distance": Formula(
        "sqrt(@theta^2 + @psi^2)",
        r"\sqrt{@theta^2 + @psi^2}",
        "the square root of theta squared plus psi squared",
        "세타 제곱 더하기 프사이 제곱의 제곱근",
    ),
    "dirac_D": Formula(
        "D(x) = sigma(@psi thin x)",
        r"D(x) = \sigma(@psi\,x)",
        "D of x is the sigmoid of psi x",
        "D x는 프사이 x의 시그모이드",
    ),
    "short_for_turning": Formula(
        "h c^2 < gamma", r"h c^2 < \gamma", "h c squared is less than gamma", "h c 제곱이 감마 미만"
    ),
    "short_for_damping": Formula(
        "h gamma < 2", r"h \gamma < 2", "h gamma is less than 2", "h 감마가 2 미만"
    ),
    "gradient_penalty": Formula(
        "gamma/2 thin @psi^2",
        r"\frac{\gamma}{2}\,@psi^2",
        "gamma over 2 times psi squared",
        "2분의 감마 곱하기 프사이 제곱",
    ),
    # what the lecture says beside them
    "p_y_x": Formula("p(y mid(|) x)", r"p(y \mid x)", "p of y given x", "x가 주어진 y의 확률 p"),
    "p_x": Formula("p(x)", "p(x)", "p of x", "p x"),
    "x_i": Formula("x^((i))", "x^{(i)}", "x i", "x i"),
    "z_i": Formula("z^((i))", "z^{(i)}", "z i", "z i"),
    "pi": Formula("pi", r"\pi", "pi", "파이"),
    "epsilon": Formula("epsilon", r"\epsilon", "epsilon", "엡실론"),
    "eta": Formula("eta", r"\eta", "eta", "에타"),
    "minus_V": Formula("-@V", "-@V", "minus V of D and G", "마이너스 V D G"),
    "V_integral": Formula(
        f"@V = integral (@p_data_x {_LOG.typst} @D_x + @p_g_x {_LOG.typst}(1 - @D_x)) thin d x",
        rf"@V = \int (@p_data_x\,{_LOG.latex} @D_x + @p_g_x\,{_LOG.latex}(1 - @D_x))\,d x",
        "V of D and G is the integral over x of p data of x log D of x plus p g of x log of 1 "
        "minus D of x",
        "V D G는 p 데이터 x 로그 D x 더하기 p g x 로그 1 빼기 D x를 x에 대해 적분한 것",
    ),
    "kl_minus_jsd": Formula(
        f"{_KL.typst} (@p_g mid(||) @p_data) - 2 @JSD",
        rf"{_KL.latex}(@p_g \| @p_data) - 2\,@JSD",
        "the Kullback-Leibler divergence of p g from p data, minus twice the Jensen-Shannon "
        "divergence",
        "p g와 p 데이터의 쿨백-라이블러 발산 빼기 옌센-섀넌 발산의 두 배",
    ),
    "eta_one": Formula("eta = 1", r"\eta = 1", "eta equals 1", "에타는 1"),
    "eta_most_one": Formula("eta <= 1", r"\eta \leq 1", "eta is at most 1", "에타는 1 이하"),
    "one_over_eta_k": Formula(
        "1\\/(1 + eta k)", r"1/(1 + \eta k)", "1 over 1 plus eta k", "1 더하기 에타 k 분의 1"
    ),
    "one_over_eta_T": Formula("1\\/(eta T)", r"1/(\eta T)", "1 over eta T", "에타 T 분의 1"),
    "log_2": Formula(f"{_LOG.typst} 2", rf"{_LOG.latex} 2", "log 2", "로그 2"),
    "log_tangent": Formula(
        f"{_LOG.typst} t <= t - 1",
        rf"{_LOG.latex} t \leq t - 1",
        "log t is at most t minus 1",
        "로그 t는 t 빼기 1 이하",
    ),
    "t_one": Formula("t = 1", "t = 1", "t equals 1", "t는 1"),
    "y_best": Formula(
        "@y = @a \\/ (@a + @b)",
        "@y = @a/(@a + @b)",
        "y equals a over a plus b",
        "y는 a 더하기 b 분의 a",
    ),
    "equal": Formula("@p_g = @p_data", "@p_g = @p_data", "p g equals p data", "p g는 p 데이터"),
    "D_star_half": Formula(
        "@D_star = 1\\/2", "@D_star = 1/2", "D star equals one half", "D 스타는 2분의 1"
    ),
    "one_half": Formula("1\\/2", "1/2", "one half", "2분의 1"),
    "C_zero": Formula("@C = 0", "@C = 0", "C of G equals 0", "C G는 0"),
    "minus_D": Formula("-@D", "-@D", "minus D", "마이너스 D"),
    "minus_the_rest": Formula(
        "-(1 - @D)", "-(1 - @D)", "minus, in brackets, 1 minus D", "마이너스 괄호 1 빼기 D"
    ),
}


def formula(name: str) -> Formula:
    """Look a formula up.

    Raises:
        GanTheoryError: if there is none of this name.
    """
    if name not in FORMULAS:
        raise GanTheoryError(
            f"there is no formula @{name}; add it to the registry in gantheory/notation"
        )
    return FORMULAS[name]


def typst(name: str) -> str:
    """A formula in Typst, its parts wrapped in the colour functions of `typst_colors`."""
    return _expanded(name, _typst_form, _colored)


def latex(name: str) -> str:
    """A formula in LaTeX, without colours, in what matplotlib's mathtext reads as well."""
    return _expanded(name, _latex_form, _plain)


def typst_colors(colors: dict[str, str]) -> str:
    """The Typst code that a text with formulas needs before it.

    Args:
        colors: role -> #rrggbb.
    """
    return "".join(
        f'#let {_function(role)}(it) = text(fill: rgb("{color}"), it)\n'
        for role, color in colors.items()
    )


def _typst_form(one: Formula) -> str:
    return one.typst


def _latex_form(one: Formula) -> str:
    return one.latex


def _plain(_: str, text: str) -> str:
    return text


def _colored(role: str, text: str) -> str:
    """Wrap a formula in the function of its role; so it must have no comma outside of brackets."""
    return f"{_function(role)}({text})" if role else text


def _function(role: str) -> str:
    """Typst's name for a role: in mathematics a name is letters only."""
    return "role" + role.replace("_", "")


@cache
def _expanded(name: str, form: Callable[[Formula], str], color: Callable[[str, str], str]) -> str:
    one = formula(name)
    inner = REFERENCE.sub(lambda match: _expanded(match.group(1), form, color), form(one))
    return color(one.role, inner)
