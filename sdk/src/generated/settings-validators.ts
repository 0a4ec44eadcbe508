// Generated from sdk/schemas by scripts/generate.mjs. Do not edit.
// @ts-nocheck: JavaScript as Ajv writes it; check-settings.ts gives it its types.
var __getOwnPropNames = Object.getOwnPropertyNames;
var __commonJS = (cb, mod) => function __require() {
  try {
    return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
  } catch (e) {
    throw mod = 0, e;
  }
};

// node_modules/ajv/dist/runtime/ucs2length.js
var require_ucs2length = __commonJS({
  "node_modules/ajv/dist/runtime/ucs2length.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    function ucs2length(str) {
      const len = str.length;
      let length = 0;
      let pos = 0;
      let value;
      while (pos < len) {
        length++;
        value = str.charCodeAt(pos++);
        if (value >= 55296 && value <= 56319 && pos < len) {
          value = str.charCodeAt(pos);
          if ((value & 64512) === 56320)
            pos++;
        }
      }
      return length;
    }
    exports.default = ucs2length;
    ucs2length.code = 'require("ajv/dist/runtime/ucs2length").default';
  }
});

// part:settings
var ProjectFile = validate20;
var schema31 = { "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "ProjectFile", "description": "promptpost.json: how one's data becomes a prompt. It holds no token.", "type": "object", "additionalProperties": false, "properties": { "$schema": { "type": "string", "description": "Where editors find this schema." }, "url": { "type": "string", "minLength": 1, "description": "The service." }, "tokenFile": { "type": "string", "minLength": 1, "description": "File with the token; never the token itself." }, "student": { "type": "string", "minLength": 1, "description": "Identifier of the student to tune on." }, "model": { "type": "string", "minLength": 1, "description": "Instead of a student: identifier or name of the large model, whose newest student is taken." }, "data": { "type": "object", "description": "Private, labelled texts. They stay on this machine.", "additionalProperties": false, "required": ["file"], "properties": { "file": { "type": "string", "minLength": 1, "description": "A JSONL, CSV, TSV or Parquet file." }, "format": { "type": "string", "enum": ["jsonl", "csv", "tsv", "parquet", "space"], "description": "Instead of what the extension says." }, "textColumn": { "type": "string", "minLength": 1, "description": "Column of texts; default text." }, "labelColumn": { "type": "string", "minLength": 1, "description": "Column of labels; default label." }, "labels": { "type": "object", "additionalProperties": { "type": "string", "minLength": 1 }, "description": 'New names for labels, as { "1": "good" }.' }, "header": { "type": "boolean", "description": "false: the first line is data; columns are 0, 1, ..." } } }, "template": { "type": "string", "minLength": 1, "description": "The text with its cue, as {text} It was." }, "verbalizer": { "type": "object", "minProperties": 2, "additionalProperties": { "type": "array", "minItems": 1, "items": { "type": "string", "minLength": 1 } }, "description": "Words of each label." }, "privacy": { "type": "object", "description": "Asks for differential privacy. Without it the prompt may reveal some of its data.", "additionalProperties": false, "required": ["epsilon"], "properties": { "epsilon": { "type": "number", "exclusiveMinimum": 0, "description": "What the run may spend, in nats." }, "delta": { "type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1, "description": "Default: below 1/(N ln N)." }, "unit": { "type": "string", "enum": ["example", "user"], "description": "What is protected; default example. user needs recordsPerUser." }, "recordsPerUser": { "type": "integer", "minimum": 1, "description": "Most examples of one user." }, "adjacency": { "type": "string", "enum": ["zero-out", "replace-one"], "description": "What neighbouring data differ in; default zero-out." }, "clip": { "type": "number", "exclusiveMinimum": 0, "description": "Largest norm of one example's gradient." }, "expectedBatch": { "type": "integer", "minimum": 1, "description": "Mean size of a private batch." }, "budget": { "type": "number", "exclusiveMinimum": 0, "description": "Most epsilon of all runs on these records; kept by the ledger from the first run." } } }, "tuning": { "type": "object", "description": "How the prompt is tuned; each has a default.", "additionalProperties": false, "properties": { "steps": { "type": "integer", "minimum": 1, "description": "Optimiser steps." }, "virtualTokens": { "type": "integer", "minimum": 1, "description": "Length of the prompt." }, "batchSize": { "type": "integer", "minimum": 1, "description": "Examples of a step, without privacy." }, "learningRate": { "type": "number", "exclusiveMinimum": 0, "description": "Of the optimiser." }, "maxTokens": { "type": "integer", "minimum": 2, "description": "Longest text, cue included." }, "seed": { "type": "integer", "minimum": 0, "description": "For the same prompt again; noise is never seeded." }, "device": { "type": "string", "enum": ["cpu", "cuda", "webgpu", "auto"], "description": "Where to compute; default cpu." } } }, "dataset": { "type": "string", "minLength": 1, "description": "Identifier or name of the public texts that the transfer uses; not needed where there is one such data set." }, "publicTexts": { "type": "string", "minLength": 1, "description": "Instead of a data set: a local file of public texts, or a folder of them; uploaded unless it is there already." }, "transfer": { "type": "object", "description": "How the prompt is transferred; each has a default.", "additionalProperties": false, "properties": { "steps": { "anyOf": [{ "type": "integer", "minimum": 1 }, { "enum": ["auto"] }], "description": "Optimiser steps; auto: until held-out public texts gain little more." }, "seed": { "type": "integer", "minimum": 0, "description": "For the same result again." }, "alpha": { "anyOf": [{ "type": "number", "minimum": 0, "maximum": 1 }, { "enum": ["auto"] }], "description": "Weight of the shift loss; auto: by what the model knows of the public texts." }, "omega": { "anyOf": [{ "type": "number", "minimum": 0, "maximum": 1 }, { "enum": ["auto"] }], "description": "Share of the model moved by the prompt's effect in what is imitated; auto likewise." }, "texts": { "type": "integer", "minimum": 2, "description": "Most public texts used." }, "batchSize": { "type": "integer", "minimum": 1, "description": "Texts of a step." }, "learningRate": { "type": "number", "exclusiveMinimum": 0, "description": "Of the optimiser." }, "maxTokens": { "type": "integer", "minimum": 2, "description": "Longest text, cue included." } } }, "out": { "type": "string", "minLength": 1, "description": "Folder of the prompt; made by the run." } }, "$id": "ProjectFile" };
var func1 = Object.prototype.hasOwnProperty;
var func2 = require_ucs2length().default;
function validate20(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate20.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    for (const key0 in data) {
      if (!func1.call(schema31.properties, key0)) {
        const err0 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties", schema: false, parentSchema: schema31, data };
        if (vErrors === null) {
          vErrors = [err0];
        } else {
          vErrors.push(err0);
        }
        errors++;
      }
    }
    if (data.$schema !== void 0) {
      let data0 = data.$schema;
      if (typeof data0 !== "string") {
        const err1 = { instancePath: instancePath + "/$schema", schemaPath: "#/properties/%24schema/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema31.properties.$schema.type, parentSchema: schema31.properties.$schema, data: data0 };
        if (vErrors === null) {
          vErrors = [err1];
        } else {
          vErrors.push(err1);
        }
        errors++;
      }
    }
    if (data.url !== void 0) {
      let data1 = data.url;
      if (typeof data1 === "string") {
        if (func2(data1) < 1) {
          const err2 = { instancePath: instancePath + "/url", schemaPath: "#/properties/url/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema31.properties.url, data: data1 };
          if (vErrors === null) {
            vErrors = [err2];
          } else {
            vErrors.push(err2);
          }
          errors++;
        }
      } else {
        const err3 = { instancePath: instancePath + "/url", schemaPath: "#/properties/url/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema31.properties.url.type, parentSchema: schema31.properties.url, data: data1 };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
      }
    }
    if (data.tokenFile !== void 0) {
      let data2 = data.tokenFile;
      if (typeof data2 === "string") {
        if (func2(data2) < 1) {
          const err4 = { instancePath: instancePath + "/tokenFile", schemaPath: "#/properties/tokenFile/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema31.properties.tokenFile, data: data2 };
          if (vErrors === null) {
            vErrors = [err4];
          } else {
            vErrors.push(err4);
          }
          errors++;
        }
      } else {
        const err5 = { instancePath: instancePath + "/tokenFile", schemaPath: "#/properties/tokenFile/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema31.properties.tokenFile.type, parentSchema: schema31.properties.tokenFile, data: data2 };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
    }
    if (data.student !== void 0) {
      let data3 = data.student;
      if (typeof data3 === "string") {
        if (func2(data3) < 1) {
          const err6 = { instancePath: instancePath + "/student", schemaPath: "#/properties/student/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema31.properties.student, data: data3 };
          if (vErrors === null) {
            vErrors = [err6];
          } else {
            vErrors.push(err6);
          }
          errors++;
        }
      } else {
        const err7 = { instancePath: instancePath + "/student", schemaPath: "#/properties/student/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema31.properties.student.type, parentSchema: schema31.properties.student, data: data3 };
        if (vErrors === null) {
          vErrors = [err7];
        } else {
          vErrors.push(err7);
        }
        errors++;
      }
    }
    if (data.model !== void 0) {
      let data4 = data.model;
      if (typeof data4 === "string") {
        if (func2(data4) < 1) {
          const err8 = { instancePath: instancePath + "/model", schemaPath: "#/properties/model/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema31.properties.model, data: data4 };
          if (vErrors === null) {
            vErrors = [err8];
          } else {
            vErrors.push(err8);
          }
          errors++;
        }
      } else {
        const err9 = { instancePath: instancePath + "/model", schemaPath: "#/properties/model/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema31.properties.model.type, parentSchema: schema31.properties.model, data: data4 };
        if (vErrors === null) {
          vErrors = [err9];
        } else {
          vErrors.push(err9);
        }
        errors++;
      }
    }
    if (data.data !== void 0) {
      let data5 = data.data;
      if (data5 && typeof data5 == "object" && !Array.isArray(data5)) {
        if (data5.file === void 0) {
          const err10 = { instancePath: instancePath + "/data", schemaPath: "#/properties/data/required", keyword: "required", params: { missingProperty: "file" }, message: "must have required property 'file'", schema: schema31.properties.data.required, parentSchema: schema31.properties.data, data: data5 };
          if (vErrors === null) {
            vErrors = [err10];
          } else {
            vErrors.push(err10);
          }
          errors++;
        }
        for (const key1 in data5) {
          if (!(key1 === "file" || key1 === "format" || key1 === "textColumn" || key1 === "labelColumn" || key1 === "labels" || key1 === "header")) {
            const err11 = { instancePath: instancePath + "/data", schemaPath: "#/properties/data/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key1 }, message: "must NOT have additional properties", schema: false, parentSchema: schema31.properties.data, data: data5 };
            if (vErrors === null) {
              vErrors = [err11];
            } else {
              vErrors.push(err11);
            }
            errors++;
          }
        }
        if (data5.file !== void 0) {
          let data6 = data5.file;
          if (typeof data6 === "string") {
            if (func2(data6) < 1) {
              const err12 = { instancePath: instancePath + "/data/file", schemaPath: "#/properties/data/properties/file/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema31.properties.data.properties.file, data: data6 };
              if (vErrors === null) {
                vErrors = [err12];
              } else {
                vErrors.push(err12);
              }
              errors++;
            }
          } else {
            const err13 = { instancePath: instancePath + "/data/file", schemaPath: "#/properties/data/properties/file/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema31.properties.data.properties.file.type, parentSchema: schema31.properties.data.properties.file, data: data6 };
            if (vErrors === null) {
              vErrors = [err13];
            } else {
              vErrors.push(err13);
            }
            errors++;
          }
        }
        if (data5.format !== void 0) {
          let data7 = data5.format;
          if (typeof data7 !== "string") {
            const err14 = { instancePath: instancePath + "/data/format", schemaPath: "#/properties/data/properties/format/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema31.properties.data.properties.format.type, parentSchema: schema31.properties.data.properties.format, data: data7 };
            if (vErrors === null) {
              vErrors = [err14];
            } else {
              vErrors.push(err14);
            }
            errors++;
          }
          if (!(data7 === "jsonl" || data7 === "csv" || data7 === "tsv" || data7 === "parquet" || data7 === "space")) {
            const err15 = { instancePath: instancePath + "/data/format", schemaPath: "#/properties/data/properties/format/enum", keyword: "enum", params: { allowedValues: schema31.properties.data.properties.format.enum }, message: "must be equal to one of the allowed values", schema: schema31.properties.data.properties.format.enum, parentSchema: schema31.properties.data.properties.format, data: data7 };
            if (vErrors === null) {
              vErrors = [err15];
            } else {
              vErrors.push(err15);
            }
            errors++;
          }
        }
        if (data5.textColumn !== void 0) {
          let data8 = data5.textColumn;
          if (typeof data8 === "string") {
            if (func2(data8) < 1) {
              const err16 = { instancePath: instancePath + "/data/textColumn", schemaPath: "#/properties/data/properties/textColumn/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema31.properties.data.properties.textColumn, data: data8 };
              if (vErrors === null) {
                vErrors = [err16];
              } else {
                vErrors.push(err16);
              }
              errors++;
            }
          } else {
            const err17 = { instancePath: instancePath + "/data/textColumn", schemaPath: "#/properties/data/properties/textColumn/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema31.properties.data.properties.textColumn.type, parentSchema: schema31.properties.data.properties.textColumn, data: data8 };
            if (vErrors === null) {
              vErrors = [err17];
            } else {
              vErrors.push(err17);
            }
            errors++;
          }
        }
        if (data5.labelColumn !== void 0) {
          let data9 = data5.labelColumn;
          if (typeof data9 === "string") {
            if (func2(data9) < 1) {
              const err18 = { instancePath: instancePath + "/data/labelColumn", schemaPath: "#/properties/data/properties/labelColumn/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema31.properties.data.properties.labelColumn, data: data9 };
              if (vErrors === null) {
                vErrors = [err18];
              } else {
                vErrors.push(err18);
              }
              errors++;
            }
          } else {
            const err19 = { instancePath: instancePath + "/data/labelColumn", schemaPath: "#/properties/data/properties/labelColumn/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema31.properties.data.properties.labelColumn.type, parentSchema: schema31.properties.data.properties.labelColumn, data: data9 };
            if (vErrors === null) {
              vErrors = [err19];
            } else {
              vErrors.push(err19);
            }
            errors++;
          }
        }
        if (data5.labels !== void 0) {
          let data10 = data5.labels;
          if (data10 && typeof data10 == "object" && !Array.isArray(data10)) {
            for (const key2 in data10) {
              let data11 = data10[key2];
              if (typeof data11 === "string") {
                if (func2(data11) < 1) {
                  const err20 = { instancePath: instancePath + "/data/labels/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/data/properties/labels/additionalProperties/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema31.properties.data.properties.labels.additionalProperties, data: data11 };
                  if (vErrors === null) {
                    vErrors = [err20];
                  } else {
                    vErrors.push(err20);
                  }
                  errors++;
                }
              } else {
                const err21 = { instancePath: instancePath + "/data/labels/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/data/properties/labels/additionalProperties/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema31.properties.data.properties.labels.additionalProperties.type, parentSchema: schema31.properties.data.properties.labels.additionalProperties, data: data11 };
                if (vErrors === null) {
                  vErrors = [err21];
                } else {
                  vErrors.push(err21);
                }
                errors++;
              }
            }
          } else {
            const err22 = { instancePath: instancePath + "/data/labels", schemaPath: "#/properties/data/properties/labels/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema31.properties.data.properties.labels.type, parentSchema: schema31.properties.data.properties.labels, data: data10 };
            if (vErrors === null) {
              vErrors = [err22];
            } else {
              vErrors.push(err22);
            }
            errors++;
          }
        }
        if (data5.header !== void 0) {
          let data12 = data5.header;
          if (typeof data12 !== "boolean") {
            const err23 = { instancePath: instancePath + "/data/header", schemaPath: "#/properties/data/properties/header/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema31.properties.data.properties.header.type, parentSchema: schema31.properties.data.properties.header, data: data12 };
            if (vErrors === null) {
              vErrors = [err23];
            } else {
              vErrors.push(err23);
            }
            errors++;
          }
        }
      } else {
        const err24 = { instancePath: instancePath + "/data", schemaPath: "#/properties/data/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema31.properties.data.type, parentSchema: schema31.properties.data, data: data5 };
        if (vErrors === null) {
          vErrors = [err24];
        } else {
          vErrors.push(err24);
        }
        errors++;
      }
    }
    if (data.template !== void 0) {
      let data13 = data.template;
      if (typeof data13 === "string") {
        if (func2(data13) < 1) {
          const err25 = { instancePath: instancePath + "/template", schemaPath: "#/properties/template/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema31.properties.template, data: data13 };
          if (vErrors === null) {
            vErrors = [err25];
          } else {
            vErrors.push(err25);
          }
          errors++;
        }
      } else {
        const err26 = { instancePath: instancePath + "/template", schemaPath: "#/properties/template/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema31.properties.template.type, parentSchema: schema31.properties.template, data: data13 };
        if (vErrors === null) {
          vErrors = [err26];
        } else {
          vErrors.push(err26);
        }
        errors++;
      }
    }
    if (data.verbalizer !== void 0) {
      let data14 = data.verbalizer;
      if (data14 && typeof data14 == "object" && !Array.isArray(data14)) {
        if (Object.keys(data14).length < 2) {
          const err27 = { instancePath: instancePath + "/verbalizer", schemaPath: "#/properties/verbalizer/minProperties", keyword: "minProperties", params: { limit: 2 }, message: "must NOT have fewer than 2 properties", schema: 2, parentSchema: schema31.properties.verbalizer, data: data14 };
          if (vErrors === null) {
            vErrors = [err27];
          } else {
            vErrors.push(err27);
          }
          errors++;
        }
        for (const key3 in data14) {
          let data15 = data14[key3];
          if (Array.isArray(data15)) {
            if (data15.length < 1) {
              const err28 = { instancePath: instancePath + "/verbalizer/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/verbalizer/additionalProperties/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items", schema: 1, parentSchema: schema31.properties.verbalizer.additionalProperties, data: data15 };
              if (vErrors === null) {
                vErrors = [err28];
              } else {
                vErrors.push(err28);
              }
              errors++;
            }
            const len0 = data15.length;
            for (let i0 = 0; i0 < len0; i0++) {
              let data16 = data15[i0];
              if (typeof data16 === "string") {
                if (func2(data16) < 1) {
                  const err29 = { instancePath: instancePath + "/verbalizer/" + key3.replace(/~/g, "~0").replace(/\//g, "~1") + "/" + i0, schemaPath: "#/properties/verbalizer/additionalProperties/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema31.properties.verbalizer.additionalProperties.items, data: data16 };
                  if (vErrors === null) {
                    vErrors = [err29];
                  } else {
                    vErrors.push(err29);
                  }
                  errors++;
                }
              } else {
                const err30 = { instancePath: instancePath + "/verbalizer/" + key3.replace(/~/g, "~0").replace(/\//g, "~1") + "/" + i0, schemaPath: "#/properties/verbalizer/additionalProperties/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema31.properties.verbalizer.additionalProperties.items.type, parentSchema: schema31.properties.verbalizer.additionalProperties.items, data: data16 };
                if (vErrors === null) {
                  vErrors = [err30];
                } else {
                  vErrors.push(err30);
                }
                errors++;
              }
            }
          } else {
            const err31 = { instancePath: instancePath + "/verbalizer/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/verbalizer/additionalProperties/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema31.properties.verbalizer.additionalProperties.type, parentSchema: schema31.properties.verbalizer.additionalProperties, data: data15 };
            if (vErrors === null) {
              vErrors = [err31];
            } else {
              vErrors.push(err31);
            }
            errors++;
          }
        }
      } else {
        const err32 = { instancePath: instancePath + "/verbalizer", schemaPath: "#/properties/verbalizer/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema31.properties.verbalizer.type, parentSchema: schema31.properties.verbalizer, data: data14 };
        if (vErrors === null) {
          vErrors = [err32];
        } else {
          vErrors.push(err32);
        }
        errors++;
      }
    }
    if (data.privacy !== void 0) {
      let data17 = data.privacy;
      if (data17 && typeof data17 == "object" && !Array.isArray(data17)) {
        if (data17.epsilon === void 0) {
          const err33 = { instancePath: instancePath + "/privacy", schemaPath: "#/properties/privacy/required", keyword: "required", params: { missingProperty: "epsilon" }, message: "must have required property 'epsilon'", schema: schema31.properties.privacy.required, parentSchema: schema31.properties.privacy, data: data17 };
          if (vErrors === null) {
            vErrors = [err33];
          } else {
            vErrors.push(err33);
          }
          errors++;
        }
        for (const key4 in data17) {
          if (!(key4 === "epsilon" || key4 === "delta" || key4 === "unit" || key4 === "recordsPerUser" || key4 === "adjacency" || key4 === "clip" || key4 === "expectedBatch" || key4 === "budget")) {
            const err34 = { instancePath: instancePath + "/privacy", schemaPath: "#/properties/privacy/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key4 }, message: "must NOT have additional properties", schema: false, parentSchema: schema31.properties.privacy, data: data17 };
            if (vErrors === null) {
              vErrors = [err34];
            } else {
              vErrors.push(err34);
            }
            errors++;
          }
        }
        if (data17.epsilon !== void 0) {
          let data18 = data17.epsilon;
          if (typeof data18 == "number") {
            if (data18 <= 0 || isNaN(data18)) {
              const err35 = { instancePath: instancePath + "/privacy/epsilon", schemaPath: "#/properties/privacy/properties/epsilon/exclusiveMinimum", keyword: "exclusiveMinimum", params: { comparison: ">", limit: 0 }, message: "must be > 0", schema: 0, parentSchema: schema31.properties.privacy.properties.epsilon, data: data18 };
              if (vErrors === null) {
                vErrors = [err35];
              } else {
                vErrors.push(err35);
              }
              errors++;
            }
          } else {
            const err36 = { instancePath: instancePath + "/privacy/epsilon", schemaPath: "#/properties/privacy/properties/epsilon/type", keyword: "type", params: { type: "number" }, message: "must be number", schema: schema31.properties.privacy.properties.epsilon.type, parentSchema: schema31.properties.privacy.properties.epsilon, data: data18 };
            if (vErrors === null) {
              vErrors = [err36];
            } else {
              vErrors.push(err36);
            }
            errors++;
          }
        }
        if (data17.delta !== void 0) {
          let data19 = data17.delta;
          if (typeof data19 == "number") {
            if (data19 >= 1 || isNaN(data19)) {
              const err37 = { instancePath: instancePath + "/privacy/delta", schemaPath: "#/properties/privacy/properties/delta/exclusiveMaximum", keyword: "exclusiveMaximum", params: { comparison: "<", limit: 1 }, message: "must be < 1", schema: 1, parentSchema: schema31.properties.privacy.properties.delta, data: data19 };
              if (vErrors === null) {
                vErrors = [err37];
              } else {
                vErrors.push(err37);
              }
              errors++;
            }
            if (data19 <= 0 || isNaN(data19)) {
              const err38 = { instancePath: instancePath + "/privacy/delta", schemaPath: "#/properties/privacy/properties/delta/exclusiveMinimum", keyword: "exclusiveMinimum", params: { comparison: ">", limit: 0 }, message: "must be > 0", schema: 0, parentSchema: schema31.properties.privacy.properties.delta, data: data19 };
              if (vErrors === null) {
                vErrors = [err38];
              } else {
                vErrors.push(err38);
              }
              errors++;
            }
          } else {
            const err39 = { instancePath: instancePath + "/privacy/delta", schemaPath: "#/properties/privacy/properties/delta/type", keyword: "type", params: { type: "number" }, message: "must be number", schema: schema31.properties.privacy.properties.delta.type, parentSchema: schema31.properties.privacy.properties.delta, data: data19 };
            if (vErrors === null) {
              vErrors = [err39];
            } else {
              vErrors.push(err39);
            }
            errors++;
          }
        }
        if (data17.unit !== void 0) {
          let data20 = data17.unit;
          if (typeof data20 !== "string") {
            const err40 = { instancePath: instancePath + "/privacy/unit", schemaPath: "#/properties/privacy/properties/unit/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema31.properties.privacy.properties.unit.type, parentSchema: schema31.properties.privacy.properties.unit, data: data20 };
            if (vErrors === null) {
              vErrors = [err40];
            } else {
              vErrors.push(err40);
            }
            errors++;
          }
          if (!(data20 === "example" || data20 === "user")) {
            const err41 = { instancePath: instancePath + "/privacy/unit", schemaPath: "#/properties/privacy/properties/unit/enum", keyword: "enum", params: { allowedValues: schema31.properties.privacy.properties.unit.enum }, message: "must be equal to one of the allowed values", schema: schema31.properties.privacy.properties.unit.enum, parentSchema: schema31.properties.privacy.properties.unit, data: data20 };
            if (vErrors === null) {
              vErrors = [err41];
            } else {
              vErrors.push(err41);
            }
            errors++;
          }
        }
        if (data17.recordsPerUser !== void 0) {
          let data21 = data17.recordsPerUser;
          if (!(typeof data21 == "number" && (!(data21 % 1) && !isNaN(data21)))) {
            const err42 = { instancePath: instancePath + "/privacy/recordsPerUser", schemaPath: "#/properties/privacy/properties/recordsPerUser/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema31.properties.privacy.properties.recordsPerUser.type, parentSchema: schema31.properties.privacy.properties.recordsPerUser, data: data21 };
            if (vErrors === null) {
              vErrors = [err42];
            } else {
              vErrors.push(err42);
            }
            errors++;
          }
          if (typeof data21 == "number") {
            if (data21 < 1 || isNaN(data21)) {
              const err43 = { instancePath: instancePath + "/privacy/recordsPerUser", schemaPath: "#/properties/privacy/properties/recordsPerUser/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1", schema: 1, parentSchema: schema31.properties.privacy.properties.recordsPerUser, data: data21 };
              if (vErrors === null) {
                vErrors = [err43];
              } else {
                vErrors.push(err43);
              }
              errors++;
            }
          }
        }
        if (data17.adjacency !== void 0) {
          let data22 = data17.adjacency;
          if (typeof data22 !== "string") {
            const err44 = { instancePath: instancePath + "/privacy/adjacency", schemaPath: "#/properties/privacy/properties/adjacency/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema31.properties.privacy.properties.adjacency.type, parentSchema: schema31.properties.privacy.properties.adjacency, data: data22 };
            if (vErrors === null) {
              vErrors = [err44];
            } else {
              vErrors.push(err44);
            }
            errors++;
          }
          if (!(data22 === "zero-out" || data22 === "replace-one")) {
            const err45 = { instancePath: instancePath + "/privacy/adjacency", schemaPath: "#/properties/privacy/properties/adjacency/enum", keyword: "enum", params: { allowedValues: schema31.properties.privacy.properties.adjacency.enum }, message: "must be equal to one of the allowed values", schema: schema31.properties.privacy.properties.adjacency.enum, parentSchema: schema31.properties.privacy.properties.adjacency, data: data22 };
            if (vErrors === null) {
              vErrors = [err45];
            } else {
              vErrors.push(err45);
            }
            errors++;
          }
        }
        if (data17.clip !== void 0) {
          let data23 = data17.clip;
          if (typeof data23 == "number") {
            if (data23 <= 0 || isNaN(data23)) {
              const err46 = { instancePath: instancePath + "/privacy/clip", schemaPath: "#/properties/privacy/properties/clip/exclusiveMinimum", keyword: "exclusiveMinimum", params: { comparison: ">", limit: 0 }, message: "must be > 0", schema: 0, parentSchema: schema31.properties.privacy.properties.clip, data: data23 };
              if (vErrors === null) {
                vErrors = [err46];
              } else {
                vErrors.push(err46);
              }
              errors++;
            }
          } else {
            const err47 = { instancePath: instancePath + "/privacy/clip", schemaPath: "#/properties/privacy/properties/clip/type", keyword: "type", params: { type: "number" }, message: "must be number", schema: schema31.properties.privacy.properties.clip.type, parentSchema: schema31.properties.privacy.properties.clip, data: data23 };
            if (vErrors === null) {
              vErrors = [err47];
            } else {
              vErrors.push(err47);
            }
            errors++;
          }
        }
        if (data17.expectedBatch !== void 0) {
          let data24 = data17.expectedBatch;
          if (!(typeof data24 == "number" && (!(data24 % 1) && !isNaN(data24)))) {
            const err48 = { instancePath: instancePath + "/privacy/expectedBatch", schemaPath: "#/properties/privacy/properties/expectedBatch/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema31.properties.privacy.properties.expectedBatch.type, parentSchema: schema31.properties.privacy.properties.expectedBatch, data: data24 };
            if (vErrors === null) {
              vErrors = [err48];
            } else {
              vErrors.push(err48);
            }
            errors++;
          }
          if (typeof data24 == "number") {
            if (data24 < 1 || isNaN(data24)) {
              const err49 = { instancePath: instancePath + "/privacy/expectedBatch", schemaPath: "#/properties/privacy/properties/expectedBatch/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1", schema: 1, parentSchema: schema31.properties.privacy.properties.expectedBatch, data: data24 };
              if (vErrors === null) {
                vErrors = [err49];
              } else {
                vErrors.push(err49);
              }
              errors++;
            }
          }
        }
        if (data17.budget !== void 0) {
          let data25 = data17.budget;
          if (typeof data25 == "number") {
            if (data25 <= 0 || isNaN(data25)) {
              const err50 = { instancePath: instancePath + "/privacy/budget", schemaPath: "#/properties/privacy/properties/budget/exclusiveMinimum", keyword: "exclusiveMinimum", params: { comparison: ">", limit: 0 }, message: "must be > 0", schema: 0, parentSchema: schema31.properties.privacy.properties.budget, data: data25 };
              if (vErrors === null) {
                vErrors = [err50];
              } else {
                vErrors.push(err50);
              }
              errors++;
            }
          } else {
            const err51 = { instancePath: instancePath + "/privacy/budget", schemaPath: "#/properties/privacy/properties/budget/type", keyword: "type", params: { type: "number" }, message: "must be number", schema: schema31.properties.privacy.properties.budget.type, parentSchema: schema31.properties.privacy.properties.budget, data: data25 };
            if (vErrors === null) {
              vErrors = [err51];
            } else {
              vErrors.push(err51);
            }
            errors++;
          }
        }
      } else {
        const err52 = { instancePath: instancePath + "/privacy", schemaPath: "#/properties/privacy/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema31.properties.privacy.type, parentSchema: schema31.properties.privacy, data: data17 };
        if (vErrors === null) {
          vErrors = [err52];
        } else {
          vErrors.push(err52);
        }
        errors++;
      }
    }
    if (data.tuning !== void 0) {
      let data26 = data.tuning;
      if (data26 && typeof data26 == "object" && !Array.isArray(data26)) {
        for (const key5 in data26) {
          if (!(key5 === "steps" || key5 === "virtualTokens" || key5 === "batchSize" || key5 === "learningRate" || key5 === "maxTokens" || key5 === "seed" || key5 === "device")) {
            const err53 = { instancePath: instancePath + "/tuning", schemaPath: "#/properties/tuning/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key5 }, message: "must NOT have additional properties", schema: false, parentSchema: schema31.properties.tuning, data: data26 };
            if (vErrors === null) {
              vErrors = [err53];
            } else {
              vErrors.push(err53);
            }
            errors++;
          }
        }
        if (data26.steps !== void 0) {
          let data27 = data26.steps;
          if (!(typeof data27 == "number" && (!(data27 % 1) && !isNaN(data27)))) {
            const err54 = { instancePath: instancePath + "/tuning/steps", schemaPath: "#/properties/tuning/properties/steps/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema31.properties.tuning.properties.steps.type, parentSchema: schema31.properties.tuning.properties.steps, data: data27 };
            if (vErrors === null) {
              vErrors = [err54];
            } else {
              vErrors.push(err54);
            }
            errors++;
          }
          if (typeof data27 == "number") {
            if (data27 < 1 || isNaN(data27)) {
              const err55 = { instancePath: instancePath + "/tuning/steps", schemaPath: "#/properties/tuning/properties/steps/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1", schema: 1, parentSchema: schema31.properties.tuning.properties.steps, data: data27 };
              if (vErrors === null) {
                vErrors = [err55];
              } else {
                vErrors.push(err55);
              }
              errors++;
            }
          }
        }
        if (data26.virtualTokens !== void 0) {
          let data28 = data26.virtualTokens;
          if (!(typeof data28 == "number" && (!(data28 % 1) && !isNaN(data28)))) {
            const err56 = { instancePath: instancePath + "/tuning/virtualTokens", schemaPath: "#/properties/tuning/properties/virtualTokens/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema31.properties.tuning.properties.virtualTokens.type, parentSchema: schema31.properties.tuning.properties.virtualTokens, data: data28 };
            if (vErrors === null) {
              vErrors = [err56];
            } else {
              vErrors.push(err56);
            }
            errors++;
          }
          if (typeof data28 == "number") {
            if (data28 < 1 || isNaN(data28)) {
              const err57 = { instancePath: instancePath + "/tuning/virtualTokens", schemaPath: "#/properties/tuning/properties/virtualTokens/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1", schema: 1, parentSchema: schema31.properties.tuning.properties.virtualTokens, data: data28 };
              if (vErrors === null) {
                vErrors = [err57];
              } else {
                vErrors.push(err57);
              }
              errors++;
            }
          }
        }
        if (data26.batchSize !== void 0) {
          let data29 = data26.batchSize;
          if (!(typeof data29 == "number" && (!(data29 % 1) && !isNaN(data29)))) {
            const err58 = { instancePath: instancePath + "/tuning/batchSize", schemaPath: "#/properties/tuning/properties/batchSize/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema31.properties.tuning.properties.batchSize.type, parentSchema: schema31.properties.tuning.properties.batchSize, data: data29 };
            if (vErrors === null) {
              vErrors = [err58];
            } else {
              vErrors.push(err58);
            }
            errors++;
          }
          if (typeof data29 == "number") {
            if (data29 < 1 || isNaN(data29)) {
              const err59 = { instancePath: instancePath + "/tuning/batchSize", schemaPath: "#/properties/tuning/properties/batchSize/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1", schema: 1, parentSchema: schema31.properties.tuning.properties.batchSize, data: data29 };
              if (vErrors === null) {
                vErrors = [err59];
              } else {
                vErrors.push(err59);
              }
              errors++;
            }
          }
        }
        if (data26.learningRate !== void 0) {
          let data30 = data26.learningRate;
          if (typeof data30 == "number") {
            if (data30 <= 0 || isNaN(data30)) {
              const err60 = { instancePath: instancePath + "/tuning/learningRate", schemaPath: "#/properties/tuning/properties/learningRate/exclusiveMinimum", keyword: "exclusiveMinimum", params: { comparison: ">", limit: 0 }, message: "must be > 0", schema: 0, parentSchema: schema31.properties.tuning.properties.learningRate, data: data30 };
              if (vErrors === null) {
                vErrors = [err60];
              } else {
                vErrors.push(err60);
              }
              errors++;
            }
          } else {
            const err61 = { instancePath: instancePath + "/tuning/learningRate", schemaPath: "#/properties/tuning/properties/learningRate/type", keyword: "type", params: { type: "number" }, message: "must be number", schema: schema31.properties.tuning.properties.learningRate.type, parentSchema: schema31.properties.tuning.properties.learningRate, data: data30 };
            if (vErrors === null) {
              vErrors = [err61];
            } else {
              vErrors.push(err61);
            }
            errors++;
          }
        }
        if (data26.maxTokens !== void 0) {
          let data31 = data26.maxTokens;
          if (!(typeof data31 == "number" && (!(data31 % 1) && !isNaN(data31)))) {
            const err62 = { instancePath: instancePath + "/tuning/maxTokens", schemaPath: "#/properties/tuning/properties/maxTokens/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema31.properties.tuning.properties.maxTokens.type, parentSchema: schema31.properties.tuning.properties.maxTokens, data: data31 };
            if (vErrors === null) {
              vErrors = [err62];
            } else {
              vErrors.push(err62);
            }
            errors++;
          }
          if (typeof data31 == "number") {
            if (data31 < 2 || isNaN(data31)) {
              const err63 = { instancePath: instancePath + "/tuning/maxTokens", schemaPath: "#/properties/tuning/properties/maxTokens/minimum", keyword: "minimum", params: { comparison: ">=", limit: 2 }, message: "must be >= 2", schema: 2, parentSchema: schema31.properties.tuning.properties.maxTokens, data: data31 };
              if (vErrors === null) {
                vErrors = [err63];
              } else {
                vErrors.push(err63);
              }
              errors++;
            }
          }
        }
        if (data26.seed !== void 0) {
          let data32 = data26.seed;
          if (!(typeof data32 == "number" && (!(data32 % 1) && !isNaN(data32)))) {
            const err64 = { instancePath: instancePath + "/tuning/seed", schemaPath: "#/properties/tuning/properties/seed/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema31.properties.tuning.properties.seed.type, parentSchema: schema31.properties.tuning.properties.seed, data: data32 };
            if (vErrors === null) {
              vErrors = [err64];
            } else {
              vErrors.push(err64);
            }
            errors++;
          }
          if (typeof data32 == "number") {
            if (data32 < 0 || isNaN(data32)) {
              const err65 = { instancePath: instancePath + "/tuning/seed", schemaPath: "#/properties/tuning/properties/seed/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0", schema: 0, parentSchema: schema31.properties.tuning.properties.seed, data: data32 };
              if (vErrors === null) {
                vErrors = [err65];
              } else {
                vErrors.push(err65);
              }
              errors++;
            }
          }
        }
        if (data26.device !== void 0) {
          let data33 = data26.device;
          if (typeof data33 !== "string") {
            const err66 = { instancePath: instancePath + "/tuning/device", schemaPath: "#/properties/tuning/properties/device/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema31.properties.tuning.properties.device.type, parentSchema: schema31.properties.tuning.properties.device, data: data33 };
            if (vErrors === null) {
              vErrors = [err66];
            } else {
              vErrors.push(err66);
            }
            errors++;
          }
          if (!(data33 === "cpu" || data33 === "cuda" || data33 === "webgpu" || data33 === "auto")) {
            const err67 = { instancePath: instancePath + "/tuning/device", schemaPath: "#/properties/tuning/properties/device/enum", keyword: "enum", params: { allowedValues: schema31.properties.tuning.properties.device.enum }, message: "must be equal to one of the allowed values", schema: schema31.properties.tuning.properties.device.enum, parentSchema: schema31.properties.tuning.properties.device, data: data33 };
            if (vErrors === null) {
              vErrors = [err67];
            } else {
              vErrors.push(err67);
            }
            errors++;
          }
        }
      } else {
        const err68 = { instancePath: instancePath + "/tuning", schemaPath: "#/properties/tuning/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema31.properties.tuning.type, parentSchema: schema31.properties.tuning, data: data26 };
        if (vErrors === null) {
          vErrors = [err68];
        } else {
          vErrors.push(err68);
        }
        errors++;
      }
    }
    if (data.dataset !== void 0) {
      let data34 = data.dataset;
      if (typeof data34 === "string") {
        if (func2(data34) < 1) {
          const err69 = { instancePath: instancePath + "/dataset", schemaPath: "#/properties/dataset/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema31.properties.dataset, data: data34 };
          if (vErrors === null) {
            vErrors = [err69];
          } else {
            vErrors.push(err69);
          }
          errors++;
        }
      } else {
        const err70 = { instancePath: instancePath + "/dataset", schemaPath: "#/properties/dataset/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema31.properties.dataset.type, parentSchema: schema31.properties.dataset, data: data34 };
        if (vErrors === null) {
          vErrors = [err70];
        } else {
          vErrors.push(err70);
        }
        errors++;
      }
    }
    if (data.publicTexts !== void 0) {
      let data35 = data.publicTexts;
      if (typeof data35 === "string") {
        if (func2(data35) < 1) {
          const err71 = { instancePath: instancePath + "/publicTexts", schemaPath: "#/properties/publicTexts/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema31.properties.publicTexts, data: data35 };
          if (vErrors === null) {
            vErrors = [err71];
          } else {
            vErrors.push(err71);
          }
          errors++;
        }
      } else {
        const err72 = { instancePath: instancePath + "/publicTexts", schemaPath: "#/properties/publicTexts/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema31.properties.publicTexts.type, parentSchema: schema31.properties.publicTexts, data: data35 };
        if (vErrors === null) {
          vErrors = [err72];
        } else {
          vErrors.push(err72);
        }
        errors++;
      }
    }
    if (data.transfer !== void 0) {
      let data36 = data.transfer;
      if (data36 && typeof data36 == "object" && !Array.isArray(data36)) {
        for (const key6 in data36) {
          if (!(key6 === "steps" || key6 === "seed" || key6 === "alpha" || key6 === "omega" || key6 === "texts" || key6 === "batchSize" || key6 === "learningRate" || key6 === "maxTokens")) {
            const err73 = { instancePath: instancePath + "/transfer", schemaPath: "#/properties/transfer/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key6 }, message: "must NOT have additional properties", schema: false, parentSchema: schema31.properties.transfer, data: data36 };
            if (vErrors === null) {
              vErrors = [err73];
            } else {
              vErrors.push(err73);
            }
            errors++;
          }
        }
        if (data36.steps !== void 0) {
          let data37 = data36.steps;
          const _errs83 = errors;
          let valid9 = false;
          const _errs84 = errors;
          if (!(typeof data37 == "number" && (!(data37 % 1) && !isNaN(data37)))) {
            const err74 = { instancePath: instancePath + "/transfer/steps", schemaPath: "#/properties/transfer/properties/steps/anyOf/0/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema31.properties.transfer.properties.steps.anyOf[0].type, parentSchema: schema31.properties.transfer.properties.steps.anyOf[0], data: data37 };
            if (vErrors === null) {
              vErrors = [err74];
            } else {
              vErrors.push(err74);
            }
            errors++;
          }
          if (typeof data37 == "number") {
            if (data37 < 1 || isNaN(data37)) {
              const err75 = { instancePath: instancePath + "/transfer/steps", schemaPath: "#/properties/transfer/properties/steps/anyOf/0/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1", schema: 1, parentSchema: schema31.properties.transfer.properties.steps.anyOf[0], data: data37 };
              if (vErrors === null) {
                vErrors = [err75];
              } else {
                vErrors.push(err75);
              }
              errors++;
            }
          }
          var _valid0 = _errs84 === errors;
          valid9 = valid9 || _valid0;
          const _errs86 = errors;
          if (!(data37 === "auto")) {
            const err76 = { instancePath: instancePath + "/transfer/steps", schemaPath: "#/properties/transfer/properties/steps/anyOf/1/enum", keyword: "enum", params: { allowedValues: schema31.properties.transfer.properties.steps.anyOf[1].enum }, message: "must be equal to one of the allowed values", schema: schema31.properties.transfer.properties.steps.anyOf[1].enum, parentSchema: schema31.properties.transfer.properties.steps.anyOf[1], data: data37 };
            if (vErrors === null) {
              vErrors = [err76];
            } else {
              vErrors.push(err76);
            }
            errors++;
          }
          var _valid0 = _errs86 === errors;
          valid9 = valid9 || _valid0;
          if (!valid9) {
            const err77 = { instancePath: instancePath + "/transfer/steps", schemaPath: "#/properties/transfer/properties/steps/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf", schema: schema31.properties.transfer.properties.steps.anyOf, parentSchema: schema31.properties.transfer.properties.steps, data: data37 };
            if (vErrors === null) {
              vErrors = [err77];
            } else {
              vErrors.push(err77);
            }
            errors++;
          } else {
            errors = _errs83;
            if (vErrors !== null) {
              if (_errs83) {
                vErrors.length = _errs83;
              } else {
                vErrors = null;
              }
            }
          }
        }
        if (data36.seed !== void 0) {
          let data38 = data36.seed;
          if (!(typeof data38 == "number" && (!(data38 % 1) && !isNaN(data38)))) {
            const err78 = { instancePath: instancePath + "/transfer/seed", schemaPath: "#/properties/transfer/properties/seed/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema31.properties.transfer.properties.seed.type, parentSchema: schema31.properties.transfer.properties.seed, data: data38 };
            if (vErrors === null) {
              vErrors = [err78];
            } else {
              vErrors.push(err78);
            }
            errors++;
          }
          if (typeof data38 == "number") {
            if (data38 < 0 || isNaN(data38)) {
              const err79 = { instancePath: instancePath + "/transfer/seed", schemaPath: "#/properties/transfer/properties/seed/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0", schema: 0, parentSchema: schema31.properties.transfer.properties.seed, data: data38 };
              if (vErrors === null) {
                vErrors = [err79];
              } else {
                vErrors.push(err79);
              }
              errors++;
            }
          }
        }
        if (data36.alpha !== void 0) {
          let data39 = data36.alpha;
          const _errs90 = errors;
          let valid10 = false;
          const _errs91 = errors;
          if (typeof data39 == "number") {
            if (data39 > 1 || isNaN(data39)) {
              const err80 = { instancePath: instancePath + "/transfer/alpha", schemaPath: "#/properties/transfer/properties/alpha/anyOf/0/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1 }, message: "must be <= 1", schema: 1, parentSchema: schema31.properties.transfer.properties.alpha.anyOf[0], data: data39 };
              if (vErrors === null) {
                vErrors = [err80];
              } else {
                vErrors.push(err80);
              }
              errors++;
            }
            if (data39 < 0 || isNaN(data39)) {
              const err81 = { instancePath: instancePath + "/transfer/alpha", schemaPath: "#/properties/transfer/properties/alpha/anyOf/0/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0", schema: 0, parentSchema: schema31.properties.transfer.properties.alpha.anyOf[0], data: data39 };
              if (vErrors === null) {
                vErrors = [err81];
              } else {
                vErrors.push(err81);
              }
              errors++;
            }
          } else {
            const err82 = { instancePath: instancePath + "/transfer/alpha", schemaPath: "#/properties/transfer/properties/alpha/anyOf/0/type", keyword: "type", params: { type: "number" }, message: "must be number", schema: schema31.properties.transfer.properties.alpha.anyOf[0].type, parentSchema: schema31.properties.transfer.properties.alpha.anyOf[0], data: data39 };
            if (vErrors === null) {
              vErrors = [err82];
            } else {
              vErrors.push(err82);
            }
            errors++;
          }
          var _valid1 = _errs91 === errors;
          valid10 = valid10 || _valid1;
          const _errs93 = errors;
          if (!(data39 === "auto")) {
            const err83 = { instancePath: instancePath + "/transfer/alpha", schemaPath: "#/properties/transfer/properties/alpha/anyOf/1/enum", keyword: "enum", params: { allowedValues: schema31.properties.transfer.properties.alpha.anyOf[1].enum }, message: "must be equal to one of the allowed values", schema: schema31.properties.transfer.properties.alpha.anyOf[1].enum, parentSchema: schema31.properties.transfer.properties.alpha.anyOf[1], data: data39 };
            if (vErrors === null) {
              vErrors = [err83];
            } else {
              vErrors.push(err83);
            }
            errors++;
          }
          var _valid1 = _errs93 === errors;
          valid10 = valid10 || _valid1;
          if (!valid10) {
            const err84 = { instancePath: instancePath + "/transfer/alpha", schemaPath: "#/properties/transfer/properties/alpha/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf", schema: schema31.properties.transfer.properties.alpha.anyOf, parentSchema: schema31.properties.transfer.properties.alpha, data: data39 };
            if (vErrors === null) {
              vErrors = [err84];
            } else {
              vErrors.push(err84);
            }
            errors++;
          } else {
            errors = _errs90;
            if (vErrors !== null) {
              if (_errs90) {
                vErrors.length = _errs90;
              } else {
                vErrors = null;
              }
            }
          }
        }
        if (data36.omega !== void 0) {
          let data40 = data36.omega;
          const _errs95 = errors;
          let valid11 = false;
          const _errs96 = errors;
          if (typeof data40 == "number") {
            if (data40 > 1 || isNaN(data40)) {
              const err85 = { instancePath: instancePath + "/transfer/omega", schemaPath: "#/properties/transfer/properties/omega/anyOf/0/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1 }, message: "must be <= 1", schema: 1, parentSchema: schema31.properties.transfer.properties.omega.anyOf[0], data: data40 };
              if (vErrors === null) {
                vErrors = [err85];
              } else {
                vErrors.push(err85);
              }
              errors++;
            }
            if (data40 < 0 || isNaN(data40)) {
              const err86 = { instancePath: instancePath + "/transfer/omega", schemaPath: "#/properties/transfer/properties/omega/anyOf/0/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0", schema: 0, parentSchema: schema31.properties.transfer.properties.omega.anyOf[0], data: data40 };
              if (vErrors === null) {
                vErrors = [err86];
              } else {
                vErrors.push(err86);
              }
              errors++;
            }
          } else {
            const err87 = { instancePath: instancePath + "/transfer/omega", schemaPath: "#/properties/transfer/properties/omega/anyOf/0/type", keyword: "type", params: { type: "number" }, message: "must be number", schema: schema31.properties.transfer.properties.omega.anyOf[0].type, parentSchema: schema31.properties.transfer.properties.omega.anyOf[0], data: data40 };
            if (vErrors === null) {
              vErrors = [err87];
            } else {
              vErrors.push(err87);
            }
            errors++;
          }
          var _valid2 = _errs96 === errors;
          valid11 = valid11 || _valid2;
          const _errs98 = errors;
          if (!(data40 === "auto")) {
            const err88 = { instancePath: instancePath + "/transfer/omega", schemaPath: "#/properties/transfer/properties/omega/anyOf/1/enum", keyword: "enum", params: { allowedValues: schema31.properties.transfer.properties.omega.anyOf[1].enum }, message: "must be equal to one of the allowed values", schema: schema31.properties.transfer.properties.omega.anyOf[1].enum, parentSchema: schema31.properties.transfer.properties.omega.anyOf[1], data: data40 };
            if (vErrors === null) {
              vErrors = [err88];
            } else {
              vErrors.push(err88);
            }
            errors++;
          }
          var _valid2 = _errs98 === errors;
          valid11 = valid11 || _valid2;
          if (!valid11) {
            const err89 = { instancePath: instancePath + "/transfer/omega", schemaPath: "#/properties/transfer/properties/omega/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf", schema: schema31.properties.transfer.properties.omega.anyOf, parentSchema: schema31.properties.transfer.properties.omega, data: data40 };
            if (vErrors === null) {
              vErrors = [err89];
            } else {
              vErrors.push(err89);
            }
            errors++;
          } else {
            errors = _errs95;
            if (vErrors !== null) {
              if (_errs95) {
                vErrors.length = _errs95;
              } else {
                vErrors = null;
              }
            }
          }
        }
        if (data36.texts !== void 0) {
          let data41 = data36.texts;
          if (!(typeof data41 == "number" && (!(data41 % 1) && !isNaN(data41)))) {
            const err90 = { instancePath: instancePath + "/transfer/texts", schemaPath: "#/properties/transfer/properties/texts/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema31.properties.transfer.properties.texts.type, parentSchema: schema31.properties.transfer.properties.texts, data: data41 };
            if (vErrors === null) {
              vErrors = [err90];
            } else {
              vErrors.push(err90);
            }
            errors++;
          }
          if (typeof data41 == "number") {
            if (data41 < 2 || isNaN(data41)) {
              const err91 = { instancePath: instancePath + "/transfer/texts", schemaPath: "#/properties/transfer/properties/texts/minimum", keyword: "minimum", params: { comparison: ">=", limit: 2 }, message: "must be >= 2", schema: 2, parentSchema: schema31.properties.transfer.properties.texts, data: data41 };
              if (vErrors === null) {
                vErrors = [err91];
              } else {
                vErrors.push(err91);
              }
              errors++;
            }
          }
        }
        if (data36.batchSize !== void 0) {
          let data42 = data36.batchSize;
          if (!(typeof data42 == "number" && (!(data42 % 1) && !isNaN(data42)))) {
            const err92 = { instancePath: instancePath + "/transfer/batchSize", schemaPath: "#/properties/transfer/properties/batchSize/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema31.properties.transfer.properties.batchSize.type, parentSchema: schema31.properties.transfer.properties.batchSize, data: data42 };
            if (vErrors === null) {
              vErrors = [err92];
            } else {
              vErrors.push(err92);
            }
            errors++;
          }
          if (typeof data42 == "number") {
            if (data42 < 1 || isNaN(data42)) {
              const err93 = { instancePath: instancePath + "/transfer/batchSize", schemaPath: "#/properties/transfer/properties/batchSize/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1", schema: 1, parentSchema: schema31.properties.transfer.properties.batchSize, data: data42 };
              if (vErrors === null) {
                vErrors = [err93];
              } else {
                vErrors.push(err93);
              }
              errors++;
            }
          }
        }
        if (data36.learningRate !== void 0) {
          let data43 = data36.learningRate;
          if (typeof data43 == "number") {
            if (data43 <= 0 || isNaN(data43)) {
              const err94 = { instancePath: instancePath + "/transfer/learningRate", schemaPath: "#/properties/transfer/properties/learningRate/exclusiveMinimum", keyword: "exclusiveMinimum", params: { comparison: ">", limit: 0 }, message: "must be > 0", schema: 0, parentSchema: schema31.properties.transfer.properties.learningRate, data: data43 };
              if (vErrors === null) {
                vErrors = [err94];
              } else {
                vErrors.push(err94);
              }
              errors++;
            }
          } else {
            const err95 = { instancePath: instancePath + "/transfer/learningRate", schemaPath: "#/properties/transfer/properties/learningRate/type", keyword: "type", params: { type: "number" }, message: "must be number", schema: schema31.properties.transfer.properties.learningRate.type, parentSchema: schema31.properties.transfer.properties.learningRate, data: data43 };
            if (vErrors === null) {
              vErrors = [err95];
            } else {
              vErrors.push(err95);
            }
            errors++;
          }
        }
        if (data36.maxTokens !== void 0) {
          let data44 = data36.maxTokens;
          if (!(typeof data44 == "number" && (!(data44 % 1) && !isNaN(data44)))) {
            const err96 = { instancePath: instancePath + "/transfer/maxTokens", schemaPath: "#/properties/transfer/properties/maxTokens/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema31.properties.transfer.properties.maxTokens.type, parentSchema: schema31.properties.transfer.properties.maxTokens, data: data44 };
            if (vErrors === null) {
              vErrors = [err96];
            } else {
              vErrors.push(err96);
            }
            errors++;
          }
          if (typeof data44 == "number") {
            if (data44 < 2 || isNaN(data44)) {
              const err97 = { instancePath: instancePath + "/transfer/maxTokens", schemaPath: "#/properties/transfer/properties/maxTokens/minimum", keyword: "minimum", params: { comparison: ">=", limit: 2 }, message: "must be >= 2", schema: 2, parentSchema: schema31.properties.transfer.properties.maxTokens, data: data44 };
              if (vErrors === null) {
                vErrors = [err97];
              } else {
                vErrors.push(err97);
              }
              errors++;
            }
          }
        }
      } else {
        const err98 = { instancePath: instancePath + "/transfer", schemaPath: "#/properties/transfer/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema31.properties.transfer.type, parentSchema: schema31.properties.transfer, data: data36 };
        if (vErrors === null) {
          vErrors = [err98];
        } else {
          vErrors.push(err98);
        }
        errors++;
      }
    }
    if (data.out !== void 0) {
      let data45 = data.out;
      if (typeof data45 === "string") {
        if (func2(data45) < 1) {
          const err99 = { instancePath: instancePath + "/out", schemaPath: "#/properties/out/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema31.properties.out, data: data45 };
          if (vErrors === null) {
            vErrors = [err99];
          } else {
            vErrors.push(err99);
          }
          errors++;
        }
      } else {
        const err100 = { instancePath: instancePath + "/out", schemaPath: "#/properties/out/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema31.properties.out.type, parentSchema: schema31.properties.out, data: data45 };
        if (vErrors === null) {
          vErrors = [err100];
        } else {
          vErrors.push(err100);
        }
        errors++;
      }
    }
  } else {
    const err101 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema31.type, parentSchema: schema31, data };
    if (vErrors === null) {
      vErrors = [err101];
    } else {
      vErrors.push(err101);
    }
    errors++;
  }
  validate20.errors = vErrors;
  return errors === 0;
}
validate20.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
var UserFile = validate21;
var schema32 = { "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "UserFile", "description": "$XDG_CONFIG_HOME/promptpost/config.json: the service one usually talks to. It holds no token.", "type": "object", "additionalProperties": false, "properties": { "$schema": { "type": "string", "description": "Where editors find this schema." }, "url": { "type": "string", "minLength": 1, "description": "The service." }, "tokenFile": { "type": "string", "minLength": 1, "description": "File with the token; never the token itself." } }, "$id": "UserFile" };
function validate21(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate21.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    for (const key0 in data) {
      if (!(key0 === "$schema" || key0 === "url" || key0 === "tokenFile")) {
        const err0 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties", schema: false, parentSchema: schema32, data };
        if (vErrors === null) {
          vErrors = [err0];
        } else {
          vErrors.push(err0);
        }
        errors++;
      }
    }
    if (data.$schema !== void 0) {
      let data0 = data.$schema;
      if (typeof data0 !== "string") {
        const err1 = { instancePath: instancePath + "/$schema", schemaPath: "#/properties/%24schema/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema32.properties.$schema.type, parentSchema: schema32.properties.$schema, data: data0 };
        if (vErrors === null) {
          vErrors = [err1];
        } else {
          vErrors.push(err1);
        }
        errors++;
      }
    }
    if (data.url !== void 0) {
      let data1 = data.url;
      if (typeof data1 === "string") {
        if (func2(data1) < 1) {
          const err2 = { instancePath: instancePath + "/url", schemaPath: "#/properties/url/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema32.properties.url, data: data1 };
          if (vErrors === null) {
            vErrors = [err2];
          } else {
            vErrors.push(err2);
          }
          errors++;
        }
      } else {
        const err3 = { instancePath: instancePath + "/url", schemaPath: "#/properties/url/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema32.properties.url.type, parentSchema: schema32.properties.url, data: data1 };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
      }
    }
    if (data.tokenFile !== void 0) {
      let data2 = data.tokenFile;
      if (typeof data2 === "string") {
        if (func2(data2) < 1) {
          const err4 = { instancePath: instancePath + "/tokenFile", schemaPath: "#/properties/tokenFile/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema32.properties.tokenFile, data: data2 };
          if (vErrors === null) {
            vErrors = [err4];
          } else {
            vErrors.push(err4);
          }
          errors++;
        }
      } else {
        const err5 = { instancePath: instancePath + "/tokenFile", schemaPath: "#/properties/tokenFile/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema32.properties.tokenFile.type, parentSchema: schema32.properties.tokenFile, data: data2 };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
    }
  } else {
    const err6 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema32.type, parentSchema: schema32, data };
    if (vErrors === null) {
      vErrors = [err6];
    } else {
      vErrors.push(err6);
    }
    errors++;
  }
  validate21.errors = vErrors;
  return errors === 0;
}
validate21.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
export {
  ProjectFile,
  UserFile
};
