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
var query = validate46;
function validate46(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate46.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      for (const key0 in data) {
        validate46.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
        return false;
        break;
      }
    } else {
      validate46.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate46.errors = vErrors;
  return errors === 0;
}
validate46.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };

// part:body
var body = validate41;
var pattern10 = new RegExp("^[a-z]{3}_[0-9a-z]{26}$", "u");
var func1 = require_ucs2length().default;
var schema40 = { "type": "string", "enum": ["mean-probability", "mean-logit"], "description": "How a class's words make its score; mean probability when absent." };
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
function validate42(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate42.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.student === void 0 && (missing0 = "student") || data.adapter_config === void 0 && (missing0 = "adapter_config") || data.adapter_model === void 0 && (missing0 = "adapter_model") || data.task === void 0 && (missing0 = "task")) {
        validate42.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "student" || key0 === "adapter_config" || key0 === "adapter_model" || key0 === "task" || key0 === "privacy_report")) {
            validate42.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.student !== void 0) {
            let data0 = data.student;
            const _errs2 = errors;
            const _errs3 = errors;
            if (errors === _errs3) {
              if (typeof data0 === "string") {
                if (!pattern10.test(data0)) {
                  validate42.errors = [{ instancePath: instancePath + "/student", schemaPath: "#/components/schemas/Reference/pattern", keyword: "pattern", params: { pattern: "^[a-z]{3}_[0-9a-z]{26}$" }, message: 'must match pattern "^[a-z]{3}_[0-9a-z]{26}$"' }];
                  return false;
                }
              } else {
                validate42.errors = [{ instancePath: instancePath + "/student", schemaPath: "#/components/schemas/Reference/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                return false;
              }
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.adapter_config !== void 0) {
              let data1 = data.adapter_config;
              const _errs5 = errors;
              if (errors === _errs5) {
                if (data1 && typeof data1 == "object" && !Array.isArray(data1)) {
                } else {
                  validate42.errors = [{ instancePath: instancePath + "/adapter_config", schemaPath: "#/properties/adapter_config/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                  return false;
                }
              }
              var valid0 = _errs5 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.adapter_model !== void 0) {
                let data2 = data.adapter_model;
                const _errs8 = errors;
                if (errors === _errs8) {
                  if (typeof data2 === "string") {
                    if (func1(data2) < 12) {
                      validate42.errors = [{ instancePath: instancePath + "/adapter_model", schemaPath: "#/properties/adapter_model/minLength", keyword: "minLength", params: { limit: 12 }, message: "must NOT have fewer than 12 characters" }];
                      return false;
                    }
                  } else {
                    validate42.errors = [{ instancePath: instancePath + "/adapter_model", schemaPath: "#/properties/adapter_model/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                    return false;
                  }
                }
                var valid0 = _errs8 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.task !== void 0) {
                  const _errs10 = errors;
                  if (!validate43(data.task, { instancePath: instancePath + "/task", parentData: data, parentDataProperty: "task", rootData, dynamicAnchors })) {
                    vErrors = vErrors === null ? validate43.errors : vErrors.concat(validate43.errors);
                    errors = vErrors.length;
                  }
                  var valid0 = _errs10 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.privacy_report !== void 0) {
                    let data4 = data.privacy_report;
                    const _errs11 = errors;
                    if (errors === _errs11) {
                      if (data4 && typeof data4 == "object" && !Array.isArray(data4)) {
                      } else {
                        validate42.errors = [{ instancePath: instancePath + "/privacy_report", schemaPath: "#/properties/privacy_report/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
                        return false;
                      }
                    }
                    var valid0 = _errs11 === errors;
                  } else {
                    var valid0 = true;
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate42.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate42.errors = vErrors;
  return errors === 0;
}
validate42.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
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
  if (!validate42(data, { instancePath, parentData, parentDataProperty, rootData, dynamicAnchors })) {
    vErrors = vErrors === null ? validate42.errors : vErrors.concat(validate42.errors);
    errors = vErrors.length;
  }
  validate41.errors = vErrors;
  return errors === 0;
}
validate41.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
export {
  body,
  query
};
