"""Loads each export of a prompt with the tool it is for, and checks that values and logits are the engine's.

python export.py CASE.json        (written by export.ts; needs numpy, torch, transformers, peft)
"""
import base64, io, json, os, sys, zipfile
import numpy, peft, torch, transformers
from transformers import AutoModelForCausalLM

case = json.load(open(sys.argv[1]))
path = lambda *names: os.path.join(case["folder"], *names)
print(f"numpy {numpy.__version__}, torch {torch.__version__}, transformers {transformers.__version__}, peft {peft.__version__}")
tokens, width = case["shape"]
want = numpy.array(case["values"], dtype="<f4").reshape(tokens, width)
model = AutoModelForCausalLM.from_pretrained(case["model"], dtype=torch.float32).eval()
embedding = model.get_input_embeddings().weight
vocabulary = embedding.shape[0]


def saved(save, value):
    buffer = io.BytesIO()
    save(buffer, value)
    return buffer.getvalue()


def worst(run):
    """Largest relative error of the read-out logits over the texts."""
    errors = []
    for row in case["rows"]:
        with torch.no_grad():
            got = run(torch.tensor(row["ids"])).logits[0, -1]
        expected = torch.tensor(row["logits"])
        errors.append(float((got - expected).norm() / expected.norm()))
    return max(errors)


def behind(rows):
    """The model on the prompt's rows followed by the text's embeddings: what a server does with them."""
    return lambda ids: model(inputs_embeds=torch.cat([rows, embedding[ids]])[None])


# npy
table = numpy.load(path("npy"), allow_pickle=False)
assert table.dtype == numpy.dtype("<f4") and numpy.array_equal(table, want)
assert open(path("npy"), "rb").read() == saved(lambda f, v: numpy.save(f, v), want)
print(f"npy: numpy.load gives {table.dtype} {list(table.shape)}, equal; the file is numpy.save's, byte for byte")

# vllm: what its server does with the field: strict base64, torch.load with weights_only, two axes, the model's width
for name, kind in (("vllm", torch.float32), ("vllm-half", torch.float16)):
    text = open(path(name, "prompt_embeds.b64")).read()
    blob = base64.b64decode(text, validate=True)
    tensor = torch.load(io.BytesIO(blob), weights_only=True, map_location="cpu")
    assert torch.equal(torch.load(path(name, "prompt_embeds.pt"), weights_only=True, mmap=True), tensor)
    assert tensor.layout == torch.strided and tensor.is_contiguous() and tensor.dtype == kind
    assert list(tensor.shape) == [tokens, embedding.shape[1]]
    assert torch.equal(tensor, torch.from_numpy(want).to(kind))
    ours, theirs = (zipfile.ZipFile(io.BytesIO(data)) for data in (blob, saved(lambda f, v: torch.save(v, f), tensor)))
    assert ours.testzip() is None and ours.read("archive/data.pkl") == theirs.read("archive/data.pkl")
    request = json.load(open(path(name, "chat-request.json")))
    assert request["messages"][0]["content"][0] == {"type": "prompt_embeds", "data": text}
    error = worst(behind(tensor.float()))
    assert error < (1e-5 if kind == torch.float32 else 1e-2)
    print(f"{name}: torch.load(weights_only=True) gives {tensor.dtype} {list(tensor.shape)}, equal; the pickle is torch.save's; logits within {error:.1e}")

# trtllm: ids from vocab_size on are rows of the table
facts = json.load(open(path("trtllm", "prompt.json")))
table = numpy.load(path("trtllm", "prompt_table.npy"), allow_pickle=False)
assert table.dtype == numpy.float16 and list(table.shape) == [1, tokens, width] == facts["shape"]
assert numpy.array_equal(table[0].view(numpy.uint16), want.astype(numpy.float16).view(numpy.uint16))
assert facts["prompt_vocab_size"] == tokens
assert facts["virtual_ids"]["ids"] == list(range(vocabulary, vocabulary + tokens))
both = torch.cat([embedding, torch.from_numpy(table[0]).float()])
virtual = torch.tensor(facts["virtual_ids"]["ids"])
error = worst(lambda ids: model(inputs_embeds=both[torch.cat([virtual, ids])][None]))
assert error < 1e-2
print(f"trtllm: numpy.load gives {table.dtype} {list(table.shape)}, rounded as numpy rounds; logits by virtual ids within {error:.1e}")

# llamacpp
raw = numpy.fromfile(path("llamacpp", "prompt.f32"), dtype="<f4").reshape(tokens, width)
assert numpy.array_equal(raw, want)
print(f"llamacpp: {raw.nbytes} bytes, equal")

# peft
prompted = peft.PeftModel.from_pretrained(model, path("peft")).eval()
rows = prompted.get_prompt_embedding_to_save("default")
assert torch.equal(rows, torch.from_numpy(want))
error = worst(lambda ids: prompted(input_ids=ids[None], attention_mask=torch.ones(1, len(ids), dtype=torch.long)))
assert error < 1e-5
auto = peft.AutoPeftModelForCausalLM.from_pretrained(path("peft"), dtype=torch.float32).eval()
also = worst(lambda ids: auto(input_ids=ids[None], attention_mask=torch.ones(1, len(ids), dtype=torch.long)))
assert also < 1e-5
card = open(path("peft", "README.md")).read()
from huggingface_hub import ModelCard
assert ModelCard(card).data.base_model == case["model"] and ModelCard(card).data.library_name == "peft"
print(f"peft: PeftModel loads it, embeddings equal, logits within {error:.1e}; AutoPeftModelForCausalLM finds the base model, {also:.1e}; the card's front matter is read")
print("ok")
