import type { Decision } from '../../routing/decision';
import type { Turn } from '../../webview/sidebarProtocol';
import type { Explain } from '../explaining/explainCommand';
import { describeDecision } from '../explaining/explanationWording';
import { describeBudget } from '../explaining/reasonWording';
import { type ChatTurn, changeAnswer, shownTurn } from './chatTurn';

/** Explains decisions of this window's answers when a person asks; asks and decisions stay in memory alone. */
export class AnswerExplanations {
  private readonly decisions = new Map<string, { readonly ask: string; readonly decision: Decision }>();

  note(answerId: string, ask: string, decision: Decision): void {
    this.decisions.set(answerId, { ask, decision });
  }

  /**
   * Adds what explains its decision to an answer's badge.
   *
   * @returns the turn as it is now; undefined where this window did not see the decision
   */
  async explain(
    turns: ChatTurn[],
    { turnId, answerId }: { readonly turnId: string; readonly answerId: string },
    explain: Explain,
  ): Promise<Turn | undefined> {
    const noted = this.decisions.get(answerId);
    if (noted === undefined) return undefined;
    const { ask, decision } = noted;
    const lines = await explain(ask, decision);
    const { strongShare, budget: left } = decision;
    const budget = left && describeBudget({ strongShare, budget: left });
    // The badge and its reason say what the first lines do.
    const more = lines.slice(describeDecision(decision).length);
    const explanation = budget === undefined ? more : [budget, ...more];
    const changed = changeAnswer(turns, turnId, answerId, ({ badge }) => ({
      badge: badge && { ...badge, explanation },
    }));
    return changed && shownTurn(changed);
  }
}
