"""The model's file: written the same byte for byte, read in a few milliseconds, refused when its data changed."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .features import Floats, Ids, Vocabulary
from .gate import Gate
from .model import Model
from .nearest import Index, Keys
from .network import Network
from .phrasebook import MIXED, VOICES
from .table import Table
from .usage import Usage
from .weights import Weights

SHIPPED = Path(__file__).parent / "model.npz"
FORMAT = 7
"""Raised when features or arrays change their meaning: an older file is then refused."""


_BESIDE = ("lexicon.toml", *MIXED, "validation.toml")


class ModelError(Exception):
    """The model's file cannot be used; says how to mend it."""


def digest_of(parts: Iterable[str]) -> str:
    """Hash of the texts a model is trained on, and of the format."""
    total = hashlib.sha256(f"format {FORMAT}".encode())
    for part in parts:
        total.update(b"\0" + part.encode("utf-8"))
    return total.hexdigest()


def shipped_digest(folder: Path = SHIPPED.parent) -> str:
    """Hash of sentences and lexicon, file by file."""
    paths = [
        *sorted((folder / "en").glob("*.toml")),
        *sorted((folder / "sv").glob("*.toml")),
        *sorted((folder / VOICES).glob("*.toml")),
        *(folder / name for name in _BESIDE),
    ]
    return digest_of(text for path in paths for text in (path.name, path.read_text(encoding="utf-8")))


def save(model: Model, path: Path = SHIPPED) -> None:
    """Write a model; the same model gives the same bytes (NumPy stamps no time into the archive)."""
    gate = model.gate
    facts = {
        "format": FORMAT,
        "digest": model.digest,
        "classes": model.classes,
        "block": model.vocabulary.block,
        "gate": [gate.bias, gate.answer_from, gate.lead_from, gate.refuse_below],
    }
    arrays: dict[str, NDArray[np.generic]] = {
        "facts": _packed(json.dumps(facts, sort_keys=True)),
        **_usage(model.usage),
        "keys": np.frombuffer(model.index.keys.text, dtype=np.uint8),
        "ends": model.index.keys.ends,
        "swedish": np.packbits(model.swedish),
        **_weights("", model.weights),
        **_network("", model.network),
        **(_network("watch_", model.watch) if model.watch else {}),
        "starts": model.index.starts,
        "members": model.index.members,
        "rarity": model.index.weights.astype(np.float16),
        "of": model.index.intents,
        "blend": gate.blend,
        "signs": gate.weights,
    }
    for at in range(3):
        arrays[f"hashes{at}"] = model.vocabulary.hashes[at]
        arrays[f"idf{at}"] = model.vocabulary.idf[at].astype(np.float16)
    with path.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)


def load(path: Path = SHIPPED, digest: str | None = None) -> Model:
    """Read a model. Raises ModelError, also when `digest` is given and the file was trained on something else."""
    again = "build it again: python -m intents.training"
    try:
        with np.load(path, allow_pickle=False) as archive:
            arrays = dict(archive)
        facts = json.loads(_unpacked(arrays["facts"]))
    except FileNotFoundError as error:
        raise ModelError(f"{path}: is missing; {again}") from error
    except (OSError, ValueError, KeyError, EOFError) as error:
        raise ModelError(f"{path}: cannot be read ({error}); {again}") from error
    if facts["format"] != FORMAT or (digest is not None and facts["digest"] != digest):
        raise ModelError(f"{path}: the sentences or the lexicon have changed since it was built; {again}")
    return _model(arrays, facts["digest"], facts["classes"], facts["block"], facts["gate"])


def _model(
    arrays: dict[str, NDArray[np.generic]], digest: str, classes: list[list[str]], block: list[float], gate: list[float]
) -> Model:
    hashes = [np.asarray(arrays[f"hashes{at}"], dtype=np.uint32) for at in range(3)]
    idf = [_floats(arrays[f"idf{at}"]) for at in range(3)]
    return Model(
        digest=digest,
        classes=tuple((intent, detail) for intent, detail in classes),
        vocabulary=_vocabulary(hashes, idf, block),
        weights=_weights_in("", arrays),
        network=_network_in("", arrays),
        index=Index(
            np.asarray(arrays["starts"], dtype=np.int32),
            _small(arrays["members"]),
            _floats(arrays["rarity"]),
            Keys(arrays["keys"].tobytes(), np.asarray(arrays["ends"], dtype=np.uint32)),
            np.asarray(arrays["of"], dtype=np.uint16),
        ),
        gate=Gate(np.asarray(arrays["blend"], dtype=np.float64), np.asarray(arrays["signs"], dtype=np.float64), *gate),
        usage=_usage_in(arrays),
        watch=_network_in("watch_", arrays) if "watch_last" in arrays else None,
        swedish=np.unpackbits(np.asarray(arrays["swedish"], dtype=np.uint8)).astype(np.bool_),
    )


def _network(name: str, network: Network) -> dict[str, NDArray[np.generic]]:
    return {
        **_weights(f"{name}hidden_", network.features),
        f"{name}vectors": network.vectors.astype(np.float16),
        f"{name}last": network.last.astype(np.float16),
    }


def _network_in(name: str, arrays: dict[str, NDArray[np.generic]]) -> Network:
    return Network(
        _weights_in(f"{name}hidden_", arrays), _floats(arrays[f"{name}vectors"]), _floats(arrays[f"{name}last"])
    )


def _weights(name: str, weights: Weights) -> dict[str, NDArray[np.generic]]:
    return {
        f"{name}steps": weights.steps,
        f"{name}scale": weights.scale.astype(np.float16),
        f"{name}bias": weights.bias.astype(np.float16),
    }


def _weights_in(name: str, arrays: dict[str, NDArray[np.generic]]) -> Weights:
    steps = np.asarray(arrays[f"{name}steps"], dtype=np.int8)
    return Weights(steps, _floats(arrays[f"{name}scale"]), _floats(arrays[f"{name}bias"]))


def _usage(usage: Usage) -> dict[str, NDArray[np.generic]]:
    pairs, uses = usage.pairs.arrays()
    return {
        "known": _packed("\n".join(usage.words)),
        "uses": np.array([*usage.words.values()], dtype=np.uint32),
        "pairs": pairs,
        "pair_uses": uses,
        "texts": np.array([usage.texts], dtype=np.uint32),
    }


def _usage_in(arrays: dict[str, NDArray[np.generic]]) -> Usage:
    words = zip(_unpacked(arrays["known"]).split("\n"), arrays["uses"].tolist(), strict=True)
    pairs = Table.stored(_uints(arrays["pairs"]), _uints(arrays["pair_uses"]))
    return Usage(dict(words), pairs, int(arrays["texts"].tolist()[0]))


def _vocabulary(hashes: list[Ids], idf: list[Floats], block: list[float]) -> Vocabulary:
    return Vocabulary(
        (hashes[0], hashes[1], hashes[2]), (idf[0], idf[1], idf[2]), (float(block[0]), float(block[1]), float(block[2]))
    )


def _floats(array: NDArray[np.generic]) -> Floats:
    return np.asarray(array, dtype=np.float32)


def _uints(array: NDArray[np.generic]) -> NDArray[np.uint32]:
    return np.asarray(array, dtype=np.uint32)


def _small(array: NDArray[np.generic]) -> NDArray[np.unsignedinteger[Any]]:
    return np.asarray(array, dtype=np.uint16 if array.dtype == np.uint16 else np.uint32)


def _packed(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode("utf-8"), dtype=np.uint8)


def _unpacked(array: NDArray[np.generic]) -> str:
    return bytes(np.asarray(array, dtype=np.uint8)).decode("utf-8")
