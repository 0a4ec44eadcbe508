/**
 * Switches ONNX Runtime's own reporting off. From 1.29 on its binaries for Linux and macOS keep a device identifier and
 * a store of events in the user's cache folder and send them to mobile.events.data.microsoft.com: the processor, the memory,
 * and how many runs there were of each batch size, which under differential privacy are drawn from the private data.
 * The switch is read once, when the library is loaded: this module stands before it in `onnxruntime.ts`.
 * @module
 */
process.env.ORT_DISABLE_TELEMETRY = '1'
