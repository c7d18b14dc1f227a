/** The calendar day of an ISO time where this machine is, YYYY-MM-DD. */
export function localDay(time: string): string {
  const date = new Date(time);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The name of the time zone that {@link localDay} goes by. The first time it takes some milliseconds. */
export function localZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/**
 * Finds the days of times that follow one another, asking only where a new quarter of an hour begins: all time zones are
 * whole quarters apart, so no day begins between two.
 */
export function rememberDay(dayOf: (time: string) => string): (time: string) => string {
  let hour: string | undefined;
  let quarter = -1;
  let day = '';
  return (time) => {
    const wanted = Math.floor(Number(time.slice(14, 16)) / 15);
    if (wanted !== quarter || hour === undefined || !time.startsWith(hour)) {
      day = dayOf(time);
      hour = time.slice(0, 'YYYY-MM-DDTHH:'.length);
      quarter = wanted;
    }
    return day;
  };
}
