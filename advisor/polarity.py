"""Whether the words around a phrase turn it round: what is not liked, or liked less than something else.

"No cables", "I'd take people over cables", "cables bore me": a phrase counts for the contrary where either the words
before it or those after it turn it, and for itself where both do, or neither.
"""

from __future__ import annotations

from collections.abc import Sequence

from advisor.model import Reading, Token
from advisor.patterns import pattern
from advisor.spans import Span

NEAR_WORDS = 7
"""Words before and after a phrase among which a "not" or an "over" is looked for."""
_BEFORE = pattern(
    r"\b(?:not|never|no|nothing|nobody|none|neither|nor|hate|hates|hated|dislike|without|less|over|than|instead|"
    r"avoid|avoids|sick of|tired of|bored of|bored with|bored by|bad at|worse with|fed up with|enough of|had enough|"
    r"(?:useless|hopeless|no good|all thumbs|bad|clumsy|awkward) (?:at|with|in|among)|afraid of|scared of|put off by|"
    r"against|lose interest|lose patience|hardly|rarely|failed|fail at|fails at|dread|dreads|allergic to|turned down|"
    r"left (?:the|my|a|an|management|because of)|quit|let (?:the )?(?:someone|somebody|others?)(?: else)?|hire|"
    r"all that|leave the|spare me|far from|anything but|used to be|mumbles?|bored the moment|got sick of|mad if|"
    r"miserable|nervous (?:when|if|about|of)|panic (?:when|if)|(?:somebody|someone) else|prefer (?:\w+ )+to)\b"
    r"(?!.*\b(?:but|just|though|although|because(?! of)|so|while|and (?:love|adore|like|enjoy|still|a wizard|all)\w*|"
    r"or i)\b)"
)
_NOT_BEFORE = pattern(
    r"\b(?:no problem|no trouble|not mind|not bother|not bothered|not hate|not afraid|not only|not just|why not|"
    r"not scared|not get enough|nothing like|(?:is not )?nothing better than|nothing more than|no fear|no matter|"
    r"more than anything|more than happy|all over|over and over|no wonder|no doubt|rather than not|not stop|not leave|"
    r"not do without|not live without|never get enough|no one else|nobody else|no two|not wait|never tired of|"
    r"never bored of|never get bored|not get bored|not even \w+|never got over|not be happier|nothing beats|"
    r"not care less|how much|all that jazz)\b"
)
_BETWEEN = (
    r"(?:and \w+ )?"
    r"(?:(?!(?:and|but|so|because|while|i|he|she|we|they|you|or|it|something|that|which|why|how|not)\b)\w+ )"
    r"{0,6}?"
)
_AFTER = pattern(
    rf"^{_BETWEEN}(?:wear|wears|wearing|drain|drains|draining|kill|kills|annoy|annoys|bore|bores|scare|scares|exhaust|"
    r"exhausts|exhausting|frighten|frightens|terrify|terrifies|upset|upsets|suck|sucks|suffocate|wreck|wrecks|stress|"
    r"stresses|(?:make|makes|drive|drives|gives?|puts?|sends?) (?:me|him|her|them)(?: \w+){0,3} (?:ill|sick|mad|crazy|"
    r"nervous|anxious|nuts|headache|sleepy?|yawn|cringe|scream|hide|run|miserable|wall|walk|tears)|"
    r"(?:make|makes|drive|drives) (?:me|him|her|them) (?:ill|sick|mad|crazy|nervous|anxious|nuts|cringe|yawn)|"
    r"(?:is|are|would be|sounds?|feels?)(?: like)? (?:\w+ ){0,2}(?:hell|awful|terrible|nightmare|sacred|torture|death|"
    r"boring|exhausting|dull|scary|not|for others|someone else|worst)|(?:is|are|would be) (?:mine|not for me)|"
    r"(?:is|are|do|does|would|will|can) not\b(?! (?:bother|scare|annoy|worry|upset|frighten|put me off|intimidate|"
    r"a problem|problem|be a problem))|not$|no thanks?|no thank you|not for me|not really|not so much|nah|nope|yawn|"
    r"are for others|leaves? me cold|means? nothing|last$)\b"
)
_THEN = pattern(
    r"^(?:no|nope|nah|yawn|no thanks?|no thank you|not for me|ugh|never|never again|not really|spare me)$|"
    r"^(?:i )?(?:call|ask|hire) (?:my|a|the|somebody|someone)\b|^(?:\w+ ){0,3}(?:rather|sooner)\b(?! (?:than|not))"
)
"""What follows behind a mark and turns what stands before it."""
_ELLIPSIS = pattern(r"^(?:do|does|will|would) not$")
""""Machines don't", behind "people wear me out"."""
_LIKED = pattern(r"\b(?:love|like|enjoy|adore|give me|happy|fond|into|fun)\b")
_MARKS = ".,;:?!\n\u2013\u2014"


def turned(reading: Reading, words: Sequence[Token], span: Span) -> tuple[bool, bool]:
    """Whether the words before a phrase turn it round, and whether those after it do.

    `words`: the words of the reading, which the span counts.
    """
    marks = _marks(reading, words)
    first = max((mark for mark in marks if mark <= span.start), default=0)
    last = min((mark for mark in marks if mark >= span.end), default=len(words))
    before = " ".join(word.text for word in words[max(first, span.start - NEAR_WORDS) : span.start])
    after = " ".join(word.text for word in words[span.end : min(last, span.end + NEAR_WORDS)])
    behind = min((mark for mark in marks if mark > last), default=len(words))
    then = " ".join(word.text for word in words[last:behind])
    liked = _LIKED.search(" ".join(word.text for word in words[first:last]))
    reversed_before = bool(_BEFORE.search(_NOT_BEFORE.sub("", before)))
    earlier = " ".join(word.text for word in words[max(0, first - NEAR_WORDS) : first])
    if _ELLIPSIS.search(after) and _AFTER.search(earlier):
        return reversed_before, False
    reversed_then = not liked and not reversed_before and bool(_THEN.search(then))
    return reversed_before, bool(_AFTER.search(after)) or reversed_then


def _marks(reading: Reading, words: Sequence[Token]) -> set[int]:
    """Places before which a comma or the like stands; a comma of a list that goes on with "or" is none."""
    ends = {token.start for token in reading.utterance.tokens if not token.is_word and token.text[0] in _MARKS}
    found: set[int] = set()
    for place in range(1, len(words)):
        between = range(words[place - 1].end, words[place].start)
        listed = {word.text for word in words[place : place + 2]} & {"or", "nor"}
        if not listed and any(end in between for end in ends):
            found.add(place)
    return found
