import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSecret } from '../../../src/routing/sensitive/secrets';
import { findSensitive, type SensitiveRules } from '../../../src/routing/sensitive/sensitive';
import { compilePattern, matchesSomeLine } from '../../../src/routing/sensitive/userPattern';

const lower = 'abcdefghijklmnopqrstuvwxyz';
const upper = lower.toUpperCase();
const digits = '0123456789';

/** A key as a generator gives it; made up here, so that no text of this repository looks like one. */
function key(alphabet: string, length: number): fc.Arbitrary<string> {
  const characters = fc.array(fc.constantFrom(...alphabet), { minLength: length, maxLength: length });
  return characters
    .map((all) => all.join(''))
    .filter((text) => new Set(text).size >= 0.75 * Math.min(length, 30, 0.8 * alphabet.length));
}

/** One that holds a digit, a small letter and, where the alphabet has any, a capital one. */
function mixedKey(alphabet: string, length: number): fc.Arbitrary<string> {
  const needed = [/\d/, /[a-z]/, ...(alphabet.includes('A') ? [/[A-Z]/] : [])];
  return key(alphabet, length).filter((text) => needed.every((kind) => kind.test(text)));
}

const letters = lower + upper + digits;
const secrets: Readonly<Record<string, fc.Arbitrary<string>>> = {
  'AWS access key': key(`${upper}234567`, 16).map((text) => `AKIA${text}`),
  'AWS secret key': mixedKey(letters, 40).map((text) => `aws_secret_access_key = ${text}`),
  'GitHub token': fc.oneof(
    key(letters, 36).map((text) => `ghp_${text}`),
    fc.tuple(key(letters, 22), key(letters, 59)).map(([a, b]) => `github_pat_${a}_${b}`),
  ),
  'GitLab token': key(letters, 20).map((text) => `glpat-${text}`),
  'Slack token': fc.tuple(key(digits, 12), key(letters, 24)).map(([team, text]) => `xoxb-${team}-${text}`),
  'Slack webhook': fc
    .tuple(key(upper, 9), key(upper, 9), key(letters, 24))
    .map(([team, bot, text]) => `https://hooks.slack.com/services/T${team}/B${bot}/${text}`),
  'Google API key': mixedKey(letters, 35).map((text) => `AIza${text}`),
  'Google client secret': key(letters, 28).map((text) => `GOCSPX-${text}`),
  'Stripe key': mixedKey(letters, 24).map((text) => `sk_live_${text}`),
  'Anthropic key': key(letters, 80).map((text) => `sk-ant-api03-${text}`),
  'OpenRouter key': key('0123456789abcdef', 64).map((text) => `sk-or-v1-${text}`),
  'OpenAI key': mixedKey(letters, 48).map((text) => `sk-proj-${text}`),
  'Hugging Face token': mixedKey(letters, 34).map((text) => `hf_${text}`),
  'npm token': key(letters, 36).map((text) => `npm_${text}`),
  'PyPI token': key(letters, 90).map((text) => `pypi-${text}`),
  'Azure storage key': key(letters, 86).map((text) => `AccountName=a;AccountKey=${text}==`),
  'private key': fc
    .tuple(fc.constantFrom('', 'RSA ', 'EC ', 'OPENSSH '), fc.constantFrom('\n', '\\n'), key(letters, 64))
    .map(([kind, line, text]) => `-----BEGIN ${kind}PRIVATE KEY-----${line}${text}${line}`),
  'JSON web token': fc
    .tuple(key(letters, 20), key(letters, 40), key(letters, 43))
    .map(([head, body, signature]) => `eyJ${head}.eyJ${body}.${signature}`),
  'password in an address': key('bcdfghjk23456789', 12).map(
    (text) => `postgres://shop:${text}@db.internal:5432/shop`,
  ),
  'password in a connection string': key('bcdfghjk23456789', 12).map(
    (text) => `Server=db;Database=shop;Password=${text};`,
  ),
  'password or key': fc
    .tuple(fc.constantFrom('password = "', "api_key: '", '"client_secret": "'), mixedKey(letters, 24))
    .filter(([, text]) => !/pass|secret|user|admin|root|guest|test|token|your|change/i.test(text))
    .map(([before, text]) => `${before}${text}${before.includes("'") ? "'" : '"'}`),
};

describe('a secret is told by its kind', () => {
  it.each(Object.entries(secrets))('%s', (secret, text) => {
    const around = fc.constantFrom(
      ['', ''],
      ['Why does this fail?\n', '\nIt says 401.'],
      ['key is `', '` here'],
    );
    fc.assert(
      fc.property(text, around, (found, [before, after]) => {
        expect(findSecret(`${before}${found}${after}`)).toBe(secret);
      }),
    );
  });

  it.each([
    'const password = process.env.PASSWORD;',
    'password: string;',
    String.raw`token = '\\(?:[^\\r\\n]|[\\da-F]{1,6})'`,
    'token = self.get_token(request.headers)',
    'api_key = "YOUR_API_KEY_GOES_HERE_123"',
    'apiKey: "<your key 1234567890>"',
    'secret = config.services.payments.secretKey2',
    `AKIA${'IOSFODNN7EXAMPLE'}`,
    'postgres://user:password@localhost:5432/db',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: text of a script
    'mysql://root:${DB_PASSWORD}@db/shop',
    'http://example.org:8080/a@b',
    'The header is -----BEGIN PRIVATE KEY----- and then base64.',
    '.sk-chasing-dots-animation-2-in-the-loading-spinner { color: red; }',
    'pip install sk-learn && token: 0x0000000000000000000000000000',
    'sha512-AAAAB3NzaC1yc2EAAAADAQABAAABgQC7',
    'commit 3f5d41ef7b8099ae31eab51c26888d7804ac4f87',
    'How long should a secret be?',
  ])('but not in %s', (text) => {
    expect(findSecret(text)).toBeUndefined();
  });

  it.each(
    [
      'eyJ',
      'eyJaaaaaaaaaaaaa.',
      'password',
      'password=',
      'a://',
      'a:',
      'sk-',
      '-----BEGIN ',
      '-----BEGIN RSA PRIVATE KEY-----\n',
      ' ',
      'AccountKey=',
      ';Password=',
      'xoxb-1',
      "secret='",
      'A',
    ].map((piece) => [piece]),
  )('in a megabyte of %j none is found, and at once', (piece) => {
    expect(findSecret(piece.repeat(1_000_000 / piece.length))).toBeUndefined();
  });
});

describe('a pattern of the user', () => {
  it.each([
    'Project Nightjar',
    'kd-\\d{6}',
    '^confidential',
    '\\bÜbergabe\\b',
    '(?:\\d{1,3}\\.){3}\\d{1,3}',
    '[(]internal[)]',
    'a\\(b+\\)+',
  ])('is taken: %s', (source) => {
    expect(compilePattern(source).source).toBe(source);
  });

  it.each([
    ['(', /^The pattern "\(" is no regular expression \(.+\)\. Correct it, or take it out\.$/],
    ['', /matches even a text that holds nothing/],
    ['a*', /matches even a text that holds nothing/],
    ['(a+)+b', /repeats what itself repeats/],
    ['((ab)*c)*d', /repeats what itself repeats/],
    ['(a|a)*b', /repeats what itself repeats/],
    ['(?:x{1,40}y?)+z', /repeats what itself repeats/],
    ['a+a+a+b', /in more than 2 places/],
    ['(.*a){12}', /repeats what itself repeats/],
  ])('is refused with what is wrong: %s', (source, message) => {
    expect(() => compilePattern(source)).toThrow(expect.objectContaining({ code: 'bad-input' }));
    expect(() => compilePattern(source)).toThrow(message);
  });

  it('is found wherever it stands in a line, however long', () => {
    const pattern = compilePattern('kd-\\d{6}');
    const filler = fc.string({ maxLength: 3000 }).filter((text) => !/kd-\d/i.test(text));
    fc.assert(
      fc.property(filler, filler, (before, after) => {
        expect(matchesSomeLine(pattern, `${before}KD-123456 ${after}`)).toBe(true);
        expect(matchesSomeLine(pattern, `${before} kd-12345${after.replace(/^\d+/, '')}`)).toBe(false);
      }),
    );
  });

  it('knows where a line begins', () => {
    const pattern = compilePattern('^confidential$');
    expect(matchesSomeLine(pattern, 'Read this:\r\nConfidential\r\n…')).toBe(true);
    expect(matchesSomeLine(pattern, 'It is confidential')).toBe(false);
  });

  // A pattern that took time without bound would not end within the test's patience.
  it.each(['.*=.*!', '\\w+\\s+!', 'a+a+!'])('ends soon on long lines: %s', (source) => {
    for (const piece of ['a', '=', 'a ', '=;']) {
      expect(matchesSomeLine(compilePattern(source), piece.repeat(10_000))).toBe(false);
    }
  });

  it('compiles to an expression or is refused, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab()[]{}|*+?\\^$.,1-') }), (source) => {
        try {
          expect(compilePattern(source).test('')).toBe(false);
        } catch (error) {
          expect(error).toMatchObject({ code: 'bad-input' });
        }
      }),
    );
  });
});

describe('a prompt is sensitive', () => {
  const rules: SensitiveRules = {
    patterns: [compilePattern('nightjar')],
    paths: [{ glob: '*.pem', matches: (path) => path.endsWith('.pem') }],
    secrets: true,
  };
  const token = `ghp_${'aB3'.repeat(12)}`;

  it.each([
    [
      'for a path',
      { text: 'Why?', paths: ['a.ts', 'keys/a.pem'] },
      { kind: 'path', path: 'keys/a.pem', glob: '*.pem' },
    ],
    ['for a pattern', { text: 'What is Nightjar?', paths: [] }, { kind: 'pattern', pattern: 'nightjar' }],
    ['for a secret', { text: `Use ${token}.`, paths: [] }, { kind: 'secret', secret: 'GitHub token' }],
    [
      'for a path before all else',
      { text: `nightjar ${token}`, paths: ['b.pem'] },
      { kind: 'path', path: 'b.pem', glob: '*.pem' },
    ],
    ['for nothing in it', { text: 'Why?', paths: ['a.ts'] }, undefined],
  ] as const)('%s', (_, sent, sensitive) => {
    expect(findSensitive(sent, rules)).toEqual(sensitive);
  });

  it('for no secret where those do not count', () => {
    expect(findSensitive({ text: token, paths: [] }, { ...rules, secrets: false })).toBeUndefined();
  });

  it('without a word of it in the reason', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(secrets)).chain((kind) => secrets[kind] ?? fc.constant('')),
        (text) => {
          const reason = JSON.stringify(findSensitive({ text, paths: [] }, rules));
          for (const word of text.match(/[A-Za-z0-9]{12,}/g) ?? []) expect(reason).not.toContain(word);
        },
      ),
    );
  });
});
