interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

/** Given by VS Code to a webview's script, once. */
declare function acquireVsCodeApi(): VsCodeApi;

/** Anything with a `type` that tells it from its siblings. */
interface Typed {
  readonly type: string;
}

/** What to do with each message of the host. */
export type Handlers<Incoming extends Typed> = {
  readonly [Type in Incoming['type']]: (message: Extract<Incoming, { type: Type }>) => void;
};

/** The extension's side of a webview, as its script sees it. */
export interface Host<Outgoing extends Typed, Incoming extends Typed, Remembered> {
  post(message: Outgoing): void;
  /** Hands each message to its handler; a message of a type that is not known is ignored. */
  receive(handlers: Handlers<Incoming>): void;
  /** What `remember` was given last, also before a reload; undefined the first time. */
  recall(): Partial<Remembered> | undefined;
  remember(state: Remembered): void;
}

/** Takes hold of the host. Only once in a page: VS Code refuses a second time. */
export function connectHost<Outgoing extends Typed, Incoming extends Typed, Remembered>(): Host<
  Outgoing,
  Incoming,
  Remembered
> {
  const api = acquireVsCodeApi();
  return {
    post: (message) => api.postMessage(message),
    receive: (handlers) => {
      window.addEventListener('message', ({ data }: MessageEvent<unknown>) =>
        dispatchMessage(data, handlers),
      );
    },
    recall: () => {
      const state = api.getState();
      return typeof state === 'object' && state !== null ? (state as Partial<Remembered>) : undefined;
    },
    remember: (state) => api.setState(state),
  };
}

/** Hands `data` to the handler of its type; other windows and other versions post things that have none. */
export function dispatchMessage<Incoming extends Typed>(data: unknown, handlers: Handlers<Incoming>): void {
  if (typeof data !== 'object' || data === null || !('type' in data) || typeof data.type !== 'string') return;
  if (!Object.hasOwn(handlers, data.type)) return;
  const handle = handlers[data.type as Incoming['type']] as (message: unknown) => void;
  handle(data);
}
