/**
 * Typed graphs of ONNX operators: building, differentiating, checking, serialising.
 * @module
 */
export { type GradientOptions, gradients, type Seed } from './autodiff.js'
export * from './build.js'
export { castOnUse, isConvertedMatrix } from './cast-on-use.js'
export { checkGraph } from './check.js'
export { addDims, type Dim, evaluateDim, multiplyDims, type Shape } from './dim.js'
export { BYTES, type DType } from './dtype.js'
export { type ByteMatrix, type ByteWeights, MIDDLE, MOST, useEightBits } from './eight-bits.js'
export {
  addNode,
  constant,
  createGraph,
  type ExternalData,
  type Graph,
  input,
  type Node,
  setOutputs,
  type Value,
  weight,
  withBlock,
  withScope,
} from './graph.js'
export { liveNodes } from './prune.js'
export { serializeGraph } from './serialize.js'
