/**
 * The discrete Fourier transform of real vectors whose lengths are powers of two: of half as many complex numbers, the even
 * and the odd entries, by radix 4 and radix 2, and one more level to take the two apart.
 *
 * Error: each butterfly of each of the log2 N levels adds a relative 12 u in the 2-norm (Higham 2002, Accuracy and
 * Stability of Numerical Algorithms, theorem 24.2, with twiddle factors correct to 6 u; a radix 4 butterfly is two levels
 * of radix 2, multiplied in the same order); see {@link transformError}.
 * @module
 */

/** A complex vector, parts apart. */
export type Complex = { readonly re: Float64Array; readonly im: Float64Array }

const zeros = (length: number): Complex => ({ re: new Float64Array(length), im: new Float64Array(length) })

const twiddles = new Map<number, Complex>()

/** Longest length whose tables are kept. */
const MOST_KEPT = 2 ** 20

/** e^(-2 pi i j/N) for j < N/2; each shorter length has a table of its own, every other entry, read without gaps. */
const twiddlesOf = (length: number): Complex => {
  const known = twiddles.get(length)
  if (known) return known
  if (length > MOST_KEPT) for (const kept of twiddles.keys()) if (kept > MOST_KEPT) twiddles.delete(kept)
  let table = zeros(Math.max(1, length / 2))
  for (let j = 0; j < table.re.length; j++) {
    const angle = (-2 * Math.PI * j) / length
    table.re[j] = Math.cos(angle)
    table.im[j] = Math.sin(angle)
  }
  const whole = table
  for (let shorter = length; shorter >= 2 && !twiddles.has(shorter); shorter /= 2) {
    twiddles.set(shorter, table)
    const next = zeros(Math.max(1, table.re.length / 2))
    for (let j = 0; j < next.re.length; j++) {
      next.re[j] = table.re[2 * j]!
      next.im[j] = table.im[2 * j]!
    }
    table = next
  }
  return whole
}

/** In place, the part of a vector from `begin` on; the result is in bit-reversed order. Depth first: halves that fit stay near. */
const forward = (re: Float64Array, im: Float64Array, begin: number, length: number): void => {
  if (length < 4) {
    if (length === 2) addAndSubtract(re, im, begin)
    return
  }
  const quarter = length / 4
  const { re: cos, im: sin } = twiddlesOf(length)
  const { re: cos2, im: sin2 } = twiddlesOf(length / 2)
  for (let j = 0, a = begin; j < quarter; j++, a++) {
    const b = a + quarter
    const c = b + quarter
    const d = c + quarter
    const sumRe = re[a]! + re[c]!
    const sumIm = im[a]! + im[c]!
    const lessRe = re[a]! - re[c]!
    const lessIm = im[a]! - im[c]!
    const otherRe = re[b]! + re[d]!
    const otherIm = im[b]! + im[d]!
    // -i times the difference.
    const turnedRe = im[b]! - im[d]!
    const turnedIm = re[d]! - re[b]!
    const wRe = cos[j]!
    const wIm = sin[j]!
    const vRe = cos2[j]!
    const vIm = sin2[j]!
    re[a] = sumRe + otherRe
    im[a] = sumIm + otherIm
    const bRe = sumRe - otherRe
    const bIm = sumIm - otherIm
    re[b] = bRe * vRe - bIm * vIm
    im[b] = bRe * vIm + bIm * vRe
    const cRe = lessRe + turnedRe
    const cIm = lessIm + turnedIm
    re[c] = cRe * wRe - cIm * wIm
    im[c] = cRe * wIm + cIm * wRe
    const eRe = lessRe - turnedRe
    const eIm = lessIm - turnedIm
    const dRe = eRe * wRe - eIm * wIm
    const dIm = eRe * wIm + eIm * wRe
    re[d] = dRe * vRe - dIm * vIm
    im[d] = dRe * vIm + dIm * vRe
  }
  for (let block = 0; block < 4; block++) forward(re, im, begin + block * quarter, quarter)
}

const addAndSubtract = (re: Float64Array, im: Float64Array, a: number): void => {
  const dRe = re[a]! - re[a + 1]!
  const dIm = im[a]! - im[a + 1]!
  re[a] = re[a]! + re[a + 1]!
  im[a] = im[a]! + im[a + 1]!
  re[a + 1] = dRe
  im[a + 1] = dIm
}

/**
 * In place, from bit-reversed order to natural order, not divided by the length. Only the first and the last `wide` of the
 * whole vector's frequencies are not zero: a block short enough to hold one of them needs no transform.
 */
const backward = (
  re: Float64Array,
  im: Float64Array,
  begin: number,
  length: number,
  shortest: number,
): void => {
  if (length <= shortest) {
    spread(re, im, begin, length)
    return
  }
  if (length < 4) {
    if (length === 2) addAndSubtract(re, im, begin)
    return
  }
  const quarter = length / 4
  for (let block = 0; block < 4; block++) backward(re, im, begin + block * quarter, quarter, shortest)
  const { re: cos, im: sin } = twiddlesOf(length)
  const { re: cos2, im: sin2 } = twiddlesOf(length / 2)
  for (let j = 0, a = begin; j < quarter; j++, a++) {
    const b = a + quarter
    const c = b + quarter
    const d = c + quarter
    const wRe = cos[j]!
    const wIm = -sin[j]!
    const vRe = cos2[j]!
    const vIm = -sin2[j]!
    const bRe = re[b]! * vRe - im[b]! * vIm
    const bIm = re[b]! * vIm + im[b]! * vRe
    const eRe = re[d]! * vRe - im[d]! * vIm
    const eIm = re[d]! * vIm + im[d]! * vRe
    const dRe = eRe * wRe - eIm * wIm
    const dIm = eRe * wIm + eIm * wRe
    const cRe = re[c]! * wRe - im[c]! * wIm
    const cIm = re[c]! * wIm + im[c]! * wRe
    const sumRe = re[a]! + bRe
    const sumIm = im[a]! + bIm
    const lessRe = re[a]! - bRe
    const lessIm = im[a]! - bIm
    const otherRe = cRe + dRe
    const otherIm = cIm + dIm
    // i times the difference.
    const turnedRe = dIm - cIm
    const turnedIm = cRe - dRe
    re[a] = sumRe + otherRe
    im[a] = sumIm + otherIm
    re[c] = sumRe - otherRe
    im[c] = sumIm - otherIm
    re[b] = lessRe + turnedRe
    im[b] = lessIm + turnedIm
    re[d] = lessRe - turnedRe
    im[d] = lessIm - turnedIm
  }
}

/** The transform of a block whose first and last entries alone, the frequencies 0 and -1, are not zero. */
const spread = (re: Float64Array, im: Float64Array, begin: number, length: number): void => {
  const last = begin + length - 1
  const [aRe, aIm] = [re[begin]!, im[begin]!]
  if (length === 1) return
  const [bRe, bIm] = [re[last]!, im[last]!]
  if (bRe === 0 && bIm === 0) {
    re.fill(aRe, begin, begin + length)
    im.fill(aIm, begin, begin + length)
    return
  }
  const { re: cos, im: sin } = twiddlesOf(length)
  const half = length / 2
  for (let j = 0; j < half; j++) {
    const turnedRe = bRe * cos[j]! - bIm * sin[j]!
    const turnedIm = bRe * sin[j]! + bIm * cos[j]!
    re[begin + j] = aRe + turnedRe
    im[begin + j] = aIm + turnedIm
    re[begin + half + j] = aRe - turnedRe
    im[begin + half + j] = aIm - turnedIm
  }
}

let reversed = new Uint32Array([0])

/** Places in bit-reversed order. */
const places = (length: number): Uint32Array => {
  if (reversed.length === length) return reversed
  reversed = new Uint32Array(length)
  for (let j = 1, place = 0; j < length; j++) {
    let bit = length >> 1
    for (; place & bit; bit >>= 1) place ^= bit
    place |= bit
    reversed[j] = place
  }
  return reversed
}

/** The frequencies 0 to N/2 of N real numbers, N at least 2; the others are their conjugates. */
export const spectrumOf = (values: Float64Array): Complex => {
  const half = values.length / 2
  const { re, im } = zeros(half)
  for (let i = 0; i < half; i++) {
    re[i] = values[2 * i]!
    im[i] = values[2 * i + 1]!
  }
  forward(re, im, 0, half)
  const place = places(half)
  const { re: cos, im: sin } = twiddlesOf(values.length)
  const spectrum = zeros(half + 1)
  for (let j = 0; j <= half; j++) {
    const p = place[j % half]!
    const m = place[(half - j) % half]!
    const evenRe = (re[p]! + re[m]!) / 2
    const evenIm = (im[p]! - im[m]!) / 2
    const oddRe = (im[p]! + im[m]!) / 2
    const oddIm = (re[m]! - re[p]!) / 2
    const wRe = j === half ? -1 : cos[j]!
    const wIm = j === half ? 0 : sin[j]!
    spectrum.re[j] = evenRe + oddRe * wRe - oddIm * wIm
    spectrum.im[j] = evenIm + oddRe * wIm + oddIm * wRe
  }
  return spectrum
}

/**
 * The real numbers with these frequencies, 0 to N/2.
 *
 * @param wide all frequencies from this one on are zero; N/2 + 1 when absent.
 */
export const valuesOf = (spectrum: Complex, wide = spectrum.re.length): Float64Array => {
  const half = spectrum.re.length - 1
  const { re, im } = zeros(half)
  const place = places(half)
  const { re: cos, im: sin } = twiddlesOf(2 * half)
  const set = (j: number): void => {
    const aRe = spectrum.re[j]!
    const aIm = spectrum.im[j]!
    const bRe = spectrum.re[half - j]!
    const bIm = -spectrum.im[half - j]!
    const oddRe = (aRe - bRe) / 2
    const oddIm = (aIm - bIm) / 2
    const wRe = cos[j]!
    const wIm = -sin[j]!
    re[place[j]!] = (aRe + bRe) / 2 - (oddRe * wIm + oddIm * wRe)
    im[place[j]!] = (aIm + bIm) / 2 + (oddRe * wRe - oddIm * wIm)
  }
  // Frequencies -wide < j < wide: of those that are alike modulo 2^k >= wide there are two at most, one from each end.
  let modulus = 1
  while (modulus < wide) modulus *= 2
  if (modulus < half) {
    for (let j = 0; j < wide; j++) set(j)
    for (let j = half - wide + 1; j < half; j++) set(j)
  } else for (let j = 0; j < half; j++) set(j)
  backward(re, im, 0, half, modulus < half ? half / modulus : 1)
  const values = new Float64Array(2 * half)
  for (let i = 0; i < half; i++) {
    values[2 * i] = re[i]! / half
    values[2 * i + 1] = im[i]! / half
  }
  return values
}

/** An upper bound on |computed - true| / |true| in the 2-norm, of either transform of a real vector. */
export const transformError = (length: number): number => 12 * 2 ** -53 * Math.max(1, Math.log2(length))
