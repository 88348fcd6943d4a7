"""Words of English grammar by which the form of a message is told: what asks, compares, refers back or puts aside.

Only words that any English talk has; what is of these careers stands in the lexicon.
"""

from __future__ import annotations

from advisor.model import ENGINEER, PRODUCER
from advisor.patterns import pattern
from advisor.text import stem

WH_WORDS = frozenset("what which who whom whose where when why how".split())
AUXILIARIES = frozenset(
    "is are am was were do does did can could should would will has have had may might must shall be".split()
)
ALWAYS_ASKING = frozenset("is are do does did can could should would will may might must shall".split())
SUBJECTS = frozenset(
    (
        "i you he she it we they there that this these those a an the my your his her our their one both "
        "either most many any all some"
    ).split()
)
IMPERATIVES = frozenset(
    (
        "tell explain describe compare list show give define summarise summarize outline teach elaborate "
        "contrast name talk walk break"
    ).split()
)
ASKING_VERBS = frozenset(
    (
        "know wonder ask tell explain curious understand hear learn find figure decide idea question sure "
        "guess clue see mind"
    ).split()
)
WANTING = frozenset("do want need would just am wonder really honestly still".split())
"""Words after "I" with which somebody says what they want to know."""
INVERTED = frozenset("i you they he she we it there that this engineers producers engineer producer".split())
"""Subjects that stand behind the verb of a question in running text."""
NO_TURN_AFTER = frozenset(
    "to of about on in at for with from than as that if whether and or so like not is are was the a an".split()
)
"""Words after which a verb or a question word goes on with the sentence rather than begins a question."""
UNSURE = frozenset(
    {("no", "idea"), ("any", "idea"), ("no", "clue"), ("not", "sure"), ("any", "clue"), ("any", "chance")}
)
"""Beginnings of a clause that asks by saying what is not known ("no idea where to begin")."""
JOINERS = frozenset("and but so also plus then because".split())
COMPLETING = frozenset("for as among in with at".split())
"""Words with which a fragment behind a question says for whom or where it is asked."""
OPENERS = JOINERS | frozenset(
    "or ok okay well hi hello hey yo please now just like um uh er oh ah right yes no sorry alright fine hm hmm".split()
)
STORY_SUBJECTS = frozenset(
    "i me my we our he she his her they it there is are was were can could will would has have had".split()
)
ROLE_STEMS = frozenset("producer engineer music audio sound produc".split())
LONGEST_FRAGMENT = 6
"""Words of the longest clause that asks without having the form of a question ("producer pay and stress")."""
COMPARATIVE = frozenset(
    (
        "more less better worse harder easier higher lower bigger smaller safer riskier tougher happier "
        "richer longer shorter greater versus compare comparison steadier calmer freer earlier faster quicker "
        "wiser smarter simpler stabler busier"
    ).split()
)
SUPERLATIVE = frozenset(
    "most least best worst hardest easiest highest lowest biggest safest toughest calmest richest".split()
)
COMPARING = frozenset("than versus compared against".split())
PRONOUNS = frozenset("they them their it he she him her his its that this those these ones".split())
OF_SOMEBODY = frozenset("them they he she him her his their".split())
"""Words by which "who" asks about people around somebody rather than which of two."""
NOT_OF_TWO = frozenset("do does would will are wrote made he she they i you we it can could should".split())
SAYING = frozenset("say says said saying claim claims state states give gives gave report".split())
"""Words before a "both" that speaks of two things that were said ("growth or decline? you say both")."""
REVERSE = pattern(
    r"^(?:(?:and|ok|okay|so|then|now|what about|how about|but|the|right) )*"
    r"(?:reverse|opposite|converse|conversely|vice versa|contrary|other way (?:round|around|about)|inverse|flipped|"
    r"flip it)(?: (?:then|please|round|around|case|too|way))*$"
)
"""Questions that ask the same of the other role ("and the reverse?")."""
OF_FIGURES = frozenset("be true numbers figures values claims things ways hands ends".split())
"""Words after "both" by which it speaks of two of something else than the roles ("that can't both be true")."""
NOT_EACH_ROLE = frozenset(
    (
        "other day week weekend month year time hour night morning evening song track project album record gig show "
        "session beat step stage section figure number person client artist piece part way"
    ).split()
)
"""Words after "each" by which it speaks of something else than the roles."""
EITHER_AFTER = frozenset("in for of with at as from by on about".split())
"""Words before an "either" that speaks of both roles."""
HEADS = frozenset(
    (
        "one guy bloke person chap fella fellow lad man woman lady dude type half people folk folks guys blokes men "
        "human humans someone somebody those geezer gal girl kid boffin wizard nerd geek monkey jockey dreamer operator"
    ).split()
)
"""Words for one of the two that is described ("the technical one")."""
POINTING_AT = frozenset("the that this".split())
SOMEBODY = frozenset("someone somebody those".split())
"""Those of them that need no "the" before what they have."""
HAVING = frozenset("with at behind on in who that".split())
"""Words between such a word and what the role has or does ("the one with the faders"), beside verbs in -ing."""
_TO_DO = (
    "is|are|it|that|be|the one|ones|person|in charge|responsible|for|of|to|has|have|gets|got|supposed|going|meant|"
    "will|would|must|should|can|actually|normally|usually|generally|typically|then|even|really|ought|if|when|a|an|the"
)
"""Words between "who" and what is done."""
WHO_DOES = pattern(
    r"\b(?:who|on whom|up to whom|whose (?:job|task|duty|role|business|problem|responsibility|department|call|hands))"
    rf"(?: (?:{_TO_DO}|does (?:all |most |both )?(?:of )?the))* "
    rf"(?!(?:{_TO_DO}|do|does|did|was|am|could|i|you|he|she|they|we|else|earns|makes|wins|better|more|need|needs|know|knows|understands)\b)\w"
)
"""What asks to whom it falls to do something ("who sets up the mics?"), not with whom, or who has more of it."""
CITING = pattern(
    r"\b(?:you|your|article|page|site|website|bot|says?|said|claims?|claimed|quoted?|mentions?|mentioned|lists?|listed|"
    r"figures?|numbers?|intro|introduction|section|paragraph|somewhere|elsewhere|another|believe|correct|comes? from|"
    r"i (?:have )?(?:read|saw|see|seen))\b"
)
"""Words by which figures are those that were told."""
OF_ONES_OWN = pattern(
    r"\b(?:i|we|he|she|my \w+|our \w+) (?:(?:am|is|are|now|currently|already|only|just|would|have|has|got|been|used to|"
    r"can|do|not) )*(?:make|makes|earn|earns|get|gets|clear|clears|on|take home|takes home|paid|pull|pulls|need|needs|"
    r"want|wants|owe|owes|offered|making|earning|getting|clearing|bring|brings|spent|spend|pay)\b"
)
"""Words by which they are the user's own, or those of somebody in the user's life."""
SITTING = frozenset(
    "behind at on over sit stand work run man operate ride mind drive command boss own push".split()
)
"""Stems of what somebody does who has a role at its seat ("run a console")."""
BEFORE_A_SEAT = frozenset(
    "the a an that this my his her their your our some big huge old live large proper real".split()
)
"""Words between it and the seat."""
BESIDE_THE_WORK = frozenset(
    stem(word)
    for word in (
        "the a an my our his her their your this that these those some any all both other others another people's "
        "people somebody someone else whole entire big small own local different new few many lots of such up"
    ).split()
)
"""Stems of words that may stand inside a phrase for a role's work ("mix other people's records")."""
JOINING_ROLES = frozenset("or versus and than between against from to compared while whereas".split())
"""Words of a clause in which somebody who is described is set beside a role that is named."""
NO_DOING = frozenset("being thing king ring during according".split())
"""Words in -ing that are no verbs."""
BEING = frozenset("is are was were be".split())
ASKING_WHICH = frozenset("which who whose".split())
TOLD = pattern(r"(?:^| )(?:tell|explain to|explain it to|enlighten|help) an?(?: [a-z]+)?$")
"""Words before the career of the one who is to be told."""
NICHES = frozenset(
    "mastering live foh front monitor broadcast concert hip rap edm electronic pop rock house techno trap indie "
    "country jazz r&b tracking game film".split()
)
SPECIALISMS = frozenset(
    stem(word)
    for word in (
        "live studio mixing mix mastering master foh monitor tracking broadcast film game post concert "
        "beatmaker beatmaking"
    ).split()
)
AUDIO_WORDS = frozenset(
    stem(word)
    for word in (
        "music audio sound mix mixing mixer studio song track band record recording recorded beat gig daw "
        "plugin mic microphone producer engineer produce producing production engineering album vocal session "
        "concert live musician artist tune label master mastering"
    ).split()
)
SUM = pattern(r"\d\s*(?:times|x|\*|\+|plus|minus|divided by|% of|percent of|squared)\s*\d?")
OWN_YEAR = pattern(r"(?:since|born in|born|left [a-z ]*in|graduated in|finished [a-z ]*in|started in|retired in)$")
"""Words before a year of somebody's life, of which no figure is asked."""
YEAR = pattern(r"(?:18|19|20)\d\d")
THIRD_PERSON = frozenset("he she they his her their them him".split())
MORE_ABOUT = pattern(
    r"(?:tell|know|say|hear|learn|any|some|bit|little|lot|once|one) more|more (?:about|on|info|detail|please|of that)"
)
TOWARDS = pattern(
    r"(?:^| )(?:to|into|become|becoming|be|being|towards|try|for|onto)(?: (?:a|an|the|being|full|time|full-time))*$"
)
CONSIDERING = pattern(
    r"(?:thinking about|thinking of|considering|wants to be|wants to become|wants to do|going into|"
    r"go into|interested in|studying|study|dreams of)(?: (?:a|an|the))?$"
)
OURS = frozenset(
    (one, other)
    for one in ("this", "these", "either", "each", "two", "such", "both")
    for other in (
        "career careers job jobs field fields industry profession professions occupation occupations role "
        "roles work line trade business biz path paths people"
    ).split()
)
IN_EITHER = pattern(
    r"(?:in|for|as|of|with) (?:a |an |the )?(?:audio|sound|music|producing|engineering|producer|"
    r"engineer|production)[a-z ]* or "
)
BEFORE_A_VERB = frozenset(
    "that who which to and or they you we i it people studios labels artists not would should must might may".split()
)
BEFORE_A_ROLE = frozenset(
    "between and in to from as be become becoming being do does is are for stressful about of".split()
)
SPEAKS = {
    "speaks_engineer": ENGINEER,
    "choose_technical": ENGINEER,
    "speaks_producer": PRODUCER,
    "choose_creative": PRODUCER,
}
DISLIKE = pattern(
    r"(?:not|never|hate|dislike|bored by|no|without|rather than|more than|can not stand|sick of|"
    r"tired of)(?: (?:a|an|the|very|really|that|much|good|good at|like|any|into))*$"
)
SELF = frozenset("i me my he she him her his myself we our us".split())
MOVING = frozenset("become becoming be instead switch move turn go change cross over shift jump into try".split())
BECOMING = frozenset("become becoming turn turning".split())
FROM_ONE = pattern(r"(?:^| )from(?: \w+){0,3}? (?:engineer|produc\w*)(?: \w+){0,4}? (?:to|into|over)(?: |$)")
"""Stems of words that name a way from one role towards the other."""
NOT_ROLE = pattern(r"(?:^| )not(?: (?:for|of|about|as|to))?(?: (?:the|a|an))?$")
CORRECTIONS = frozenset(
    {
        ("no", "wait"),
        ("i", "mean"),
        ("i", "meant"),
        ("scratch", "that"),
        ("wait", "no"),
        ("no", "sorry"),
        ("not", "that"),
    }
)
WAIVER = pattern(
    r"(?:leave|leave out|drop|scrap|park|"
    r"forget|forget about|never mind|nevermind|not about|not asking about|not ask about|not "
    r"talking about|leave aside|leaving aside|put aside"
    r"|setting aside|aside from|besides|except|except for|other than|enough about|enough of|kill the "
    r"chat about|not interested in"
    r"|not care about|not worried about|regardless of|no matter|rather than|instead of|skip|not mean|"
    r"not meant|not mean about)(?: (?:the|all|all the|that|my|his|her|their|your|any))*$"
)
WHICH_OF_TWO = frozenset(
    "one ones job role career path side is of has pays needs gets would profession way are".split()
)
PERSON = pattern(
    r"(?:^| )(?:i|i am|i have been|i was|i used to be|i work as|i worked as|i working as|working as|currently)"
    r"(?: (?:just|now|already|currently|still|only|working as|employed as|a|an|the|trained|qualified|"
    r"freelance|assistant|junior|senior|young|professional|full-time|working))*$"
)
THE_TWO = (
    ("the", "two"),
    ("those", "two"),
    ("the", "pair"),
    ("both", "of"),
    ("of", "these"),
    ("between", "them"),
    ("these", "two"),
    ("both", "careers"),
)
AS_A = pattern(r"(?:^| )as (?:a|an)$")
OTHER = (
    ("other", "one"),
    ("the", "other"),
    ("other", "role"),
    ("other", "job"),
    ("other", "career"),
    ("other", "side"),
)
