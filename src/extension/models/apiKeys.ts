import type * as vscode from 'vscode';
import type { ModelRef } from '../../routing/chat';

/** Keys per endpoint, in the editor's secret storage and nowhere else. */
export class ApiKeys {
  constructor(private readonly secrets: vscode.SecretStorage) {}

  async read(ref: Pick<ModelRef, 'provider' | 'baseUrl'>): Promise<string | undefined> {
    return this.secrets.get(nameOf(ref));
  }

  async write(ref: Pick<ModelRef, 'provider' | 'baseUrl'>, key: string): Promise<void> {
    await this.secrets.store(nameOf(ref), key);
  }

  async eraseAll(): Promise<void> {
    for (const name of await this.secrets.keys()) await this.secrets.delete(name);
  }
}

function nameOf({ provider, baseUrl }: Pick<ModelRef, 'provider' | 'baseUrl'>): string {
  return `turnout.key ${provider} ${baseUrl}`;
}
