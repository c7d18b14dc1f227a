import type { OpenAiServer } from '../../loopback/openaiServer';
import { cheap, dear, pairSettings } from '../walk/pair';

/** The walk's pair at everyday prices, which a picture should show. */
export function everydayPair(server: OpenAiServer) {
  return {
    ...pairSettings(server),
    'turnout.prices': { [dear]: { input: 5, output: 25 }, [cheap]: { input: 0.25, output: 2 } },
  };
}
