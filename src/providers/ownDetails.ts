/** What Turnout itself says of an endpoint's answer in a problem's `detail`, where the endpoint and the network say nothing. */
export const ownDetails = {
  streamEnded: 'the stream ended before the answer did',
  streamDamaged: 'the stream is damaged',
  silent: 'the endpoint fell silent in the middle of the answer',
  endlessLine: 'the endpoint sends a line without end',
  connectionFailed: 'the connection failed',
  noModelList: 'its list of models is not JSON',
  noWebAddress: 'it does not begin with http:// or https://',
} as const;
