// Generated from openapi.yaml by scripts/generate.mjs. Do not edit.
import type { Method, OperationFacts } from '../http/operations.js'

/** By path and method. */
export const OPERATIONS: Readonly<Record<string, Partial<Record<Method, OperationFacts>>>> = {
  "/health": {
    "get": {
      "name": "getHealth",
      "isOpen": true,
      "contentTypes": [],
      "isConditional": false
    }
  },
  "/openapi.yaml": {
    "get": {
      "name": "getContract",
      "isOpen": true,
      "contentTypes": [],
      "isConditional": false
    }
  },
  "/.well-known/promptpost": {
    "get": {
      "name": "getCapabilities",
      "isOpen": true,
      "contentTypes": [],
      "isConditional": true
    }
  },
  "/v1/models": {
    "get": {
      "name": "listModels",
      "isOpen": false,
      "contentTypes": [],
      "isConditional": false
    },
    "post": {
      "name": "createModel",
      "isOpen": false,
      "role": "provider",
      "contentTypes": [
        "application/json"
      ],
      "isConditional": false
    }
  },
  "/v1/models/{id}": {
    "get": {
      "name": "getModel",
      "isOpen": false,
      "contentTypes": [],
      "isConditional": true
    },
    "delete": {
      "name": "deleteModel",
      "isOpen": false,
      "role": "provider",
      "contentTypes": [],
      "isConditional": false
    },
    "patch": {
      "name": "updateModel",
      "isOpen": false,
      "role": "provider",
      "contentTypes": [
        "application/json"
      ],
      "isConditional": false
    }
  },
  "/v1/datasets": {
    "get": {
      "name": "listDatasets",
      "isOpen": false,
      "contentTypes": [],
      "isConditional": false
    },
    "post": {
      "name": "createDataset",
      "isOpen": false,
      "contentTypes": [
        "application/json",
        "text/plain",
        "application/x-ndjson"
      ],
      "isConditional": false
    }
  },
  "/v1/datasets/{id}": {
    "get": {
      "name": "getDataset",
      "isOpen": false,
      "contentTypes": [],
      "isConditional": true
    },
    "delete": {
      "name": "deleteDataset",
      "isOpen": false,
      "contentTypes": [],
      "isConditional": false
    }
  },
  "/v1/datasets/{id}/texts": {
    "get": {
      "name": "listDatasetTexts",
      "isOpen": false,
      "contentTypes": [],
      "isConditional": true
    }
  },
  "/v1/uploads": {
    "get": {
      "name": "listUploads",
      "isOpen": false,
      "contentTypes": [],
      "isConditional": false
    },
    "post": {
      "name": "createUpload",
      "isOpen": false,
      "contentTypes": [
        "application/json"
      ],
      "isConditional": false
    }
  },
  "/v1/uploads/{id}": {
    "get": {
      "name": "getUpload",
      "isOpen": false,
      "contentTypes": [],
      "isConditional": true
    },
    "delete": {
      "name": "deleteUpload",
      "isOpen": false,
      "contentTypes": [],
      "isConditional": false
    }
  },
  "/v1/uploads/{id}/parts/{number}": {
    "put": {
      "name": "putUploadPart",
      "isOpen": false,
      "contentTypes": [
        "application/octet-stream"
      ],
      "isConditional": false
    }
  },
  "/v1/uploads/{id}/complete": {
    "post": {
      "name": "completeUpload",
      "isOpen": false,
      "contentTypes": [],
      "isConditional": false
    }
  },
  "/v1/students": {
    "get": {
      "name": "listStudents",
      "isOpen": false,
      "contentTypes": [],
      "isConditional": false
    },
    "post": {
      "name": "createStudent",
      "isOpen": false,
      "role": "provider",
      "contentTypes": [
        "application/json"
      ],
      "isConditional": false
    }
  },
  "/v1/students/{id}": {
    "get": {
      "name": "getStudent",
      "isOpen": false,
      "contentTypes": [],
      "isConditional": true
    },
    "delete": {
      "name": "deleteStudent",
      "isOpen": false,
      "role": "provider",
      "contentTypes": [],
      "isConditional": false
    }
  },
  "/v1/students/{id}/files/{name}": {
    "get": {
      "name": "getStudentFile",
      "isOpen": false,
      "contentTypes": [],
      "isConditional": true
    }
  },
  "/v1/prompts": {
    "get": {
      "name": "listPrompts",
      "isOpen": false,
      "contentTypes": [],
      "isConditional": false
    },
    "post": {
      "name": "createPrompt",
      "isOpen": false,
      "contentTypes": [
        "application/json"
      ],
      "isConditional": false
    }
  },
  "/v1/prompts/{id}": {
    "get": {
      "name": "getPrompt",
      "isOpen": false,
      "contentTypes": [],
      "isConditional": true
    },
    "delete": {
      "name": "deletePrompt",
      "isOpen": false,
      "contentTypes": [],
      "isConditional": false
    }
  },
  "/v1/prompts/{id}/files/{name}": {
    "get": {
      "name": "getPromptFile",
      "isOpen": false,
      "contentTypes": [],
      "isConditional": true
    }
  },
  "/v1/transfers": {
    "get": {
      "name": "listTransfers",
      "isOpen": false,
      "contentTypes": [],
      "isConditional": false
    },
    "post": {
      "name": "createTransfer",
      "isOpen": false,
      "contentTypes": [
        "application/json"
      ],
      "isConditional": false
    }
  },
  "/v1/transfers/{id}": {
    "get": {
      "name": "getTransfer",
      "isOpen": false,
      "contentTypes": [],
      "isConditional": true
    },
    "delete": {
      "name": "deleteTransfer",
      "isOpen": false,
      "contentTypes": [],
      "isConditional": false
    }
  },
  "/v1/transfers/{id}/files/{name}": {
    "get": {
      "name": "getTransferFile",
      "isOpen": false,
      "contentTypes": [],
      "isConditional": true
    }
  },
  "/v1/migrations": {
    "post": {
      "name": "createMigration",
      "isOpen": false,
      "contentTypes": [
        "application/json"
      ],
      "isConditional": false
    }
  },
  "/v1/predictions": {
    "get": {
      "name": "listPredictions",
      "isOpen": false,
      "contentTypes": [],
      "isConditional": false
    },
    "post": {
      "name": "createPrediction",
      "isOpen": false,
      "contentTypes": [
        "application/json"
      ],
      "isConditional": false
    }
  },
  "/v1/predictions/{id}": {
    "get": {
      "name": "getPrediction",
      "isOpen": false,
      "contentTypes": [],
      "isConditional": true
    },
    "delete": {
      "name": "deletePrediction",
      "isOpen": false,
      "contentTypes": [],
      "isConditional": false
    }
  },
  "/v1/predictions/{id}/files/{name}": {
    "get": {
      "name": "getPredictionFile",
      "isOpen": false,
      "contentTypes": [],
      "isConditional": true
    }
  },
  "/v1/jobs": {
    "get": {
      "name": "listJobs",
      "isOpen": false,
      "contentTypes": [],
      "isConditional": false
    }
  },
  "/v1/jobs/{id}": {
    "get": {
      "name": "getJob",
      "isOpen": false,
      "contentTypes": [],
      "isConditional": true
    }
  },
  "/v1/jobs/{id}/events": {
    "get": {
      "name": "listJobEvents",
      "isOpen": false,
      "contentTypes": [],
      "isConditional": false
    }
  },
  "/v1/jobs/{id}/cancel": {
    "post": {
      "name": "cancelJob",
      "isOpen": false,
      "contentTypes": [],
      "isConditional": false
    }
  },
  "/v1/webhooks": {
    "get": {
      "name": "listWebhooks",
      "isOpen": false,
      "contentTypes": [],
      "isConditional": false
    },
    "post": {
      "name": "createWebhook",
      "isOpen": false,
      "contentTypes": [
        "application/json"
      ],
      "isConditional": false
    }
  },
  "/v1/webhooks/{id}": {
    "get": {
      "name": "getWebhook",
      "isOpen": false,
      "contentTypes": [],
      "isConditional": true
    },
    "delete": {
      "name": "deleteWebhook",
      "isOpen": false,
      "contentTypes": [],
      "isConditional": false
    }
  },
  "/v1/webhooks/{id}/rotate_secret": {
    "post": {
      "name": "rotateWebhookSecret",
      "isOpen": false,
      "contentTypes": [],
      "isConditional": false
    }
  },
  "/v1/webhooks/{id}/enable": {
    "post": {
      "name": "enableWebhook",
      "isOpen": false,
      "contentTypes": [],
      "isConditional": false
    }
  },
  "/v1/webhooks/{id}/test": {
    "post": {
      "name": "testWebhook",
      "isOpen": false,
      "contentTypes": [],
      "isConditional": false
    }
  },
  "/v1/webhooks/{id}/deliveries": {
    "get": {
      "name": "listWebhookDeliveries",
      "isOpen": false,
      "contentTypes": [],
      "isConditional": false
    }
  },
  "/v1/usage": {
    "get": {
      "name": "getUsage",
      "isOpen": false,
      "contentTypes": [],
      "isConditional": false
    }
  },
  "/v1/audit_log": {
    "get": {
      "name": "listAuditLog",
      "isOpen": false,
      "contentTypes": [],
      "isConditional": false
    }
  }
}

/** Texts of one prediction. */
export const MOST_TEXTS = 1000
