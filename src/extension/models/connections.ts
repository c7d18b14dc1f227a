import * as vscode from 'vscode';
import type { LimitsOf } from '../../node/modelLimits';
import type { ChatModel, ModelRef, Pair } from '../../routing/chat';
import type { ConnectedPair } from '../../routing/flow/answerRequest';
import type { PracticePair } from '../../server/practicePair';
import { readHeaders, readModelRef, readSilenceLimit } from '../settings';
import type { ApiKeys } from './apiKeys';
import { openModel } from './openModel';

/** Whom a prompt can be sent to. */
export type Connection =
  /** No pair chosen: prompts are decided and priced, not answered. */
  | { readonly kind: 'preview' }
  /** Two scripted local models, to try Turnout without any account. */
  | { readonly kind: 'practice' }
  | { readonly kind: 'connected'; readonly pair: Pair<ModelRef> };

const practiceState = 'practice';

/** The present connection: the pair in the settings, the practice pair while it is switched on, or none. */
export class Connections implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<Connection>();
  private readonly listener: vscode.Disposable;
  private readonly opened = new Map<string, Promise<ChatModel>>();
  private practice: Promise<PracticePair> | undefined;
  private limits: Promise<LimitsOf> | undefined;
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly state: vscode.Memento,
    private readonly apiKeys: ApiKeys,
  ) {
    this.listener = vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('turnout.strong') || event.affectsConfiguration('turnout.weak')) {
        this.changed.fire(this.current);
      }
    });
  }

  get current(): Connection {
    if (this.state.get<boolean>(practiceState)) return { kind: 'practice' };
    const strong = readModelRef('strong');
    const weak = readModelRef('weak');
    return strong && weak ? { kind: 'connected', pair: { strong, weak } } : { kind: 'preview' };
  }

  /** Practise, or go back to one's own models. */
  async setPractice(on: boolean): Promise<void> {
    await this.state.update(practiceState, on || undefined);
    this.changed.fire(this.current);
  }

  /** The models of the present connection, ready to be asked; undefined in preview. */
  async open(): Promise<ConnectedPair | undefined> {
    const connection = this.current;
    if (connection.kind === 'preview') return undefined;
    switch (connection.kind) {
      case 'practice': {
        const { models, apiKey } = await this.startPractice();
        return {
          kind: 'practice',
          models: {
            strong: await openModel(models.strong, apiKey),
            weak: await openModel(models.weak, apiKey),
          },
        };
      }
      case 'connected': {
        const limitsOf = await this.openLimits();
        const open = (ref: ModelRef) => this.openKept(ref, limitsOf);
        const [strong, weak] = await Promise.all([open(connection.pair.strong), open(connection.pair.weak)]);
        return { kind: 'call', models: { strong, weak } };
      }
    }
  }

  dispose(): void {
    this.listener.dispose();
    this.changed.dispose();
    void this.practice?.then((pair) => pair.close());
  }

  /** A model learns what its endpoint refuses, and keeps it while key and headers stay the same. The editor's come and go. */
  private async openKept(ref: ModelRef, limitsOf: LimitsOf): Promise<ChatModel> {
    const apiKey = await this.apiKeys.read(ref);
    if (ref.provider === 'editor') return openModel(ref, apiKey);
    const key = JSON.stringify([ref, apiKey, readHeaders(ref.baseUrl, process.env), readSilenceLimit()]);
    const model = this.opened.get(key) ?? openModel(ref, apiKey, limitsOf);
    this.opened.set(key, model);
    return model;
  }

  /** Kept as long as the window, so that no endpoint is asked about its models twice. */
  private openLimits(): Promise<LimitsOf> {
    this.limits ??= import('../../node/modelLimits').then(({ createModelLimits }) => createModelLimits());
    return this.limits;
  }

  private startPractice(): Promise<PracticePair> {
    const practice =
      this.practice ??
      import('../../server/practicePair').then(({ startPracticePair }) => startPracticePair());
    this.practice = practice;
    practice.catch(() => {
      this.practice = undefined;
    });
    return practice;
  }
}
