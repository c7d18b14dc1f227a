"""The network's tokenizer: the base's word pieces, cut to those that people's prompts are made of.

The base knows 250,000 pieces of a hundred languages, three quarters of its size. A piece stays by how often it is needed
to write the most frequent words of LANGUAGES (wordfreq's lists) and the training prompts, all in lower case, which the
tokenizer makes of every text. Characters that are left without a piece become <unk>.
"""

import json
from collections import Counter

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

# how much a language counts beside the training prompts
LANGUAGES = {
    "en": 1.0, "ja": 0.5, "zh": 0.5, "ko": 0.35, "de": 0.35, "fr": 0.35, "es": 0.35, "pt": 0.3, "ru": 0.35, "it": 0.15,
    "nl": 0.1, "pl": 0.1, "tr": 0.1, "vi": 0.1, "uk": 0.1, "cs": 0.1, "ar": 0.1, "hi": 0.1, "id": 0.1, "sv": 0.08, "fa": 0.05,
}  # fmt: skip
WORDS = 25_000  # of each language
SPECIAL = ["<s>", "<pad>", "</s>", "<unk>"]
UNKNOWN = 3


def make_tokenizer(pieces, scores):
    """A unigram tokenizer in lower case, every run of white space one space; `pieces` begin with SPECIAL."""
    tokenizer = Tokenizer(models.Unigram([(piece, float(score)) for piece, score in zip(pieces, scores, strict=True)], UNKNOWN, False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Lowercase(), normalizers.Replace(Regex(r"\s+"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always", split=True)
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always", split=True)
    tokenizer.post_processor = processors.TemplateProcessing(single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)])
    return tokenizer


def needed_pieces(base, texts, size):
    """The ids of the `size` pieces of most use, SPECIAL first, in the base's order.

    texts: the training prompts, each worth the same, all of them together one unit.
    """
    everything = make_tokenizer(base.pieces, base.scores)
    need = Counter()
    for ids in encode_all(everything, texts):
        need.update({piece: count / len(texts) / max(1, len(ids)) for piece, count in Counter(ids).items()})
    for language, weight in LANGUAGES.items():
        words, shares = frequent_words(language)
        total = sum(shares)
        for ids, share in zip(encode_all(everything, words), shares, strict=True):
            for piece in ids:
                need[piece] += weight * share / total / len(ids)
    for piece in range(len(SPECIAL)):
        need.pop(piece, None)
    letters = letters_of(base, texts)
    known = set(letters)
    chosen = letters + [piece for piece, _ in need.most_common() if piece not in known]
    return list(range(len(SPECIAL))) + sorted(chosen[: size - len(SPECIAL)])


def letters_of(base, texts):
    """The pieces that are one character, where the languages or three of the texts have it: what all else falls back on."""
    seen = Counter(character for text in texts for character in set(text.lower()))
    wanted = {character for character, count in seen.items() if count >= 3}
    for language in LANGUAGES:
        wanted.update(character for word in frequent_words(language)[0] for character in word)
    return [place for place, piece in enumerate(base.pieces) if place >= len(SPECIAL) and len(piece) == 1 and piece in wanted]


def frequent_words(language):
    from wordfreq import get_frequency_dict

    frequencies = sorted(get_frequency_dict(language).items(), key=lambda entry: -entry[1])[:WORDS]
    # the square root, so that rare words count for more than they are worth: every one of them is somebody's prompt
    return [word for word, _ in frequencies], [frequency**0.5 for _, frequency in frequencies]


def encode_all(tokenizer, texts):
    return [encoding.ids[1:-1] for encoding in tokenizer.encode_batch(list(texts))]


def write_tokenizer(tokenizer, file):
    file.write_text(json.dumps(json.loads(tokenizer.to_str()), ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
