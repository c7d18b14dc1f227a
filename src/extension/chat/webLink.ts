import * as vscode from 'vscode';
import { isLoopback } from '../../node/privateHost';

/**
 * Opens a link of an answer, once the user agrees: its address is the model's choice, so only web pages open. The editor
 * asks, but for addresses of this machine, which it trusts; a page there can be one that a single visit sets off.
 */
export async function openWebLink(href: string): Promise<void> {
  const url = URL.canParse(href) ? new URL(href) : undefined;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') return;
  if (isOfThisMachine(url.hostname) && !(await mayOpen(href))) return;
  await vscode.env.openExternal(vscode.Uri.parse(href, true));
}

function isOfThisMachine(hostname: string): boolean {
  return isLoopback(hostname.replace(/^\[|\]$/g, '')) || /(^|\.)localhost\.?$/.test(hostname);
}

async function mayOpen(href: string): Promise<boolean> {
  const open = vscode.l10n.t('Open');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Open a page of a program on this machine?'),
    { modal: true, detail: vscode.l10n.t('A model wrote this address: {0}', href) },
    open,
  );
  return answer === open;
}
