/** The calendar day of an ISO time where this machine is, YYYY-MM-DD. */
export function localDay(time: string): string {
  const date = new Date(time);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The name of the time zone that {@link localDay} goes by. */
export function localZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
