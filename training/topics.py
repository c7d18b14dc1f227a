"""What a training prompt is about, in words a person understands: the labels that explain a decision.

Most sources say of each row what task it is; TASKS gathers their nearly hundred tasks under some thirty topics. Chat says
nothing, so its prompts were read and labelled one by one: chatTopics.json holds the label of each prompt's hash. (k-means
on the embeddings was tried first: of 145 prompts it made groups that mixed proofs with films, for 6, 8 and 12 groups.)
A task that is not in the table, as in data of your own, is its own topic.
"""

import json
from pathlib import Path

from prompt_hash import prompt_hash

CHAT_TOPICS = json.loads((Path(__file__).parent / "chatTopics.json").read_text(encoding="utf-8"))

# a task, or source/task where another source has a task of that name
TASKS = {
    "school maths": ("elementary_mathematics", "high_school_mathematics"),
    "university maths": ("abstract_algebra", "college_mathematics", "mmlu-pro/math"),
    "contest maths": ("llmrouter/math", "zeroeval-math-l5/math"),
    "statistics": ("econometrics", "high_school_statistics"),
    "logic and argument": ("formal_logic", "logical_fallacies"),
    "logic puzzles": ("logic",),
    "physics": ("astronomy", "college_physics", "conceptual_physics", "high_school_physics", "physics"),
    "chemistry": ("chemistry", "college_chemistry", "high_school_chemistry"),
    "biology": ("biology", "college_biology", "high_school_biology"),
    "medicine and health": (
        "anatomy", "clinical_knowledge", "college_medicine", "human_aging", "human_sexuality", "medical_genetics",
        "nutrition", "professional_medicine", "virology",
    ),
    "psychology": ("high_school_psychology", "professional_psychology", "psychology"),
    "engineering": ("electrical_engineering", "engineering"),
    "computer science": (
        "college_computer_science", "computer science", "computer_security", "high_school_computer_science",
        "machine_learning",
    ),
    "economics": ("economics", "high_school_macroeconomics", "high_school_microeconomics"),
    "business and accounting": (
        "business", "business_ethics", "management", "marketing", "professional_accounting", "public_relations",
    ),
    "law": ("international_law", "jurisprudence", "professional_law"),
    "philosophy and religion": ("moral_disputes", "philosophy", "world_religions"),
    "history": ("high_school_european_history", "high_school_us_history", "prehistory"),
    "politics and society": (
        "high_school_government_and_politics", "security_studies", "sociology", "us_foreign_policy",
    ),
    "geography": ("high_school_geography",),
    "general knowledge": ("global_facts", "miscellaneous", "natural_qa", "trivia_qa"),
    "school science": ("arc-challenge",),
    "common sense": ("winogrande",),
    "sentences from given words": ("commongen",),
    "small functions": ("human_eval", "humaneval/code-generation", "mbpp"),
    "programming contests": ("livecodebench/code-generation",),
    "tracing what code returns": ("code-execution",),
    "SQL queries": ("code-sql",),
    "shell commands": ("code-shell",),
}  # fmt: skip

TOPIC_OF_TASK = {task: topic for topic, tasks in TASKS.items() for task in tasks}


def topic_of(source, task, prompt):
    """The topic of one training prompt; without any task, its source's name."""
    named = TOPIC_OF_TASK.get(f"{source}/{task}") or TOPIC_OF_TASK.get(task)
    return named or CHAT_TOPICS.get(prompt_hash(prompt)) or task.replace("_", " ") or source
