"""The command line: `advisor` chats, `advisor ask` answers once or line by line, the rest looks into the knowledge.

Exit status: 0 done or answered, 1 error (the message on stderr says what, where and what to do), 2 wrong usage, 3 the
question lies outside what the advisor covers (`ask` with one question only).
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from types import SimpleNamespace

import advisor
from advisor import files, settings, terminals
from advisor.engine import Advisor
from advisor.errors import AdvisorError, PackError
from advisor.rendering import whole
from advisor.reply import Block, Reply
from advisor.screen import clean
from advisor.session import Session
from advisor.settings import CHOICES, Settings
from advisor.values import asdict, replace

TYPE_CHECKING = False  # as in `advisor`: `typing` takes longer to load than a question to answer
if TYPE_CHECKING:
    import argparse
    from typing import Any

DONE, ERROR, USAGE, NOT_HANDLED, INTERRUPTED = 0, 1, 2, 3, 130
LINES = "-"
"""In the place of a question: read them from standard input."""
_EVERYWHERE = ("color", "plain", "width")
"""Settings that concern every command, not the chat alone."""
_RULE = "\n\n---\n"
"""Between replies in Markdown."""
_QUESTION_HELP = (
    f"the question; {LINES} reads one a line from standard input, all in one talk; with --json the lines are "
    '{"text": ..., "session": ...}: without session the talk goes on, null begins a new one'
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line with `argv` (None: the program's own) and give the exit status."""
    given = {"pack": None, "extends": False, "format": "text"}
    options: Any = _plain_question(sys.argv[1:] if argv is None else argv, SimpleNamespace(**given))
    try:
        options = options or _parser().parse_args(argv, SimpleNamespace(**given))
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else USAGE
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        # A character that the terminal cannot show, or bytes that are no text, must not end a talk.
        try:
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
        except (AttributeError, ValueError):
            continue
    try:
        status: int = options.run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        _silence()
        return DONE
    except KeyboardInterrupt:
        return INTERRUPTED
    except AdvisorError as error:
        return _fail(str(error))
    except OSError as error:
        return _fail(f"cannot read or write: {error}; see whether the file or the disk is in order")
    return status


def _fail(message: str) -> int:
    print(f"advisor: error: {clean(message)}", file=sys.stderr)
    return ERROR


def _silence() -> None:
    """Whoever read the output has gone: let the interpreter write what is left to nowhere when it ends."""
    from contextlib import suppress

    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _plain_question(argv: Sequence[str], options: SimpleNamespace) -> SimpleNamespace | None:
    """The options of `ask WORD...` without any option; a parser takes longer to build than the question to answer."""
    if list(argv[:1]) != ["ask"] or not argv[1:] or any(word.startswith("-") for word in argv[1:]):
        return None
    options.run, options.question = _ask, list(argv[1:])
    return options


def _parser() -> argparse.ArgumentParser:
    import argparse

    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("--pack", metavar="FOLDER", help="use the knowledge in FOLDER instead of the bundled one")
    common.add_argument("--extends", action="store_true", help="FOLDER is an overlay on the bundled knowledge")
    _add_settings(common, _EVERYWHERE)
    as_json = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    as_json.add_argument("--json", dest="format", action="store_const", const="json", help="print JSON")
    formats = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS, parents=[as_json])
    formats.add_argument("--format", choices=("text", "markdown", "json"), help="how to print (text)")

    parser = argparse.ArgumentParser(
        "advisor", description="A conversational career advisor. Without a command it chats in the terminal.",
        epilog="Piped in, each line is a message and gets its reply in one line.", parents=[common],
        argument_default=argparse.SUPPRESS,
    )  # fmt: skip
    parser.add_argument("--version", action="version", version=f"advisor {advisor.__version__}")
    parser.add_argument("--resume", action="store_true", default=False, help="go on with the last talk")
    _add_settings(parser, [name for name in CHOICES if name not in _EVERYWHERE])
    parser.set_defaults(run=_chat)
    added = parser.add_subparsers(title="commands", metavar="COMMAND")

    def command(name: str, run: Callable[[argparse.Namespace], int], text: str, *more: argparse.ArgumentParser) -> Any:
        found = added.add_parser(name, help=text, description=f"{text[:1].upper()}{text[1:]}.", parents=[common, *more])
        found.set_defaults(run=run)
        return found

    ask = command("ask", _ask, "answer a question, or each line of standard input", formats)
    ask.add_argument("question", nargs="+", help=_QUESTION_HELP)
    compare = command("compare", _compare, "put the careers side by side", formats)
    compare.add_argument("topics", nargs="*", metavar="TOPIC", help="what to compare; none: how the two differ")
    command("conflicts", _conflicts, "list where the source contradicts itself", formats)
    command("topics", _topics, "list the topics, with a question for each", formats)
    command("mcp", _mcp, "serve assistants over the Model Context Protocol, on stdin and stdout")
    command("paths", _paths, "tell where settings, history and the last talk are kept")
    check = command("check", _check, "check a pack of knowledge")
    check.add_argument("folder", nargs="?", help="the pack; none: the bundled one")
    compile_ = command("compile", _compile, "check a pack, and write it in the form that is ready at once")
    compile_.add_argument("folder", nargs="?", help="the pack; none: the bundled one")
    evaluate = command("eval", _evaluate, "measure the advisor on labelled messages", as_json)
    evaluate.add_argument("files", nargs="*", help="YAML files; none: the development set of the checkout")
    evaluate.add_argument("--failures", action="store_true", help="tell each failure, with how it was read")
    return parser


def _add_settings(parser: argparse.ArgumentParser, names: Iterable[str]) -> None:
    """An option for each setting of some names."""
    import argparse

    for name in names:
        option, choice, usual = f"--{name.replace('_', '-')}", CHOICES[name], getattr(Settings(), name)
        if isinstance(usual, bool):
            parser.add_argument(option, action=argparse.BooleanOptionalAction, help=choice.what)
            continue
        parser.add_argument(
            option, type=_value(name), help=f"{choice.what}; {choice.wanted} ({usual})",
            metavar=choice.wanted.replace(" or ", "|") if isinstance(usual, str) else "N",
        )  # fmt: skip


def _value(name: str) -> Callable[[str], Any]:
    import argparse

    def read(text: str) -> Any:
        try:
            return getattr(settings.changed(Settings(), name, text), name)
        except AdvisorError as error:
            raise argparse.ArgumentTypeError(str(error)) from error

    return read


# --- the terminal ---------------------------------------------------------------------------------------------------


def _settings(options: argparse.Namespace) -> Settings:
    """The settings of the file, and over them those of the call."""
    given = {name: getattr(options, name) for name in CHOICES if hasattr(options, name)}
    kept = Settings() if files.lacks_settings() else settings.read(files.places().settings)
    return replace(kept, **given)


def _load(options: argparse.Namespace) -> Advisor:
    try:
        return Advisor(_folder(options.pack), options.extends)
    except PackError as error:
        raise AdvisorError(f"{options.pack or 'the bundled pack'}: {error}") from error


def _folder(name: str | None) -> str | None:
    if name is not None and not os.path.isdir(name):
        raise AdvisorError(f"{name}: is not a folder; name the one that holds knowledge/ and intents.yaml")
    return name


def _chat(options: argparse.Namespace) -> int:
    from advisor import commands, repl

    chosen = _settings(options)
    engine = _load(options)
    if not terminals.is_terminal():
        return _answer_lines(engine, _text_lines(), "text")
    console = commands.Console(engine, chosen, files.places())
    if terminals.is_dumb():
        console.settings = replace(chosen, plain=True)
    if console.settings.plain:
        repl.chat_plainly(console, options.resume)
    else:
        repl.chat(console, options.resume)
    return DONE


def _paths(options: argparse.Namespace) -> int:
    places = files.places()
    for name, path in (("settings", places.settings), ("history", places.history), ("talk", places.talk)):
        print(f"{name:<12}{path or 'nowhere: there is no home'}")
    for path in files.completion_files():
        print(f"{'completion':<12}{path}")
    return DONE


# --- questions ------------------------------------------------------------------------------------------------------


def _ask(options: argparse.Namespace) -> int:
    chosen = _settings(options)
    engine = _load(options)
    if options.question == [LINES]:
        return _answer_lines(engine, _text_lines(), options.format)
    reply = engine.reply(" ".join(options.question))
    if options.format == "json":
        _print_json(reply.to_dict())
    elif options.format == "markdown":
        print(whole(reply.blocks, "markdown"))
    elif terminals.is_terminal():
        from advisor import display

        print(display.shown_reply(reply, terminals.screen(chosen), numbered=False))
    else:
        print(clean(reply.text))
    return DONE if reply.handled else NOT_HANDLED


def _text_lines() -> Iterator[str]:
    for number, line in enumerate(sys.stdin or ()):
        yield (line.removeprefix("\ufeff") if number == 0 else line).rstrip("\r\n")


def _answer_lines(engine: Advisor, lines: Iterable[str], format: str) -> int:
    """One reply a line, in order, each written at once, all in one talk."""
    session: Session | None = None
    status = DONE
    for number, line in enumerate(lines, 1):
        try:
            text, given = _request(line, session) if format == "json" else (line, session)
        except AdvisorError as error:
            # The answer stands in its place in the stream, so that who reads along does not lose count.
            print(json.dumps({"error": f"line {number}: {error}"}), flush=True)
            status = ERROR
            continue
        reply = engine.reply(text, given)
        session = reply.session
        print(_in_format(reply, format), flush=True)
    return status


def _in_format(reply: Reply, format: str) -> str:
    """A reply of a stream: one line, but for Markdown, where a rule ends it."""
    from advisor import display

    if format == "json":
        return json.dumps(reply.to_dict())
    return f"{whole(reply.blocks, 'markdown')}{_RULE}" if format == "markdown" else display.in_one_line(reply)


def _request(line: str, session: Session | None) -> tuple[str, Session | None]:
    """The message of a JSON line and its session: the one given, a new one for null, else that of the talk."""
    wanted = 'send an object such as {"text": "is it stressful?"}'
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise AdvisorError(f"not JSON ({error}); {wanted}") from error
    if not isinstance(data, dict) or not isinstance(data.get("text"), str):
        raise AdvisorError(f"no text; {wanted}")
    if "session" not in data:
        return data["text"], session
    return data["text"], None if data["session"] is None else Session.from_dict(data["session"])


def _print_json(data: object) -> None:
    print(json.dumps(data, indent=2 if terminals.is_terminal() else None))


# --- the knowledge --------------------------------------------------------------------------------------------------


def _compare(options: argparse.Namespace) -> int:
    from advisor import commands, display

    screen = terminals.screen(_settings(options))
    engine = _load(options)
    topics = commands.topic_ids(engine, options.topics or ["difference"])
    compared = [engine.compare(topic) for topic in topics]
    blocks = [display.comparison_blocks(engine, one) for one in compared]
    shown = (display.comparison(engine, one, screen) for one in compared)
    return _print(options.format, shown, blocks, [asdict(comparison) for comparison in compared])


def _conflicts(options: argparse.Namespace) -> int:
    from advisor import display

    screen = terminals.screen(_settings(options))
    engine = _load(options)
    found = engine.library.disagreements
    blocks = [display.conflict_blocks(engine, one) for one in found]
    shown = [display.conflicts(engine, found, screen)]
    return _print(options.format, shown, blocks, [asdict(conflict) for conflict in found])


def _topics(options: argparse.Namespace) -> int:
    from advisor import display

    screen = terminals.screen(_settings(options))
    engine = _load(options)
    known = [{"id": t.id, "title": t.title, "question": t.question} for t in engine.library.topics.values()]
    return _print(options.format, [display.topics(engine, screen)], [display.topic_blocks(engine)], known)


def _print(format: str, shown: Iterable[str], blocks: Sequence[Iterable[Block]], data: object) -> int:
    """Print knowledge in the format asked for."""
    if format == "json":
        _print_json(data)
    else:
        print("\n\n".join(shown if format == "text" else (whole(part, "markdown") for part in blocks)))
    return DONE


def _mcp(options: argparse.Namespace) -> int:
    try:
        from advisor import mcp_server
    except ImportError as error:
        raise AdvisorError(f"advisor mcp needs the extra: pip install 'advisor[mcp]' ({error})") from error
    mcp_server.server(_load(options)).run()
    return DONE


def _check(options: argparse.Namespace) -> int:
    from advisor import checking
    from advisor.progress import Progress

    folder = _folder(options.folder or options.pack)
    with Progress(sys.stderr, "examples") as progress:
        report = checking.check(folder, options.extends, progress.tell)
    for kind, found in (("fault", report.faults), ("warning", report.warnings)):
        for fault in found:
            print(f"{kind}: {clean(str(fault))}")
    if report.left_out_accuracy is not None:
        print(f"examples that come back to their own intent when left out: {report.left_out_accuracy:.1%}")
    for pair in report.confused:
        print(clean(f"  {pair.count} of {pair.intent} taken for {pair.taken_for}"))
    print(f"{folder or 'the bundled pack'}: {len(report.faults)} faults, {len(report.warnings)} warnings")
    return ERROR if report.faults else DONE


def _compile(options: argparse.Namespace) -> int:
    from advisor import loading
    from advisor.progress import Progress

    folder = _folder(options.folder or options.pack)
    try:
        with Progress(sys.stderr, "steps") as progress:
            place = loading.compile_pack(folder, options.extends, tell=progress.tell)
        print(place)
    except PackError as error:
        raise AdvisorError(f"{folder or 'the bundled pack'}: {error}") from error
    return DONE


def _evaluate(options: argparse.Namespace) -> int:
    from advisor import evaluation, measuring
    from advisor.progress import Progress

    screen = terminals.screen(_settings(options))
    paths = measuring.files(options.files)
    bar = measuring.bar()
    with Progress(sys.stderr, "messages") as progress:
        report = evaluation.run(_load(options), paths, progress.tell)
    figures = evaluation.figures(report)
    missed = measuring.missed(figures, bar)
    if options.format == "json":
        failures = measuring.failures(report) if options.failures else None
        _print_json({**figures, "missed": missed, **({"failures": failures} if failures is not None else {})})
    else:
        print(measuring.report_text(figures, missed, screen))
        if options.failures:
            print(measuring.failures_text(report, screen))
    return ERROR if missed else DONE
