"""Greetings, pleas and thanks around a prompt: they change nothing of it. The twin of src/routing/asking/courtesy.ts."""

import re

GAP = r"[ \n,.!?:;-]*"
STOP = rf"(?:[,.!?:;\n-]{GAP})"
ANYONE = r"(?:there|all|everyone|everybody|again|team|folks|friend|assistant|chatbot|bot|ai|chatgpt|gpt|claude|gemini)"
GREETING = rf"(?:hi+|hello|hey+|howdy|greetings|dear|good (?:morning|afternoon|evening|day))(?: {ANYONE})*"
THANKS = r"(?:many )?(?:thanks|thank you|thank u|thx|cheers|much appreciated)"
FOR_WHAT = r"(?: (?:so much|very much|a lot|a million|in advance|again|for (?:your|the|any|all)[^,.!?\n]{0,30}))*"
CAN_YOU = r"(?:can|could|would|will) (?:you|u|someone|anyone|anybody)(?: (?:please|kindly|possibly|maybe))?"
WITH_THIS = r"with (?:this|the following|something)(?: [a-z]{1,12})?"
IF_YOU_COULD = r"if (?:you|someone) (?:can|could|would)"
OPENINGS = re.compile(
    "(?:"
    rf"{GREETING}(?:{STOP}| (?=(?:please|can|could|would|will|i) ))"
    rf"|{THANKS}{FOR_WHAT}{STOP}"
    rf"|(?:ok|okay|alright|well|so|sorry to bother you|excuse me|nice to meet you){STOP}"
    rf"|how are you(?: doing)?(?: today)?{STOP}"
    rf"|i hope (?:you|this|all|everything)[^,.!?\n]{{0,60}}{STOP}"
    rf"|(?:i have )?(?:a )?(?:quick|simple|short)? ?question(?: for you)?{STOP}"
    rf"|if (?:possible|you (?:can|could|would|do not mind|don['\u2019]t mind)){STOP}"
    rf"|(?:please|pls|plz|kindly)(?: |{STOP})"
    rf"|(?:{CAN_YOU} )?help (?:me|us)(?: out)? {WITH_THIS}{STOP}"
    rf"|i (?:need|could use|would appreciate)(?: (?:your|some))? help(?: {WITH_THIS})?{STOP}"
    rf"|{CAN_YOU} (?:(?:help|assist) (?:me|us) (?:to )?(?!with |in |out ))?"
    r"|help (?:me|us) (?:to )?(?!with |in |out )"
    r"|i(?: would|['\u2019]d)? (?:really )?(?:like|love|want|need) you to "
    rf"|i(?: was|['\u2019]m| am) wondering {IF_YOU_COULD} "
    rf"|i(?: would|['\u2019]d) be (?:very |so )?(?:grateful|glad|happy) {IF_YOU_COULD} "
    ")+",
    re.IGNORECASE | re.ASCII,
)
APPRECIATED = (
    r"(?:(?:any|your) help (?:is|would be|will be)(?: (?:very|much|greatly|highly))* appreciated"
    r"|i(?: would|['\u2019]d)?(?: really)? appreciate (?:it|your help|any help))"
)
CLOSING = re.compile(
    rf"(?:(?<=[.!?,;\n])|(?<=[.!?,;\n] ))(?:(?:{THANKS}{FOR_WHAT}|{APPRECIATED})[ ,;.!\n]*)+\Z", re.IGNORECASE | re.ASCII
)
PLEASE_AT_END = re.compile(r",?(?: (?:please|pls|plz))+([.!?]?)\Z", re.IGNORECASE | re.ASCII)
LONGEST_CLOSING = 120


def openings_end(text):
    """Where the courtesies that a text begins with end; 0 where it begins with none."""
    openings = OPENINGS.match(text)
    return openings.end() if openings else 0


def without_closing(text):
    closing = CLOSING.search(text, max(0, len(text) - LONGEST_CLOSING))
    return PLEASE_AT_END.sub(r"\1", text[: closing.start()].rstrip(" \n,;") if closing else text)
