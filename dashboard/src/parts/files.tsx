/**
 * Files with their digests.
 * @module
 */
import type { Schemas } from 'promptpost/client'
import { bytes } from './format.js'
import { Table } from './table.js'

/** In a narrow window the digest stands below the name. */
const Named = ({ file: { name, sha256 } }: { file: Schemas['File'] }) => (
  <>
    <span class="name">{name}</span>
    <code class="digest narrow-only">{sha256}</code>
  </>
)

export const FileTable = ({ files }: { files: readonly Schemas['File'][] }) => (
  <Table
    caption="Files"
    rows={files}
    keyOf={({ name }) => name}
    columns={[
      { head: 'File', of: file => <Named file={file} /> },
      { head: 'Size', of: ({ size }) => bytes(size), isNumber: true },
      { head: 'SHA-256', of: ({ sha256 }) => <code class="digest">{sha256}</code>, isExtra: true },
    ]}
  />
)
