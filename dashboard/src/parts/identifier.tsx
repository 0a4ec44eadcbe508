/**
 * An identifier; in a narrow window only its end, which is what tells two apart.
 * @module
 */
const END = 6

export const Identifier = ({ id }: { id: string }) => (
  <code class="id" title={id}>
    <span class="wide">{id.slice(0, -END)}</span>
    <span class="narrow-only">…</span>
    {id.slice(-END)}
  </code>
)
