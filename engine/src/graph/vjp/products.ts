/**
 * Gradient rules of matrix products.
 * @module
 */
import { gemm, matmul, transposeLast } from '../build.js'
import type { Value } from '../graph.js'
import { int } from '../operator-checks.js'
import { unbroadcast, type VjpRule } from './rule.js'

const matmulRule: VjpRule = (node, [dy], needs) => {
  const [a, b] = node.inputs as [Value, Value]
  return [
    needs(0) ? unbroadcast(matmul(dy!, transposeLast(b)), a.shape) : undefined,
    needs(1) ? unbroadcast(matmul(transposeLast(a), dy!), b.shape) : undefined,
  ]
}

const gemmRule: VjpRule = (node, [dy], needs) => {
  const [a, b, c] = node.inputs as [Value, Value, Value | undefined]
  const transA = int(node.attributes, 'transA') === 1
  const transB = int(node.attributes, 'transB') === 1
  const da = () =>
    transA ? gemm(b, dy!, { transA: transB, transB: true }) : gemm(dy!, b, { transB: !transB })
  const db = () =>
    transB ? gemm(dy!, a, { transA: true, transB: transA }) : gemm(a, dy!, { transA: !transA })
  return [
    needs(0) ? da() : undefined,
    needs(1) ? db() : undefined,
    c && needs(2) ? unbroadcast(dy!, c.shape) : undefined,
  ]
}

export const PRODUCT_RULES: Readonly<Record<string, VjpRule>> = {
  MatMul: matmulRule,
  Gemm: gemmRule,
}
