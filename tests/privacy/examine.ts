/**
 * The examination of a client run: what went over the wire, what was printed, what was written, what was connected to.
 * Each finding is a sentence; an honest client has none.
 * @module
 */
import { type AllowedRequest, compareWithList, type ExpectedHeaders } from './allowed-requests.js'
import type { Ran } from './client-machine.js'
import { type Message, parseMessages, unpacked } from './http-messages.js'
import type { KeptFile } from './kept-files.js'
import { findMarks, type Needle } from './marks.js'
import type { Recorded } from './recording-proxy.js'

/** What was seen of a run. */
export type Seen = {
  recorded: Recorded[]
  commands: Ran[]
  /** Of the service, as far as it said anything. */
  logs?: Buffer[]
  /** Those that were there before are not looked into: the private data, the provider's models. */
  files: KeptFile[]
}

export type Expected = {
  list: AllowedRequest[]
  headers: ExpectedHeaders
  /** What may be in no request, output or file. */
  needles: Needle[]
  /** What may be in no output and in no file either, but must be in requests: the token. */
  secret: Needle[]
  /** The one address that may be connected to. */
  service: string
  /** The names that a file may have which is written. */
  files: RegExp[]
}

/** Every request in the order of connections, and the start lines of those with an answer of another kind. */
export const requestsOf = (recorded: readonly Recorded[]): Message[] =>
  recorded.flatMap(({ sent }) => parseMessages(sent))

const examineTraffic = ({ recorded }: Seen, { list, headers, needles }: Expected): string[] =>
  recorded.flatMap(({ sent, received }) => [
    ...parseMessages(sent).flatMap(request => {
      const marks = [...findMarks(request.raw, needles), ...findMarks(unpacked(request), needles)]
      const problems = [
        ...compareWithList(request, list, headers),
        ...new Set(marks.map(mark => `holds ${mark}`)),
      ]
      return problems.map(problem => `request ${request.start.split(' ', 2).join(' ')}: ${problem}`)
    }),
    ...parseMessages(received).flatMap(answer =>
      [...findMarks(answer.raw, needles), ...findMarks(unpacked(answer), needles)].map(
        mark => `an answer holds ${mark}`,
      ),
    ),
  ])

const examineOutputs = ({ commands, logs = [] }: Seen, { needles, secret }: Expected): string[] => {
  const outputs = commands.flatMap(({ args, stdout, stderr }): [string, Buffer][] => [
    [`stdout of ${args[0]}`, stdout],
    [`stderr of ${args[0]}`, stderr],
  ])
  return [...outputs, ...logs.map((log): [string, Buffer] => ['output of the service', log])].flatMap(
    ([name, bytes]) => findMarks(bytes, [...needles, ...secret]).map(mark => `${name} holds ${mark}`),
  )
}

const examineFiles = ({ files }: Seen, { needles, secret, files: allowed }: Expected): string[] =>
  files
    .filter(({ isBefore }) => !isBefore)
    .flatMap(({ names, bytes }) => {
      const inName = names.flatMap(name => findMarks(Buffer.from(name), needles))
      const unknown = names.filter(name => !allowed.some(pattern => pattern.test(name)))
      return [
        ...unknown.map(name => `file ${name} is not in the list`),
        ...findMarks(bytes(), [...needles, ...secret]).map(mark => `file ${names.join(', ')} holds ${mark}`),
        ...inName.map(mark => `the name of file ${names.join(', ')} holds ${mark}`),
      ]
    })

const examineProcesses = ({ commands }: Seen, { service, needles }: Expected): string[] =>
  commands.flatMap(({ args, observed, sockets }) => {
    const [first] = observed
    const foreign = sockets.filter(({ protocol, to }) => protocol !== 'tcp' || to !== service)
    const inKernel = foreign.map(({ protocol, to }) => `${args[0]} held a ${protocol} socket to ${to}`)
    const inNode = observed.flatMap(({ event, to, pid, arguments: words = [] }) => {
      if (event === 'connection' && to !== service) return [`${args[0]} connected to ${to}`]
      if (event === 'datagram socket') return [`${args[0]} opened a datagram socket`]
      // Arguments can be read by every user of a machine. The command's own were typed by its user.
      if (event !== 'process' || pid === first?.pid) return []
      return findMarks(Buffer.from(words.join('\0')), needles).map(
        mark => `a child of ${args[0]} is given ${mark}`,
      )
    })
    return [...inKernel, ...inNode]
  })

export const examine = (seen: Seen, expected: Expected): string[] => [
  ...examineTraffic(seen, expected),
  ...examineOutputs(seen, expected),
  ...examineFiles(seen, expected),
  ...examineProcesses(seen, expected),
]
