/**
 * A moment, for people and for programs.
 * @module
 */
import { time } from './format.js'

export const Moment = ({ at }: { at: string }) => (
  <time class="nowrap" dateTime={at} title={at}>
    {time(at)}
  </time>
)
