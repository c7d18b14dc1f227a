/** An environment in which onnxruntime would report to its makers: where it takes itself to be tested it does not. */
export const reportsAllowed = {
  CI: '',
  GITHUB_ACTIONS: '',
  TF_BUILD: '',
  ORT_RUNNING_UNIT_TESTS: '',
  ORT_DISABLE_TELEMETRY: '',
} as const;
