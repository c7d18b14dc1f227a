import * as vscode from 'vscode';
import { eventually } from './turnout';

/** Writes settings of the user. @returns what takes them back */
export async function changeSettings(
  settings: Readonly<Record<string, unknown>>,
): Promise<() => Promise<void>> {
  const write = async (wanted: (name: string) => unknown) => {
    for (const name of Object.keys(settings)) {
      const configuration = vscode.workspace.getConfiguration();
      await configuration.update(name, wanted(name), vscode.ConfigurationTarget.Global);
    }
  };
  await write((name) => settings[name]);
  // Settings reach an extension a moment after they are written.
  await eventually(
    () =>
      Object.entries(settings).every(
        ([name, value]) =>
          JSON.stringify(vscode.workspace.getConfiguration().get(name)) === JSON.stringify(value),
      ),
    'the changed settings',
  );
  return () => write(() => undefined);
}
