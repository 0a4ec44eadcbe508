/**
 * Files with their digests.
 * @module
 */
import type { Schemas } from 'promptpost/client'
import { bytes } from './format.js'

export const FileTable = ({ files }: { files: readonly Schemas['File'][] }) => (
  <table>
    <thead>
      <tr>
        <th scope="col">File</th>
        <th scope="col" class="number">
          Size
        </th>
        <th scope="col">SHA-256</th>
      </tr>
    </thead>
    <tbody>
      {files.map(file => (
        <tr key={file.name}>
          <td class="name">{file.name}</td>
          <td class="number">{bytes(file.size)}</td>
          <td>
            <code class="digest">{file.sha256}</code>
          </td>
        </tr>
      ))}
    </tbody>
  </table>
)
