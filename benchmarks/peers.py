"""The engines that are measured side by side, each at its documented usage; a module of `matchers.py`.

An engine is made from examples (intent -> sentences) and gives for a text its best intent, or None, and a score by
which texts that belong nowhere can be told from others.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

Examples = Mapping[str, Sequence[str]]
Best = tuple[str | None, float]


class Engine(Protocol):
    """What is measured."""

    def best(self, text: str) -> Best:
        """The best intent for a text, and how well it fits."""


class Own:
    """`IntentMatcher`, with its threshold put aside; `threshold` is the one that it set from the examples."""

    def __init__(self, examples: Examples) -> None:
        from advisor import IntentMatcher

        self.matcher = IntentMatcher(examples)
        self.threshold = self.matcher.threshold
        self.matcher.threshold = 0.0

    def best(self, text: str) -> Best:
        found = self.matcher.match(text)
        return (found[0].intent, found[0].confidence) if found else (None, 0.0)


class Nearest:
    """The intent of the nearest example by a scorer of rapidfuzz."""

    def __init__(self, examples: Examples, scorer: str) -> None:
        from rapidfuzz import fuzz, process, utils

        self._find, self._scorer, self._clean = process.extractOne, getattr(fuzz, scorer), utils.default_process
        pairs = [(self._clean(sentence), intent) for intent, held in examples.items() for sentence in held]
        self._sentences = [sentence for sentence, _ in pairs]
        self._intents = [intent for _, intent in pairs]

    def best(self, text: str) -> Best:
        _, score, number = self._find(self._clean(text), self._sentences, scorer=self._scorer)
        return self._intents[number], score


class Bm25:
    """The intent of the nearest example by BM25 (rank_bm25's BM25Okapi over lower-case words)."""

    def __init__(self, examples: Examples) -> None:
        from rank_bm25 import BM25Okapi

        pairs = [(_words(sentence), intent) for intent, held in examples.items() for sentence in held]
        self._intents = [intent for _, intent in pairs]
        self._index = BM25Okapi([words for words, _ in pairs])

    def best(self, text: str) -> Best:
        scores = self._index.get_scores(_words(text))
        number = int(scores.argmax())
        return (self._intents[number], float(scores[number])) if scores[number] > 0 else (None, 0.0)


class Linear:
    """scikit-learn on TF-IDF of words and pairs of words, and of 2 to 4 letters within words."""

    def __init__(self, examples: Examples, kind: str) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import make_pipeline, make_union
        from sklearn.svm import LinearSVC

        texts = [sentence for held in examples.values() for sentence in held]
        labels = [intent for intent, held in examples.items() for _ in held]
        model = LogisticRegression(C=30, max_iter=200) if kind == "LogisticRegression" else LinearSVC()
        features = make_union(
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True),
        )
        self._model: Any = make_pipeline(features, model).fit(texts, labels)
        self._score = self._model.predict_proba if kind == "LogisticRegression" else self._model.decision_function

    def best(self, text: str) -> Best:
        scores = self._score([text])[0]
        number = int(scores.argmax())
        return str(self._model.classes_[number]), float(scores[number])


class FastText:
    """fastText supervised, with the settings at which its tutorial on text classification arrives."""

    def __init__(self, examples: Examples) -> None:
        import fasttext

        self._names = list(examples)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "examples.txt"
            lines = [
                f"__label__{number} {' '.join(_words(sentence))}"
                for number, held in enumerate(examples.values())
                for sentence in held
            ]
            path.write_text("\n".join(lines), encoding="utf-8")
            self._model = fasttext.train_supervised(
                input=str(path), lr=1.0, epoch=25, wordNgrams=2, thread=1, verbose=0
            )

    def best(self, text: str) -> Best:
        labels, scores = self._model.predict(" ".join(_words(text)))
        return (self._names[int(labels[0].removeprefix("__label__"))], float(scores[0])) if labels else (None, 0.0)


class Hassil:
    """hassil, with every example as a sentence template."""

    def __init__(self, examples: Examples) -> None:
        from hassil import Intents, recognize_best

        held = {
            intent: {"data": [{"sentences": [" ".join(_words(s)) for s in sentences if _words(s)]}]}
            for intent, sentences in examples.items()
        }
        self._intents = Intents.from_dict({"language": "en", "intents": held})
        self._recognize = recognize_best

    def best(self, text: str) -> Best:
        found = self._recognize(" ".join(_words(text)), self._intents)
        return (found.intent.name, 1.0) if found else (None, 0.0)


class Padacioso:
    """padacioso, with every example as a sample."""

    def __init__(self, examples: Examples) -> None:
        from padacioso import IntentContainer

        self._container = IntentContainer()
        for intent, sentences in examples.items():
            self._container.add_intent(intent, sorted({" ".join(_words(s)) for s in sentences if _words(s)}))

    def best(self, text: str) -> Best:
        found = self._container.calc_intent(" ".join(_words(text)))
        return found["name"], float(found.get("conf", 0.0))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower().replace("'", ""))


ENGINES: Mapping[str, tuple[Callable[[Examples], Engine], tuple[str, ...], int]] = {
    "advisor IntentMatcher": (Own, ("advisor", "rapidfuzz"), 0),
    "rapidfuzz ratio": (lambda e: Nearest(e, "ratio"), ("rapidfuzz",), 300),
    "rapidfuzz token_set_ratio": (lambda e: Nearest(e, "token_set_ratio"), ("rapidfuzz",), 300),
    "rapidfuzz WRatio": (lambda e: Nearest(e, "WRatio"), ("rapidfuzz",), 300),
    "BM25": (Bm25, ("rank-bm25", "numpy"), 600),
    "LogisticRegression": (lambda e: Linear(e, "LogisticRegression"), ("scikit-learn", "scipy", "numpy"), 600),
    "LinearSVC": (lambda e: Linear(e, "LinearSVC"), ("scikit-learn", "scipy", "numpy"), 600),
    "fastText": (FastText, ("fasttext-numpy2-wheel",), 0),
    "hassil": (Hassil, ("hassil",), 100),
    "padacioso": (Padacioso, ("padacioso",), 60),
}
"""Name -> how it is made, the distributions that it needs, and how many messages it is given at most (0: all).

The slow ones get an even choice of the messages; the sampling error says what that costs.
"""
