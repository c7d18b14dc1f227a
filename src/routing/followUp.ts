export function isFollowUp(ask: string): boolean {
  return /^(yes|go on|continue|commit it|ok|do it)\b.{0,20}$/i.test(ask.trim());
}
