// Generated from openapi.yaml by scripts/generate.mjs. Do not edit.
export interface paths {
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the service answers */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.yaml": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: operations["getContract"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/promptpost": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What this service offers, and within which limits */
        get: operations["getCapabilities"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Models; those of one name are its revisions */
        get: operations["listModels"];
        put?: never;
        /**
         * Register a folder of the models root (provider)
         * @description Files that are not those of the name's last revision make a new revision, with an identifier of its own; what was made with an
         *     earlier one stays bound to it. The same files again give the model that is there.
         */
        post: operations["createModel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One model */
        get: operations["getModel"];
        put?: never;
        post?: never;
        /**
         * Delete a model; its folder stays (provider)
         * @description Refused with 409 (`in-use`) while a student, transfer or prediction names it, also one of a client.
         */
        delete: operations["deleteModel"];
        options?: never;
        head?: never;
        /** Change what is said of a model; its files stay what they are (provider) */
        patch: operations["updateModel"];
        trace?: never;
    };
    "/v1/datasets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Data sets of one's own, and for a client the public ones of the provider */
        get: operations["listDatasets"];
        put?: never;
        /**
         * Store public, unlabelled texts
         * @description As JSON, or as a stream: `text/plain` holds one text a line; `application/x-ndjson` one JSON string or
         *     `{"text": …}` a line. A stream's name and purpose go into the query. Blank lines are skipped. What cannot be taken is told by
         *     the number of its line, never by its content.
         */
        post: operations["createDataset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/datasets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One data set */
        get: operations["getDataset"];
        put?: never;
        post?: never;
        /**
         * Delete a data set and its texts
         * @description Refused with 409 (`in-use`) while a student or transfer names it, also one of a client.
         */
        delete: operations["deleteDataset"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/datasets/{id}/texts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Texts of a data set, in their order */
        get: operations["listDatasetTexts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Uploads of one's own that have not expired
         * @description To go on with one that broke off, ask by its digest.
         */
        get: operations["listUploads"];
        put?: never;
        /**
         * Begin to send a large data set in parts
         * @description For what would be lost with its connection, or is too large for one request. Its bytes are cut into parts of `part_bytes`,
         *     the last one shorter; each is sent by itself, in any order, several at a time if one likes, and again whenever it is not
         *     certain that it arrived. What is there stays for seven days, whatever becomes of client, connection or server. `complete`
         *     then makes the data set, by the checks of `POST /v1/datasets`. Until then the upload counts against the tenant's allowance
         *     with all the bytes it announces.
         */
        post: operations["createUpload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/uploads/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One upload, and which of its parts are here */
        get: operations["getUpload"];
        put?: never;
        post?: never;
        /** Give an upload up, with all its parts; a data set that it made stays */
        delete: operations["deleteUpload"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/uploads/{id}/parts/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Send one part
         * @description Exactly `part_bytes` bytes, or what is left for the last part. The same part again changes nothing; with other bytes it is
         *     refused (409 `part-differs`). A part that does not have its digest is not kept (422 `digest-mismatch`): send it again.
         */
        put: operations["putUploadPart"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/uploads/{id}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make the data set of an upload whose parts are all here
         * @description Checks the digest of the whole, and then all that `POST /v1/datasets` does. Asked again it gives the same data set. What is
         *     refused for its contents (400, 422) stays so: delete the upload. Where only room is missing (429), make some and ask again.
         */
        post: operations["completeUpload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/students": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Students; a client sees those that are ready */
        get: operations["listStudents"];
        put?: never;
        /** Distil a student (provider) */
        post: operations["createStudent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/students/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One student and the digests of its files */
        get: operations["getStudent"];
        put?: never;
        post?: never;
        /**
         * Delete a student, its files and its job (provider)
         * @description Refused with 409 (`in-use`) while a prompt or transfer names it, also one of a client. A job that has not ended is stopped first.
         */
        delete: operations["deleteStudent"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/students/{id}/files/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A file of a student, whole or a range */
        get: operations["getStudentFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/prompts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Prompts */
        get: operations["listPrompts"];
        put?: never;
        /**
         * Upload a soft prompt
         * @description One float32, float16 or bfloat16 tensor `prompt_embeddings` of shape [virtual tokens, hidden size] in safetensors.
         *     Bodies are at most 32 MB. Nothing else of the client's data is needed or wanted.
         */
        post: operations["createPrompt"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/prompts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One prompt */
        get: operations["getPrompt"];
        put?: never;
        post?: never;
        /**
         * Delete a prompt and all that was made of it
         * @description With it go its files, its transfers and predictions, their jobs, and the files of these. Jobs that have not ended are stopped
         *     first. Only the audit log still names it. A deletion that broke off is finished by asking again.
         */
        delete: operations["deletePrompt"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/prompts/{id}/files/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A file of a prompt, whole or a range */
        get: operations["getPromptFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/transfers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Transfers */
        get: operations["listTransfers"];
        put?: never;
        /** Transfer a prompt to the large model with public text */
        post: operations["createTransfer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/transfers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One transfer, with its effect check when it is done */
        get: operations["getTransfer"];
        put?: never;
        post?: never;
        /**
         * Delete a transfer, the transferred prompt and its job
         * @description Refused with 409 (`in-use`) while a prediction names it. A job that has not ended is stopped first.
         */
        delete: operations["deleteTransfer"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/transfers/{id}/files/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A file of the transferred prompt, whole or a range */
        get: operations["getTransferFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/migrations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Bring a transferred prompt on to another model of the same width and tokenizer, without the client
         * @description A transfer whose source is the model that the prompt has been transferred to, with that prompt before it. What it makes is a
         *     transfer of its own, with `migrated_from`. It costs no privacy: only what was uploaded before and public text go into it.
         */
        post: operations["createMigration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/predictions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Predictions, without their results */
        get: operations["listPredictions"];
        put?: never;
        /**
         * Classify texts with a transferred prompt, a student's prompt used directly, or no prompt
         * @description As a job, or with `"synchronous": true` at once, for at most 64 texts. A synchronous prediction stores nothing: no text, no result,
         *     no job, no entry on the audit log; sent again it is computed again, and `Idempotency-Key` is not looked at. A service without a
         *     resident model answers 409 `not-offered`; one that has too many waiting 429 `busy`. `dry_run` estimates jobs, and refuses
         *     `synchronous` with 422 `no-job`. A service may delete predictions, with their results and jobs, some time after their end: then
         *     they are not found.
         */
        post: operations["createPrediction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/predictions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One prediction, with its results when it is done */
        get: operations["getPrediction"];
        put?: never;
        post?: never;
        /**
         * Delete a prediction, its texts, its results and its job
         * @description A job that has not ended is stopped first.
         */
        delete: operations["deletePrediction"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/predictions/{id}/files/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The file of a prediction's results, whole or a range */
        get: operations["getPredictionFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Jobs */
        get: operations["listJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One job */
        get: operations["getJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What happened after an event; waits for news when asked to
         * @description As JSON, a page. Asked with `Accept: text/event-stream`, a stream (server-sent events) of what happened and happens, which ends
         *     with the job; `Last-Event-ID` goes on after an event. Where the capabilities say `event_streams: false` it is a page in any case,
         *     and comes at once: ask again after some seconds.
         */
        get: operations["listJobEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask a job to stop; a job that has ended stays as it is */
        post: operations["cancelJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Webhooks */
        get: operations["listWebhooks"];
        put?: never;
        /**
         * Be told at an address of one's own when jobs end
         * @description Events are signed and sent as the Standard Webhooks specification says (standardwebhooks.com): a POST with the headers
         *     `webhook-id`, `webhook-timestamp` and `webhook-signature`. An answer of 2xx within 15 seconds accepts one; anything else is
         *     tried again, up to ten times over three days, with the same `webhook-id`. An event may come twice. Redirects are not
         *     followed, and addresses that are not public are not called. 410, or five days without success, disables the webhook.
         */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One webhook, without its secret */
        get: operations["getWebhook"];
        put?: never;
        post?: never;
        /** Delete a webhook and the record of its deliveries */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/rotate_secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A new secret; the old one signs beside it for a day */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Use a webhook again that was disabled; what ended meanwhile is not sent */
        post: operations["enableWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send it one event of type `webhook.test` */
        post: operations["testWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was sent or is to be sent to a webhook, with every try; kept for 30 days */
        get: operations["listWebhookDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the tenant's jobs used, day by day
         * @description Jobs count on the day they ended, in UTC, each once. Days without one are left out. What ended a second ago may be missing yet.
         */
        get: operations["getUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit_log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the tenant's tokens asked to change, oldest first
         * @description One entry for every POST, PATCH and DELETE that came within the rate limit, refused ones included, without bodies; a
         *     synchronous prediction changes nothing and has none. Each holds the SHA-256 of the one before as it
         *     is stored, so that a copy kept elsewhere shows whether it was changed since.
         */
        get: operations["listAuditLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface webhooks {
    jobEnded: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a webhook receives
         * @description The signature is the one of the body's bytes as they come, with the id and the timestamp before them.
         */
        post: operations["receiveEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        Health: {
            /** @constant */
            status: "ok";
            version: string;
        };
        Capabilities: {
            /** @description Of the service. */
            version: string;
            /** @description First part of the paths of its resources. */
            api_version: string;
            auth: {
                /** @description `bearer`: tokens of the service. `oidc`: tokens of an issuer as well. */
                methods: ("bearer" | "oidc")[];
            };
            features: {
                /** @description Of models that are held ready. */
                synchronous_predictions: boolean;
                webhooks: boolean;
                /** @description A job's events as they happen. */
                event_streams: boolean;
                migrations: boolean;
                dashboard: boolean;
            };
            /** @description The `model_type` of models that it can use. */
            model_types: string[];
            limits: {
                /** @description Largest body that carries neither a prompt nor texts. */
                json_bytes: number;
                /** @description Largest upload of a prompt. */
                prompt_bytes: number;
                /** @description Largest JSON body with texts. */
                texts_bytes: number;
                /** @description Largest data set that is streamed in one request. */
                stream_bytes: number;
                /** @description Largest data set that is sent in parts. */
                dataset_bytes: number;
                /** @description Largest part of an upload. */
                upload_part_bytes: number;
                /** @description Longest prompt. */
                virtual_tokens: number;
                /** @description Most texts of one prediction. */
                texts: number;
                /** @description Of a tenant. */
                requests: {
                    count: number;
                    seconds: number;
                };
            };
            /** @description Paths. */
            links: {
                contract: string;
                reference: string;
                health: string;
            };
        };
        Problem: {
            type: string;
            title: string;
            status: number;
            detail?: string;
            instance?: string;
            /** @description Stable and machine-readable. */
            code: string;
            /** @description JSON pointer to the field of the body, or the name of the parameter. */
            pointer?: string;
            /** @description Yours, where the code is `in-use`. */
            dependants?: string[];
            /** @description Which limits of the tenant, where the status is 429. */
            "violated-policies"?: ("default" | "unfinished-jobs" | "resources" | "bytes")[];
            request_id: string;
        };
        Name: string;
        Reference: string;
        /**
         * @description A provider's `public` texts are open to its clients; texts for distillation are not.
         * @enum {string}
         */
        Purpose: "public" | "distillation";
        Seed: number;
        Steps: number;
        /** @description What the step measured about itself. */
        Facts: {
            [key: string]: unknown;
        };
        File: {
            name: string;
            size: number;
            sha256: string;
        };
        /** @description SHA-256 of a line per file in the order of their names: digest, two spaces, name, as `sha256sum` writes them. */
        FilesDigest: string;
        ModelCreate: {
            name: components["schemas"]["Name"];
            templates?: components["schemas"]["ModelTemplates"];
        };
        ModelUpdate: {
            templates: components["schemas"]["ModelTemplates"];
        };
        /** @description Templates and words that work well on the model, for clients to start from. Each name stands once. */
        ModelTemplates: components["schemas"]["ModelTemplate"][];
        ModelTemplate: {
            name: components["schemas"]["Name"];
            description?: string;
            template: components["schemas"]["Template"];
            verbalizer: components["schemas"]["Verbalizer"];
            scoring?: components["schemas"]["Scoring"];
        };
        /** @description What the service can do with the model, by its configuration and its files. */
        ModelCapabilities: {
            /**
             * @description Predicts the next token, or a mask token.
             * @enum {string}
             */
            kind?: "causal" | "masked";
            /** @description Students can be made of it. */
            distil: boolean;
            /** @description Prompts can be brought to it. */
            transfer: boolean;
            predict: boolean;
            /** @description Why it can do nothing. */
            reason?: string;
        };
        /** @description Bounds of what one request may ask of the model. */
        ModelLimits: {
            /** @description Longest sequence, prompt and text together. */
            max_tokens?: number;
            /** @description Longest prompt. */
            max_virtual_tokens: number;
            /** @description Most texts of one prediction. */
            max_texts: number;
            /** @description Most layers of a student. */
            max_layers?: number;
        };
        /** @description The parts of config.json that say what the model is, where it has them. */
        ModelConfig: {
            model_type?: string;
            architecture?: string;
            hidden_size?: number;
            layers?: number;
            heads?: number;
            key_value_heads?: number;
            head_size?: number;
            intermediate_size?: number;
            vocabulary_size?: number;
            max_positions?: number;
            dtype?: string;
        };
        Model: {
            id: string;
            name: string;
            /** @description Counts the different files that this name had. */
            revision: number;
            config: components["schemas"]["ModelConfig"];
            capabilities: components["schemas"]["ModelCapabilities"];
            limits: components["schemas"]["ModelLimits"];
            templates: components["schemas"]["ModelTemplates"];
            files: components["schemas"]["File"][];
            sha256: components["schemas"]["FilesDigest"];
            /** Format: date-time */
            created_at: string;
        };
        ModelPage: {
            data: components["schemas"]["Model"][];
            next_cursor: string | null;
        };
        DatasetCreate: {
            name: components["schemas"]["Name"];
            purpose: components["schemas"]["Purpose"];
            texts: string[];
        };
        LengthStatistics: {
            min: number;
            median: number;
            max: number;
        };
        /** @description Of the texts as they are kept. */
        DatasetStatistics: {
            characters: components["schemas"]["LengthStatistics"];
            bytes: components["schemas"]["LengthStatistics"];
            /** @description Texts that stood before; looked for among the first million different ones. */
            duplicates: number;
        };
        DatasetValidation: {
            /** @description Whether it would be stored. */
            valid: boolean;
            /** @description Texts that could be kept. */
            count: number;
            statistics?: components["schemas"]["DatasetStatistics"];
            problems: components["schemas"]["LineProblem"][];
            /** @description Whether there are further problems. */
            more: boolean;
        };
        LineProblem: {
            /** @description Of the stream, from 1. */
            line?: number;
            detail: string;
        };
        TextPage: {
            data: {
                text: string;
            }[];
            next_cursor: string | null;
        };
        Dataset: {
            id: string;
            name: string;
            purpose: components["schemas"]["Purpose"];
            /** @description Texts. */
            count: number;
            /** @description Bytes of the JSON lines kept. */
            size: number;
            statistics: components["schemas"]["DatasetStatistics"];
            /** @description Digest of the JSON lines kept. */
            sha256: string;
            /** Format: date-time */
            created_at: string;
        };
        DatasetPage: {
            data: components["schemas"]["Dataset"][];
            next_cursor: string | null;
        };
        /** @description 64 hexadecimal digits, lower case. */
        Sha256: string;
        UploadCreate: {
            /**
             * @description What is to be made of it.
             * @constant
             */
            kind: "dataset";
            name: components["schemas"]["Name"];
            purpose: components["schemas"]["Purpose"];
            /**
             * @description As of a stream to `POST /v1/datasets`.
             * @enum {string}
             */
            content_type: "text/plain" | "application/x-ndjson";
            /** @description Of the whole; at most `limits.dataset_bytes` of the capabilities. */
            bytes: number;
            sha256: components["schemas"]["Sha256"];
            /**
             * @description For poor connections: smaller parts than the service would take, which is `limits.upload_part_bytes`, 4 MiB. No more than
             *     1000 parts may come of it.
             */
            part_bytes?: number;
        };
        /** @enum {string} */
        UploadStatus: "open" | "completed";
        Upload: {
            id: string;
            /** @constant */
            kind: "dataset";
            name: string;
            purpose: components["schemas"]["Purpose"];
            /** @enum {string} */
            content_type: "text/plain" | "application/x-ndjson";
            /** @description Of the whole. */
            bytes: number;
            /** @description Of the whole. */
            sha256: string;
            /** @description Of every part but the last. */
            part_bytes: number;
            part_count: number;
            parts_received: number;
            status: components["schemas"]["UploadStatus"];
            /** @description What it made, once it is completed. */
            dataset?: string;
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description Then it goes with its parts.
             */
            expires_at: string;
        };
        UploadWithParts: components["schemas"]["Upload"] & {
            /** @description Those that are here, by number. */
            parts: components["schemas"]["UploadPart"][];
        };
        UploadPart: {
            number: number;
            bytes: number;
            sha256: string;
        };
        UploadPage: {
            data: components["schemas"]["Upload"][];
            next_cursor: string | null;
        };
        StudentCreate: {
            model: components["schemas"]["Reference"];
            dataset: components["schemas"]["Reference"];
            /** @description Layers the student keeps. */
            layers: number;
            license?: components["schemas"]["License"];
            steps?: components["schemas"]["Steps"];
            seed?: components["schemas"]["Seed"];
            settings?: components["schemas"]["DistilSettings"];
        };
        /** @description Terms under which clients may use the student, as an SPDX identifier, an address or the text. Those of the model by default. */
        License: string;
        /** @description The model as it was when the student was distilled from it. */
        Teacher: {
            model: string;
            name: string;
            revision: number;
            /** @description Digest of its list of files. */
            sha256: string;
        };
        /** @description How the student is trained; each has a default. */
        DistilSettings: {
            /** @description Tokens of one step, padding included. */
            batch_tokens?: number;
            /** @description Longest sequence, in tokens. */
            sequence_length?: number;
            learning_rate?: number;
            /** @description Which of the model's layers it begins with: `ends`, the first and the last (default); `spread`, evenly spread ones; `early`, early ones at growing distances; or as many as `layers` says, ascending, from 0. */
            keep?: ("ends" | "spread" | "early") | number[];
            /** @description Share of a step's tokens at which the words are compared, 1 by default; where a vocabulary is large, a quarter saves much of the time. */
            positions?: number;
            /** @description Share of the steps in which both models read behind a random prompt, 0 by default. */
            proxy_share?: number;
        };
        /** @description Once it is ready nothing of it changes any more. `promptpost.json` among its files says the same of it, license included. */
        Student: {
            id: string;
            /** @description The model it was distilled from. */
            model: string;
            teacher: components["schemas"]["Teacher"];
            /** @description For its provider only. */
            dataset?: string;
            layers: number;
            /** @description Which layers of the teacher it began with, from 0, when it is ready. */
            kept_layers?: number[];
            license: components["schemas"]["License"];
            status: components["schemas"]["JobStatus"];
            /** @description For its provider only. */
            job?: string;
            /** @description Empty until it is ready. */
            files: components["schemas"]["File"][];
            sha256?: components["schemas"]["FilesDigest"];
            facts?: components["schemas"]["Facts"];
            /** Format: date-time */
            created_at: string;
        };
        StudentPage: {
            data: components["schemas"]["Student"][];
            next_cursor: string | null;
        };
        Template: string;
        /** @description For each label, the words that stand for it. */
        Verbalizer: {
            [key: string]: string[];
        };
        /**
         * @description How a class's words make its score; mean probability when absent.
         * @enum {string}
         */
        Scoring: "mean-probability" | "mean-logit";
        Task: {
            template: components["schemas"]["Template"];
            verbalizer: components["schemas"]["Verbalizer"];
            scoring?: components["schemas"]["Scoring"];
            labels?: string[];
        } & {
            [key: string]: unknown;
        };
        PromptCreate: {
            student: components["schemas"]["Reference"];
            /** @description PEFT's adapter_config.json. */
            adapter_config: {
                [key: string]: unknown;
            };
            /** @description adapter_model.safetensors in base64. */
            adapter_model: string;
            task: components["schemas"]["Task"];
            /** @description privacy-report.json, version 2, at most 64 KiB. Its digests must be those of the prompt it comes with, its signature must fit and all of its preconditions must hold; else 422. */
            privacy_report?: {
                [key: string]: unknown;
            };
        };
        Prompt: {
            id: string;
            /** @description The student it was tuned on. */
            student: string;
            virtual_tokens: number;
            hidden_size: number;
            /** @enum {string} */
            dtype: "F32" | "F16" | "BF16";
            task: components["schemas"]["Task"];
            privacy_report?: {
                [key: string]: unknown;
            };
            files: components["schemas"]["File"][];
            /** @description Digest of adapter_model.safetensors. */
            sha256: string;
            /** Format: date-time */
            created_at: string;
        };
        PromptPage: {
            data: components["schemas"]["Prompt"][];
            next_cursor: string | null;
        };
        TransferCreate: {
            prompt: components["schemas"]["Reference"];
            dataset: components["schemas"]["Reference"];
            /** @description Weight of the shift loss against the mimic loss. */
            alpha?: components["schemas"]["LossWeight"];
            steps?: components["schemas"]["TransferSteps"];
            seed?: components["schemas"]["Seed"];
            shards?: components["schemas"]["Shards"];
            settings?: components["schemas"]["TransferSettings"];
        };
        MigrationCreate: {
            transfer: components["schemas"]["Reference"];
            model: components["schemas"]["Reference"];
            dataset: components["schemas"]["Reference"];
            /** @description Weight of the shift loss against the mimic loss. */
            alpha?: components["schemas"]["LossWeight"];
            steps?: components["schemas"]["TransferSteps"];
            seed?: components["schemas"]["Seed"];
            shards?: components["schemas"]["Shards"];
            settings?: components["schemas"]["TransferSettings"];
        };
        /**
         * @description Optimiser steps. auto, the default, goes on until the loss on held-out public texts gains little more, 1000 steps at
         *     most, as the facts of the transfer say.
         */
        TransferSteps: components["schemas"]["Steps"] | "auto";
        /**
         * @description From 0 to 1; auto takes it from how much the model's own answers to the public texts tell, beside those of its
         *     prompted student, as the facts of the transfer say.
         */
        LossWeight: number | "auto";
        /** @description How the prompt is transferred; each has a default. */
        TransferSettings: {
            /** @description Weight of the class divergence beside the paper's two losses. */
            gamma?: number;
            /**
             * @description Share of another target in what is imitated: the model's own logits, moved as the prompt moves the student's, without what
             *     they lean to whatever the text. 0 is the paper's loss.
             */
            omega?: components["schemas"]["LossWeight"];
            /**
             * @description Where the prompt starts.
             * @enum {string}
             */
            start?: "auto" | "prompt" | "text";
            batch_size?: number;
            learning_rate?: number;
            /** @description Most public texts used. */
            texts?: number;
            max_tokens?: components["schemas"]["MaxTokens"];
        };
        /**
         * @description Among how many workers what can be divided is divided: all texts of a prediction; of a transfer what is computed of the model
         *     over the public texts before the first step. The result is the same to the last byte, and the job stays one job. More than
         *     there are texts: 422.
         * @default 1
         */
        Shards: number;
        /** @description Longest text in tokens, cue included; a longer one loses its beginning. */
        MaxTokens: number;
        Transfer: {
            id: string;
            prompt: string;
            /** @description The student that the prompt was tuned on. */
            student: string;
            /** @description The model that it is brought to. */
            model: string;
            /** @description The transfer that it was brought from, if not from a student. */
            migrated_from?: string;
            dataset: string;
            alpha?: components["schemas"]["LossWeight"];
            steps?: components["schemas"]["TransferSteps"];
            seed?: number;
            settings?: components["schemas"]["TransferSettings"];
            status: components["schemas"]["JobStatus"];
            job: string;
            /** @description The folder of the transferred prompt, as PEFT loads it. Empty until the job has succeeded. */
            files: components["schemas"]["File"][];
            facts?: components["schemas"]["Facts"];
            /** Format: date-time */
            created_at: string;
        };
        TransferPage: {
            data: components["schemas"]["Transfer"][];
            next_cursor: string | null;
        };
        /**
         * @description Exactly one of `transfer`, `prompt`, `model`. A model alone (zero-shot) needs a `task`; a prompt brings its own, which a
         *     `task` given here replaces.
         */
        PredictionCreate: {
            transfer?: components["schemas"]["Reference"];
            prompt?: components["schemas"]["Reference"];
            model?: components["schemas"]["Reference"];
            task?: components["schemas"]["Task"];
            max_tokens?: components["schemas"]["MaxTokens"];
            shards?: components["schemas"]["Shards"];
            /** @description Answer with the labels. At most 64 texts then, and with the task at most 4 MiB of text; else 422. */
            synchronous?: boolean;
            texts: string[];
        } & (unknown | unknown | unknown);
        Classification: {
            transfer?: string;
            prompt?: string;
            model: string;
            labels: string[];
            /** @description One per text, in order. */
            results: components["schemas"]["PredictionResult"][];
        };
        PredictionResult: {
            label: string;
            /** @description One probability per label, in the order of `labels`; they sum to 1. */
            scores: number[];
        };
        Prediction: {
            id: string;
            transfer?: string;
            prompt?: string;
            model: string;
            labels: string[];
            /** @description Texts. */
            count: number;
            status: components["schemas"]["JobStatus"];
            job: string;
            /**
             * @description One per text, in order, when the job has succeeded. Left out where the service cannot send as much in one answer: they are
             *     in the file then, as the same array.
             */
            results?: components["schemas"]["PredictionResult"][];
            /** @description `predictions.json`, the results; none until the job has succeeded. */
            files: components["schemas"]["File"][];
            /** Format: date-time */
            created_at: string;
        };
        PredictionPage: {
            data: components["schemas"]["Prediction"][];
            next_cursor: string | null;
        };
        /** @description The job as fast as the fastest, the middle one and the slowest of those that ran. */
        EstimatedRange: {
            low: number;
            expected: number;
            high: number;
        };
        /** @description What a job would take. What is not known is left out. */
        Estimate: {
            kind: components["schemas"]["JobKind"];
            /** @description Of the optimiser; the most there may be where they are auto. */
            steps?: number;
            /** @description Texts that are read. */
            texts?: number;
            /** @description That models read, at most: a text is taken to be as long as it may be. */
            tokens: number;
            /** @description Floating-point operations of matrix products, at most. */
            flops?: number;
            /** @description Of the weights that it leaves. */
            bytes_written?: number;
            /** @description From the last jobs of the kind that ran on this service; absent while there is none. */
            seconds?: components["schemas"]["EstimatedRange"] & {
                /** @description Jobs it is taken from. */
                jobs: number;
            };
            /** @description The time at the provider's price; absent where there is none. */
            cost?: components["schemas"]["EstimatedRange"] & {
                currency: string;
            };
        };
        /** @enum {string} */
        JobKind: "distil" | "transfer" | "predict";
        /** @enum {string} */
        JobStatus: "queued" | "running" | "succeeded" | "failed" | "cancelled";
        Failure: {
            code: string;
            message: string;
            /** @description What to do now. */
            next?: string;
        };
        /** @description What a job makes. */
        JobResource: {
            /** @enum {string} */
            collection: "students" | "transfers" | "predictions";
            id: string;
        };
        Job: {
            id: string;
            kind: components["schemas"]["JobKind"];
            resource: components["schemas"]["JobResource"];
            status: components["schemas"]["JobStatus"];
            stage?: string;
            progress: number;
            metrics: {
                [key: string]: number;
            };
            device?: components["schemas"]["JobDevice"];
            /** @description Among how many workers it is divided, where it is. */
            shards?: number;
            /** @description How often a worker took it. */
            attempt: number;
            cancel_requested: boolean;
            result?: components["schemas"]["Facts"];
            failure?: components["schemas"]["Failure"];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            started_at?: string;
            /** Format: date-time */
            finished_at?: string;
            /** Format: date-time */
            updated_at: string;
        };
        /**
         * @description What its worker computes on, an execution provider of ONNX Runtime; told once it has come to computing.
         * @enum {string}
         */
        JobDevice: "cpu" | "cuda" | "webgpu";
        JobPage: {
            data: components["schemas"]["Job"][];
            next_cursor: string | null;
        };
        JobEvent: {
            sequence: number;
            /** @enum {string} */
            type: "queued" | "started" | "progress" | "requeued" | "cancel_requested" | "succeeded" | "failed" | "cancelled";
            /** Format: date-time */
            at: string;
            stage?: string;
            progress?: number;
            metrics?: {
                [key: string]: number;
            };
            device?: components["schemas"]["JobDevice"];
            message?: string;
            failure?: components["schemas"]["Failure"];
        };
        JobEventPage: {
            data: components["schemas"]["JobEvent"][];
            next: number;
            finished: boolean;
        };
        /** @enum {string} */
        WebhookEventType: "job.succeeded" | "job.failed" | "job.cancelled";
        WebhookCreate: {
            /** @description An https address that is public; no user name, password or fragment. */
            url: string;
            events: components["schemas"]["WebhookEventType"][];
        };
        Webhook: {
            id: string;
            url: string;
            events: components["schemas"]["WebhookEventType"][];
            /** @enum {string} */
            status: "enabled" | "disabled";
            /**
             * @description It answered 410, or had no success for five days.
             * @enum {string}
             */
            disabled_reason?: "gone" | "failing";
            /** Format: date-time */
            disabled_at?: string;
            /**
             * Format: date-time
             * @description First failure since the last success.
             */
            failing_since?: string;
            /** Format: date-time */
            created_at: string;
        };
        WebhookWithSecret: components["schemas"]["Webhook"] & {
            /** @description Signs all events; verify with it. Keep it secret. */
            secret: string;
        };
        WebhookPage: {
            data: components["schemas"]["Webhook"][];
            next_cursor: string | null;
        };
        /** @enum {string} */
        WebhookDeliveryStatus: "pending" | "delivered" | "failed";
        WebhookDelivery: {
            /** @description The `webhook-id` it is sent under. */
            id: string;
            /** @enum {string} */
            type: "job.succeeded" | "job.failed" | "job.cancelled" | "webhook.test";
            status: components["schemas"]["WebhookDeliveryStatus"];
            attempts: {
                /** Format: date-time */
                at: string;
                milliseconds: number;
                /** @description Of the answer. */
                status?: number;
                /** @description Why there was none, such as `timeout` or `address-refused`. */
                error?: string;
            }[];
            /** Format: date-time */
            next_attempt_at?: string;
            /** Format: date-time */
            created_at: string;
        };
        WebhookDeliveryPage: {
            data: components["schemas"]["WebhookDelivery"][];
            next_cursor: string | null;
        };
        WebhookEvent: components["schemas"]["JobEndedEvent"] | components["schemas"]["WebhookTestEvent"];
        JobEndedEvent: {
            type: components["schemas"]["WebhookEventType"];
            /**
             * Format: date-time
             * @description When the job ended.
             */
            timestamp: string;
            data: {
                job: string;
                kind: components["schemas"]["JobKind"];
                resource: components["schemas"]["JobResource"];
            };
        };
        WebhookTestEvent: {
            /** @constant */
            type: "webhook.test";
            /** Format: date-time */
            timestamp: string;
            data: {
                webhook: string;
            };
        };
        /** @example 2026-01-31 */
        Day: string;
        Usage: {
            /** @description Jobs that ended, however they did, by kind. */
            jobs: {
                distil: number;
                transfer: number;
                predict: number;
            };
            failed: number;
            cancelled: number;
            /** @description Time that workers spent, also on attempts that came to nothing. */
            compute_seconds: number;
            texts_predicted: number;
            /** @description Of jobs that tell: distillations. */
            tokens_trained: number;
            /** @description Of the files that jobs left. */
            bytes_stored: number;
            /** @description `compute_seconds` at the provider's price as it is now; absent where there is none. It is no bill. */
            cost?: {
                amount: number;
                /** @description Three letters, as USD. */
                currency: string;
            };
        };
        UsageReport: {
            from: components["schemas"]["Day"];
            to: components["schemas"]["Day"];
            days: ({
                date: components["schemas"]["Day"];
            } & components["schemas"]["Usage"])[];
            total: components["schemas"]["Usage"];
        };
        AuditEntry: {
            number: number;
            /** Format: date-time */
            at: string;
            /** @description SHA-256 of the entry before, empty for the first. */
            before: string;
            /** @description As X-Request-Id told it. */
            request: string;
            /** @description Identifier of the token (`tok_…`); of an issuer's tokens one that is the same for all of a subject's (`sub_…`). */
            token: string;
            /** @enum {string} */
            role: "provider" | "client";
            /** @description An `operationId` of this document. */
            operation: string;
            path: string;
            status: number;
        };
        AuditPage: {
            data: components["schemas"]["AuditEntry"][];
            next: number;
        };
    };
    responses: {
        /** @description The request cannot be read: a field or parameter is missing, unknown or of the wrong kind. */
        BadRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "https://promptpost.dev/problems/invalid-body",
                 *       "title": "The request cannot be read",
                 *       "status": 400,
                 *       "detail": "The field must have required property 'name'.",
                 *       "code": "invalid-body",
                 *       "pointer": "/name",
                 *       "request_id": "req_5b0ef3a90c1d4d2d8f6a3f0c2b1a9e87"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no valid token (`unauthorized`), or the issuer's token does not say as it must who asks (`wrong-claim`). */
        Unauthorized: {
            headers: {
                "WWW-Authenticate": components["headers"]["WwwAuthenticate"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "https://promptpost.dev/problems/unauthorized",
                 *       "title": "No valid token",
                 *       "status": 401,
                 *       "detail": "The token is not known here.",
                 *       "code": "unauthorized",
                 *       "request_id": "req_5b0ef3a90c1d4d2d8f6a3f0c2b1a9e87"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The token is valid but may not do this, for its role or because it may only read. */
        Forbidden: {
            headers: {
                "WWW-Authenticate": components["headers"]["WwwAuthenticate"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "https://promptpost.dev/problems/forbidden",
                 *       "title": "This role may not do that",
                 *       "status": 403,
                 *       "detail": "Only a provider may do this.",
                 *       "code": "forbidden",
                 *       "request_id": "req_5b0ef3a90c1d4d2d8f6a3f0c2b1a9e87"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such thing, or it belongs to another tenant: the two look alike. */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "https://promptpost.dev/problems/not-found",
                 *       "title": "Not found",
                 *       "status": 404,
                 *       "detail": "There is no such thing, or it is not yours.",
                 *       "code": "not-found",
                 *       "request_id": "req_5b0ef3a90c1d4d2d8f6a3f0c2b1a9e87"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description What is there does not allow it. */
        Conflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "https://promptpost.dev/problems/not-ready",
                 *       "title": "In conflict with what is there",
                 *       "status": 409,
                 *       "detail": "The transfer is running.",
                 *       "code": "not-ready",
                 *       "pointer": "/transfer",
                 *       "request_id": "req_5b0ef3a90c1d4d2d8f6a3f0c2b1a9e87"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It has changed since the ETag that If-Match names. */
        PreconditionFailed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "https://promptpost.dev/problems/changed",
                 *       "title": "Changed since",
                 *       "status": 412,
                 *       "detail": "It is not what it was.",
                 *       "code": "changed",
                 *       "pointer": "If-Match",
                 *       "request_id": "req_5b0ef3a90c1d4d2d8f6a3f0c2b1a9e87"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is larger than the limit. */
        TooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "https://promptpost.dev/problems/too-large",
                 *       "title": "Too large",
                 *       "status": 413,
                 *       "detail": "The body may have at most 1048576 bytes.",
                 *       "code": "too-large",
                 *       "request_id": "req_5b0ef3a90c1d4d2d8f6a3f0c2b1a9e87"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is of another kind. */
        UnsupportedMediaType: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "https://promptpost.dev/problems/unsupported-media-type",
                 *       "title": "Unsupported media type",
                 *       "status": 415,
                 *       "detail": "Send the body as application/json.",
                 *       "code": "unsupported-media-type",
                 *       "request_id": "req_5b0ef3a90c1d4d2d8f6a3f0c2b1a9e87"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The file has no such range. */
        RangeNotSatisfiable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "https://promptpost.dev/problems/no-such-range",
                 *       "title": "No such range",
                 *       "status": 416,
                 *       "detail": "The file has 1000 bytes.",
                 *       "code": "no-such-range",
                 *       "request_id": "req_5b0ef3a90c1d4d2d8f6a3f0c2b1a9e87"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It can be read but not carried out, or the Idempotency-Key was used for another request. */
        Unprocessable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "https://promptpost.dev/problems/wrong-student",
                 *       "title": "The request cannot be carried out",
                 *       "status": 422,
                 *       "detail": "The student's hidden size is 256, the prompt's 128.",
                 *       "code": "wrong-student",
                 *       "pointer": "/student",
                 *       "request_id": "req_5b0ef3a90c1d4d2d8f6a3f0c2b1a9e87"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description The tenant has asked too often (`quota-exceeded`, policy `default`), has too many jobs that have not ended (`queue-full`), or would
         *     keep more than it may (`quota-exceeded`, policy `resources` or `bytes`; then there is no `Retry-After`, for waiting does not help).
         */
        TooManyRequests: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "X-Should-Retry": components["headers"]["ShouldRetry"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "https://iana.org/assignments/http-problem-types#quota-exceeded",
                 *       "title": "Too many requests",
                 *       "status": 429,
                 *       "detail": "Wait 7 seconds.",
                 *       "code": "quota-exceeded",
                 *       "violated-policies": [
                 *         "default"
                 *       ],
                 *       "request_id": "req_5b0ef3a90c1d4d2d8f6a3f0c2b1a9e87"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /**
         * @description The server failed. The request may be sent again. 503 `issuer-unavailable`: the token is one of an issuer whose keys cannot be
         *     had now; `Retry-After` says when they are asked for again.
         */
        ServerError: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "https://promptpost.dev/problems/internal",
                 *       "title": "The server failed",
                 *       "status": 500,
                 *       "detail": "Something broke on our side. Report the request id.",
                 *       "code": "internal",
                 *       "request_id": "req_5b0ef3a90c1d4d2d8f6a3f0c2b1a9e87"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It is what the client has. */
        NotModified: {
            headers: {
                ETag: components["headers"]["ResourceETag"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description The file. */
        File: {
            headers: {
                ETag: components["headers"]["ETag"];
                "Repr-Digest": components["headers"]["ContentDigest"];
                [name: string]: unknown;
            };
            content: {
                "application/octet-stream": string;
            };
        };
        /** @description Large files of a service in a cloud: the address at which its storage gives the bytes, whole or a range, for some minutes. It needs no token, and must not be sent one. */
        FileElsewhere: {
            headers: {
                Location?: string;
                ETag: components["headers"]["ETag"];
                "Repr-Digest": components["headers"]["ContentDigest"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description A part of the file. */
        FileRange: {
            headers: {
                ETag: components["headers"]["ETag"];
                "Repr-Digest": components["headers"]["ContentDigest"];
                [name: string]: unknown;
            };
            content: {
                "application/octet-stream": string;
            };
        };
    };
    parameters: {
        Id: string;
        FileName: string;
        /** @description The `next_cursor` of the page before. */
        Cursor: string;
        /** @description By time of creation. */
        Order: "asc" | "desc";
        Limit: number;
        /** @description Only of this name. */
        NameFilter: components["schemas"]["Name"];
        /** @description Only of this purpose. */
        PurposeFilter: components["schemas"]["Purpose"];
        /** @description Only of this model. */
        ModelFilter: components["schemas"]["Reference"];
        /** @description Only tuned on this student. */
        StudentFilter: components["schemas"]["Reference"];
        /** @description Only of this prompt. */
        PromptFilter: components["schemas"]["Reference"];
        /** @description Only of this transfer. */
        TransferFilter: components["schemas"]["Reference"];
        /** @description Only in this state. */
        StatusFilter: components["schemas"]["JobStatus"];
        /** @description Only of this kind. */
        KindFilter: components["schemas"]["JobKind"];
        /** @description One range, `bytes=first-last`. */
        Range: string;
        /** @description The range holds only while this is the file's ETag. */
        IfRange: string;
        /** @description ETags that the client has; if it is one of these, 304 without a body. */
        IfNoneMatch: string;
        /** @description The ETag it must still have, else 412. */
        IfMatch: string;
        /**
         * @description Checks the request, creates nothing and answers what it would take. The body stays the one to be sent after, and the key is
         *     not used up. Allowances are not looked at.
         */
        DryRun: boolean;
        /**
         * @description One per logical call. The same key with the same body answers as the first time and creates nothing; with another
         *     body it is refused with 422. A key is remembered for 7 days; after that it makes something new. What it made may be deleted
         *     meanwhile: then the answer is 409 `deleted`.
         */
        IdempotencyKey: string;
    };
    requestBodies: never;
    headers: {
        /** @description `Bearer`: how to ask; `error` and `error_description` say what is wrong with a token that came (RFC 6750). */
        WwwAuthenticate: string;
        /** @description Seconds to wait before asking again. */
        RetryAfter: number;
        /** @description `false` where the same request would only be refused again, `true` where it would not. */
        ShouldRetry: "true" | "false";
        /** @description What is left, and the seconds until the quota is whole again: `"default";r=42;t=17` (draft-ietf-httpapi-ratelimit-headers-09). */
        RateLimit: string;
        /** @description The quota: `"default";q=6000;w=10` are 6000 requests in 10 seconds. */
        RateLimitPolicy: string;
        /** @description Path of what was created. */
        Location: string;
        /** @description SHA-256 of the file, quoted. */
        ETag: string;
        /** @description Changes whenever the resource does; for If-None-Match and If-Match. */
        ResourceETag: string;
        /** @description SHA-256 of the whole file (RFC 9530, as Repr-Digest). */
        ContentDigest: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            400: components["responses"]["BadRequest"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    getContract: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The contract. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/yaml": {
                        [key: string]: unknown;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    getCapabilities: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags that the client has; if it is one of these, 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The same for everyone. */
            200: {
                headers: {
                    ETag: components["headers"]["ResourceETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Capabilities"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    listModels: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
                limit?: components["parameters"]["Limit"];
                /** @description By time of creation. */
                order?: components["parameters"]["Order"];
                /** @description Only of this name. */
                name?: components["parameters"]["NameFilter"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    createModel: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description One per logical call. The same key with the same body answers as the first time and creates nothing; with another
                 *     body it is refused with 422. A key is remembered for 7 days; after that it makes something new. What it made may be deleted
                 *     meanwhile: then the answer is 409 `deleted`.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ModelCreate"];
            };
        };
        responses: {
            /** @description These files are its last revision already; `templates` replace the ones it had, if they were given. */
            200: {
                headers: {
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Model"];
                };
            };
            /** @description Registered, with the digests of its files. */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Model"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    getModel: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags that the client has; if it is one of these, 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The model. */
            200: {
                headers: {
                    ETag: components["headers"]["ResourceETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Model"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    deleteModel: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag it must still have, else 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    updateModel: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag it must still have, else 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ModelUpdate"];
            };
        };
        responses: {
            /** @description The model as it is now. */
            200: {
                headers: {
                    ETag: components["headers"]["ResourceETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Model"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    listDatasets: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
                limit?: components["parameters"]["Limit"];
                /** @description By time of creation. */
                order?: components["parameters"]["Order"];
                /** @description Only of this name. */
                name?: components["parameters"]["NameFilter"];
                /** @description Only of this purpose. */
                purpose?: components["parameters"]["PurposeFilter"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    createDataset: {
        parameters: {
            query?: {
                /** @description For a stream; in JSON it belongs to the body. */
                name?: components["schemas"]["Name"];
                /** @description For a stream; in JSON it belongs to the body. */
                purpose?: components["schemas"]["Purpose"];
                /** @description Stores nothing and says of every line what is wrong with it. */
                validate_only?: boolean;
            };
            header?: {
                /**
                 * @description One per logical call. The same key with the same body answers as the first time and creates nothing; with another
                 *     body it is refused with 422. A key is remembered for 7 days; after that it makes something new. What it made may be deleted
                 *     meanwhile: then the answer is 409 `deleted`.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DatasetCreate"];
                "text/plain": string;
                "application/x-ndjson": string;
            };
        };
        responses: {
            /** @description With `validate_only`, what would come of it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetValidation"];
                };
            };
            /** @description Stored. */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dataset"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    getDataset: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags that the client has; if it is one of these, 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its count and digest. */
            200: {
                headers: {
                    ETag: components["headers"]["ResourceETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dataset"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    deleteDataset: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag it must still have, else 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    listDatasetTexts: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
                limit?: components["parameters"]["Limit"];
            };
            header?: {
                /** @description ETags that the client has; if it is one of these, 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; where texts are long it ends before its limit. */
            200: {
                headers: {
                    ETag: components["headers"]["ResourceETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TextPage"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    listUploads: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
                limit?: components["parameters"]["Limit"];
                /** @description By time of creation. */
                order?: components["parameters"]["Order"];
                /** @description Only of this name. */
                name?: components["parameters"]["NameFilter"];
                /** @description Only of these contents. */
                sha256?: components["schemas"]["Sha256"];
                /** @description Only in this state. */
                status?: components["schemas"]["UploadStatus"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    createUpload: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description One per logical call. The same key with the same body answers as the first time and creates nothing; with another
                 *     body it is refused with 422. A key is remembered for 7 days; after that it makes something new. What it made may be deleted
                 *     meanwhile: then the answer is 409 `deleted`.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "kind": "dataset",
                 *       "name": "articles",
                 *       "purpose": "public",
                 *       "content_type": "text/plain",
                 *       "bytes": 9437184,
                 *       "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"
                 *     }
                 */
                "application/json": components["schemas"]["UploadCreate"];
            };
        };
        responses: {
            /** @description Its parts may come. */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "upl_01h455vb4pex5vsknk084sn02q",
                     *       "kind": "dataset",
                     *       "name": "articles",
                     *       "purpose": "public",
                     *       "content_type": "text/plain",
                     *       "bytes": 9437184,
                     *       "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                     *       "part_bytes": 4194304,
                     *       "part_count": 3,
                     *       "parts_received": 0,
                     *       "status": "open",
                     *       "created_at": "2026-01-31T12:00:00.000Z",
                     *       "expires_at": "2026-02-07T12:00:00.000Z",
                     *       "parts": []
                     *     }
                     */
                    "application/json": components["schemas"]["UploadWithParts"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    getUpload: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags that the client has; if it is one of these, 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The upload. */
            200: {
                headers: {
                    ETag: components["headers"]["ResourceETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadWithParts"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    deleteUpload: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag it must still have, else 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    putUploadPart: {
        parameters: {
            query?: never;
            header: {
                /** @description The part's bytes; nothing is read when they are not those it must have. */
                "Content-Length": number;
                /**
                 * @description SHA-256 of the part (RFC 9530), in base64 between colons.
                 * @example sha-256=:LCa0a2j/xo/5m0U8HTBBNBNCLXBkg7+g+YpeiGJm564=:
                 */
                "Content-Digest": string;
            };
            path: {
                id: components["parameters"]["Id"];
                /** @description From 1 to `part_count`. */
                number: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description It is here, flushed to the disk. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /** @description Other bytes are here as this part, or the upload is completed. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://promptpost.dev/problems/part-differs",
                     *       "title": "In conflict with what is there",
                     *       "status": 409,
                     *       "detail": "Part 2 is here with other bytes. Delete the upload and begin anew.",
                     *       "code": "part-differs",
                     *       "pointer": "number",
                     *       "request_id": "req_5b0ef3a90c1d4d2d8f6a3f0c2b1a9e87"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no Content-Length. */
            411: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://promptpost.dev/problems/length-required",
                     *       "title": "Length required",
                     *       "status": 411,
                     *       "detail": "Say how long the part is: 4194304 bytes.",
                     *       "code": "length-required",
                     *       "pointer": "Content-Length",
                     *       "request_id": "req_5b0ef3a90c1d4d2d8f6a3f0c2b1a9e87"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["TooLarge"];
            /** @description It has another length or another digest than it should. */
            422: {
                headers: {
                    "X-Should-Retry": components["headers"]["ShouldRetry"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://promptpost.dev/problems/digest-mismatch",
                     *       "title": "The request cannot be carried out",
                     *       "status": 422,
                     *       "detail": "What arrived does not have this digest. Send the part again.",
                     *       "code": "digest-mismatch",
                     *       "pointer": "Content-Digest",
                     *       "request_id": "req_5b0ef3a90c1d4d2d8f6a3f0c2b1a9e87"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    completeUpload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The data set; the parts are gone. */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dataset"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /** @description Parts are missing (`parts-missing`), or the data set has been deleted since (`deleted`). */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "https://promptpost.dev/problems/parts-missing",
                     *       "title": "In conflict with what is there",
                     *       "status": 409,
                     *       "detail": "2 of 3 parts are not here, the first of them part 2. Send them.",
                     *       "code": "parts-missing",
                     *       "request_id": "req_5b0ef3a90c1d4d2d8f6a3f0c2b1a9e87"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    listStudents: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
                limit?: components["parameters"]["Limit"];
                /** @description By time of creation. */
                order?: components["parameters"]["Order"];
                /** @description Only of this model. */
                model?: components["parameters"]["ModelFilter"];
                /** @description Only in this state. */
                status?: components["parameters"]["StatusFilter"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StudentPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    createStudent: {
        parameters: {
            query?: {
                /**
                 * @description Checks the request, creates nothing and answers what it would take. The body stays the one to be sent after, and the key is
                 *     not used up. Allowances are not looked at.
                 */
                dry_run?: components["parameters"]["DryRun"];
            };
            header?: {
                /**
                 * @description One per logical call. The same key with the same body answers as the first time and creates nothing; with another
                 *     body it is refused with 422. A key is remembered for 7 days; after that it makes something new. What it made may be deleted
                 *     meanwhile: then the answer is 409 `deleted`.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StudentCreate"];
            };
        };
        responses: {
            /** @description With `dry_run`, what it would take. Nothing was created. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Estimate"];
                };
            };
            /** @description A job distils it. */
            202: {
                headers: {
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Student"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    getStudent: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags that the client has; if it is one of these, 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The student. */
            200: {
                headers: {
                    ETag: components["headers"]["ResourceETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Student"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    deleteStudent: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag it must still have, else 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    getStudentFile: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags that the client has; if it is one of these, 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description One range, `bytes=first-last`. */
                Range?: components["parameters"]["Range"];
                /** @description The range holds only while this is the file's ETag. */
                "If-Range"?: components["parameters"]["IfRange"];
            };
            path: {
                id: components["parameters"]["Id"];
                name: components["parameters"]["FileName"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["File"];
            206: components["responses"]["FileRange"];
            304: components["responses"]["NotModified"];
            307: components["responses"]["FileElsewhere"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            416: components["responses"]["RangeNotSatisfiable"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    listPrompts: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
                limit?: components["parameters"]["Limit"];
                /** @description By time of creation. */
                order?: components["parameters"]["Order"];
                /** @description Only tuned on this student. */
                student?: components["parameters"]["StudentFilter"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromptPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    createPrompt: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description One per logical call. The same key with the same body answers as the first time and creates nothing; with another
                 *     body it is refused with 422. A key is remembered for 7 days; after that it makes something new. What it made may be deleted
                 *     meanwhile: then the answer is 409 `deleted`.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PromptCreate"];
            };
        };
        responses: {
            /** @description Stored. */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Prompt"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    getPrompt: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags that the client has; if it is one of these, 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The prompt. */
            200: {
                headers: {
                    ETag: components["headers"]["ResourceETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Prompt"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    deletePrompt: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag it must still have, else 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    getPromptFile: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags that the client has; if it is one of these, 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description One range, `bytes=first-last`. */
                Range?: components["parameters"]["Range"];
                /** @description The range holds only while this is the file's ETag. */
                "If-Range"?: components["parameters"]["IfRange"];
            };
            path: {
                id: components["parameters"]["Id"];
                name: components["parameters"]["FileName"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["File"];
            206: components["responses"]["FileRange"];
            304: components["responses"]["NotModified"];
            307: components["responses"]["FileElsewhere"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            416: components["responses"]["RangeNotSatisfiable"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    listTransfers: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
                limit?: components["parameters"]["Limit"];
                /** @description By time of creation. */
                order?: components["parameters"]["Order"];
                /** @description Only of this prompt. */
                prompt?: components["parameters"]["PromptFilter"];
                /** @description Only of this model. */
                model?: components["parameters"]["ModelFilter"];
                /** @description Only in this state. */
                status?: components["parameters"]["StatusFilter"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TransferPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    createTransfer: {
        parameters: {
            query?: {
                /**
                 * @description Checks the request, creates nothing and answers what it would take. The body stays the one to be sent after, and the key is
                 *     not used up. Allowances are not looked at.
                 */
                dry_run?: components["parameters"]["DryRun"];
            };
            header?: {
                /**
                 * @description One per logical call. The same key with the same body answers as the first time and creates nothing; with another
                 *     body it is refused with 422. A key is remembered for 7 days; after that it makes something new. What it made may be deleted
                 *     meanwhile: then the answer is 409 `deleted`.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TransferCreate"];
            };
        };
        responses: {
            /** @description With `dry_run`, what it would take. Nothing was created. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Estimate"];
                };
            };
            /** @description A job transfers it. */
            202: {
                headers: {
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transfer"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    getTransfer: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags that the client has; if it is one of these, 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The transfer. */
            200: {
                headers: {
                    ETag: components["headers"]["ResourceETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transfer"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    deleteTransfer: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag it must still have, else 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    getTransferFile: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags that the client has; if it is one of these, 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description One range, `bytes=first-last`. */
                Range?: components["parameters"]["Range"];
                /** @description The range holds only while this is the file's ETag. */
                "If-Range"?: components["parameters"]["IfRange"];
            };
            path: {
                id: components["parameters"]["Id"];
                name: components["parameters"]["FileName"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["File"];
            206: components["responses"]["FileRange"];
            304: components["responses"]["NotModified"];
            307: components["responses"]["FileElsewhere"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            416: components["responses"]["RangeNotSatisfiable"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    createMigration: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description One per logical call. The same key with the same body answers as the first time and creates nothing; with another
                 *     body it is refused with 422. A key is remembered for 7 days; after that it makes something new. What it made may be deleted
                 *     meanwhile: then the answer is 409 `deleted`.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MigrationCreate"];
            };
        };
        responses: {
            /** @description A job transfers it. `Location` names the transfer. */
            202: {
                headers: {
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transfer"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    listPredictions: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
                limit?: components["parameters"]["Limit"];
                /** @description By time of creation. */
                order?: components["parameters"]["Order"];
                /** @description Only of this transfer. */
                transfer?: components["parameters"]["TransferFilter"];
                /** @description Only of this prompt. */
                prompt?: components["parameters"]["PromptFilter"];
                /** @description Only of this model. */
                model?: components["parameters"]["ModelFilter"];
                /** @description Only in this state. */
                status?: components["parameters"]["StatusFilter"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PredictionPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    createPrediction: {
        parameters: {
            query?: {
                /**
                 * @description Checks the request, creates nothing and answers what it would take. The body stays the one to be sent after, and the key is
                 *     not used up. Allowances are not looked at.
                 */
                dry_run?: components["parameters"]["DryRun"];
            };
            header?: {
                /**
                 * @description One per logical call. The same key with the same body answers as the first time and creates nothing; with another
                 *     body it is refused with 422. A key is remembered for 7 days; after that it makes something new. What it made may be deleted
                 *     meanwhile: then the answer is 409 `deleted`.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PredictionCreate"];
            };
        };
        responses: {
            /** @description The labels, when `synchronous` was asked for; with `dry_run`, what the job would take, and nothing was created. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Classification"] | components["schemas"]["Estimate"];
                };
            };
            /** @description A job predicts. The texts are deleted when it ends. */
            202: {
                headers: {
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Prediction"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            /** @description `unavailable`: the process that predicts died twice over this request, or the service stops. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `timed-out`: no answer in time; the model may still be loading. */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            "5XX": components["responses"]["ServerError"];
        };
    };
    getPrediction: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags that the client has; if it is one of these, 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The prediction. */
            200: {
                headers: {
                    ETag: components["headers"]["ResourceETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Prediction"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    deletePrediction: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag it must still have, else 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    getPredictionFile: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags that the client has; if it is one of these, 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description One range, `bytes=first-last`. */
                Range?: components["parameters"]["Range"];
                /** @description The range holds only while this is the file's ETag. */
                "If-Range"?: components["parameters"]["IfRange"];
            };
            path: {
                id: components["parameters"]["Id"];
                name: components["parameters"]["FileName"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["File"];
            206: components["responses"]["FileRange"];
            304: components["responses"]["NotModified"];
            307: components["responses"]["FileElsewhere"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            416: components["responses"]["RangeNotSatisfiable"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    listJobs: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
                limit?: components["parameters"]["Limit"];
                /** @description By time of creation. */
                order?: components["parameters"]["Order"];
                /** @description Only of this kind. */
                kind?: components["parameters"]["KindFilter"];
                /** @description Only in this state. */
                status?: components["parameters"]["StatusFilter"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    getJob: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags that the client has; if it is one of these, 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job. */
            200: {
                headers: {
                    ETag: components["headers"]["ResourceETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    listJobEvents: {
        parameters: {
            query?: {
                /** @description The `sequence` of the last event known. */
                after?: number;
                /** @description Seconds to wait, at most, when there is nothing new and the job has not ended. */
                wait?: number;
                limit?: components["parameters"]["Limit"];
            };
            header?: {
                /** @description For a stream, the `id` of the last event known; goes before `after`. */
                "Last-Event-ID"?: string;
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events, oldest first. `next` is the `after` of the next request; `finished` says that no more will come. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobEventPage"];
                    /**
                     * @example id: 2
                     *     event: started
                     *     data: {"sequence":2,"type":"started","at":"2026-01-01T00:00:00.000Z"}
                     */
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    cancelJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job as it is now. A running one stops at its next step. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    listWebhooks: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
                limit?: components["parameters"]["Limit"];
                /** @description By time of creation. */
                order?: components["parameters"]["Order"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description One per logical call. The same key with the same body answers as the first time and creates nothing; with another
                 *     body it is refused with 422. A key is remembered for 7 days; after that it makes something new. What it made may be deleted
                 *     meanwhile: then the answer is 409 `deleted`.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookCreate"];
            };
        };
        responses: {
            /** @description Set up. The secret is shown here and not again. */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookWithSecret"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    getWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags that the client has; if it is one of these, 304 without a body. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhook. */
            200: {
                headers: {
                    ETag: components["headers"]["ResourceETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag it must still have, else 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone. What is being sent at this moment may still arrive. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["PreconditionFailed"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description One per logical call. The same key with the same body answers as the first time and creates nothing; with another
                 *     body it is refused with 422. A key is remembered for 7 days; after that it makes something new. What it made may be deleted
                 *     meanwhile: then the answer is 409 `deleted`.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The new secret, shown here and not again. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookWithSecret"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    enableWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhook as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    testWebhook: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description One per logical call. The same key with the same body answers as the first time and creates nothing; with another
                 *     body it is refused with 422. A key is remembered for 7 days; after that it makes something new. What it made may be deleted
                 *     meanwhile: then the answer is 409 `deleted`.
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description On its way. Its `id` is in the list of deliveries, with what came of it. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    listWebhookDeliveries: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
                limit?: components["parameters"]["Limit"];
                /** @description By time of creation. */
                order?: components["parameters"]["Order"];
                /** @description Only in this state. */
                status?: components["schemas"]["WebhookDeliveryStatus"];
            };
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDeliveryPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    getUsage: {
        parameters: {
            query?: {
                /** @description First day; 30 days in all when absent. At most 366 days. */
                from?: components["schemas"]["Day"];
                /** @description Last day; today when absent. */
                to?: components["schemas"]["Day"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Usage by day and in all. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsageReport"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    listAuditLog: {
        parameters: {
            query?: {
                /** @description The `number` of the last entry known. */
                after?: number;
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Entries, oldest first. `next` is the `after` of the next request. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            429: components["responses"]["TooManyRequests"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    receiveEvent: {
        parameters: {
            query?: never;
            header: {
                /** @description Of the event; the same over all tries and for all webhooks. */
                "webhook-id": string;
                /** @description Of the try, in seconds since 1970. */
                "webhook-timestamp": string;
                /** @description One `v1,BASE64` (HMAC-SHA256) for each secret that holds, with spaces between. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "job.succeeded",
                 *       "timestamp": "2026-01-01T00:00:00.000Z",
                 *       "data": {
                 *         "job": "job_01kdqv00000000000000000000",
                 *         "kind": "transfer",
                 *         "resource": {
                 *           "collection": "transfers",
                 *           "id": "trf_01kdqv00000000000000000000"
                 *         }
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["WebhookEvent"];
            };
        };
        responses: {
            /** @description Wants no more; the webhook is disabled. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Accepted. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Will be tried again. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
