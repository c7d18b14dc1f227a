import * as vscode from 'vscode';
import type { LeftShare } from '../../node/answering';
import type { FeedbackFile } from '../../node/feedbackFile';
import type { Side } from '../../routing/chat';
import type {
  AttachChoice,
  BudgetNote,
  SidebarState,
  SidebarToHost,
  Turn,
} from '../../webview/sidebarProtocol';
import type { TextAttachment } from '../attachments/attachment';
import { readChoice } from '../attachments/choices';
import { PendingAttachments } from '../attachments/pendingAttachments';
import { attachmentBudget } from '../attachments/prompt';
import type { Explain } from '../explaining/explainCommand';
import { describeBudget } from '../explaining/reasonWording';
import type { LastEditor } from '../lastEditor';
import type { Connections } from '../models/connections';
import { type KeylessOffer, shownOffer } from '../models/keylessOffer';
import type { Prepare } from '../prepare';
import type { StopForecasts } from '../slider/stopForecasts';
import type { StrongShare } from '../slider/strongShare';
import { describeError, describeProblem, describeUnkeptFeedback } from '../wording';
import type { WrittenQuestion } from '../writtenQuestion';
import { AnswerExplanations } from './answerExplanations';
import { recordKept, recordVerdict } from './answerFeedback';
import { type Asking, askOther, type ChatEvent, sendPrompt } from './chat';
import { type Question, questionOf, shownTurn } from './chatTurn';
import type { Conversation, Conversations } from './conversations';
import { insertAtCursor } from './insertAtCursor';
import { examplePrompts, sidebarLabels } from './labels';
import { SidebarPage } from './sidebarPage';
import { openWebLink } from './webLink';

/** What the sidebar needs of the rest of the extension. */
export interface SidebarDeps {
  readonly extensionUri: vscode.Uri;
  readonly strongShare: StrongShare;
  readonly forecasts: StopForecasts;
  readonly connections: Connections;
  readonly conversations: Conversations;
  readonly feedback: FeedbackFile;
  readonly lastEditor: LastEditor;
  /** Models to begin with; asked for only while none are connected. */
  readonly findOffers: () => AsyncIterable<KeylessOffer | undefined>;
  readonly useOffer: (offer: KeylessOffer) => Promise<void>;
  /** Warns of one thing once. */
  readonly warn: (message: string) => void;
  readonly prepare: Prepare;
  readonly explain: Explain;
}

/** The chat in the activity bar: one conversation at a time, one answer at a time. */
export class Sidebar implements vscode.Disposable {
  readonly page: SidebarPage;
  private conversation: Promise<Conversation>;
  private running: AbortController | undefined;
  private offer: KeylessOffer | undefined;
  private budget: BudgetNote | null = null;
  private focusWhenReady = false;
  private readonly pending = new PendingAttachments();
  private readonly explanations = new AnswerExplanations();
  private readonly listeners: vscode.Disposable[];

  constructor(private readonly deps: SidebarDeps) {
    this.page = new SidebarPage(deps.extensionUri, (message) => this.receive(message));
    this.conversation = deps.conversations.reopen();
    this.listeners = [
      this.pending,
      this.pending.onDidChange(() => this.postAttachments(false)),
      deps.strongShare.onDidChange((strongShare) => this.page.post({ type: 'strongShare', strongShare })),
      deps.forecasts.onDidChange(() =>
        this.page.post({ type: 'forecasts', forecasts: deps.forecasts.lines }),
      ),
      deps.connections.onDidChange(() => void this.postState()),
    ];
  }

  /** Leaves the present chat, which stays in the history, and begins another. */
  async newChat(): Promise<void> {
    await this.show(this.deps.conversations.start());
  }

  /** Shows a chat from the history. */
  async show(conversation: Conversation): Promise<void> {
    if (conversation.id === (await this.conversation).id) return;
    this.running?.abort();
    this.conversation = Promise.resolve(conversation);
    await this.deps.conversations.open(conversation);
    await this.postState();
  }

  /** @param left undefined where no budget takes from the share */
  showBudget(left: LeftShare | undefined): void {
    this.budget = left === undefined ? null : { strongShare: left.strongShare, text: describeBudget(left) };
    this.page.post({ type: 'budget', budget: this.budget });
  }

  /** Opens the view and asks there, in a chat of its own. */
  async ask(question: WrittenQuestion): Promise<void> {
    await this.page.focus();
    if (this.running !== undefined) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('Turnout is still answering in its chat. Wait for it, or stop it first.'),
      );
      return;
    }
    await this.newChat();
    await this.send(() => ({ ...questionOf(question.prompt, []), ...question }), undefined);
  }

  /** Attaches to the next prompt and goes to where it is written. */
  async attach(attachments: readonly TextAttachment[]): Promise<void> {
    this.pending.add(attachments);
    this.focusWhenReady = !this.page.isReady;
    await this.page.focus();
    if (this.page.isReady) this.postAttachments(true);
  }

  dispose(): void {
    this.running?.abort();
    for (const listener of this.listeners) listener.dispose();
  }

  private async receive(message: SidebarToHost): Promise<void> {
    switch (message.type) {
      case 'ready':
        return this.welcome();
      case 'send':
        return this.send(() => questionOf(message.prompt, this.pending.take()), message.side);
      case 'tryAgain': {
        const turn = (await this.conversation).turns.find(({ id }) => id === message.turnId);
        return turn && this.send(() => turn, undefined);
      }
      case 'askOther':
        return this.run((asking) => askOther(message.turnId, asking));
      case 'keep':
        return this.keepFeedback(recordKept((await this.conversation).turns, message, this.deps.feedback));
      case 'explain':
        return this.explain(message);
      case 'rate':
        return this.keepFeedback(recordVerdict((await this.conversation).turns, message, this.deps.feedback));
      case 'stop':
        return this.running?.abort();
      case 'newChat':
        return this.newChat();
      case 'setStrongShare':
        return this.deps.strongShare.drag(message.strongShare);
      case 'pin':
        return this.pin(message.side);
      case 'attach':
        return this.attachChoice(message.what);
      case 'detach':
        return this.pending.remove(message.id);
      case 'connectModels':
        return vscode.commands.executeCommand('turnout.connectModels');
      case 'useOffer':
        return this.useOffer();
      case 'openWalkthrough':
        return vscode.commands.executeCommand('turnout.openWalkthrough');
      case 'usePracticePair':
        return this.deps.connections.setPractice(true);
      case 'openReport':
        return vscode.commands.executeCommand('turnout.openReport');
      case 'copy':
        return vscode.env.clipboard.writeText(message.text);
      case 'insert':
        return insertAtCursor(message.text, this.deps.lastEditor.current);
      case 'openLink':
        return openWebLink(message.href);
    }
  }

  /** The page has been loaded and wants everything. */
  private async welcome(): Promise<void> {
    await this.postState();
    if (this.focusWhenReady) this.postAttachments(true);
    this.focusWhenReady = false;
  }

  /** @param compose called once the prompt is sure to be sent */
  private send(compose: () => Question, side: Side | undefined): Promise<void> {
    const wish = side && ({ side, lasts: 'this-prompt' } as const);
    return this.run((asking) => sendPrompt(compose(), wish, asking));
  }

  private async run(ask: (asking: Asking) => AsyncGenerator<ChatEvent>): Promise<void> {
    if (this.running !== undefined) return;
    const running = new AbortController();
    this.running = running;
    const conversation = await this.conversation;
    const noteDecision: Asking['noteDecision'] = (...noted) => this.explanations.note(...noted);
    try {
      const { deps, show } = await this.deps.prepare();
      for await (const event of ask({ conversation, signal: running.signal, deps, show, noteDecision })) {
        // Kept at every turn of events, so that a window closed in mid-answer loses little; and before an answer is seen
        // to be over, so that the next prompt finds nothing still to be done.
        const over =
          event.type === 'turn' && !event.turn.answers.some(({ status }) => status.kind === 'working');
        if (over) await this.keep(conversation);
        if (conversation === (await this.conversation)) this.page.post(event);
        if (event.type === 'turn' && !over) await this.keep(conversation);
      }
    } catch (error) {
      void vscode.window.showErrorMessage(describeProblem(error));
    } finally {
      this.running = undefined;
    }
  }

  private async explain(asked: Extract<SidebarToHost, { type: 'explain' }>): Promise<void> {
    const conversation = await this.conversation;
    const turn = await this.explanations.explain(conversation.turns, asked, this.deps.explain);
    if (turn === undefined) return;
    if (conversation === (await this.conversation)) this.page.post({ type: 'turn', turn });
    await this.keep(conversation);
  }

  private async attachChoice(what: AttachChoice): Promise<void> {
    const attachment = await readChoice(what, this.deps.lastEditor.current);
    if (attachment !== undefined) await this.attach([attachment]);
  }

  private async pin(side: Side | null): Promise<void> {
    const conversation = await this.conversation;
    conversation.pinned = side ?? undefined;
    this.page.post({ type: 'pinned', side });
    // An empty chat is no chat yet; its first turn is kept with the pin.
    if (conversation.turns.length > 0) await this.keep(conversation);
  }

  private async keepFeedback(recorded: Promise<Turn | undefined>): Promise<void> {
    try {
      const turn = await recorded;
      if (turn !== undefined) this.page.post({ type: 'turn', turn });
    } catch (error) {
      this.deps.warn(describeUnkeptFeedback(error));
    }
    await this.keep(await this.conversation);
  }

  /** A chat that cannot be kept is said so, and goes on. */
  private async keep(conversation: Conversation): Promise<void> {
    try {
      await this.deps.conversations.save(conversation);
    } catch (error) {
      this.deps.warn(
        vscode.l10n.t(
          'This chat cannot be kept across reloads ({0}). Is the disk full, or the folder read-only?',
          describeError(error),
        ),
      );
    }
  }

  private async postState(): Promise<void> {
    const { turns, pinned } = await this.conversation;
    const { strongShare, forecasts, connections } = this.deps;
    const { current } = connections;
    const state: SidebarState = {
      labels: sidebarLabels(),
      examples: examplePrompts(),
      strongShare: strongShare.value,
      budget: this.budget,
      forecasts: forecasts.lines,
      connection:
        current.kind === 'connected'
          ? { kind: 'connected', strong: current.pair.strong.model, weak: current.pair.weak.model }
          : current,
      turns: turns.map(shownTurn),
      attachments: this.pending.chips,
      attachmentBudget,
      pinned: pinned ?? null,
      offer: shownOffer(this.offer),
    };
    this.page.post({ type: 'state', state });
    if (current.kind === 'preview' && turns.length === 0) await this.lookForOffer();
  }

  private async lookForOffer(): Promise<void> {
    for await (const offer of this.deps.findOffers()) {
      this.offer = offer;
      this.page.post({ type: 'offer', offer: shownOffer(offer) });
    }
  }

  private async useOffer(): Promise<void> {
    if (this.offer === undefined) return;
    await this.deps.useOffer(this.offer);
    // The next step is to write.
    if (this.deps.connections.current.kind === 'connected') this.postAttachments(true);
  }

  private postAttachments(focus: boolean): void {
    this.page.post({ type: 'attachments', attachments: this.pending.chips, focus });
  }
}
