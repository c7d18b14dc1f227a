"""Judge labelling (paper §4.1.1): answers prompts with two models and has a third say which answer is better.

    export TURNOUT_LABEL_KEY=…
    python training/label.py --prompts prompts.jsonl --strong gpt-4o --weak gpt-4o-mini --judge gpt-4o \\
        --base-url https://api.openai.com/v1 --out ../data/outcomes/judged.jsonl

writes an outcomes file as build.py reads it. The judge sees both orders of the two answers; where they disagree, the
row is a tie. Run it again to go on: prompts that --out already holds for the same three models are skipped.

Keys come from the environment alone: TURNOUT_LABEL_KEY for --base-url, TURNOUT_JUDGE_KEY for --judge-url. A server on
your own machine needs none.

Exit code 0: every prompt has its row. 1: some were left out, as said, or something stopped the run. 2: wrong usage.
"""

import argparse
import json
import os
import sys
from collections import Counter
from concurrent.futures import CancelledError, ThreadPoolExecutor, as_completed
from functools import partial
from pathlib import Path

from chat_completion import Endpoint, EndpointError, PromptRefused, complete
from comparisons import BadData, json_lines, outcome_row, prompt_of
from judge import NoVerdict, compare, strong_score

LABEL_KEY, JUDGE_KEY = "TURNOUT_LABEL_KEY", "TURNOUT_JUDGE_KEY"


def parse(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--prompts", type=Path, required=True, help='JSON lines: {"prompt"}, or {"prompt", "source"}')
    parser.add_argument("--strong", required=True, help="model on the endpoint")
    parser.add_argument("--weak", required=True, help="model on the endpoint")
    parser.add_argument("--judge", required=True, help="model that compares the two answers")
    parser.add_argument("--base-url", required=True, help="OpenAI-compatible endpoint up to and with /v1")
    parser.add_argument("--judge-url", help="endpoint of the judge, where it is another one")
    parser.add_argument("--out", type=Path, required=True, help="outcomes file to write, or to go on with")
    parser.add_argument("--concurrency", type=int, default=4, help="prompts in hand at once (default: 4)")
    options = parser.parse_args(arguments)
    if options.strong == options.weak:
        parser.error("--strong and --weak must be two models")
    if options.concurrency < 1:
        parser.error("--concurrency must be at least 1")
    return options


def main(options):
    """Labels what is not labelled yet; the exit code."""
    prompts = read_prompts(options.prompts)
    done = read_done(options)
    todo = [(prompt, source) for prompt, source in prompts if prompt not in done]
    say(f"{len(prompts)} prompts, {len(prompts) - len(todo)} of them labelled already")
    labelled, left_out, stopped = label_all(todo, options)
    for reason, count in left_out.most_common():
        say(f"left out {count}: {reason}")
    say(f"{labelled} labelled now, {left_out.total()} left out: {options.out}")
    if stopped:
        raise stopped
    return 1 if left_out else 0


def read_prompts(file):
    """(prompt, source) of each row, a prompt once. Rows of a test split stay unlabelled: they must not be trained on."""
    prompts = {}
    for row, where in json_lines(file):
        source = row.get("source", file.stem)
        if not isinstance(source, str):
            raise BadData(f'{where}: "source" must be a text')
        if row.get("split") != "test":
            prompts.setdefault(prompt_of(row, where), source)
    return list(prompts.items())


def read_done(options):
    """Prompts that --out holds for these models."""
    options.out.parent.mkdir(parents=True, exist_ok=True)
    mend_last_line(options.out)
    if options.out.stat().st_size == 0:
        return set()
    rows = [(outcome_row(row, where, ""), row.get("judge")) for row, where in json_lines(options.out)]
    models = {options.strong, options.weak}
    return {row.prompt for row, judge in rows if set(row.scores) == models and judge == options.judge}


def mend_last_line(file):
    """Removes a last line that an interruption tore off; ends one that only lacks its line break."""
    with open(file, "a+b") as out:
        out.seek(0)
        content = out.read()
        whole = content.rfind(b"\n") + 1
        try:
            json.loads(content[whole:] or "0")
        except ValueError:
            out.truncate(whole)
        else:
            out.write(b"\n" if content[whole:] else b"")


def label_all(todo, options):
    """Writes each row as it is done. How many were, how many were left out by reason, and what stopped the run."""
    labelled, left_out, stopped = 0, Counter(), None
    pool = ThreadPoolExecutor(options.concurrency)
    try:
        rows = [pool.submit(label, prompt, source, options) for prompt, source in todo]
        with open(options.out, "ab") as out:
            for row in as_completed(rows):
                try:
                    out.write(json.dumps(row.result()).encode() + b"\n")
                    out.flush()
                    labelled += 1
                    if labelled % 50 == 0:
                        say(f"{labelled} of {len(todo)}")
                except (PromptRefused, NoVerdict) as error:
                    left_out[str(error)] += 1
                except (EndpointError, OSError) as error:
                    # what is in hand is paid for, so it is waited for
                    stopped = stopped or error
                    pool.shutdown(wait=False, cancel_futures=True)
                except CancelledError:
                    pass
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    return labelled, left_out, stopped


def label(prompt, source, options):
    """One outcomes row: both answers, and the judge's word on them."""
    models, judges = endpoints(options)
    strong, weak = (complete(models, model, prompt) for model in (options.strong, options.weak))
    verdicts = compare(partial(complete, judges, options.judge), prompt, strong, weak)
    score = strong_score(verdicts)
    return {
        "source": source,
        "kind": "judge",
        "split": "train",
        "prompt": prompt,
        "scores": {options.strong: score, options.weak: 1 - score},
        "judge": options.judge,
        "verdicts": dict(zip(("strongFirst", "weakFirst"), verdicts, strict=True)),
    }


def endpoints(options):
    """Of the models and of the judge. A judge elsewhere is never sent the models' key."""
    models = Endpoint(options.base_url, os.environ.get(LABEL_KEY), LABEL_KEY)
    if options.judge_url is None:
        return models, models
    return models, Endpoint(options.judge_url, os.environ.get(JUDGE_KEY), JUDGE_KEY)


def say(line):
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main(parse()))
    except (BadData, EndpointError, OSError) as error:
        sys.exit(f"label.py: {error}")
    except KeyboardInterrupt:
        # threads still waiting for an answer would hold the exit up; every finished row is written
        say("label.py: interrupted; run it again to go on")
        os._exit(130)
