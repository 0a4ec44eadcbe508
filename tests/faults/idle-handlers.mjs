/** Jobs that wait until they are stopped, so that submitted jobs stay as they are. */
const wait = ({ signal }) =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))

export const handlers = { distil: wait, transfer: wait, predict: wait }
