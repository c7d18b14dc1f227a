type Fetch = typeof globalThis.fetch;
type Agent = new (options: Readonly<Record<string, unknown>>) => object;

/** Where fetch keeps what makes its connections (undici's own names for it). */
const keptAt = ['undici.globalDispatcher.2', 'undici.globalDispatcher.1'].map((name) => Symbol.for(name));

let agent: object | undefined;

/**
 * The platform's fetch without its limits of five minutes to the headers and between two pieces of a body, which no option
 * of its own lifts. How long to wait is settled by whoever calls.
 */
export const patientFetch: Fetch = (input, init = {}) => {
  agent ??= createAgent();
  return fetch(input, agent === undefined ? init : ({ ...init, dispatcher: agent } as RequestInit));
};

/** @returns undefined where fetch is not the one that Node comes with */
function createAgent(): object | undefined {
  // What makes its connections is there only once any of it was used.
  new Headers();
  const kept = keptAt.map((key) => (globalThis as Record<symbol, unknown>)[key]);
  const usual = kept.find((each) => each?.constructor.name === 'Agent');
  const Usual = usual?.constructor as Agent | undefined;
  return Usual === undefined ? undefined : new Usual({ headersTimeout: 0, bodyTimeout: 0 });
}
