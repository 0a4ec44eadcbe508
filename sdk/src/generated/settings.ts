// Generated from sdk/schemas by scripts/generate.mjs. Do not edit.
export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * ProjectFile
         * @description promptpost.json: how one's data becomes a prompt. It holds no token.
         */
        ProjectFile: {
            /** @description Where editors find this schema. */
            $schema?: string;
            /** @description The service. */
            url?: string;
            /** @description File with the token; never the token itself. */
            tokenFile?: string;
            /** @description Identifier of the student to tune on. */
            student?: string;
            /** @description Instead of a student: identifier or name of the large model, whose newest student is taken. */
            model?: string;
            /** @description Private, labelled texts. They stay on this machine. */
            data?: {
                /** @description A JSONL, CSV, TSV or Parquet file. */
                file: string;
                /**
                 * @description Instead of what the extension says.
                 * @enum {string}
                 */
                format?: "jsonl" | "csv" | "tsv" | "parquet" | "space";
                /** @description Column of texts; default text. */
                textColumn?: string;
                /** @description Column of labels; default label. */
                labelColumn?: string;
                /** @description New names for labels, as { "1": "good" }. */
                labels?: {
                    [key: string]: string;
                };
                /** @description false: the first line is data; columns are 0, 1, ... */
                header?: boolean;
            };
            /** @description The text with its cue, as {text} It was. */
            template?: string;
            /** @description Words of each label. */
            verbalizer?: {
                [key: string]: string[];
            };
            /** @description Asks for differential privacy. Without it the prompt may reveal some of its data. */
            privacy?: {
                /** @description What the run may spend, in nats. */
                epsilon: number;
                /** @description Default: below 1/(N ln N). */
                delta?: number;
                /**
                 * @description What is protected; default example. user needs recordsPerUser.
                 * @enum {string}
                 */
                unit?: "example" | "user";
                /** @description Most examples of one user. */
                recordsPerUser?: number;
                /**
                 * @description What neighbouring data differ in; default zero-out.
                 * @enum {string}
                 */
                adjacency?: "zero-out" | "replace-one";
                /** @description Largest norm of one example's gradient. */
                clip?: number;
                /** @description Mean size of a private batch. */
                expectedBatch?: number;
                /** @description Most epsilon of all runs on these records; kept by the ledger from the first run. */
                budget?: number;
            };
            /** @description How the prompt is tuned; each has a default. */
            tuning?: {
                /** @description Optimiser steps. */
                steps?: number;
                /** @description Length of the prompt. */
                virtualTokens?: number;
                /** @description Examples of a step, without privacy. */
                batchSize?: number;
                /** @description Of the optimiser. */
                learningRate?: number;
                /** @description Longest text, cue included. */
                maxTokens?: number;
                /** @description For the same prompt again; noise is never seeded. */
                seed?: number;
                /**
                 * @description Where to compute; default cpu.
                 * @enum {string}
                 */
                device?: "cpu" | "cuda" | "webgpu" | "auto";
            };
            /** @description Identifier or name of the public texts that the transfer uses; not needed where there is one such data set. */
            dataset?: string;
            /** @description Instead of a data set: a local file of public texts, or a folder of them; uploaded unless it is there already. */
            publicTexts?: string;
            /** @description How the prompt is transferred; each has a default. */
            transfer?: {
                /** @description Optimiser steps; auto: until held-out public texts gain little more. */
                steps?: number | "auto";
                /** @description For the same result again. */
                seed?: number;
                /** @description Weight of the shift loss; auto: by what the model knows of the public texts. */
                alpha?: number | "auto";
                /** @description Share of the model moved by the prompt's effect in what is imitated; auto likewise. */
                omega?: number | "auto";
                /** @description Most public texts used. */
                texts?: number;
                /** @description Texts of a step. */
                batchSize?: number;
                /** @description Of the optimiser. */
                learningRate?: number;
                /** @description Longest text, cue included. */
                maxTokens?: number;
            };
            /** @description Folder of the prompt; made by the run. */
            out?: string;
        };
        /**
         * UserFile
         * @description $XDG_CONFIG_HOME/promptpost/config.json: the service one usually talks to. It holds no token.
         */
        UserFile: {
            /** @description Where editors find this schema. */
            $schema?: string;
            /** @description The service. */
            url?: string;
            /** @description File with the token; never the token itself. */
            tokenFile?: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
