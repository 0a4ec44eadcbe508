import { openMemoryStore } from './memory-store.js'
import { storeContract } from './testing/index.js'

storeContract({
  name: 'memory',
  abilities: { refusesFolderKeys: false, streams: false, hasPaths: false },
  open: async () => openMemoryStore(),
})
