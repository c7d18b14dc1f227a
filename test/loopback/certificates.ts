import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** A key and a certificate, both as PEM. */
export interface Certified {
  readonly key: string;
  readonly certificate: string;
}

/** A certificate authority that no system knows, with the certificate of one host signed by it (RFC 5280). */
export function certify(host: string): { readonly authority: Certified; readonly host: Certified } {
  const authorityKeys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const hostKeys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const authorityName = name('Turnout test authority');
  const isAuthority = extension('2.5.29.19', true, sequence(element(0x01, Buffer.from([0xff]))));
  const hostNames = extension('2.5.29.17', false, sequence(element(0x82, Buffer.from(host))));
  const issue = (subject: Buffer, key: KeyObject, further: Buffer) =>
    pem(certificateOf(authorityName, authorityKeys.privateKey, subject, key, further));
  return {
    authority: {
      key: pkcs8(authorityKeys.privateKey),
      certificate: issue(authorityName, authorityKeys.publicKey, isAuthority),
    },
    host: {
      key: pkcs8(hostKeys.privateKey),
      certificate: issue(name(host), hostKeys.publicKey, hostNames),
    },
  };
}

const day = 24 * 60 * 60 * 1000;
const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'));

function certificateOf(
  issuer: Buffer,
  issuerKey: KeyObject,
  subject: Buffer,
  subjectKey: KeyObject,
  extensions: Buffer,
): Buffer {
  const signed = sequence(
    element(0xa0, element(0x02, Buffer.from([2]))),
    // Positive, since its first bit is not set.
    element(0x02, Buffer.concat([Buffer.from([0x01]), randomBytes(8)])),
    ecdsaWithSha256,
    issuer,
    sequence(time(Date.now() - day), time(Date.now() + day)),
    subject,
    subjectKey.export({ type: 'spki', format: 'der' }),
    element(0xa3, sequence(extensions)),
  );
  return sequence(signed, ecdsaWithSha256, bits(sign('sha256', signed, issuerKey)));
}

function name(commonName: string): Buffer {
  const attribute = sequence(oid('2.5.4.3'), element(0x0c, Buffer.from(commonName)));
  return sequence(element(0x31, attribute));
}

function extension(id: string, critical: boolean, value: Buffer): Buffer {
  const parts = [oid(id), ...(critical ? [element(0x01, Buffer.from([0xff]))] : []), element(0x04, value)];
  return sequence(...parts);
}

/** As GeneralizedTime. */
function time(ms: number): Buffer {
  const digits = new Date(ms).toISOString().replace(/\.\d+/, '').replace(/[-:T]/g, '');
  return element(0x18, Buffer.from(digits));
}

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((arc) => {
    const groups = [arc & 0x7f];
    for (let high = arc >>> 7; high > 0; high >>>= 7) groups.unshift((high & 0x7f) | 0x80);
    return groups;
  });
  return element(0x06, Buffer.from(bytes));
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return element(0x30, Buffer.concat(parts));
}

function bits(bytes: Buffer): Buffer {
  return element(0x03, Buffer.concat([Buffer.from([0]), bytes]));
}

/** A tag, a length and a content, as DER has them. */
function element(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

function pkcs8(key: KeyObject): string {
  return String(key.export({ type: 'pkcs8', format: 'pem' }));
}
