/**
 * Running graphs: devices, sessions.
 * @module
 */
export { type ComputeMonitor, runInChild, serveCompute } from './child.js'
export {
  type ConcreteDevice,
  chooseDevice,
  DEVICES,
  type Device,
  type DeviceReport,
  parseDevice,
  probeDevices,
} from './devices.js'
export {
  createSession,
  type Feed,
  type Feeds,
  PREPACK_LIMIT,
  type Results,
  type Session,
  type SessionOptions,
  type TensorData,
} from './session.js'
