import { defaultTimeouts, type Timeouts } from '../providers/connection';
import { leadsToPrivateHost } from './privateHost';

/**
 * How long an endpoint may be silent.
 *
 * @param seconds what the user has set; undefined for what suits the endpoint, 0 for no limit
 */
export function timeoutsFor(baseUrl: string, seconds: number | undefined): Timeouts {
  // A model on a machine of one's own computes as long as it takes; where it has ended, its connection has, too.
  const limit = seconds ?? (leadsToPrivateHost(baseUrl) ? 0 : undefined);
  if (limit === undefined) return defaultTimeouts;
  const ms = limit === 0 ? Number.POSITIVE_INFINITY : limit * 1000;
  return { firstByteMs: ms, silenceMs: ms };
}
