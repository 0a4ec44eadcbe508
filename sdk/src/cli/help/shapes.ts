/**
 * Shapes of what `--json` prints, as data: shown in the help, written into docs/cli.md, and held against what comes out.
 * @module
 */

/**
 * `string`, `number`, `boolean`, `null`, `object` (of any fields); the name of a schema of openapi.yaml; several of them with
 * ` | `. A list with one shape is a list of it. In an object, `name?` may be absent and `*` stands for any other name.
 */
export type Shape = string | readonly [Shape] | { readonly [name: string]: Shape }

/** As TypeScript would write it. */
export const renderShape = (shape: Shape): string => {
  if (typeof shape === 'string') return shape
  if (Array.isArray(shape)) {
    const item = renderShape(shape[0] as Shape)
    return item.includes(' | ') && !item.startsWith('{') ? `(${item})[]` : `${item}[]`
  }
  const fields = Object.entries(shape).map(([name, field]) =>
    name === '*' ? `[name]: ${renderShape(field)}` : `${name}: ${renderShape(field)}`,
  )
  return `{ ${fields.join(', ')} }`
}
