/**
 * Reference kernels of the operators that move elements about. https://onnx.ai/onnx/operators/
 * @module
 */
import type { Node } from '../graph.js'
import type { Kernel } from './kernels-elementwise.js'
import { at, broadcast, flatIndex, forEachIndex, generate, sizeOf } from './tensor.js'

const axisOf = (node: Node, rank: number, fallback: number): number => {
  const axis = (node.attributes.axis ?? fallback) as number
  return axis < 0 ? axis + rank : axis
}

const wrapped = (index: number, size: number): number => (index < 0 ? index + size : index)

const replaced = (index: readonly number[], axis: number, value: number): number[] =>
  index.map((i, a) => (a === axis ? value : i))

/** 0 copies the input's axis unless allowzero; -1 takes what is left. */
const reshape: Kernel = ([x, target], node) => {
  const asked = target!.data.map((size, axis) =>
    size === 0 && node.attributes.allowzero !== 1 ? x!.shape[axis]! : size,
  )
  const known = sizeOf(asked.filter(size => size !== -1))
  const shape = asked.map(size => (size === -1 ? x!.data.length / known : size))
  if (sizeOf(shape) !== x!.data.length) throw new Error(`[${x!.shape}] does not reshape to [${shape}]`)
  return [{ shape, data: x!.data }]
}

const concat: Kernel = (values, node) => {
  const axis = axisOf(node, values[0]!.shape.length, 0)
  const total = values.reduce((sum, { shape }) => sum + shape[axis]!, 0)
  return [
    generate(replaced(values[0]!.shape, axis, total), index => {
      let offset = index[axis]!
      const part = values.find(({ shape }) => {
        if (offset < shape[axis]!) return true
        offset -= shape[axis]!
        return false
      })
      return at(part!, replaced(index, axis, offset))
    }),
  ]
}

const split: Kernel = ([x, sizes], node) => {
  const axis = axisOf(node, x!.shape.length, 0)
  let start = 0
  return sizes!.data.map(size => {
    const from = start
    start += size
    return generate(replaced(x!.shape, axis, size), index =>
      at(x!, replaced(index, axis, index[axis]! + from)),
    )
  })
}

const gather: Kernel = ([x, indices], node) => {
  const axis = axisOf(node, x!.shape.length, 0)
  const rank = indices!.shape.length
  const shape = [...x!.shape.slice(0, axis), ...indices!.shape, ...x!.shape.slice(axis + 1)]
  return [
    generate(shape, index => {
      const row = wrapped(at(indices!, index.slice(axis, axis + rank)), x!.shape[axis]!)
      return x!.data[flatIndex(x!.shape, [...index.slice(0, axis), row, ...index.slice(axis + rank)])]!
    }),
  ]
}

const gatherElements: Kernel = ([x, indices], node) => {
  const axis = axisOf(node, x!.shape.length, 0)
  return [
    generate(indices!.shape, index => {
      const from = replaced(index, axis, wrapped(at(indices!, index), x!.shape[axis]!))
      return x!.data[flatIndex(x!.shape, from)]!
    }),
  ]
}

const put = (data: number[], flat: number, value: number, node: Node): void => {
  data[flat] = node.attributes.reduction === 'add' ? data[flat]! + value : value
}

const scatterElements: Kernel = ([x, indices, updates], node) => {
  const axis = axisOf(node, x!.shape.length, 0)
  const data = [...x!.data]
  forEachIndex(indices!.shape, index => {
    const to = replaced(index, axis, wrapped(at(indices!, index), x!.shape[axis]!))
    put(data, flatIndex(x!.shape, to), at(updates!, index), node)
  })
  return [{ shape: x!.shape, data }]
}

const scatterND: Kernel = ([x, indices, updates], node) => {
  const depth = indices!.shape.at(-1)!
  const data = [...x!.data]
  forEachIndex(updates!.shape, index => {
    const place = index.slice(0, indices!.shape.length - 1)
    const start = Array.from({ length: depth }, (_, i) => wrapped(at(indices!, [...place, i]), x!.shape[i]!))
    const to = [...start, ...index.slice(place.length)]
    put(data, flatIndex(x!.shape, to), at(updates!, index), node)
  })
  return [{ shape: x!.shape, data }]
}

const range: Kernel = ([start, limit, step]) => {
  const data: number[] = []
  for (let value = start!.data[0]!; value < limit!.data[0]!; value += step!.data[0]!) data.push(value)
  return [{ shape: [data.length], data }]
}

export const STRUCTURE: Readonly<Record<string, Kernel>> = {
  Transpose: ([x], node) => {
    const perm = node.attributes.perm as readonly number[]
    return [
      generate(
        perm.map(axis => x!.shape[axis]!),
        index =>
          at(
            x!,
            x!.shape.map((_, axis) => index[perm.indexOf(axis)]!),
          ),
      ),
    ]
  },
  Reshape: reshape,
  Expand: ([x, target]) => {
    const shape = broadcast(x!, { shape: target!.data, data: [] })
    return [generate(shape, index => at(x!, index))]
  },
  Concat: concat,
  Split: split,
  Gather: gather,
  GatherElements: gatherElements,
  ScatterElements: scatterElements,
  ScatterND: scatterND,
  Shape: ([x], node) => {
    const data = x!.shape.slice(
      (node.attributes.start ?? 0) as number,
      node.attributes.end as number | undefined,
    )
    return [{ shape: [data.length], data }]
  },
  Range: range,
}
