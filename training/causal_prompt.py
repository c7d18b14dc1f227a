"""How a prompt is put to the label model: a short template around the part of it that is read.

The template asks, in SmolLM2's chat format, for a rating from 1 to 5 of how well a weak model would answer; the next
token is the label. It is part of tokenizer.json, as [CLS] and [SEP] are of an encoder's, so whoever runs the network
only tokenises and cuts.
"""

from tokenizers.processors import TemplateProcessing

from readable_prompt import readable
from text_cut import cut_text, cut_tokens

LABELS = "12345"
BEFORE = ("<|im_start|>", "user\n")
AFTER = ("\n\nHow well would a small model answer this, from 1 to 5?", "<|im_end|>", "\n", "<|im_start|>", "assistant\n")
HEAD_TOKENS, TAIL_TOKENS = 72, 40  # of the prompt itself


def add_template(tokenizer):
    """Puts the template into the tokenizer; returns the cut of what it then gives, the template counted in."""
    before, after = (tokens_of(tokenizer, texts) for texts in (BEFORE, AFTER))
    ids = {token: tokenizer.token_to_id(token) for token in [*before, *after]}
    tokenizer.post_processor = TemplateProcessing(single=[*before, "$A", *after], special_tokens=list(ids.items()))
    # cut_tokens always keeps the first token and the last
    return {"headTokens": len(before) - 1 + HEAD_TOKENS, "tailTokens": TAIL_TOKENS + len(after) - 1}


def tokens_of(tokenizer, texts):
    """Markers such as <|im_start|> are tokens that no text can spell, so they are named, not tokenised."""
    return [token for text in texts for token in ([text] if text.startswith("<|") else tokenizer.encode(text).tokens)]


def routed_ids(tokenizer, prompt, cut):
    """What the network reads of a prompt that is routed."""
    return cut_tokens(tokenizer.encode(cut_text(readable(prompt))).ids, cut["headTokens"], cut["tailTokens"])
