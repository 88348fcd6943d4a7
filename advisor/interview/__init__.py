"""The interview that finds out which role suits a person: what a turn of it does, and what the answers come to."""

from advisor.interview.result import OPEN, SKIPPED, Fit, FitPoint, chosen, fit
from advisor.interview.turns import Turns

__all__ = ["OPEN", "SKIPPED", "Fit", "FitPoint", "Turns", "chosen", "fit"]
