/**
 * A soft prompt as files. Nothing here loads ONNX Runtime, unlike `post`, whose steps compute.
 * @module
 */
export {
  checkSoftPrompt,
  type PromptTarget,
  readSoftPrompt,
  type SoftPrompt,
  writeSoftPrompt,
} from '../post/soft-prompt.js'
export type { AnyTask, GenerationTask, Task } from '../post/task-kinds.js'
