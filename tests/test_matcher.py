"""What `IntentMatcher` promises: evidence that adds up, results that do not depend on order, and honest rejection."""

from __future__ import annotations

import itertools
import math
import random
import string

import pytest

from advisor import IntentMatcher, Match, RequestError
from advisor.lanes import Lanes, mask, pack

EXAMPLES: dict[str, list[str]] = {
    "book_table": [
        "book a table for two",
        "reserve a table tonight",
        "can I get a table for four people",
        "table please",
    ],
    "cancel": [
        "cancel my reservation",
        "please cancel the booking",
        "I no longer want the table",
        "call off my dinner",
    ],
    "opening_hours": [
        "when do you open",
        "what are your opening hours",
        "are you open on Sunday",
        "how late are you open",
    ],
    "menu": ["what is on the menu", "do you have vegetarian dishes", "show me the menu", "what can I eat"],
    "location": ["where are you", "what is the address", "how do I get to the restaurant", "where is the entrance"],
    "one_example": ["is there parking"],
}
WORDS = sorted({word for sentences in EXAMPLES.values() for s in sentences for word in s.split()})


def texts(count: int) -> list[str]:
    """Texts of known words, broken words and noise, the same in every run."""
    chance = random.Random(7)
    noise = string.ascii_lowercase + string.digits + " '!?.,-\u00e9\u4e2d\U0001f600\x00\ud800"
    made = []
    for _ in range(count):
        known = [chance.choice(WORDS) for _ in range(chance.randint(0, 9))]
        broken = ["".join(chance.sample(word, len(word))) for word in known[::3]]
        odd = ["".join(chance.choice(noise) for _ in range(chance.randint(1, 9))) for _ in range(chance.randint(0, 3))]
        mixed = known + broken + odd
        chance.shuffle(mixed)
        made.append(" ".join(mixed))
    return made


def shuffled(seed: int) -> dict[str, list[str]]:
    """The examples in another order, of intents and of sentences."""
    chance = random.Random(seed)
    intents = list(EXAMPLES)
    chance.shuffle(intents)
    return {intent: chance.sample(EXAMPLES[intent], len(EXAMPLES[intent])) for intent in intents}


@pytest.fixture(scope="module")
def matcher() -> IntentMatcher:
    return IntentMatcher(EXAMPLES)


@pytest.fixture(scope="module")
def open_matcher() -> IntentMatcher:
    return IntentMatcher(EXAMPLES, threshold=0)


def test_own_examples_are_matched_first(open_matcher: IntentMatcher) -> None:
    for intent, sentences in EXAMPLES.items():
        for sentence in sentences:
            assert open_matcher.match(sentence)[0].intent == intent, sentence


def test_wordings_that_are_not_examples_are_matched(open_matcher: IntentMatcher) -> None:
    assert open_matcher.match("I would like to reserve a table")[0].intent == "book_table"
    assert open_matcher.match("please cancel it")[0].intent == "cancel"
    assert open_matcher.match("are you opened on sundays?")[0].intent == "opening_hours"


def test_evidence_adds_up_to_the_score(open_matcher: IntentMatcher) -> None:
    seen = 0
    for text in [*texts(300), *(s for held in EXAMPLES.values() for s in held)]:
        for match in open_matcher.match(text):
            seen += 1
            assert math.isclose(sum(e.points for e in match.evidence), match.score, rel_tol=1e-9, abs_tol=1e-9)
            assert all(math.isfinite(e.points) for e in match.evidence)
    assert seen > 300


def test_the_evidence_names_words_of_the_text(open_matcher: IntentMatcher) -> None:
    match = open_matcher.match("Cancel my reservation")[0]
    named = [e.words for e in match.evidence if e.points > 0]
    assert set(named) == {"cancel", "my", "reservation"}
    assert len(named) == len(set(named))


def test_a_misspelt_word_counts_as_the_one_that_was_meant(open_matcher: IntentMatcher) -> None:
    match = open_matcher.match("plaese cancle my reservaton")[0]
    assert match.intent == "cancel"
    assert {(e.words, e.read_as) for e in match.evidence if e.words} == {
        ("plaese", "please"), ("cancle", "cancel"), ("my", "my"), ("reservaton", "reservation"),
    }  # fmt: skip


def test_a_word_of_the_examples_in_another_form_is_no_slip(open_matcher: IntentMatcher) -> None:
    assert ("cancels", "cancels") in {(e.words, e.read_as) for e in open_matcher.match("he cancels")[0].evidence}


def test_the_name_of_an_intent_counts_as_an_example() -> None:
    matcher = IntentMatcher({"parkingSpace": ["can I leave my car"], "opening_hours": ["are you there on Sunday"]}, 0)
    assert matcher.match("a space for parking?")[0].intent == "parkingSpace"
    assert matcher.match("your hours")[0].intent == "opening_hours"


def test_best_first_and_at_most_one_match_an_intent(open_matcher: IntentMatcher) -> None:
    for text in texts(200):
        matches = open_matcher.match(text)
        scores = [match.score for match in matches]
        assert all(a >= b or math.isclose(a, b, abs_tol=1e-9) for a, b in itertools.pairwise(scores))
        assert len({match.intent for match in matches}) == len(matches)
        assert {match.intent for match in matches} <= set(EXAMPLES)


def test_confidence_lies_between_0_and_1(open_matcher: IntentMatcher) -> None:
    for text in [*texts(300), "table " * 500, "a", "1"]:
        for match in open_matcher.match(text):
            assert 0 <= match.confidence <= 1


def test_confidence_falls_with_words_that_nothing_explains(open_matcher: IntentMatcher) -> None:
    clear = open_matcher.match("cancel my reservation")[0]
    mixed = open_matcher.match("cancel my zebra xylophone quizzes reservation")[0]
    assert clear.intent == mixed.intent == "cancel"
    assert clear.confidence > mixed.confidence


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_order_of_examples_changes_nothing(matcher: IntentMatcher, seed: int) -> None:
    other = IntentMatcher(shuffled(seed))
    assert other.threshold == matcher.threshold
    assert other.intents == matcher.intents
    for text in texts(150):
        assert other.match(text) == matcher.match(text)


def test_tuples_and_sets_do_as_well_as_lists(matcher: IntentMatcher) -> None:
    for kind in (tuple, frozenset):
        other = IntentMatcher({intent: kind(held) for intent, held in EXAMPLES.items()})
        assert other.match("cancel the table") == matcher.match("cancel the table")


def test_the_same_text_gives_the_same_matches(matcher: IntentMatcher) -> None:
    for text in texts(50):
        assert matcher.match(text) == matcher.match(text)


def test_threshold_0_rejects_no_known_word(open_matcher: IntentMatcher) -> None:
    for word in WORDS:
        assert open_matcher.match(word), word
        assert open_matcher.match(f"xqzv {word} jjkw"), word


def test_none_sets_a_threshold_from_the_examples(matcher: IntentMatcher) -> None:
    assert 0 < matcher.threshold < 1
    fixed = IntentMatcher(EXAMPLES, threshold=matcher.threshold)
    for text in texts(100):
        assert fixed.match(text) == matcher.match(text)


def test_a_match_is_given_just_where_its_confidence_reaches_the_threshold(open_matcher: IntentMatcher) -> None:
    for threshold in (0.1, 0.3, 0.5, 0.9, 1.0):
        strict = IntentMatcher(EXAMPLES, threshold=threshold)
        for text in texts(100):
            every = open_matcher.match(text)
            wanted: tuple[Match, ...] = every if every and every[0].confidence >= threshold else ()
            assert strict.match(text) == wanted


@pytest.mark.parametrize(
    "text", ["", "   ", "?!", "xqzvjk wwqq", "\u4e2d\u6587", "\U0001f600", "\x00\ud800", "qqq" * 9999]
)
@pytest.mark.parametrize("threshold", [0, None])
def test_gibberish_gives_nothing(text: str, threshold: float | None) -> None:
    assert IntentMatcher(EXAMPLES, threshold=threshold).match(text) == ()


def test_unrelated_questions_are_mostly_rejected_and_examples_mostly_kept(matcher: IntentMatcher) -> None:
    unrelated = ("who won the football game", "translate hello to French", "my computer has a virus", "sing a song")
    assert sum(not matcher.match(text) for text in unrelated) >= 3
    own = [s for held in EXAMPLES.values() for s in held]
    assert sum(bool(matcher.match(text)) for text in own) >= len(own) - 1


@pytest.mark.parametrize(
    "examples",
    [
        {},
        [],
        None,
        "book a table",
        ["book", "cancel"],
        {"book": "book a table"},
        {"book": b"book a table"},
        {"book": []},
        {"book": ()},
        {"book": None},
        {"book": 3},
        {"book": ["fine", 3]},
        {"book": ["fine", None]},
        {"book": ["", "  ", "?!"]},
        {"book": ["fine"], "cancel": []},
        {3: ["fine"]},
    ],
    ids=repr,
)
def test_bad_examples_are_a_request_error(examples: object) -> None:
    with pytest.raises(RequestError):
        IntentMatcher(examples)  # type: ignore[arg-type]


@pytest.mark.parametrize("threshold", [2, -0.1, 1.0001, math.nan, math.inf, "0.5", True, [0.5]], ids=repr)
def test_a_bad_threshold_is_a_request_error(threshold: object) -> None:
    with pytest.raises(RequestError, match="threshold"):
        IntentMatcher(EXAMPLES, threshold=threshold)  # type: ignore[arg-type]


def test_the_error_names_the_intent() -> None:
    with pytest.raises(RequestError, match="cancel"):
        IntentMatcher({"book": ["fine"], "cancel": "no list"})


def test_one_intent_with_one_example_works() -> None:
    matcher = IntentMatcher({"only": ["hello there"]})
    assert matcher.match("hello there")[0].intent == "only"
    assert matcher.match("xqzv") == ()


def test_sentences_without_words_and_repeated_ones_do_no_harm() -> None:
    matcher = IntentMatcher({"hello": ["hello", "hello", "!!!", ""], "bye": ["bye", "goodbye"]})
    assert matcher.match("hello")[0].intent == "hello"
    assert matcher.match("goodbye")[0].intent == "bye"


def test_equal_intents_are_ordered_by_name() -> None:
    matcher = IntentMatcher({"b": ["same words"], "a": ["same words"]}, threshold=0)
    first, second = matcher.match("same words")
    assert (first.intent, second.intent) == ("a", "b")
    assert math.isclose(first.score, second.score)


@pytest.mark.parametrize("numbers", [[0], [-1, 0, 1], [2**50, -(2**50), -1, 0, 7], [-5] * 40])
def test_lanes_give_back_what_was_packed_and_keep_apart_what_is_added_and_scaled(numbers: list[int]) -> None:
    lanes = Lanes(len(numbers))
    packed = pack(enumerate(numbers))
    assert lanes.unpack(packed) == numbers
    assert lanes.pack(numbers) == packed
    other = [n - 3 for n in numbers]
    assert lanes.unpack(packed * 5 - pack(enumerate(other))) == [5 * n - m for n, m in zip(numbers, other, strict=True)]
    sizes, even = [abs(n) for n in numbers], range(0, len(numbers), 2)
    assert lanes.unpack(pack(enumerate(sizes)) & mask(even)) == [0 if n % 2 else size for n, size in enumerate(sizes)]


def test_examples_that_are_easily_confused_are_told_apart_after_corrections() -> None:
    """Nine in ten words are shared; only the corrections make the tenth decide."""
    shared = "could you please tell me right now what the"
    colours, fruits = ("red", "green", "blue", "black"), ("apple", "pear", "plum", "grape")
    matcher = IntentMatcher(
        {
            "colour": [f"{shared} {word} is" for word in colours] + ["paint it"] * 6,
            "fruit": [f"{shared} {word} is" for word in fruits],
        },
        threshold=0,
    )
    for intent, words in (("colour", colours), ("fruit", fruits)):
        assert all(matcher.match(f"{shared} {word} is")[0].intent == intent for word in words)
