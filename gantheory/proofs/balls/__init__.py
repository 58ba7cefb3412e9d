"""Certified numbers: enclosures in balls (Arb), rigorous from the formula to the last digit."""
