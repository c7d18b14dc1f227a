// Loaded into `turnout serve` with --require: tells its parent what the process has used, when asked.
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ ms: (user + system) / 1000 });
});
