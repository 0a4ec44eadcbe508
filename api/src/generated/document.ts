// Generated from openapi.yaml by scripts/generate.mjs. Do not edit.

/** openapi.yaml, word for word. */
export const contractText = "openapi: 3.1.0\ninfo:\n  title: promptpost\n  version: 0.1.0\n  summary: Prompt transfer as a service.\n  description: |\n    A provider distils its large model into a small student and issues it. A client tunes a soft prompt on the student, at home,\n    on private data. Only the prompt comes up; the provider transfers it to the large model with public text, and the client\n    gets predictions (POST, arXiv 2506.16196).\n\n    Every error is `application/problem+json` (RFC 9457). Every POST that creates something honours `Idempotency-Key`. Lists go\n    by cursor, oldest first unless asked otherwise. Answers under /v1 carry `RateLimit` and `RateLimit-Policy`; single resources\n    carry an `ETag` for conditional requests. Unknown parameters and fields are refused, so that a typo is seen.\n  license:\n    name: Apache-2.0\n    identifier: Apache-2.0\nservers:\n  - url: http://127.0.0.1:8080\n    description: promptpost serve, on this machine\nsecurity:\n  - bearer: []\n  - jwt: []\ntags:\n  - name: service\n    description: The service itself.\n  - name: models\n    description: The provider's large models.\n  - name: datasets\n    description: Public, unlabelled texts.\n  - name: uploads\n    description: Large data sets, sent in parts.\n  - name: students\n    description: Small models distilled from large ones and issued to clients.\n  - name: prompts\n    description: Soft prompts tuned on a student.\n  - name: transfers\n    description: Prompts brought from the student to the large model.\n  - name: predictions\n    description: Labels from the large model.\n  - name: jobs\n    description: What runs, how far it is, and how it ended.\n  - name: webhooks\n    description: Being told when jobs end.\n\npaths:\n  /health:\n    get:\n      operationId: getHealth\n      tags: [service]\n      summary: Whether the service answers\n      security: []\n      responses:\n        \"200\":\n          description: It does.\n          content:\n            application/json:\n              schema: { $ref: \"#/components/schemas/Health\" }\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n  /openapi.yaml:\n    get:\n      operationId: getContract\n      tags: [service]\n      summary: This document\n      security: []\n      responses:\n        \"200\":\n          description: The contract.\n          content:\n            application/yaml:\n              schema: { type: object, additionalProperties: true }\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n  /.well-known/promptpost:\n    get:\n      operationId: getCapabilities\n      tags: [service]\n      summary: What this service offers, and within which limits\n      security: []\n      parameters:\n        - $ref: \"#/components/parameters/IfNoneMatch\"\n      responses:\n        \"200\":\n          description: The same for everyone.\n          headers: { ETag: { $ref: \"#/components/headers/ResourceETag\" } }\n          content:\n            application/json:\n              schema: { $ref: \"#/components/schemas/Capabilities\" }\n        \"304\": { $ref: \"#/components/responses/NotModified\" }\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n\n  /v1/models:\n    post:\n      operationId: createModel\n      x-role: provider\n      tags: [models]\n      summary: Register a folder of the models root (provider)\n      description: |\n        Files that are not those of the name's last revision make a new revision, with an identifier of its own; what was made with an\n        earlier one stays bound to it. The same files again give the model that is there.\n      parameters:\n        - $ref: \"#/components/parameters/IdempotencyKey\"\n      requestBody:\n        required: true\n        content:\n          application/json:\n            schema: { $ref: \"#/components/schemas/ModelCreate\" }\n      responses:\n        \"200\":\n          description: These files are its last revision already; `templates` replace the ones it had, if they were given.\n          headers: { Location: { $ref: \"#/components/headers/Location\" } }\n          content:\n            application/json:\n              schema: { $ref: \"#/components/schemas/Model\" }\n        \"201\":\n          description: Registered, with the digests of its files.\n          headers: { Location: { $ref: \"#/components/headers/Location\" } }\n          content:\n            application/json:\n              schema: { $ref: \"#/components/schemas/Model\" }\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"401\": { $ref: \"#/components/responses/Unauthorized\" }\n        \"403\": { $ref: \"#/components/responses/Forbidden\" }\n        \"404\": { $ref: \"#/components/responses/NotFound\" }\n        \"409\": { $ref: \"#/components/responses/Conflict\" }\n        \"413\": { $ref: \"#/components/responses/TooLarge\" }\n        \"415\": { $ref: \"#/components/responses/UnsupportedMediaType\" }\n        \"422\": { $ref: \"#/components/responses/Unprocessable\" }\n        \"429\": { $ref: \"#/components/responses/TooManyRequests\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n    get:\n      operationId: listModels\n      tags: [models]\n      summary: Models; those of one name are its revisions\n      parameters:\n        - $ref: \"#/components/parameters/Cursor\"\n        - $ref: \"#/components/parameters/Limit\"\n        - $ref: \"#/components/parameters/Order\"\n        - $ref: \"#/components/parameters/NameFilter\"\n      responses:\n        \"200\":\n          description: A page.\n          content:\n            application/json:\n              schema: { $ref: \"#/components/schemas/ModelPage\" }\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"401\": { $ref: \"#/components/responses/Unauthorized\" }\n        \"429\": { $ref: \"#/components/responses/TooManyRequests\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n  /v1/models/{id}:\n    get:\n      operationId: getModel\n      tags: [models]\n      summary: One model\n      parameters:\n        - $ref: \"#/components/parameters/Id\"\n        - $ref: \"#/components/parameters/IfNoneMatch\"\n      responses:\n        \"200\":\n          description: The model.\n          headers: { ETag: { $ref: \"#/components/headers/ResourceETag\" } }\n          content:\n            application/json:\n              schema: { $ref: \"#/components/schemas/Model\" }\n        \"304\": { $ref: \"#/components/responses/NotModified\" }\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"401\": { $ref: \"#/components/responses/Unauthorized\" }\n        \"404\": { $ref: \"#/components/responses/NotFound\" }\n        \"429\": { $ref: \"#/components/responses/TooManyRequests\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n    patch:\n      operationId: updateModel\n      x-role: provider\n      tags: [models]\n      summary: Change what is said of a model; its files stay what they are (provider)\n      parameters:\n        - $ref: \"#/components/parameters/Id\"\n        - $ref: \"#/components/parameters/IfMatch\"\n      requestBody:\n        required: true\n        content:\n          application/json:\n            schema: { $ref: \"#/components/schemas/ModelUpdate\" }\n      responses:\n        \"200\":\n          description: The model as it is now.\n          headers: { ETag: { $ref: \"#/components/headers/ResourceETag\" } }\n          content:\n            application/json:\n              schema: { $ref: \"#/components/schemas/Model\" }\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"401\": { $ref: \"#/components/responses/Unauthorized\" }\n        \"403\": { $ref: \"#/components/responses/Forbidden\" }\n        \"404\": { $ref: \"#/components/responses/NotFound\" }\n        \"412\": { $ref: \"#/components/responses/PreconditionFailed\" }\n        \"413\": { $ref: \"#/components/responses/TooLarge\" }\n        \"415\": { $ref: \"#/components/responses/UnsupportedMediaType\" }\n        \"422\": { $ref: \"#/components/responses/Unprocessable\" }\n        \"429\": { $ref: \"#/components/responses/TooManyRequests\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n    delete:\n      operationId: deleteModel\n      x-role: provider\n      tags: [models]\n      summary: Delete a model; its folder stays (provider)\n      description: |\n        Refused with 409 (`in-use`) while a student, transfer or prediction names it, also one of a client.\n      parameters:\n        - $ref: \"#/components/parameters/Id\"\n        - $ref: \"#/components/parameters/IfMatch\"\n      responses:\n        \"204\":\n          description: Gone.\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"401\": { $ref: \"#/components/responses/Unauthorized\" }\n        \"403\": { $ref: \"#/components/responses/Forbidden\" }\n        \"404\": { $ref: \"#/components/responses/NotFound\" }\n        \"409\": { $ref: \"#/components/responses/Conflict\" }\n        \"412\": { $ref: \"#/components/responses/PreconditionFailed\" }\n        \"429\": { $ref: \"#/components/responses/TooManyRequests\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n\n  /v1/datasets:\n    post:\n      operationId: createDataset\n      tags: [datasets]\n      summary: Store public, unlabelled texts\n      description: |\n        As JSON, or as a stream: `text/plain` holds one text a line; `application/x-ndjson` one JSON string or\n        `{\"text\": …}` a line. A stream's name and purpose go into the query. Blank lines are skipped. What cannot be taken is told by\n        the number of its line, never by its content.\n      parameters:\n        - $ref: \"#/components/parameters/IdempotencyKey\"\n        - name: name\n          in: query\n          description: For a stream; in JSON it belongs to the body.\n          schema: { $ref: \"#/components/schemas/Name\" }\n        - name: purpose\n          in: query\n          description: For a stream; in JSON it belongs to the body.\n          schema: { $ref: \"#/components/schemas/Purpose\" }\n        - name: validate_only\n          in: query\n          description: Stores nothing and says of every line what is wrong with it.\n          schema: { type: boolean, default: false }\n      requestBody:\n        required: true\n        content:\n          application/json:\n            schema: { $ref: \"#/components/schemas/DatasetCreate\" }\n          text/plain:\n            schema: { type: string }\n          application/x-ndjson:\n            schema: { type: string }\n      responses:\n        \"200\":\n          description: With `validate_only`, what would come of it.\n          content:\n            application/json:\n              schema: { $ref: \"#/components/schemas/DatasetValidation\" }\n        \"201\":\n          description: Stored.\n          headers: { Location: { $ref: \"#/components/headers/Location\" } }\n          content:\n            application/json:\n              schema: { $ref: \"#/components/schemas/Dataset\" }\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"401\": { $ref: \"#/components/responses/Unauthorized\" }\n        \"403\": { $ref: \"#/components/responses/Forbidden\" }\n        \"409\": { $ref: \"#/components/responses/Conflict\" }\n        \"413\": { $ref: \"#/components/responses/TooLarge\" }\n        \"415\": { $ref: \"#/components/responses/UnsupportedMediaType\" }\n        \"422\": { $ref: \"#/components/responses/Unprocessable\" }\n        \"429\": { $ref: \"#/components/responses/TooManyRequests\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n    get:\n      operationId: listDatasets\n      tags: [datasets]\n      summary: Data sets of one's own, and for a client the public ones of the provider\n      parameters:\n        - $ref: \"#/components/parameters/Cursor\"\n        - $ref: \"#/components/parameters/Limit\"\n        - $ref: \"#/components/parameters/Order\"\n        - $ref: \"#/components/parameters/NameFilter\"\n        - $ref: \"#/components/parameters/PurposeFilter\"\n      responses:\n        \"200\":\n          description: A page.\n          content:\n            application/json:\n              schema: { $ref: \"#/components/schemas/DatasetPage\" }\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"401\": { $ref: \"#/components/responses/Unauthorized\" }\n        \"429\": { $ref: \"#/components/responses/TooManyRequests\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n  /v1/datasets/{id}:\n    get:\n      operationId: getDataset\n      tags: [datasets]\n      summary: One data set\n      parameters:\n        - $ref: \"#/components/parameters/Id\"\n        - $ref: \"#/components/parameters/IfNoneMatch\"\n      responses:\n        \"200\":\n          description: Its count and digest.\n          headers: { ETag: { $ref: \"#/components/headers/ResourceETag\" } }\n          content:\n            application/json:\n              schema: { $ref: \"#/components/schemas/Dataset\" }\n        \"304\": { $ref: \"#/components/responses/NotModified\" }\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"401\": { $ref: \"#/components/responses/Unauthorized\" }\n        \"404\": { $ref: \"#/components/responses/NotFound\" }\n        \"429\": { $ref: \"#/components/responses/TooManyRequests\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n    delete:\n      operationId: deleteDataset\n      tags: [datasets]\n      summary: Delete a data set and its texts\n      description: |\n        Refused with 409 (`in-use`) while a student or transfer names it, also one of a client.\n      parameters:\n        - $ref: \"#/components/parameters/Id\"\n        - $ref: \"#/components/parameters/IfMatch\"\n      responses:\n        \"204\":\n          description: Gone.\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"401\": { $ref: \"#/components/responses/Unauthorized\" }\n        \"403\": { $ref: \"#/components/responses/Forbidden\" }\n        \"404\": { $ref: \"#/components/responses/NotFound\" }\n        \"409\": { $ref: \"#/components/responses/Conflict\" }\n        \"412\": { $ref: \"#/components/responses/PreconditionFailed\" }\n        \"429\": { $ref: \"#/components/responses/TooManyRequests\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n  /v1/datasets/{id}/texts:\n    get:\n      operationId: listDatasetTexts\n      tags: [datasets]\n      summary: Texts of a data set, in their order\n      parameters:\n        - $ref: \"#/components/parameters/Id\"\n        - name: cursor\n          in: query\n          description: The `next_cursor` of the page before.\n          schema: { type: string, pattern: \"^\\\\d{1,12}$\" }\n        - $ref: \"#/components/parameters/Limit\"\n        - $ref: \"#/components/parameters/IfNoneMatch\"\n      responses:\n        \"200\":\n          description: A page; where texts are long it ends before its limit.\n          headers: { ETag: { $ref: \"#/components/headers/ResourceETag\" } }\n          content:\n            application/json:\n              schema: { $ref: \"#/components/schemas/TextPage\" }\n        \"304\": { $ref: \"#/components/responses/NotModified\" }\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"401\": { $ref: \"#/components/responses/Unauthorized\" }\n        \"404\": { $ref: \"#/components/responses/NotFound\" }\n        \"422\": { $ref: \"#/components/responses/Unprocessable\" }\n        \"429\": { $ref: \"#/components/responses/TooManyRequests\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n\n  /v1/uploads:\n    post:\n      operationId: createUpload\n      tags: [uploads]\n      summary: Begin to send a large data set in parts\n      description: |\n        For what would be lost with its connection, or is too large for one request. Its bytes are cut into parts of `part_bytes`,\n        the last one shorter; each is sent by itself, in any order, several at a time if one likes, and again whenever it is not\n        certain that it arrived. What is there stays for seven days, whatever becomes of client, connection or server. `complete`\n        then makes the data set, by the checks of `POST /v1/datasets`. Until then the upload counts against the tenant's allowance\n        with all the bytes it announces.\n      parameters:\n        - $ref: \"#/components/parameters/IdempotencyKey\"\n      requestBody:\n        required: true\n        content:\n          application/json:\n            schema: { $ref: \"#/components/schemas/UploadCreate\" }\n            example:\n              kind: dataset\n              name: articles\n              purpose: public\n              content_type: text/plain\n              bytes: 9437184\n              sha256: 2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae\n      responses:\n        \"201\":\n          description: Its parts may come.\n          headers: { Location: { $ref: \"#/components/headers/Location\" } }\n          content:\n            application/json:\n              schema: { $ref: \"#/components/schemas/UploadWithParts\" }\n              example:\n                id: upl_01h455vb4pex5vsknk084sn02q\n                kind: dataset\n                name: articles\n                purpose: public\n                content_type: text/plain\n                bytes: 9437184\n                sha256: 2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae\n                part_bytes: 4194304\n                part_count: 3\n                parts_received: 0\n                status: open\n                created_at: \"2026-01-31T12:00:00.000Z\"\n                expires_at: \"2026-02-07T12:00:00.000Z\"\n                parts: []\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"401\": { $ref: \"#/components/responses/Unauthorized\" }\n        \"403\": { $ref: \"#/components/responses/Forbidden\" }\n        \"409\": { $ref: \"#/components/responses/Conflict\" }\n        \"413\": { $ref: \"#/components/responses/TooLarge\" }\n        \"415\": { $ref: \"#/components/responses/UnsupportedMediaType\" }\n        \"422\": { $ref: \"#/components/responses/Unprocessable\" }\n        \"429\": { $ref: \"#/components/responses/TooManyRequests\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n    get:\n      operationId: listUploads\n      tags: [uploads]\n      summary: Uploads of one's own that have not expired\n      description: To go on with one that broke off, ask by its digest.\n      parameters:\n        - $ref: \"#/components/parameters/Cursor\"\n        - $ref: \"#/components/parameters/Limit\"\n        - $ref: \"#/components/parameters/Order\"\n        - $ref: \"#/components/parameters/NameFilter\"\n        - name: sha256\n          in: query\n          description: Only of these contents.\n          schema: { $ref: \"#/components/schemas/Sha256\" }\n        - name: status\n          in: query\n          description: Only in this state.\n          schema: { $ref: \"#/components/schemas/UploadStatus\" }\n      responses:\n        \"200\":\n          description: A page.\n          content:\n            application/json:\n              schema: { $ref: \"#/components/schemas/UploadPage\" }\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"401\": { $ref: \"#/components/responses/Unauthorized\" }\n        \"429\": { $ref: \"#/components/responses/TooManyRequests\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n  /v1/uploads/{id}:\n    get:\n      operationId: getUpload\n      tags: [uploads]\n      summary: One upload, and which of its parts are here\n      parameters:\n        - $ref: \"#/components/parameters/Id\"\n        - $ref: \"#/components/parameters/IfNoneMatch\"\n      responses:\n        \"200\":\n          description: The upload.\n          headers: { ETag: { $ref: \"#/components/headers/ResourceETag\" } }\n          content:\n            application/json:\n              schema: { $ref: \"#/components/schemas/UploadWithParts\" }\n        \"304\": { $ref: \"#/components/responses/NotModified\" }\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"401\": { $ref: \"#/components/responses/Unauthorized\" }\n        \"404\": { $ref: \"#/components/responses/NotFound\" }\n        \"429\": { $ref: \"#/components/responses/TooManyRequests\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n    delete:\n      operationId: deleteUpload\n      tags: [uploads]\n      summary: Give an upload up, with all its parts; a data set that it made stays\n      parameters:\n        - $ref: \"#/components/parameters/Id\"\n        - $ref: \"#/components/parameters/IfMatch\"\n      responses:\n        \"204\":\n          description: Gone.\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"401\": { $ref: \"#/components/responses/Unauthorized\" }\n        \"403\": { $ref: \"#/components/responses/Forbidden\" }\n        \"404\": { $ref: \"#/components/responses/NotFound\" }\n        \"412\": { $ref: \"#/components/responses/PreconditionFailed\" }\n        \"429\": { $ref: \"#/components/responses/TooManyRequests\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n  /v1/uploads/{id}/parts/{number}:\n    put:\n      operationId: putUploadPart\n      tags: [uploads]\n      summary: Send one part\n      description: |\n        Exactly `part_bytes` bytes, or what is left for the last part. The same part again changes nothing; with other bytes it is\n        refused (409 `part-differs`). A part that does not have its digest is not kept (422 `digest-mismatch`): send it again.\n      parameters:\n        - $ref: \"#/components/parameters/Id\"\n        - name: number\n          in: path\n          required: true\n          description: From 1 to `part_count`.\n          schema: { type: integer, minimum: 1, maximum: 1000 }\n        - name: Content-Length\n          in: header\n          required: true\n          description: The part's bytes; nothing is read when they are not those it must have.\n          schema: { type: integer, minimum: 1 }\n        - name: Content-Digest\n          in: header\n          required: true\n          description: SHA-256 of the part (RFC 9530), in base64 between colons.\n          schema: { type: string, maxLength: 1000, pattern: \"sha-256=:[A-Za-z0-9+/]{43}=:\" }\n          example: \"sha-256=:LCa0a2j/xo/5m0U8HTBBNBNCLXBkg7+g+YpeiGJm564=:\"\n      requestBody:\n        required: true\n        content:\n          application/octet-stream:\n            schema: { type: string, format: binary }\n      responses:\n        \"204\":\n          description: It is here, flushed to the disk.\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"401\": { $ref: \"#/components/responses/Unauthorized\" }\n        \"403\": { $ref: \"#/components/responses/Forbidden\" }\n        \"404\": { $ref: \"#/components/responses/NotFound\" }\n        \"409\":\n          description: Other bytes are here as this part, or the upload is completed.\n          content:\n            application/problem+json:\n              schema: { $ref: \"#/components/schemas/Problem\" }\n              example:\n                type: https://promptpost.dev/problems/part-differs\n                title: In conflict with what is there\n                status: 409\n                detail: \"Part 2 is here with other bytes. Delete the upload and begin anew.\"\n                code: part-differs\n                pointer: number\n                request_id: req_5b0ef3a90c1d4d2d8f6a3f0c2b1a9e87\n        \"411\":\n          description: There is no Content-Length.\n          content:\n            application/problem+json:\n              schema: { $ref: \"#/components/schemas/Problem\" }\n              example:\n                type: https://promptpost.dev/problems/length-required\n                title: Length required\n                status: 411\n                detail: \"Say how long the part is: 4194304 bytes.\"\n                code: length-required\n                pointer: Content-Length\n                request_id: req_5b0ef3a90c1d4d2d8f6a3f0c2b1a9e87\n        \"413\": { $ref: \"#/components/responses/TooLarge\" }\n        \"422\":\n          description: It has another length or another digest than it should.\n          headers: { X-Should-Retry: { $ref: \"#/components/headers/ShouldRetry\" } }\n          content:\n            application/problem+json:\n              schema: { $ref: \"#/components/schemas/Problem\" }\n              example:\n                type: https://promptpost.dev/problems/digest-mismatch\n                title: The request cannot be carried out\n                status: 422\n                detail: \"What arrived does not have this digest. Send the part again.\"\n                code: digest-mismatch\n                pointer: Content-Digest\n                request_id: req_5b0ef3a90c1d4d2d8f6a3f0c2b1a9e87\n        \"429\": { $ref: \"#/components/responses/TooManyRequests\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n  /v1/uploads/{id}/complete:\n    post:\n      operationId: completeUpload\n      tags: [uploads]\n      summary: Make the data set of an upload whose parts are all here\n      description: |\n        Checks the digest of the whole, and then all that `POST /v1/datasets` does. Asked again it gives the same data set. What is\n        refused for its contents (400, 422) stays so: delete the upload. Where only room is missing (429), make some and ask again.\n      parameters:\n        - $ref: \"#/components/parameters/Id\"\n      responses:\n        \"201\":\n          description: The data set; the parts are gone.\n          headers: { Location: { $ref: \"#/components/headers/Location\" } }\n          content:\n            application/json:\n              schema: { $ref: \"#/components/schemas/Dataset\" }\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"401\": { $ref: \"#/components/responses/Unauthorized\" }\n        \"403\": { $ref: \"#/components/responses/Forbidden\" }\n        \"404\": { $ref: \"#/components/responses/NotFound\" }\n        \"409\":\n          description: Parts are missing (`parts-missing`), or the data set has been deleted since (`deleted`).\n          content:\n            application/problem+json:\n              schema: { $ref: \"#/components/schemas/Problem\" }\n              example:\n                type: https://promptpost.dev/problems/parts-missing\n                title: In conflict with what is there\n                status: 409\n                detail: \"2 of 3 parts are not here, the first of them part 2. Send them.\"\n                code: parts-missing\n                request_id: req_5b0ef3a90c1d4d2d8f6a3f0c2b1a9e87\n        \"422\": { $ref: \"#/components/responses/Unprocessable\" }\n        \"429\": { $ref: \"#/components/responses/TooManyRequests\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n\n  /v1/students:\n    post:\n      operationId: createStudent\n      x-role: provider\n      tags: [students]\n      summary: Distil a student (provider)\n      parameters:\n        - $ref: \"#/components/parameters/IdempotencyKey\"\n        - $ref: \"#/components/parameters/DryRun\"\n      requestBody:\n        required: true\n        content:\n          application/json:\n            schema: { $ref: \"#/components/schemas/StudentCreate\" }\n      responses:\n        \"200\":\n          description: With `dry_run`, what it would take. Nothing was created.\n          content:\n            application/json:\n              schema: { $ref: \"#/components/schemas/Estimate\" }\n        \"202\":\n          description: A job distils it.\n          headers: { Location: { $ref: \"#/components/headers/Location\" } }\n          content:\n            application/json:\n              schema: { $ref: \"#/components/schemas/Student\" }\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"401\": { $ref: \"#/components/responses/Unauthorized\" }\n        \"403\": { $ref: \"#/components/responses/Forbidden\" }\n        \"404\": { $ref: \"#/components/responses/NotFound\" }\n        \"409\": { $ref: \"#/components/responses/Conflict\" }\n        \"413\": { $ref: \"#/components/responses/TooLarge\" }\n        \"415\": { $ref: \"#/components/responses/UnsupportedMediaType\" }\n        \"422\": { $ref: \"#/components/responses/Unprocessable\" }\n        \"429\": { $ref: \"#/components/responses/TooManyRequests\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n    get:\n      operationId: listStudents\n      tags: [students]\n      summary: Students; a client sees those that are ready\n      parameters:\n        - $ref: \"#/components/parameters/Cursor\"\n        - $ref: \"#/components/parameters/Limit\"\n        - $ref: \"#/components/parameters/Order\"\n        - $ref: \"#/components/parameters/ModelFilter\"\n        - $ref: \"#/components/parameters/StatusFilter\"\n      responses:\n        \"200\":\n          description: A page.\n          content:\n            application/json:\n              schema: { $ref: \"#/components/schemas/StudentPage\" }\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"401\": { $ref: \"#/components/responses/Unauthorized\" }\n        \"429\": { $ref: \"#/components/responses/TooManyRequests\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n  /v1/students/{id}:\n    get:\n      operationId: getStudent\n      tags: [students]\n      summary: One student and the digests of its files\n      parameters:\n        - $ref: \"#/components/parameters/Id\"\n        - $ref: \"#/components/parameters/IfNoneMatch\"\n      responses:\n        \"200\":\n          description: The student.\n          headers: { ETag: { $ref: \"#/components/headers/ResourceETag\" } }\n          content:\n            application/json:\n              schema: { $ref: \"#/components/schemas/Student\" }\n        \"304\": { $ref: \"#/components/responses/NotModified\" }\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"401\": { $ref: \"#/components/responses/Unauthorized\" }\n        \"404\": { $ref: \"#/components/responses/NotFound\" }\n        \"429\": { $ref: \"#/components/responses/TooManyRequests\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n    delete:\n      operationId: deleteStudent\n      x-role: provider\n      tags: [students]\n      summary: Delete a student, its files and its job (provider)\n      description: |\n        Refused with 409 (`in-use`) while a prompt or transfer names it, also one of a client. A job that has not ended is stopped first.\n      parameters:\n        - $ref: \"#/components/parameters/Id\"\n        - $ref: \"#/components/parameters/IfMatch\"\n      responses:\n        \"204\":\n          description: Gone.\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"401\": { $ref: \"#/components/responses/Unauthorized\" }\n        \"403\": { $ref: \"#/components/responses/Forbidden\" }\n        \"404\": { $ref: \"#/components/responses/NotFound\" }\n        \"409\": { $ref: \"#/components/responses/Conflict\" }\n        \"412\": { $ref: \"#/components/responses/PreconditionFailed\" }\n        \"429\": { $ref: \"#/components/responses/TooManyRequests\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n  /v1/students/{id}/files/{name}:\n    get:\n      operationId: getStudentFile\n      tags: [students]\n      summary: A file of a student, whole or a range\n      parameters:\n        - $ref: \"#/components/parameters/Id\"\n        - $ref: \"#/components/parameters/FileName\"\n        - $ref: \"#/components/parameters/IfNoneMatch\"\n        - $ref: \"#/components/parameters/Range\"\n        - $ref: \"#/components/parameters/IfRange\"\n      responses:\n        \"200\": { $ref: \"#/components/responses/File\" }\n        \"206\": { $ref: \"#/components/responses/FileRange\" }\n        \"304\": { $ref: \"#/components/responses/NotModified\" }\n        \"307\": { $ref: \"#/components/responses/FileElsewhere\" }\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"401\": { $ref: \"#/components/responses/Unauthorized\" }\n        \"404\": { $ref: \"#/components/responses/NotFound\" }\n        \"416\": { $ref: \"#/components/responses/RangeNotSatisfiable\" }\n        \"429\": { $ref: \"#/components/responses/TooManyRequests\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n\n  /v1/prompts:\n    post:\n      operationId: createPrompt\n      tags: [prompts]\n      summary: Upload a soft prompt\n      description: |\n        One float32, float16 or bfloat16 tensor `prompt_embeddings` of shape [virtual tokens, hidden size] in safetensors.\n        Bodies are at most 32 MB. Nothing else of the client's data is needed or wanted.\n      parameters:\n        - $ref: \"#/components/parameters/IdempotencyKey\"\n      requestBody:\n        required: true\n        content:\n          application/json:\n            schema: { $ref: \"#/components/schemas/PromptCreate\" }\n      responses:\n        \"201\":\n          description: Stored.\n          headers: { Location: { $ref: \"#/components/headers/Location\" } }\n          content:\n            application/json:\n              schema: { $ref: \"#/components/schemas/Prompt\" }\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"401\": { $ref: \"#/components/responses/Unauthorized\" }\n        \"403\": { $ref: \"#/components/responses/Forbidden\" }\n        \"404\": { $ref: \"#/components/responses/NotFound\" }\n        \"409\": { $ref: \"#/components/responses/Conflict\" }\n        \"413\": { $ref: \"#/components/responses/TooLarge\" }\n        \"415\": { $ref: \"#/components/responses/UnsupportedMediaType\" }\n        \"422\": { $ref: \"#/components/responses/Unprocessable\" }\n        \"429\": { $ref: \"#/components/responses/TooManyRequests\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n    get:\n      operationId: listPrompts\n      tags: [prompts]\n      summary: Prompts\n      parameters:\n        - $ref: \"#/components/parameters/Cursor\"\n        - $ref: \"#/components/parameters/Limit\"\n        - $ref: \"#/components/parameters/Order\"\n        - $ref: \"#/components/parameters/StudentFilter\"\n      responses:\n        \"200\":\n          description: A page.\n          content:\n            application/json:\n              schema: { $ref: \"#/components/schemas/PromptPage\" }\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"401\": { $ref: \"#/components/responses/Unauthorized\" }\n        \"429\": { $ref: \"#/components/responses/TooManyRequests\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n  /v1/prompts/{id}:\n    get:\n      operationId: getPrompt\n      tags: [prompts]\n      summary: One prompt\n      parameters:\n        - $ref: \"#/components/parameters/Id\"\n        - $ref: \"#/components/parameters/IfNoneMatch\"\n      responses:\n        \"200\":\n          description: The prompt.\n          headers: { ETag: { $ref: \"#/components/headers/ResourceETag\" } }\n          content:\n            application/json:\n              schema: { $ref: \"#/components/schemas/Prompt\" }\n        \"304\": { $ref: \"#/components/responses/NotModified\" }\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"401\": { $ref: \"#/components/responses/Unauthorized\" }\n        \"404\": { $ref: \"#/components/responses/NotFound\" }\n        \"429\": { $ref: \"#/components/responses/TooManyRequests\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n    delete:\n      operationId: deletePrompt\n      tags: [prompts]\n      summary: Delete a prompt and all that was made of it\n      description: |\n        With it go its files, its transfers and predictions, their jobs, and the files of these. Jobs that have not ended are stopped\n        first. Only the audit log still names it. A deletion that broke off is finished by asking again.\n      parameters:\n        - $ref: \"#/components/parameters/Id\"\n        - $ref: \"#/components/parameters/IfMatch\"\n      responses:\n        \"204\":\n          description: Gone.\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"401\": { $ref: \"#/components/responses/Unauthorized\" }\n        \"403\": { $ref: \"#/components/responses/Forbidden\" }\n        \"404\": { $ref: \"#/components/responses/NotFound\" }\n        \"412\": { $ref: \"#/components/responses/PreconditionFailed\" }\n        \"429\": { $ref: \"#/components/responses/TooManyRequests\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n  /v1/prompts/{id}/files/{name}:\n    get:\n      operationId: getPromptFile\n      tags: [prompts]\n      summary: A file of a prompt, whole or a range\n      parameters:\n        - $ref: \"#/components/parameters/Id\"\n        - $ref: \"#/components/parameters/FileName\"\n        - $ref: \"#/components/parameters/IfNoneMatch\"\n        - $ref: \"#/components/parameters/Range\"\n        - $ref: \"#/components/parameters/IfRange\"\n      responses:\n        \"200\": { $ref: \"#/components/responses/File\" }\n        \"206\": { $ref: \"#/components/responses/FileRange\" }\n        \"304\": { $ref: \"#/components/responses/NotModified\" }\n        \"307\": { $ref: \"#/components/responses/FileElsewhere\" }\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"401\": { $ref: \"#/components/responses/Unauthorized\" }\n        \"404\": { $ref: \"#/components/responses/NotFound\" }\n        \"416\": { $ref: \"#/components/responses/RangeNotSatisfiable\" }\n        \"429\": { $ref: \"#/components/responses/TooManyRequests\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n\n  /v1/transfers:\n    post:\n      operationId: createTransfer\n      tags: [transfers]\n      summary: Transfer a prompt to the large model with public text\n      parameters:\n        - $ref: \"#/components/parameters/IdempotencyKey\"\n        - $ref: \"#/components/parameters/DryRun\"\n      requestBody:\n        required: true\n        content:\n          application/json:\n            schema: { $ref: \"#/components/schemas/TransferCreate\" }\n      responses:\n        \"200\":\n          description: With `dry_run`, what it would take. Nothing was created.\n          content:\n            application/json:\n              schema: { $ref: \"#/components/schemas/Estimate\" }\n        \"202\":\n          description: A job transfers it.\n          headers: { Location: { $ref: \"#/components/headers/Location\" } }\n          content:\n            application/json:\n              schema: { $ref: \"#/components/schemas/Transfer\" }\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"401\": { $ref: \"#/components/responses/Unauthorized\" }\n        \"403\": { $ref: \"#/components/responses/Forbidden\" }\n        \"404\": { $ref: \"#/components/responses/NotFound\" }\n        \"409\": { $ref: \"#/components/responses/Conflict\" }\n        \"413\": { $ref: \"#/components/responses/TooLarge\" }\n        \"415\": { $ref: \"#/components/responses/UnsupportedMediaType\" }\n        \"422\": { $ref: \"#/components/responses/Unprocessable\" }\n        \"429\": { $ref: \"#/components/responses/TooManyRequests\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n    get:\n      operationId: listTransfers\n      tags: [transfers]\n      summary: Transfers\n      parameters:\n        - $ref: \"#/components/parameters/Cursor\"\n        - $ref: \"#/components/parameters/Limit\"\n        - $ref: \"#/components/parameters/Order\"\n        - $ref: \"#/components/parameters/PromptFilter\"\n        - $ref: \"#/components/parameters/ModelFilter\"\n        - $ref: \"#/components/parameters/StatusFilter\"\n      responses:\n        \"200\":\n          description: A page.\n          content:\n            application/json:\n              schema: { $ref: \"#/components/schemas/TransferPage\" }\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"401\": { $ref: \"#/components/responses/Unauthorized\" }\n        \"429\": { $ref: \"#/components/responses/TooManyRequests\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n  /v1/transfers/{id}:\n    get:\n      operationId: getTransfer\n      tags: [transfers]\n      summary: One transfer, with its effect check when it is done\n      parameters:\n        - $ref: \"#/components/parameters/Id\"\n        - $ref: \"#/components/parameters/IfNoneMatch\"\n      responses:\n        \"200\":\n          description: The transfer.\n          headers: { ETag: { $ref: \"#/components/headers/ResourceETag\" } }\n          content:\n            application/json:\n              schema: { $ref: \"#/components/schemas/Transfer\" }\n        \"304\": { $ref: \"#/components/responses/NotModified\" }\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"401\": { $ref: \"#/components/responses/Unauthorized\" }\n        \"404\": { $ref: \"#/components/responses/NotFound\" }\n        \"429\": { $ref: \"#/components/responses/TooManyRequests\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n    delete:\n      operationId: deleteTransfer\n      tags: [transfers]\n      summary: Delete a transfer, the transferred prompt and its job\n      description: |\n        Refused with 409 (`in-use`) while a prediction names it. A job that has not ended is stopped first.\n      parameters:\n        - $ref: \"#/components/parameters/Id\"\n        - $ref: \"#/components/parameters/IfMatch\"\n      responses:\n        \"204\":\n          description: Gone.\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"401\": { $ref: \"#/components/responses/Unauthorized\" }\n        \"403\": { $ref: \"#/components/responses/Forbidden\" }\n        \"404\": { $ref: \"#/components/responses/NotFound\" }\n        \"409\": { $ref: \"#/components/responses/Conflict\" }\n        \"412\": { $ref: \"#/components/responses/PreconditionFailed\" }\n        \"429\": { $ref: \"#/components/responses/TooManyRequests\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n  /v1/transfers/{id}/files/{name}:\n    get:\n      operationId: getTransferFile\n      tags: [transfers]\n      summary: A file of the transferred prompt, whole or a range\n      parameters:\n        - $ref: \"#/components/parameters/Id\"\n        - $ref: \"#/components/parameters/FileName\"\n        - $ref: \"#/components/parameters/IfNoneMatch\"\n        - $ref: \"#/components/parameters/Range\"\n        - $ref: \"#/components/parameters/IfRange\"\n      responses:\n        \"200\": { $ref: \"#/components/responses/File\" }\n        \"206\": { $ref: \"#/components/responses/FileRange\" }\n        \"304\": { $ref: \"#/components/responses/NotModified\" }\n        \"307\": { $ref: \"#/components/responses/FileElsewhere\" }\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"401\": { $ref: \"#/components/responses/Unauthorized\" }\n        \"404\": { $ref: \"#/components/responses/NotFound\" }\n        \"416\": { $ref: \"#/components/responses/RangeNotSatisfiable\" }\n        \"429\": { $ref: \"#/components/responses/TooManyRequests\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n\n  /v1/migrations:\n    post:\n      operationId: createMigration\n      tags: [transfers]\n      summary: Bring a transferred prompt on to another model of the same width and tokenizer, without the client\n      description: |\n        A transfer whose source is the model that the prompt has been transferred to, with that prompt before it. What it makes is a\n        transfer of its own, with `migrated_from`. It costs no privacy: only what was uploaded before and public text go into it.\n      parameters:\n        - $ref: \"#/components/parameters/IdempotencyKey\"\n      requestBody:\n        required: true\n        content:\n          application/json:\n            schema: { $ref: \"#/components/schemas/MigrationCreate\" }\n      responses:\n        \"202\":\n          description: A job transfers it. `Location` names the transfer.\n          headers: { Location: { $ref: \"#/components/headers/Location\" } }\n          content:\n            application/json:\n              schema: { $ref: \"#/components/schemas/Transfer\" }\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"401\": { $ref: \"#/components/responses/Unauthorized\" }\n        \"403\": { $ref: \"#/components/responses/Forbidden\" }\n        \"404\": { $ref: \"#/components/responses/NotFound\" }\n        \"409\": { $ref: \"#/components/responses/Conflict\" }\n        \"413\": { $ref: \"#/components/responses/TooLarge\" }\n        \"415\": { $ref: \"#/components/responses/UnsupportedMediaType\" }\n        \"422\": { $ref: \"#/components/responses/Unprocessable\" }\n        \"429\": { $ref: \"#/components/responses/TooManyRequests\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n\n  /v1/predictions:\n    post:\n      operationId: createPrediction\n      tags: [predictions]\n      summary: Classify texts with a transferred prompt, a student's prompt used directly, or no prompt\n      parameters:\n        - $ref: \"#/components/parameters/IdempotencyKey\"\n        - $ref: \"#/components/parameters/DryRun\"\n      requestBody:\n        required: true\n        content:\n          application/json:\n            schema: { $ref: \"#/components/schemas/PredictionCreate\" }\n      description: |\n        As a job, or with `\"synchronous\": true` at once, for at most 64 texts. A synchronous prediction stores nothing: no text, no result,\n        no job, no entry on the audit log; sent again it is computed again, and `Idempotency-Key` is not looked at. A service without a\n        resident model answers 409 `not-offered`; one that has too many waiting 429 `busy`. `dry_run` estimates jobs, and refuses\n        `synchronous` with 422 `no-job`. A service may delete predictions, with their results and jobs, some time after their end: then\n        they are not found.\n      responses:\n        \"200\":\n          description: \"The labels, when `synchronous` was asked for; with `dry_run`, what the job would take, and nothing was created.\"\n          content:\n            application/json:\n              schema:\n                oneOf:\n                  - { $ref: \"#/components/schemas/Classification\" }\n                  - { $ref: \"#/components/schemas/Estimate\" }\n        \"202\":\n          description: A job predicts. The texts are deleted when it ends.\n          headers: { Location: { $ref: \"#/components/headers/Location\" } }\n          content:\n            application/json:\n              schema: { $ref: \"#/components/schemas/Prediction\" }\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"401\": { $ref: \"#/components/responses/Unauthorized\" }\n        \"403\": { $ref: \"#/components/responses/Forbidden\" }\n        \"404\": { $ref: \"#/components/responses/NotFound\" }\n        \"409\": { $ref: \"#/components/responses/Conflict\" }\n        \"413\": { $ref: \"#/components/responses/TooLarge\" }\n        \"415\": { $ref: \"#/components/responses/UnsupportedMediaType\" }\n        \"422\": { $ref: \"#/components/responses/Unprocessable\" }\n        \"429\": { $ref: \"#/components/responses/TooManyRequests\" }\n        \"503\":\n          description: \"`unavailable`: the process that predicts died twice over this request, or the service stops.\"\n          content:\n            application/problem+json:\n              schema: { $ref: \"#/components/schemas/Problem\" }\n        \"504\":\n          description: \"`timed-out`: no answer in time; the model may still be loading.\"\n          content:\n            application/problem+json:\n              schema: { $ref: \"#/components/schemas/Problem\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n    get:\n      operationId: listPredictions\n      tags: [predictions]\n      summary: Predictions, without their results\n      parameters:\n        - $ref: \"#/components/parameters/Cursor\"\n        - $ref: \"#/components/parameters/Limit\"\n        - $ref: \"#/components/parameters/Order\"\n        - $ref: \"#/components/parameters/TransferFilter\"\n        - $ref: \"#/components/parameters/PromptFilter\"\n        - $ref: \"#/components/parameters/ModelFilter\"\n        - $ref: \"#/components/parameters/StatusFilter\"\n      responses:\n        \"200\":\n          description: A page.\n          content:\n            application/json:\n              schema: { $ref: \"#/components/schemas/PredictionPage\" }\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"401\": { $ref: \"#/components/responses/Unauthorized\" }\n        \"429\": { $ref: \"#/components/responses/TooManyRequests\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n  /v1/predictions/{id}:\n    get:\n      operationId: getPrediction\n      tags: [predictions]\n      summary: One prediction, with its results when it is done\n      parameters:\n        - $ref: \"#/components/parameters/Id\"\n        - $ref: \"#/components/parameters/IfNoneMatch\"\n      responses:\n        \"200\":\n          description: The prediction.\n          headers: { ETag: { $ref: \"#/components/headers/ResourceETag\" } }\n          content:\n            application/json:\n              schema: { $ref: \"#/components/schemas/Prediction\" }\n        \"304\": { $ref: \"#/components/responses/NotModified\" }\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"401\": { $ref: \"#/components/responses/Unauthorized\" }\n        \"404\": { $ref: \"#/components/responses/NotFound\" }\n        \"429\": { $ref: \"#/components/responses/TooManyRequests\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n    delete:\n      operationId: deletePrediction\n      tags: [predictions]\n      summary: Delete a prediction, its texts, its results and its job\n      description: |\n        A job that has not ended is stopped first.\n      parameters:\n        - $ref: \"#/components/parameters/Id\"\n        - $ref: \"#/components/parameters/IfMatch\"\n      responses:\n        \"204\":\n          description: Gone.\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"401\": { $ref: \"#/components/responses/Unauthorized\" }\n        \"403\": { $ref: \"#/components/responses/Forbidden\" }\n        \"404\": { $ref: \"#/components/responses/NotFound\" }\n        \"409\": { $ref: \"#/components/responses/Conflict\" }\n        \"412\": { $ref: \"#/components/responses/PreconditionFailed\" }\n        \"429\": { $ref: \"#/components/responses/TooManyRequests\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n  /v1/predictions/{id}/files/{name}:\n    get:\n      operationId: getPredictionFile\n      tags: [predictions]\n      summary: The file of a prediction's results, whole or a range\n      parameters:\n        - $ref: \"#/components/parameters/Id\"\n        - $ref: \"#/components/parameters/FileName\"\n        - $ref: \"#/components/parameters/IfNoneMatch\"\n        - $ref: \"#/components/parameters/Range\"\n        - $ref: \"#/components/parameters/IfRange\"\n      responses:\n        \"200\": { $ref: \"#/components/responses/File\" }\n        \"206\": { $ref: \"#/components/responses/FileRange\" }\n        \"304\": { $ref: \"#/components/responses/NotModified\" }\n        \"307\": { $ref: \"#/components/responses/FileElsewhere\" }\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"401\": { $ref: \"#/components/responses/Unauthorized\" }\n        \"404\": { $ref: \"#/components/responses/NotFound\" }\n        \"416\": { $ref: \"#/components/responses/RangeNotSatisfiable\" }\n        \"429\": { $ref: \"#/components/responses/TooManyRequests\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n\n  /v1/jobs:\n    get:\n      operationId: listJobs\n      tags: [jobs]\n      summary: Jobs\n      parameters:\n        - $ref: \"#/components/parameters/Cursor\"\n        - $ref: \"#/components/parameters/Limit\"\n        - $ref: \"#/components/parameters/Order\"\n        - $ref: \"#/components/parameters/KindFilter\"\n        - $ref: \"#/components/parameters/StatusFilter\"\n      responses:\n        \"200\":\n          description: A page.\n          content:\n            application/json:\n              schema: { $ref: \"#/components/schemas/JobPage\" }\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"401\": { $ref: \"#/components/responses/Unauthorized\" }\n        \"429\": { $ref: \"#/components/responses/TooManyRequests\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n  /v1/jobs/{id}:\n    get:\n      operationId: getJob\n      tags: [jobs]\n      summary: One job\n      parameters:\n        - $ref: \"#/components/parameters/Id\"\n        - $ref: \"#/components/parameters/IfNoneMatch\"\n      responses:\n        \"200\":\n          description: The job.\n          headers: { ETag: { $ref: \"#/components/headers/ResourceETag\" } }\n          content:\n            application/json:\n              schema: { $ref: \"#/components/schemas/Job\" }\n        \"304\": { $ref: \"#/components/responses/NotModified\" }\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"401\": { $ref: \"#/components/responses/Unauthorized\" }\n        \"404\": { $ref: \"#/components/responses/NotFound\" }\n        \"429\": { $ref: \"#/components/responses/TooManyRequests\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n  /v1/jobs/{id}/events:\n    get:\n      operationId: listJobEvents\n      tags: [jobs]\n      summary: What happened after an event; waits for news when asked to\n      description: |\n        As JSON, a page. Asked with `Accept: text/event-stream`, a stream (server-sent events) of what happened and happens, which ends\n        with the job; `Last-Event-ID` goes on after an event.\n      parameters:\n        - $ref: \"#/components/parameters/Id\"\n        - name: after\n          in: query\n          description: The `sequence` of the last event known.\n          schema: { type: integer, minimum: 0, maximum: 9999999999, default: 0 }\n        - name: wait\n          in: query\n          description: Seconds to wait when there is nothing new and the job has not ended.\n          schema: { type: number, minimum: 0, maximum: 20, default: 0 }\n        - $ref: \"#/components/parameters/Limit\"\n        - name: Last-Event-ID\n          in: header\n          description: For a stream, the `id` of the last event known; goes before `after`.\n          schema: { type: string, pattern: \"^\\\\d{1,10}$\" }\n      responses:\n        \"200\":\n          description: Events, oldest first. `next` is the `after` of the next request; `finished` says that no more will come.\n          content:\n            application/json:\n              schema: { $ref: \"#/components/schemas/JobEventPage\" }\n            text/event-stream:\n              schema: { type: string }\n              example: |\n                id: 2\n                event: started\n                data: {\"sequence\":2,\"type\":\"started\",\"at\":\"2026-01-01T00:00:00.000Z\"}\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"401\": { $ref: \"#/components/responses/Unauthorized\" }\n        \"404\": { $ref: \"#/components/responses/NotFound\" }\n        \"429\": { $ref: \"#/components/responses/TooManyRequests\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n  /v1/jobs/{id}/cancel:\n    post:\n      operationId: cancelJob\n      tags: [jobs]\n      summary: Ask a job to stop; a job that has ended stays as it is\n      parameters:\n        - $ref: \"#/components/parameters/Id\"\n      responses:\n        \"202\":\n          description: The job as it is now. A running one stops at its next step.\n          content:\n            application/json:\n              schema: { $ref: \"#/components/schemas/Job\" }\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"401\": { $ref: \"#/components/responses/Unauthorized\" }\n        \"403\": { $ref: \"#/components/responses/Forbidden\" }\n        \"404\": { $ref: \"#/components/responses/NotFound\" }\n        \"429\": { $ref: \"#/components/responses/TooManyRequests\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n\n  /v1/webhooks:\n    post:\n      operationId: createWebhook\n      tags: [webhooks]\n      summary: Be told at an address of one's own when jobs end\n      description: |\n        Events are signed and sent as the Standard Webhooks specification says (standardwebhooks.com): a POST with the headers\n        `webhook-id`, `webhook-timestamp` and `webhook-signature`. An answer of 2xx within 15 seconds accepts one; anything else is\n        tried again, up to ten times over three days, with the same `webhook-id`. An event may come twice. Redirects are not\n        followed, and addresses that are not public are not called. 410, or five days without success, disables the webhook.\n      parameters:\n        - $ref: \"#/components/parameters/IdempotencyKey\"\n      requestBody:\n        required: true\n        content:\n          application/json:\n            schema: { $ref: \"#/components/schemas/WebhookCreate\" }\n      responses:\n        \"201\":\n          description: Set up. The secret is shown here and not again.\n          headers: { Location: { $ref: \"#/components/headers/Location\" } }\n          content:\n            application/json:\n              schema: { $ref: \"#/components/schemas/WebhookWithSecret\" }\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"401\": { $ref: \"#/components/responses/Unauthorized\" }\n        \"403\": { $ref: \"#/components/responses/Forbidden\" }\n        \"409\": { $ref: \"#/components/responses/Conflict\" }\n        \"413\": { $ref: \"#/components/responses/TooLarge\" }\n        \"415\": { $ref: \"#/components/responses/UnsupportedMediaType\" }\n        \"422\": { $ref: \"#/components/responses/Unprocessable\" }\n        \"429\": { $ref: \"#/components/responses/TooManyRequests\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n    get:\n      operationId: listWebhooks\n      tags: [webhooks]\n      summary: Webhooks\n      parameters:\n        - $ref: \"#/components/parameters/Cursor\"\n        - $ref: \"#/components/parameters/Limit\"\n        - $ref: \"#/components/parameters/Order\"\n      responses:\n        \"200\":\n          description: A page.\n          content:\n            application/json:\n              schema: { $ref: \"#/components/schemas/WebhookPage\" }\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"401\": { $ref: \"#/components/responses/Unauthorized\" }\n        \"429\": { $ref: \"#/components/responses/TooManyRequests\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n  /v1/webhooks/{id}:\n    get:\n      operationId: getWebhook\n      tags: [webhooks]\n      summary: One webhook, without its secret\n      parameters:\n        - $ref: \"#/components/parameters/Id\"\n        - $ref: \"#/components/parameters/IfNoneMatch\"\n      responses:\n        \"200\":\n          description: The webhook.\n          headers: { ETag: { $ref: \"#/components/headers/ResourceETag\" } }\n          content:\n            application/json:\n              schema: { $ref: \"#/components/schemas/Webhook\" }\n        \"304\": { $ref: \"#/components/responses/NotModified\" }\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"401\": { $ref: \"#/components/responses/Unauthorized\" }\n        \"404\": { $ref: \"#/components/responses/NotFound\" }\n        \"429\": { $ref: \"#/components/responses/TooManyRequests\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n    delete:\n      operationId: deleteWebhook\n      tags: [webhooks]\n      summary: Delete a webhook and the record of its deliveries\n      parameters:\n        - $ref: \"#/components/parameters/Id\"\n        - $ref: \"#/components/parameters/IfMatch\"\n      responses:\n        \"204\":\n          description: Gone. What is being sent at this moment may still arrive.\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"401\": { $ref: \"#/components/responses/Unauthorized\" }\n        \"403\": { $ref: \"#/components/responses/Forbidden\" }\n        \"404\": { $ref: \"#/components/responses/NotFound\" }\n        \"412\": { $ref: \"#/components/responses/PreconditionFailed\" }\n        \"429\": { $ref: \"#/components/responses/TooManyRequests\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n  /v1/webhooks/{id}/rotate_secret:\n    post:\n      operationId: rotateWebhookSecret\n      tags: [webhooks]\n      summary: A new secret; the old one signs beside it for a day\n      parameters:\n        - $ref: \"#/components/parameters/Id\"\n        - $ref: \"#/components/parameters/IdempotencyKey\"\n      responses:\n        \"200\":\n          description: The new secret, shown here and not again.\n          content:\n            application/json:\n              schema: { $ref: \"#/components/schemas/WebhookWithSecret\" }\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"401\": { $ref: \"#/components/responses/Unauthorized\" }\n        \"403\": { $ref: \"#/components/responses/Forbidden\" }\n        \"404\": { $ref: \"#/components/responses/NotFound\" }\n        \"409\": { $ref: \"#/components/responses/Conflict\" }\n        \"422\": { $ref: \"#/components/responses/Unprocessable\" }\n        \"429\": { $ref: \"#/components/responses/TooManyRequests\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n  /v1/webhooks/{id}/enable:\n    post:\n      operationId: enableWebhook\n      tags: [webhooks]\n      summary: Use a webhook again that was disabled; what ended meanwhile is not sent\n      parameters:\n        - $ref: \"#/components/parameters/Id\"\n      responses:\n        \"200\":\n          description: The webhook as it is now.\n          content:\n            application/json:\n              schema: { $ref: \"#/components/schemas/Webhook\" }\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"401\": { $ref: \"#/components/responses/Unauthorized\" }\n        \"403\": { $ref: \"#/components/responses/Forbidden\" }\n        \"404\": { $ref: \"#/components/responses/NotFound\" }\n        \"429\": { $ref: \"#/components/responses/TooManyRequests\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n  /v1/webhooks/{id}/test:\n    post:\n      operationId: testWebhook\n      tags: [webhooks]\n      summary: Send it one event of type `webhook.test`\n      parameters:\n        - $ref: \"#/components/parameters/Id\"\n        - $ref: \"#/components/parameters/IdempotencyKey\"\n      responses:\n        \"202\":\n          description: On its way. Its `id` is in the list of deliveries, with what came of it.\n          content:\n            application/json:\n              schema: { $ref: \"#/components/schemas/WebhookDelivery\" }\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"401\": { $ref: \"#/components/responses/Unauthorized\" }\n        \"403\": { $ref: \"#/components/responses/Forbidden\" }\n        \"404\": { $ref: \"#/components/responses/NotFound\" }\n        \"409\": { $ref: \"#/components/responses/Conflict\" }\n        \"422\": { $ref: \"#/components/responses/Unprocessable\" }\n        \"429\": { $ref: \"#/components/responses/TooManyRequests\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n  /v1/webhooks/{id}/deliveries:\n    get:\n      operationId: listWebhookDeliveries\n      tags: [webhooks]\n      summary: What was sent or is to be sent to a webhook, with every try; kept for 30 days\n      parameters:\n        - $ref: \"#/components/parameters/Id\"\n        - $ref: \"#/components/parameters/Cursor\"\n        - $ref: \"#/components/parameters/Limit\"\n        - $ref: \"#/components/parameters/Order\"\n        - name: status\n          in: query\n          description: Only in this state.\n          schema: { $ref: \"#/components/schemas/WebhookDeliveryStatus\" }\n      responses:\n        \"200\":\n          description: A page.\n          content:\n            application/json:\n              schema: { $ref: \"#/components/schemas/WebhookDeliveryPage\" }\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"401\": { $ref: \"#/components/responses/Unauthorized\" }\n        \"404\": { $ref: \"#/components/responses/NotFound\" }\n        \"429\": { $ref: \"#/components/responses/TooManyRequests\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n\n  /v1/usage:\n    get:\n      operationId: getUsage\n      tags: [service]\n      summary: What the tenant's jobs used, day by day\n      description: |\n        Jobs count on the day they ended, in UTC, each once. Days without one are left out. What ended a second ago may be missing yet.\n      parameters:\n        - name: from\n          in: query\n          description: First day; 30 days in all when absent. At most 366 days.\n          schema: { $ref: \"#/components/schemas/Day\" }\n        - name: to\n          in: query\n          description: Last day; today when absent.\n          schema: { $ref: \"#/components/schemas/Day\" }\n      responses:\n        \"200\":\n          description: Usage by day and in all.\n          content:\n            application/json:\n              schema: { $ref: \"#/components/schemas/UsageReport\" }\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"401\": { $ref: \"#/components/responses/Unauthorized\" }\n        \"422\": { $ref: \"#/components/responses/Unprocessable\" }\n        \"429\": { $ref: \"#/components/responses/TooManyRequests\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n\n  /v1/audit_log:\n    get:\n      operationId: listAuditLog\n      tags: [service]\n      summary: What the tenant's tokens asked to change, oldest first\n      description: |\n        One entry for every POST, PATCH and DELETE that came within the rate limit, refused ones included, without bodies; a\n        synchronous prediction changes nothing and has none. Each holds the SHA-256 of the one before as it\n        is stored, so that a copy kept elsewhere shows whether it was changed since.\n      parameters:\n        - name: after\n          in: query\n          description: The `number` of the last entry known.\n          schema: { type: integer, minimum: 0, maximum: 999999999999, default: 0 }\n        - $ref: \"#/components/parameters/Limit\"\n      responses:\n        \"200\":\n          description: Entries, oldest first. `next` is the `after` of the next request.\n          content:\n            application/json:\n              schema: { $ref: \"#/components/schemas/AuditPage\" }\n        \"400\": { $ref: \"#/components/responses/BadRequest\" }\n        \"401\": { $ref: \"#/components/responses/Unauthorized\" }\n        \"429\": { $ref: \"#/components/responses/TooManyRequests\" }\n        \"5XX\": { $ref: \"#/components/responses/ServerError\" }\n\nwebhooks:\n  jobEnded:\n    post:\n      operationId: receiveEvent\n      tags: [webhooks]\n      summary: What a webhook receives\n      description: The signature is the one of the body's bytes as they come, with the id and the timestamp before them.\n      security: []\n      parameters:\n        - name: webhook-id\n          in: header\n          required: true\n          description: Of the event; the same over all tries and for all webhooks.\n          schema: { type: string, pattern: \"^msg_[0-9a-z]{26}$\" }\n        - name: webhook-timestamp\n          in: header\n          required: true\n          description: Of the try, in seconds since 1970.\n          schema: { type: string, pattern: \"^\\\\d+$\" }\n        - name: webhook-signature\n          in: header\n          required: true\n          description: \"One `v1,BASE64` (HMAC-SHA256) for each secret that holds, with spaces between.\"\n          schema: { type: string }\n      requestBody:\n        required: true\n        content:\n          application/json:\n            schema: { $ref: \"#/components/schemas/WebhookEvent\" }\n            example:\n              type: job.succeeded\n              timestamp: 2026-01-01T00:00:00.000Z\n              data:\n                job: job_01kdqv00000000000000000000\n                kind: transfer\n                resource: { collection: transfers, id: trf_01kdqv00000000000000000000 }\n      responses:\n        \"2XX\":\n          description: Accepted.\n        \"410\":\n          description: Wants no more; the webhook is disabled.\n        default:\n          description: Will be tried again.\n\ncomponents:\n  securitySchemes:\n    bearer:\n      type: http\n      scheme: bearer\n      description: A token of a tenant, with the role provider or client, for all its operations or for reading only.\n    jwt:\n      type: http\n      scheme: bearer\n      bearerFormat: JWT\n      description: |\n        Where the service is run with an OpenID Connect issuer: a JWT of that issuer, for the service's audience, signed with RS256,\n        PS256, ES256 or EdDSA, at most 8192 characters. `sub` and `exp` must be there; clocks may differ by 60 seconds. A claim (by default\n        `tenant`) names the tenant; another (`role`) is `provider`, `client`, or a list of one of these and `read-only`. A token\n        without them is no valid token here: 401, `wrong-claim`.\n\n  parameters:\n    Id:\n      name: id\n      in: path\n      required: true\n      schema: { type: string, maxLength: 64 }\n    FileName:\n      name: name\n      in: path\n      required: true\n      schema: { type: string, maxLength: 128 }\n    Cursor:\n      name: cursor\n      in: query\n      description: The `next_cursor` of the page before.\n      schema: { type: string, pattern: \"^[a-z]{3}_[0-9a-z]{26}$\" }\n    Order:\n      name: order\n      in: query\n      description: By time of creation.\n      schema: { type: string, enum: [asc, desc], default: asc }\n    Limit:\n      name: limit\n      in: query\n      schema: { type: integer, minimum: 1, maximum: 100, default: 20 }\n    NameFilter:\n      name: name\n      in: query\n      description: Only of this name.\n      schema: { $ref: \"#/components/schemas/Name\" }\n    PurposeFilter:\n      name: purpose\n      in: query\n      description: Only of this purpose.\n      schema: { $ref: \"#/components/schemas/Purpose\" }\n    ModelFilter:\n      name: model\n      in: query\n      description: Only of this model.\n      schema: { $ref: \"#/components/schemas/Reference\" }\n    StudentFilter:\n      name: student\n      in: query\n      description: Only tuned on this student.\n      schema: { $ref: \"#/components/schemas/Reference\" }\n    PromptFilter:\n      name: prompt\n      in: query\n      description: Only of this prompt.\n      schema: { $ref: \"#/components/schemas/Reference\" }\n    TransferFilter:\n      name: transfer\n      in: query\n      description: Only of this transfer.\n      schema: { $ref: \"#/components/schemas/Reference\" }\n    StatusFilter:\n      name: status\n      in: query\n      description: Only in this state.\n      schema: { $ref: \"#/components/schemas/JobStatus\" }\n    KindFilter:\n      name: kind\n      in: query\n      description: Only of this kind.\n      schema: { $ref: \"#/components/schemas/JobKind\" }\n    Range:\n      name: Range\n      in: header\n      description: One range, `bytes=first-last`.\n      schema: { type: string }\n    IfRange:\n      name: If-Range\n      in: header\n      description: The range holds only while this is the file's ETag.\n      schema: { type: string }\n    IfNoneMatch:\n      name: If-None-Match\n      in: header\n      description: ETags that the client has; if it is one of these, 304 without a body.\n      schema: { type: string }\n    IfMatch:\n      name: If-Match\n      in: header\n      description: The ETag it must still have, else 412.\n      schema: { type: string }\n    DryRun:\n      name: dry_run\n      in: query\n      description: |\n        Checks the request, creates nothing and answers what it would take. The body stays the one to be sent after, and the key is\n        not used up. Allowances are not looked at.\n      schema: { type: boolean, default: false }\n    IdempotencyKey:\n      name: Idempotency-Key\n      in: header\n      description: |\n        One per logical call. The same key with the same body answers as the first time and creates nothing; with another\n        body it is refused with 422. A key is remembered for 7 days; after that it makes something new. What it made may be deleted\n        meanwhile: then the answer is 409 `deleted`.\n      schema: { type: string, minLength: 1, maxLength: 255, pattern: \"^[!-~]([ -~]*[!-~])?$\" }\n\n  headers:\n    WwwAuthenticate:\n      description: |\n        `Bearer`: how to ask; `error` and `error_description` say what is wrong with a token that came (RFC 6750).\n      schema: { type: string }\n    RetryAfter:\n      description: Seconds to wait before asking again.\n      schema: { type: integer, minimum: 1 }\n    ShouldRetry:\n      description: \"`false` where the same request would only be refused again, `true` where it would not.\"\n      schema: { type: string, enum: [\"true\", \"false\"] }\n    RateLimit:\n      description: \"What is left, and the seconds until the quota is whole again: `\\\"default\\\";r=42;t=17` (draft-ietf-httpapi-ratelimit-headers-09).\"\n      schema: { type: string }\n    RateLimitPolicy:\n      description: \"The quota: `\\\"default\\\";q=6000;w=10` are 6000 requests in 10 seconds.\"\n      schema: { type: string }\n    Location:\n      description: Path of what was created.\n      schema: { type: string }\n    ETag:\n      description: SHA-256 of the file, quoted.\n      schema: { type: string }\n    ResourceETag:\n      description: Changes whenever the resource does; for If-None-Match and If-Match.\n      schema: { type: string }\n    ContentDigest:\n      description: SHA-256 of the whole file (RFC 9530, as Repr-Digest).\n      schema: { type: string }\n\n  responses:\n    BadRequest:\n      description: \"The request cannot be read: a field or parameter is missing, unknown or of the wrong kind.\"\n      content:\n        application/problem+json:\n          schema: { $ref: \"#/components/schemas/Problem\" }\n          example:\n            type: https://promptpost.dev/problems/invalid-body\n            title: The request cannot be read\n            status: 400\n            detail: \"The field must have required property 'name'.\"\n            code: invalid-body\n            pointer: /name\n            request_id: req_5b0ef3a90c1d4d2d8f6a3f0c2b1a9e87\n    Unauthorized:\n      description: |\n        There is no valid token (`unauthorized`), or the issuer's token does not say as it must who asks (`wrong-claim`).\n      headers:\n        WWW-Authenticate: { $ref: \"#/components/headers/WwwAuthenticate\" }\n      content:\n        application/problem+json:\n          schema: { $ref: \"#/components/schemas/Problem\" }\n          example:\n            type: https://promptpost.dev/problems/unauthorized\n            title: No valid token\n            status: 401\n            detail: \"The token is not known here.\"\n            code: unauthorized\n            request_id: req_5b0ef3a90c1d4d2d8f6a3f0c2b1a9e87\n    Forbidden:\n      description: The token is valid but may not do this, for its role or because it may only read.\n      headers:\n        WWW-Authenticate: { $ref: \"#/components/headers/WwwAuthenticate\" }\n      content:\n        application/problem+json:\n          schema: { $ref: \"#/components/schemas/Problem\" }\n          example:\n            type: https://promptpost.dev/problems/forbidden\n            title: This role may not do that\n            status: 403\n            detail: \"Only a provider may do this.\"\n            code: forbidden\n            request_id: req_5b0ef3a90c1d4d2d8f6a3f0c2b1a9e87\n    NotFound:\n      description: \"There is no such thing, or it belongs to another tenant: the two look alike.\"\n      content:\n        application/problem+json:\n          schema: { $ref: \"#/components/schemas/Problem\" }\n          example:\n            type: https://promptpost.dev/problems/not-found\n            title: Not found\n            status: 404\n            detail: \"There is no such thing, or it is not yours.\"\n            code: not-found\n            request_id: req_5b0ef3a90c1d4d2d8f6a3f0c2b1a9e87\n    Conflict:\n      description: What is there does not allow it.\n      content:\n        application/problem+json:\n          schema: { $ref: \"#/components/schemas/Problem\" }\n          example:\n            type: https://promptpost.dev/problems/not-ready\n            title: In conflict with what is there\n            status: 409\n            detail: \"The transfer is running.\"\n            code: not-ready\n            pointer: /transfer\n            request_id: req_5b0ef3a90c1d4d2d8f6a3f0c2b1a9e87\n    PreconditionFailed:\n      description: It has changed since the ETag that If-Match names.\n      content:\n        application/problem+json:\n          schema: { $ref: \"#/components/schemas/Problem\" }\n          example:\n            type: https://promptpost.dev/problems/changed\n            title: Changed since\n            status: 412\n            detail: \"It is not what it was.\"\n            code: changed\n            pointer: If-Match\n            request_id: req_5b0ef3a90c1d4d2d8f6a3f0c2b1a9e87\n    TooLarge:\n      description: The body is larger than the limit.\n      content:\n        application/problem+json:\n          schema: { $ref: \"#/components/schemas/Problem\" }\n          example:\n            type: https://promptpost.dev/problems/too-large\n            title: Too large\n            status: 413\n            detail: \"The body may have at most 1048576 bytes.\"\n            code: too-large\n            request_id: req_5b0ef3a90c1d4d2d8f6a3f0c2b1a9e87\n    UnsupportedMediaType:\n      description: The body is of another kind.\n      content:\n        application/problem+json:\n          schema: { $ref: \"#/components/schemas/Problem\" }\n          example:\n            type: https://promptpost.dev/problems/unsupported-media-type\n            title: Unsupported media type\n            status: 415\n            detail: \"Send the body as application/json.\"\n            code: unsupported-media-type\n            request_id: req_5b0ef3a90c1d4d2d8f6a3f0c2b1a9e87\n    RangeNotSatisfiable:\n      description: The file has no such range.\n      content:\n        application/problem+json:\n          schema: { $ref: \"#/components/schemas/Problem\" }\n          example:\n            type: https://promptpost.dev/problems/no-such-range\n            title: No such range\n            status: 416\n            detail: \"The file has 1000 bytes.\"\n            code: no-such-range\n            request_id: req_5b0ef3a90c1d4d2d8f6a3f0c2b1a9e87\n    Unprocessable:\n      description: It can be read but not carried out, or the Idempotency-Key was used for another request.\n      content:\n        application/problem+json:\n          schema: { $ref: \"#/components/schemas/Problem\" }\n          example:\n            type: https://promptpost.dev/problems/wrong-student\n            title: The request cannot be carried out\n            status: 422\n            detail: \"The student's hidden size is 256, the prompt's 128.\"\n            code: wrong-student\n            pointer: /student\n            request_id: req_5b0ef3a90c1d4d2d8f6a3f0c2b1a9e87\n    TooManyRequests:\n      description: |\n        The tenant has asked too often (`quota-exceeded`, policy `default`), has too many jobs that have not ended (`queue-full`), or would\n        keep more than it may (`quota-exceeded`, policy `resources` or `bytes`; then there is no `Retry-After`, for waiting does not help).\n      headers:\n        Retry-After: { $ref: \"#/components/headers/RetryAfter\" }\n        X-Should-Retry: { $ref: \"#/components/headers/ShouldRetry\" }\n        RateLimit: { $ref: \"#/components/headers/RateLimit\" }\n        RateLimit-Policy: { $ref: \"#/components/headers/RateLimitPolicy\" }\n      content:\n        application/problem+json:\n          schema: { $ref: \"#/components/schemas/Problem\" }\n          example:\n            type: https://iana.org/assignments/http-problem-types#quota-exceeded\n            title: Too many requests\n            status: 429\n            detail: \"Wait 7 seconds.\"\n            code: quota-exceeded\n            violated-policies: [default]\n            request_id: req_5b0ef3a90c1d4d2d8f6a3f0c2b1a9e87\n    ServerError:\n      description: |\n        The server failed. The request may be sent again. 503 `issuer-unavailable`: the token is one of an issuer whose keys cannot be\n        had now; `Retry-After` says when they are asked for again.\n      headers:\n        Retry-After: { $ref: \"#/components/headers/RetryAfter\" }\n      content:\n        application/problem+json:\n          schema: { $ref: \"#/components/schemas/Problem\" }\n          example:\n            type: https://promptpost.dev/problems/internal\n            title: The server failed\n            status: 500\n            detail: \"Something broke on our side. Report the request id.\"\n            code: internal\n            request_id: req_5b0ef3a90c1d4d2d8f6a3f0c2b1a9e87\n    NotModified:\n      description: It is what the client has.\n      headers:\n        ETag: { $ref: \"#/components/headers/ResourceETag\" }\n    File:\n      description: The file.\n      headers:\n        ETag: { $ref: \"#/components/headers/ETag\" }\n        Repr-Digest: { $ref: \"#/components/headers/ContentDigest\" }\n      content:\n        application/octet-stream:\n          schema: { type: string, format: binary }\n    FileElsewhere:\n      description: >-\n        Large files of a service in a cloud: the address at which its storage gives the bytes, whole or a range, for some minutes.\n        It needs no token, and must not be sent one.\n      headers:\n        Location: { schema: { type: string, format: uri } }\n        ETag: { $ref: \"#/components/headers/ETag\" }\n        Repr-Digest: { $ref: \"#/components/headers/ContentDigest\" }\n    FileRange:\n      description: A part of the file.\n      headers:\n        ETag: { $ref: \"#/components/headers/ETag\" }\n        Repr-Digest: { $ref: \"#/components/headers/ContentDigest\" }\n      content:\n        application/octet-stream:\n          schema: { type: string, format: binary }\n\n  schemas:\n    Health:\n      type: object\n      required: [status, version]\n      properties:\n        status: { type: string, const: ok }\n        version: { type: string }\n\n    Capabilities:\n      type: object\n      required: [version, api_version, auth, features, model_types, limits, links]\n      properties:\n        version: { type: string, description: Of the service. }\n        api_version: { type: string, description: First part of the paths of its resources. }\n        auth:\n          type: object\n          required: [methods]\n          properties:\n            methods:\n              type: array\n              description: \"`bearer`: tokens of the service. `oidc`: tokens of an issuer as well.\"\n              items: { type: string, enum: [bearer, oidc] }\n        features:\n          type: object\n          required: [synchronous_predictions, webhooks, event_streams, migrations, dashboard]\n          properties:\n            synchronous_predictions: { type: boolean, description: Of models that are held ready. }\n            webhooks: { type: boolean }\n            event_streams: { type: boolean, description: A job's events as they happen. }\n            migrations: { type: boolean }\n            dashboard: { type: boolean }\n        model_types:\n          type: array\n          description: The `model_type` of models that it can use.\n          items: { type: string }\n        limits:\n          type: object\n          required:\n            [\n              json_bytes,\n              prompt_bytes,\n              texts_bytes,\n              stream_bytes,\n              dataset_bytes,\n              upload_part_bytes,\n              virtual_tokens,\n              texts,\n              requests,\n            ]\n          properties:\n            json_bytes: { type: integer, description: Largest body that carries neither a prompt nor texts. }\n            prompt_bytes: { type: integer, description: Largest upload of a prompt. }\n            texts_bytes: { type: integer, description: Largest JSON body with texts. }\n            stream_bytes: { type: integer, description: Largest data set that is streamed in one request. }\n            dataset_bytes: { type: integer, description: Largest data set that is sent in parts. }\n            upload_part_bytes: { type: integer, description: Largest part of an upload. }\n            virtual_tokens: { type: integer, description: Longest prompt. }\n            texts: { type: integer, description: Most texts of one prediction. }\n            requests:\n              type: object\n              description: Of a tenant.\n              required: [count, seconds]\n              properties:\n                count: { type: integer }\n                seconds: { type: integer }\n        links:\n          type: object\n          description: Paths.\n          required: [contract, reference, health]\n          properties:\n            contract: { type: string }\n            reference: { type: string }\n            health: { type: string }\n    Problem:\n      type: object\n      required: [type, title, status, code, request_id]\n      properties:\n        type: { type: string }\n        title: { type: string }\n        status: { type: integer }\n        detail: { type: string }\n        instance: { type: string }\n        code: { type: string, description: Stable and machine-readable. }\n        pointer:\n          {\n            type: string,\n            description: \"JSON pointer to the field of the body, or the name of the parameter.\",\n          }\n        dependants:\n          type: array\n          description: Yours, where the code is `in-use`.\n          items: { type: string }\n        violated-policies:\n          type: array\n          description: Which limits of the tenant, where the status is 429.\n          items: { type: string, enum: [default, unfinished-jobs, resources, bytes] }\n        request_id: { type: string }\n\n    Name:\n      type: string\n      minLength: 1\n      maxLength: 64\n      pattern: \"^[a-z0-9][a-z0-9._-]{0,63}$\"\n    Reference:\n      type: string\n      pattern: \"^[a-z]{3}_[0-9a-z]{26}$\"\n    Purpose:\n      type: string\n      enum: [public, distillation]\n      description: A provider's `public` texts are open to its clients; texts for distillation are not.\n    Seed:\n      type: integer\n      minimum: 0\n      maximum: 4294967295\n    Steps:\n      type: integer\n      minimum: 1\n      maximum: 1000000\n    Facts:\n      type: object\n      additionalProperties: true\n      description: What the step measured about itself.\n    File:\n      type: object\n      required: [name, size, sha256]\n      properties:\n        name: { type: string }\n        size: { type: integer, minimum: 0 }\n        sha256: { type: string, pattern: \"^[0-9a-f]{64}$\" }\n\n    FilesDigest:\n      type: string\n      pattern: \"^[0-9a-f]{64}$\"\n      description: \"SHA-256 of a line per file in the order of their names: digest, two spaces, name, as `sha256sum` writes them.\"\n\n    ModelCreate:\n      type: object\n      additionalProperties: false\n      required: [name]\n      properties:\n        name: { $ref: \"#/components/schemas/Name\" }\n        templates: { $ref: \"#/components/schemas/ModelTemplates\" }\n    ModelUpdate:\n      type: object\n      additionalProperties: false\n      required: [templates]\n      properties:\n        templates: { $ref: \"#/components/schemas/ModelTemplates\" }\n    ModelTemplates:\n      type: array\n      description: Templates and words that work well on the model, for clients to start from. Each name stands once.\n      maxItems: 50\n      items: { $ref: \"#/components/schemas/ModelTemplate\" }\n    ModelTemplate:\n      type: object\n      additionalProperties: false\n      required: [name, template, verbalizer]\n      properties:\n        name: { $ref: \"#/components/schemas/Name\" }\n        description: { type: string, maxLength: 1000 }\n        template: { $ref: \"#/components/schemas/Template\" }\n        verbalizer: { $ref: \"#/components/schemas/Verbalizer\" }\n        scoring: { $ref: \"#/components/schemas/Scoring\" }\n    ModelCapabilities:\n      type: object\n      description: What the service can do with the model, by its configuration and its files.\n      required: [distil, transfer, predict]\n      properties:\n        kind:\n          {\n            type: string,\n            enum: [causal, masked],\n            description: \"Predicts the next token, or a mask token.\",\n          }\n        distil: { type: boolean, description: Students can be made of it. }\n        transfer: { type: boolean, description: Prompts can be brought to it. }\n        predict: { type: boolean }\n        reason: { type: string, description: Why it can do nothing. }\n    ModelLimits:\n      type: object\n      description: Bounds of what one request may ask of the model.\n      required: [max_virtual_tokens, max_texts]\n      properties:\n        max_tokens: { type: integer, description: \"Longest sequence, prompt and text together.\" }\n        max_virtual_tokens: { type: integer, description: Longest prompt. }\n        max_texts: { type: integer, description: Most texts of one prediction. }\n        max_layers: { type: integer, description: Most layers of a student. }\n    ModelConfig:\n      type: object\n      description: The parts of config.json that say what the model is, where it has them.\n      properties:\n        model_type: { type: string }\n        architecture: { type: string }\n        hidden_size: { type: integer }\n        layers: { type: integer }\n        heads: { type: integer }\n        key_value_heads: { type: integer }\n        head_size: { type: integer }\n        intermediate_size: { type: integer }\n        vocabulary_size: { type: integer }\n        max_positions: { type: integer }\n        dtype: { type: string }\n    Model:\n      type: object\n      required:\n        [id, name, revision, config, capabilities, limits, templates, files, sha256, created_at]\n      properties:\n        id: { type: string }\n        name: { type: string }\n        revision: { type: integer, minimum: 1, description: Counts the different files that this name had. }\n        config: { $ref: \"#/components/schemas/ModelConfig\" }\n        capabilities: { $ref: \"#/components/schemas/ModelCapabilities\" }\n        limits: { $ref: \"#/components/schemas/ModelLimits\" }\n        templates: { $ref: \"#/components/schemas/ModelTemplates\" }\n        files:\n          type: array\n          items: { $ref: \"#/components/schemas/File\" }\n        sha256: { $ref: \"#/components/schemas/FilesDigest\" }\n        created_at: { type: string, format: date-time }\n    ModelPage:\n      type: object\n      required: [data, next_cursor]\n      properties:\n        data:\n          type: array\n          items: { $ref: \"#/components/schemas/Model\" }\n        next_cursor: { type: [string, \"null\"] }\n\n    DatasetCreate:\n      type: object\n      additionalProperties: false\n      required: [name, purpose, texts]\n      properties:\n        name: { $ref: \"#/components/schemas/Name\" }\n        purpose: { $ref: \"#/components/schemas/Purpose\" }\n        texts:\n          type: array\n          minItems: 1\n          maxItems: 1000000\n          items: { type: string, minLength: 1, maxLength: 100000 }\n    LengthStatistics:\n      type: object\n      required: [min, median, max]\n      properties:\n        min: { type: integer }\n        median: { type: number }\n        max: { type: integer }\n    DatasetStatistics:\n      type: object\n      description: Of the texts as they are kept.\n      required: [characters, bytes, duplicates]\n      properties:\n        characters: { $ref: \"#/components/schemas/LengthStatistics\" }\n        bytes: { $ref: \"#/components/schemas/LengthStatistics\" }\n        duplicates:\n          {\n            type: integer,\n            description: Texts that stood before; looked for among the first million different ones.,\n          }\n    DatasetValidation:\n      type: object\n      required: [valid, count, problems, more]\n      properties:\n        valid: { type: boolean, description: Whether it would be stored. }\n        count: { type: integer, description: Texts that could be kept. }\n        statistics: { $ref: \"#/components/schemas/DatasetStatistics\" }\n        problems:\n          type: array\n          maxItems: 100\n          items: { $ref: \"#/components/schemas/LineProblem\" }\n        more: { type: boolean, description: Whether there are further problems. }\n    LineProblem:\n      type: object\n      required: [detail]\n      properties:\n        line: { type: integer, minimum: 1, description: \"Of the stream, from 1.\" }\n        detail: { type: string }\n    TextPage:\n      type: object\n      required: [data, next_cursor]\n      properties:\n        data:\n          type: array\n          items:\n            type: object\n            required: [text]\n            properties:\n              text: { type: string }\n        next_cursor: { type: [string, \"null\"] }\n    Dataset:\n      type: object\n      required: [id, name, purpose, count, size, statistics, sha256, created_at]\n      properties:\n        id: { type: string }\n        name: { type: string }\n        purpose: { $ref: \"#/components/schemas/Purpose\" }\n        count: { type: integer, description: Texts. }\n        size: { type: integer, description: Bytes of the JSON lines kept. }\n        statistics: { $ref: \"#/components/schemas/DatasetStatistics\" }\n        sha256: { type: string, description: Digest of the JSON lines kept. }\n        created_at: { type: string, format: date-time }\n    DatasetPage:\n      type: object\n      required: [data, next_cursor]\n      properties:\n        data:\n          type: array\n          items: { $ref: \"#/components/schemas/Dataset\" }\n        next_cursor: { type: [string, \"null\"] }\n\n    Sha256:\n      type: string\n      pattern: \"^[0-9a-f]{64}$\"\n      description: \"64 hexadecimal digits, lower case.\"\n    UploadCreate:\n      type: object\n      additionalProperties: false\n      required: [kind, name, purpose, content_type, bytes, sha256]\n      properties:\n        kind: { type: string, const: dataset, description: What is to be made of it. }\n        name: { $ref: \"#/components/schemas/Name\" }\n        purpose: { $ref: \"#/components/schemas/Purpose\" }\n        content_type:\n          type: string\n          enum: [text/plain, application/x-ndjson]\n          description: As of a stream to `POST /v1/datasets`.\n        bytes: { type: integer, minimum: 1, description: \"Of the whole; at most `limits.dataset_bytes` of the capabilities.\" }\n        sha256: { $ref: \"#/components/schemas/Sha256\" }\n        part_bytes:\n          type: integer\n          minimum: 65536\n          description: |\n            For poor connections: smaller parts than the service would take, which is `limits.upload_part_bytes`, 4 MiB. No more than\n            1000 parts may come of it.\n    UploadStatus:\n      type: string\n      enum: [open, completed]\n    Upload:\n      type: object\n      required:\n        [id, kind, name, purpose, content_type, bytes, sha256, part_bytes, part_count, parts_received, status, created_at, expires_at]\n      properties:\n        id: { type: string }\n        kind: { type: string, const: dataset }\n        name: { type: string }\n        purpose: { $ref: \"#/components/schemas/Purpose\" }\n        content_type: { type: string, enum: [text/plain, application/x-ndjson] }\n        bytes: { type: integer, description: Of the whole. }\n        sha256: { type: string, description: Of the whole. }\n        part_bytes: { type: integer, description: Of every part but the last. }\n        part_count: { type: integer }\n        parts_received: { type: integer }\n        status: { $ref: \"#/components/schemas/UploadStatus\" }\n        dataset: { type: string, description: \"What it made, once it is completed.\" }\n        created_at: { type: string, format: date-time }\n        expires_at: { type: string, format: date-time, description: Then it goes with its parts. }\n    UploadWithParts:\n      allOf:\n        - $ref: \"#/components/schemas/Upload\"\n        - type: object\n          required: [parts]\n          properties:\n            parts:\n              type: array\n              description: Those that are here, by number.\n              items: { $ref: \"#/components/schemas/UploadPart\" }\n    UploadPart:\n      type: object\n      required: [number, bytes, sha256]\n      properties:\n        number: { type: integer, minimum: 1 }\n        bytes: { type: integer }\n        sha256: { type: string }\n    UploadPage:\n      type: object\n      required: [data, next_cursor]\n      properties:\n        data:\n          type: array\n          items: { $ref: \"#/components/schemas/Upload\" }\n        next_cursor: { type: [string, \"null\"] }\n\n    StudentCreate:\n      type: object\n      additionalProperties: false\n      required: [model, dataset, layers]\n      properties:\n        model: { $ref: \"#/components/schemas/Reference\" }\n        dataset: { $ref: \"#/components/schemas/Reference\" }\n        layers: { type: integer, minimum: 1, maximum: 1000, description: Layers the student keeps. }\n        license: { $ref: \"#/components/schemas/License\" }\n        steps: { $ref: \"#/components/schemas/Steps\" }\n        seed: { $ref: \"#/components/schemas/Seed\" }\n        settings: { $ref: \"#/components/schemas/DistilSettings\" }\n    License:\n      type: string\n      minLength: 1\n      maxLength: 20000\n      pattern: '\\S'\n      description: Terms under which clients may use the student, as an SPDX identifier, an address or the text. Those of the model by default.\n    Teacher:\n      type: object\n      description: The model as it was when the student was distilled from it.\n      required: [model, name, revision, sha256]\n      properties:\n        model: { type: string }\n        name: { type: string }\n        revision: { type: integer }\n        sha256: { type: string, description: Digest of its list of files. }\n    DistilSettings:\n      type: object\n      additionalProperties: false\n      description: How the student is trained; each has a default.\n      properties:\n        batch_tokens:\n          {\n            type: integer,\n            minimum: 8,\n            maximum: 1048576,\n            description: \"Tokens of one step, padding included.\",\n          }\n        sequence_length:\n          { type: integer, minimum: 8, maximum: 65536, description: \"Longest sequence, in tokens.\" }\n        learning_rate: { type: number, exclusiveMinimum: 0, exclusiveMaximum: 1 }\n    Student:\n      type: object\n      description: >-\n        Once it is ready nothing of it changes any more. `promptpost.json` among its files says the same of it, license included.\n      required: [id, model, teacher, layers, license, status, files, created_at]\n      properties:\n        id: { type: string }\n        model: { type: string, description: The model it was distilled from. }\n        teacher: { $ref: \"#/components/schemas/Teacher\" }\n        dataset: { type: string, description: For its provider only. }\n        layers: { type: integer }\n        kept_layers:\n          type: array\n          description: \"Which layers of the teacher it began with, from 0, when it is ready.\"\n          items: { type: integer }\n        license: { $ref: \"#/components/schemas/License\" }\n        status: { $ref: \"#/components/schemas/JobStatus\" }\n        job: { type: string, description: For its provider only. }\n        files:\n          type: array\n          description: Empty until it is ready.\n          items: { $ref: \"#/components/schemas/File\" }\n        sha256: { $ref: \"#/components/schemas/FilesDigest\" }\n        facts: { $ref: \"#/components/schemas/Facts\" }\n        created_at: { type: string, format: date-time }\n    StudentPage:\n      type: object\n      required: [data, next_cursor]\n      properties:\n        data:\n          type: array\n          items: { $ref: \"#/components/schemas/Student\" }\n        next_cursor: { type: [string, \"null\"] }\n\n    Template:\n      type: string\n      minLength: 1\n      maxLength: 4000\n      pattern: '\\{text\\}'\n    Verbalizer:\n      type: object\n      description: For each label, the words that stand for it.\n      minProperties: 2\n      maxProperties: 1000\n      propertyNames: { type: string, minLength: 1, maxLength: 200 }\n      additionalProperties:\n        type: array\n        minItems: 1\n        maxItems: 100\n        items: { type: string, minLength: 1, maxLength: 200 }\n    Scoring:\n      type: string\n      enum: [mean-probability, mean-logit]\n      description: How a class's words make its score; mean probability when absent.\n    Task:\n      type: object\n      required: [template, verbalizer]\n      additionalProperties: true\n      properties:\n        template: { $ref: \"#/components/schemas/Template\" }\n        verbalizer: { $ref: \"#/components/schemas/Verbalizer\" }\n        scoring: { $ref: \"#/components/schemas/Scoring\" }\n        labels:\n          type: array\n          items: { type: string }\n    PromptCreate:\n      type: object\n      additionalProperties: false\n      required: [student, adapter_config, adapter_model, task]\n      properties:\n        student: { $ref: \"#/components/schemas/Reference\" }\n        adapter_config: { type: object, additionalProperties: true, description: PEFT's adapter_config.json. }\n        adapter_model:\n          type: string\n          contentEncoding: base64\n          minLength: 12\n          description: adapter_model.safetensors in base64.\n        task: { $ref: \"#/components/schemas/Task\" }\n        privacy_report:\n          type: object\n          additionalProperties: true\n          description: >-\n            privacy-report.json, version 2, at most 64 KiB. Its digests must be those of the prompt it comes with, its signature\n            must fit and all of its preconditions must hold; else 422.\n    Prompt:\n      type: object\n      required: [id, student, virtual_tokens, hidden_size, dtype, task, files, sha256, created_at]\n      properties:\n        id: { type: string }\n        student: { type: string, description: The student it was tuned on. }\n        virtual_tokens: { type: integer }\n        hidden_size: { type: integer }\n        dtype: { type: string, enum: [F32, F16, BF16] }\n        task: { $ref: \"#/components/schemas/Task\" }\n        privacy_report: { type: object, additionalProperties: true }\n        files:\n          type: array\n          items: { $ref: \"#/components/schemas/File\" }\n        sha256: { type: string, description: Digest of adapter_model.safetensors. }\n        created_at: { type: string, format: date-time }\n    PromptPage:\n      type: object\n      required: [data, next_cursor]\n      properties:\n        data:\n          type: array\n          items: { $ref: \"#/components/schemas/Prompt\" }\n        next_cursor: { type: [string, \"null\"] }\n\n    TransferCreate:\n      type: object\n      additionalProperties: false\n      required: [prompt, dataset]\n      properties:\n        prompt: { $ref: \"#/components/schemas/Reference\" }\n        dataset: { $ref: \"#/components/schemas/Reference\" }\n        alpha:\n          description: Weight of the shift loss against the mimic loss.\n          $ref: \"#/components/schemas/LossWeight\"\n        steps: { $ref: \"#/components/schemas/TransferSteps\" }\n        seed: { $ref: \"#/components/schemas/Seed\" }\n        shards: { $ref: \"#/components/schemas/Shards\" }\n        settings: { $ref: \"#/components/schemas/TransferSettings\" }\n    MigrationCreate:\n      type: object\n      additionalProperties: false\n      required: [transfer, model, dataset]\n      properties:\n        transfer: { $ref: \"#/components/schemas/Reference\" }\n        model: { $ref: \"#/components/schemas/Reference\" }\n        dataset: { $ref: \"#/components/schemas/Reference\" }\n        alpha:\n          description: Weight of the shift loss against the mimic loss.\n          $ref: \"#/components/schemas/LossWeight\"\n        steps: { $ref: \"#/components/schemas/TransferSteps\" }\n        seed: { $ref: \"#/components/schemas/Seed\" }\n        shards: { $ref: \"#/components/schemas/Shards\" }\n        settings: { $ref: \"#/components/schemas/TransferSettings\" }\n    TransferSteps:\n      description: |\n        Optimiser steps. auto, the default, goes on until the loss on held-out public texts gains little more, 1000 steps at\n        most, as the facts of the transfer say.\n      anyOf:\n        - { $ref: \"#/components/schemas/Steps\" }\n        - { type: string, enum: [auto] }\n    LossWeight:\n      description: |\n        From 0 to 1; auto takes it from how much the model's own answers to the public texts tell, beside those of its\n        prompted student, as the facts of the transfer say.\n      anyOf:\n        - { type: number, minimum: 0, maximum: 1 }\n        - { type: string, enum: [auto] }\n    TransferSettings:\n      type: object\n      additionalProperties: false\n      description: How the prompt is transferred; each has a default.\n      properties:\n        gamma:\n          {\n            type: number,\n            minimum: 0,\n            maximum: 1000,\n            description: Weight of the class divergence beside the paper's two losses.,\n          }\n        omega:\n          description: |\n            Share of another target in what is imitated: the model's own logits, moved as the prompt moves the student's, without what\n            they lean to whatever the text. 0 is the paper's loss.\n          $ref: \"#/components/schemas/LossWeight\"\n        start: { type: string, enum: [auto, prompt, text], description: Where the prompt starts. }\n        batch_size: { type: integer, minimum: 1, maximum: 4096 }\n        learning_rate: { type: number, exclusiveMinimum: 0, exclusiveMaximum: 10 }\n        texts: { type: integer, minimum: 2, maximum: 1000000, description: Most public texts used. }\n        max_tokens: { $ref: \"#/components/schemas/MaxTokens\" }\n    Shards:\n      type: integer\n      minimum: 1\n      maximum: 64\n      default: 1\n      description: |\n        Among how many workers what can be divided is divided: all texts of a prediction; of a transfer what is computed of the model\n        over the public texts before the first step. The result is the same to the last byte, and the job stays one job. More than\n        there are texts: 422.\n    MaxTokens:\n      type: integer\n      minimum: 2\n      maximum: 65536\n      description: Longest text in tokens, cue included; a longer one loses its beginning.\n    Transfer:\n      type: object\n      required: [id, prompt, student, model, dataset, status, job, files, created_at]\n      properties:\n        id: { type: string }\n        prompt: { type: string }\n        student: { type: string, description: The student that the prompt was tuned on. }\n        model: { type: string, description: The model that it is brought to. }\n        migrated_from:\n          { type: string, description: \"The transfer that it was brought from, if not from a student.\" }\n        dataset: { type: string }\n        alpha: { $ref: \"#/components/schemas/LossWeight\" }\n        steps: { $ref: \"#/components/schemas/TransferSteps\" }\n        seed: { type: integer }\n        settings: { $ref: \"#/components/schemas/TransferSettings\" }\n        status: { $ref: \"#/components/schemas/JobStatus\" }\n        job: { type: string }\n        files:\n          type: array\n          description: The folder of the transferred prompt, as PEFT loads it. Empty until the job has succeeded.\n          items: { $ref: \"#/components/schemas/File\" }\n        facts: { $ref: \"#/components/schemas/Facts\" }\n        created_at: { type: string, format: date-time }\n    TransferPage:\n      type: object\n      required: [data, next_cursor]\n      properties:\n        data:\n          type: array\n          items: { $ref: \"#/components/schemas/Transfer\" }\n        next_cursor: { type: [string, \"null\"] }\n\n    PredictionCreate:\n      type: object\n      additionalProperties: false\n      required: [texts]\n      oneOf:\n        - { required: [transfer] }\n        - { required: [prompt] }\n        - { required: [model, task] }\n      description: |\n        Exactly one of `transfer`, `prompt`, `model`. A model alone (zero-shot) needs a `task`; a prompt brings its own, which a\n        `task` given here replaces.\n      properties:\n        transfer: { $ref: \"#/components/schemas/Reference\" }\n        prompt: { $ref: \"#/components/schemas/Reference\" }\n        model: { $ref: \"#/components/schemas/Reference\" }\n        task: { $ref: \"#/components/schemas/Task\" }\n        max_tokens: { $ref: \"#/components/schemas/MaxTokens\" }\n        shards: { $ref: \"#/components/schemas/Shards\" }\n        synchronous:\n          type: boolean\n          description: Answer with the labels. At most 64 texts then, and with the task at most 4 MiB of text; else 422.\n        texts:\n          type: array\n          minItems: 1\n          maxItems: 1000\n          items: { type: string, minLength: 1, maxLength: 20000 }\n    Classification:\n      type: object\n      required: [model, labels, results]\n      properties:\n        transfer: { type: string }\n        prompt: { type: string }\n        model: { type: string }\n        labels:\n          type: array\n          items: { type: string }\n        results:\n          type: array\n          description: One per text, in order.\n          items: { $ref: \"#/components/schemas/PredictionResult\" }\n    PredictionResult:\n      type: object\n      required: [label, scores]\n      properties:\n        label: { type: string }\n        scores:\n          type: array\n          description: One probability per label, in the order of `labels`; they sum to 1.\n          items: { type: number }\n    Prediction:\n      type: object\n      required: [id, model, labels, count, status, job, files, created_at]\n      properties:\n        id: { type: string }\n        transfer: { type: string }\n        prompt: { type: string }\n        model: { type: string }\n        labels:\n          type: array\n          items: { type: string }\n        count: { type: integer, description: Texts. }\n        status: { $ref: \"#/components/schemas/JobStatus\" }\n        job: { type: string }\n        results:\n          type: array\n          description: |\n            One per text, in order, when the job has succeeded. Left out where the service cannot send as much in one answer: they are\n            in the file then, as the same array.\n          items: { $ref: \"#/components/schemas/PredictionResult\" }\n        files:\n          type: array\n          description: \"`predictions.json`, the results; none until the job has succeeded.\"\n          items: { $ref: \"#/components/schemas/File\" }\n        created_at: { type: string, format: date-time }\n    PredictionPage:\n      type: object\n      required: [data, next_cursor]\n      properties:\n        data:\n          type: array\n          items: { $ref: \"#/components/schemas/Prediction\" }\n        next_cursor: { type: [string, \"null\"] }\n\n    EstimatedRange:\n      type: object\n      required: [low, expected, high]\n      description: The job as fast as the fastest, the middle one and the slowest of those that ran.\n      properties:\n        low: { type: number, minimum: 0 }\n        expected: { type: number, minimum: 0 }\n        high: { type: number, minimum: 0 }\n    Estimate:\n      type: object\n      required: [kind, tokens]\n      description: What a job would take. What is not known is left out.\n      properties:\n        kind: { $ref: \"#/components/schemas/JobKind\" }\n        steps: { type: integer, description: \"Of the optimiser; the most there may be where they are auto.\" }\n        texts: { type: integer, description: Texts that are read. }\n        tokens: { type: integer, description: \"That models read, at most: a text is taken to be as long as it may be.\" }\n        flops: { type: number, description: \"Floating-point operations of matrix products, at most.\" }\n        bytes_written: { type: integer, description: Of the weights that it leaves. }\n        seconds:\n          description: From the last jobs of the kind that ran on this service; absent while there is none.\n          allOf:\n            - $ref: \"#/components/schemas/EstimatedRange\"\n            - type: object\n              required: [jobs]\n              properties:\n                jobs: { type: integer, minimum: 1, description: Jobs it is taken from. }\n        cost:\n          description: The time at the provider's price; absent where there is none.\n          allOf:\n            - $ref: \"#/components/schemas/EstimatedRange\"\n            - type: object\n              required: [currency]\n              properties:\n                currency: { type: string }\n    JobKind:\n      type: string\n      enum: [distil, transfer, predict]\n    JobStatus:\n      type: string\n      enum: [queued, running, succeeded, failed, cancelled]\n    Failure:\n      type: object\n      required: [code, message]\n      properties:\n        code: { type: string }\n        message: { type: string }\n        next: { type: string, description: What to do now. }\n    JobResource:\n      type: object\n      description: What a job makes.\n      required: [collection, id]\n      properties:\n        collection: { type: string, enum: [students, transfers, predictions] }\n        id: { type: string }\n    Job:\n      type: object\n      required:\n        [id, kind, resource, status, progress, metrics, attempt, cancel_requested, created_at, updated_at]\n      properties:\n        id: { type: string }\n        kind: { $ref: \"#/components/schemas/JobKind\" }\n        resource: { $ref: \"#/components/schemas/JobResource\" }\n        status: { $ref: \"#/components/schemas/JobStatus\" }\n        stage: { type: string }\n        progress: { type: number, minimum: 0, maximum: 1 }\n        metrics:\n          type: object\n          additionalProperties: { type: number }\n        device: { $ref: \"#/components/schemas/JobDevice\" }\n        shards: { type: integer, minimum: 2, description: \"Among how many workers it is divided, where it is.\" }\n        attempt: { type: integer, description: How often a worker took it. }\n        cancel_requested: { type: boolean }\n        result: { $ref: \"#/components/schemas/Facts\" }\n        failure: { $ref: \"#/components/schemas/Failure\" }\n        created_at: { type: string, format: date-time }\n        started_at: { type: string, format: date-time }\n        finished_at: { type: string, format: date-time }\n        updated_at: { type: string, format: date-time }\n    JobDevice:\n      type: string\n      enum: [cpu, cuda, webgpu]\n      description: \"What its worker computes on, an execution provider of ONNX Runtime; told once it has come to computing.\"\n    JobPage:\n      type: object\n      required: [data, next_cursor]\n      properties:\n        data:\n          type: array\n          items: { $ref: \"#/components/schemas/Job\" }\n        next_cursor: { type: [string, \"null\"] }\n    JobEvent:\n      type: object\n      required: [sequence, type, at]\n      properties:\n        sequence: { type: integer, minimum: 1 }\n        type:\n          type: string\n          enum: [queued, started, progress, requeued, cancel_requested, succeeded, failed, cancelled]\n        at: { type: string, format: date-time }\n        stage: { type: string }\n        progress: { type: number, minimum: 0, maximum: 1 }\n        metrics:\n          type: object\n          additionalProperties: { type: number }\n        device: { $ref: \"#/components/schemas/JobDevice\" }\n        message: { type: string }\n        failure: { $ref: \"#/components/schemas/Failure\" }\n    JobEventPage:\n      type: object\n      required: [data, next, finished]\n      properties:\n        data:\n          type: array\n          items: { $ref: \"#/components/schemas/JobEvent\" }\n        next: { type: integer }\n        finished: { type: boolean }\n    WebhookEventType:\n      type: string\n      enum: [job.succeeded, job.failed, job.cancelled]\n    WebhookCreate:\n      type: object\n      additionalProperties: false\n      required: [url, events]\n      properties:\n        url:\n          type: string\n          minLength: 1\n          maxLength: 2048\n          description: \"An https address that is public; no user name, password or fragment.\"\n        events:\n          type: array\n          minItems: 1\n          uniqueItems: true\n          items: { $ref: \"#/components/schemas/WebhookEventType\" }\n    Webhook:\n      type: object\n      required: [id, url, events, status, created_at]\n      properties:\n        id: { type: string }\n        url: { type: string }\n        events:\n          type: array\n          items: { $ref: \"#/components/schemas/WebhookEventType\" }\n        status: { type: string, enum: [enabled, disabled] }\n        disabled_reason:\n          type: string\n          enum: [gone, failing]\n          description: It answered 410, or had no success for five days.\n        disabled_at: { type: string, format: date-time }\n        failing_since: { type: string, format: date-time, description: First failure since the last success. }\n        created_at: { type: string, format: date-time }\n    WebhookWithSecret:\n      allOf:\n        - $ref: \"#/components/schemas/Webhook\"\n        - type: object\n          required: [secret]\n          properties:\n            secret:\n              type: string\n              pattern: \"^whsec_[A-Za-z0-9+/]+=*$\"\n              description: Signs all events; verify with it. Keep it secret.\n    WebhookPage:\n      type: object\n      required: [data, next_cursor]\n      properties:\n        data:\n          type: array\n          items: { $ref: \"#/components/schemas/Webhook\" }\n        next_cursor: { type: [string, \"null\"] }\n    WebhookDeliveryStatus:\n      type: string\n      enum: [pending, delivered, failed]\n    WebhookDelivery:\n      type: object\n      required: [id, type, status, attempts, created_at]\n      properties:\n        id: { type: string, description: \"The `webhook-id` it is sent under.\" }\n        type: { type: string, enum: [job.succeeded, job.failed, job.cancelled, webhook.test] }\n        status: { $ref: \"#/components/schemas/WebhookDeliveryStatus\" }\n        attempts:\n          type: array\n          items:\n            type: object\n            required: [at, milliseconds]\n            properties:\n              at: { type: string, format: date-time }\n              milliseconds: { type: integer, minimum: 0 }\n              status: { type: integer, description: Of the answer. }\n              error: { type: string, description: \"Why there was none, such as `timeout` or `address-refused`.\" }\n        next_attempt_at: { type: string, format: date-time }\n        created_at: { type: string, format: date-time }\n    WebhookDeliveryPage:\n      type: object\n      required: [data, next_cursor]\n      properties:\n        data:\n          type: array\n          items: { $ref: \"#/components/schemas/WebhookDelivery\" }\n        next_cursor: { type: [string, \"null\"] }\n    WebhookEvent:\n      oneOf:\n        - $ref: \"#/components/schemas/JobEndedEvent\"\n        - $ref: \"#/components/schemas/WebhookTestEvent\"\n    JobEndedEvent:\n      type: object\n      required: [type, timestamp, data]\n      properties:\n        type: { $ref: \"#/components/schemas/WebhookEventType\" }\n        timestamp: { type: string, format: date-time, description: When the job ended. }\n        data:\n          type: object\n          required: [job, kind, resource]\n          properties:\n            job: { type: string }\n            kind: { $ref: \"#/components/schemas/JobKind\" }\n            resource: { $ref: \"#/components/schemas/JobResource\" }\n    WebhookTestEvent:\n      type: object\n      required: [type, timestamp, data]\n      properties:\n        type: { type: string, const: webhook.test }\n        timestamp: { type: string, format: date-time }\n        data:\n          type: object\n          required: [webhook]\n          properties:\n            webhook: { type: string }\n    Day:\n      type: string\n      pattern: \"^20\\\\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\\\d|3[01])$\"\n      examples: [\"2026-01-31\"]\n    Usage:\n      type: object\n      required: [jobs, failed, cancelled, compute_seconds, texts_predicted, tokens_trained, bytes_stored]\n      properties:\n        jobs:\n          type: object\n          description: Jobs that ended, however they did, by kind.\n          required: [distil, transfer, predict]\n          properties:\n            distil: { type: integer, minimum: 0 }\n            transfer: { type: integer, minimum: 0 }\n            predict: { type: integer, minimum: 0 }\n        failed: { type: integer, minimum: 0 }\n        cancelled: { type: integer, minimum: 0 }\n        compute_seconds:\n          { type: number, minimum: 0, description: \"Time that workers spent, also on attempts that came to nothing.\" }\n        texts_predicted: { type: integer, minimum: 0 }\n        tokens_trained: { type: integer, minimum: 0, description: \"Of jobs that tell: distillations.\" }\n        bytes_stored: { type: integer, minimum: 0, description: Of the files that jobs left. }\n        cost:\n          type: object\n          description: >-\n            `compute_seconds` at the provider's price as it is now; absent where there is none. It is no bill.\n          required: [amount, currency]\n          properties:\n            amount: { type: number, minimum: 0 }\n            currency: { type: string, description: \"Three letters, as USD.\" }\n    UsageReport:\n      type: object\n      required: [from, to, days, total]\n      properties:\n        from: { $ref: \"#/components/schemas/Day\" }\n        to: { $ref: \"#/components/schemas/Day\" }\n        days:\n          type: array\n          items:\n            allOf:\n              - type: object\n                required: [date]\n                properties:\n                  date: { $ref: \"#/components/schemas/Day\" }\n              - $ref: \"#/components/schemas/Usage\"\n        total: { $ref: \"#/components/schemas/Usage\" }\n    AuditEntry:\n      type: object\n      required: [number, at, before, request, token, role, operation, path, status]\n      properties:\n        number: { type: integer, minimum: 1 }\n        at: { type: string, format: date-time }\n        before: { type: string, description: \"SHA-256 of the entry before, empty for the first.\" }\n        request: { type: string, description: \"As X-Request-Id told it.\" }\n        token:\n          type: string\n          description: Identifier of the token (`tok_…`); of an issuer's tokens one that is the same for all of a subject's (`sub_…`).\n        role: { type: string, enum: [provider, client] }\n        operation: { type: string, description: \"An `operationId` of this document.\" }\n        path: { type: string }\n        status: { type: integer }\n    AuditPage:\n      type: object\n      required: [data, next]\n      properties:\n        data:\n          type: array\n          items: { $ref: \"#/components/schemas/AuditEntry\" }\n        next: { type: integer }\n"

/** The same, parsed. */
export const contractDocument: unknown = {
  "openapi": "3.1.0",
  "info": {
    "title": "promptpost",
    "version": "0.1.0",
    "summary": "Prompt transfer as a service.",
    "description": "A provider distils its large model into a small student and issues it. A client tunes a soft prompt on the student, at home,\non private data. Only the prompt comes up; the provider transfers it to the large model with public text, and the client\ngets predictions (POST, arXiv 2506.16196).\n\nEvery error is `application/problem+json` (RFC 9457). Every POST that creates something honours `Idempotency-Key`. Lists go\nby cursor, oldest first unless asked otherwise. Answers under /v1 carry `RateLimit` and `RateLimit-Policy`; single resources\ncarry an `ETag` for conditional requests. Unknown parameters and fields are refused, so that a typo is seen.\n",
    "license": {
      "name": "Apache-2.0",
      "identifier": "Apache-2.0"
    }
  },
  "servers": [
    {
      "url": "http://127.0.0.1:8080",
      "description": "promptpost serve, on this machine"
    }
  ],
  "security": [
    {
      "bearer": []
    },
    {
      "jwt": []
    }
  ],
  "tags": [
    {
      "name": "service",
      "description": "The service itself."
    },
    {
      "name": "models",
      "description": "The provider's large models."
    },
    {
      "name": "datasets",
      "description": "Public, unlabelled texts."
    },
    {
      "name": "uploads",
      "description": "Large data sets, sent in parts."
    },
    {
      "name": "students",
      "description": "Small models distilled from large ones and issued to clients."
    },
    {
      "name": "prompts",
      "description": "Soft prompts tuned on a student."
    },
    {
      "name": "transfers",
      "description": "Prompts brought from the student to the large model."
    },
    {
      "name": "predictions",
      "description": "Labels from the large model."
    },
    {
      "name": "jobs",
      "description": "What runs, how far it is, and how it ended."
    },
    {
      "name": "webhooks",
      "description": "Being told when jobs end."
    }
  ],
  "paths": {
    "/health": {
      "get": {
        "operationId": "getHealth",
        "tags": [
          "service"
        ],
        "summary": "Whether the service answers",
        "security": [],
        "responses": {
          "200": {
            "description": "It does.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Health"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/openapi.yaml": {
      "get": {
        "operationId": "getContract",
        "tags": [
          "service"
        ],
        "summary": "This document",
        "security": [],
        "responses": {
          "200": {
            "description": "The contract.",
            "content": {
              "application/yaml": {
                "schema": {
                  "type": "object",
                  "additionalProperties": true
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/.well-known/promptpost": {
      "get": {
        "operationId": "getCapabilities",
        "tags": [
          "service"
        ],
        "summary": "What this service offers, and within which limits",
        "security": [],
        "parameters": [
          {
            "$ref": "#/components/parameters/IfNoneMatch"
          }
        ],
        "responses": {
          "200": {
            "description": "The same for everyone.",
            "headers": {
              "ETag": {
                "$ref": "#/components/headers/ResourceETag"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Capabilities"
                }
              }
            }
          },
          "304": {
            "$ref": "#/components/responses/NotModified"
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/v1/models": {
      "post": {
        "operationId": "createModel",
        "x-role": "provider",
        "tags": [
          "models"
        ],
        "summary": "Register a folder of the models root (provider)",
        "description": "Files that are not those of the name's last revision make a new revision, with an identifier of its own; what was made with an\nearlier one stays bound to it. The same files again give the model that is there.\n",
        "parameters": [
          {
            "$ref": "#/components/parameters/IdempotencyKey"
          }
        ],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/ModelCreate"
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "These files are its last revision already; `templates` replace the ones it had, if they were given.",
            "headers": {
              "Location": {
                "$ref": "#/components/headers/Location"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Model"
                }
              }
            }
          },
          "201": {
            "description": "Registered, with the digests of its files.",
            "headers": {
              "Location": {
                "$ref": "#/components/headers/Location"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Model"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "409": {
            "$ref": "#/components/responses/Conflict"
          },
          "413": {
            "$ref": "#/components/responses/TooLarge"
          },
          "415": {
            "$ref": "#/components/responses/UnsupportedMediaType"
          },
          "422": {
            "$ref": "#/components/responses/Unprocessable"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      },
      "get": {
        "operationId": "listModels",
        "tags": [
          "models"
        ],
        "summary": "Models; those of one name are its revisions",
        "parameters": [
          {
            "$ref": "#/components/parameters/Cursor"
          },
          {
            "$ref": "#/components/parameters/Limit"
          },
          {
            "$ref": "#/components/parameters/Order"
          },
          {
            "$ref": "#/components/parameters/NameFilter"
          }
        ],
        "responses": {
          "200": {
            "description": "A page.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/ModelPage"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/v1/models/{id}": {
      "get": {
        "operationId": "getModel",
        "tags": [
          "models"
        ],
        "summary": "One model",
        "parameters": [
          {
            "$ref": "#/components/parameters/Id"
          },
          {
            "$ref": "#/components/parameters/IfNoneMatch"
          }
        ],
        "responses": {
          "200": {
            "description": "The model.",
            "headers": {
              "ETag": {
                "$ref": "#/components/headers/ResourceETag"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Model"
                }
              }
            }
          },
          "304": {
            "$ref": "#/components/responses/NotModified"
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      },
      "patch": {
        "operationId": "updateModel",
        "x-role": "provider",
        "tags": [
          "models"
        ],
        "summary": "Change what is said of a model; its files stay what they are (provider)",
        "parameters": [
          {
            "$ref": "#/components/parameters/Id"
          },
          {
            "$ref": "#/components/parameters/IfMatch"
          }
        ],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/ModelUpdate"
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "The model as it is now.",
            "headers": {
              "ETag": {
                "$ref": "#/components/headers/ResourceETag"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Model"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "412": {
            "$ref": "#/components/responses/PreconditionFailed"
          },
          "413": {
            "$ref": "#/components/responses/TooLarge"
          },
          "415": {
            "$ref": "#/components/responses/UnsupportedMediaType"
          },
          "422": {
            "$ref": "#/components/responses/Unprocessable"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      },
      "delete": {
        "operationId": "deleteModel",
        "x-role": "provider",
        "tags": [
          "models"
        ],
        "summary": "Delete a model; its folder stays (provider)",
        "description": "Refused with 409 (`in-use`) while a student, transfer or prediction names it, also one of a client.\n",
        "parameters": [
          {
            "$ref": "#/components/parameters/Id"
          },
          {
            "$ref": "#/components/parameters/IfMatch"
          }
        ],
        "responses": {
          "204": {
            "description": "Gone."
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "409": {
            "$ref": "#/components/responses/Conflict"
          },
          "412": {
            "$ref": "#/components/responses/PreconditionFailed"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/v1/datasets": {
      "post": {
        "operationId": "createDataset",
        "tags": [
          "datasets"
        ],
        "summary": "Store public, unlabelled texts",
        "description": "As JSON, or as a stream: `text/plain` holds one text a line; `application/x-ndjson` one JSON string or\n`{\"text\": …}` a line. A stream's name and purpose go into the query. Blank lines are skipped. What cannot be taken is told by\nthe number of its line, never by its content.\n",
        "parameters": [
          {
            "$ref": "#/components/parameters/IdempotencyKey"
          },
          {
            "name": "name",
            "in": "query",
            "description": "For a stream; in JSON it belongs to the body.",
            "schema": {
              "$ref": "#/components/schemas/Name"
            }
          },
          {
            "name": "purpose",
            "in": "query",
            "description": "For a stream; in JSON it belongs to the body.",
            "schema": {
              "$ref": "#/components/schemas/Purpose"
            }
          },
          {
            "name": "validate_only",
            "in": "query",
            "description": "Stores nothing and says of every line what is wrong with it.",
            "schema": {
              "type": "boolean",
              "default": false
            }
          }
        ],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/DatasetCreate"
              }
            },
            "text/plain": {
              "schema": {
                "type": "string"
              }
            },
            "application/x-ndjson": {
              "schema": {
                "type": "string"
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "With `validate_only`, what would come of it.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/DatasetValidation"
                }
              }
            }
          },
          "201": {
            "description": "Stored.",
            "headers": {
              "Location": {
                "$ref": "#/components/headers/Location"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Dataset"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "409": {
            "$ref": "#/components/responses/Conflict"
          },
          "413": {
            "$ref": "#/components/responses/TooLarge"
          },
          "415": {
            "$ref": "#/components/responses/UnsupportedMediaType"
          },
          "422": {
            "$ref": "#/components/responses/Unprocessable"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      },
      "get": {
        "operationId": "listDatasets",
        "tags": [
          "datasets"
        ],
        "summary": "Data sets of one's own, and for a client the public ones of the provider",
        "parameters": [
          {
            "$ref": "#/components/parameters/Cursor"
          },
          {
            "$ref": "#/components/parameters/Limit"
          },
          {
            "$ref": "#/components/parameters/Order"
          },
          {
            "$ref": "#/components/parameters/NameFilter"
          },
          {
            "$ref": "#/components/parameters/PurposeFilter"
          }
        ],
        "responses": {
          "200": {
            "description": "A page.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/DatasetPage"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/v1/datasets/{id}": {
      "get": {
        "operationId": "getDataset",
        "tags": [
          "datasets"
        ],
        "summary": "One data set",
        "parameters": [
          {
            "$ref": "#/components/parameters/Id"
          },
          {
            "$ref": "#/components/parameters/IfNoneMatch"
          }
        ],
        "responses": {
          "200": {
            "description": "Its count and digest.",
            "headers": {
              "ETag": {
                "$ref": "#/components/headers/ResourceETag"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Dataset"
                }
              }
            }
          },
          "304": {
            "$ref": "#/components/responses/NotModified"
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      },
      "delete": {
        "operationId": "deleteDataset",
        "tags": [
          "datasets"
        ],
        "summary": "Delete a data set and its texts",
        "description": "Refused with 409 (`in-use`) while a student or transfer names it, also one of a client.\n",
        "parameters": [
          {
            "$ref": "#/components/parameters/Id"
          },
          {
            "$ref": "#/components/parameters/IfMatch"
          }
        ],
        "responses": {
          "204": {
            "description": "Gone."
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "409": {
            "$ref": "#/components/responses/Conflict"
          },
          "412": {
            "$ref": "#/components/responses/PreconditionFailed"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/v1/datasets/{id}/texts": {
      "get": {
        "operationId": "listDatasetTexts",
        "tags": [
          "datasets"
        ],
        "summary": "Texts of a data set, in their order",
        "parameters": [
          {
            "$ref": "#/components/parameters/Id"
          },
          {
            "name": "cursor",
            "in": "query",
            "description": "The `next_cursor` of the page before.",
            "schema": {
              "type": "string",
              "pattern": "^\\d{1,12}$"
            }
          },
          {
            "$ref": "#/components/parameters/Limit"
          },
          {
            "$ref": "#/components/parameters/IfNoneMatch"
          }
        ],
        "responses": {
          "200": {
            "description": "A page; where texts are long it ends before its limit.",
            "headers": {
              "ETag": {
                "$ref": "#/components/headers/ResourceETag"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/TextPage"
                }
              }
            }
          },
          "304": {
            "$ref": "#/components/responses/NotModified"
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "422": {
            "$ref": "#/components/responses/Unprocessable"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/v1/uploads": {
      "post": {
        "operationId": "createUpload",
        "tags": [
          "uploads"
        ],
        "summary": "Begin to send a large data set in parts",
        "description": "For what would be lost with its connection, or is too large for one request. Its bytes are cut into parts of `part_bytes`,\nthe last one shorter; each is sent by itself, in any order, several at a time if one likes, and again whenever it is not\ncertain that it arrived. What is there stays for seven days, whatever becomes of client, connection or server. `complete`\nthen makes the data set, by the checks of `POST /v1/datasets`. Until then the upload counts against the tenant's allowance\nwith all the bytes it announces.\n",
        "parameters": [
          {
            "$ref": "#/components/parameters/IdempotencyKey"
          }
        ],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/UploadCreate"
              },
              "example": {
                "kind": "dataset",
                "name": "articles",
                "purpose": "public",
                "content_type": "text/plain",
                "bytes": 9437184,
                "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"
              }
            }
          }
        },
        "responses": {
          "201": {
            "description": "Its parts may come.",
            "headers": {
              "Location": {
                "$ref": "#/components/headers/Location"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/UploadWithParts"
                },
                "example": {
                  "id": "upl_01h455vb4pex5vsknk084sn02q",
                  "kind": "dataset",
                  "name": "articles",
                  "purpose": "public",
                  "content_type": "text/plain",
                  "bytes": 9437184,
                  "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                  "part_bytes": 4194304,
                  "part_count": 3,
                  "parts_received": 0,
                  "status": "open",
                  "created_at": "2026-01-31T12:00:00.000Z",
                  "expires_at": "2026-02-07T12:00:00.000Z",
                  "parts": []
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "409": {
            "$ref": "#/components/responses/Conflict"
          },
          "413": {
            "$ref": "#/components/responses/TooLarge"
          },
          "415": {
            "$ref": "#/components/responses/UnsupportedMediaType"
          },
          "422": {
            "$ref": "#/components/responses/Unprocessable"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      },
      "get": {
        "operationId": "listUploads",
        "tags": [
          "uploads"
        ],
        "summary": "Uploads of one's own that have not expired",
        "description": "To go on with one that broke off, ask by its digest.",
        "parameters": [
          {
            "$ref": "#/components/parameters/Cursor"
          },
          {
            "$ref": "#/components/parameters/Limit"
          },
          {
            "$ref": "#/components/parameters/Order"
          },
          {
            "$ref": "#/components/parameters/NameFilter"
          },
          {
            "name": "sha256",
            "in": "query",
            "description": "Only of these contents.",
            "schema": {
              "$ref": "#/components/schemas/Sha256"
            }
          },
          {
            "name": "status",
            "in": "query",
            "description": "Only in this state.",
            "schema": {
              "$ref": "#/components/schemas/UploadStatus"
            }
          }
        ],
        "responses": {
          "200": {
            "description": "A page.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/UploadPage"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/v1/uploads/{id}": {
      "get": {
        "operationId": "getUpload",
        "tags": [
          "uploads"
        ],
        "summary": "One upload, and which of its parts are here",
        "parameters": [
          {
            "$ref": "#/components/parameters/Id"
          },
          {
            "$ref": "#/components/parameters/IfNoneMatch"
          }
        ],
        "responses": {
          "200": {
            "description": "The upload.",
            "headers": {
              "ETag": {
                "$ref": "#/components/headers/ResourceETag"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/UploadWithParts"
                }
              }
            }
          },
          "304": {
            "$ref": "#/components/responses/NotModified"
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      },
      "delete": {
        "operationId": "deleteUpload",
        "tags": [
          "uploads"
        ],
        "summary": "Give an upload up, with all its parts; a data set that it made stays",
        "parameters": [
          {
            "$ref": "#/components/parameters/Id"
          },
          {
            "$ref": "#/components/parameters/IfMatch"
          }
        ],
        "responses": {
          "204": {
            "description": "Gone."
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "412": {
            "$ref": "#/components/responses/PreconditionFailed"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/v1/uploads/{id}/parts/{number}": {
      "put": {
        "operationId": "putUploadPart",
        "tags": [
          "uploads"
        ],
        "summary": "Send one part",
        "description": "Exactly `part_bytes` bytes, or what is left for the last part. The same part again changes nothing; with other bytes it is\nrefused (409 `part-differs`). A part that does not have its digest is not kept (422 `digest-mismatch`): send it again.\n",
        "parameters": [
          {
            "$ref": "#/components/parameters/Id"
          },
          {
            "name": "number",
            "in": "path",
            "required": true,
            "description": "From 1 to `part_count`.",
            "schema": {
              "type": "integer",
              "minimum": 1,
              "maximum": 1000
            }
          },
          {
            "name": "Content-Length",
            "in": "header",
            "required": true,
            "description": "The part's bytes; nothing is read when they are not those it must have.",
            "schema": {
              "type": "integer",
              "minimum": 1
            }
          },
          {
            "name": "Content-Digest",
            "in": "header",
            "required": true,
            "description": "SHA-256 of the part (RFC 9530), in base64 between colons.",
            "schema": {
              "type": "string",
              "maxLength": 1000,
              "pattern": "sha-256=:[A-Za-z0-9+/]{43}=:"
            },
            "example": "sha-256=:LCa0a2j/xo/5m0U8HTBBNBNCLXBkg7+g+YpeiGJm564=:"
          }
        ],
        "requestBody": {
          "required": true,
          "content": {
            "application/octet-stream": {
              "schema": {
                "type": "string",
                "format": "binary"
              }
            }
          }
        },
        "responses": {
          "204": {
            "description": "It is here, flushed to the disk."
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "409": {
            "description": "Other bytes are here as this part, or the upload is completed.",
            "content": {
              "application/problem+json": {
                "schema": {
                  "$ref": "#/components/schemas/Problem"
                },
                "example": {
                  "type": "https://promptpost.dev/problems/part-differs",
                  "title": "In conflict with what is there",
                  "status": 409,
                  "detail": "Part 2 is here with other bytes. Delete the upload and begin anew.",
                  "code": "part-differs",
                  "pointer": "number",
                  "request_id": "req_5b0ef3a90c1d4d2d8f6a3f0c2b1a9e87"
                }
              }
            }
          },
          "411": {
            "description": "There is no Content-Length.",
            "content": {
              "application/problem+json": {
                "schema": {
                  "$ref": "#/components/schemas/Problem"
                },
                "example": {
                  "type": "https://promptpost.dev/problems/length-required",
                  "title": "Length required",
                  "status": 411,
                  "detail": "Say how long the part is: 4194304 bytes.",
                  "code": "length-required",
                  "pointer": "Content-Length",
                  "request_id": "req_5b0ef3a90c1d4d2d8f6a3f0c2b1a9e87"
                }
              }
            }
          },
          "413": {
            "$ref": "#/components/responses/TooLarge"
          },
          "422": {
            "description": "It has another length or another digest than it should.",
            "headers": {
              "X-Should-Retry": {
                "$ref": "#/components/headers/ShouldRetry"
              }
            },
            "content": {
              "application/problem+json": {
                "schema": {
                  "$ref": "#/components/schemas/Problem"
                },
                "example": {
                  "type": "https://promptpost.dev/problems/digest-mismatch",
                  "title": "The request cannot be carried out",
                  "status": 422,
                  "detail": "What arrived does not have this digest. Send the part again.",
                  "code": "digest-mismatch",
                  "pointer": "Content-Digest",
                  "request_id": "req_5b0ef3a90c1d4d2d8f6a3f0c2b1a9e87"
                }
              }
            }
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/v1/uploads/{id}/complete": {
      "post": {
        "operationId": "completeUpload",
        "tags": [
          "uploads"
        ],
        "summary": "Make the data set of an upload whose parts are all here",
        "description": "Checks the digest of the whole, and then all that `POST /v1/datasets` does. Asked again it gives the same data set. What is\nrefused for its contents (400, 422) stays so: delete the upload. Where only room is missing (429), make some and ask again.\n",
        "parameters": [
          {
            "$ref": "#/components/parameters/Id"
          }
        ],
        "responses": {
          "201": {
            "description": "The data set; the parts are gone.",
            "headers": {
              "Location": {
                "$ref": "#/components/headers/Location"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Dataset"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "409": {
            "description": "Parts are missing (`parts-missing`), or the data set has been deleted since (`deleted`).",
            "content": {
              "application/problem+json": {
                "schema": {
                  "$ref": "#/components/schemas/Problem"
                },
                "example": {
                  "type": "https://promptpost.dev/problems/parts-missing",
                  "title": "In conflict with what is there",
                  "status": 409,
                  "detail": "2 of 3 parts are not here, the first of them part 2. Send them.",
                  "code": "parts-missing",
                  "request_id": "req_5b0ef3a90c1d4d2d8f6a3f0c2b1a9e87"
                }
              }
            }
          },
          "422": {
            "$ref": "#/components/responses/Unprocessable"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/v1/students": {
      "post": {
        "operationId": "createStudent",
        "x-role": "provider",
        "tags": [
          "students"
        ],
        "summary": "Distil a student (provider)",
        "parameters": [
          {
            "$ref": "#/components/parameters/IdempotencyKey"
          },
          {
            "$ref": "#/components/parameters/DryRun"
          }
        ],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/StudentCreate"
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "With `dry_run`, what it would take. Nothing was created.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Estimate"
                }
              }
            }
          },
          "202": {
            "description": "A job distils it.",
            "headers": {
              "Location": {
                "$ref": "#/components/headers/Location"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Student"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "409": {
            "$ref": "#/components/responses/Conflict"
          },
          "413": {
            "$ref": "#/components/responses/TooLarge"
          },
          "415": {
            "$ref": "#/components/responses/UnsupportedMediaType"
          },
          "422": {
            "$ref": "#/components/responses/Unprocessable"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      },
      "get": {
        "operationId": "listStudents",
        "tags": [
          "students"
        ],
        "summary": "Students; a client sees those that are ready",
        "parameters": [
          {
            "$ref": "#/components/parameters/Cursor"
          },
          {
            "$ref": "#/components/parameters/Limit"
          },
          {
            "$ref": "#/components/parameters/Order"
          },
          {
            "$ref": "#/components/parameters/ModelFilter"
          },
          {
            "$ref": "#/components/parameters/StatusFilter"
          }
        ],
        "responses": {
          "200": {
            "description": "A page.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/StudentPage"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/v1/students/{id}": {
      "get": {
        "operationId": "getStudent",
        "tags": [
          "students"
        ],
        "summary": "One student and the digests of its files",
        "parameters": [
          {
            "$ref": "#/components/parameters/Id"
          },
          {
            "$ref": "#/components/parameters/IfNoneMatch"
          }
        ],
        "responses": {
          "200": {
            "description": "The student.",
            "headers": {
              "ETag": {
                "$ref": "#/components/headers/ResourceETag"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Student"
                }
              }
            }
          },
          "304": {
            "$ref": "#/components/responses/NotModified"
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      },
      "delete": {
        "operationId": "deleteStudent",
        "x-role": "provider",
        "tags": [
          "students"
        ],
        "summary": "Delete a student, its files and its job (provider)",
        "description": "Refused with 409 (`in-use`) while a prompt or transfer names it, also one of a client. A job that has not ended is stopped first.\n",
        "parameters": [
          {
            "$ref": "#/components/parameters/Id"
          },
          {
            "$ref": "#/components/parameters/IfMatch"
          }
        ],
        "responses": {
          "204": {
            "description": "Gone."
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "409": {
            "$ref": "#/components/responses/Conflict"
          },
          "412": {
            "$ref": "#/components/responses/PreconditionFailed"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/v1/students/{id}/files/{name}": {
      "get": {
        "operationId": "getStudentFile",
        "tags": [
          "students"
        ],
        "summary": "A file of a student, whole or a range",
        "parameters": [
          {
            "$ref": "#/components/parameters/Id"
          },
          {
            "$ref": "#/components/parameters/FileName"
          },
          {
            "$ref": "#/components/parameters/IfNoneMatch"
          },
          {
            "$ref": "#/components/parameters/Range"
          },
          {
            "$ref": "#/components/parameters/IfRange"
          }
        ],
        "responses": {
          "200": {
            "$ref": "#/components/responses/File"
          },
          "206": {
            "$ref": "#/components/responses/FileRange"
          },
          "304": {
            "$ref": "#/components/responses/NotModified"
          },
          "307": {
            "$ref": "#/components/responses/FileElsewhere"
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "416": {
            "$ref": "#/components/responses/RangeNotSatisfiable"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/v1/prompts": {
      "post": {
        "operationId": "createPrompt",
        "tags": [
          "prompts"
        ],
        "summary": "Upload a soft prompt",
        "description": "One float32, float16 or bfloat16 tensor `prompt_embeddings` of shape [virtual tokens, hidden size] in safetensors.\nBodies are at most 32 MB. Nothing else of the client's data is needed or wanted.\n",
        "parameters": [
          {
            "$ref": "#/components/parameters/IdempotencyKey"
          }
        ],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/PromptCreate"
              }
            }
          }
        },
        "responses": {
          "201": {
            "description": "Stored.",
            "headers": {
              "Location": {
                "$ref": "#/components/headers/Location"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Prompt"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "409": {
            "$ref": "#/components/responses/Conflict"
          },
          "413": {
            "$ref": "#/components/responses/TooLarge"
          },
          "415": {
            "$ref": "#/components/responses/UnsupportedMediaType"
          },
          "422": {
            "$ref": "#/components/responses/Unprocessable"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      },
      "get": {
        "operationId": "listPrompts",
        "tags": [
          "prompts"
        ],
        "summary": "Prompts",
        "parameters": [
          {
            "$ref": "#/components/parameters/Cursor"
          },
          {
            "$ref": "#/components/parameters/Limit"
          },
          {
            "$ref": "#/components/parameters/Order"
          },
          {
            "$ref": "#/components/parameters/StudentFilter"
          }
        ],
        "responses": {
          "200": {
            "description": "A page.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/PromptPage"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/v1/prompts/{id}": {
      "get": {
        "operationId": "getPrompt",
        "tags": [
          "prompts"
        ],
        "summary": "One prompt",
        "parameters": [
          {
            "$ref": "#/components/parameters/Id"
          },
          {
            "$ref": "#/components/parameters/IfNoneMatch"
          }
        ],
        "responses": {
          "200": {
            "description": "The prompt.",
            "headers": {
              "ETag": {
                "$ref": "#/components/headers/ResourceETag"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Prompt"
                }
              }
            }
          },
          "304": {
            "$ref": "#/components/responses/NotModified"
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      },
      "delete": {
        "operationId": "deletePrompt",
        "tags": [
          "prompts"
        ],
        "summary": "Delete a prompt and all that was made of it",
        "description": "With it go its files, its transfers and predictions, their jobs, and the files of these. Jobs that have not ended are stopped\nfirst. Only the audit log still names it. A deletion that broke off is finished by asking again.\n",
        "parameters": [
          {
            "$ref": "#/components/parameters/Id"
          },
          {
            "$ref": "#/components/parameters/IfMatch"
          }
        ],
        "responses": {
          "204": {
            "description": "Gone."
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "412": {
            "$ref": "#/components/responses/PreconditionFailed"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/v1/prompts/{id}/files/{name}": {
      "get": {
        "operationId": "getPromptFile",
        "tags": [
          "prompts"
        ],
        "summary": "A file of a prompt, whole or a range",
        "parameters": [
          {
            "$ref": "#/components/parameters/Id"
          },
          {
            "$ref": "#/components/parameters/FileName"
          },
          {
            "$ref": "#/components/parameters/IfNoneMatch"
          },
          {
            "$ref": "#/components/parameters/Range"
          },
          {
            "$ref": "#/components/parameters/IfRange"
          }
        ],
        "responses": {
          "200": {
            "$ref": "#/components/responses/File"
          },
          "206": {
            "$ref": "#/components/responses/FileRange"
          },
          "304": {
            "$ref": "#/components/responses/NotModified"
          },
          "307": {
            "$ref": "#/components/responses/FileElsewhere"
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "416": {
            "$ref": "#/components/responses/RangeNotSatisfiable"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/v1/transfers": {
      "post": {
        "operationId": "createTransfer",
        "tags": [
          "transfers"
        ],
        "summary": "Transfer a prompt to the large model with public text",
        "parameters": [
          {
            "$ref": "#/components/parameters/IdempotencyKey"
          },
          {
            "$ref": "#/components/parameters/DryRun"
          }
        ],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/TransferCreate"
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "With `dry_run`, what it would take. Nothing was created.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Estimate"
                }
              }
            }
          },
          "202": {
            "description": "A job transfers it.",
            "headers": {
              "Location": {
                "$ref": "#/components/headers/Location"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Transfer"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "409": {
            "$ref": "#/components/responses/Conflict"
          },
          "413": {
            "$ref": "#/components/responses/TooLarge"
          },
          "415": {
            "$ref": "#/components/responses/UnsupportedMediaType"
          },
          "422": {
            "$ref": "#/components/responses/Unprocessable"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      },
      "get": {
        "operationId": "listTransfers",
        "tags": [
          "transfers"
        ],
        "summary": "Transfers",
        "parameters": [
          {
            "$ref": "#/components/parameters/Cursor"
          },
          {
            "$ref": "#/components/parameters/Limit"
          },
          {
            "$ref": "#/components/parameters/Order"
          },
          {
            "$ref": "#/components/parameters/PromptFilter"
          },
          {
            "$ref": "#/components/parameters/ModelFilter"
          },
          {
            "$ref": "#/components/parameters/StatusFilter"
          }
        ],
        "responses": {
          "200": {
            "description": "A page.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/TransferPage"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/v1/transfers/{id}": {
      "get": {
        "operationId": "getTransfer",
        "tags": [
          "transfers"
        ],
        "summary": "One transfer, with its effect check when it is done",
        "parameters": [
          {
            "$ref": "#/components/parameters/Id"
          },
          {
            "$ref": "#/components/parameters/IfNoneMatch"
          }
        ],
        "responses": {
          "200": {
            "description": "The transfer.",
            "headers": {
              "ETag": {
                "$ref": "#/components/headers/ResourceETag"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Transfer"
                }
              }
            }
          },
          "304": {
            "$ref": "#/components/responses/NotModified"
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      },
      "delete": {
        "operationId": "deleteTransfer",
        "tags": [
          "transfers"
        ],
        "summary": "Delete a transfer, the transferred prompt and its job",
        "description": "Refused with 409 (`in-use`) while a prediction names it. A job that has not ended is stopped first.\n",
        "parameters": [
          {
            "$ref": "#/components/parameters/Id"
          },
          {
            "$ref": "#/components/parameters/IfMatch"
          }
        ],
        "responses": {
          "204": {
            "description": "Gone."
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "409": {
            "$ref": "#/components/responses/Conflict"
          },
          "412": {
            "$ref": "#/components/responses/PreconditionFailed"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/v1/transfers/{id}/files/{name}": {
      "get": {
        "operationId": "getTransferFile",
        "tags": [
          "transfers"
        ],
        "summary": "A file of the transferred prompt, whole or a range",
        "parameters": [
          {
            "$ref": "#/components/parameters/Id"
          },
          {
            "$ref": "#/components/parameters/FileName"
          },
          {
            "$ref": "#/components/parameters/IfNoneMatch"
          },
          {
            "$ref": "#/components/parameters/Range"
          },
          {
            "$ref": "#/components/parameters/IfRange"
          }
        ],
        "responses": {
          "200": {
            "$ref": "#/components/responses/File"
          },
          "206": {
            "$ref": "#/components/responses/FileRange"
          },
          "304": {
            "$ref": "#/components/responses/NotModified"
          },
          "307": {
            "$ref": "#/components/responses/FileElsewhere"
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "416": {
            "$ref": "#/components/responses/RangeNotSatisfiable"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/v1/migrations": {
      "post": {
        "operationId": "createMigration",
        "tags": [
          "transfers"
        ],
        "summary": "Bring a transferred prompt on to another model of the same width and tokenizer, without the client",
        "description": "A transfer whose source is the model that the prompt has been transferred to, with that prompt before it. What it makes is a\ntransfer of its own, with `migrated_from`. It costs no privacy: only what was uploaded before and public text go into it.\n",
        "parameters": [
          {
            "$ref": "#/components/parameters/IdempotencyKey"
          }
        ],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/MigrationCreate"
              }
            }
          }
        },
        "responses": {
          "202": {
            "description": "A job transfers it. `Location` names the transfer.",
            "headers": {
              "Location": {
                "$ref": "#/components/headers/Location"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Transfer"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "409": {
            "$ref": "#/components/responses/Conflict"
          },
          "413": {
            "$ref": "#/components/responses/TooLarge"
          },
          "415": {
            "$ref": "#/components/responses/UnsupportedMediaType"
          },
          "422": {
            "$ref": "#/components/responses/Unprocessable"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/v1/predictions": {
      "post": {
        "operationId": "createPrediction",
        "tags": [
          "predictions"
        ],
        "summary": "Classify texts with a transferred prompt, a student's prompt used directly, or no prompt",
        "parameters": [
          {
            "$ref": "#/components/parameters/IdempotencyKey"
          },
          {
            "$ref": "#/components/parameters/DryRun"
          }
        ],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/PredictionCreate"
              }
            }
          }
        },
        "description": "As a job, or with `\"synchronous\": true` at once, for at most 64 texts. A synchronous prediction stores nothing: no text, no result,\nno job, no entry on the audit log; sent again it is computed again, and `Idempotency-Key` is not looked at. A service without a\nresident model answers 409 `not-offered`; one that has too many waiting 429 `busy`. `dry_run` estimates jobs, and refuses\n`synchronous` with 422 `no-job`. A service may delete predictions, with their results and jobs, some time after their end: then\nthey are not found.\n",
        "responses": {
          "200": {
            "description": "The labels, when `synchronous` was asked for; with `dry_run`, what the job would take, and nothing was created.",
            "content": {
              "application/json": {
                "schema": {
                  "oneOf": [
                    {
                      "$ref": "#/components/schemas/Classification"
                    },
                    {
                      "$ref": "#/components/schemas/Estimate"
                    }
                  ]
                }
              }
            }
          },
          "202": {
            "description": "A job predicts. The texts are deleted when it ends.",
            "headers": {
              "Location": {
                "$ref": "#/components/headers/Location"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Prediction"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "409": {
            "$ref": "#/components/responses/Conflict"
          },
          "413": {
            "$ref": "#/components/responses/TooLarge"
          },
          "415": {
            "$ref": "#/components/responses/UnsupportedMediaType"
          },
          "422": {
            "$ref": "#/components/responses/Unprocessable"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "503": {
            "description": "`unavailable`: the process that predicts died twice over this request, or the service stops.",
            "content": {
              "application/problem+json": {
                "schema": {
                  "$ref": "#/components/schemas/Problem"
                }
              }
            }
          },
          "504": {
            "description": "`timed-out`: no answer in time; the model may still be loading.",
            "content": {
              "application/problem+json": {
                "schema": {
                  "$ref": "#/components/schemas/Problem"
                }
              }
            }
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      },
      "get": {
        "operationId": "listPredictions",
        "tags": [
          "predictions"
        ],
        "summary": "Predictions, without their results",
        "parameters": [
          {
            "$ref": "#/components/parameters/Cursor"
          },
          {
            "$ref": "#/components/parameters/Limit"
          },
          {
            "$ref": "#/components/parameters/Order"
          },
          {
            "$ref": "#/components/parameters/TransferFilter"
          },
          {
            "$ref": "#/components/parameters/PromptFilter"
          },
          {
            "$ref": "#/components/parameters/ModelFilter"
          },
          {
            "$ref": "#/components/parameters/StatusFilter"
          }
        ],
        "responses": {
          "200": {
            "description": "A page.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/PredictionPage"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/v1/predictions/{id}": {
      "get": {
        "operationId": "getPrediction",
        "tags": [
          "predictions"
        ],
        "summary": "One prediction, with its results when it is done",
        "parameters": [
          {
            "$ref": "#/components/parameters/Id"
          },
          {
            "$ref": "#/components/parameters/IfNoneMatch"
          }
        ],
        "responses": {
          "200": {
            "description": "The prediction.",
            "headers": {
              "ETag": {
                "$ref": "#/components/headers/ResourceETag"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Prediction"
                }
              }
            }
          },
          "304": {
            "$ref": "#/components/responses/NotModified"
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      },
      "delete": {
        "operationId": "deletePrediction",
        "tags": [
          "predictions"
        ],
        "summary": "Delete a prediction, its texts, its results and its job",
        "description": "A job that has not ended is stopped first.\n",
        "parameters": [
          {
            "$ref": "#/components/parameters/Id"
          },
          {
            "$ref": "#/components/parameters/IfMatch"
          }
        ],
        "responses": {
          "204": {
            "description": "Gone."
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "409": {
            "$ref": "#/components/responses/Conflict"
          },
          "412": {
            "$ref": "#/components/responses/PreconditionFailed"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/v1/predictions/{id}/files/{name}": {
      "get": {
        "operationId": "getPredictionFile",
        "tags": [
          "predictions"
        ],
        "summary": "The file of a prediction's results, whole or a range",
        "parameters": [
          {
            "$ref": "#/components/parameters/Id"
          },
          {
            "$ref": "#/components/parameters/FileName"
          },
          {
            "$ref": "#/components/parameters/IfNoneMatch"
          },
          {
            "$ref": "#/components/parameters/Range"
          },
          {
            "$ref": "#/components/parameters/IfRange"
          }
        ],
        "responses": {
          "200": {
            "$ref": "#/components/responses/File"
          },
          "206": {
            "$ref": "#/components/responses/FileRange"
          },
          "304": {
            "$ref": "#/components/responses/NotModified"
          },
          "307": {
            "$ref": "#/components/responses/FileElsewhere"
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "416": {
            "$ref": "#/components/responses/RangeNotSatisfiable"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/v1/jobs": {
      "get": {
        "operationId": "listJobs",
        "tags": [
          "jobs"
        ],
        "summary": "Jobs",
        "parameters": [
          {
            "$ref": "#/components/parameters/Cursor"
          },
          {
            "$ref": "#/components/parameters/Limit"
          },
          {
            "$ref": "#/components/parameters/Order"
          },
          {
            "$ref": "#/components/parameters/KindFilter"
          },
          {
            "$ref": "#/components/parameters/StatusFilter"
          }
        ],
        "responses": {
          "200": {
            "description": "A page.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/JobPage"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/v1/jobs/{id}": {
      "get": {
        "operationId": "getJob",
        "tags": [
          "jobs"
        ],
        "summary": "One job",
        "parameters": [
          {
            "$ref": "#/components/parameters/Id"
          },
          {
            "$ref": "#/components/parameters/IfNoneMatch"
          }
        ],
        "responses": {
          "200": {
            "description": "The job.",
            "headers": {
              "ETag": {
                "$ref": "#/components/headers/ResourceETag"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Job"
                }
              }
            }
          },
          "304": {
            "$ref": "#/components/responses/NotModified"
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/v1/jobs/{id}/events": {
      "get": {
        "operationId": "listJobEvents",
        "tags": [
          "jobs"
        ],
        "summary": "What happened after an event; waits for news when asked to",
        "description": "As JSON, a page. Asked with `Accept: text/event-stream`, a stream (server-sent events) of what happened and happens, which ends\nwith the job; `Last-Event-ID` goes on after an event.\n",
        "parameters": [
          {
            "$ref": "#/components/parameters/Id"
          },
          {
            "name": "after",
            "in": "query",
            "description": "The `sequence` of the last event known.",
            "schema": {
              "type": "integer",
              "minimum": 0,
              "maximum": 9999999999,
              "default": 0
            }
          },
          {
            "name": "wait",
            "in": "query",
            "description": "Seconds to wait when there is nothing new and the job has not ended.",
            "schema": {
              "type": "number",
              "minimum": 0,
              "maximum": 20,
              "default": 0
            }
          },
          {
            "$ref": "#/components/parameters/Limit"
          },
          {
            "name": "Last-Event-ID",
            "in": "header",
            "description": "For a stream, the `id` of the last event known; goes before `after`.",
            "schema": {
              "type": "string",
              "pattern": "^\\d{1,10}$"
            }
          }
        ],
        "responses": {
          "200": {
            "description": "Events, oldest first. `next` is the `after` of the next request; `finished` says that no more will come.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/JobEventPage"
                }
              },
              "text/event-stream": {
                "schema": {
                  "type": "string"
                },
                "example": "id: 2\nevent: started\ndata: {\"sequence\":2,\"type\":\"started\",\"at\":\"2026-01-01T00:00:00.000Z\"}\n"
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/v1/jobs/{id}/cancel": {
      "post": {
        "operationId": "cancelJob",
        "tags": [
          "jobs"
        ],
        "summary": "Ask a job to stop; a job that has ended stays as it is",
        "parameters": [
          {
            "$ref": "#/components/parameters/Id"
          }
        ],
        "responses": {
          "202": {
            "description": "The job as it is now. A running one stops at its next step.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Job"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/v1/webhooks": {
      "post": {
        "operationId": "createWebhook",
        "tags": [
          "webhooks"
        ],
        "summary": "Be told at an address of one's own when jobs end",
        "description": "Events are signed and sent as the Standard Webhooks specification says (standardwebhooks.com): a POST with the headers\n`webhook-id`, `webhook-timestamp` and `webhook-signature`. An answer of 2xx within 15 seconds accepts one; anything else is\ntried again, up to ten times over three days, with the same `webhook-id`. An event may come twice. Redirects are not\nfollowed, and addresses that are not public are not called. 410, or five days without success, disables the webhook.\n",
        "parameters": [
          {
            "$ref": "#/components/parameters/IdempotencyKey"
          }
        ],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/WebhookCreate"
              }
            }
          }
        },
        "responses": {
          "201": {
            "description": "Set up. The secret is shown here and not again.",
            "headers": {
              "Location": {
                "$ref": "#/components/headers/Location"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/WebhookWithSecret"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "409": {
            "$ref": "#/components/responses/Conflict"
          },
          "413": {
            "$ref": "#/components/responses/TooLarge"
          },
          "415": {
            "$ref": "#/components/responses/UnsupportedMediaType"
          },
          "422": {
            "$ref": "#/components/responses/Unprocessable"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      },
      "get": {
        "operationId": "listWebhooks",
        "tags": [
          "webhooks"
        ],
        "summary": "Webhooks",
        "parameters": [
          {
            "$ref": "#/components/parameters/Cursor"
          },
          {
            "$ref": "#/components/parameters/Limit"
          },
          {
            "$ref": "#/components/parameters/Order"
          }
        ],
        "responses": {
          "200": {
            "description": "A page.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/WebhookPage"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/v1/webhooks/{id}": {
      "get": {
        "operationId": "getWebhook",
        "tags": [
          "webhooks"
        ],
        "summary": "One webhook, without its secret",
        "parameters": [
          {
            "$ref": "#/components/parameters/Id"
          },
          {
            "$ref": "#/components/parameters/IfNoneMatch"
          }
        ],
        "responses": {
          "200": {
            "description": "The webhook.",
            "headers": {
              "ETag": {
                "$ref": "#/components/headers/ResourceETag"
              }
            },
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Webhook"
                }
              }
            }
          },
          "304": {
            "$ref": "#/components/responses/NotModified"
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      },
      "delete": {
        "operationId": "deleteWebhook",
        "tags": [
          "webhooks"
        ],
        "summary": "Delete a webhook and the record of its deliveries",
        "parameters": [
          {
            "$ref": "#/components/parameters/Id"
          },
          {
            "$ref": "#/components/parameters/IfMatch"
          }
        ],
        "responses": {
          "204": {
            "description": "Gone. What is being sent at this moment may still arrive."
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "412": {
            "$ref": "#/components/responses/PreconditionFailed"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/v1/webhooks/{id}/rotate_secret": {
      "post": {
        "operationId": "rotateWebhookSecret",
        "tags": [
          "webhooks"
        ],
        "summary": "A new secret; the old one signs beside it for a day",
        "parameters": [
          {
            "$ref": "#/components/parameters/Id"
          },
          {
            "$ref": "#/components/parameters/IdempotencyKey"
          }
        ],
        "responses": {
          "200": {
            "description": "The new secret, shown here and not again.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/WebhookWithSecret"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "409": {
            "$ref": "#/components/responses/Conflict"
          },
          "422": {
            "$ref": "#/components/responses/Unprocessable"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/v1/webhooks/{id}/enable": {
      "post": {
        "operationId": "enableWebhook",
        "tags": [
          "webhooks"
        ],
        "summary": "Use a webhook again that was disabled; what ended meanwhile is not sent",
        "parameters": [
          {
            "$ref": "#/components/parameters/Id"
          }
        ],
        "responses": {
          "200": {
            "description": "The webhook as it is now.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/Webhook"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/v1/webhooks/{id}/test": {
      "post": {
        "operationId": "testWebhook",
        "tags": [
          "webhooks"
        ],
        "summary": "Send it one event of type `webhook.test`",
        "parameters": [
          {
            "$ref": "#/components/parameters/Id"
          },
          {
            "$ref": "#/components/parameters/IdempotencyKey"
          }
        ],
        "responses": {
          "202": {
            "description": "On its way. Its `id` is in the list of deliveries, with what came of it.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/WebhookDelivery"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "403": {
            "$ref": "#/components/responses/Forbidden"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "409": {
            "$ref": "#/components/responses/Conflict"
          },
          "422": {
            "$ref": "#/components/responses/Unprocessable"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/v1/webhooks/{id}/deliveries": {
      "get": {
        "operationId": "listWebhookDeliveries",
        "tags": [
          "webhooks"
        ],
        "summary": "What was sent or is to be sent to a webhook, with every try; kept for 30 days",
        "parameters": [
          {
            "$ref": "#/components/parameters/Id"
          },
          {
            "$ref": "#/components/parameters/Cursor"
          },
          {
            "$ref": "#/components/parameters/Limit"
          },
          {
            "$ref": "#/components/parameters/Order"
          },
          {
            "name": "status",
            "in": "query",
            "description": "Only in this state.",
            "schema": {
              "$ref": "#/components/schemas/WebhookDeliveryStatus"
            }
          }
        ],
        "responses": {
          "200": {
            "description": "A page.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/WebhookDeliveryPage"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "404": {
            "$ref": "#/components/responses/NotFound"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/v1/usage": {
      "get": {
        "operationId": "getUsage",
        "tags": [
          "service"
        ],
        "summary": "What the tenant's jobs used, day by day",
        "description": "Jobs count on the day they ended, in UTC, each once. Days without one are left out. What ended a second ago may be missing yet.\n",
        "parameters": [
          {
            "name": "from",
            "in": "query",
            "description": "First day; 30 days in all when absent. At most 366 days.",
            "schema": {
              "$ref": "#/components/schemas/Day"
            }
          },
          {
            "name": "to",
            "in": "query",
            "description": "Last day; today when absent.",
            "schema": {
              "$ref": "#/components/schemas/Day"
            }
          }
        ],
        "responses": {
          "200": {
            "description": "Usage by day and in all.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/UsageReport"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "422": {
            "$ref": "#/components/responses/Unprocessable"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    },
    "/v1/audit_log": {
      "get": {
        "operationId": "listAuditLog",
        "tags": [
          "service"
        ],
        "summary": "What the tenant's tokens asked to change, oldest first",
        "description": "One entry for every POST, PATCH and DELETE that came within the rate limit, refused ones included, without bodies; a\nsynchronous prediction changes nothing and has none. Each holds the SHA-256 of the one before as it\nis stored, so that a copy kept elsewhere shows whether it was changed since.\n",
        "parameters": [
          {
            "name": "after",
            "in": "query",
            "description": "The `number` of the last entry known.",
            "schema": {
              "type": "integer",
              "minimum": 0,
              "maximum": 999999999999,
              "default": 0
            }
          },
          {
            "$ref": "#/components/parameters/Limit"
          }
        ],
        "responses": {
          "200": {
            "description": "Entries, oldest first. `next` is the `after` of the next request.",
            "content": {
              "application/json": {
                "schema": {
                  "$ref": "#/components/schemas/AuditPage"
                }
              }
            }
          },
          "400": {
            "$ref": "#/components/responses/BadRequest"
          },
          "401": {
            "$ref": "#/components/responses/Unauthorized"
          },
          "429": {
            "$ref": "#/components/responses/TooManyRequests"
          },
          "5XX": {
            "$ref": "#/components/responses/ServerError"
          }
        }
      }
    }
  },
  "webhooks": {
    "jobEnded": {
      "post": {
        "operationId": "receiveEvent",
        "tags": [
          "webhooks"
        ],
        "summary": "What a webhook receives",
        "description": "The signature is the one of the body's bytes as they come, with the id and the timestamp before them.",
        "security": [],
        "parameters": [
          {
            "name": "webhook-id",
            "in": "header",
            "required": true,
            "description": "Of the event; the same over all tries and for all webhooks.",
            "schema": {
              "type": "string",
              "pattern": "^msg_[0-9a-z]{26}$"
            }
          },
          {
            "name": "webhook-timestamp",
            "in": "header",
            "required": true,
            "description": "Of the try, in seconds since 1970.",
            "schema": {
              "type": "string",
              "pattern": "^\\d+$"
            }
          },
          {
            "name": "webhook-signature",
            "in": "header",
            "required": true,
            "description": "One `v1,BASE64` (HMAC-SHA256) for each secret that holds, with spaces between.",
            "schema": {
              "type": "string"
            }
          }
        ],
        "requestBody": {
          "required": true,
          "content": {
            "application/json": {
              "schema": {
                "$ref": "#/components/schemas/WebhookEvent"
              },
              "example": {
                "type": "job.succeeded",
                "timestamp": "2026-01-01T00:00:00.000Z",
                "data": {
                  "job": "job_01kdqv00000000000000000000",
                  "kind": "transfer",
                  "resource": {
                    "collection": "transfers",
                    "id": "trf_01kdqv00000000000000000000"
                  }
                }
              }
            }
          }
        },
        "responses": {
          "410": {
            "description": "Wants no more; the webhook is disabled."
          },
          "2XX": {
            "description": "Accepted."
          },
          "default": {
            "description": "Will be tried again."
          }
        }
      }
    }
  },
  "components": {
    "securitySchemes": {
      "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "A token of a tenant, with the role provider or client, for all its operations or for reading only."
      },
      "jwt": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "Where the service is run with an OpenID Connect issuer: a JWT of that issuer, for the service's audience, signed with RS256,\nPS256, ES256 or EdDSA, at most 8192 characters. `sub` and `exp` must be there; clocks may differ by 60 seconds. A claim (by default\n`tenant`) names the tenant; another (`role`) is `provider`, `client`, or a list of one of these and `read-only`. A token\nwithout them is no valid token here: 401, `wrong-claim`.\n"
      }
    },
    "parameters": {
      "Id": {
        "name": "id",
        "in": "path",
        "required": true,
        "schema": {
          "type": "string",
          "maxLength": 64
        }
      },
      "FileName": {
        "name": "name",
        "in": "path",
        "required": true,
        "schema": {
          "type": "string",
          "maxLength": 128
        }
      },
      "Cursor": {
        "name": "cursor",
        "in": "query",
        "description": "The `next_cursor` of the page before.",
        "schema": {
          "type": "string",
          "pattern": "^[a-z]{3}_[0-9a-z]{26}$"
        }
      },
      "Order": {
        "name": "order",
        "in": "query",
        "description": "By time of creation.",
        "schema": {
          "type": "string",
          "enum": [
            "asc",
            "desc"
          ],
          "default": "asc"
        }
      },
      "Limit": {
        "name": "limit",
        "in": "query",
        "schema": {
          "type": "integer",
          "minimum": 1,
          "maximum": 100,
          "default": 20
        }
      },
      "NameFilter": {
        "name": "name",
        "in": "query",
        "description": "Only of this name.",
        "schema": {
          "$ref": "#/components/schemas/Name"
        }
      },
      "PurposeFilter": {
        "name": "purpose",
        "in": "query",
        "description": "Only of this purpose.",
        "schema": {
          "$ref": "#/components/schemas/Purpose"
        }
      },
      "ModelFilter": {
        "name": "model",
        "in": "query",
        "description": "Only of this model.",
        "schema": {
          "$ref": "#/components/schemas/Reference"
        }
      },
      "StudentFilter": {
        "name": "student",
        "in": "query",
        "description": "Only tuned on this student.",
        "schema": {
          "$ref": "#/components/schemas/Reference"
        }
      },
      "PromptFilter": {
        "name": "prompt",
        "in": "query",
        "description": "Only of this prompt.",
        "schema": {
          "$ref": "#/components/schemas/Reference"
        }
      },
      "TransferFilter": {
        "name": "transfer",
        "in": "query",
        "description": "Only of this transfer.",
        "schema": {
          "$ref": "#/components/schemas/Reference"
        }
      },
      "StatusFilter": {
        "name": "status",
        "in": "query",
        "description": "Only in this state.",
        "schema": {
          "$ref": "#/components/schemas/JobStatus"
        }
      },
      "KindFilter": {
        "name": "kind",
        "in": "query",
        "description": "Only of this kind.",
        "schema": {
          "$ref": "#/components/schemas/JobKind"
        }
      },
      "Range": {
        "name": "Range",
        "in": "header",
        "description": "One range, `bytes=first-last`.",
        "schema": {
          "type": "string"
        }
      },
      "IfRange": {
        "name": "If-Range",
        "in": "header",
        "description": "The range holds only while this is the file's ETag.",
        "schema": {
          "type": "string"
        }
      },
      "IfNoneMatch": {
        "name": "If-None-Match",
        "in": "header",
        "description": "ETags that the client has; if it is one of these, 304 without a body.",
        "schema": {
          "type": "string"
        }
      },
      "IfMatch": {
        "name": "If-Match",
        "in": "header",
        "description": "The ETag it must still have, else 412.",
        "schema": {
          "type": "string"
        }
      },
      "DryRun": {
        "name": "dry_run",
        "in": "query",
        "description": "Checks the request, creates nothing and answers what it would take. The body stays the one to be sent after, and the key is\nnot used up. Allowances are not looked at.\n",
        "schema": {
          "type": "boolean",
          "default": false
        }
      },
      "IdempotencyKey": {
        "name": "Idempotency-Key",
        "in": "header",
        "description": "One per logical call. The same key with the same body answers as the first time and creates nothing; with another\nbody it is refused with 422. A key is remembered for 7 days; after that it makes something new. What it made may be deleted\nmeanwhile: then the answer is 409 `deleted`.\n",
        "schema": {
          "type": "string",
          "minLength": 1,
          "maxLength": 255,
          "pattern": "^[!-~]([ -~]*[!-~])?$"
        }
      }
    },
    "headers": {
      "WwwAuthenticate": {
        "description": "`Bearer`: how to ask; `error` and `error_description` say what is wrong with a token that came (RFC 6750).\n",
        "schema": {
          "type": "string"
        }
      },
      "RetryAfter": {
        "description": "Seconds to wait before asking again.",
        "schema": {
          "type": "integer",
          "minimum": 1
        }
      },
      "ShouldRetry": {
        "description": "`false` where the same request would only be refused again, `true` where it would not.",
        "schema": {
          "type": "string",
          "enum": [
            "true",
            "false"
          ]
        }
      },
      "RateLimit": {
        "description": "What is left, and the seconds until the quota is whole again: `\"default\";r=42;t=17` (draft-ietf-httpapi-ratelimit-headers-09).",
        "schema": {
          "type": "string"
        }
      },
      "RateLimitPolicy": {
        "description": "The quota: `\"default\";q=6000;w=10` are 6000 requests in 10 seconds.",
        "schema": {
          "type": "string"
        }
      },
      "Location": {
        "description": "Path of what was created.",
        "schema": {
          "type": "string"
        }
      },
      "ETag": {
        "description": "SHA-256 of the file, quoted.",
        "schema": {
          "type": "string"
        }
      },
      "ResourceETag": {
        "description": "Changes whenever the resource does; for If-None-Match and If-Match.",
        "schema": {
          "type": "string"
        }
      },
      "ContentDigest": {
        "description": "SHA-256 of the whole file (RFC 9530, as Repr-Digest).",
        "schema": {
          "type": "string"
        }
      }
    },
    "responses": {
      "BadRequest": {
        "description": "The request cannot be read: a field or parameter is missing, unknown or of the wrong kind.",
        "content": {
          "application/problem+json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            },
            "example": {
              "type": "https://promptpost.dev/problems/invalid-body",
              "title": "The request cannot be read",
              "status": 400,
              "detail": "The field must have required property 'name'.",
              "code": "invalid-body",
              "pointer": "/name",
              "request_id": "req_5b0ef3a90c1d4d2d8f6a3f0c2b1a9e87"
            }
          }
        }
      },
      "Unauthorized": {
        "description": "There is no valid token (`unauthorized`), or the issuer's token does not say as it must who asks (`wrong-claim`).\n",
        "headers": {
          "WWW-Authenticate": {
            "$ref": "#/components/headers/WwwAuthenticate"
          }
        },
        "content": {
          "application/problem+json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            },
            "example": {
              "type": "https://promptpost.dev/problems/unauthorized",
              "title": "No valid token",
              "status": 401,
              "detail": "The token is not known here.",
              "code": "unauthorized",
              "request_id": "req_5b0ef3a90c1d4d2d8f6a3f0c2b1a9e87"
            }
          }
        }
      },
      "Forbidden": {
        "description": "The token is valid but may not do this, for its role or because it may only read.",
        "headers": {
          "WWW-Authenticate": {
            "$ref": "#/components/headers/WwwAuthenticate"
          }
        },
        "content": {
          "application/problem+json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            },
            "example": {
              "type": "https://promptpost.dev/problems/forbidden",
              "title": "This role may not do that",
              "status": 403,
              "detail": "Only a provider may do this.",
              "code": "forbidden",
              "request_id": "req_5b0ef3a90c1d4d2d8f6a3f0c2b1a9e87"
            }
          }
        }
      },
      "NotFound": {
        "description": "There is no such thing, or it belongs to another tenant: the two look alike.",
        "content": {
          "application/problem+json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            },
            "example": {
              "type": "https://promptpost.dev/problems/not-found",
              "title": "Not found",
              "status": 404,
              "detail": "There is no such thing, or it is not yours.",
              "code": "not-found",
              "request_id": "req_5b0ef3a90c1d4d2d8f6a3f0c2b1a9e87"
            }
          }
        }
      },
      "Conflict": {
        "description": "What is there does not allow it.",
        "content": {
          "application/problem+json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            },
            "example": {
              "type": "https://promptpost.dev/problems/not-ready",
              "title": "In conflict with what is there",
              "status": 409,
              "detail": "The transfer is running.",
              "code": "not-ready",
              "pointer": "/transfer",
              "request_id": "req_5b0ef3a90c1d4d2d8f6a3f0c2b1a9e87"
            }
          }
        }
      },
      "PreconditionFailed": {
        "description": "It has changed since the ETag that If-Match names.",
        "content": {
          "application/problem+json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            },
            "example": {
              "type": "https://promptpost.dev/problems/changed",
              "title": "Changed since",
              "status": 412,
              "detail": "It is not what it was.",
              "code": "changed",
              "pointer": "If-Match",
              "request_id": "req_5b0ef3a90c1d4d2d8f6a3f0c2b1a9e87"
            }
          }
        }
      },
      "TooLarge": {
        "description": "The body is larger than the limit.",
        "content": {
          "application/problem+json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            },
            "example": {
              "type": "https://promptpost.dev/problems/too-large",
              "title": "Too large",
              "status": 413,
              "detail": "The body may have at most 1048576 bytes.",
              "code": "too-large",
              "request_id": "req_5b0ef3a90c1d4d2d8f6a3f0c2b1a9e87"
            }
          }
        }
      },
      "UnsupportedMediaType": {
        "description": "The body is of another kind.",
        "content": {
          "application/problem+json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            },
            "example": {
              "type": "https://promptpost.dev/problems/unsupported-media-type",
              "title": "Unsupported media type",
              "status": 415,
              "detail": "Send the body as application/json.",
              "code": "unsupported-media-type",
              "request_id": "req_5b0ef3a90c1d4d2d8f6a3f0c2b1a9e87"
            }
          }
        }
      },
      "RangeNotSatisfiable": {
        "description": "The file has no such range.",
        "content": {
          "application/problem+json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            },
            "example": {
              "type": "https://promptpost.dev/problems/no-such-range",
              "title": "No such range",
              "status": 416,
              "detail": "The file has 1000 bytes.",
              "code": "no-such-range",
              "request_id": "req_5b0ef3a90c1d4d2d8f6a3f0c2b1a9e87"
            }
          }
        }
      },
      "Unprocessable": {
        "description": "It can be read but not carried out, or the Idempotency-Key was used for another request.",
        "content": {
          "application/problem+json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            },
            "example": {
              "type": "https://promptpost.dev/problems/wrong-student",
              "title": "The request cannot be carried out",
              "status": 422,
              "detail": "The student's hidden size is 256, the prompt's 128.",
              "code": "wrong-student",
              "pointer": "/student",
              "request_id": "req_5b0ef3a90c1d4d2d8f6a3f0c2b1a9e87"
            }
          }
        }
      },
      "TooManyRequests": {
        "description": "The tenant has asked too often (`quota-exceeded`, policy `default`), has too many jobs that have not ended (`queue-full`), or would\nkeep more than it may (`quota-exceeded`, policy `resources` or `bytes`; then there is no `Retry-After`, for waiting does not help).\n",
        "headers": {
          "Retry-After": {
            "$ref": "#/components/headers/RetryAfter"
          },
          "X-Should-Retry": {
            "$ref": "#/components/headers/ShouldRetry"
          },
          "RateLimit": {
            "$ref": "#/components/headers/RateLimit"
          },
          "RateLimit-Policy": {
            "$ref": "#/components/headers/RateLimitPolicy"
          }
        },
        "content": {
          "application/problem+json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            },
            "example": {
              "type": "https://iana.org/assignments/http-problem-types#quota-exceeded",
              "title": "Too many requests",
              "status": 429,
              "detail": "Wait 7 seconds.",
              "code": "quota-exceeded",
              "violated-policies": [
                "default"
              ],
              "request_id": "req_5b0ef3a90c1d4d2d8f6a3f0c2b1a9e87"
            }
          }
        }
      },
      "ServerError": {
        "description": "The server failed. The request may be sent again. 503 `issuer-unavailable`: the token is one of an issuer whose keys cannot be\nhad now; `Retry-After` says when they are asked for again.\n",
        "headers": {
          "Retry-After": {
            "$ref": "#/components/headers/RetryAfter"
          }
        },
        "content": {
          "application/problem+json": {
            "schema": {
              "$ref": "#/components/schemas/Problem"
            },
            "example": {
              "type": "https://promptpost.dev/problems/internal",
              "title": "The server failed",
              "status": 500,
              "detail": "Something broke on our side. Report the request id.",
              "code": "internal",
              "request_id": "req_5b0ef3a90c1d4d2d8f6a3f0c2b1a9e87"
            }
          }
        }
      },
      "NotModified": {
        "description": "It is what the client has.",
        "headers": {
          "ETag": {
            "$ref": "#/components/headers/ResourceETag"
          }
        }
      },
      "File": {
        "description": "The file.",
        "headers": {
          "ETag": {
            "$ref": "#/components/headers/ETag"
          },
          "Repr-Digest": {
            "$ref": "#/components/headers/ContentDigest"
          }
        },
        "content": {
          "application/octet-stream": {
            "schema": {
              "type": "string",
              "format": "binary"
            }
          }
        }
      },
      "FileElsewhere": {
        "description": "Large files of a service in a cloud: the address at which its storage gives the bytes, whole or a range, for some minutes. It needs no token, and must not be sent one.",
        "headers": {
          "Location": {
            "schema": {
              "type": "string",
              "format": "uri"
            }
          },
          "ETag": {
            "$ref": "#/components/headers/ETag"
          },
          "Repr-Digest": {
            "$ref": "#/components/headers/ContentDigest"
          }
        }
      },
      "FileRange": {
        "description": "A part of the file.",
        "headers": {
          "ETag": {
            "$ref": "#/components/headers/ETag"
          },
          "Repr-Digest": {
            "$ref": "#/components/headers/ContentDigest"
          }
        },
        "content": {
          "application/octet-stream": {
            "schema": {
              "type": "string",
              "format": "binary"
            }
          }
        }
      }
    },
    "schemas": {
      "Health": {
        "type": "object",
        "required": [
          "status",
          "version"
        ],
        "properties": {
          "status": {
            "type": "string",
            "const": "ok"
          },
          "version": {
            "type": "string"
          }
        }
      },
      "Capabilities": {
        "type": "object",
        "required": [
          "version",
          "api_version",
          "auth",
          "features",
          "model_types",
          "limits",
          "links"
        ],
        "properties": {
          "version": {
            "type": "string",
            "description": "Of the service."
          },
          "api_version": {
            "type": "string",
            "description": "First part of the paths of its resources."
          },
          "auth": {
            "type": "object",
            "required": [
              "methods"
            ],
            "properties": {
              "methods": {
                "type": "array",
                "description": "`bearer`: tokens of the service. `oidc`: tokens of an issuer as well.",
                "items": {
                  "type": "string",
                  "enum": [
                    "bearer",
                    "oidc"
                  ]
                }
              }
            }
          },
          "features": {
            "type": "object",
            "required": [
              "synchronous_predictions",
              "webhooks",
              "event_streams",
              "migrations",
              "dashboard"
            ],
            "properties": {
              "synchronous_predictions": {
                "type": "boolean",
                "description": "Of models that are held ready."
              },
              "webhooks": {
                "type": "boolean"
              },
              "event_streams": {
                "type": "boolean",
                "description": "A job's events as they happen."
              },
              "migrations": {
                "type": "boolean"
              },
              "dashboard": {
                "type": "boolean"
              }
            }
          },
          "model_types": {
            "type": "array",
            "description": "The `model_type` of models that it can use.",
            "items": {
              "type": "string"
            }
          },
          "limits": {
            "type": "object",
            "required": [
              "json_bytes",
              "prompt_bytes",
              "texts_bytes",
              "stream_bytes",
              "dataset_bytes",
              "upload_part_bytes",
              "virtual_tokens",
              "texts",
              "requests"
            ],
            "properties": {
              "json_bytes": {
                "type": "integer",
                "description": "Largest body that carries neither a prompt nor texts."
              },
              "prompt_bytes": {
                "type": "integer",
                "description": "Largest upload of a prompt."
              },
              "texts_bytes": {
                "type": "integer",
                "description": "Largest JSON body with texts."
              },
              "stream_bytes": {
                "type": "integer",
                "description": "Largest data set that is streamed in one request."
              },
              "dataset_bytes": {
                "type": "integer",
                "description": "Largest data set that is sent in parts."
              },
              "upload_part_bytes": {
                "type": "integer",
                "description": "Largest part of an upload."
              },
              "virtual_tokens": {
                "type": "integer",
                "description": "Longest prompt."
              },
              "texts": {
                "type": "integer",
                "description": "Most texts of one prediction."
              },
              "requests": {
                "type": "object",
                "description": "Of a tenant.",
                "required": [
                  "count",
                  "seconds"
                ],
                "properties": {
                  "count": {
                    "type": "integer"
                  },
                  "seconds": {
                    "type": "integer"
                  }
                }
              }
            }
          },
          "links": {
            "type": "object",
            "description": "Paths.",
            "required": [
              "contract",
              "reference",
              "health"
            ],
            "properties": {
              "contract": {
                "type": "string"
              },
              "reference": {
                "type": "string"
              },
              "health": {
                "type": "string"
              }
            }
          }
        }
      },
      "Problem": {
        "type": "object",
        "required": [
          "type",
          "title",
          "status",
          "code",
          "request_id"
        ],
        "properties": {
          "type": {
            "type": "string"
          },
          "title": {
            "type": "string"
          },
          "status": {
            "type": "integer"
          },
          "detail": {
            "type": "string"
          },
          "instance": {
            "type": "string"
          },
          "code": {
            "type": "string",
            "description": "Stable and machine-readable."
          },
          "pointer": {
            "type": "string",
            "description": "JSON pointer to the field of the body, or the name of the parameter."
          },
          "dependants": {
            "type": "array",
            "description": "Yours, where the code is `in-use`.",
            "items": {
              "type": "string"
            }
          },
          "violated-policies": {
            "type": "array",
            "description": "Which limits of the tenant, where the status is 429.",
            "items": {
              "type": "string",
              "enum": [
                "default",
                "unfinished-jobs",
                "resources",
                "bytes"
              ]
            }
          },
          "request_id": {
            "type": "string"
          }
        }
      },
      "Name": {
        "type": "string",
        "minLength": 1,
        "maxLength": 64,
        "pattern": "^[a-z0-9][a-z0-9._-]{0,63}$"
      },
      "Reference": {
        "type": "string",
        "pattern": "^[a-z]{3}_[0-9a-z]{26}$"
      },
      "Purpose": {
        "type": "string",
        "enum": [
          "public",
          "distillation"
        ],
        "description": "A provider's `public` texts are open to its clients; texts for distillation are not."
      },
      "Seed": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295
      },
      "Steps": {
        "type": "integer",
        "minimum": 1,
        "maximum": 1000000
      },
      "Facts": {
        "type": "object",
        "additionalProperties": true,
        "description": "What the step measured about itself."
      },
      "File": {
        "type": "object",
        "required": [
          "name",
          "size",
          "sha256"
        ],
        "properties": {
          "name": {
            "type": "string"
          },
          "size": {
            "type": "integer",
            "minimum": 0
          },
          "sha256": {
            "type": "string",
            "pattern": "^[0-9a-f]{64}$"
          }
        }
      },
      "FilesDigest": {
        "type": "string",
        "pattern": "^[0-9a-f]{64}$",
        "description": "SHA-256 of a line per file in the order of their names: digest, two spaces, name, as `sha256sum` writes them."
      },
      "ModelCreate": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "name"
        ],
        "properties": {
          "name": {
            "$ref": "#/components/schemas/Name"
          },
          "templates": {
            "$ref": "#/components/schemas/ModelTemplates"
          }
        }
      },
      "ModelUpdate": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "templates"
        ],
        "properties": {
          "templates": {
            "$ref": "#/components/schemas/ModelTemplates"
          }
        }
      },
      "ModelTemplates": {
        "type": "array",
        "description": "Templates and words that work well on the model, for clients to start from. Each name stands once.",
        "maxItems": 50,
        "items": {
          "$ref": "#/components/schemas/ModelTemplate"
        }
      },
      "ModelTemplate": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "name",
          "template",
          "verbalizer"
        ],
        "properties": {
          "name": {
            "$ref": "#/components/schemas/Name"
          },
          "description": {
            "type": "string",
            "maxLength": 1000
          },
          "template": {
            "$ref": "#/components/schemas/Template"
          },
          "verbalizer": {
            "$ref": "#/components/schemas/Verbalizer"
          },
          "scoring": {
            "$ref": "#/components/schemas/Scoring"
          }
        }
      },
      "ModelCapabilities": {
        "type": "object",
        "description": "What the service can do with the model, by its configuration and its files.",
        "required": [
          "distil",
          "transfer",
          "predict"
        ],
        "properties": {
          "kind": {
            "type": "string",
            "enum": [
              "causal",
              "masked"
            ],
            "description": "Predicts the next token, or a mask token."
          },
          "distil": {
            "type": "boolean",
            "description": "Students can be made of it."
          },
          "transfer": {
            "type": "boolean",
            "description": "Prompts can be brought to it."
          },
          "predict": {
            "type": "boolean"
          },
          "reason": {
            "type": "string",
            "description": "Why it can do nothing."
          }
        }
      },
      "ModelLimits": {
        "type": "object",
        "description": "Bounds of what one request may ask of the model.",
        "required": [
          "max_virtual_tokens",
          "max_texts"
        ],
        "properties": {
          "max_tokens": {
            "type": "integer",
            "description": "Longest sequence, prompt and text together."
          },
          "max_virtual_tokens": {
            "type": "integer",
            "description": "Longest prompt."
          },
          "max_texts": {
            "type": "integer",
            "description": "Most texts of one prediction."
          },
          "max_layers": {
            "type": "integer",
            "description": "Most layers of a student."
          }
        }
      },
      "ModelConfig": {
        "type": "object",
        "description": "The parts of config.json that say what the model is, where it has them.",
        "properties": {
          "model_type": {
            "type": "string"
          },
          "architecture": {
            "type": "string"
          },
          "hidden_size": {
            "type": "integer"
          },
          "layers": {
            "type": "integer"
          },
          "heads": {
            "type": "integer"
          },
          "key_value_heads": {
            "type": "integer"
          },
          "head_size": {
            "type": "integer"
          },
          "intermediate_size": {
            "type": "integer"
          },
          "vocabulary_size": {
            "type": "integer"
          },
          "max_positions": {
            "type": "integer"
          },
          "dtype": {
            "type": "string"
          }
        }
      },
      "Model": {
        "type": "object",
        "required": [
          "id",
          "name",
          "revision",
          "config",
          "capabilities",
          "limits",
          "templates",
          "files",
          "sha256",
          "created_at"
        ],
        "properties": {
          "id": {
            "type": "string"
          },
          "name": {
            "type": "string"
          },
          "revision": {
            "type": "integer",
            "minimum": 1,
            "description": "Counts the different files that this name had."
          },
          "config": {
            "$ref": "#/components/schemas/ModelConfig"
          },
          "capabilities": {
            "$ref": "#/components/schemas/ModelCapabilities"
          },
          "limits": {
            "$ref": "#/components/schemas/ModelLimits"
          },
          "templates": {
            "$ref": "#/components/schemas/ModelTemplates"
          },
          "files": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/File"
            }
          },
          "sha256": {
            "$ref": "#/components/schemas/FilesDigest"
          },
          "created_at": {
            "type": "string",
            "format": "date-time"
          }
        }
      },
      "ModelPage": {
        "type": "object",
        "required": [
          "data",
          "next_cursor"
        ],
        "properties": {
          "data": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/Model"
            }
          },
          "next_cursor": {
            "type": [
              "string",
              "null"
            ]
          }
        }
      },
      "DatasetCreate": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "name",
          "purpose",
          "texts"
        ],
        "properties": {
          "name": {
            "$ref": "#/components/schemas/Name"
          },
          "purpose": {
            "$ref": "#/components/schemas/Purpose"
          },
          "texts": {
            "type": "array",
            "minItems": 1,
            "maxItems": 1000000,
            "items": {
              "type": "string",
              "minLength": 1,
              "maxLength": 100000
            }
          }
        }
      },
      "LengthStatistics": {
        "type": "object",
        "required": [
          "min",
          "median",
          "max"
        ],
        "properties": {
          "min": {
            "type": "integer"
          },
          "median": {
            "type": "number"
          },
          "max": {
            "type": "integer"
          }
        }
      },
      "DatasetStatistics": {
        "type": "object",
        "description": "Of the texts as they are kept.",
        "required": [
          "characters",
          "bytes",
          "duplicates"
        ],
        "properties": {
          "characters": {
            "$ref": "#/components/schemas/LengthStatistics"
          },
          "bytes": {
            "$ref": "#/components/schemas/LengthStatistics"
          },
          "duplicates": {
            "type": "integer",
            "description": "Texts that stood before; looked for among the first million different ones."
          }
        }
      },
      "DatasetValidation": {
        "type": "object",
        "required": [
          "valid",
          "count",
          "problems",
          "more"
        ],
        "properties": {
          "valid": {
            "type": "boolean",
            "description": "Whether it would be stored."
          },
          "count": {
            "type": "integer",
            "description": "Texts that could be kept."
          },
          "statistics": {
            "$ref": "#/components/schemas/DatasetStatistics"
          },
          "problems": {
            "type": "array",
            "maxItems": 100,
            "items": {
              "$ref": "#/components/schemas/LineProblem"
            }
          },
          "more": {
            "type": "boolean",
            "description": "Whether there are further problems."
          }
        }
      },
      "LineProblem": {
        "type": "object",
        "required": [
          "detail"
        ],
        "properties": {
          "line": {
            "type": "integer",
            "minimum": 1,
            "description": "Of the stream, from 1."
          },
          "detail": {
            "type": "string"
          }
        }
      },
      "TextPage": {
        "type": "object",
        "required": [
          "data",
          "next_cursor"
        ],
        "properties": {
          "data": {
            "type": "array",
            "items": {
              "type": "object",
              "required": [
                "text"
              ],
              "properties": {
                "text": {
                  "type": "string"
                }
              }
            }
          },
          "next_cursor": {
            "type": [
              "string",
              "null"
            ]
          }
        }
      },
      "Dataset": {
        "type": "object",
        "required": [
          "id",
          "name",
          "purpose",
          "count",
          "size",
          "statistics",
          "sha256",
          "created_at"
        ],
        "properties": {
          "id": {
            "type": "string"
          },
          "name": {
            "type": "string"
          },
          "purpose": {
            "$ref": "#/components/schemas/Purpose"
          },
          "count": {
            "type": "integer",
            "description": "Texts."
          },
          "size": {
            "type": "integer",
            "description": "Bytes of the JSON lines kept."
          },
          "statistics": {
            "$ref": "#/components/schemas/DatasetStatistics"
          },
          "sha256": {
            "type": "string",
            "description": "Digest of the JSON lines kept."
          },
          "created_at": {
            "type": "string",
            "format": "date-time"
          }
        }
      },
      "DatasetPage": {
        "type": "object",
        "required": [
          "data",
          "next_cursor"
        ],
        "properties": {
          "data": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/Dataset"
            }
          },
          "next_cursor": {
            "type": [
              "string",
              "null"
            ]
          }
        }
      },
      "Sha256": {
        "type": "string",
        "pattern": "^[0-9a-f]{64}$",
        "description": "64 hexadecimal digits, lower case."
      },
      "UploadCreate": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "kind",
          "name",
          "purpose",
          "content_type",
          "bytes",
          "sha256"
        ],
        "properties": {
          "kind": {
            "type": "string",
            "const": "dataset",
            "description": "What is to be made of it."
          },
          "name": {
            "$ref": "#/components/schemas/Name"
          },
          "purpose": {
            "$ref": "#/components/schemas/Purpose"
          },
          "content_type": {
            "type": "string",
            "enum": [
              "text/plain",
              "application/x-ndjson"
            ],
            "description": "As of a stream to `POST /v1/datasets`."
          },
          "bytes": {
            "type": "integer",
            "minimum": 1,
            "description": "Of the whole; at most `limits.dataset_bytes` of the capabilities."
          },
          "sha256": {
            "$ref": "#/components/schemas/Sha256"
          },
          "part_bytes": {
            "type": "integer",
            "minimum": 65536,
            "description": "For poor connections: smaller parts than the service would take, which is `limits.upload_part_bytes`, 4 MiB. No more than\n1000 parts may come of it.\n"
          }
        }
      },
      "UploadStatus": {
        "type": "string",
        "enum": [
          "open",
          "completed"
        ]
      },
      "Upload": {
        "type": "object",
        "required": [
          "id",
          "kind",
          "name",
          "purpose",
          "content_type",
          "bytes",
          "sha256",
          "part_bytes",
          "part_count",
          "parts_received",
          "status",
          "created_at",
          "expires_at"
        ],
        "properties": {
          "id": {
            "type": "string"
          },
          "kind": {
            "type": "string",
            "const": "dataset"
          },
          "name": {
            "type": "string"
          },
          "purpose": {
            "$ref": "#/components/schemas/Purpose"
          },
          "content_type": {
            "type": "string",
            "enum": [
              "text/plain",
              "application/x-ndjson"
            ]
          },
          "bytes": {
            "type": "integer",
            "description": "Of the whole."
          },
          "sha256": {
            "type": "string",
            "description": "Of the whole."
          },
          "part_bytes": {
            "type": "integer",
            "description": "Of every part but the last."
          },
          "part_count": {
            "type": "integer"
          },
          "parts_received": {
            "type": "integer"
          },
          "status": {
            "$ref": "#/components/schemas/UploadStatus"
          },
          "dataset": {
            "type": "string",
            "description": "What it made, once it is completed."
          },
          "created_at": {
            "type": "string",
            "format": "date-time"
          },
          "expires_at": {
            "type": "string",
            "format": "date-time",
            "description": "Then it goes with its parts."
          }
        }
      },
      "UploadWithParts": {
        "allOf": [
          {
            "$ref": "#/components/schemas/Upload"
          },
          {
            "type": "object",
            "required": [
              "parts"
            ],
            "properties": {
              "parts": {
                "type": "array",
                "description": "Those that are here, by number.",
                "items": {
                  "$ref": "#/components/schemas/UploadPart"
                }
              }
            }
          }
        ]
      },
      "UploadPart": {
        "type": "object",
        "required": [
          "number",
          "bytes",
          "sha256"
        ],
        "properties": {
          "number": {
            "type": "integer",
            "minimum": 1
          },
          "bytes": {
            "type": "integer"
          },
          "sha256": {
            "type": "string"
          }
        }
      },
      "UploadPage": {
        "type": "object",
        "required": [
          "data",
          "next_cursor"
        ],
        "properties": {
          "data": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/Upload"
            }
          },
          "next_cursor": {
            "type": [
              "string",
              "null"
            ]
          }
        }
      },
      "StudentCreate": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "model",
          "dataset",
          "layers"
        ],
        "properties": {
          "model": {
            "$ref": "#/components/schemas/Reference"
          },
          "dataset": {
            "$ref": "#/components/schemas/Reference"
          },
          "layers": {
            "type": "integer",
            "minimum": 1,
            "maximum": 1000,
            "description": "Layers the student keeps."
          },
          "license": {
            "$ref": "#/components/schemas/License"
          },
          "steps": {
            "$ref": "#/components/schemas/Steps"
          },
          "seed": {
            "$ref": "#/components/schemas/Seed"
          },
          "settings": {
            "$ref": "#/components/schemas/DistilSettings"
          }
        }
      },
      "License": {
        "type": "string",
        "minLength": 1,
        "maxLength": 20000,
        "pattern": "\\S",
        "description": "Terms under which clients may use the student, as an SPDX identifier, an address or the text. Those of the model by default."
      },
      "Teacher": {
        "type": "object",
        "description": "The model as it was when the student was distilled from it.",
        "required": [
          "model",
          "name",
          "revision",
          "sha256"
        ],
        "properties": {
          "model": {
            "type": "string"
          },
          "name": {
            "type": "string"
          },
          "revision": {
            "type": "integer"
          },
          "sha256": {
            "type": "string",
            "description": "Digest of its list of files."
          }
        }
      },
      "DistilSettings": {
        "type": "object",
        "additionalProperties": false,
        "description": "How the student is trained; each has a default.",
        "properties": {
          "batch_tokens": {
            "type": "integer",
            "minimum": 8,
            "maximum": 1048576,
            "description": "Tokens of one step, padding included."
          },
          "sequence_length": {
            "type": "integer",
            "minimum": 8,
            "maximum": 65536,
            "description": "Longest sequence, in tokens."
          },
          "learning_rate": {
            "type": "number",
            "exclusiveMinimum": 0,
            "exclusiveMaximum": 1
          }
        }
      },
      "Student": {
        "type": "object",
        "description": "Once it is ready nothing of it changes any more. `promptpost.json` among its files says the same of it, license included.",
        "required": [
          "id",
          "model",
          "teacher",
          "layers",
          "license",
          "status",
          "files",
          "created_at"
        ],
        "properties": {
          "id": {
            "type": "string"
          },
          "model": {
            "type": "string",
            "description": "The model it was distilled from."
          },
          "teacher": {
            "$ref": "#/components/schemas/Teacher"
          },
          "dataset": {
            "type": "string",
            "description": "For its provider only."
          },
          "layers": {
            "type": "integer"
          },
          "kept_layers": {
            "type": "array",
            "description": "Which layers of the teacher it began with, from 0, when it is ready.",
            "items": {
              "type": "integer"
            }
          },
          "license": {
            "$ref": "#/components/schemas/License"
          },
          "status": {
            "$ref": "#/components/schemas/JobStatus"
          },
          "job": {
            "type": "string",
            "description": "For its provider only."
          },
          "files": {
            "type": "array",
            "description": "Empty until it is ready.",
            "items": {
              "$ref": "#/components/schemas/File"
            }
          },
          "sha256": {
            "$ref": "#/components/schemas/FilesDigest"
          },
          "facts": {
            "$ref": "#/components/schemas/Facts"
          },
          "created_at": {
            "type": "string",
            "format": "date-time"
          }
        }
      },
      "StudentPage": {
        "type": "object",
        "required": [
          "data",
          "next_cursor"
        ],
        "properties": {
          "data": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/Student"
            }
          },
          "next_cursor": {
            "type": [
              "string",
              "null"
            ]
          }
        }
      },
      "Template": {
        "type": "string",
        "minLength": 1,
        "maxLength": 4000,
        "pattern": "\\{text\\}"
      },
      "Verbalizer": {
        "type": "object",
        "description": "For each label, the words that stand for it.",
        "minProperties": 2,
        "maxProperties": 1000,
        "propertyNames": {
          "type": "string",
          "minLength": 1,
          "maxLength": 200
        },
        "additionalProperties": {
          "type": "array",
          "minItems": 1,
          "maxItems": 100,
          "items": {
            "type": "string",
            "minLength": 1,
            "maxLength": 200
          }
        }
      },
      "Scoring": {
        "type": "string",
        "enum": [
          "mean-probability",
          "mean-logit"
        ],
        "description": "How a class's words make its score; mean probability when absent."
      },
      "Task": {
        "type": "object",
        "required": [
          "template",
          "verbalizer"
        ],
        "additionalProperties": true,
        "properties": {
          "template": {
            "$ref": "#/components/schemas/Template"
          },
          "verbalizer": {
            "$ref": "#/components/schemas/Verbalizer"
          },
          "scoring": {
            "$ref": "#/components/schemas/Scoring"
          },
          "labels": {
            "type": "array",
            "items": {
              "type": "string"
            }
          }
        }
      },
      "PromptCreate": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "student",
          "adapter_config",
          "adapter_model",
          "task"
        ],
        "properties": {
          "student": {
            "$ref": "#/components/schemas/Reference"
          },
          "adapter_config": {
            "type": "object",
            "additionalProperties": true,
            "description": "PEFT's adapter_config.json."
          },
          "adapter_model": {
            "type": "string",
            "contentEncoding": "base64",
            "minLength": 12,
            "description": "adapter_model.safetensors in base64."
          },
          "task": {
            "$ref": "#/components/schemas/Task"
          },
          "privacy_report": {
            "type": "object",
            "additionalProperties": true,
            "description": "privacy-report.json, version 2, at most 64 KiB. Its digests must be those of the prompt it comes with, its signature must fit and all of its preconditions must hold; else 422."
          }
        }
      },
      "Prompt": {
        "type": "object",
        "required": [
          "id",
          "student",
          "virtual_tokens",
          "hidden_size",
          "dtype",
          "task",
          "files",
          "sha256",
          "created_at"
        ],
        "properties": {
          "id": {
            "type": "string"
          },
          "student": {
            "type": "string",
            "description": "The student it was tuned on."
          },
          "virtual_tokens": {
            "type": "integer"
          },
          "hidden_size": {
            "type": "integer"
          },
          "dtype": {
            "type": "string",
            "enum": [
              "F32",
              "F16",
              "BF16"
            ]
          },
          "task": {
            "$ref": "#/components/schemas/Task"
          },
          "privacy_report": {
            "type": "object",
            "additionalProperties": true
          },
          "files": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/File"
            }
          },
          "sha256": {
            "type": "string",
            "description": "Digest of adapter_model.safetensors."
          },
          "created_at": {
            "type": "string",
            "format": "date-time"
          }
        }
      },
      "PromptPage": {
        "type": "object",
        "required": [
          "data",
          "next_cursor"
        ],
        "properties": {
          "data": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/Prompt"
            }
          },
          "next_cursor": {
            "type": [
              "string",
              "null"
            ]
          }
        }
      },
      "TransferCreate": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "prompt",
          "dataset"
        ],
        "properties": {
          "prompt": {
            "$ref": "#/components/schemas/Reference"
          },
          "dataset": {
            "$ref": "#/components/schemas/Reference"
          },
          "alpha": {
            "description": "Weight of the shift loss against the mimic loss.",
            "$ref": "#/components/schemas/LossWeight"
          },
          "steps": {
            "$ref": "#/components/schemas/TransferSteps"
          },
          "seed": {
            "$ref": "#/components/schemas/Seed"
          },
          "shards": {
            "$ref": "#/components/schemas/Shards"
          },
          "settings": {
            "$ref": "#/components/schemas/TransferSettings"
          }
        }
      },
      "MigrationCreate": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "transfer",
          "model",
          "dataset"
        ],
        "properties": {
          "transfer": {
            "$ref": "#/components/schemas/Reference"
          },
          "model": {
            "$ref": "#/components/schemas/Reference"
          },
          "dataset": {
            "$ref": "#/components/schemas/Reference"
          },
          "alpha": {
            "description": "Weight of the shift loss against the mimic loss.",
            "$ref": "#/components/schemas/LossWeight"
          },
          "steps": {
            "$ref": "#/components/schemas/TransferSteps"
          },
          "seed": {
            "$ref": "#/components/schemas/Seed"
          },
          "shards": {
            "$ref": "#/components/schemas/Shards"
          },
          "settings": {
            "$ref": "#/components/schemas/TransferSettings"
          }
        }
      },
      "TransferSteps": {
        "description": "Optimiser steps. auto, the default, goes on until the loss on held-out public texts gains little more, 1000 steps at\nmost, as the facts of the transfer say.\n",
        "anyOf": [
          {
            "$ref": "#/components/schemas/Steps"
          },
          {
            "type": "string",
            "enum": [
              "auto"
            ]
          }
        ]
      },
      "LossWeight": {
        "description": "From 0 to 1; auto takes it from how much the model's own answers to the public texts tell, beside those of its\nprompted student, as the facts of the transfer say.\n",
        "anyOf": [
          {
            "type": "number",
            "minimum": 0,
            "maximum": 1
          },
          {
            "type": "string",
            "enum": [
              "auto"
            ]
          }
        ]
      },
      "TransferSettings": {
        "type": "object",
        "additionalProperties": false,
        "description": "How the prompt is transferred; each has a default.",
        "properties": {
          "gamma": {
            "type": "number",
            "minimum": 0,
            "maximum": 1000,
            "description": "Weight of the class divergence beside the paper's two losses."
          },
          "omega": {
            "description": "Share of another target in what is imitated: the model's own logits, moved as the prompt moves the student's, without what\nthey lean to whatever the text. 0 is the paper's loss.\n",
            "$ref": "#/components/schemas/LossWeight"
          },
          "start": {
            "type": "string",
            "enum": [
              "auto",
              "prompt",
              "text"
            ],
            "description": "Where the prompt starts."
          },
          "batch_size": {
            "type": "integer",
            "minimum": 1,
            "maximum": 4096
          },
          "learning_rate": {
            "type": "number",
            "exclusiveMinimum": 0,
            "exclusiveMaximum": 10
          },
          "texts": {
            "type": "integer",
            "minimum": 2,
            "maximum": 1000000,
            "description": "Most public texts used."
          },
          "max_tokens": {
            "$ref": "#/components/schemas/MaxTokens"
          }
        }
      },
      "Shards": {
        "type": "integer",
        "minimum": 1,
        "maximum": 64,
        "default": 1,
        "description": "Among how many workers what can be divided is divided: all texts of a prediction; of a transfer what is computed of the model\nover the public texts before the first step. The result is the same to the last byte, and the job stays one job. More than\nthere are texts: 422.\n"
      },
      "MaxTokens": {
        "type": "integer",
        "minimum": 2,
        "maximum": 65536,
        "description": "Longest text in tokens, cue included; a longer one loses its beginning."
      },
      "Transfer": {
        "type": "object",
        "required": [
          "id",
          "prompt",
          "student",
          "model",
          "dataset",
          "status",
          "job",
          "files",
          "created_at"
        ],
        "properties": {
          "id": {
            "type": "string"
          },
          "prompt": {
            "type": "string"
          },
          "student": {
            "type": "string",
            "description": "The student that the prompt was tuned on."
          },
          "model": {
            "type": "string",
            "description": "The model that it is brought to."
          },
          "migrated_from": {
            "type": "string",
            "description": "The transfer that it was brought from, if not from a student."
          },
          "dataset": {
            "type": "string"
          },
          "alpha": {
            "$ref": "#/components/schemas/LossWeight"
          },
          "steps": {
            "$ref": "#/components/schemas/TransferSteps"
          },
          "seed": {
            "type": "integer"
          },
          "settings": {
            "$ref": "#/components/schemas/TransferSettings"
          },
          "status": {
            "$ref": "#/components/schemas/JobStatus"
          },
          "job": {
            "type": "string"
          },
          "files": {
            "type": "array",
            "description": "The folder of the transferred prompt, as PEFT loads it. Empty until the job has succeeded.",
            "items": {
              "$ref": "#/components/schemas/File"
            }
          },
          "facts": {
            "$ref": "#/components/schemas/Facts"
          },
          "created_at": {
            "type": "string",
            "format": "date-time"
          }
        }
      },
      "TransferPage": {
        "type": "object",
        "required": [
          "data",
          "next_cursor"
        ],
        "properties": {
          "data": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/Transfer"
            }
          },
          "next_cursor": {
            "type": [
              "string",
              "null"
            ]
          }
        }
      },
      "PredictionCreate": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "texts"
        ],
        "oneOf": [
          {
            "required": [
              "transfer"
            ]
          },
          {
            "required": [
              "prompt"
            ]
          },
          {
            "required": [
              "model",
              "task"
            ]
          }
        ],
        "description": "Exactly one of `transfer`, `prompt`, `model`. A model alone (zero-shot) needs a `task`; a prompt brings its own, which a\n`task` given here replaces.\n",
        "properties": {
          "transfer": {
            "$ref": "#/components/schemas/Reference"
          },
          "prompt": {
            "$ref": "#/components/schemas/Reference"
          },
          "model": {
            "$ref": "#/components/schemas/Reference"
          },
          "task": {
            "$ref": "#/components/schemas/Task"
          },
          "max_tokens": {
            "$ref": "#/components/schemas/MaxTokens"
          },
          "shards": {
            "$ref": "#/components/schemas/Shards"
          },
          "synchronous": {
            "type": "boolean",
            "description": "Answer with the labels. At most 64 texts then, and with the task at most 4 MiB of text; else 422."
          },
          "texts": {
            "type": "array",
            "minItems": 1,
            "maxItems": 1000,
            "items": {
              "type": "string",
              "minLength": 1,
              "maxLength": 20000
            }
          }
        }
      },
      "Classification": {
        "type": "object",
        "required": [
          "model",
          "labels",
          "results"
        ],
        "properties": {
          "transfer": {
            "type": "string"
          },
          "prompt": {
            "type": "string"
          },
          "model": {
            "type": "string"
          },
          "labels": {
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          "results": {
            "type": "array",
            "description": "One per text, in order.",
            "items": {
              "$ref": "#/components/schemas/PredictionResult"
            }
          }
        }
      },
      "PredictionResult": {
        "type": "object",
        "required": [
          "label",
          "scores"
        ],
        "properties": {
          "label": {
            "type": "string"
          },
          "scores": {
            "type": "array",
            "description": "One probability per label, in the order of `labels`; they sum to 1.",
            "items": {
              "type": "number"
            }
          }
        }
      },
      "Prediction": {
        "type": "object",
        "required": [
          "id",
          "model",
          "labels",
          "count",
          "status",
          "job",
          "files",
          "created_at"
        ],
        "properties": {
          "id": {
            "type": "string"
          },
          "transfer": {
            "type": "string"
          },
          "prompt": {
            "type": "string"
          },
          "model": {
            "type": "string"
          },
          "labels": {
            "type": "array",
            "items": {
              "type": "string"
            }
          },
          "count": {
            "type": "integer",
            "description": "Texts."
          },
          "status": {
            "$ref": "#/components/schemas/JobStatus"
          },
          "job": {
            "type": "string"
          },
          "results": {
            "type": "array",
            "description": "One per text, in order, when the job has succeeded. Left out where the service cannot send as much in one answer: they are\nin the file then, as the same array.\n",
            "items": {
              "$ref": "#/components/schemas/PredictionResult"
            }
          },
          "files": {
            "type": "array",
            "description": "`predictions.json`, the results; none until the job has succeeded.",
            "items": {
              "$ref": "#/components/schemas/File"
            }
          },
          "created_at": {
            "type": "string",
            "format": "date-time"
          }
        }
      },
      "PredictionPage": {
        "type": "object",
        "required": [
          "data",
          "next_cursor"
        ],
        "properties": {
          "data": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/Prediction"
            }
          },
          "next_cursor": {
            "type": [
              "string",
              "null"
            ]
          }
        }
      },
      "EstimatedRange": {
        "type": "object",
        "required": [
          "low",
          "expected",
          "high"
        ],
        "description": "The job as fast as the fastest, the middle one and the slowest of those that ran.",
        "properties": {
          "low": {
            "type": "number",
            "minimum": 0
          },
          "expected": {
            "type": "number",
            "minimum": 0
          },
          "high": {
            "type": "number",
            "minimum": 0
          }
        }
      },
      "Estimate": {
        "type": "object",
        "required": [
          "kind",
          "tokens"
        ],
        "description": "What a job would take. What is not known is left out.",
        "properties": {
          "kind": {
            "$ref": "#/components/schemas/JobKind"
          },
          "steps": {
            "type": "integer",
            "description": "Of the optimiser; the most there may be where they are auto."
          },
          "texts": {
            "type": "integer",
            "description": "Texts that are read."
          },
          "tokens": {
            "type": "integer",
            "description": "That models read, at most: a text is taken to be as long as it may be."
          },
          "flops": {
            "type": "number",
            "description": "Floating-point operations of matrix products, at most."
          },
          "bytes_written": {
            "type": "integer",
            "description": "Of the weights that it leaves."
          },
          "seconds": {
            "description": "From the last jobs of the kind that ran on this service; absent while there is none.",
            "allOf": [
              {
                "$ref": "#/components/schemas/EstimatedRange"
              },
              {
                "type": "object",
                "required": [
                  "jobs"
                ],
                "properties": {
                  "jobs": {
                    "type": "integer",
                    "minimum": 1,
                    "description": "Jobs it is taken from."
                  }
                }
              }
            ]
          },
          "cost": {
            "description": "The time at the provider's price; absent where there is none.",
            "allOf": [
              {
                "$ref": "#/components/schemas/EstimatedRange"
              },
              {
                "type": "object",
                "required": [
                  "currency"
                ],
                "properties": {
                  "currency": {
                    "type": "string"
                  }
                }
              }
            ]
          }
        }
      },
      "JobKind": {
        "type": "string",
        "enum": [
          "distil",
          "transfer",
          "predict"
        ]
      },
      "JobStatus": {
        "type": "string",
        "enum": [
          "queued",
          "running",
          "succeeded",
          "failed",
          "cancelled"
        ]
      },
      "Failure": {
        "type": "object",
        "required": [
          "code",
          "message"
        ],
        "properties": {
          "code": {
            "type": "string"
          },
          "message": {
            "type": "string"
          },
          "next": {
            "type": "string",
            "description": "What to do now."
          }
        }
      },
      "JobResource": {
        "type": "object",
        "description": "What a job makes.",
        "required": [
          "collection",
          "id"
        ],
        "properties": {
          "collection": {
            "type": "string",
            "enum": [
              "students",
              "transfers",
              "predictions"
            ]
          },
          "id": {
            "type": "string"
          }
        }
      },
      "Job": {
        "type": "object",
        "required": [
          "id",
          "kind",
          "resource",
          "status",
          "progress",
          "metrics",
          "attempt",
          "cancel_requested",
          "created_at",
          "updated_at"
        ],
        "properties": {
          "id": {
            "type": "string"
          },
          "kind": {
            "$ref": "#/components/schemas/JobKind"
          },
          "resource": {
            "$ref": "#/components/schemas/JobResource"
          },
          "status": {
            "$ref": "#/components/schemas/JobStatus"
          },
          "stage": {
            "type": "string"
          },
          "progress": {
            "type": "number",
            "minimum": 0,
            "maximum": 1
          },
          "metrics": {
            "type": "object",
            "additionalProperties": {
              "type": "number"
            }
          },
          "device": {
            "$ref": "#/components/schemas/JobDevice"
          },
          "shards": {
            "type": "integer",
            "minimum": 2,
            "description": "Among how many workers it is divided, where it is."
          },
          "attempt": {
            "type": "integer",
            "description": "How often a worker took it."
          },
          "cancel_requested": {
            "type": "boolean"
          },
          "result": {
            "$ref": "#/components/schemas/Facts"
          },
          "failure": {
            "$ref": "#/components/schemas/Failure"
          },
          "created_at": {
            "type": "string",
            "format": "date-time"
          },
          "started_at": {
            "type": "string",
            "format": "date-time"
          },
          "finished_at": {
            "type": "string",
            "format": "date-time"
          },
          "updated_at": {
            "type": "string",
            "format": "date-time"
          }
        }
      },
      "JobDevice": {
        "type": "string",
        "enum": [
          "cpu",
          "cuda",
          "webgpu"
        ],
        "description": "What its worker computes on, an execution provider of ONNX Runtime; told once it has come to computing."
      },
      "JobPage": {
        "type": "object",
        "required": [
          "data",
          "next_cursor"
        ],
        "properties": {
          "data": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/Job"
            }
          },
          "next_cursor": {
            "type": [
              "string",
              "null"
            ]
          }
        }
      },
      "JobEvent": {
        "type": "object",
        "required": [
          "sequence",
          "type",
          "at"
        ],
        "properties": {
          "sequence": {
            "type": "integer",
            "minimum": 1
          },
          "type": {
            "type": "string",
            "enum": [
              "queued",
              "started",
              "progress",
              "requeued",
              "cancel_requested",
              "succeeded",
              "failed",
              "cancelled"
            ]
          },
          "at": {
            "type": "string",
            "format": "date-time"
          },
          "stage": {
            "type": "string"
          },
          "progress": {
            "type": "number",
            "minimum": 0,
            "maximum": 1
          },
          "metrics": {
            "type": "object",
            "additionalProperties": {
              "type": "number"
            }
          },
          "device": {
            "$ref": "#/components/schemas/JobDevice"
          },
          "message": {
            "type": "string"
          },
          "failure": {
            "$ref": "#/components/schemas/Failure"
          }
        }
      },
      "JobEventPage": {
        "type": "object",
        "required": [
          "data",
          "next",
          "finished"
        ],
        "properties": {
          "data": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/JobEvent"
            }
          },
          "next": {
            "type": "integer"
          },
          "finished": {
            "type": "boolean"
          }
        }
      },
      "WebhookEventType": {
        "type": "string",
        "enum": [
          "job.succeeded",
          "job.failed",
          "job.cancelled"
        ]
      },
      "WebhookCreate": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "url",
          "events"
        ],
        "properties": {
          "url": {
            "type": "string",
            "minLength": 1,
            "maxLength": 2048,
            "description": "An https address that is public; no user name, password or fragment."
          },
          "events": {
            "type": "array",
            "minItems": 1,
            "uniqueItems": true,
            "items": {
              "$ref": "#/components/schemas/WebhookEventType"
            }
          }
        }
      },
      "Webhook": {
        "type": "object",
        "required": [
          "id",
          "url",
          "events",
          "status",
          "created_at"
        ],
        "properties": {
          "id": {
            "type": "string"
          },
          "url": {
            "type": "string"
          },
          "events": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/WebhookEventType"
            }
          },
          "status": {
            "type": "string",
            "enum": [
              "enabled",
              "disabled"
            ]
          },
          "disabled_reason": {
            "type": "string",
            "enum": [
              "gone",
              "failing"
            ],
            "description": "It answered 410, or had no success for five days."
          },
          "disabled_at": {
            "type": "string",
            "format": "date-time"
          },
          "failing_since": {
            "type": "string",
            "format": "date-time",
            "description": "First failure since the last success."
          },
          "created_at": {
            "type": "string",
            "format": "date-time"
          }
        }
      },
      "WebhookWithSecret": {
        "allOf": [
          {
            "$ref": "#/components/schemas/Webhook"
          },
          {
            "type": "object",
            "required": [
              "secret"
            ],
            "properties": {
              "secret": {
                "type": "string",
                "pattern": "^whsec_[A-Za-z0-9+/]+=*$",
                "description": "Signs all events; verify with it. Keep it secret."
              }
            }
          }
        ]
      },
      "WebhookPage": {
        "type": "object",
        "required": [
          "data",
          "next_cursor"
        ],
        "properties": {
          "data": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/Webhook"
            }
          },
          "next_cursor": {
            "type": [
              "string",
              "null"
            ]
          }
        }
      },
      "WebhookDeliveryStatus": {
        "type": "string",
        "enum": [
          "pending",
          "delivered",
          "failed"
        ]
      },
      "WebhookDelivery": {
        "type": "object",
        "required": [
          "id",
          "type",
          "status",
          "attempts",
          "created_at"
        ],
        "properties": {
          "id": {
            "type": "string",
            "description": "The `webhook-id` it is sent under."
          },
          "type": {
            "type": "string",
            "enum": [
              "job.succeeded",
              "job.failed",
              "job.cancelled",
              "webhook.test"
            ]
          },
          "status": {
            "$ref": "#/components/schemas/WebhookDeliveryStatus"
          },
          "attempts": {
            "type": "array",
            "items": {
              "type": "object",
              "required": [
                "at",
                "milliseconds"
              ],
              "properties": {
                "at": {
                  "type": "string",
                  "format": "date-time"
                },
                "milliseconds": {
                  "type": "integer",
                  "minimum": 0
                },
                "status": {
                  "type": "integer",
                  "description": "Of the answer."
                },
                "error": {
                  "type": "string",
                  "description": "Why there was none, such as `timeout` or `address-refused`."
                }
              }
            }
          },
          "next_attempt_at": {
            "type": "string",
            "format": "date-time"
          },
          "created_at": {
            "type": "string",
            "format": "date-time"
          }
        }
      },
      "WebhookDeliveryPage": {
        "type": "object",
        "required": [
          "data",
          "next_cursor"
        ],
        "properties": {
          "data": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/WebhookDelivery"
            }
          },
          "next_cursor": {
            "type": [
              "string",
              "null"
            ]
          }
        }
      },
      "WebhookEvent": {
        "oneOf": [
          {
            "$ref": "#/components/schemas/JobEndedEvent"
          },
          {
            "$ref": "#/components/schemas/WebhookTestEvent"
          }
        ]
      },
      "JobEndedEvent": {
        "type": "object",
        "required": [
          "type",
          "timestamp",
          "data"
        ],
        "properties": {
          "type": {
            "$ref": "#/components/schemas/WebhookEventType"
          },
          "timestamp": {
            "type": "string",
            "format": "date-time",
            "description": "When the job ended."
          },
          "data": {
            "type": "object",
            "required": [
              "job",
              "kind",
              "resource"
            ],
            "properties": {
              "job": {
                "type": "string"
              },
              "kind": {
                "$ref": "#/components/schemas/JobKind"
              },
              "resource": {
                "$ref": "#/components/schemas/JobResource"
              }
            }
          }
        }
      },
      "WebhookTestEvent": {
        "type": "object",
        "required": [
          "type",
          "timestamp",
          "data"
        ],
        "properties": {
          "type": {
            "type": "string",
            "const": "webhook.test"
          },
          "timestamp": {
            "type": "string",
            "format": "date-time"
          },
          "data": {
            "type": "object",
            "required": [
              "webhook"
            ],
            "properties": {
              "webhook": {
                "type": "string"
              }
            }
          }
        }
      },
      "Day": {
        "type": "string",
        "pattern": "^20\\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$",
        "examples": [
          "2026-01-31"
        ]
      },
      "Usage": {
        "type": "object",
        "required": [
          "jobs",
          "failed",
          "cancelled",
          "compute_seconds",
          "texts_predicted",
          "tokens_trained",
          "bytes_stored"
        ],
        "properties": {
          "jobs": {
            "type": "object",
            "description": "Jobs that ended, however they did, by kind.",
            "required": [
              "distil",
              "transfer",
              "predict"
            ],
            "properties": {
              "distil": {
                "type": "integer",
                "minimum": 0
              },
              "transfer": {
                "type": "integer",
                "minimum": 0
              },
              "predict": {
                "type": "integer",
                "minimum": 0
              }
            }
          },
          "failed": {
            "type": "integer",
            "minimum": 0
          },
          "cancelled": {
            "type": "integer",
            "minimum": 0
          },
          "compute_seconds": {
            "type": "number",
            "minimum": 0,
            "description": "Time that workers spent, also on attempts that came to nothing."
          },
          "texts_predicted": {
            "type": "integer",
            "minimum": 0
          },
          "tokens_trained": {
            "type": "integer",
            "minimum": 0,
            "description": "Of jobs that tell: distillations."
          },
          "bytes_stored": {
            "type": "integer",
            "minimum": 0,
            "description": "Of the files that jobs left."
          },
          "cost": {
            "type": "object",
            "description": "`compute_seconds` at the provider's price as it is now; absent where there is none. It is no bill.",
            "required": [
              "amount",
              "currency"
            ],
            "properties": {
              "amount": {
                "type": "number",
                "minimum": 0
              },
              "currency": {
                "type": "string",
                "description": "Three letters, as USD."
              }
            }
          }
        }
      },
      "UsageReport": {
        "type": "object",
        "required": [
          "from",
          "to",
          "days",
          "total"
        ],
        "properties": {
          "from": {
            "$ref": "#/components/schemas/Day"
          },
          "to": {
            "$ref": "#/components/schemas/Day"
          },
          "days": {
            "type": "array",
            "items": {
              "allOf": [
                {
                  "type": "object",
                  "required": [
                    "date"
                  ],
                  "properties": {
                    "date": {
                      "$ref": "#/components/schemas/Day"
                    }
                  }
                },
                {
                  "$ref": "#/components/schemas/Usage"
                }
              ]
            }
          },
          "total": {
            "$ref": "#/components/schemas/Usage"
          }
        }
      },
      "AuditEntry": {
        "type": "object",
        "required": [
          "number",
          "at",
          "before",
          "request",
          "token",
          "role",
          "operation",
          "path",
          "status"
        ],
        "properties": {
          "number": {
            "type": "integer",
            "minimum": 1
          },
          "at": {
            "type": "string",
            "format": "date-time"
          },
          "before": {
            "type": "string",
            "description": "SHA-256 of the entry before, empty for the first."
          },
          "request": {
            "type": "string",
            "description": "As X-Request-Id told it."
          },
          "token": {
            "type": "string",
            "description": "Identifier of the token (`tok_…`); of an issuer's tokens one that is the same for all of a subject's (`sub_…`)."
          },
          "role": {
            "type": "string",
            "enum": [
              "provider",
              "client"
            ]
          },
          "operation": {
            "type": "string",
            "description": "An `operationId` of this document."
          },
          "path": {
            "type": "string"
          },
          "status": {
            "type": "integer"
          }
        }
      },
      "AuditPage": {
        "type": "object",
        "required": [
          "data",
          "next"
        ],
        "properties": {
          "data": {
            "type": "array",
            "items": {
              "$ref": "#/components/schemas/AuditEntry"
            }
          },
          "next": {
            "type": "integer"
          }
        }
      }
    }
  }
}
