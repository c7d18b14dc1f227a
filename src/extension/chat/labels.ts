import * as vscode from 'vscode';
import type { SidebarLabels } from '../../webview/sidebarProtocol';
import { forecastExplained } from '../slider/forecastWording';

const { t } = vscode.l10n;

/** Every fixed text of the sidebar, in the language of the editor. */
export function sidebarLabels(): SidebarLabels {
  return {
    promptPlaceholder: t('Ask anything. Enter sends, Shift+Enter starts a new line.'),
    send: t('Send'),
    stop: t('Stop'),
    emptyPrompt: t('The prompt is empty. Type what you want to ask.'),
    newChat: t('New chat'),
    report: t('Savings report'),
    connectModels: t('Choose models'),
    changeModels: t('Change models'),
    usePracticePair: t('Try the practice pair'),
    practiceBanner: t('Practice: scripted local answers, not a real model. They cost and save nothing.'),
    previewBanner: t('No model connected yet: Turnout shows what it would choose and what that would cost.'),
    practice: t('practice'),
    strong: t('strong'),
    weak: t('weak'),
    copy: t('Copy'),
    copied: t('Copied'),
    strongShare: t('Share of prompts for the strong model'),
    strongShareValue: t('{0} % strong', '{0}'),
    cheaper: t('cheaper'),
    better: t('better'),
    forecastExplained: forecastExplained(),
    emptyTitle: t('Which model should answer?'),
    emptyText: t(
      'Turnout decides on this machine, prompt by prompt, which of your two models answers: the weak one where it will do, the strong one where it is needed.',
    ),
    examples: t('Try one of these'),
    working: t('Deciding…'),
    tryAgain: t('Try again'),
    conversation: t('Conversation'),
    you: t('You asked'),
    showMore: t('Show more'),
    showLess: t('Show less'),
    scrollToEnd: t('Scroll to the end'),
    attach: t('Attach'),
    attachChoices: {
      selection: t('Selection in the editor'),
      file: t('Current file'),
      pick: t('Another file…'),
      problems: t('Problems of the current file'),
      'staged-diff': t('Staged changes'),
    },
    attached: t('Attached'),
    tokens: t('{0} tokens', '{0}'),
    removeAttachment: t('Remove {0}', '{0}'),
    overBudget: t('More than {0} tokens together: the longest are cut in the middle.', '{0}'),
    insert: t('Insert at cursor'),
    askOther: t('Ask {0} too', '{0}'),
    keep: t('Keep this one'),
    kept: t('Kept'),
    helpful: t('Helpful'),
    notHelpful: t('Not helpful'),
    thinking: t('Thinking'),
    why: t('Why?'),
    winRate: t('win rate'),
    threshold: t('threshold'),
    whoAnswers: t('Who answers: {0}', '{0}'),
    auto: t('auto'),
    letTurnoutDecide: t('Let Turnout decide'),
    thisPrompt: t('Ask {0} for this prompt', '{0}'),
    thisChat: t('Ask {0} in this chat', '{0}'),
    pinned: t('{0} for this chat', '{0}'),
    unpin: t('Let Turnout decide again'),
    sendKeys: t('Send (Enter). {0} sends to the strong model.', '{0}'),
    startWithPair: t('Start with {0} and {1}', '{0}', '{1}'),
    pairFound: t('Found here, no key needed: {0} as the strong model, {1} as the weak one.', '{0}', '{1}'),
    startWithHalf: t('Start with {0} as the {1} model', '{0}', '{1}'),
    halfFound: t('Found here, no key needed. Turnout asks for the {0} model next.', '{0}'),
    openWalkthrough: t('Show me around'),
  };
}

/** Prompts that show both sides of the slider. */
export function examplePrompts(): string[] {
  return [
    t('How do I undo my last git commit but keep the changes?'),
    t(
      'Write a Python function that parses a cron expression and returns the next five run times, with time zones and tests.',
    ),
    t('Write a regular expression that matches ISO dates.'),
  ];
}
