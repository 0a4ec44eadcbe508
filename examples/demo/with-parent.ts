/**
 * Loaded into the server's process before its own program: when the demo is gone, even killed, the server stops in good
 * order, and its workers with it.
 * @module
 */
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))
