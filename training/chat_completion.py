"""One chat completion from any OpenAI-compatible endpoint: the hosted ones, Ollama, llama.cpp, vLLM.

On the standard library: labelling needs one POST whose whole answer is awaited, and decides itself how long to wait
after a refusal, where a client library would retry by its own rules.
"""

import http.client
import json
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

PATIENCE_S = 600  # for one answer; a large model on a small machine takes minutes
TRIES = 6
LONGEST_WAIT_S = 60  # where an endpoint does not say how long


class EndpointError(Exception):
    """An endpoint that no other prompt would fare better with; the message says what to do."""


class PromptRefused(Exception):
    """This prompt got no answer; others may."""


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """Another host must not be sent the key."""

    def redirect_request(self, *_):
        return None


OPENER = urllib.request.build_opener(NoRedirect)


@dataclass
class Endpoint:
    url: str  # up to and with /v1
    key: str | None
    key_name: str  # the environment variable it comes from


def complete(endpoint, model, prompt, wait=time.sleep):
    """The model's answer to one user message. No temperature is sent: some models refuse any but their own.

    Waits as long as a 429 says, or ever longer after one that does not and after a 5xx.
    """
    body = {"model": model, "messages": [{"role": "user", "content": prompt}], "stream": False}
    for attempt in range(TRIES):
        try:
            return answer_of(post(endpoint, body), endpoint, model)
        except urllib.error.HTTPError as error:
            problem, code = problem_of(error, endpoint)
            if not may_pass(error.code, code):
                raise refusal(error.code, endpoint, model, problem) from None
            if attempt + 1 < TRIES:
                wait(seconds_to_wait(error.headers.get("Retry-After"), attempt))
    raise EndpointError(f"{endpoint.url} refused {TRIES} times in a row; the last time: {problem}. Run this again later.")


def post(endpoint, body):
    headers = {"Content-Type": "application/json"}
    if endpoint.key:
        headers["Authorization"] = f"Bearer {endpoint.key}"
    url = endpoint.url.rstrip("/") + "/chat/completions"
    request = urllib.request.Request(url, json.dumps(body).encode(), headers)
    try:
        with OPENER.open(request, timeout=PATIENCE_S) as response:
            return json.load(response)
    except urllib.error.HTTPError:
        raise
    except TimeoutError:
        raise EndpointError(f"{endpoint.url} gave no answer within {PATIENCE_S} s") from None
    except (OSError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", error)
        raise EndpointError(f"{endpoint.url} cannot be reached: {reason}. Is the server running, and the URL right?") from None
    except ValueError:
        raise EndpointError(f"{endpoint.url} does not answer in JSON; is this the URL up to and with /v1?") from None


def answer_of(reply, endpoint, model):
    try:
        answer = reply["choices"][0]["message"]["content"]
    except (KeyError, IndexError, TypeError):
        raise EndpointError(f"{endpoint.url} answers otherwise than OpenAI's chat completions do") from None
    if not isinstance(answer, str) or not answer.strip():
        raise PromptRefused(f"{model} gave an empty answer")
    return answer


def problem_of(error, endpoint):
    """The endpoint's own words, without the key, and its code."""
    try:
        detail = json.loads(error.read())["error"]
    except (ValueError, KeyError, TypeError, OSError):
        detail = {}
    if not isinstance(detail, dict):
        detail = {"message": detail}
    words = str(detail.get("message") or error.reason).rstrip(".")[:200]
    if endpoint.key:
        words = words.replace(endpoint.key, "…")
    return f"{words} ({error.code})", detail.get("code")


def may_pass(status, code):
    """Whether waiting may help: not where the account has no credit left."""
    return status >= 500 or (status == 429 and code != "insufficient_quota")


def refusal(status, endpoint, model, problem):
    if status == 401:
        how = "refused the key in" if endpoint.key else "asks for a key: put it into"
        return EndpointError(f"{endpoint.url} {how} {endpoint.key_name} (401)")
    if status == 404:
        return EndpointError(f'{endpoint.url} knows no model "{model}", or no /chat/completions: {problem}')
    if status in (400, 413, 422):
        return PromptRefused(f"{model} refused: {problem}")
    return EndpointError(f"{endpoint.url}: {problem}")


def seconds_to_wait(retry_after, attempt):
    """`Retry-After` is a number of seconds or a date."""
    if retry_after is None:
        return min(2**attempt, LONGEST_WAIT_S)
    try:
        return max(0.0, float(retry_after))
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(retry_after) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return min(2**attempt, LONGEST_WAIT_S)
