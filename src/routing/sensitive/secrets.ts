/** A kind of secret, known by its shape. Each expression takes time linear in the text. */
interface SecretShape {
  readonly secret: string;
  readonly shape: RegExp;
  /** Of what the shape's group holds; absent where the shape alone is proof. */
  readonly isReal?: (value: string) => boolean;
}

const shapes: readonly SecretShape[] = [
  {
    secret: 'AWS access key',
    shape: /\b((?:AKIA|ASIA)[A-Z2-7]{16})\b/g,
    isReal: (key) => !key.endsWith('EXAMPLE'),
  },
  {
    secret: 'AWS secret key',
    shape:
      /aws_?secret_?(?:access_?)?key["']?\s{0,5}[:=]{1,2}\s{0,5}["']?([A-Za-z0-9+/]{40})(?![A-Za-z0-9+/])/gi,
    isReal: (key) => !key.endsWith('EXAMPLEKEY') && isRandom(key),
  },
  {
    secret: 'GitHub token',
    shape: /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59})/g,
  },
  { secret: 'GitLab token', shape: /(?<![\w-])gl(?:pat|ptt|rt|dt|soat|cbt|ft|oas)-[\w-]{20}/g },
  {
    secret: 'Slack token',
    shape: /(?<![\w-])(?:xox[abeoprs]-\d{6,}-[\w-]{10}|xapp-\d-[A-Z0-9]{8,}-[\w-]{10})/g,
  },
  {
    secret: 'Slack webhook',
    shape: /hooks\.slack\.com\/services\/T[A-Z0-9]{8,12}\/B[A-Z0-9]{8,12}\/[A-Za-z0-9]{20}/g,
  },
  {
    secret: 'Google API key',
    shape: /(?<![\w-])AIza([\w-]{35})(?![\w-])/g,
    isReal: isRandom,
  },
  { secret: 'Google client secret', shape: /(?<![\w-])GOCSPX-[\w-]{28}(?![\w-])/g },
  { secret: 'Stripe key', shape: /\b[rs]k_(?:live|test)_([A-Za-z0-9]{20,100})/g, isReal: isRandom },
  { secret: 'Anthropic key', shape: /(?<![\w-])sk-ant-[a-z0-9]{3,8}-[\w-]{20}/g },
  { secret: 'OpenRouter key', shape: /(?<![\w-])sk-or-v1-[0-9a-f]{40}/g },
  {
    secret: 'OpenAI key',
    shape: /(?<![\w-])sk-(?:(?:proj|svcacct|admin)-)?([A-Za-z0-9_-]{32,200})/g,
    isReal: (key) => isRandom(key) && /[A-Z]/.test(key) && /[a-z]/.test(key),
  },
  { secret: 'Hugging Face token', shape: /\bhf_([A-Za-z0-9]{34})\b/g, isReal: isRandomMixed },
  { secret: 'npm token', shape: /\bnpm_[A-Za-z0-9]{36}\b/g },
  { secret: 'PyPI token', shape: /(?<![\w-])pypi-[\w-]{50}/g },
  { secret: 'Azure storage key', shape: /\bAccountKey=[A-Za-z0-9+/]{60}/g },
  {
    secret: 'private key',
    shape:
      /-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?:\s|\\[rn]){1,10}(?:[A-Za-z-]{1,20}: [^\n]{1,100}\s{1,4}){0,5}[A-Za-z0-9+/]{20}/g,
  },
  { secret: 'JSON web token', shape: /(?<![\w-])eyJ[\w-]{12,}\.eyJ[\w-]{12,}\.[\w-]{20}/g },
  {
    secret: 'password in an address',
    shape:
      /(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:@/?#"'`<>(){}]{0,100}:([^\s:@/?#"'`<>(){}]{4,100})@[\w[]/gi,
    isReal: (password) => !isPlaceholder(password),
  },
  {
    secret: 'password in a connection string',
    shape: /\b(?:Password|Pwd)=([^;"'\s<>{}$]{6,100});|;\s{0,3}(?:Password|Pwd)=([^;"'\s<>{}$]{6,100})/gi,
    isReal: (password) => !isPlaceholder(password),
  },
  {
    secret: 'password or key',
    shape:
      /(?:password|passwd|pwd|secret|token|api_?key|api-key|access_?key|auth_?key|credential)s?["']?\s{0,5}(?::|:?=)\s{0,5}(?:["'`]([^\s"'`\\]{12,200})["'`]|([\w+/=.~!@#%^&*-]{16,200})(?=\s|$))/gi,
    isReal: (value) => !isPlaceholder(value) && isRandomMixed(value),
  },
];

/** @returns the kind of the first secret that a text holds, such as 'GitHub token'; never the secret itself */
export function findSecret(text: string): string | undefined {
  return shapes.find(({ shape, isReal }) => {
    for (const found of text.matchAll(shape)) {
      const value = found.slice(1).find((group) => group !== undefined);
      if (isReal === undefined || value === undefined || isReal(value)) return true;
    }
    return false;
  })?.secret;
}

/** Kinds of characters differ and hardly repeat, as in what a generator gave and unlike words and paths. */
function isRandom(value: string): boolean {
  return /\d/.test(value) && /[A-Za-z]/.test(value) && bitsPerCharacter(value) >= 3.2;
}

/** The same of a value of which nothing but its name tells that it is secret. */
function isRandomMixed(value: string): boolean {
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(value)).length;
  const isHex = /^[0-9a-f-]{24,}$/i.test(value);
  return isRandom(value) && (kinds >= 3 || isHex) && !/^[\w-]+(?:\.[A-Za-z_]\w*)+$/.test(value);
}

/** Stands for a password in an example, or is one that everybody knows. */
function isPlaceholder(value: string): boolean {
  return (
    /^(?:[*.x_-]+|\W+)$/i.test(value) ||
    /pass(?:word|wd)?|secret|example|change|your|dummy|sample|placeholder|redacted|token|user|admin|root|guest|postgres|test|1234/i.test(
      value,
    ) ||
    /[$%<{[(]/.test(value[0] ?? '')
  );
}

/** Shannon's entropy of the characters. */
function bitsPerCharacter(value: string): number {
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce(
    (bits, count) => bits - (count / value.length) * Math.log2(count / value.length),
    0,
  );
}
