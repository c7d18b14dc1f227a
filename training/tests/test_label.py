import json
import subprocess
import sys
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

import chat_completion
import label
from chat_completion import Endpoint, complete
from comparisons import BadData, read_comparisons
from conftest import TRAINING, write_lines

KEY = "sk-test-0123456789"
# what the judge says of (A, B), answers being the models' names
PREFERS_LARGE = lambda a, b: "The first names no model. [[A]]" if a == "large" else "Better told.\n\n[[B]]"
PREFERS_FIRST = lambda a, b: "[[A]]"


@pytest.fixture(autouse=True)
def surroundings(monkeypatch):
    for name in ("TURNOUT_LABEL_KEY", "TURNOUT_JUDGE_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@contextmanager
def openai_server(judge=PREFERS_LARGE, key=None, refusals=()):
    """Speaks OpenAI's chat completions: every model answers with its name, `judge` with a verdict.

    `refusals`: (status, headers, error) of the first requests, in their order.
    """
    refusals, requests = list(refusals), []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            requests.append({"path": self.path, "key": self.headers["Authorization"], **body})
            if self.path != "/v1/chat/completions":
                return self.send(404, {"error": {"message": f"Invalid URL (POST {self.path})", "code": None}})
            if key and self.headers["Authorization"] != f"Bearer {key}":
                message = f"Incorrect API key provided: {self.headers['Authorization']}."
                return self.send(401, {"error": {"message": message, "type": "invalid_request_error", "code": "invalid_api_key"}})
            if refusals:
                status, headers, error = refusals.pop(0)
                return self.send(status, {"error": error}, headers)
            content = body["messages"][-1]["content"]
            answer = judge(part(content, "answer_a"), part(content, "answer_b")) if body["model"] == "judge" else body["model"]
            return self.send(200, completion(body["model"], answer))

        def send(self, status, reply, headers=()):
            content = json.dumps(reply).encode()
            self.send_response(status)
            for name, value in {**dict(headers), "Content-Type": "application/json", "Content-Length": len(content)}.items():
                self.send_header(name, str(value))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", requests
    finally:
        server.shutdown()
        server.server_close()


def completion(model, content):
    return {
        "id": "chatcmpl-BxYz", "object": "chat.completion", "created": 1_762_000_000, "model": f"{model}-2026-01-01",
        "choices": [{
            "index": 0, "logprobs": None, "finish_reason": "stop",
            "message": {"role": "assistant", "content": content, "refusal": None, "annotations": []},
        }],
        "usage": {"prompt_tokens": 9, "completion_tokens": 3, "total_tokens": 12},
    }  # fmt: skip


def part(text, tag):
    return text.rpartition(f"<{tag}>\n")[2].partition(f"\n</{tag}>")[0]


def options_for(folder, url, *more, prompts=("Name a river.",)):
    if prompts:
        write_lines(folder / "prompts.jsonl", [{"prompt": prompt, "source": "asked"} for prompt in prompts])
    names = ["--strong", "large", "--weak", "small", "--judge", "judge", "--base-url", url]
    files = ["--prompts", str(folder / "prompts.jsonl"), "--out", str(folder / "outcomes" / "judged.jsonl")]
    return label.parse([*files, *names, *more])


def rows_of(options):
    return [json.loads(line) for line in options.out.read_text(encoding="utf-8").splitlines()]


def test_the_judge_sees_both_orders_and_the_row_is_one_that_training_reads(tmp_path):
    with openai_server() as (url, requests):
        options = options_for(tmp_path, url)
        assert label.main(options) == 0
    judged = [request["messages"][0]["content"] for request in requests if request["model"] == "judge"]
    assert [(part(text, "answer_a"), part(text, "answer_b")) for text in judged] == [("large", "small"), ("small", "large")]
    assert all(part(text, "request") == "Name a river." for text in judged)
    assert [request["messages"] for request in requests[:2]] == [[{"role": "user", "content": "Name a river."}]] * 2
    assert rows_of(options) == [
        {
            "source": "asked", "kind": "judge", "split": "train", "prompt": "Name a river.",
            "scores": {"large": 1.0, "small": 0.0}, "judge": "judge",
            "verdicts": {"strongFirst": "strong", "weakFirst": "strong"},
        }
    ]  # fmt: skip
    comparisons = read_comparisons(tmp_path)
    assert (comparisons.models, comparisons.outcome.tolist()) == (["large", "small"], [1.0])


@pytest.mark.parametrize(
    ("judge", "score", "verdicts"),
    [
        (lambda a, b: "[[B]] at first sight, but [[a]]" if a == "small" else "[[B]]", 0.0, ["weak", "weak"]),
        (lambda a, b: "[[Tie]]", 0.5, ["tie", "tie"]),
        (PREFERS_FIRST, 0.5, ["strong", "weak"]),
        (lambda a, b: "[[A]]" if a == "large" else "[[tie]]", 0.5, ["strong", "tie"]),
    ],
)
def test_verdicts_that_disagree_are_a_tie(tmp_path, judge, score, verdicts):
    with openai_server(judge) as (url, _):
        options = options_for(tmp_path, url)
        assert label.main(options) == 0
    (row,) = rows_of(options)
    assert row["scores"] == {"large": score, "small": 1 - score}
    assert list(row["verdicts"].values()) == verdicts


def test_no_verdict_leaves_the_row_out_and_is_counted(tmp_path, capsys):
    undecided = lambda a, b: "Both have merits."
    with openai_server(undecided) as (url, _):
        options = options_for(tmp_path, url, prompts=("one", "two"))
        assert label.main(options) == 1
    assert rows_of(options) == []
    assert "left out 2: the judge gave no verdict" in capsys.readouterr().err


def test_running_again_goes_on_behind_a_torn_last_line(tmp_path):
    with openai_server() as (url, requests):
        options = options_for(tmp_path, url, "--concurrency", "3", prompts=[f"prompt {i}" for i in range(5)])
        assert label.main(options) == 0
        whole = options.out.read_bytes().splitlines(keepends=True)
        options.out.write_bytes(b"".join(whole[:3]) + whole[3][:40])
        requests.clear()
        assert label.main(options) == 0
        assert len(requests) == 2 * 4
        assert label.main(options) == 0
        assert len(requests) == 2 * 4
    assert sorted(row["prompt"] for row in rows_of(options)) == [f"prompt {i}" for i in range(5)]


def test_rows_of_other_models_are_not_taken_for_these(tmp_path):
    with openai_server() as (url, _):
        options = options_for(tmp_path, url)
        assert label.main(options) == 0
        assert label.main(options_for(tmp_path, url, "--strong", "larger")) == 0
    assert [set(row["scores"]) for row in rows_of(options)] == [{"large", "small"}, {"larger", "small"}]


def test_test_rows_and_repeated_prompts_are_not_labelled(tmp_path):
    rows = [{"prompt": "a"}, {"prompt": "a"}, {"prompt": "b", "split": "test"}]
    write_lines(tmp_path / "prompts.jsonl", rows)
    with openai_server() as (url, _):
        options = options_for(tmp_path, url, prompts=())
        assert label.main(options) == 0
    assert [(row["prompt"], row["source"]) for row in rows_of(options)] == [("a", "prompts")]


def test_a_wrong_key_stops_the_run_without_being_shown(tmp_path, monkeypatch):
    monkeypatch.setenv("TURNOUT_LABEL_KEY", "sk-wrong-key")
    with openai_server(key=KEY) as (url, _), pytest.raises(chat_completion.EndpointError) as error:
        label.main(options_for(tmp_path, url))
    assert "refused the key in TURNOUT_LABEL_KEY" in str(error.value) and "sk-wrong" not in str(error.value)


def test_a_judge_elsewhere_gets_its_own_key_alone(tmp_path, monkeypatch):
    monkeypatch.setenv("TURNOUT_LABEL_KEY", KEY)
    monkeypatch.setenv("TURNOUT_JUDGE_KEY", "sk-judge")
    with openai_server(key=KEY) as (url, asked), openai_server(key="sk-judge") as (judge_url, judged):
        assert label.main(options_for(tmp_path, url, "--judge-url", judge_url)) == 0
    assert {request["model"] for request in asked} == {"large", "small"}
    assert {request["key"] for request in judged} == {"Bearer sk-judge"}


RATE_LIMIT = {"message": "Rate limit reached for large.", "type": "requests", "code": "rate_limit_exceeded"}


def test_a_rate_limit_is_waited_for_as_long_as_it_says():
    refusals = [(429, {"Retry-After": "7"}, RATE_LIMIT), (429, {}, RATE_LIMIT), (503, {}, {"message": "overloaded"})]
    waits = []
    with openai_server(refusals=refusals) as (url, requests):
        assert complete(Endpoint(url, None, "KEY"), "large", "Hello", wait=waits.append) == "large"
    assert waits == [7, 2, 4] and len(requests) == 4


def test_a_rate_limit_that_stays_is_named():
    refusals = [(429, {"Retry-After": "1"}, RATE_LIMIT)] * chat_completion.TRIES
    with openai_server(refusals=refusals) as (url, _), pytest.raises(chat_completion.EndpointError, match="Rate limit reached"):
        complete(Endpoint(url, None, "KEY"), "large", "Hello", wait=lambda _: None)


@pytest.mark.parametrize(
    ("refusal", "kind", "message"),
    [
        ((429, {}, {"message": "No credit left", "code": "insufficient_quota"}), chat_completion.EndpointError, "No credit"),
        ((404, {}, {"message": "The model does not exist", "code": "model_not_found"}), chat_completion.EndpointError, "large"),
        ((400, {}, {"message": "too many tokens"}), chat_completion.PromptRefused, "too many tokens"),
        ((302, {"Location": "http://127.0.0.1:9/"}, {}), chat_completion.EndpointError, "302"),
        ((403, {}, {"message": f"{KEY} may not"}), chat_completion.EndpointError, "… may not"),
    ],
)
def test_other_refusals_are_not_waited_for(refusal, kind, message):
    with openai_server(refusals=[refusal]) as (url, _), pytest.raises(kind, match=message):
        complete(Endpoint(url, KEY, "KEY"), "large", "Hello", wait=lambda _: pytest.fail("waited"))


def test_a_prompt_that_is_refused_costs_the_others_nothing(tmp_path, capsys):
    with openai_server(refusals=[(400, {}, {"message": "too long"})]) as (url, _):
        options = options_for(tmp_path, url, "--concurrency", "1", prompts=("one", "two"))
        assert label.main(options) == 1
    assert [row["prompt"] for row in rows_of(options)] == ["two"]
    assert "left out 1: large refused: too long (400)" in capsys.readouterr().err


def test_a_server_that_is_not_there_is_named(tmp_path):
    with openai_server() as (url, _):
        pass
    with pytest.raises(chat_completion.EndpointError, match=f"{url} cannot be reached"):
        label.main(options_for(tmp_path, url))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{}", '"prompt"'),
        ("[]", "a JSON object"),
        ('{"prompt"', "not JSON"),
        ('{"prompt": "x", "source": 1}', '"source"'),
    ],
)
def test_a_bad_prompt_file_is_named_with_its_line(tmp_path, line, message):
    file = tmp_path / "prompts.jsonl"
    file.write_text(f'{{"prompt": "good"}}\n{line}\n', encoding="utf-8")
    with pytest.raises(BadData) as error:
        label.main(options_for(tmp_path, "http://127.0.0.1:9/v1", prompts=()))
    assert f"{file}:2: " in str(error.value) and message in str(error.value)


def test_exit_codes_of_the_command(tmp_path):
    write_lines(tmp_path / "prompts.jsonl", [{"prompt": "Name a river."}])
    with openai_server(key=KEY) as (url, _):
        command = [sys.executable, str(TRAINING / "label.py"), "--prompts", str(tmp_path / "prompts.jsonl"), "--out",
                   str(tmp_path / "out.jsonl"), "--strong", "large", "--weak", "small", "--judge", "judge", "--base-url", url]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "asks for a key: put it into TURNOUT_LABEL_KEY (401)" in done.stderr and "Traceback" not in done.stderr
    assert subprocess.run(command[:-2], capture_output=True, check=False).returncode == 2
