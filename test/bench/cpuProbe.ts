// Loaded into `turnout serve` with --require: tells its parent what the process has used, when asked.
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ ms: (user + system) / 1000 });
});
// Its parent has finished with it, or is gone.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
