"""The command line: `advisor` chats, `advisor ask` answers once or line by line, the rest looks into the knowledge.

Exit status: 0 done or answered, 1 error (the message on stderr says what, where and what to do), 2 wrong usage, 3 the
question lies outside what the advisor covers (`ask` with one question only).
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

import advisor
from advisor import commands, display, repl
from advisor.display import Screen
from advisor.engine import Advisor
from advisor.errors import AdvisorError, PackError
from advisor.session import Session

DONE, ERROR, USAGE, NOT_HANDLED, INTERRUPTED = 0, 1, 2, 3, 130
LINES = "-"
"""In the place of a question: read them from standard input."""
_QUESTION_HELP = (
    f"the question; {LINES} reads one a line from standard input, all in one talk; with --json the lines are "
    '{"text": ..., "session": ...}: without session the talk goes on, null begins a new one'
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line with `argv` (None: the program's own) and give the exit status."""
    try:
        options = _parser().parse_args(argv, argparse.Namespace(pack=None, extends=False, color="auto"))
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else USAGE
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        # A character that the terminal cannot show, or bytes that are no text, must not end a talk.
        with suppress(AttributeError, ValueError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
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
    print(f"advisor: error: {display.clean(message)}", file=sys.stderr)
    return ERROR


def _silence() -> None:
    """Whoever read the output has gone: let the interpreter write what is left to nowhere when it ends."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("--pack", metavar="FOLDER", help="use the knowledge in FOLDER instead of the bundled one")
    common.add_argument("--extends", action="store_true", help="FOLDER is an overlay on the bundled knowledge")
    common.add_argument("--color", choices=("auto", "always", "never"), help="colours (auto: on a terminal)")
    as_json = argparse.ArgumentParser(add_help=False)
    as_json.add_argument("--json", action="store_true", help="print JSON")

    parser = argparse.ArgumentParser(
        "advisor", description="A conversational career advisor. Without a command it chats in the terminal.",
        epilog="Piped in, each line is a message and gets its reply in one line.", parents=[common],
    )  # fmt: skip
    parser.add_argument("--version", action="version", version=f"advisor {advisor.__version__}")
    parser.add_argument("--plain", action="store_true", help="chat without colours, menus and completion")
    parser.add_argument("--no-history", action="store_true", help="neither read nor keep the lines of talks")
    parser.set_defaults(run=_chat)
    added = parser.add_subparsers(title="commands", metavar="COMMAND")

    def command(name: str, run: Callable[[argparse.Namespace], int], text: str, *more: argparse.ArgumentParser) -> Any:
        found = added.add_parser(name, help=text, description=f"{text[:1].upper()}{text[1:]}.", parents=[common, *more])
        found.set_defaults(run=run)
        return found

    ask = command("ask", _ask, "answer a question, or each line of standard input", as_json)
    ask.add_argument("question", nargs="+", help=_QUESTION_HELP)
    compare = command("compare", _compare, "put the careers side by side", as_json)
    compare.add_argument("topics", nargs="*", metavar="TOPIC", help="what to compare; none: how the two differ")
    command("conflicts", _conflicts, "list where the source contradicts itself")
    command("topics", _topics, "list the topics, with a question for each")
    check = command("check", _check, "check a pack of knowledge")
    check.add_argument("folder", nargs="?", help="the pack; none: the bundled one")
    evaluate = command("eval", _evaluate, "measure the advisor on labelled messages", as_json)
    evaluate.add_argument("files", nargs="*", help="YAML files; none: the development set of the checkout")
    evaluate.add_argument("--failures", action="store_true", help="tell each failure, with how it was read")
    return parser


# --- the terminal ---------------------------------------------------------------------------------------------------


def _is_terminal() -> bool:
    def one(stream: TextIO | None) -> bool:
        return stream is not None and not stream.closed and stream.isatty()

    return one(sys.stdin) and one(sys.stdout)


def _colour(options: argparse.Namespace) -> bool:
    """Whether to colour. What is asked for in the call weighs more than what the environment says."""
    if options.color != "auto":
        return bool(options.color == "always")
    return _is_terminal() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _screen(options: argparse.Namespace) -> Screen:
    colour = _colour(options)
    return repl.screen(colour) if _is_terminal() else Screen(colour=colour, columns=repl.columns)


def _load(options: argparse.Namespace) -> Advisor:
    try:
        return Advisor(_folder(options.pack), options.extends)
    except PackError as error:
        raise AdvisorError(f"{options.pack or 'the bundled pack'}: {error}") from error


def _folder(name: str | None) -> str | None:
    if name is not None and not Path(name).is_dir():
        raise AdvisorError(f"{name}: is not a folder; name the one that holds knowledge/ and intents.yaml")
    return name


def _chat(options: argparse.Namespace) -> int:
    engine = _load(options)
    if not _is_terminal():
        return _answer_lines(engine, _text_lines(), as_json=False)
    if options.plain or os.environ.get("TERM") == "dumb":
        repl.chat_plainly(engine)
    else:
        history = None if options.no_history else repl.history_file()
        repl.chat(engine, colour=_colour(options), history=history)
    return DONE


# --- questions ------------------------------------------------------------------------------------------------------


def _ask(options: argparse.Namespace) -> int:
    engine = _load(options)
    if options.question == [LINES]:
        return _answer_lines(engine, _text_lines(), options.json)
    reply = engine.reply(" ".join(options.question))
    if options.json:
        _print_json(reply.to_dict())
    elif _is_terminal():
        print(display.shown_reply(reply, _screen(options), numbered=False))
    else:
        print(display.clean(reply.text))
    return DONE if reply.handled else NOT_HANDLED


def _text_lines() -> Iterator[str]:
    for number, line in enumerate(sys.stdin or ()):
        yield (line.removeprefix("\ufeff") if number == 0 else line).rstrip("\r\n")


def _answer_lines(engine: Advisor, lines: Iterable[str], as_json: bool) -> int:
    """One reply a line, in order, each written at once, all in one talk."""
    session: Session | None = None
    status = DONE
    for number, line in enumerate(lines, 1):
        try:
            text, given = _request(line, session) if as_json else (line, session)
        except AdvisorError as error:
            # The answer stands in its place in the stream, so that who reads along does not lose count.
            print(json.dumps({"error": f"line {number}: {error}"}), flush=True)
            status = ERROR
            continue
        reply = engine.reply(text, given)
        session = reply.session
        print(json.dumps(reply.to_dict()) if as_json else display.in_one_line(reply), flush=True)
    return status


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
    print(json.dumps(data, indent=2 if _is_terminal() else None))


# --- the knowledge --------------------------------------------------------------------------------------------------


def _compare(options: argparse.Namespace) -> int:
    engine = _load(options)
    topics = commands.topic_ids(engine, options.topics or ["difference"])
    compared = [engine.compare(topic) for topic in topics]
    if options.json:
        _print_json([asdict(comparison) for comparison in compared])
    else:
        print("\n\n".join(display.comparison(engine, one, _screen(options)) for one in compared))
    return DONE


def _conflicts(options: argparse.Namespace) -> int:
    engine = _load(options)
    print(display.conflicts(engine, engine.library.disagreements, _screen(options)))
    return DONE


def _topics(options: argparse.Namespace) -> int:
    print(display.topics(_load(options), _screen(options)))
    return DONE


def _check(options: argparse.Namespace) -> int:
    from advisor import checking

    folder = _folder(options.folder or options.pack)
    report = checking.check(folder, options.extends)
    for kind, found in (("fault", report.faults), ("warning", report.warnings)):
        for fault in found:
            print(f"{kind}: {display.clean(str(fault))}")
    if report.left_out_accuracy is not None:
        print(f"examples that come back to their own intent when left out: {report.left_out_accuracy:.1%}")
    for pair in report.confused:
        print(display.clean(f"  {pair.count} of {pair.intent} taken for {pair.taken_for}"))
    print(f"{folder or 'the bundled pack'}: {len(report.faults)} faults, {len(report.warnings)} warnings")
    return ERROR if report.faults else DONE


def _evaluate(options: argparse.Namespace) -> int:
    from advisor import evaluation, measuring

    paths = measuring.files(options.files)
    bar = measuring.bar()
    report = evaluation.run(_load(options), paths)
    figures = evaluation.figures(report)
    missed = measuring.missed(figures, bar)
    if options.json:
        failures = measuring.failures(report) if options.failures else None
        _print_json({**figures, "missed": missed, **({"failures": failures} if failures is not None else {})})
    else:
        print(measuring.report_text(figures, missed, _screen(options)))
        if options.failures:
            print(measuring.failures_text(report, _screen(options)))
    return ERROR if missed else DONE
