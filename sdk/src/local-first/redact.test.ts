import { describe, expect, it } from 'vitest'
import { redactAll } from './redact.js'

describe('redaction', () => {
  it('blames nobody for a text that was empty before', () => {
    for (const redact of [undefined, (text: string) => text])
      expect(() => redactAll(['a', ''], redact)).toThrow(/^text 2: is empty\. /)
  })

  it('must leave something', () => {
    expect(redactAll(['a', 'b'], text => text + text)).toEqual(['aa', 'bb'])
    expect(() => redactAll(['a', 'b'], text => text.replace('b', ''))).toThrow(
      /^redact: must leave something of each text\. It leaves nothing of text 2 /,
    )
  })
})
