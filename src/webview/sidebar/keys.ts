const mac = /mac/i.test(navigator.userAgent);

/** Sends to the strong model this time, as the reader's keyboard spells it. */
export const strongKey = mac ? '⌘⏎' : 'Ctrl+Enter';
