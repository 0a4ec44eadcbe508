// Generated from openapi.yaml by scripts/generate.mjs. Do not edit.
// @ts-nocheck: JavaScript as Ajv writes it; http/validate.ts gives it its types.
// part:query
var query = validate51;
function validate51(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate51.evaluated;
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
          validate51.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
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
              validate51.errors = [{ instancePath: instancePath + "/dry_run", schemaPath: "#/properties/dry_run/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean" }];
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
      validate51.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate51.errors = vErrors;
  return errors === 0;
}
validate51.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };

// part:body
var body = validate46;
var schema71 = { "description": "From 0 to 1; auto takes it from how much the model's own answers to the public texts tell, beside those of its\nprompted student, as the facts of the transfer say.\n", "anyOf": [{ "type": "number", "minimum": 0, "maximum": 1 }, { "type": "string", "enum": ["auto"] }] };
var pattern10 = new RegExp("^[a-z]{3}_[0-9a-z]{26}$", "u");
var schema72 = { "description": "Optimiser steps. auto, the default, goes on until the loss on held-out public texts gains little more, 1000 steps at\nmost, as the facts of the transfer say.\n", "anyOf": [{ "$ref": "#/components/schemas/Steps" }, { "type": "string", "enum": ["auto"] }] };
function validate48(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate48.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  const _errs0 = errors;
  let valid0 = false;
  const _errs1 = errors;
  const _errs2 = errors;
  if (!(typeof data == "number" && (!(data % 1) && !isNaN(data)))) {
    const err0 = { instancePath, schemaPath: "#/components/schemas/Steps/type", keyword: "type", params: { type: "integer" }, message: "must be integer" };
    if (vErrors === null) {
      vErrors = [err0];
    } else {
      vErrors.push(err0);
    }
    errors++;
  }
  if (errors === _errs2) {
    if (typeof data == "number") {
      if (data > 1e6 || isNaN(data)) {
        const err1 = { instancePath, schemaPath: "#/components/schemas/Steps/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e6 }, message: "must be <= 1000000" };
        if (vErrors === null) {
          vErrors = [err1];
        } else {
          vErrors.push(err1);
        }
        errors++;
      } else {
        if (data < 1 || isNaN(data)) {
          const err2 = { instancePath, schemaPath: "#/components/schemas/Steps/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" };
          if (vErrors === null) {
            vErrors = [err2];
          } else {
            vErrors.push(err2);
          }
          errors++;
        }
      }
    }
  }
  var _valid0 = _errs1 === errors;
  valid0 = valid0 || _valid0;
  const _errs4 = errors;
  if (typeof data !== "string") {
    const err3 = { instancePath, schemaPath: "#/anyOf/1/type", keyword: "type", params: { type: "string" }, message: "must be string" };
    if (vErrors === null) {
      vErrors = [err3];
    } else {
      vErrors.push(err3);
    }
    errors++;
  }
  if (!(data === "auto")) {
    const err4 = { instancePath, schemaPath: "#/anyOf/1/enum", keyword: "enum", params: { allowedValues: schema72.anyOf[1].enum }, message: "must be equal to one of the allowed values" };
    if (vErrors === null) {
      vErrors = [err4];
    } else {
      vErrors.push(err4);
    }
    errors++;
  }
  var _valid0 = _errs4 === errors;
  valid0 = valid0 || _valid0;
  if (!valid0) {
    const err5 = { instancePath, schemaPath: "#/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf" };
    if (vErrors === null) {
      vErrors = [err5];
    } else {
      vErrors.push(err5);
    }
    errors++;
    validate48.errors = vErrors;
    return false;
  } else {
    errors = _errs0;
    if (vErrors !== null) {
      if (_errs0) {
        vErrors.length = _errs0;
      } else {
        vErrors = null;
      }
    }
  }
  validate48.errors = vErrors;
  return errors === 0;
}
validate48.evaluated = { "dynamicProps": false, "dynamicItems": false };
var schema76 = { "type": "object", "additionalProperties": false, "description": "How the prompt is transferred; each has a default.", "properties": { "gamma": { "type": "number", "minimum": 0, "maximum": 1e3, "description": "Weight of the class divergence beside the paper's two losses." }, "omega": { "description": "Share of another target in what is imitated: the model's own logits, moved as the prompt moves the student's, without what\nthey lean to whatever the text. 0 is the paper's loss.\n", "$ref": "#/components/schemas/LossWeight" }, "start": { "type": "string", "enum": ["auto", "prompt", "text"], "description": "Where the prompt starts." }, "batch_size": { "type": "integer", "minimum": 1, "maximum": 4096 }, "learning_rate": { "type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 10 }, "texts": { "type": "integer", "minimum": 2, "maximum": 1e6, "description": "Most public texts used." }, "max_tokens": { "$ref": "#/components/schemas/MaxTokens" } } };
function validate50(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate50.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      const _errs1 = errors;
      for (const key0 in data) {
        if (!(key0 === "gamma" || key0 === "omega" || key0 === "start" || key0 === "batch_size" || key0 === "learning_rate" || key0 === "texts" || key0 === "max_tokens")) {
          validate50.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
          return false;
          break;
        }
      }
      if (_errs1 === errors) {
        if (data.gamma !== void 0) {
          let data0 = data.gamma;
          const _errs2 = errors;
          if (errors === _errs2) {
            if (typeof data0 == "number") {
              if (data0 > 1e3 || isNaN(data0)) {
                validate50.errors = [{ instancePath: instancePath + "/gamma", schemaPath: "#/properties/gamma/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e3 }, message: "must be <= 1000" }];
                return false;
              } else {
                if (data0 < 0 || isNaN(data0)) {
                  validate50.errors = [{ instancePath: instancePath + "/gamma", schemaPath: "#/properties/gamma/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
                  return false;
                }
              }
            } else {
              validate50.errors = [{ instancePath: instancePath + "/gamma", schemaPath: "#/properties/gamma/type", keyword: "type", params: { type: "number" }, message: "must be number" }];
              return false;
            }
          }
          var valid0 = _errs2 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.omega !== void 0) {
            let data1 = data.omega;
            const _errs4 = errors;
            const _errs6 = errors;
            let valid2 = false;
            const _errs7 = errors;
            if (errors === _errs7) {
              if (typeof data1 == "number") {
                if (data1 > 1 || isNaN(data1)) {
                  const err0 = { instancePath: instancePath + "/omega", schemaPath: "#/components/schemas/LossWeight/anyOf/0/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1 }, message: "must be <= 1" };
                  if (vErrors === null) {
                    vErrors = [err0];
                  } else {
                    vErrors.push(err0);
                  }
                  errors++;
                } else {
                  if (data1 < 0 || isNaN(data1)) {
                    const err1 = { instancePath: instancePath + "/omega", schemaPath: "#/components/schemas/LossWeight/anyOf/0/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
                    if (vErrors === null) {
                      vErrors = [err1];
                    } else {
                      vErrors.push(err1);
                    }
                    errors++;
                  }
                }
              } else {
                const err2 = { instancePath: instancePath + "/omega", schemaPath: "#/components/schemas/LossWeight/anyOf/0/type", keyword: "type", params: { type: "number" }, message: "must be number" };
                if (vErrors === null) {
                  vErrors = [err2];
                } else {
                  vErrors.push(err2);
                }
                errors++;
              }
            }
            var _valid0 = _errs7 === errors;
            valid2 = valid2 || _valid0;
            const _errs9 = errors;
            if (typeof data1 !== "string") {
              const err3 = { instancePath: instancePath + "/omega", schemaPath: "#/components/schemas/LossWeight/anyOf/1/type", keyword: "type", params: { type: "string" }, message: "must be string" };
              if (vErrors === null) {
                vErrors = [err3];
              } else {
                vErrors.push(err3);
              }
              errors++;
            }
            if (!(data1 === "auto")) {
              const err4 = { instancePath: instancePath + "/omega", schemaPath: "#/components/schemas/LossWeight/anyOf/1/enum", keyword: "enum", params: { allowedValues: schema71.anyOf[1].enum }, message: "must be equal to one of the allowed values" };
              if (vErrors === null) {
                vErrors = [err4];
              } else {
                vErrors.push(err4);
              }
              errors++;
            }
            var _valid0 = _errs9 === errors;
            valid2 = valid2 || _valid0;
            if (!valid2) {
              const err5 = { instancePath: instancePath + "/omega", schemaPath: "#/components/schemas/LossWeight/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf" };
              if (vErrors === null) {
                vErrors = [err5];
              } else {
                vErrors.push(err5);
              }
              errors++;
              validate50.errors = vErrors;
              return false;
            } else {
              errors = _errs6;
              if (vErrors !== null) {
                if (_errs6) {
                  vErrors.length = _errs6;
                } else {
                  vErrors = null;
                }
              }
            }
            var valid0 = _errs4 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.start !== void 0) {
              let data2 = data.start;
              const _errs11 = errors;
              if (typeof data2 !== "string") {
                validate50.errors = [{ instancePath: instancePath + "/start", schemaPath: "#/properties/start/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                return false;
              }
              if (!(data2 === "auto" || data2 === "prompt" || data2 === "text")) {
                validate50.errors = [{ instancePath: instancePath + "/start", schemaPath: "#/properties/start/enum", keyword: "enum", params: { allowedValues: schema76.properties.start.enum }, message: "must be equal to one of the allowed values" }];
                return false;
              }
              var valid0 = _errs11 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.batch_size !== void 0) {
                let data3 = data.batch_size;
                const _errs13 = errors;
                if (!(typeof data3 == "number" && (!(data3 % 1) && !isNaN(data3)))) {
                  validate50.errors = [{ instancePath: instancePath + "/batch_size", schemaPath: "#/properties/batch_size/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                  return false;
                }
                if (errors === _errs13) {
                  if (typeof data3 == "number") {
                    if (data3 > 4096 || isNaN(data3)) {
                      validate50.errors = [{ instancePath: instancePath + "/batch_size", schemaPath: "#/properties/batch_size/maximum", keyword: "maximum", params: { comparison: "<=", limit: 4096 }, message: "must be <= 4096" }];
                      return false;
                    } else {
                      if (data3 < 1 || isNaN(data3)) {
                        validate50.errors = [{ instancePath: instancePath + "/batch_size", schemaPath: "#/properties/batch_size/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
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
                if (data.learning_rate !== void 0) {
                  let data4 = data.learning_rate;
                  const _errs15 = errors;
                  if (errors === _errs15) {
                    if (typeof data4 == "number") {
                      if (data4 >= 10 || isNaN(data4)) {
                        validate50.errors = [{ instancePath: instancePath + "/learning_rate", schemaPath: "#/properties/learning_rate/exclusiveMaximum", keyword: "exclusiveMaximum", params: { comparison: "<", limit: 10 }, message: "must be < 10" }];
                        return false;
                      } else {
                        if (data4 <= 0 || isNaN(data4)) {
                          validate50.errors = [{ instancePath: instancePath + "/learning_rate", schemaPath: "#/properties/learning_rate/exclusiveMinimum", keyword: "exclusiveMinimum", params: { comparison: ">", limit: 0 }, message: "must be > 0" }];
                          return false;
                        }
                      }
                    } else {
                      validate50.errors = [{ instancePath: instancePath + "/learning_rate", schemaPath: "#/properties/learning_rate/type", keyword: "type", params: { type: "number" }, message: "must be number" }];
                      return false;
                    }
                  }
                  var valid0 = _errs15 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.texts !== void 0) {
                    let data5 = data.texts;
                    const _errs17 = errors;
                    if (!(typeof data5 == "number" && (!(data5 % 1) && !isNaN(data5)))) {
                      validate50.errors = [{ instancePath: instancePath + "/texts", schemaPath: "#/properties/texts/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                      return false;
                    }
                    if (errors === _errs17) {
                      if (typeof data5 == "number") {
                        if (data5 > 1e6 || isNaN(data5)) {
                          validate50.errors = [{ instancePath: instancePath + "/texts", schemaPath: "#/properties/texts/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e6 }, message: "must be <= 1000000" }];
                          return false;
                        } else {
                          if (data5 < 2 || isNaN(data5)) {
                            validate50.errors = [{ instancePath: instancePath + "/texts", schemaPath: "#/properties/texts/minimum", keyword: "minimum", params: { comparison: ">=", limit: 2 }, message: "must be >= 2" }];
                            return false;
                          }
                        }
                      }
                    }
                    var valid0 = _errs17 === errors;
                  } else {
                    var valid0 = true;
                  }
                  if (valid0) {
                    if (data.max_tokens !== void 0) {
                      let data6 = data.max_tokens;
                      const _errs19 = errors;
                      const _errs20 = errors;
                      if (!(typeof data6 == "number" && (!(data6 % 1) && !isNaN(data6)))) {
                        validate50.errors = [{ instancePath: instancePath + "/max_tokens", schemaPath: "#/components/schemas/MaxTokens/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                        return false;
                      }
                      if (errors === _errs20) {
                        if (typeof data6 == "number") {
                          if (data6 > 65536 || isNaN(data6)) {
                            validate50.errors = [{ instancePath: instancePath + "/max_tokens", schemaPath: "#/components/schemas/MaxTokens/maximum", keyword: "maximum", params: { comparison: "<=", limit: 65536 }, message: "must be <= 65536" }];
                            return false;
                          } else {
                            if (data6 < 2 || isNaN(data6)) {
                              validate50.errors = [{ instancePath: instancePath + "/max_tokens", schemaPath: "#/components/schemas/MaxTokens/minimum", keyword: "minimum", params: { comparison: ">=", limit: 2 }, message: "must be >= 2" }];
                              return false;
                            }
                          }
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
    } else {
      validate50.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate50.errors = vErrors;
  return errors === 0;
}
validate50.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
function validate47(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate47.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.prompt === void 0 && (missing0 = "prompt") || data.dataset === void 0 && (missing0 = "dataset")) {
        validate47.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "prompt" || key0 === "dataset" || key0 === "alpha" || key0 === "steps" || key0 === "seed" || key0 === "shards" || key0 === "settings")) {
            validate47.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.prompt !== void 0) {
            let data0 = data.prompt;
            const _errs2 = errors;
            const _errs3 = errors;
            if (errors === _errs3) {
              if (typeof data0 === "string") {
                if (!pattern10.test(data0)) {
                  validate47.errors = [{ instancePath: instancePath + "/prompt", schemaPath: "#/components/schemas/Reference/pattern", keyword: "pattern", params: { pattern: "^[a-z]{3}_[0-9a-z]{26}$" }, message: 'must match pattern "^[a-z]{3}_[0-9a-z]{26}$"' }];
                  return false;
                }
              } else {
                validate47.errors = [{ instancePath: instancePath + "/prompt", schemaPath: "#/components/schemas/Reference/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
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
                    validate47.errors = [{ instancePath: instancePath + "/dataset", schemaPath: "#/components/schemas/Reference/pattern", keyword: "pattern", params: { pattern: "^[a-z]{3}_[0-9a-z]{26}$" }, message: 'must match pattern "^[a-z]{3}_[0-9a-z]{26}$"' }];
                    return false;
                  }
                } else {
                  validate47.errors = [{ instancePath: instancePath + "/dataset", schemaPath: "#/components/schemas/Reference/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                  return false;
                }
              }
              var valid0 = _errs5 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.alpha !== void 0) {
                let data2 = data.alpha;
                const _errs8 = errors;
                const _errs10 = errors;
                let valid4 = false;
                const _errs11 = errors;
                if (errors === _errs11) {
                  if (typeof data2 == "number") {
                    if (data2 > 1 || isNaN(data2)) {
                      const err0 = { instancePath: instancePath + "/alpha", schemaPath: "#/components/schemas/LossWeight/anyOf/0/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1 }, message: "must be <= 1" };
                      if (vErrors === null) {
                        vErrors = [err0];
                      } else {
                        vErrors.push(err0);
                      }
                      errors++;
                    } else {
                      if (data2 < 0 || isNaN(data2)) {
                        const err1 = { instancePath: instancePath + "/alpha", schemaPath: "#/components/schemas/LossWeight/anyOf/0/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
                        if (vErrors === null) {
                          vErrors = [err1];
                        } else {
                          vErrors.push(err1);
                        }
                        errors++;
                      }
                    }
                  } else {
                    const err2 = { instancePath: instancePath + "/alpha", schemaPath: "#/components/schemas/LossWeight/anyOf/0/type", keyword: "type", params: { type: "number" }, message: "must be number" };
                    if (vErrors === null) {
                      vErrors = [err2];
                    } else {
                      vErrors.push(err2);
                    }
                    errors++;
                  }
                }
                var _valid0 = _errs11 === errors;
                valid4 = valid4 || _valid0;
                const _errs13 = errors;
                if (typeof data2 !== "string") {
                  const err3 = { instancePath: instancePath + "/alpha", schemaPath: "#/components/schemas/LossWeight/anyOf/1/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                  if (vErrors === null) {
                    vErrors = [err3];
                  } else {
                    vErrors.push(err3);
                  }
                  errors++;
                }
                if (!(data2 === "auto")) {
                  const err4 = { instancePath: instancePath + "/alpha", schemaPath: "#/components/schemas/LossWeight/anyOf/1/enum", keyword: "enum", params: { allowedValues: schema71.anyOf[1].enum }, message: "must be equal to one of the allowed values" };
                  if (vErrors === null) {
                    vErrors = [err4];
                  } else {
                    vErrors.push(err4);
                  }
                  errors++;
                }
                var _valid0 = _errs13 === errors;
                valid4 = valid4 || _valid0;
                if (!valid4) {
                  const err5 = { instancePath: instancePath + "/alpha", schemaPath: "#/components/schemas/LossWeight/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf" };
                  if (vErrors === null) {
                    vErrors = [err5];
                  } else {
                    vErrors.push(err5);
                  }
                  errors++;
                  validate47.errors = vErrors;
                  return false;
                } else {
                  errors = _errs10;
                  if (vErrors !== null) {
                    if (_errs10) {
                      vErrors.length = _errs10;
                    } else {
                      vErrors = null;
                    }
                  }
                }
                var valid0 = _errs8 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.steps !== void 0) {
                  const _errs15 = errors;
                  if (!validate48(data.steps, { instancePath: instancePath + "/steps", parentData: data, parentDataProperty: "steps", rootData, dynamicAnchors })) {
                    vErrors = vErrors === null ? validate48.errors : vErrors.concat(validate48.errors);
                    errors = vErrors.length;
                  }
                  var valid0 = _errs15 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.seed !== void 0) {
                    let data4 = data.seed;
                    const _errs16 = errors;
                    const _errs17 = errors;
                    if (!(typeof data4 == "number" && (!(data4 % 1) && !isNaN(data4)))) {
                      validate47.errors = [{ instancePath: instancePath + "/seed", schemaPath: "#/components/schemas/Seed/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                      return false;
                    }
                    if (errors === _errs17) {
                      if (typeof data4 == "number") {
                        if (data4 > 4294967295 || isNaN(data4)) {
                          validate47.errors = [{ instancePath: instancePath + "/seed", schemaPath: "#/components/schemas/Seed/maximum", keyword: "maximum", params: { comparison: "<=", limit: 4294967295 }, message: "must be <= 4294967295" }];
                          return false;
                        } else {
                          if (data4 < 0 || isNaN(data4)) {
                            validate47.errors = [{ instancePath: instancePath + "/seed", schemaPath: "#/components/schemas/Seed/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
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
                    if (data.shards !== void 0) {
                      let data5 = data.shards;
                      const _errs19 = errors;
                      const _errs20 = errors;
                      if (!(typeof data5 == "number" && (!(data5 % 1) && !isNaN(data5)))) {
                        validate47.errors = [{ instancePath: instancePath + "/shards", schemaPath: "#/components/schemas/Shards/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                        return false;
                      }
                      if (errors === _errs20) {
                        if (typeof data5 == "number") {
                          if (data5 > 64 || isNaN(data5)) {
                            validate47.errors = [{ instancePath: instancePath + "/shards", schemaPath: "#/components/schemas/Shards/maximum", keyword: "maximum", params: { comparison: "<=", limit: 64 }, message: "must be <= 64" }];
                            return false;
                          } else {
                            if (data5 < 1 || isNaN(data5)) {
                              validate47.errors = [{ instancePath: instancePath + "/shards", schemaPath: "#/components/schemas/Shards/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
                              return false;
                            }
                          }
                        }
                      }
                      var valid0 = _errs19 === errors;
                    } else {
                      var valid0 = true;
                    }
                    if (valid0) {
                      if (data.settings !== void 0) {
                        const _errs22 = errors;
                        if (!validate50(data.settings, { instancePath: instancePath + "/settings", parentData: data, parentDataProperty: "settings", rootData, dynamicAnchors })) {
                          vErrors = vErrors === null ? validate50.errors : vErrors.concat(validate50.errors);
                          errors = vErrors.length;
                        }
                        var valid0 = _errs22 === errors;
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
      validate47.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate47.errors = vErrors;
  return errors === 0;
}
validate47.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
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
  if (!validate47(data, { instancePath, parentData, parentDataProperty, rootData, dynamicAnchors })) {
    vErrors = vErrors === null ? validate47.errors : vErrors.concat(validate47.errors);
    errors = vErrors.length;
  }
  validate46.errors = vErrors;
  return errors === 0;
}
validate46.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
export {
  body,
  query
};
