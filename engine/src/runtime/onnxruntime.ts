/**
 * ONNX Runtime, which is loaded here and nowhere else.
 * @module
 */
import './telemetry-off.js'

export { default } from 'onnxruntime-node'
