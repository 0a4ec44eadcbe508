/** An identifier names one resource and cannot lead to another. */
import { describe, expect, it } from 'vitest'
import { faulty, json } from './faulty-server.test.helper.js'

describe('an identifier', () => {
  it.each(['../tokens', 'a/b', 'a?x=1', 'a#b', '%2e%2e', 'ä', 'a\\b'])(
    'stays one part of the path: %s',
    async id => {
      const { client, received } = await faulty(response => json(response, 200, {}))
      await client.jobs.get(id)
      await client.jobs.cancel(id)
      await client.prompts.delete(id)
      await client.students.file(id, id)
      const part = encodeURIComponent(id)
      expect(received.map(({ path }) => path)).toEqual([
        `/v1/jobs/${part}`,
        `/v1/jobs/${part}/cancel`,
        `/v1/prompts/${part}`,
        `/v1/students/${part}/files/${part}`,
      ])
    },
  )

  it.each(['', '.', '..'])(
    'that would be lost in an address is refused, and nothing sent: "%s"',
    async id => {
      const { client, received } = await faulty(response => json(response, 200, {}))
      const refused = { code: 'invalid-argument', message: expect.stringContaining('is no identifier') }
      await expect(client.jobs.get(id)).rejects.toMatchObject(refused)
      await expect(client.prompts.delete(id)).rejects.toMatchObject(refused)
      await expect(client.students.file('stu_x', id)).rejects.toMatchObject(refused)
      expect(received).toHaveLength(0)
    },
  )
})
