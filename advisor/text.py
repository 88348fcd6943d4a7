"""From a message to tokens: fold case, quotes, dashes and contractions; keep where each token stood.

Nothing here knows about careers. The stemmer strips regular English inflections only, so that the forms of one
word meet ("stresses", "stressed"), and words that merely look alike do not.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from advisor.model import Token, Utterance

MAX_CHARACTERS = 4_000
"""Longer messages are read by their first and last halves of this size; people put the question at either end."""

_FOLD = str.maketrans(
    {
        "\u2018": "'", "\u2019": "'", "\u201b": "'", "\u02bc": "'", "`": "'", "\u00b4": "'",
        "\u201c": '"', "\u201d": '"', "\u00ab": '"', "\u00bb": '"',
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": " - ", "\u2014": " - ", "\u2212": "-",
        "\u2026": "...", "\u00a0": " ", "\u200b": "", "\u200d": "", "\ufeff": "",
    }
)  # fmt: skip

_FOLD.update(
    {
        ord(emoji): f" {word} "
        for word, emojis in {"robot": "🤖", "money": "💰💸🤑💵💲", "degree": "🎓", "stress": "😰😫🥵🤯"}.items()
        for emoji in emojis
    }
)
_TOKEN = re.compile(r"([^\W\d_]+(?:'[^\W\d_]+)*'?)|\d+(?:[.,]\d+)*(?:%|k\b)?|[?!.,;:\n]+|&|/|\+|-")
_INITIALS = re.compile(r"\b([a-z])\.([a-z])\.(?:([a-z])\.)?")
_REPEATED = re.compile(r"([^\W\d_])\1{2,}")

_LETTER_OF = {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i"}
_DISGUISED = re.compile(r"(?<=[a-z])[013457@$!](?=[a-z\d])|(?<=[a-z\d])[013457@$](?=[a-z])")
_SPELLED_OUT = re.compile(r"\b[a-z](?:[ .\-_*][a-z]){2,}\b")

CONTRACTIONS: dict[str, str] = {}
for _pair in """
can't=can not|cannot=can not|cant=can not|won't=will not|wont=will not|shan't=shall not|ain't=is not|aint=is not
don't=do not|dont=do not|doesn't=does not|doesnt=does not|didn't=did not|didnt=did not|isn't=is not|isnt=is not
aren't=are not|arent=are not|wasn't=was not|wasnt=was not|weren't=were not|werent=were not|haven't=have not
havent=have not|hasn't=has not|hasnt=has not|hadn't=had not|wouldn't=would not|wouldnt=would not|couldn't=could not
couldnt=could not|shouldn't=should not|shouldnt=should not|mustn't=must not|needn't=need not|i'm=i am|im=i am
i've=i have|ive=i have|i'd=i would|i'll=i will|you're=you are|youre=you are|you've=you have|you'd=you would
you'll=you will|he's=he is|hes=he is|she's=she is|shes=she is|it's=it is|its=it is|we're=we are|we've=we have
we'd=we would|we'll=we will|they're=they are|theyre=they are|they've=they have|they'd=they would|they'll=they will
that's=that is|thats=that is|there's=there is|theres=there is|here's=here is|what's=what is|whats=what is
what're=what are|what'd=what did|who's=who is|whos=who is|where's=where is|wheres=where is|how's=how is|hows=how is
when's=when is|why's=why is|which's=which is|how'd=how did|let's=let us|lets=let us|wanna=want to|wana=want to
wannabe=want to be|gonna=going to|gotta=got to|gimme=give me|lemme=let me|kinda=kind of|sorta=sort of
dunno=do not know|whatcha=what do you|wassup=what is up|sup=what is up|tryna=trying to|finna=going to|outta=out of
lotta=lot of|hafta=have to|shoulda=should have|coulda=could have|woulda=would have|oughta=ought to|wat=what
wats=what is|wots=what is|wuts=what is|whats=what is|hows=how is|wut=what|wot=what|wht=what|hw=how|u=you|ur=your
r=are|n=and|b=be|da=the|tha=the|d=the|dat=that|dis=this|dem=them|dey=they|teh=the|hte=the|pls=please
plz=please|thx=thanks|thnx=thanks|tnx=thanks|ty=thank you|tysm=thank you so much|thankyou=thank you|cuz=because
cos=because|coz=because|bc=because|bcuz=because|tho=though|thru=through|b4=before|rn=right now|btw=by the way
idk=i do not know|idc=i do not care|imo=in my opinion|imho=in my opinion|tbh=to be honest|ngl=not going to lie
fyi=for your information|asap=as soon as possible|wdym=what do you mean|wyd=what are you doing|hbu=how about you
wbu=what about you|abt=about|ppl=people|sth=something|smth=something|msg=message|prolly=probably|probs=probably
def=definitely|bro=brother|vs=versus|v=versus|vs.=versus|w=with|wo=without|w/o=without|diff=difference
info=information|ok=okay|k=okay|kk=okay|yep=yes|yup=yes|yeah=yes|yea=yes|yah=yes|nope=no|nah=no|cause=because
til=until|em=them|'em=them|ya=you|yall=you all|y'all=you all|tae=to|dae=do|whit=what|aboot=about|fur=for|intae=into
ye=you|yer=your|naw=no|aye=yes|oot=out|och=oh|gonnae=going to|cannae=can not|dinnae=do not|didnae=did not
isnae=is not|wasnae=was not|preciate=appreciate|gud=good|sum1=someone|any1=anyone|every1=everyone|2day=today
2moro=tomorrow|wrk=work|wrking=working|jus=just|bout=about|wanted2=wanted to|alrite=alright|aight=alright
ight=alright|innit=is it not|hows it=how is it|gtg=got to go|howmuch=how much|alot=a lot|aswell=as well
incase=in case|eachother=each other|abit=a bit|infact=in fact|atleast=at least|ofcourse=of course|noone=no one
she'd=she would|he'd=he would|it'd=it would|that'd=that would|who'd=who would|whod=who would|there'd=there would
it'll=it will|itll=it will|that'll=that will|what'll=what will|who'll=who will|there'll=there will|one's=one is
theyd=they would|youd=you would|theyll=they will|youll=you will|urself=yourself|wud=would|cud=could|shud=should
wld=would|cld=could|shld=should|bcz=because|bcoz=because|hv=have|hav=have|tht=that|thts=that is|dnt=do not
cnt=can not|wnt=want|knw=know|som1=someone|nd=and|ofc=of course|gr8=great|l8r=later|m8=mate
whatabout=what about|howabout=how about|tellme=tell me|wich=which|whic=which|woh=who
""".replace("\n", "|").split("|"):
    if _pair:
        _short, _long = _pair.split("=")
        CONTRACTIONS[_short] = _long

VOWELS = frozenset("aeiouy")

IRREGULAR: dict[str, str] = {}
for _group in """
earn earns earned earnt|make makes made making|pay pays paid paying|get gets got gotten getting
go goes went gone going|be is are was were been being am|have has had having|do does did done doing
say says said saying|choose chose chosen choosing|become became becoming becomes|begin began begun beginning
break broke broken breaking|bring brought|build built|buy bought|come came coming|feel felt|find found
give gave given giving|grow grew grown|keep kept|know knew known|lead led|leave left leaving|learn learnt learned
lose lost losing|mean meant|meet met|pick picked|quit quitting|run ran running|see saw seen|sell sold
speak spoke spoken|spend spent|take took taken taking|teach taught|tell told|think thought|understand understood
wear wore worn|work worked works working|write wrote written writing|woman women|man men|child children
person people persons peoples|life lives|wife wives|more most|good better best|bad worse worst|money monies
study studies studied studying|try tries tried|die dies died dying|lie lied lying|tie tied|swap swapped swapping
plan planned planning|job jobs|switch switches|stop stopped stopping|hire hires hiring
""".replace("\n", "|").split("|"):
    if _group:
        _base, *_forms = _group.split()
        IRREGULAR.update(dict.fromkeys([_base, *_forms], _base))
for _own in ("more", "most", "good", "better", "best", "bad", "worse", "worst", "being"):
    IRREGULAR.pop(_own, None)  # degrees of comparison are words of their own: "most" asks what "more" does not
_KEPT = frozenset(
    (
        "this thus yes us plus is was has does his its news always business less unless across always perhaps "
        "needs during bring thing something anything nothing everything king ring sing string spring evening "
        "morning ceiling masters early need feed speed seed indeed red bed used united"
    ).split()
)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The word (lower case) less its regular inflection, or the base form of an irregular one."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    if len(word) < 4 or word in _KEPT or not word.isascii():
        return word
    if word.endswith("'s"):
        word = word[:-2]
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith(("sses", "shes", "ches", "xes", "zes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for suffix in ("ing", "ed", "ly"):
        if word.endswith(suffix) and len(word) - len(suffix) >= 3 and VOWELS & set(word[: -len(suffix)]):
            word = word[: -len(suffix)]
            if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            if suffix == "ed" and word.endswith("i"):
                word = word[:-1] + "y"
            break
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word.endswith("e") and len(word) > 3:
        word = word[:-1]
    return word


def shorten(text: str) -> str:
    """The text, or where it is over the limit its beginning and its end; reading costs no more however long it is."""
    if len(text) <= MAX_CHARACTERS:
        return text
    half = MAX_CHARACTERS // 2
    return f"{text[:half]}\n{text[-half:]}"


def fold(text: str) -> str:
    """Lower case, plain quotes and dashes, no accents on Latin letters, no invisible characters."""
    text = text.translate(_FOLD)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        text = "".join(
            c
            for c in unicodedata.normalize("NFKD", text)
            if not unicodedata.combining(c) and unicodedata.category(c) != "Cf"
        )
    return _INITIALS.sub(lambda found: "".join(part or "" for part in found.groups()) + " ", text.casefold())


def undisguised(text: str) -> str:
    """The folded text with figures inside words as the letters they stand for, and spelled-out words joined."""
    plain = _DISGUISED.sub(lambda found: _LETTER_OF[found.group()], text)
    return _SPELLED_OUT.sub(lambda found: re.sub(r"[^a-z]", "", found.group()), plain)


def read(text: str) -> Utterance:
    """Split a message into tokens. `text`: anything, of any length; stray control characters do no harm."""
    folded = fold(shorten(text))
    tokens: list[Token] = []
    for found in _TOKEN.finditer(folded):
        raw = found.group()
        start, end = found.span()
        if found.lastindex:
            tokens += [Token(word, stemmed, start, end, True) for word, stemmed in _words_of(raw)]
        else:
            tokens.append(Token(raw, raw, start, end, raw[0].isdigit()))
    return Utterance(folded, tuple(tokens))


@lru_cache(maxsize=20_000)
def _words_of(raw: str) -> tuple[tuple[str, str], ...]:
    """A run of letters and apostrophes as (word, stem): itself, or the words that it is short for."""
    word = raw.strip("'")
    if "'" in word and word not in CONTRACTIONS and word.endswith("'s"):
        word = word[:-2]
    word = _REPEATED.sub(r"\1\1", word)
    return tuple((part, stem(part)) for part in CONTRACTIONS.get(word, word.replace("'", "")).split())


def words(text: str) -> tuple[str, ...]:
    """The stems of a short phrase, as the lexicon stores its surface forms."""
    return tuple(token.stem for token in read(text).tokens if token.is_word)
