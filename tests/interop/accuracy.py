"""What transformers and PEFT answer with the prompts of an evaluation, on the same texts.

python accuracy.py CASE.json ANSWERS.json        (written and read by accuracy.ts; needs torch, transformers, peft)
"""
import json, sys
import peft, torch, transformers
from transformers import AutoModelForCausalLM, AutoTokenizer

case = json.load(open(sys.argv[1]))
print(f"transformers {transformers.__version__}, peft {peft.__version__}, torch {torch.__version__}, float32", file=sys.stderr)
torch.set_num_threads(case["threads"])


def class_scores(logits):
    """log of the mean probability of each class's words, or their mean logit; logits [words]"""
    scores, at = [], 0
    for count in case["wordCounts"]:
        words = logits[at : at + count]
        at += count
        scores.append(words.mean() if case["scoring"] == "mean-logit" else torch.logsumexp(words, 0) - torch.log(torch.tensor(float(count))))
    return torch.stack(scores)


answers = {}
for arm in case["arms"]:
    model = AutoModelForCausalLM.from_pretrained(arm["model"], dtype=torch.float32).eval()
    tokenizer = AutoTokenizer.from_pretrained(arm["model"])
    if arm["prompt"]:
        model = peft.PeftModel.from_pretrained(model, arm["prompt"]).eval()
    for row in case["rows"]:
        if row["text"] is not None:
            ids = tokenizer(row["text"], add_special_tokens=False)["input_ids"]
            assert ids == row["ids"], (ids, row["ids"])
    chosen = [None] * len(case["rows"])
    order = sorted(range(len(chosen)), key=lambda i: len(case["rows"][i]["ids"]))
    for start in range(0, len(order), 16):
        batch = order[start : start + 16]
        lengths = [len(case["rows"][i]["ids"]) for i in batch]
        width = max(lengths)
        ids = torch.tensor([case["rows"][i]["ids"] + [0] * (width - length) for i, length in zip(batch, lengths)])
        mask = torch.tensor([[1] * length + [0] * (width - length) for length in lengths])
        with torch.no_grad():
            logits = model(input_ids=ids, attention_mask=mask).logits[:, -width:]
        for row, (i, length) in enumerate(zip(batch, lengths)):
            chosen[i] = int(class_scores(logits[row, length - 1][case["columns"]]).argmax())
    answers[arm["name"]] = chosen
json.dump(answers, open(sys.argv[2], "w"))
