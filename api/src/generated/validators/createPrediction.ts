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
var query = validate57;
function validate57(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate57.evaluated;
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
          validate57.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
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
              validate57.errors = [{ instancePath: instancePath + "/dry_run", schemaPath: "#/properties/dry_run/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" }];
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
      validate57.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate57.errors = vErrors;
  return errors === 0;
}
validate57.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };

// part:body
var body = validate58;
var pattern10 = new RegExp("^[a-z]{3}_[0-9a-z]{26}$", "u");
var schema40 = { "type": "string", "enum": ["mean-probability", "mean-logit"], "description": "How a class's words make its score; mean probability when absent." };
var func1 = require_ucs2length().default;
var pattern6 = new RegExp("\\{text\\}", "u");
function validate43(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate43.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.template === void 0 && (missing0 = "template") || data.verbalizer === void 0 && (missing0 = "verbalizer")) {
        validate43.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        if (data.template !== void 0) {
          let data0 = data.template;
          const _errs2 = errors;
          const _errs3 = errors;
          if (errors === _errs3) {
            if (typeof data0 === "string") {
              if (func1(data0) > 4e3) {
                validate43.errors = [{ instancePath: instancePath + "/template", schemaPath: "#/components/schemas/Template/maxLength", keyword: "maxLength", params: { limit: 4e3 }, message: "must NOT have more than 4000 characters" }];
                return false;
              } else {
                if (func1(data0) < 1) {
                  validate43.errors = [{ instancePath: instancePath + "/template", schemaPath: "#/components/schemas/Template/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                  return false;
                } else {
                  if (!pattern6.test(data0)) {
                    validate43.errors = [{ instancePath: instancePath + "/template", schemaPath: "#/components/schemas/Template/pattern", keyword: "pattern", params: { pattern: "\\{text\\}" }, message: 'must match pattern "\\{text\\}"' }];
                    return false;
                  }
                }
              }
            } else {
              validate43.errors = [{ instancePath: instancePath + "/template", schemaPath: "#/components/schemas/Template/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
              return false;
            }
          }
          var valid0 = _errs2 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.verbalizer !== void 0) {
            let data1 = data.verbalizer;
            const _errs5 = errors;
            const _errs6 = errors;
            if (errors === _errs6) {
              if (data1 && typeof data1 == "object" && !Array.isArray(data1)) {
                if (Object.keys(data1).length > 1e3) {
                  validate43.errors = [{ instancePath: instancePath + "/verbalizer", schemaPath: "#/components/schemas/Verbalizer/maxProperties", keyword: "maxProperties", params: { limit: 1e3 }, message: "must NOT have more than 1000 properties" }];
                  return false;
                } else {
                  if (Object.keys(data1).length < 2) {
                    validate43.errors = [{ instancePath: instancePath + "/verbalizer", schemaPath: "#/components/schemas/Verbalizer/minProperties", keyword: "minProperties", params: { limit: 2 }, message: "must NOT have fewer than 2 properties" }];
                    return false;
                  } else {
                    for (const key0 in data1) {
                      const _errs8 = errors;
                      if (errors === _errs8) {
                        if (typeof key0 === "string") {
                          if (func1(key0) > 200) {
                            const err0 = { instancePath: instancePath + "/verbalizer", schemaPath: "#/components/schemas/Verbalizer/propertyNames/maxLength", keyword: "maxLength", params: { limit: 200 }, message: "must NOT have more than 200 characters", propertyName: key0 };
                            if (vErrors === null) {
                              vErrors = [err0];
                            } else {
                              vErrors.push(err0);
                            }
                            errors++;
                          } else {
                            if (func1(key0) < 1) {
                              const err1 = { instancePath: instancePath + "/verbalizer", schemaPath: "#/components/schemas/Verbalizer/propertyNames/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", propertyName: key0 };
                              if (vErrors === null) {
                                vErrors = [err1];
                              } else {
                                vErrors.push(err1);
                              }
                              errors++;
                            }
                          }
                        } else {
                          const err2 = { instancePath: instancePath + "/verbalizer", schemaPath: "#/components/schemas/Verbalizer/propertyNames/type", keyword: "type", params: { type: "string" }, message: "must be string", propertyName: key0 };
                          if (vErrors === null) {
                            vErrors = [err2];
                          } else {
                            vErrors.push(err2);
                          }
                          errors++;
                        }
                      }
                      var valid3 = _errs8 === errors;
                      if (!valid3) {
                        const err3 = { instancePath: instancePath + "/verbalizer", schemaPath: "#/components/schemas/Verbalizer/propertyNames", keyword: "propertyNames", params: { propertyName: key0 }, message: "property name must be valid" };
                        if (vErrors === null) {
                          vErrors = [err3];
                        } else {
                          vErrors.push(err3);
                        }
                        errors++;
                        validate43.errors = vErrors;
                        return false;
                        break;
                      }
                    }
                    if (valid3) {
                      for (const key1 in data1) {
                        let data2 = data1[key1];
                        const _errs11 = errors;
                        if (errors === _errs11) {
                          if (Array.isArray(data2)) {
                            if (data2.length > 100) {
                              validate43.errors = [{ instancePath: instancePath + "/verbalizer/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/components/schemas/Verbalizer/additionalProperties/maxItems", keyword: "maxItems", params: { limit: 100 }, message: "must NOT have more than 100 items" }];
                              return false;
                            } else {
                              if (data2.length < 1) {
                                validate43.errors = [{ instancePath: instancePath + "/verbalizer/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/components/schemas/Verbalizer/additionalProperties/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items" }];
                                return false;
                              } else {
                                var valid5 = true;
                                const len0 = data2.length;
                                for (let i0 = 0; i0 < len0; i0++) {
                                  let data3 = data2[i0];
                                  const _errs13 = errors;
                                  if (errors === _errs13) {
                                    if (typeof data3 === "string") {
                                      if (func1(data3) > 200) {
                                        validate43.errors = [{ instancePath: instancePath + "/verbalizer/" + key1.replace(/~/g, "~0").replace(/\//g, "~1") + "/" + i0, schemaPath: "#/components/schemas/Verbalizer/additionalProperties/items/maxLength", keyword: "maxLength", params: { limit: 200 }, message: "must NOT have more than 200 characters" }];
                                        return false;
                                      } else {
                                        if (func1(data3) < 1) {
                                          validate43.errors = [{ instancePath: instancePath + "/verbalizer/" + key1.replace(/~/g, "~0").replace(/\//g, "~1") + "/" + i0, schemaPath: "#/components/schemas/Verbalizer/additionalProperties/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                                          return false;
                                        }
                                      }
                                    } else {
                                      validate43.errors = [{ instancePath: instancePath + "/verbalizer/" + key1.replace(/~/g, "~0").replace(/\//g, "~1") + "/" + i0, schemaPath: "#/components/schemas/Verbalizer/additionalProperties/items/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                      return false;
                                    }
                                  }
                                  var valid5 = _errs13 === errors;
                                  if (!valid5) {
                                    break;
                                  }
                                }
                              }
                            }
                          } else {
                            validate43.errors = [{ instancePath: instancePath + "/verbalizer/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/components/schemas/Verbalizer/additionalProperties/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
                            return false;
                          }
                        }
                        var valid4 = _errs11 === errors;
                        if (!valid4) {
                          break;
                        }
                      }
                    }
                  }
                }
              } else {
                validate43.errors = [{ instancePath: instancePath + "/verbalizer", schemaPath: "#/components/schemas/Verbalizer/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                return false;
              }
            }
            var valid0 = _errs5 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.scoring !== void 0) {
              let data4 = data.scoring;
              const _errs15 = errors;
              if (typeof data4 !== "string") {
                validate43.errors = [{ instancePath: instancePath + "/scoring", schemaPath: "#/components/schemas/Scoring/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                return false;
              }
              if (!(data4 === "mean-probability" || data4 === "mean-logit")) {
                validate43.errors = [{ instancePath: instancePath + "/scoring", schemaPath: "#/components/schemas/Scoring/enum", keyword: "enum", params: { allowedValues: schema40.enum }, message: "must be equal to one of the allowed values" }];
                return false;
              }
              var valid0 = _errs15 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.labels !== void 0) {
                let data5 = data.labels;
                const _errs18 = errors;
                if (errors === _errs18) {
                  if (Array.isArray(data5)) {
                    var valid7 = true;
                    const len1 = data5.length;
                    for (let i1 = 0; i1 < len1; i1++) {
                      const _errs20 = errors;
                      if (typeof data5[i1] !== "string") {
                        validate43.errors = [{ instancePath: instancePath + "/labels/" + i1, schemaPath: "#/properties/labels/items/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                        return false;
                      }
                      var valid7 = _errs20 === errors;
                      if (!valid7) {
                        break;
                      }
                    }
                  } else {
                    validate43.errors = [{ instancePath: instancePath + "/labels", schemaPath: "#/properties/labels/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
                    return false;
                  }
                }
                var valid0 = _errs18 === errors;
              } else {
                var valid0 = true;
              }
            }
          }
        }
      }
    } else {
      validate43.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate43.errors = vErrors;
  return errors === 0;
}
validate43.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
function validate59(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate59.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  const _errs1 = errors;
  let valid0 = false;
  let passing0 = null;
  const _errs2 = errors;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    let missing0;
    if (data.transfer === void 0 && (missing0 = "transfer")) {
      const err0 = { instancePath, schemaPath: "#/oneOf/0/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
  }
  var _valid0 = _errs2 === errors;
  if (_valid0) {
    valid0 = true;
    passing0 = 0;
  }
  const _errs3 = errors;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    let missing1;
    if (data.prompt === void 0 && (missing1 = "prompt")) {
      const err1 = { instancePath, schemaPath: "#/oneOf/1/required", keyword: "required", params: { missingProperty: missing1 }, message: "must have required property '" + missing1 + "'" };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
  }
  var _valid0 = _errs3 === errors;
  if (_valid0 && valid0) {
    valid0 = false;
    passing0 = [passing0, 1];
  } else {
    if (_valid0) {
      valid0 = true;
      passing0 = 1;
    }
    const _errs4 = errors;
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing2;
      if (data.model === void 0 && (missing2 = "model") || data.task === void 0 && (missing2 = "task")) {
        const err2 = { instancePath, schemaPath: "#/oneOf/2/required", keyword: "required", params: { missingProperty: missing2 }, message: "must have required property '" + missing2 + "'" };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
    }
    var _valid0 = _errs4 === errors;
    if (_valid0 && valid0) {
      valid0 = false;
      passing0 = [passing0, 2];
    } else {
      if (_valid0) {
        valid0 = true;
        passing0 = 2;
      }
    }
  }
  if (!valid0) {
    const err3 = { instancePath, schemaPath: "#/oneOf", keyword: "oneOf", params: { passingSchemas: passing0 }, message: "must match exactly one schema in oneOf" };
    if (vErrors === null) {
      vErrors = [err3];
    } else {
      vErrors.push(err3);
    }
    errors++;
    validate59.errors = vErrors;
    return false;
  } else {
    errors = _errs1;
    if (vErrors !== null) {
      if (_errs1) {
        vErrors.length = _errs1;
      } else {
        vErrors = null;
      }
    }
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing3;
      if (data.texts === void 0 && (missing3 = "texts")) {
        validate59.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing3 }, message: "must have required property '" + missing3 + "'" }];
        return false;
      } else {
        const _errs5 = errors;
        for (const key0 in data) {
          if (!(key0 === "transfer" || key0 === "prompt" || key0 === "model" || key0 === "task" || key0 === "max_tokens" || key0 === "shards" || key0 === "synchronous" || key0 === "texts")) {
            validate59.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
            return false;
            break;
          }
        }
        if (_errs5 === errors) {
          if (data.transfer !== void 0) {
            let data0 = data.transfer;
            const _errs6 = errors;
            const _errs7 = errors;
            if (errors === _errs7) {
              if (typeof data0 === "string") {
                if (!pattern10.test(data0)) {
                  validate59.errors = [{ instancePath: instancePath + "/transfer", schemaPath: "#/components/schemas/Reference/pattern", keyword: "pattern", params: { pattern: "^[a-z]{3}_[0-9a-z]{26}$" }, message: 'must match pattern "^[a-z]{3}_[0-9a-z]{26}$"' }];
                  return false;
                }
              } else {
                validate59.errors = [{ instancePath: instancePath + "/transfer", schemaPath: "#/components/schemas/Reference/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                return false;
              }
            }
            var valid1 = _errs6 === errors;
          } else {
            var valid1 = true;
          }
          if (valid1) {
            if (data.prompt !== void 0) {
              let data1 = data.prompt;
              const _errs9 = errors;
              const _errs10 = errors;
              if (errors === _errs10) {
                if (typeof data1 === "string") {
                  if (!pattern10.test(data1)) {
                    validate59.errors = [{ instancePath: instancePath + "/prompt", schemaPath: "#/components/schemas/Reference/pattern", keyword: "pattern", params: { pattern: "^[a-z]{3}_[0-9a-z]{26}$" }, message: 'must match pattern "^[a-z]{3}_[0-9a-z]{26}$"' }];
                    return false;
                  }
                } else {
                  validate59.errors = [{ instancePath: instancePath + "/prompt", schemaPath: "#/components/schemas/Reference/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                  return false;
                }
              }
              var valid1 = _errs9 === errors;
            } else {
              var valid1 = true;
            }
            if (valid1) {
              if (data.model !== void 0) {
                let data2 = data.model;
                const _errs12 = errors;
                const _errs13 = errors;
                if (errors === _errs13) {
                  if (typeof data2 === "string") {
                    if (!pattern10.test(data2)) {
                      validate59.errors = [{ instancePath: instancePath + "/model", schemaPath: "#/components/schemas/Reference/pattern", keyword: "pattern", params: { pattern: "^[a-z]{3}_[0-9a-z]{26}$" }, message: 'must match pattern "^[a-z]{3}_[0-9a-z]{26}$"' }];
                      return false;
                    }
                  } else {
                    validate59.errors = [{ instancePath: instancePath + "/model", schemaPath: "#/components/schemas/Reference/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                    return false;
                  }
                }
                var valid1 = _errs12 === errors;
              } else {
                var valid1 = true;
              }
              if (valid1) {
                if (data.task !== void 0) {
                  const _errs15 = errors;
                  if (!validate43(data.task, { instancePath: instancePath + "/task", parentData: data, parentDataProperty: "task", rootData, dynamicAnchors })) {
                    vErrors = vErrors === null ? validate43.errors : vErrors.concat(validate43.errors);
                    errors = vErrors.length;
                  }
                  var valid1 = _errs15 === errors;
                } else {
                  var valid1 = true;
                }
                if (valid1) {
                  if (data.max_tokens !== void 0) {
                    let data4 = data.max_tokens;
                    const _errs16 = errors;
                    const _errs17 = errors;
                    if (!(typeof data4 == "number" && (!(data4 % 1) && !isNaN(data4)))) {
                      validate59.errors = [{ instancePath: instancePath + "/max_tokens", schemaPath: "#/components/schemas/MaxTokens/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                      return false;
                    }
                    if (errors === _errs17) {
                      if (typeof data4 == "number") {
                        if (data4 > 65536 || isNaN(data4)) {
                          validate59.errors = [{ instancePath: instancePath + "/max_tokens", schemaPath: "#/components/schemas/MaxTokens/maximum", keyword: "maximum", params: { comparison: "<=", limit: 65536 }, message: "must be <= 65536" }];
                          return false;
                        } else {
                          if (data4 < 2 || isNaN(data4)) {
                            validate59.errors = [{ instancePath: instancePath + "/max_tokens", schemaPath: "#/components/schemas/MaxTokens/minimum", keyword: "minimum", params: { comparison: ">=", limit: 2 }, message: "must be >= 2" }];
                            return false;
                          }
                        }
                      }
                    }
                    var valid1 = _errs16 === errors;
                  } else {
                    var valid1 = true;
                  }
                  if (valid1) {
                    if (data.shards !== void 0) {
                      let data5 = data.shards;
                      const _errs19 = errors;
                      const _errs20 = errors;
                      if (!(typeof data5 == "number" && (!(data5 % 1) && !isNaN(data5)))) {
                        validate59.errors = [{ instancePath: instancePath + "/shards", schemaPath: "#/components/schemas/Shards/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                        return false;
                      }
                      if (errors === _errs20) {
                        if (typeof data5 == "number") {
                          if (data5 > 64 || isNaN(data5)) {
                            validate59.errors = [{ instancePath: instancePath + "/shards", schemaPath: "#/components/schemas/Shards/maximum", keyword: "maximum", params: { comparison: "<=", limit: 64 }, message: "must be <= 64" }];
                            return false;
                          } else {
                            if (data5 < 1 || isNaN(data5)) {
                              validate59.errors = [{ instancePath: instancePath + "/shards", schemaPath: "#/components/schemas/Shards/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
                              return false;
                            }
                          }
                        }
                      }
                      var valid1 = _errs19 === errors;
                    } else {
                      var valid1 = true;
                    }
                    if (valid1) {
                      if (data.synchronous !== void 0) {
                        const _errs22 = errors;
                        if (typeof data.synchronous !== "boolean") {
                          validate59.errors = [{ instancePath: instancePath + "/synchronous", schemaPath: "#/properties/synchronous/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" }];
                          return false;
                        }
                        var valid1 = _errs22 === errors;
                      } else {
                        var valid1 = true;
                      }
                      if (valid1) {
                        if (data.texts !== void 0) {
                          let data7 = data.texts;
                          const _errs24 = errors;
                          if (errors === _errs24) {
                            if (Array.isArray(data7)) {
                              if (data7.length > 1e3) {
                                validate59.errors = [{ instancePath: instancePath + "/texts", schemaPath: "#/properties/texts/maxItems", keyword: "maxItems", params: { limit: 1e3 }, message: "must NOT have more than 1000 items" }];
                                return false;
                              } else {
                                if (data7.length < 1) {
                                  validate59.errors = [{ instancePath: instancePath + "/texts", schemaPath: "#/properties/texts/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items" }];
                                  return false;
                                } else {
                                  var valid7 = true;
                                  const len0 = data7.length;
                                  for (let i0 = 0; i0 < len0; i0++) {
                                    let data8 = data7[i0];
                                    const _errs26 = errors;
                                    if (errors === _errs26) {
                                      if (typeof data8 === "string") {
                                        if (func1(data8) > 2e4) {
                                          validate59.errors = [{ instancePath: instancePath + "/texts/" + i0, schemaPath: "#/properties/texts/items/maxLength", keyword: "maxLength", params: { limit: 2e4 }, message: "must NOT have more than 20000 characters" }];
                                          return false;
                                        } else {
                                          if (func1(data8) < 1) {
                                            validate59.errors = [{ instancePath: instancePath + "/texts/" + i0, schemaPath: "#/properties/texts/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                                            return false;
                                          }
                                        }
                                      } else {
                                        validate59.errors = [{ instancePath: instancePath + "/texts/" + i0, schemaPath: "#/properties/texts/items/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                                        return false;
                                      }
                                    }
                                    var valid7 = _errs26 === errors;
                                    if (!valid7) {
                                      break;
                                    }
                                  }
                                }
                              }
                            } else {
                              validate59.errors = [{ instancePath: instancePath + "/texts", schemaPath: "#/properties/texts/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
                              return false;
                            }
                          }
                          var valid1 = _errs24 === errors;
                        } else {
                          var valid1 = true;
                        }
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
      validate59.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate59.errors = vErrors;
  return errors === 0;
}
validate59.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
function validate58(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate58.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (!validate59(data, { instancePath, parentData, parentDataProperty, rootData, dynamicAnchors })) {
    vErrors = vErrors === null ? validate59.errors : vErrors.concat(validate59.errors);
    errors = vErrors.length;
  }
  validate58.errors = vErrors;
  return errors === 0;
}
validate58.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
export {
  body,
  query
};
