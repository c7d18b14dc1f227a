/**
 * Greetings, pleas and thanks around a prompt: they change nothing of what is asked. The patterns describe kinds of
 * phrases and name their characters, so that training/courtesy.py finds the same.
 */
const gap = '[ \\n,.!?:;-]*';
const stop = `(?:[,.!?:;\\n-]${gap})`;
const anyone =
  '(?:there|all|everyone|everybody|again|team|folks|friend|assistant|chatbot|bot|ai|chatgpt|gpt|claude|gemini)';
const greeting = `(?:hi+|hello|hey+|howdy|greetings|dear|good (?:morning|afternoon|evening|day))(?: ${anyone})*`;
const thanks = '(?:many )?(?:thanks|thank you|thank u|thx|cheers|much appreciated)';
const forWhat =
  '(?: (?:so much|very much|a lot|a million|in advance|again|for (?:your|the|any|all)[^,.!?\\n]{0,30}))*';
const canYou =
  '(?:can|could|would|will) (?:you|u|someone|anyone|anybody)(?: (?:please|kindly|possibly|maybe))?';
const withThis = 'with (?:this|the following|something)(?: [a-z]{1,12})?';
const ifYouCould = 'if (?:you|someone) (?:can|could|would)';

const openings = new RegExp(
  `^(?:${[
    `${greeting}(?:${stop}| (?=(?:please|can|could|would|will|i) ))`,
    `${thanks}${forWhat}${stop}`,
    `(?:ok|okay|alright|well|so|sorry to bother you|excuse me|nice to meet you)${stop}`,
    `how are you(?: doing)?(?: today)?${stop}`,
    `i hope (?:you|this|all|everything)[^,.!?\\n]{0,60}${stop}`,
    `(?:i have )?(?:a )?(?:quick|simple|short)? ?question(?: for you)?${stop}`,
    `if (?:possible|you (?:can|could|would|do not mind|don['\\u2019]t mind))${stop}`,
    `(?:please|pls|plz|kindly)(?: |${stop})`,
    `(?:${canYou} )?help (?:me|us)(?: out)? ${withThis}${stop}`,
    `i (?:need|could use|would appreciate)(?: (?:your|some))? help(?: ${withThis})?${stop}`,
    `${canYou} (?:(?:help|assist) (?:me|us) (?:to )?(?!with |in |out ))?`,
    'help (?:me|us) (?:to )?(?!with |in |out )',
    "i(?: would|['\\u2019]d)? (?:really )?(?:like|love|want|need) you to ",
    `i(?: was|['\\u2019]m| am) wondering ${ifYouCould} `,
    `i(?: would|['\\u2019]d) be (?:very |so )?(?:grateful|glad|happy) ${ifYouCould} `,
  ].join('|')})+`,
  'iu',
);

const appreciated = [
  '(?:any|your) help (?:is|would be|will be)(?: (?:very|much|greatly|highly))* appreciated',
  "i(?: would|['\\u2019]d)?(?: really)? appreciate (?:it|your help|any help)",
].join('|');
const closing = new RegExp(
  `(?:(?<=[.!?,;\\n])|(?<=[.!?,;\\n] ))(?:(?:${thanks}${forWhat}|${appreciated})[ ,;.!\\n]*)+$`,
  'giu',
);
const pleaseAtEnd = /,?(?: (?:please|pls|plz))+([.!?]?)$/iu;

/** Units before a text's end in which a closing is looked for. */
const longestClosing = 120;

/** @returns where the courtesies that a text begins with end; 0 where it begins with none */
export function openingsEnd(text: string): number {
  return openings.exec(text)?.[0].length ?? 0;
}

/** @returns the text without thanks and "please" at its end; it may be blank */
export function withoutClosing(text: string): string {
  closing.lastIndex = Math.max(0, text.length - longestClosing);
  const found = closing.exec(text);
  return (found === null ? text : text.slice(0, found.index).replace(/[ \n,;]+$/, '')).replace(
    pleaseAtEnd,
    '$1',
  );
}
