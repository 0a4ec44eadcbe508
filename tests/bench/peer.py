"""The same steps in PyTorch with Hugging Face models, for comparison in one run.

Reads one JSON request per line and writes one JSON answer per line: {"open": NAME, "kind": ..., "directory": ..., sizes}
makes a step ready, {"run": NAME} runs it once and answers its seconds, {"close": NAME} drops it, {"peak": true} answers
the process's peak resident memory in bytes, {"facts": true} whether the processor multiplies in bfloat16.

A step is opened with "precision", float32 or bfloat16 (autocast over float32 weights), and "head": whether the logits are computed at
all positions, as a model's plain call does, or at the last one.
"""
import copy, json, resource, sys, time
import torch
import torch.nn.functional as F
from transformers import AutoModelForCausalLM

torch.set_num_threads(2)
TAU = 2.0


def load(directory):
    model = AutoModelForCausalLM.from_pretrained(directory, dtype=torch.float32)
    return model.eval().requires_grad_(False)


def cut(model, layers):
    """The student: the first ceil(k/2) and the last floor(k/2) blocks."""
    student = copy.deepcopy(model)
    gpt2 = hasattr(student, "transformer")
    blocks = student.transformer.h if gpt2 else student.model.layers
    first = (layers + 1) // 2
    kept = [i for i in range(len(blocks)) if i < first or i >= len(blocks) - (layers - first)]
    rest = torch.nn.ModuleList(blocks[i] for i in kept)
    for i, block in enumerate(rest):
        (block.attn if gpt2 else block.self_attn).layer_idx = i
    if gpt2:
        student.transformer.h = rest
        student.config.n_layer = layers
    else:
        student.model.layers = rest
        student.config.num_hidden_layers = layers
    return student


def divergence(a, b):
    """tau^2 KL(softmax(a / tau) || softmax(b / tau)), by row."""
    p, q = F.log_softmax(a / TAU, -1), F.log_softmax(b / TAU, -1)
    return TAU * TAU * (p.exp() * (p - q)).sum(-1)


def prompt_step(r):
    model = load(r["directory"])
    B, T, n = r["batch"], r["tokens"], r["virtualTokens"]
    width = model.get_input_embeddings().embedding_dim
    ids = torch.randint(0, model.config.vocab_size, (B, T))
    labels = torch.randint(0, 2, (B,))
    columns = torch.tensor(r["columns"])
    mask = torch.ones(B, n + T, dtype=torch.long)
    base = torch.randn(n, width) * 0.02

    def readout(m, prompt):
        x = m.get_input_embeddings()(ids)
        if prompt is not None:
            x = torch.cat([prompt, x], 1)
        kept = {"logits_to_keep": 1} if r.get("head") == "last" else {}
        return m(inputs_embeds=x, attention_mask=mask[:, : x.shape[1]], use_cache=False, **kept).logits[:, -1].float()

    def tune():
        per_example = r["kind"] == "per-example"
        leaf = (base.expand(B, n, width).clone() if per_example else base.clone()).requires_grad_()
        prompt = leaf if per_example else leaf.expand(B, n, width)
        loss = F.cross_entropy(readout(model, prompt)[:, columns], labels, reduction="sum" if per_example else "mean")
        return torch.autograd.grad(loss, leaf)[0]

    def evaluate():
        with torch.no_grad():
            return readout(model, base.expand(B, n, width))[:, columns]

    if r["kind"] == "evaluation":
        return evaluate
    if r["kind"] != "transfer":
        return tune
    student = cut(model, r["studentLayers"])

    def transfer():
        leaf = base.clone().requires_grad_()
        with torch.no_grad():
            sp = readout(student, base.expand(B, n, width))
            s = readout(student, None)
            t = readout(model, None)
        tp = readout(model, leaf.expand(B, n, width))
        loss = (0.5 * divergence(sp, tp) + 0.5 * divergence(sp - s, tp - t)).mean()
        return torch.autograd.grad(loss, leaf)[0]

    return transfer


def distillation_step(r):
    teacher = load(r["directory"])
    student = cut(teacher, r["studentLayers"])
    parts = (".h.", ".ln_f.", "model.layers.", "model.norm.")
    trained = [p for name, p in student.named_parameters() if any(part in name for part in parts)]
    for p in trained:
        p.requires_grad_()
    optimizer = torch.optim.AdamW(trained, lr=1e-4)
    ids = torch.randint(0, teacher.config.vocab_size, (r["batch"], r["tokens"]))

    def step():
        with torch.no_grad():
            a = teacher(input_ids=ids, output_hidden_states=True, use_cache=False)
        b = student(input_ids=ids, output_hidden_states=True, use_cache=False)
        V = a.logits.shape[-1]
        ours, theirs = b.logits.float(), a.logits.float()
        ce = divergence(theirs.view(-1, V), ours.view(-1, V)).mean()
        lm = F.cross_entropy(ours[:, :-1].reshape(-1, V), ids[:, 1:].reshape(-1))
        cos = (1 - F.cosine_similarity(b.hidden_states[-1].float(), a.hidden_states[-1].float(), -1)).mean()
        optimizer.zero_grad()
        (5 * ce + 2 * lm + cos).backward()
        torch.nn.utils.clip_grad_norm_(trained, 5.0)
        optimizer.step()

    return step


def answer(request, steps):
    if "open" in request:
        make = distillation_step if request["kind"] == "distillation" else prompt_step
        begun = time.perf_counter()
        step = make(request)
        if request.get("precision") == "bfloat16":
            plain = step

            def step():
                with torch.autocast("cpu", torch.bfloat16):
                    return plain()

        steps[request["open"]] = step
        return {"seconds": time.perf_counter() - begun}
    if "run" in request:
        begun = time.perf_counter()
        steps[request["run"]]()
        return {"seconds": time.perf_counter() - begun}
    if "close" in request:
        steps.pop(request["close"], None)
        return {}
    if "facts" in request:
        with open("/proc/cpuinfo") as file:
            flags = file.read().split()
        return {"half": "amx_bf16" in flags or "avx512_bf16" in flags, "torch": torch.__version__}
    return {"bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, "torch": torch.__version__}


steps = {}
for line in sys.stdin:
    try:
        reply = answer(json.loads(line), steps)
    except Exception as error:
        reply = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(reply), flush=True)
