"""Checks that transformers loads a student bundle and PEFT a prompt folder, and that they compute what the engine does.

python huggingface.py CASE.json        (written by huggingface.ts; needs torch, transformers, peft)
"""
import json, sys
import peft, torch, transformers
from transformers import AutoModelForCausalLM, AutoTokenizer

case = json.load(open(sys.argv[1]))
print(f"transformers {transformers.__version__}, peft {peft.__version__}, torch {torch.__version__}")
worst = 0.0
for name in ("teacher", "student"):
    model, info = AutoModelForCausalLM.from_pretrained(case[name]["directory"], dtype=torch.float32, output_loading_info=True)
    assert not any(info[key] for key in ("missing_keys", "unexpected_keys", "mismatched_keys")), info
    tokenizer = AutoTokenizer.from_pretrained(case[name]["directory"])
    model.eval()
    prompted = peft.PeftModel.from_pretrained(model, case["prompt"]) if name == "student" else None
    layers = getattr(model.config, "num_hidden_layers", None)
    for row in case[name]["rows"]:
        ids = tokenizer(row["text"], add_special_tokens=False)["input_ids"]
        assert ids == row["ids"], (row["text"], ids, row["ids"])
        with torch.no_grad():
            for kind, run in (("plain", prompted.base_model if prompted else model), ("prompted", prompted)):
                if run is None:
                    continue
                got = run(input_ids=torch.tensor([ids]), attention_mask=torch.ones(1, len(ids), dtype=torch.long)).logits[0, -1]
                want = torch.tensor(row[kind])
                error = float((got - want).norm() / want.norm())
                worst = max(worst, error)
    print(f"{name}: {layers} layers, {len(case[name]['rows'])} texts, token ids equal, loads without missing or unexpected keys")
print(f"worst relative error of read-out logits: {worst:.1e}")
assert worst < 1e-5
print("ok")
