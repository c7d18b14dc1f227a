/**
 * Price of the smallest current cloud machine with two cores, on demand, in US dollars an hour: AWS c6i.large in
 * us-east-1 by its price list of 2024. The whole machine is charged though one core decides.
 */
export const machineHourPrice = 0.085;

/** What routing costs beside the calls themselves (paper, Table 7). */
export interface Overhead {
  readonly requestsPerSecond: number;
  /** US dollars per million requests at {@link machineHourPrice}. */
  readonly costPerMillion: number;
}

/** @param seconds how long `requests` prompts took, one after the other */
export function overheadOf(requests: number, seconds: number): Overhead {
  return {
    requestsPerSecond: requests / seconds,
    costPerMillion: (((1e6 * seconds) / requests) * machineHourPrice) / 3600,
  };
}
