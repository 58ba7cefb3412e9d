"""Claims about generative adversarial nets, and the small kernel that checks their proofs.

The way down from the reader to the trusted code:

* `registry` lists the claims by group and loads them lazily;
* `claims` holds them as data: statement, hypotheses, steps, false variants, references;
* `verify` runs them through
* `kernel`, whose rules alone can make a `Theorem`; and
* `exact` checks every refuting witness again, by different code.

Importing this package imports neither sympy nor z3.
"""
