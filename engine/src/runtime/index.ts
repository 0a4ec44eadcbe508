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
export { computeIdentity } from './identity.js'
export {
  CONVERTED_LIMIT,
  createSession,
  type Feed,
  type Feeds,
  PREPACK_LIMIT,
  prepacks,
  type Results,
  type Session,
  type SessionOptions,
  type TensorData,
  type WeightsKept,
  weightsKept,
} from './session.js'
