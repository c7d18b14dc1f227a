import { TurnoutError, type Wording, worded } from '../routing/errors';

export type EndpointHeaders = Readonly<Record<string, string>>;

/** Set by the connection, or by the wire format: another value would only break the call. */
const ownHeaders =
  /^(host|connection|content-(length|type|encoding)|transfer-encoding|te|trailer|upgrade|keep-alive|expect|accept(-encoding)?)$/i;
const secretName = /auth|key|token|secret|cookie|credential|password/i;
const token = /^[\w!#$%&'*+.^`|~-]+$/;
const reference = /\$\{env:(\w+)\}/g;
/** As in "Bearer ${env:GATEWAY_TOKEN}". */
const kept = /^(\w+ )?(\$\{env:\w+\})+$/;

/**
 * Headers that an endpoint wants with every call, such as those of a gateway: `{ "X-Team": "search", "X-Gateway-Token":
 * "${env:GATEWAY_TOKEN}" }`. Values may take variables from the environment; those that are secrets by their names must.
 *
 * @param written as a file or a setting holds them
 * @param where they stand, for messages
 * @throws TurnoutError `bad-input`, which names the header and never quotes its value
 */
export function readEndpointHeaders(
  written: unknown,
  environment: NodeJS.ProcessEnv,
  where: string,
): EndpointHeaders {
  if (written === undefined || written === null) return {};
  if (typeof written !== 'object' || Array.isArray(written)) {
    throw new TurnoutError(
      'bad-input',
      worded('{0} must be an object that holds a text for each header.', where),
    );
  }
  return Object.fromEntries(
    Object.entries(written).map(([name, value]) => [name, readValue(name, value, environment, where)]),
  );
}

function readValue(name: string, value: unknown, environment: NodeJS.ProcessEnv, where: string): string {
  const refuse = (what: Wording) => new TurnoutError('bad-input', what);
  if (!token.test(name)) throw refuse(worded('{0}: no header can have the name "{1}".', where, name));
  if (ownHeaders.test(name)) throw refuse(worded('{0}: Turnout sets the header "{1}" itself.', where, name));
  if (typeof value !== 'string') throw refuse(worded('{0}: the header "{1}" must be a text.', where, name));
  if (secretName.test(name) && !kept.test(value)) {
    throw refuse(
      worded(
        '{0}: the header "{1}" may hold a secret. Put that into an environment variable, and write {2} here.',
        where,
        name,
        // biome-ignore lint/suspicious/noTemplateCurlyInString: it is how a variable is named
        '${env:ITS_NAME}',
      ),
    );
  }
  const filled = value.replace(reference, (_, variable: string) => {
    const found = environment[variable]?.trim();
    if (found) return found;
    throw refuse(
      worded(
        '{0}: the header "{1}" names the environment variable {2}, which is not set.',
        where,
        name,
        variable,
      ),
    );
  });
  if (!/^[\x20-\x7e]*$/.test(filled)) {
    throw refuse(worded('{0}: the header "{1}" may hold visible ASCII characters only.', where, name));
  }
  return filled;
}
