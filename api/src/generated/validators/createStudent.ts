// Generated from openapi.yaml by scripts/generate.mjs. Do not edit.
// @ts-nocheck: JavaScript as Ajv writes it; http/validate.ts gives it its types.
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

// part:query
var query = validate41;
function validate41(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate41.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      if (data.dry_run === void 0) {
        data.dry_run = false;
      }
      const _errs1 = errors;
      for (const key0 in data) {
        if (!(key0 === "dry_run")) {
          validate41.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
          return false;
          break;
        }
      }
      if (_errs1 === errors) {
        let data0 = data.dry_run;
        if (typeof data0 !== "boolean") {
          let coerced0 = void 0;
          if (!(coerced0 !== void 0)) {
            if (data0 === "false" || data0 === 0 || data0 === null) {
              coerced0 = false;
            } else if (data0 === "true" || data0 === 1) {
              coerced0 = true;
            } else {
              validate41.errors = [{ instancePath: instancePath + "/dry_run", schemaPath: "#/properties/dry_run/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" }];
              return false;
            }
          }
          if (coerced0 !== void 0) {
            data0 = coerced0;
            if (data !== void 0) {
              data["dry_run"] = coerced0;
            }
          }
        }
      }
    } else {
      validate41.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate41.errors = vErrors;
  return errors === 0;
}
validate41.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };

// part:body
var body = validate38;
var schema59 = { "type": "object", "additionalProperties": false, "description": "How the student is trained; each has a default.", "properties": { "batch_tokens": { "type": "integer", "minimum": 8, "maximum": 1048576, "description": "Tokens of one step, padding included." }, "sequence_length": { "type": "integer", "minimum": 8, "maximum": 65536, "description": "Longest sequence, in tokens." }, "learning_rate": { "type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1 }, "keep": { "description": "Which of the model's layers it begins with: `ends`, the first and the last (default); `spread`, evenly spread ones; `early`, early ones at growing distances; or as many as `layers` says, ascending, from 0.", "anyOf": [{ "type": "string", "enum": ["ends", "spread", "early"] }, { "type": "array", "minItems": 1, "maxItems": 1e3, "items": { "type": "integer", "minimum": 0, "maximum": 999 } }] }, "positions": { "type": "number", "exclusiveMinimum": 0, "maximum": 1, "description": "Share of a step's tokens at which the words are compared, 1 by default; where a vocabulary is large, a quarter saves much of the time." }, "proxy_share": { "type": "number", "minimum": 0, "maximum": 1, "description": "Share of the steps in which both models read behind a random prompt, 0 by default." } } };
var pattern10 = new RegExp("^[a-z]{3}_[0-9a-z]{26}$", "u");
var pattern12 = new RegExp("\\S", "u");
var func1 = require_ucs2length().default;
function validate39(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate39.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.model === void 0 && (missing0 = "model") || data.dataset === void 0 && (missing0 = "dataset") || data.layers === void 0 && (missing0 = "layers")) {
        validate39.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "model" || key0 === "dataset" || key0 === "layers" || key0 === "license" || key0 === "steps" || key0 === "seed" || key0 === "settings")) {
            validate39.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.model !== void 0) {
            let data0 = data.model;
            const _errs2 = errors;
            const _errs3 = errors;
            if (errors === _errs3) {
              if (typeof data0 === "string") {
                if (!pattern10.test(data0)) {
                  validate39.errors = [{ instancePath: instancePath + "/model", schemaPath: "#/components/schemas/Reference/pattern", keyword: "pattern", params: { pattern: "^[a-z]{3}_[0-9a-z]{26}$" }, message: 'must match pattern "^[a-z]{3}_[0-9a-z]{26}$"' }];
                  return false;
                }
              } else {
                validate39.errors = [{ instancePath: instancePath + "/model", schemaPath: "#/components/schemas/Reference/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                return false;
              }
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.dataset !== void 0) {
              let data1 = data.dataset;
              const _errs5 = errors;
              const _errs6 = errors;
              if (errors === _errs6) {
                if (typeof data1 === "string") {
                  if (!pattern10.test(data1)) {
                    validate39.errors = [{ instancePath: instancePath + "/dataset", schemaPath: "#/components/schemas/Reference/pattern", keyword: "pattern", params: { pattern: "^[a-z]{3}_[0-9a-z]{26}$" }, message: 'must match pattern "^[a-z]{3}_[0-9a-z]{26}$"' }];
                    return false;
                  }
                } else {
                  validate39.errors = [{ instancePath: instancePath + "/dataset", schemaPath: "#/components/schemas/Reference/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                  return false;
                }
              }
              var valid0 = _errs5 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.layers !== void 0) {
                let data2 = data.layers;
                const _errs8 = errors;
                if (!(typeof data2 == "number" && (!(data2 % 1) && !isNaN(data2)))) {
                  validate39.errors = [{ instancePath: instancePath + "/layers", schemaPath: "#/properties/layers/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                  return false;
                }
                if (errors === _errs8) {
                  if (typeof data2 == "number") {
                    if (data2 > 1e3 || isNaN(data2)) {
                      validate39.errors = [{ instancePath: instancePath + "/layers", schemaPath: "#/properties/layers/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e3 }, message: "must be <= 1000" }];
                      return false;
                    } else {
                      if (data2 < 1 || isNaN(data2)) {
                        validate39.errors = [{ instancePath: instancePath + "/layers", schemaPath: "#/properties/layers/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
                        return false;
                      }
                    }
                  }
                }
                var valid0 = _errs8 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.license !== void 0) {
                  let data3 = data.license;
                  const _errs10 = errors;
                  const _errs11 = errors;
                  if (errors === _errs11) {
                    if (typeof data3 === "string") {
                      if (func1(data3) > 2e4) {
                        validate39.errors = [{ instancePath: instancePath + "/license", schemaPath: "#/components/schemas/License/maxLength", keyword: "maxLength", params: { limit: 2e4 }, message: "must NOT have more than 20000 characters" }];
                        return false;
                      } else {
                        if (func1(data3) < 1) {
                          validate39.errors = [{ instancePath: instancePath + "/license", schemaPath: "#/components/schemas/License/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                          return false;
                        } else {
                          if (!pattern12.test(data3)) {
                            validate39.errors = [{ instancePath: instancePath + "/license", schemaPath: "#/components/schemas/License/pattern", keyword: "pattern", params: { pattern: "\\S" }, message: 'must match pattern "\\S"' }];
                            return false;
                          }
                        }
                      }
                    } else {
                      validate39.errors = [{ instancePath: instancePath + "/license", schemaPath: "#/components/schemas/License/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                      return false;
                    }
                  }
                  var valid0 = _errs10 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.steps !== void 0) {
                    let data4 = data.steps;
                    const _errs13 = errors;
                    const _errs14 = errors;
                    if (!(typeof data4 == "number" && (!(data4 % 1) && !isNaN(data4)))) {
                      validate39.errors = [{ instancePath: instancePath + "/steps", schemaPath: "#/components/schemas/Steps/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                      return false;
                    }
                    if (errors === _errs14) {
                      if (typeof data4 == "number") {
                        if (data4 > 1e6 || isNaN(data4)) {
                          validate39.errors = [{ instancePath: instancePath + "/steps", schemaPath: "#/components/schemas/Steps/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e6 }, message: "must be <= 1000000" }];
                          return false;
                        } else {
                          if (data4 < 1 || isNaN(data4)) {
                            validate39.errors = [{ instancePath: instancePath + "/steps", schemaPath: "#/components/schemas/Steps/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
                            return false;
                          }
                        }
                      }
                    }
                    var valid0 = _errs13 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.seed !== void 0) {
                      let data5 = data.seed;
                      const _errs16 = errors;
                      const _errs17 = errors;
                      if (!(typeof data5 == "number" && (!(data5 % 1) && !isNaN(data5)))) {
                        validate39.errors = [{ instancePath: instancePath + "/seed", schemaPath: "#/components/schemas/Seed/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                        return false;
                      }
                      if (errors === _errs17) {
                        if (typeof data5 == "number") {
                          if (data5 > 4294967295 || isNaN(data5)) {
                            validate39.errors = [{ instancePath: instancePath + "/seed", schemaPath: "#/components/schemas/Seed/maximum", keyword: "maximum", params: { comparison: "<=", limit: 4294967295 }, message: "must be <= 4294967295" }];
                            return false;
                          } else {
                            if (data5 < 0 || isNaN(data5)) {
                              validate39.errors = [{ instancePath: instancePath + "/seed", schemaPath: "#/components/schemas/Seed/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
                              return false;
                            }
                          }
                        }
                      }
                      var valid0 = _errs16 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.settings !== void 0) {
                        let data6 = data.settings;
                        const _errs19 = errors;
                        const _errs20 = errors;
                        if (errors === _errs20) {
                          if (data6 && typeof data6 == "object" && !Array.isArray(data6)) {
                            const _errs22 = errors;
                            for (const key1 in data6) {
                              if (!(key1 === "batch_tokens" || key1 === "sequence_length" || key1 === "learning_rate" || key1 === "keep" || key1 === "positions" || key1 === "proxy_share")) {
                                validate39.errors = [{ instancePath: instancePath + "/settings", schemaPath: "#/components/schemas/DistilSettings/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key1 }, message: "must NOT have additional properties" }];
                                return false;
                                break;
                              }
                            }
                            if (_errs22 === errors) {
                              if (data6.batch_tokens !== void 0) {
                                let data7 = data6.batch_tokens;
                                const _errs23 = errors;
                                if (!(typeof data7 == "number" && (!(data7 % 1) && !isNaN(data7)))) {
                                  validate39.errors = [{ instancePath: instancePath + "/settings/batch_tokens", schemaPath: "#/components/schemas/DistilSettings/properties/batch_tokens/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                                  return false;
                                }
                                if (errors === _errs23) {
                                  if (typeof data7 == "number") {
                                    if (data7 > 1048576 || isNaN(data7)) {
                                      validate39.errors = [{ instancePath: instancePath + "/settings/batch_tokens", schemaPath: "#/components/schemas/DistilSettings/properties/batch_tokens/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1048576 }, message: "must be <= 1048576" }];
                                      return false;
                                    } else {
                                      if (data7 < 8 || isNaN(data7)) {
                                        validate39.errors = [{ instancePath: instancePath + "/settings/batch_tokens", schemaPath: "#/components/schemas/DistilSettings/properties/batch_tokens/minimum", keyword: "minimum", params: { comparison: ">=", limit: 8 }, message: "must be >= 8" }];
                                        return false;
                                      }
                                    }
                                  }
                                }
                                var valid7 = _errs23 === errors;
                              } else {
                                var valid7 = true;
                              }
                              if (valid7) {
                                if (data6.sequence_length !== void 0) {
                                  let data8 = data6.sequence_length;
                                  const _errs25 = errors;
                                  if (!(typeof data8 == "number" && (!(data8 % 1) && !isNaN(data8)))) {
                                    validate39.errors = [{ instancePath: instancePath + "/settings/sequence_length", schemaPath: "#/components/schemas/DistilSettings/properties/sequence_length/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                                    return false;
                                  }
                                  if (errors === _errs25) {
                                    if (typeof data8 == "number") {
                                      if (data8 > 65536 || isNaN(data8)) {
                                        validate39.errors = [{ instancePath: instancePath + "/settings/sequence_length", schemaPath: "#/components/schemas/DistilSettings/properties/sequence_length/maximum", keyword: "maximum", params: { comparison: "<=", limit: 65536 }, message: "must be <= 65536" }];
                                        return false;
                                      } else {
                                        if (data8 < 8 || isNaN(data8)) {
                                          validate39.errors = [{ instancePath: instancePath + "/settings/sequence_length", schemaPath: "#/components/schemas/DistilSettings/properties/sequence_length/minimum", keyword: "minimum", params: { comparison: ">=", limit: 8 }, message: "must be >= 8" }];
                                          return false;
                                        }
                                      }
                                    }
                                  }
                                  var valid7 = _errs25 === errors;
                                } else {
                                  var valid7 = true;
                                }
                                if (valid7) {
                                  if (data6.learning_rate !== void 0) {
                                    let data9 = data6.learning_rate;
                                    const _errs27 = errors;
                                    if (errors === _errs27) {
                                      if (typeof data9 == "number") {
                                        if (data9 >= 1 || isNaN(data9)) {
                                          validate39.errors = [{ instancePath: instancePath + "/settings/learning_rate", schemaPath: "#/components/schemas/DistilSettings/properties/learning_rate/exclusiveMaximum", keyword: "exclusiveMaximum", params: { comparison: "<", limit: 1 }, message: "must be < 1" }];
                                          return false;
                                        } else {
                                          if (data9 <= 0 || isNaN(data9)) {
                                            validate39.errors = [{ instancePath: instancePath + "/settings/learning_rate", schemaPath: "#/components/schemas/DistilSettings/properties/learning_rate/exclusiveMinimum", keyword: "exclusiveMinimum", params: { comparison: ">", limit: 0 }, message: "must be > 0" }];
                                            return false;
                                          }
                                        }
                                      } else {
                                        validate39.errors = [{ instancePath: instancePath + "/settings/learning_rate", schemaPath: "#/components/schemas/DistilSettings/properties/learning_rate/type", keyword: "type", params: { type: "number" }, message: "must be number" }];
                                        return false;
                                      }
                                    }
                                    var valid7 = _errs27 === errors;
                                  } else {
                                    var valid7 = true;
                                  }
                                  if (valid7) {
                                    if (data6.keep !== void 0) {
                                      let data10 = data6.keep;
                                      const _errs29 = errors;
                                      const _errs30 = errors;
                                      let valid8 = false;
                                      const _errs31 = errors;
                                      if (typeof data10 !== "string") {
                                        const err0 = { instancePath: instancePath + "/settings/keep", schemaPath: "#/components/schemas/DistilSettings/properties/keep/anyOf/0/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                                        if (vErrors === null) {
                                          vErrors = [err0];
                                        } else {
                                          vErrors.push(err0);
                                        }
                                        errors++;
                                      }
                                      if (!(data10 === "ends" || data10 === "spread" || data10 === "early")) {
                                        const err1 = { instancePath: instancePath + "/settings/keep", schemaPath: "#/components/schemas/DistilSettings/properties/keep/anyOf/0/enum", keyword: "enum", params: { allowedValues: schema59.properties.keep.anyOf[0].enum }, message: "must be equal to one of the allowed values" };
                                        if (vErrors === null) {
                                          vErrors = [err1];
                                        } else {
                                          vErrors.push(err1);
                                        }
                                        errors++;
                                      }
                                      var _valid0 = _errs31 === errors;
                                      valid8 = valid8 || _valid0;
                                      const _errs33 = errors;
                                      if (errors === _errs33) {
                                        if (Array.isArray(data10)) {
                                          if (data10.length > 1e3) {
                                            const err2 = { instancePath: instancePath + "/settings/keep", schemaPath: "#/components/schemas/DistilSettings/properties/keep/anyOf/1/maxItems", keyword: "maxItems", params: { limit: 1e3 }, message: "must NOT have more than 1000 items" };
                                            if (vErrors === null) {
                                              vErrors = [err2];
                                            } else {
                                              vErrors.push(err2);
                                            }
                                            errors++;
                                          } else {
                                            if (data10.length < 1) {
                                              const err3 = { instancePath: instancePath + "/settings/keep", schemaPath: "#/components/schemas/DistilSettings/properties/keep/anyOf/1/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items" };
                                              if (vErrors === null) {
                                                vErrors = [err3];
                                              } else {
                                                vErrors.push(err3);
                                              }
                                              errors++;
                                            } else {
                                              var valid9 = true;
                                              const len0 = data10.length;
                                              for (let i0 = 0; i0 < len0; i0++) {
                                                let data11 = data10[i0];
                                                const _errs35 = errors;
                                                if (!(typeof data11 == "number" && (!(data11 % 1) && !isNaN(data11)))) {
                                                  const err4 = { instancePath: instancePath + "/settings/keep/" + i0, schemaPath: "#/components/schemas/DistilSettings/properties/keep/anyOf/1/items/type", keyword: "type", params: { type: "integer" }, message: "must be integer" };
                                                  if (vErrors === null) {
                                                    vErrors = [err4];
                                                  } else {
                                                    vErrors.push(err4);
                                                  }
                                                  errors++;
                                                }
                                                if (errors === _errs35) {
                                                  if (typeof data11 == "number") {
                                                    if (data11 > 999 || isNaN(data11)) {
                                                      const err5 = { instancePath: instancePath + "/settings/keep/" + i0, schemaPath: "#/components/schemas/DistilSettings/properties/keep/anyOf/1/items/maximum", keyword: "maximum", params: { comparison: "<=", limit: 999 }, message: "must be <= 999" };
                                                      if (vErrors === null) {
                                                        vErrors = [err5];
                                                      } else {
                                                        vErrors.push(err5);
                                                      }
                                                      errors++;
                                                    } else {
                                                      if (data11 < 0 || isNaN(data11)) {
                                                        const err6 = { instancePath: instancePath + "/settings/keep/" + i0, schemaPath: "#/components/schemas/DistilSettings/properties/keep/anyOf/1/items/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
                                                        if (vErrors === null) {
                                                          vErrors = [err6];
                                                        } else {
                                                          vErrors.push(err6);
                                                        }
                                                        errors++;
                                                      }
                                                    }
                                                  }
                                                }
                                                var valid9 = _errs35 === errors;
                                                if (!valid9) {
                                                  break;
                                                }
                                              }
                                            }
                                          }
                                        } else {
                                          const err7 = { instancePath: instancePath + "/settings/keep", schemaPath: "#/components/schemas/DistilSettings/properties/keep/anyOf/1/type", keyword: "type", params: { type: "array" }, message: "must be array" };
                                          if (vErrors === null) {
                                            vErrors = [err7];
                                          } else {
                                            vErrors.push(err7);
                                          }
                                          errors++;
                                        }
                                      }
                                      var _valid0 = _errs33 === errors;
                                      valid8 = valid8 || _valid0;
                                      if (!valid8) {
                                        const err8 = { instancePath: instancePath + "/settings/keep", schemaPath: "#/components/schemas/DistilSettings/properties/keep/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf" };
                                        if (vErrors === null) {
                                          vErrors = [err8];
                                        } else {
                                          vErrors.push(err8);
                                        }
                                        errors++;
                                        validate39.errors = vErrors;
                                        return false;
                                      } else {
                                        errors = _errs30;
                                        if (vErrors !== null) {
                                          if (_errs30) {
                                            vErrors.length = _errs30;
                                          } else {
                                            vErrors = null;
                                          }
                                        }
                                      }
                                      var valid7 = _errs29 === errors;
                                    } else {
                                      var valid7 = true;
                                    }
                                    if (valid7) {
                                      if (data6.positions !== void 0) {
                                        let data12 = data6.positions;
                                        const _errs37 = errors;
                                        if (errors === _errs37) {
                                          if (typeof data12 == "number") {
                                            if (data12 > 1 || isNaN(data12)) {
                                              validate39.errors = [{ instancePath: instancePath + "/settings/positions", schemaPath: "#/components/schemas/DistilSettings/properties/positions/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1 }, message: "must be <= 1" }];
                                              return false;
                                            } else {
                                              if (data12 <= 0 || isNaN(data12)) {
                                                validate39.errors = [{ instancePath: instancePath + "/settings/positions", schemaPath: "#/components/schemas/DistilSettings/properties/positions/exclusiveMinimum", keyword: "exclusiveMinimum", params: { comparison: ">", limit: 0 }, message: "must be > 0" }];
                                                return false;
                                              }
                                            }
                                          } else {
                                            validate39.errors = [{ instancePath: instancePath + "/settings/positions", schemaPath: "#/components/schemas/DistilSettings/properties/positions/type", keyword: "type", params: { type: "number" }, message: "must be number" }];
                                            return false;
                                          }
                                        }
                                        var valid7 = _errs37 === errors;
                                      } else {
                                        var valid7 = true;
                                      }
                                      if (valid7) {
                                        if (data6.proxy_share !== void 0) {
                                          let data13 = data6.proxy_share;
                                          const _errs39 = errors;
                                          if (errors === _errs39) {
                                            if (typeof data13 == "number") {
                                              if (data13 > 1 || isNaN(data13)) {
                                                validate39.errors = [{ instancePath: instancePath + "/settings/proxy_share", schemaPath: "#/components/schemas/DistilSettings/properties/proxy_share/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1 }, message: "must be <= 1" }];
                                                return false;
                                              } else {
                                                if (data13 < 0 || isNaN(data13)) {
                                                  validate39.errors = [{ instancePath: instancePath + "/settings/proxy_share", schemaPath: "#/components/schemas/DistilSettings/properties/proxy_share/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
                                                  return false;
                                                }
                                              }
                                            } else {
                                              validate39.errors = [{ instancePath: instancePath + "/settings/proxy_share", schemaPath: "#/components/schemas/DistilSettings/properties/proxy_share/type", keyword: "type", params: { type: "number" }, message: "must be number" }];
                                              return false;
                                            }
                                          }
                                          var valid7 = _errs39 === errors;
                                        } else {
                                          var valid7 = true;
                                        }
                                      }
                                    }
                                  }
                                }
                              }
                            }
                          } else {
                            validate39.errors = [{ instancePath: instancePath + "/settings", schemaPath: "#/components/schemas/DistilSettings/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                            return false;
                          }
                        }
                        var valid0 = _errs19 === errors;
                      } else {
                        var valid0 = true;
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate39.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate39.errors = vErrors;
  return errors === 0;
}
validate39.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
function validate38(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate38.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (!validate39(data, { instancePath, parentData, parentDataProperty, rootData, dynamicAnchors })) {
    vErrors = vErrors === null ? validate39.errors : vErrors.concat(validate39.errors);
    errors = vErrors.length;
  }
  validate38.errors = vErrors;
  return errors === 0;
}
validate38.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
export {
  body,
  query
};
