"""Replies as parts to send: whatever the format and the limit, no part is too long, broken or lacking a word."""

from __future__ import annotations

import math
import random
import re
import unicodedata
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from advisor import Advisor, Bar, Bars, Block, Bullets, Heading, Paragraph, Reply, RequestError, Table, render
from advisor.drawing import WIDTH, bar_lines
from advisor.formats import FORMATS, clean
from advisor.rendering import IRC_BYTES, UNITS, plain

MESSAGES = (
    "hi",
    "is it stressful?",
    "and producers?",
    "which pays more?",
    "who grows faster, engineers or producers?",
    "help me choose",
    "what do producers earn at the start",
    "tell me more",
    "say that again",
    "shorter please",
    "where did you get that",
    "are you sure?",
    "which figure is right?",
    "what about engineers",
    "both please",
    "what degree do I need",
    "how do I switch from engineer to producer",
    "and the other way round?",
    "thanks",
    "what does AI change",
    "do I need Pro Tools certification",
    "who do they work with",
    "where do engineers work",
    "what are the hours like",
    "what skills do I need as a producer",
    "pay and stress",
    "what tools do they use",
    "how creative is engineering",
    "what do the professionals say",
    "how old is your source",
    "are there many jobs",
    "what makes a producer succeed",
    "what are the downsides",
    "can I freelance as an engineer",
    "career ladder?",
    "what does a plumber earn",
    "who won the cup final",
    "how much does a DAW cost",
    "what do producers earn in Tokyo",
    "",
    "???",
    "no",
    "yes",
    "start over",
    "bye",
    "what is the difference",
    "I want to die",
    "I am bored at work",
    "what is a producer's </b><script>zorblax</script> *qux* @everyone",
    "producers <!channel> frobnitz & co @here",
    "engineer http://evil.example/?a=1 zorblax",
    "engineers \u202ezorblax\u202c \x02qux\x03",
    "producer \ud800 zorblaxx",
    "how zorb_lax are [engineers](http://x.example)",
    "`rm -rf` engineers zzxq ``` **zork**",
    "engineer שלום עולם",
    "producers 👩‍🎤👨‍👩‍👧‍👦🇩🇪 zorblaxx",
    "engineers " + "zorblax" * 30,
    "engineers " + "ж" * 90,
    "# producers > zork | zark ~~z~~",
)
LIMITS = (20, 21, 33, 60, 140, 400, 1024, 4096)
OBEYED = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, bidirectional controls and unpaired surrogates."""
ALLOWED_TAGS = frozenset(["b", "i", "u", "s", "a", "code", "pre", "blockquote"])
NASTY = (
    "</b><a href='x'>tag</a> &lt; *star* **two** _under_ `tick` ```fence``` ~strike~ [text](http://evil.example) "
    "@everyone @here <!channel> <@U123> <#C1> www.evil.example # hash | pipe \\ back \x02bold\x1f \u202eright\u2066 "
    "\ud83d \u2028 1. one - dash"
)
PAY = Bars(
    "Pay",
    "USD/year",
    (
        Bar("Engineers", 79280, 79280, "about $79,280", "earnings"),
        Bar("Engineers", 55000, 55000, "about $55,000", "key points"),
        Bar("Producers", 56752, 62590, "$56,752 to $62,590", "earnings"),
    ),
)
GROWTH = Bars(
    "Growth",
    "percent",
    (
        Bar("Engineers", -1.1, -1.1, "about -1.1%", "outlook"),
        Bar("Producers, related jobs", 7, 7, "about 7%", "outlook"),
    ),
)
STARTS = Table(
    ("", "Audio engineers", "Music producers"),
    (("Starting pay", "about $30,000", "near $39,000"), ("Top", "*a*|b", ""), ("Growth", "-1.1%", "7%")),
)


@pytest.fixture(scope="module")
def replies(advisor: Advisor) -> list[Reply]:
    chat = advisor.chat()
    said = [chat.say(message) for message in MESSAGES]
    return [*said, *invented(said[1])]


def invented(reply: Reply) -> list[Reply]:
    """Replies whose blocks are worse than any that the engine makes."""
    nasty = (Heading(NASTY), Paragraph(NASTY), Bullets((NASTY, "short", NASTY)), Paragraph(NASTY, "source"))
    marks = ("- dash", "+ plus", "1. one", "2) two", "= line", "> quote", "# hash", "    four", "--- rule", "| a | b |")
    table = Table(("", NASTY, "Producers"), ((NASTY, "one", NASTY), ("", "", "")))
    bars = Bars(NASTY, "USD", (Bar(NASTY, 1, 2, NASTY, NASTY), Bar("x", float("nan"), float("inf"), "1", "y")))
    blocks: tuple[tuple[Block, ...], ...] = (
        nasty,
        (Bullets(marks), *(Paragraph(mark) for mark in marks)),
        (Heading("Pay"), PAY, GROWTH, STARTS),
        (table, bars),
        (
            Bars("", "||", ()),
            Bars("\ud800", "", (Bar("", -1e308, 1e308, "1.", ""), Bar("- x", -1e308, -1e308, "", "y"))),
        ),
        (Heading("Alone"),),
        (Paragraph("two\nlines\n\nand more"), Paragraph(" \x00 "), Bullets(()), Paragraph("")),
        (Paragraph("e\u0301" * 100), Paragraph("👨‍👩‍👧‍👦" * 20), Paragraph("a" + "\u0301" * 200), Paragraph("🇩🇪" * 30)),
    )
    return [replace(reply, text=plain(held), blocks=held) for held in blocks]


ATOMS = (
    *NASTY.split(" "), "", " ", "word", "Sentence. ", "; ", "1986. ", "+ ", "= ", ">>> ", "---", "~~", "$x$", "||",
    "&#60;", "<!--", "<![CDATA[", "![i](u)", "tg://user?id=1", "HTTPS://Evil.example", "\x0304,05", "\x00",
    "\x85", "\r", "\n",
    "\u200b", "\u061c", "\u00ad", "\ufeff", "\U000e0041", "\u3000", "\u200d", "e\u0301", "\ufe0f",
    "👨‍👩‍👧‍👦", "🇩🇪", "👍🏽", "각", "क्षि", "ำ", "中文", "שלום",
)  # fmt: skip
"""What random texts are made of."""


def random_blocks(chance: random.Random) -> tuple[Block, ...]:
    """Blocks of hostile texts, with bars of any numbers."""

    def text(most: int) -> str:
        return chance.choice(("", " ")).join(
            chance.choice(ATOMS) * chance.choice((1, 1, 1, 1, 30)) for _ in range(chance.randint(0, most))
        )

    def number() -> float:
        return chance.choice((0, -1.5, 7, 1e9, 1e308, -1e308, math.nan, math.inf))

    width = chance.randint(1, 4)
    made: tuple[Block, ...] = (
        Heading(text(4)),
        Paragraph(text(30), chance.choice(("text", "note", "source", "question"))),
        Bullets((text(9), text(9))),
        Table(tuple(text(2) for _ in range(width)), (tuple(text(6) for _ in range(width)),)),
        Bars(text(3), text(2), tuple(Bar(text(3), number(), number(), text(2), text(2)) for _ in range(2))),
    )
    return tuple(chance.sample(made, chance.randint(1, 3)))


class _Checked(HTMLParser):
    """Raises nothing by itself: collects the text, and what is wrong."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.text = ""
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ALLOWED_TAGS or attrs:
            self.faults.append(f"tag {tag} {attrs}")
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"unbalanced {tag}")

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.faults.append(f"comment {data}")

    def handle_decl(self, decl: str) -> None:
        self.faults.append(f"declaration {decl}")

    def unknown_decl(self, data: str) -> None:
        self.faults.append(f"declaration {data}")


def parse_html(part: str) -> str:
    """The text of a part of Telegram's HTML, which must be valid by itself."""
    for found in re.finditer("&", part):
        assert re.match(r"&(?:amp|lt|gt);", part[found.start() :]), part
    parser = _Checked()
    parser.feed(part)
    parser.close()
    assert not parser.faults, (parser.faults, part)
    assert not parser.open, part
    return parser.text


def unescape_markdown(part: str) -> str:
    """The text of a part of our Markdown, which must be valid by itself: what is not escaped is ours and balanced."""
    text = ""
    for number, stretch in enumerate(re.split(r"^```$", part, flags=re.M)):
        if number % 2:
            assert "`" not in stretch, part
            text += stretch
            continue
        for line in stretch.split("\n"):
            text += _markdown_line(line) + "\n"
    assert len(re.findall(r"^```$", part, flags=re.M)) % 2 == 0, part
    return text


def _markdown_line(line: str) -> str:
    for mark in ("**", "_"):
        if line.startswith(mark) and not line.startswith("\\"):
            assert line.endswith(mark), line
            assert len(line) > 2 * len(mark), line
            line = line[len(mark) : -len(mark)]
            assert line == line.strip(), line
    line = line.removeprefix("- ")
    if re.fullmatch(r"\|(?: --- \|)+", line):
        return ""
    if line.startswith("| "):
        assert line.endswith(" |"), line
        return " ".join(_markdown_line(cell.strip()) for cell in re.split(r"(?<!\\)\|", line))
    assert not re.match(r"(?:[-+=]|\d+[.)])", line), line
    bare = re.sub(r"\\[!-/:-@\[-`{-~]", "", line)
    assert not re.search(r"[\\`*_\[\]<>~|#&]", bare), line
    assert not re.search(r"://|\bwww\.", line), line
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", line)


def parse_mrkdwn(part: str) -> str:
    """The text of a part of Slack's mrkdwn, which must be valid by itself."""
    assert not {"<", ">"} & set(part), part
    assert re.sub(r"&(?:amp|lt|gt);", "", part).count("&") == 0, part
    assert part.count("```") % 2 == 0, part
    assert part.replace("```", "").count("`") == 0, part
    text = []
    stretches = part.split("```")
    for line in [line for n, stretch in enumerate(stretches) for line in ([stretch] if n % 2 else stretch.split("\n"))]:
        if line in stretches[1::2]:
            text.append(line)
            continue
        for mark in "*_":
            if line.startswith(mark):
                assert line.endswith(mark), line
                assert len(line) > 2, line
                line = line[1:-1]
        assert not re.search(r"[*_~]", line), line
        assert not line.startswith("&gt;"), line
        text.append(line)
    return "\n".join(text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def parse_plain(part: str) -> str:
    return part


def parse_irc(part: str) -> str:
    assert not {"\n", "\r"} & set(part), part
    return part


PARSERS = {
    "plain": parse_plain,
    "irc": parse_irc,
    "markdown": unescape_markdown,
    "html": parse_html,
    "mrkdwn": parse_mrkdwn,
}


def letters(text: str) -> str:
    """What a reader reads: letters and digits, in order."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if c.isalnum())


def words(text: str) -> list[str]:
    """Words by their letters, so that the marks of a format do not count."""
    return [held for word in text.split() if (held := letters(word))]


def undrawn(reply: Reply) -> Reply:
    """The reply without bars and tables, whose lines differ between formats."""
    return replace(reply, blocks=tuple(b for b in reply.blocks if not isinstance(b, Bars | Table)))


def test_every_format_has_a_parser_here() -> None:
    assert set(PARSERS) == set(FORMATS)


@pytest.mark.parametrize("format", sorted(FORMATS))
@pytest.mark.parametrize("unit", sorted(UNITS))
def test_parts_are_never_over_the_limit_and_valid_by_themselves(replies: list[Reply], format: str, unit: str) -> None:
    for reply in replies:
        for limit in LIMITS:
            for part in render(reply, format, limit=limit, unit=unit):
                assert part.strip(), (reply.text, limit)
                assert UNITS[unit](part) <= limit, (part, limit)
                PARSERS[format](part)


@pytest.mark.parametrize("format", sorted(FORMATS))
@pytest.mark.parametrize("limit", LIMITS)
def test_joined_parts_hold_every_letter_in_order(replies: list[Reply], format: str, limit: int) -> None:
    for reply in replies:
        held = undrawn(reply)
        parts = render(held, format, limit=limit)
        assert letters("".join(PARSERS[format](part) for part in parts)) == letters(plain(held.blocks)), (held, parts)


@pytest.mark.parametrize("format", sorted(FORMATS))
def test_random_hostile_blocks_come_out_whole(advisor: Advisor, format: str) -> None:
    chance = random.Random(23)
    base = advisor.reply("hi")
    for _ in range(120):
        reply = replace(base, blocks=random_blocks(chance))
        limit, unit = chance.choice((20, 21, 25, 60, 400, None)), chance.choice(sorted(UNITS))
        for part in render(reply, format, limit=limit, unit=unit):
            assert part.strip()
            assert limit is None or UNITS[unit](part) <= limit, (part, limit)
            assert not OBEYED.search(part), part
            assert "@" not in part
            PARSERS[format](part)
        parts = render(undrawn(reply), format, limit=limit, unit=unit)
        assert letters("".join(PARSERS[format](part) for part in parts)) == letters(plain(undrawn(reply).blocks))


@pytest.mark.parametrize("format", sorted(FORMATS))
def test_words_are_whole_where_they_fit(replies: list[Reply], format: str) -> None:
    for reply in replies:
        text = plain(undrawn(reply).blocks)
        if max((len(word) for word in text.split()), default=0) > 24:
            continue
        for limit in (60, 140, 400):
            parts = render(undrawn(reply), format, limit=limit)
            assert [word for part in parts for word in words(PARSERS[format](part))] == words(text)


@pytest.mark.parametrize("format", sorted(FORMATS))
@pytest.mark.parametrize("limit", [20, 60, 140, 4096, None])
def test_no_figure_is_lost_from_bars_and_tables(replies: list[Reply], format: str, limit: int | None) -> None:
    reply = replace(replies[1], blocks=(PAY, GROWTH, STARTS))
    said = letters("".join(PARSERS[format](part) for part in render(reply, format, limit=limit)))
    for bar in (*PAY.bars, *GROWTH.bars):
        assert letters(bar.figure) in said
        assert letters(bar.section) in said
    for row in STARTS.rows:
        assert all(letters(cell) in said for cell in row)


@pytest.mark.parametrize("format", sorted(FORMATS))
def test_nothing_that_a_medium_would_obey_comes_through(replies: list[Reply], format: str) -> None:
    for reply in replies:
        for part in render(reply, format, limit=4096):
            assert not OBEYED.search(part), part
            assert "@" not in part, part


def test_reply_text_is_the_plain_rendering(replies: list[Reply]) -> None:
    for reply in replies:
        assert render(reply) == ((reply.text,) if reply.text else ())


def test_the_source_stands_in_brackets_at_the_end_of_plain_text(advisor: Advisor) -> None:
    reply = advisor.reply("is it stressful?")
    assert reply.text.splitlines()[-1].startswith("(")
    assert reply.text.endswith(")")
    assert reply.sources[-1].heading in reply.text.splitlines()[-1]


def test_user_text_is_quoted_in_each_format_without_its_marks(advisor: Advisor) -> None:
    reply = advisor.reply("hi")
    told = replace(reply, blocks=(Paragraph("</b> *x* @everyone <!channel> \x02y"),))
    assert render(told) == ("</b> *x* \uff20everyone <!channel> y",)
    assert render(told, "html") == ("&lt;/b&gt; *x* \uff20everyone &lt;!channel&gt; y",)
    assert render(told, "mrkdwn") == ("&lt;/b&gt; \u2217x\u2217 \uff20everyone &lt;!channel&gt; y",)
    assert render(told, "markdown") == (r"\</b\> \*x\* ＠everyone \<!channel\> y",)


def test_parts_end_at_paragraphs_then_lines_then_sentences_then_words(advisor: Advisor) -> None:
    reply = advisor.reply("hi")

    def cut(limit: int, *blocks: Block) -> tuple[str, ...]:
        return render(replace(reply, blocks=blocks), limit=limit)

    assert cut(30, Paragraph("First paragraph."), Paragraph("Second paragraph.")) == (
        "First paragraph.",
        "Second paragraph.",
    )
    assert cut(40, Paragraph("First paragraph."), Paragraph("Second paragraph.")) == (
        "First paragraph.\n\nSecond paragraph.",
    )
    assert cut(24, Bullets(("one one one", "two two two"))) == ("- one one one", "- two two two")
    assert cut(26, Paragraph("One is short. Two comes next. Three.")) == ("One is short.", "Two comes next. Three.")
    assert cut(20, Paragraph("engineers and producers work")) == ("engineers and", "producers work")
    assert cut(20, Paragraph("x" * 45)) == ("x" * 20, "x" * 20, "x" * 5)
    assert cut(30, Paragraph("Engineer vs. a producer, and so on")) == ("Engineer vs. a producer, and", "so on")


def test_a_heading_stays_with_what_follows_it(advisor: Advisor) -> None:
    blocks = (Paragraph("Twenty characters ok"), Heading("Pay"), Paragraph("It is not settled."))
    parts = render(replace(advisor.reply("hi"), blocks=blocks), limit=30)
    assert parts == ("Twenty characters ok", "Pay:\n\nIt is not settled.")


def test_characters_of_several_code_points_are_not_cut(advisor: Advisor) -> None:
    family = "👨‍👩‍👧‍👦"
    reply = advisor.reply("hi")
    for text, whole in ((family * 9, family), ("e\u0301" * 40, "e\u0301"), ("🇩🇪" * 20, "🇩🇪"), ("👍🏽" * 20, "👍🏽")):
        parts = render(replace(reply, blocks=(Paragraph(text),)), limit=21)
        assert "".join(parts) == text
        assert all(part == whole * (len(part) // len(whole)) for part in parts), parts


def test_units_count_what_they_say(advisor: Advisor) -> None:
    reply = replace(advisor.reply("hi"), blocks=(Paragraph("😀" * 20),))
    assert len(render(reply, limit=20, unit="characters")) == 1
    assert len(render(reply, limit=20, unit="utf16")) == 2
    assert len(render(reply, limit=20, unit="bytes")) == 4


def test_irc_parts_are_lines_of_at_most_400_bytes(replies: list[Reply]) -> None:
    for reply in replies:
        for line in render(reply, "irc"):
            assert "\n" not in line
            assert len(line.encode()) <= IRC_BYTES


def test_markdown_has_a_table_where_it_fits_and_labels_where_not(advisor: Advisor) -> None:
    reply = replace(advisor.reply("hi"), blocks=(STARTS,))
    lines = render(reply, "markdown")[0].splitlines()
    assert lines[1] == "| --- | --- | --- |"
    assert {line.replace("\\|", "").count("|") for line in lines} == {4}
    assert "| ---" not in "".join(render(reply, "markdown", limit=60))
    assert "- Audio engineers: about $30,000" in render(reply)[0].splitlines()


def test_a_table_of_two_columns_becomes_labels_with_their_values(advisor: Advisor) -> None:
    table = Table(("Role", "Pay"), (("Engineers", "about $79,280"), ("", ""), ("Producers", "")))
    assert render(replace(advisor.reply("hi"), blocks=(table,))) == ("- Engineers: about $79,280\n- Producers",)


def test_a_heading_without_a_letter_is_left_out(advisor: Advisor) -> None:
    reply = replace(advisor.reply("hi"), blocks=(Heading(" \u200b "), Paragraph("It is not settled.")))
    assert {render(reply, format) for format in FORMATS} == {("It is not settled.",)}


def test_bars_share_one_scale_and_say_figure_and_section() -> None:
    title, *lines = bar_lines(PAY)
    assert title == "Pay (USD/year, scale 0 to 79,280)"
    drawings = [line.split(" ")[0] for line in lines]
    assert len({len(drawing) for drawing in drawings}) == 1
    cells = len(drawings[0])
    assert [drawing.find("█") for drawing in drawings] == [
        cells - 1,
        int(55000 / 79280 * cells),
        int(56752 / 79280 * cells),
    ]
    for line, bar in zip(lines, PAY.bars, strict=True):
        assert line.endswith(f"{bar.label}: {bar.figure} [{bar.section}]")


def test_a_value_below_zero_moves_the_scale() -> None:
    title, first, second = bar_lines(GROWTH)
    assert "-1.1 to 7" in title
    assert first.startswith("█")
    assert second.split(" ")[0].endswith("█")


def test_bars_in_ascii_have_nothing_else() -> None:
    for bars in (PAY, GROWTH):
        assert all(line.isascii() for line in bar_lines(bars, ascii=True))
    assert plain((PAY,), ascii=True).isascii()


@pytest.mark.parametrize(
    "bars",
    [
        PAY,
        GROWTH,
        Bars("None", "USD", ()),
        Bars("Zero", "USD", (Bar("a", 0, 0, "0", "b"),)),
        Bars("Reversed", "USD", (Bar("a", 9, 1, "9 to 1", "b"),)),
        Bars("Not finite", "USD", (Bar("a", float("nan"), float("inf"), "?", "b"),)),
        Bars("Long " * 30, "USD", (Bar("label " * 30, 1e12, 2e12, "figure", "section"),)),
        Bars("Wide", "円", (Bar("音" * 100, 1, 2, "一", "二"),)),
    ],
    ids=lambda bars: bars.title[:10].strip(),
)
def test_bars_are_at_most_sixty_columns(bars: Bars) -> None:
    for line in bar_lines(bars):
        columns = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)
        assert columns <= WIDTH <= 60


def test_clean_keeps_what_is_written_and_joins_emoji() -> None:
    assert clean("  a\t\u00a0b\r\nc ") == "a b c"
    assert clean("naïve 👩‍🎤 שלום") == "naïve 👩‍🎤 שלום"
    assert clean("a\x00b\u202ec\ud800d\u200be\ufefff") == "abcdef"


@pytest.mark.parametrize(
    "wrong",
    [
        {"format": "rtf"},
        {"format": None},
        {"format": ["html"]},
        {"unit": "words"},
        {"unit": 3},
        {"limit": 19},
        {"limit": 0},
        {"limit": -5},
        {"limit": True},
        {"limit": 99.5},
        {"limit": "100"},
    ],
    ids=str,
)
def test_a_wrong_request_is_a_request_error(advisor: Advisor, wrong: dict[str, object]) -> None:
    with pytest.raises(RequestError):
        render(advisor.reply("hi"), **wrong)  # type: ignore[arg-type]


def test_rendering_is_pure(replies: list[Reply]) -> None:
    for reply in replies[:10]:
        for format in FORMATS:
            assert render(reply, format, limit=100) == render(reply, format, limit=100)
