"""The interview that finds out which role suits a person: what a turn of it does, and what the answers come to."""

from advisor.interview.result import LEANINGS, OPEN, SKIPPED, Fit, FitPoint, chosen, fit, leans
from advisor.interview.turns import GO_ON, Turns

__all__ = ["GO_ON", "LEANINGS", "OPEN", "SKIPPED", "Fit", "FitPoint", "Turns", "chosen", "fit", "leans"]
