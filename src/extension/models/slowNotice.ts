import * as vscode from 'vscode';
import { showIfSlow } from './slowWork';

/** Says in a notification what is going on, once it has taken a moment. */
export function notifyIfSlow<T>(title: string, work: Promise<T>): Promise<T> {
  const location = vscode.ProgressLocation.Notification;
  return showIfSlow(work, (going) => vscode.window.withProgress({ location, title }, () => going));
}
