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
    "/v1/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Models */
        get: operations["listModels"];
        put?: never;
        /** Register a folder of the models root (provider) */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
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
         *     `{"text": …}` a line. A stream's name and purpose go into the query. Blank lines are skipped.
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
        delete?: never;
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
        /** Delete a prompt and its files */
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
        /** Classify texts with a transferred prompt, a student's prompt used directly, or no prompt */
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
        /** What happened after an event; waits for news when asked to */
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
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Health: {
            /** @constant */
            status: "ok";
            version: string;
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
        ModelCreate: {
            name: components["schemas"]["Name"];
        };
        /** @description The parts of config.json that say what the model is, where it has them. */
        ModelConfig: {
            model_type?: string;
            architecture?: string;
            hidden_size?: number;
            layers?: number;
            heads?: number;
            vocabulary_size?: number;
            max_positions?: number;
            dtype?: string;
        };
        Model: {
            id: string;
            name: string;
            config: components["schemas"]["ModelConfig"];
            files: components["schemas"]["File"][];
            /** @description Digest of the list of files. */
            sha256: string;
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
        Dataset: {
            id: string;
            name: string;
            purpose: components["schemas"]["Purpose"];
            /** @description Texts. */
            count: number;
            /** @description Bytes of the JSON lines kept. */
            size: number;
            /** @description Digest of the JSON lines kept. */
            sha256: string;
            /** Format: date-time */
            created_at: string;
        };
        DatasetPage: {
            data: components["schemas"]["Dataset"][];
            next_cursor: string | null;
        };
        StudentCreate: {
            model: components["schemas"]["Reference"];
            dataset: components["schemas"]["Reference"];
            /** @description Layers the student keeps. */
            layers: number;
            steps?: components["schemas"]["Steps"];
            seed?: components["schemas"]["Seed"];
            settings?: components["schemas"]["DistilSettings"];
        };
        /** @description How the student is trained; each has a default. */
        DistilSettings: {
            /** @description Tokens of one step, padding included. */
            batch_tokens?: number;
            /** @description Longest sequence, in tokens. */
            sequence_length?: number;
            learning_rate?: number;
        };
        Student: {
            id: string;
            /** @description The model it was distilled from. */
            model: string;
            /** @description For its provider only. */
            dataset?: string;
            layers: number;
            status: components["schemas"]["JobStatus"];
            /** @description For its provider only. */
            job?: string;
            /** @description Empty until it is ready. */
            files: components["schemas"]["File"][];
            facts?: components["schemas"]["Facts"];
            /** Format: date-time */
            created_at: string;
        };
        StudentPage: {
            data: components["schemas"]["Student"][];
            next_cursor: string | null;
        };
        Task: {
            template: string;
            /** @description For each label, the words that stand for it. */
            verbalizer: {
                [key: string]: string[];
            };
            /**
             * @description How a class's words make its score; mean probability when absent.
             * @enum {string}
             */
            scoring?: "mean-probability" | "mean-logit";
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
            alpha?: number;
            steps?: components["schemas"]["Steps"];
            seed?: components["schemas"]["Seed"];
            settings?: components["schemas"]["TransferSettings"];
        };
        /** @description How the prompt is transferred; each has a default. */
        TransferSettings: {
            /** @description Weight of the class divergence beside the paper's two losses. */
            gamma?: number;
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
        /** @description Longest text in tokens, cue included; a longer one loses its beginning. */
        MaxTokens: number;
        Transfer: {
            id: string;
            prompt: string;
            student: string;
            model: string;
            dataset: string;
            alpha?: number;
            steps?: number;
            seed?: number;
            settings?: components["schemas"]["TransferSettings"];
            status: components["schemas"]["JobStatus"];
            job: string;
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
            texts: string[];
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
            /** @description One per text, in order, when the job has succeeded. */
            results?: components["schemas"]["PredictionResult"][];
            /** Format: date-time */
            created_at: string;
        };
        PredictionPage: {
            data: components["schemas"]["Prediction"][];
            next_cursor: string | null;
        };
        /** @enum {string} */
        JobStatus: "queued" | "running" | "succeeded" | "failed" | "cancelled";
        Failure: {
            code: string;
            message: string;
            /** @description What to do now. */
            next?: string;
        };
        Job: {
            id: string;
            /** @enum {string} */
            kind: "distil" | "transfer" | "predict";
            /** @description What it makes. */
            resource: {
                /** @enum {string} */
                collection: "students" | "transfers" | "predictions";
                id: string;
            };
            status: components["schemas"]["JobStatus"];
            stage?: string;
            progress: number;
            metrics: {
                [key: string]: number;
            };
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
            message?: string;
            failure?: components["schemas"]["Failure"];
        };
        JobEventPage: {
            data: components["schemas"]["JobEvent"][];
            next: number;
            finished: boolean;
        };
    };
    responses: {
        /** @description What is wrong and what to do. */
        Problem: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
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
        Limit: number;
        /** @description One range, `bytes=first-last`. */
        Range: string;
        /** @description The range holds only while this is the file's ETag. */
        IfRange: string;
        /**
         * @description One per logical call. The same key with the same body answers as the first time and creates nothing; with another
         *     body it is refused with 422.
         */
        IdempotencyKey: string;
    };
    requestBodies: never;
    headers: {
        /** @description Path of what was created. */
        Location: string;
        /** @description SHA-256 of the file, quoted. */
        ETag: string;
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
                    "application/yaml": string;
                };
            };
        };
    };
    listModels: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
                limit?: components["parameters"]["Limit"];
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
            "4XX": components["responses"]["Problem"];
        };
    };
    createModel: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description One per logical call. The same key with the same body answers as the first time and creates nothing; with another
                 *     body it is refused with 422.
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
            "4XX": components["responses"]["Problem"];
        };
    };
    getModel: {
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
            /** @description The model. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Model"];
                };
            };
            "4XX": components["responses"]["Problem"];
        };
    };
    listDatasets: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
                limit?: components["parameters"]["Limit"];
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
            "4XX": components["responses"]["Problem"];
        };
    };
    createDataset: {
        parameters: {
            query?: {
                /** @description For a stream; in JSON it belongs to the body. */
                name?: components["schemas"]["Name"];
                /** @description For a stream; in JSON it belongs to the body. */
                purpose?: components["schemas"]["Purpose"];
            };
            header?: {
                /**
                 * @description One per logical call. The same key with the same body answers as the first time and creates nothing; with another
                 *     body it is refused with 422.
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
            "4XX": components["responses"]["Problem"];
        };
    };
    getDataset: {
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
            /** @description Its count and digest. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dataset"];
                };
            };
            "4XX": components["responses"]["Problem"];
        };
    };
    listStudents: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
                limit?: components["parameters"]["Limit"];
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
            "4XX": components["responses"]["Problem"];
        };
    };
    createStudent: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description One per logical call. The same key with the same body answers as the first time and creates nothing; with another
                 *     body it is refused with 422.
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
            "4XX": components["responses"]["Problem"];
        };
    };
    getStudent: {
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
            /** @description The student. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Student"];
                };
            };
            "4XX": components["responses"]["Problem"];
        };
    };
    getStudentFile: {
        parameters: {
            query?: never;
            header?: {
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
            "4XX": components["responses"]["Problem"];
        };
    };
    listPrompts: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
                limit?: components["parameters"]["Limit"];
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
            "4XX": components["responses"]["Problem"];
        };
    };
    createPrompt: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description One per logical call. The same key with the same body answers as the first time and creates nothing; with another
                 *     body it is refused with 422.
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
            "4XX": components["responses"]["Problem"];
        };
    };
    getPrompt: {
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
            /** @description The prompt. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Prompt"];
                };
            };
            "4XX": components["responses"]["Problem"];
        };
    };
    deletePrompt: {
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
            /** @description Gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
        };
    };
    getPromptFile: {
        parameters: {
            query?: never;
            header?: {
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
            "4XX": components["responses"]["Problem"];
        };
    };
    listTransfers: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
                limit?: components["parameters"]["Limit"];
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
            "4XX": components["responses"]["Problem"];
        };
    };
    createTransfer: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description One per logical call. The same key with the same body answers as the first time and creates nothing; with another
                 *     body it is refused with 422.
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
            "4XX": components["responses"]["Problem"];
        };
    };
    getTransfer: {
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
            /** @description The transfer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transfer"];
                };
            };
            "4XX": components["responses"]["Problem"];
        };
    };
    listPredictions: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
                limit?: components["parameters"]["Limit"];
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
            "4XX": components["responses"]["Problem"];
        };
    };
    createPrediction: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description One per logical call. The same key with the same body answers as the first time and creates nothing; with another
                 *     body it is refused with 422.
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
            "4XX": components["responses"]["Problem"];
        };
    };
    getPrediction: {
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
            /** @description The prediction. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Prediction"];
                };
            };
            "4XX": components["responses"]["Problem"];
        };
    };
    listJobs: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
                limit?: components["parameters"]["Limit"];
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
            "4XX": components["responses"]["Problem"];
        };
    };
    getJob: {
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
            /** @description The job. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            "4XX": components["responses"]["Problem"];
        };
    };
    listJobEvents: {
        parameters: {
            query?: {
                /** @description The `sequence` of the last event known. */
                after?: number;
                /** @description Seconds to wait when there is nothing new and the job has not ended. */
                wait?: number;
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
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
                };
            };
            "4XX": components["responses"]["Problem"];
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
            "4XX": components["responses"]["Problem"];
        };
    };
}
