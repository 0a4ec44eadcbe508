/**
 * Numbers as people read them.
 * @module
 */

/** Three significant digits, without an exponent where there need be none. */
export const figure = (value: number): string => {
  if (!Number.isFinite(value)) return String(value)
  if (Number.isInteger(value)) return value.toLocaleString('en')
  const size = Math.abs(value)
  if (size >= 1000) return Math.round(value).toLocaleString('en')
  return size < 1e-3 ? value.toExponential(1) : String(Number(value.toPrecision(3)))
}

/** A share in [0, 1], rounded as the service rounds in its sentences. */
export const percent = (share: number): string => `${(100 * share).toFixed(0)} %`

/** How far something is: 100 % is the end and nothing before it. */
export const done = (share: number): string => `${Math.floor(100 * share + 1e-9)} %`

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB']

export const bytes = (size: number): string => {
  const power = size < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(size) / 3))
  return `${figure(Number((size / 1000 ** power).toPrecision(3)))} ${UNITS[power]}`
}

/** An amount to the cent, or to three digits where that would be nothing. */
export const money = ({ amount, currency }: { amount: number; currency: string }): string =>
  `${amount >= 0.01 || amount === 0 ? amount.toFixed(2) : figure(amount)} ${currency}`

export const duration = (seconds: number): string => {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`
}

const TIME = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })

export const time = (at: string): string => {
  const date = new Date(at)
  return Number.isNaN(date.getTime()) ? at : TIME.format(date)
}

/** `seconds_left` as `seconds left`. */
export const words = (name: string): string => name.replaceAll('_', ' ')
